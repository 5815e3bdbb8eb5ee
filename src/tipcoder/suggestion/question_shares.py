"""What a text's question says of its codes: where the codebook asks them, and how often they occur.

Where the codebook says of which questions a code is asked, that is a border: what is found in other
questions is a second list. How often a code occurs there moves it up or down among the others, for
all answers to a question alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tipcoder.model.codes import Code
from tipcoder.suggestion.judgements import JudgedTexts

if TYPE_CHECKING:
    from tipcoder.arrays import Bools, Floats

_PREVALENCE = 0.25
"""Weight of a code's log share among the read answers of a question.

More finds more of the codes in the first three places and gets the first place wrong more often.
"""
_SMOOTHING = 10.0
"""Read answers of a question that its own shares need to count as much as those of all."""
_SHARE_READ = 20
"""Read answers below which it is not known how often a code is used."""


class QuestionShares:
    """Questions by the order in which they appear, codes by their number."""

    def __init__(self, questions: Sequence[str], codes: Sequence[Code]) -> None:
        import numpy as np

        self._number: dict[str, int] = {}
        numbers = []
        for question in questions:
            numbers.append(self._number.setdefault(question, len(self._number)))
        self.question_of = np.array(numbers, dtype=np.int64)
        """The number of each text's question."""

        shape = (len(self._number), len(codes))
        self._carried = np.zeros(shape)
        """Questions x codes: read answers that carry the code."""
        self._read = np.zeros(len(self._number))
        self._asked = np.ones(shape, bool)
        """Questions x codes: whether the codebook asks the code of the question."""
        for code, entry in enumerate(codes):
            self._set_scope(code, entry.questions)

    def _set_scope(self, code: int, asked: Sequence[str]) -> None:
        # A codebook of another study may name questions that are not here: it then says nothing.
        if not self._number.keys() & set(asked):
            return
        for question, number in self._number.items():
            self._asked[number, code] = question in asked

    def count_texts(self, judged: JudgedTexts, sign: int) -> None:
        """Count the read ones of some texts with the codes they carry; -1 takes them off again."""
        import numpy as np

        # Shares are those of read answers only: of others it is open which codes they lack.
        questions = self.question_of[judged.rows[judged.read]]
        np.add.at(self._read, questions, sign)
        np.add.at(self._carried, questions, sign * judged.yes[:, judged.read].T.astype(float))

    def estimate_prior(self, row: int) -> Floats:
        """What the question adds to each code's score on a text, in standard deviations."""
        import numpy as np

        question = self.question_of[row]
        read = self._read.sum()
        if not read:
            return np.zeros(self._carried.shape[1])

        # The shares of all questions stand in where one has few read answers.
        overall = (self._carried.sum(axis=0) + 0.5) / (read + 1)
        smoothed = self._carried[question] + _SMOOTHING * overall
        share = smoothed / (self._read[question] + _SMOOTHING)

        # With little read, a code that has not been seen yet is not a rare one.
        heed = _PREVALENCE * min(1.0, float(read) / _SHARE_READ)
        lifted: Floats = heed * np.log(share / overall.mean())
        return lifted

    def mark_asked(self) -> Bools:
        """Texts x codes: whether the codebook asks the code of the text's question."""
        asked: Bools = self._asked[self.question_of]
        return asked

    def find_texts_in_scope(self, code: int) -> Bools:
        """Which texts answer a question that the codebook asks the code of."""
        asked: Bools = self._asked[self.question_of, code]
        return asked

    def find_asked_codes(self, row: int) -> Bools:
        """Which codes the codebook asks of a text's question."""
        asked: Bools = self._asked[self.question_of[row]]
        return asked
