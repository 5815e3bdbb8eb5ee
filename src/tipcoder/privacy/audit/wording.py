"""Quotes that stand in another file, letter by letter or nearly so: brackets and small edits hide nothing.

Also inside running text, where a short answer may stand whole in a long paragraph.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from tipcoder.privacy.audit.contents import Contents
from tipcoder.privacy.audit.finding import Leak
from tipcoder.privacy.words import iterate_words

ALIKE = 88
"""Percent (rapidfuzz, partial ratio) from which two wordings count as one."""
_SHORTEST = 20
_RUN = 4
_FEWEST_WORDS = 6
"""Words of an answer that stands whole in a longer text, fewer of which anybody may write."""
_CATEGORY_FROM = 10
"""Rows that say the same from which a text is an option that was ticked, and nobody's wording."""
_NEAREST = 20
_CUT = re.compile(r"\[[^\]]*\]|\.\.\.|…")
_QUOTED = re.compile(r"[“\"«„]([^”\"»“„]{20,}?)[”\"»“]")

TextMatch = tuple[float, int]
"""How alike, in percent, and the number of the text."""


class _TextIndex:
    """The texts of a file, by their runs of four words."""

    def __init__(self, contents: Contents) -> None:
        self.plain: list[str] = []
        self.places: list[str] = []
        self._by_run: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for passage, _, _ in contents.iterate_texts():
            plain = _fold_text(passage.text)
            if len(plain) >= _SHORTEST and not passage.hidden:
                for run in _iterate_runs(plain):
                    self._by_run[run].add(len(self.plain))
                self.plain.append(plain)
                self.places.append(f"{passage.part}, {passage.place}")
        self._often = Counter(self.plain)

    def find_best_match(self, piece: str) -> TextMatch:
        """The text most like a piece of another one."""
        near = Counter(at for run in _iterate_runs(piece) for at in self._by_run.get(run, ()))
        near = Counter(
            {at: n for at, n in near.items() if self._often[self.plain[at]] < _CATEGORY_FROM}
        )
        return max(
            (
                (_compute_likeness(piece, self.plain[at]), at)
                for at, _ in near.most_common(_NEAREST)
            ),
            default=(0.0, 0),
        )


def _compute_likeness(piece: str, text: str) -> float:
    from rapidfuzz import fuzz

    if len(text) * 2 >= len(piece):
        return float(fuzz.partial_ratio(piece, text))
    return 100.0 if f" {text} " in f" {piece} " and len(text.split()) >= _FEWEST_WORDS else 0.0


def find_shared_wording(file: Contents, other: Contents, name: str) -> Iterator[Leak]:
    """Texts of `file` that stand in `other`, which is called `name`."""
    theirs = _TextIndex(other)
    for passage, row, _ in file.iterate_texts():
        if passage.hidden:
            continue
        best = max(
            ((*theirs.find_best_match(piece), piece) for piece in _find_pieces(passage.text)),
            default=(0.0, 0, ""),
        )
        alike, at, piece = best
        if alike >= ALIKE:
            text = theirs.plain[at]
            how = "word for word" if piece in text or text in piece else "nearly word for word"
            part = passage.part if row is not None else "text"
            yield Leak(
                "shared wording",
                part,
                passage.place,
                f"stands in {name} {how}",
                True,
                theirs.places[at],
            )


def _find_pieces(text: str) -> set[str]:
    """What of a text may be somebody's wording: between cuts and brackets, and what stands in quotation marks."""
    parts = [text, *_QUOTED.findall(text)]
    plain = {_fold_text(piece) for part in parts for piece in _CUT.split(part)}
    return {piece for piece in plain if len(piece) >= _SHORTEST}


def _fold_text(text: str) -> str:
    return " ".join(word.folded for word in iterate_words(text))


def _iterate_runs(plain: str) -> Iterator[tuple[str, ...]]:
    found = plain.split()
    for at in range(max(len(found) - _RUN + 1, 1)):
        yield tuple(found[at : at + _RUN])
