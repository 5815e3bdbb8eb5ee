"""One code by case, as a coder coded it and as it was settled on the sample."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tipcoder.analysis.misclassification import (
    CheckedCases,
    CodingAccuracy,
    explain_refusal,
    measure_accuracy,
)
from tipcoder.analysis.presence import ABSENT, PRESENT, UNKNOWN
from tipcoder.analysis.variables import number_members
from tipcoder.codebook.nets import find_keys_of_name
from tipcoder.text import format_count
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.presence import Presence
from tipcoder.workbench.statistics.settled_sample import CheckedAnswer, SettledSample


@dataclass(frozen=True, eq=False)
class CheckedCode:
    """A code on all cases, how the coder codes it, and why it is not corrected."""

    cases: CheckedCases
    accuracy: CodingAccuracy
    refusal: str
    """Empty where it can be corrected."""


def check_code(table: CaseTable, found: Presence, sample: SettledSample, code: str) -> CheckedCode:
    """One of the codes of `found`, on every case of `table`."""
    import numpy as np

    keys = frozenset(find_keys_of_name(found.book, code))
    tally = _Tally(len(table), keys)
    for question in found.codes[code].coverage.scope:
        for answer in sample.by_question.get(question, ()):
            if answer.counts:
                tally.add_answer(answer)
    states = found.codes[code].states
    coded = [tally.correct_state(case, state) for case, state in enumerate(states)]
    settled = [tally.find_truth(case) for case in range(len(table))]
    cases = CheckedCases(
        coded=np.array(coded, dtype=np.int64),
        settled=np.array(settled, dtype=np.int64),
        weights=1 / np.array(tally.chances),
        respondents=number_members(table.respondents),
        survey_weights=table.weights,
    )
    accuracy = measure_accuracy(cases)
    refusal = explain_refusal(accuracy)
    if tally.open:
        differences = format_count(len(tally.open), "case", "cases")
        refusal = (
            f"coders differ on it on {differences} of the sample and nothing was decided "
            "(`tipcoder adjudicate`)"
        )
    return CheckedCode(cases, accuracy, refusal)


class _Tally:
    """What the answers of each case say of a code, as coded and as settled.

    A case is in the sample where every answer is that the coder's judgement of it rests on.
    """

    def __init__(self, cases: int, keys: Collection[str]) -> None:
        self._keys = frozenset(keys)
        self._applied = [False] * cases
        self._there = [False] * cases
        self._is_checked = [False] * cases
        self._is_incomplete = [False] * cases
        self.chances = [1.0] * cases
        self.open: set[int] = set()
        """Cases on which it is open whether they have the code."""

    def add_answer(self, answer: CheckedAnswer) -> None:
        """Take in an answer that the coder judged."""
        case = answer.case
        self._applied[case] |= bool(answer.codes & self._keys)
        if answer.settled is None:
            self._is_incomplete[case] = True
            return
        self._is_checked[case] = True
        # Answers are drawn apart from each other, nearly.
        self.chances[case] *= answer.chance
        consensus = answer.settled.consensus
        if consensus.codes.keys() & self._keys:
            self._there[case] = True
        elif answer.settled.open_codes & self._keys:
            self.open.add(case)
        elif consensus.unsettled & self._keys:
            self._is_incomplete[case] = True

    def correct_state(self, case: int, state: int) -> int:
        """The state as it was coded first, where the case is in the sample."""
        if state == UNKNOWN or not self._is_checked[case]:
            return state
        return PRESENT if self._applied[case] else ABSENT

    def find_truth(self, case: int) -> int:
        """The settled state; unknown outside the sample."""
        if not self._is_checked[case] or self._is_incomplete[case] or case in self.open:
            return UNKNOWN
        return PRESENT if self._there[case] else ABSENT
