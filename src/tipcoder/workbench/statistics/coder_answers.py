"""What each coder said of the answers, where several divided the work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tipcoder.analysis.answer_table import AnswerTable
from tipcoder.analysis.presence import CaseAnswer, group_questions_by_code
from tipcoder.codebook.nets import find_keys_of_name
from tipcoder.model.codes import Codebook
from tipcoder.store.open_answers import OpenAnswer
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.layers import Layer
from tipcoder.workbench.statistics.read_answers import AppliedCodes, Votes, build_read_answers
from tipcoder.workbench.statistics.settled_answers import CheckedAnswer
from tipcoder.workbench.study import OpenStudy


@dataclass(frozen=True, eq=False)
class CoderAnswers:
    """One coder's reading of every answer that she finished."""

    by_question: Mapping[str, Sequence[CheckedAnswer]]
    table: AnswerTable
    used: Mapping[str, frozenset[str]]
    """The questions to whose answers anybody applied each code."""

    def find_states(self, book: Codebook, code: str, scope: Sequence[str]) -> Sequence[int]:
        """The state of a code, or of a net, on every case."""
        keys = find_keys_of_name(book, code)
        return self.table.find_presence(code, keys=keys, scope=scope, used=self.used).states


def read_each_coder(
    study: OpenStudy,
    table: CaseTable,
    answers: Sequence[OpenAnswer],
    votes: Votes,
    applied: AppliedCodes,
    check: Callable[[Sequence[CaseAnswer]], Mapping[str, Sequence[CheckedAnswer]]],
) -> tuple[CoderAnswers, ...]:
    """Everybody who finished an answer; `check` puts beside answers what was settled of them."""
    names = sorted({name for by_coder in votes.values() for name in by_coder})
    readings = []
    for name in names:
        said = build_read_answers(study, table, answers, votes, applied, Layer(name, ""))
        readings.append([_leave_unfinished(one) for one in said])
    used = group_questions_by_code(one for said in readings for one in said)
    return tuple(
        CoderAnswers(check(said), AnswerTable(said, len(table)), used) for said in readings
    )


def _leave_unfinished(answer: CaseAnswer) -> CaseAnswer:
    """An answer that was begun and not finished has no vote, as in the majority."""
    return answer if answer.read else answer._replace(codes=frozenset())
