"""What coders' decisions teach: running sums of likeness, one for every code.

Rocchio's relevance feedback (in: The SMART Retrieval System, 1971): a text scores by how like it is
to the accepted ones, less how like it is to those read without the code, which counts the more of
them there are. Kept as sums over texts rather than over features: when a text is judged, its
likeness to every text is worked out once and added, and taken away again when the judgement is. So
the scores depend on what is judged and neither on the order nor on what was undone. Many judgements
at once are added up first, and cost one product for each code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipcoder.suggestion.corpus import Corpus
from tipcoder.suggestion.judgements import JudgedTexts, Judgements
from tipcoder.suggestion.likeness import Likeness

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from tipcoder.arrays import Bools, Floats, Ints

    Counts = npt.NDArray[np.int32]
    """Numbers of texts; there is one for each code and word, so they are short."""

_AGAINST = 1.2
_ENOUGH_AGAINST = 100
"""Texts without a code at which half of that counts: what a few have in common is chance."""
_ONE_BY_ONE = 4
"""Judged texts up to which each is compared by itself, because undo will ask for them again."""


class Learned:
    """Texts by their row, codes by their number."""

    def __init__(self, corpus: Corpus, codes: int) -> None:
        import numpy as np

        self._corpus = corpus
        self.codes = codes
        self._likeness = Likeness(corpus)
        self.judged = Judgements(codes, corpus.count)
        self._likeness_read = np.zeros(corpus.count)
        self._for: list[Floats | None] = [None] * codes
        self._minus: list[Floats | None] = [None] * codes
        """What must be taken off the sum of all read rows to leave those without the code.

        Rows that carry it, less those that were rejected and not read.
        """
        size = len(corpus.words)
        self.word_sums: Counts = np.zeros((codes, size), np.int32)
        """Codes x words: in how many accepted texts each word stands."""
        self.words_read: Counts = np.zeros(size, np.int32)
        """The same of all that were read."""

    def record_judgements(self, found: JudgedTexts) -> JudgedTexts | None:
        """Replace what is known of texts.

        Returns what was known before of those about which that changed something, if any.
        """
        # A code that a text carries after all was not turned down.
        now = found._replace(no=found.no & ~found.yes)
        before = self.judged.recall_texts(now.rows)
        changed = before.find_differences(now)
        if not changed.any():
            return None
        before, now = before.select(changed), now.select(changed)

        self._change_sums(before, now)
        self._change_words(before, now)
        self.judged.keep_texts(now)
        self._drop_rounding()
        return before

    def _change_sums(self, before: JudgedTexts, now: JudgedTexts) -> None:
        """Add the likeness of what came, and take off that of what went."""
        import numpy as np

        accepted = now.yes.astype(int) - before.yes
        read = now.read.astype(int) - before.read
        minus = now.count_minus() - before.count_minus()
        # Nearly always what is accepted is what is taken off, and one product does for both.
        signs = np.vstack([read, accepted, minus - accepted])
        sums = self._sum_likeness(now.rows, signs)

        if (total := sums.get(0)) is not None:
            self._likeness_read = self._likeness_read + total
        for code in range(self.codes):
            came, other = sums.get(1 + code), sums.get(1 + self.codes + code)
            self._for[code] = _add_likeness(self._for[code], came)
            self._minus[code] = _add_likeness(_add_likeness(self._minus[code], came), other)

    def _sum_likeness(self, rows: Ints, signs: Ints) -> dict[int, Floats]:
        """Each sum's likeness to every text, by its number; sums of nothing are left out."""
        import numpy as np

        numbers = np.flatnonzero(signs.any(axis=1))
        if len(rows) > _ONE_BY_ONE:
            found = self._likeness.compare_sums(rows, signs[numbers])
            return dict(zip(numbers.tolist(), found, strict=True))

        sums = {number: np.zeros(self._corpus.count) for number in numbers.tolist()}
        for at, row in enumerate(rows.tolist()):
            likeness = self._likeness.compare_row(row)
            for number in np.flatnonzero(signs[:, at]).tolist():
                sums[number] += signs[number, at] * likeness
        return sums

    def _change_words(self, before: JudgedTexts, now: JudgedTexts) -> None:
        """Count the words of what came, and no longer those of what went."""
        for known, sign in ((before, -1), (now, 1)):
            self.words_read += sign * self._count_words(known.rows[known.read])
            for code in range(self.codes):
                carrying = known.rows[known.yes[code]]
                if len(carrying):
                    self.word_sums[code] += sign * self._count_words(carrying)

    def _count_words(self, rows: Ints) -> Counts:
        """In how many of these texts each word stands."""
        import numpy as np

        size = len(self._corpus.words)
        return np.bincount(self._corpus.occurs[rows].indices, minlength=size).astype(np.int32)

    def _drop_rounding(self) -> None:
        """A sum of nothing is only rounding."""
        for code in range(self.codes):
            if not self.judged.count_accepted(code):
                self._for[code] = None
        if self.judged.is_empty:
            self._likeness_read[:] = 0
            self._minus = [None] * self.codes

    def score_texts(self, code: int) -> Floats:
        """How like every text is to the code's accepted ones, less how like it is to the others.

        All 0 while none is accepted.
        """
        import numpy as np

        likeness = self._for[code]
        if likeness is None:
            return np.zeros(self._corpus.count)
        out = likeness / _compute_length(likeness, self.judged.find_accepted(code))
        against = self.judged.count_against(code)
        if not against:
            return out

        # The more texts are without the code, the more they count.
        heed = _AGAINST * against / (against + _ENOUGH_AGAINST)
        minus = self._minus[code]
        other = self._likeness_read if minus is None else self._likeness_read - minus
        return out - heed * other / _compute_length(other, self.judged.find_against(code))


def _add_likeness(total: Floats | None, change: Floats | None) -> Floats | None:
    if change is None:
        return total
    return change if total is None else total + change


def _compute_length(likeness: Floats, rows: Bools) -> float:
    """The length of the sum of some texts, from the likeness of all texts to that sum."""
    squared = float(likeness[rows].sum())
    return float(max(squared, 1e-12) ** 0.5)
