"""Quotes that stand in another file, letter by letter or nearly so.

Brackets and small edits hide nothing. Quotes are also found inside running text, where a short
answer may stand whole in a long paragraph.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from tipcoder.privacy.audit.contents import Contents
from tipcoder.privacy.audit.finding import Leak
from tipcoder.privacy.compared_words import fold_to_string

ALIKE = 88
"""Percent (rapidfuzz, partial ratio) from which two wordings count as one."""
_SHORTEST = 20
"""Letters of a wording that is compared."""
_RUN = 4
"""Words in a row by which texts that may be alike are found."""
_FEWEST_WORDS = 6
"""Words of an answer that stands whole in a longer text, fewer of which anybody may write."""
_CATEGORY_FROM = 10
"""Rows with one and the same text, from which it is an option that was ticked and not a wording."""
_NEAREST = 20
"""Texts with the most runs in common that are compared letter by letter, which is slow."""
_CUT = re.compile(r"\[[^\]]*\]|\.\.\.|…")
_QUOTED = re.compile(r"[“\"«„]([^”\"»“„]{20,}?)[”\"»“]")


class TextMatch(NamedTuple):
    """A text of the other file that is like a piece of this one."""

    likeness: float
    """In percent."""
    number: int
    """Of the text in the other file."""
    piece: str = ""


class _TextIndex:
    """The texts of a file, by their runs of four words."""

    def __init__(self, contents: Contents) -> None:
        self.plain: list[str] = []
        self.places: list[str] = []
        self._by_run: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for passage, _, _ in contents.iterate_texts():
            if passage.hidden:
                continue
            plain = fold_to_string(passage.text)
            if len(plain) < _SHORTEST:
                continue
            for run in _iterate_runs(plain):
                self._by_run[run].add(len(self.plain))
            self.plain.append(plain)
            self.places.append(f"{passage.part}, {passage.place}")
        self._often = Counter(self.plain)

    def find_best_match(self, piece: str) -> TextMatch:
        """The text most like a piece of another one; none at all is like it by 0 percent."""
        shared = Counter(self._iterate_sharing(piece))
        matches = []
        for number, _ in shared.most_common(_NEAREST):
            likeness = _compute_likeness(piece, self.plain[number])
            matches.append(TextMatch(likeness, number, piece))
        return max(matches, default=TextMatch(0.0, 0))

    def _iterate_sharing(self, piece: str) -> Iterator[int]:
        """Texts that share a run with a piece, once for each run."""
        for run in _iterate_runs(piece):
            for number in self._by_run.get(run, ()):
                if self._often[self.plain[number]] < _CATEGORY_FROM:
                    yield number


def _compute_likeness(piece: str, text: str) -> float:
    """How much of the shorter stands in the longer one, in percent."""
    from rapidfuzz import fuzz

    if len(text) * 2 >= len(piece):
        return float(fuzz.partial_ratio(piece, text))

    # A text much shorter than the piece must stand in it as it is.
    whole = f" {text} " in f" {piece} "
    return 100.0 if whole and len(text.split()) >= _FEWEST_WORDS else 0.0


def find_shared_wording(file: Contents, other: Contents, name: str) -> Iterator[Leak]:
    """Texts of `file` that stand in `other`, which is called `name`."""
    theirs = _TextIndex(other)
    for passage, row, _ in file.iterate_texts():
        if passage.hidden:
            continue

        matches = [theirs.find_best_match(piece) for piece in _find_pieces(passage.text)]
        best = max(matches, default=TextMatch(0.0, 0))
        if best.likeness < ALIKE:
            continue

        text = theirs.plain[best.number]
        exact = best.piece in text or text in best.piece
        how = "word for word" if exact else "nearly word for word"
        part = passage.part if row is not None else "text"
        place = theirs.places[best.number]
        yield Leak("shared wording", part, passage.place, f"is in {name} {how}", True, place)


def _find_pieces(text: str) -> set[str]:
    """What of a text may be somebody's wording, folded.

    It stands between cuts and brackets, or in quotation marks.
    """
    pieces: set[str] = set()
    for part in (text, *_QUOTED.findall(text)):
        pieces.update(map(fold_to_string, _CUT.split(part)))
    return {piece for piece in pieces if len(piece) >= _SHORTEST}


def _iterate_runs(plain: str) -> Iterator[tuple[str, ...]]:
    """Runs of words; a text that is shorter than a run is one."""
    words = plain.split()
    for at in range(max(len(words) - _RUN + 1, 1)):
        yield tuple(words[at : at + _RUN])
