"""What is known of texts, as tables of yes and no: codes by their number, texts by their row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tipcoder.arrays import Bools, Ints


class TextJudgement(NamedTuple):
    """What people decided about a text; codes by their keys."""

    accepted: Iterable[str]
    """Codes that it carries."""
    rejected: Iterable[str]
    """Codes that were suggested for it and turned down."""
    read: bool
    """Whether it was read to the end: then it lacks every other code."""


class JudgedTexts(NamedTuple):
    """What is known of some texts. `yes` and `no` are codes x texts."""

    rows: Ints
    """Which texts, each once."""
    yes: Bools
    """Codes that a text carries."""
    no: Bools
    """Codes that were turned down on it; never one that it carries."""
    read: Bools
    """Whether it was read to the end: then it lacks every other code."""

    def select(self, chosen: Bools) -> JudgedTexts:
        """Only some of the texts."""
        return JudgedTexts(
            self.rows[chosen], self.yes[:, chosen], self.no[:, chosen], self.read[chosen]
        )

    def find_differences(self, other: JudgedTexts) -> Bools:
        """Of which texts the other knows something else; it is about the same ones."""
        found: Bools = (self.yes != other.yes).any(axis=0)
        found |= (self.no != other.no).any(axis=0)
        found |= self.read != other.read
        return found

    def count_minus(self) -> Ints:
        """How often a text must be taken off the sum of all read ones, to leave those without.

        Codes x texts: once where a read text carries the code, and added once more where the code
        was turned down on a text that nobody has read.
        """
        taken = (self.yes & self.read).astype(int)
        added = (self.no & ~self.read).astype(int)
        found: Ints = taken - added
        return found


class Judgements:
    """What is known of all texts; nothing at first."""

    def __init__(self, codes: int, texts: int) -> None:
        import numpy as np

        self._yes = np.zeros((codes, texts), bool)
        self._no = np.zeros((codes, texts), bool)
        self.read = np.zeros(texts, bool)
        """Which texts were read to the end."""
        self._accepted = np.zeros(codes, np.int64)
        self._against = np.zeros(codes, np.int64)

    def recall_texts(self, rows: Ints) -> JudgedTexts:
        """What is known of some texts."""
        return JudgedTexts(rows, self._yes[:, rows], self._no[:, rows], self.read[rows])

    def keep_texts(self, found: JudgedTexts) -> None:
        """Replace what is known of these texts."""
        self._count_texts(self.recall_texts(found.rows), -1)
        self._yes[:, found.rows] = found.yes
        self._no[:, found.rows] = found.no
        self.read[found.rows] = found.read
        self._count_texts(found, 1)

    def _count_texts(self, found: JudgedTexts, sign: int) -> None:
        self._accepted += sign * found.yes.sum(axis=1)
        self._against += sign * ((found.read | found.no) & ~found.yes).sum(axis=1)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of any text."""
        return not (self._accepted.any() or self._against.any() or self.read.any())

    def count_read(self) -> int:
        """How many texts were read to the end."""
        return int(self.read.sum())

    def count_accepted(self, code: int) -> int:
        """How many texts carry a code."""
        return int(self._accepted[code])

    def count_against(self, code: int) -> int:
        """How many texts are known not to carry it."""
        return int(self._against[code])

    def find_accepted(self, code: int) -> Bools:
        """Which texts carry a code."""
        found: Bools = self._yes[code]
        return found

    def find_against(self, code: int) -> Bools:
        """Which texts were read, or the code was turned down on them, and do not carry it."""
        found: Bools = (self.read | self._no[code]) & ~self._yes[code]
        return found


def tabulate_judgements(
    judged: Mapping[int, TextJudgement], number_of: Mapping[str, int]
) -> JudgedTexts:
    """Judgements by the row of their text as tables; `number_of` has the number of each code."""
    import numpy as np

    shape = (len(number_of), len(judged))
    yes, no = np.zeros(shape, bool), np.zeros(shape, bool)
    for at, judgement in enumerate(judged.values()):
        for table, codes in ((yes, judgement.accepted), (no, judgement.rejected)):
            for code in codes:
                # Codes may have been removed from the codebook since they were applied.
                if code in number_of:
                    table[number_of[code], at] = True
    read = np.array([judgement.read for judgement in judged.values()], bool)
    return JudgedTexts(np.fromiter(judged, np.int64, len(judged)), yes, no, read)
