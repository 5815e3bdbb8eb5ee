"""Lines of a file of codings whose places have been found: some bytes each, so that hundreds of
thousands fit.

Texts and quotes are not kept: they are frozen in the store, and read again where a line is written.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import NamedTuple

from tipcoder.model.codings import CARRIED, MANY, PERSON, Outcome

_OUTCOMES = tuple(Outcome)
_ORIGINS = (PERSON, CARRIED, MANY)
_NO_CODE = -1
_ANSWERS = 1 << 40
"""More answers than a study has: coder and answer are sorted as one number."""


class PlacedLine(NamedTuple):
    """A line that has been checked. Without a code it only says how the answer was finished."""

    answer_id: int
    coder: str
    code: str | None
    start: int
    end: int
    outcome: Outcome
    finished: bool
    origin: str = PERSON
    """`CARRIED` or `MANY` where no person has judged the answer on its own."""


class PlacedLines:
    """All lines of a file, in columns."""

    def __init__(self) -> None:
        self._answers = array("q")
        self._starts = array("q")
        self._ends = array("q")
        self._coders = array("l")
        self._codes = array("l")
        self._outcomes = array("b")
        self._finished = array("b")
        self._origins = array("b")
        self._coder_numbers: dict[str, int] = {}
        self._code_numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._answers)

    @property
    def coders(self) -> list[str]:
        """Names in the order in which they first appear in the file."""
        return list(self._coder_numbers)

    def add_line(self, line: PlacedLine) -> None:
        """Take in one more line."""
        self._answers.append(line.answer_id)
        # A name is kept once, however many lines it is in.
        self._coders.append(self._coder_numbers.setdefault(line.coder, len(self._coder_numbers)))
        code = _NO_CODE
        if line.code is not None:
            code = self._code_numbers.setdefault(line.code, len(self._code_numbers))
        self._codes.append(code)
        self._starts.append(line.start)
        self._ends.append(line.end)
        self._outcomes.append(_OUTCOMES.index(line.outcome))
        self._finished.append(line.finished)
        self._origins.append(_ORIGINS.index(line.origin))

    def iterate_slices(self, size: int) -> Iterator[list[PlacedLine]]:
        """Every line once, coder by coder, about `size` at a time.

        What one coder says of one answer is never parted: how it was finished hangs on all of it.
        """
        coders = list(self._coder_numbers)
        codes = list(self._code_numbers)
        lines: list[PlacedLine] = []
        key_before = None
        for at in sorted(range(len(self)), key=self._build_sort_key):
            key = self._build_sort_key(at)
            # A slice grows until the next coder or answer begins.
            if len(lines) >= size and key != key_before:
                yield lines
                lines = []
            lines.append(self._build_line(at, coders, codes))
            key_before = key
        if lines:
            yield lines

    def _build_line(self, at: int, coders: list[str], codes: list[str]) -> PlacedLine:
        code = self._codes[at]
        return PlacedLine(
            answer_id=self._answers[at],
            coder=coders[self._coders[at]],
            code=None if code == _NO_CODE else codes[code],
            start=self._starts[at],
            end=self._ends[at],
            outcome=_OUTCOMES[self._outcomes[at]],
            finished=bool(self._finished[at]),
            origin=_ORIGINS[self._origins[at]],
        )

    def _build_sort_key(self, at: int) -> int:
        """A number for coder and answer of a line."""
        return self._coders[at] * _ANSWERS + self._answers[at]
