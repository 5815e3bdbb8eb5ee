"""One code by case, as a coder coded it and as it was settled on the sample."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tipcoder.analysis.divided_work import explain_division
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
from tipcoder.workbench.statistics.settled_answers import CheckedAnswer
from tipcoder.workbench.statistics.settled_sample import SettledSample

DIVIDED = (
    "different coders judged the answers of one case, so that nobody coded the whole of it; "
    "`--question` names one question"
)


@dataclass(frozen=True, eq=False)
class CheckedCode:
    """A code on all cases, how it is coded, and why it is not corrected."""

    cases: CheckedCases
    accuracy: CodingAccuracy
    refusal: str
    """Empty where it can be corrected."""


def check_code(table: CaseTable, found: Presence, sample: SettledSample, code: str) -> CheckedCode:
    """One of the codes of `found`, on every case of `table`."""
    import numpy as np

    keys = frozenset(find_keys_of_name(found.book, code))
    scope = found.codes[code].coverage.scope
    tally = _count_answers(len(table), keys, sample.by_question, scope)
    # What was settled and by what chance is the same of every coder who judged the case.
    tallies = [tally]
    coded: list[Sequence[int]] = [found.codes[code].states]
    if sample.coders:
        tallies, coded = [], []
        for coder in sample.coders:
            tallies.append(_count_answers(len(table), keys, coder.by_question, scope))
            coded.append(coder.find_states(found.book, code, scope))
    states = []
    for own, given in zip(tallies, coded, strict=True):
        states.append([own.correct_state(case, state) for case, state in enumerate(given)])
    cases = CheckedCases(
        coded=np.array(states if sample.coders else states[0], dtype=np.int64),
        settled=np.array([tally.find_truth(case) for case in range(len(table))], dtype=np.int64),
        weights=1 / np.array(tally.chances),
        respondents=number_members(table.respondents),
        survey_weights=table.weights,
    )
    accuracy = measure_accuracy(cases)
    refusal = explain_refusal(accuracy) or explain_division(cases, cases.known)
    if any(tally.has_judged_more(own) for own in tallies):
        refusal = DIVIDED
    if tally.open:
        differences = format_count(len(tally.open), "case", "cases")
        refusal = (
            f"coders differ on it on {differences} of the sample and nothing was decided "
            "(`tipcoder adjudicate`)"
        )
    return CheckedCode(cases, accuracy, refusal)


def _count_answers(
    cases: int,
    keys: frozenset[str],
    by_question: Mapping[str, Sequence[CheckedAnswer]],
    scope: Sequence[str],
) -> _Tally:
    tally = _Tally(cases, keys)
    for question in scope:
        for answer in by_question.get(question, ()):
            if answer.counts:
                tally.add_answer(answer)
    return tally


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
        self._judged = [0] * cases

    def add_answer(self, answer: CheckedAnswer) -> None:
        """Take in an answer that the coder judged."""
        case = answer.case
        self._judged[case] += 1
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

    def has_judged_more(self, coder: _Tally) -> bool:
        """Whether others judged answers of a case that this coder judged in part."""
        both = zip(self._judged, coder._judged, strict=True)
        return any(0 < own < every for every, own in both)

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
