"""Names that are cut by the edge of a cell or a paragraph, and stand whole in neither."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tipcoder.privacy.audit.contents import ContentRow, ContentSheet, Passage
from tipcoder.privacy.audit.finding import LIKELY, NAMES, Leak
from tipcoder.privacy.audit.likelihood import describe_hit, judge_hit
from tipcoder.privacy.audit.passage_leaks import PassageReader
from tipcoder.privacy.hits import Hit

_REACH = 6
"""Words on each side of an edge that a name may have there."""
_LETTERS = 80
"""Letters in which these words stand."""
_ENDS = tuple(".!?…:;")
"""What ends a sentence, over which no name reaches."""


class SplitNameFinder:
    """Looks over the edges of cells and paragraphs for names that the study knows in full."""

    def __init__(self, reader: PassageReader) -> None:
        self._reader = reader
        self._seen: dict[tuple[str, str], tuple[str, str, str] | None] = {}

    def find_in_row(self, row: ContentRow, sheet: ContentSheet) -> Iterator[Leak]:
        """Names over neighbouring cells of a row; empty cells in between do not part them."""
        # Of a name over three cells its first two may be a name by themselves.
        leaks = list(self._iterate_in_row(row, sheet))
        for leak in leaks:
            if not any(leak.words in other.words and leak != other for other in leaks):
                yield leak

    def _iterate_in_row(self, row: ContentRow, sheet: ContentSheet) -> Iterator[Leak]:
        before = ""
        for number, cell in enumerate(row.cells):
            text = cell.strip()
            if not text:
                continue
            part = sheet.get_column_name(number)
            if not _has_word(text) or self._reader.is_declared_value(Passage("", text, part=part)):
                before = ""
                continue
            found = None if before.endswith(_ENDS) else self._find_over_edge(before, text)
            if found:
                yield _build_leak(found, part, row.place, "cells")
            # A name may be cut into more than two.
            before = f"{before} {text}"[-_LETTERS:] if len(text.split()) < _REACH else text

    def find_in_passages(self, passages: Iterable[Passage]) -> Iterator[Leak]:
        """Names over two paragraphs, or two texts of a drawing, that follow each other."""
        before = ""
        for passage in passages:
            text = passage.text.strip()
            if passage.hidden or not _has_word(text):
                continue
            if before and not before.endswith(_ENDS):
                found = self._find_over_edge(before, text)
                if found:
                    yield _build_leak(found, passage.part, passage.place, "paragraphs")
            before = f"{before} {text}"[-_LETTERS:] if len(text.split()) < _REACH else text

    def _find_over_edge(self, before: str, text: str) -> tuple[str, str, str] | None:
        """Kind, sentence and words of a name that begins in one text and ends in the next."""
        if not before or not _may_be_name(before.split()[-1], text):
            return None
        head = " ".join(text[:_LETTERS].split()[:_REACH])
        tail = " ".join(before[-_LETTERS:].split()[-_REACH:])
        key = (tail, head)
        if key not in self._seen:
            self._seen[key] = self._look_over_edge(tail, head)
        return self._seen[key]

    def _look_over_edge(self, tail: str, head: str) -> tuple[str, str, str] | None:
        joined = f"{tail} {head}"
        for hit in self._reader.names.find_known(joined, ""):
            crosses = hit.start < len(tail) < hit.end - 1
            if crosses and _is_sure(hit, joined):
                words = joined[hit.start : hit.end]
                return hit.kind, describe_hit(hit, LIKELY), words
        return None


def _is_sure(hit: Hit, text: str) -> bool:
    """Whether it is a name in full, as it is registered: words of two cells are often alike."""
    return hit.kind in NAMES and hit.firm and judge_hit(hit, text, False, ()) == "certain"


def _may_be_name(last: str, first: str) -> bool:
    """Whether one side of an edge has a capital, if its alphabet has capitals."""
    letters = last[:1] + first[:1]
    return any(map(str.isupper, letters)) or letters.lower() == letters.upper()


def _has_word(text: str) -> bool:
    return any(char.isalpha() for char in text[:_LETTERS])


def _build_leak(found: tuple[str, str, str], part: str, place: str, over: str) -> Leak:
    kind, sentence, words = found
    return Leak(kind, part, place, f"{sentence}, written over two {over}", True, words, LIKELY)
