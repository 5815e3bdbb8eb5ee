"""Names that are cut so that they stand whole in no text: down a column, from cell to cell, and
inside a word, from one text of a page to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tipcoder.privacy.audit.contents import INSIDE, ContentSheet, Passage
from tipcoder.privacy.audit.finding import Leak
from tipcoder.privacy.audit.name_search import NameSearch

_REACH = 6
"""Words on each side of an edge that a name may have there."""
_LETTERS = 80
"""Letters in which these words stand."""
_ENDS = tuple(".!?…:;")
"""What ends a sentence, over which no name reaches."""
_CONTACTS = frozenset(("email", "url", "phone"))
"""Kinds that numbers and words of two cells make by chance."""
_NEARLY = "% alike"
"""In the reason of a hit that is not the name letter by letter."""
_MOST_REMEMBERED = 50_000


class _Found(NamedTuple):
    """A name over an edge."""

    kind: str
    sentence: str
    words: str


Edges = dict[tuple[str, str, str], _Found | None]
"""What stands over an edge, by the words before it, what is between, and the words behind it."""


class JoinedNameFinder:
    """Looks over edges for names that the study knows in full."""

    def __init__(self, detector: NameSearch, seen: Edges) -> None:
        """`seen` remembers edges for everybody who looks with the same detector."""
        self._detector = detector
        self._seen = seen

    def find_down_columns(self, sheet: ContentSheet) -> Iterator[Leak]:
        """Names over cells that stand below each other, where a cell is some words and no answer.

        The head counts as a cell: a table without one has its first row there.
        """
        before = [cell.strip() for cell in sheet.head]
        for row in sheet.rows:
            if len(before) < len(row.cells):
                before += [""] * (len(row.cells) - len(before))
            for number, cell in enumerate(row.cells):
                text = cell.strip()
                above = before[number]
                before[number] = _join_above(above, text)
                if not _is_edge(above, text):
                    continue
                found = self._find_over_edge(above, " ", text)
                if found:
                    before[number] = text  # a longer name over the same edge is the same one
                    sentence = f"{found.sentence}, written over cells below each other"
                    part = sheet.get_column_name(number)
                    yield Leak(found.kind, part, row.place, sentence, True, found.words)

    def find_in_cut_words(self, passages: Iterable[Passage]) -> Iterator[Leak]:
        """Names over two texts that follow each other, the first of which ends inside a word."""
        before = ""
        stood = ("", "")
        for passage in passages:
            text = passage.text.strip("\r\n")
            # A text goes on in its own part of its own file only.
            stands = (passage.part, passage.place.rpartition(INSIDE)[0])
            if stands != stood:
                before, stood = "", stands
            if _is_cut_word(before, text):
                found = self._find_over_edge(before, "", text)
                if found:
                    sentence = f"{found.sentence}, cut inside a word"
                    place = passage.place
                    yield Leak(found.kind, passage.part, place, sentence, True, found.words)
                before = f"{before}{text}"[-_LETTERS:]
            elif text.strip():
                before = text[-_LETTERS:]

    def _find_over_edge(self, before: str, between: str, text: str) -> _Found | None:
        tail = " ".join(before[-_LETTERS:].split(" ")[-_REACH:])
        head = " ".join(text[:_LETTERS].split(" ")[:_REACH])
        key = (tail, between, head)
        if key not in self._seen:
            if len(self._seen) >= _MOST_REMEMBERED:
                self._seen.clear()
            self._seen[key] = self._look_over_edge(tail, f"{tail}{between}{head}")
        return self._seen[key]

    def _look_over_edge(self, tail: str, joined: str) -> _Found | None:
        edge = len(tail)
        for hit in self._detector.find_known_names(joined):
            crosses = hit.start < edge < hit.end
            # Words that only meet are often nearly a name.
            exact = hit.firm and _NEARLY not in hit.reasons[0]
            if crosses and exact and hit.kind not in _CONTACTS:
                return _Found(hit.kind, hit.reasons[0], joined[hit.start : hit.end])
        return None


def _join_above(above: str, text: str) -> str:
    """What stands above the next cell: a name may be cut into more than two."""
    if not text or len(text.split()) >= _REACH:
        return text
    return f"{above} {text}"[-_LETTERS:].strip()


def _is_edge(above: str, text: str) -> bool:
    """Whether a name may go from one cell into the next: one of the two is a few words only, no
    sentence ends between them, and not both words at the edge are small."""
    if not above or not text or above == text or above.endswith(_ENDS):
        return False
    if min(len(above), len(text)) > _LETTERS / 2:
        return False
    last, first = above.rsplit(None, 1)[-1], text.split(None, 1)[0]
    if last.islower() and first.islower():
        return False
    return _has_letter(above) and _has_letter(text)


def _is_cut_word(before: str, text: str) -> bool:
    """Whether one text ends with a letter, and the next one goes on with a small one."""
    return bool(before) and before[-1].isalpha() and text[:1].islower()


def _has_letter(text: str) -> bool:
    return any(map(str.isalpha, text))
