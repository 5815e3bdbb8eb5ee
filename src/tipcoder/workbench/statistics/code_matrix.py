"""The matrix of codes: a row a case or an answer, and what is known of each code on it.

Every state is that of `presence`: 1 is present, 0 is read and absent, an empty cell is unknown. A
code with others below it is a net, and what is applied to itself has a column of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tipcoder.analysis.presence import PRESENT, UNKNOWN, CodePresence
from tipcoder.codebook.nets import is_net, list_net_names
from tipcoder.export.data_column import NOMINAL, DataColumn
from tipcoder.export.response_sets import ResponseSet
from tipcoder.progress import ProgressCallback, ignore_progress
from tipcoder.workbench.agreement.reliability_gate import ReliabilityGates, assess_gates
from tipcoder.workbench.statistics.code_lists import build_list_columns, number_codes
from tipcoder.workbench.statistics.indicator_merge import MergedCases, merge_indicators
from tipcoder.workbench.statistics.merged_table import (
    STATES,
    blank_unknown,
    build_case_identifiers,
    build_code_columns,
    build_variable_columns,
    format_path,
)
from tipcoder.workbench.statistics.presence import (
    NETS,
    Presence,
    PresenceReading,
    check_questions,
    read_presence,
)
from tipcoder.workbench.study import OpenStudy

IDENTIFIERS = ("case", "respondent", "case_number", "wave")
UNKNOWN_IS_EMPTY = "1 is present, 0 is read and absent, an empty cell is unknown and never absent."
AT = "@"
"""Between a code and the question that it was applied to."""
_ALL = "codes"
_READ = {0: "not all of it", 1: "read"}


@dataclass(frozen=True)
class MatrixRequest:
    """What is asked for."""

    by_question: bool = False
    """A row an answer instead of a row a case."""
    wide: bool = False
    """A row a case, and behind the codes of all questions those of each question."""
    lists: bool = False
    """The codes that apply, one behind the other, instead of a column each."""
    numbers: bool = False
    """Codes in lists by their numbers."""
    with_variables: bool = False
    layer: str | None = None
    questions: tuple[str, ...] = ()
    """In which every code was looked for; empty: each in those that it is applied to."""


@dataclass(frozen=True, eq=False)
class CodeMatrix:
    """Columns of equal length in order of the survey, and what a reader of them has to know."""

    columns: tuple[DataColumn, ...]
    sentences: tuple[str, ...]
    sets: tuple[ResponseSet, ...]
    """Columns that together are the answers to a question."""
    presence: Presence
    """Of every code by case."""
    numbers: Mapping[str, int]
    """The number of each code in lists."""


_Rows = Mapping[str, Sequence[int]]
"""Places of the cases that the rows are of, by the question that they answered; under the empty
text where a row is a whole case.
"""


def build_code_matrix(
    study: OpenStudy, asked: MatrixRequest, told: ProgressCallback = ignore_progress
) -> CodeMatrix:
    """The matrix as it is asked for; `told` hears how many codes are done.

    Raises BadInput for a layer or a question that does not exist, and for a study without cases.
    """
    merged = merge_indicators(study) if asked.with_variables else merge_indicators(study, ())
    check_questions(study.definition, asked.questions)
    answers = read_presence(study, merged.table, asked.layer)
    names = list_net_names(answers.book)
    states = _find_states(answers, names, asked, told)
    presence = Presence(answers.layer, dict(states[""]), answers.book)
    rows = _list_rows(answers, asked)
    gates = assess_gates(study, names)
    build = _ListBuilder if asked.lists else _StateBuilder
    builder = build(study, answers, presence, gates, rows, states, asked)
    columns = [*_build_case_columns(merged, rows, asked), *builder.build_columns()]
    sentences = [answers.layer.sentence, builder.about]
    if not asked.lists and any(is_net(answers.book, name) for name in names):
        sentences.append(NETS)
    return CodeMatrix(
        tuple(columns),
        (*sentences, gates.sentence),
        tuple(builder.sets),
        presence,
        number_codes(answers.book),
    )


_States = Mapping[str, Mapping[str, CodePresence]]
"""By question, and under the empty text over all of them: each code by its name."""


def _find_states(
    answers: PresenceReading,
    names: Sequence[str],
    asked: MatrixRequest,
    told: ProgressCallback,
) -> _States:
    """States by case; of a single question only codes that somebody looked for in it."""
    over_all: dict[str, CodePresence] = {}
    states: dict[str, dict[str, CodePresence]] = {"": over_all}
    if asked.by_question or asked.wide:
        states |= {question: {} for question in asked.questions or answers.answers}
    for number, name in enumerate(names, 1):
        scope = answers.find_scope(name, asked.questions)
        looked_for = bool(asked.questions)
        over_all[name] = answers.find_code(name, scope, looked_for=looked_for)
        for question in scope:
            if question in states:
                states[question][name] = answers.find_code(name, (question,), looked_for=looked_for)
        told(number, len(names))
    return states


def _list_rows(answers: PresenceReading, asked: MatrixRequest) -> _Rows:
    if not asked.by_question or asked.wide:
        return {"": range(answers.case_count)}
    rows = {}
    for question in asked.questions or answers.answers:
        of_question = answers.answers.get(question, ())
        # What was not asked, or not answered, is no answer.
        rows[question] = [one.case for one in of_question if one.asked and one.answered]
    return rows


def _build_case_columns(merged: MergedCases, rows: _Rows, asked: MatrixRequest) -> list[DataColumn]:
    """Who the row is of, under the response ID, and what is known of the case."""
    known = (
        build_variable_columns(merged)
        if asked.with_variables
        else build_case_identifiers(merged.table)
    )
    columns = [replace(one, values=_pick_values(one.values, rows)) for one in known]
    if asked.by_question and not asked.wide:
        about = "Question that was answered"
        values: list[str] = []
        for question, cases in rows.items():
            values += [question] * len(cases)
        place = 1 + max(number for number, one in enumerate(columns) if one.name in IDENTIFIERS)
        columns.insert(place, DataColumn("question", about, values, identifies=True))
    return columns


def _pick_values(values: Sequence[Any], rows: _Rows) -> list[Any]:
    """The values of cases, one a row."""
    picked: list[Any] = []
    for cases in rows.values():
        picked += map(values.__getitem__, cases)
    return picked


@dataclass
class _StateBuilder:
    """A column for each code."""

    study: OpenStudy
    answers: PresenceReading
    presence: Presence
    gates: ReliabilityGates
    rows: _Rows
    states: _States
    asked: MatrixRequest
    about = UNKNOWN_IS_EMPTY

    def __post_init__(self) -> None:
        self.sets: list[ResponseSet] = []
        texts = {one.column: one.text for one in self.study.definition.questions}
        self.texts = texts

    def build_columns(self) -> list[DataColumn]:
        """All columns of codes; the sets that they form are kept beside."""
        columns = build_code_columns(self.study, self.presence, self.gates)
        if self.asked.by_question and not self.asked.wide:
            columns = [self._spread_over_answers(column) for column in columns]
        self._add_set(_ALL, "Codes", [column.name for column in columns])
        if self.asked.wide:
            for question in filter(None, self.states):
                of_question = self._build_question_columns(question)
                columns += of_question
                label = self.texts.get(question, question)
                self._add_set(question, label, [column.name for column in of_question])
        return columns

    def _spread_over_answers(self, column: DataColumn) -> DataColumn:
        name = column.name.removeprefix("code.")
        values: list[int | None] = []
        for question, cases in self.rows.items():
            found = self.states[question].get(name)
            if found is None:
                values += [None] * len(cases)
            else:
                values += blank_unknown(list(map(found.states.__getitem__, cases)))
        return replace(column, values=values)

    def _build_question_columns(self, question: str) -> list[DataColumn]:
        language = self.study.definition.languages[0]
        columns = []
        for name, code in self.states[question].items():
            label = f"{format_path(self.answers.book, name, language)} ({question})"
            columns.append(
                DataColumn(
                    f"code.{name}{AT}{question}",
                    label,
                    blank_unknown(code.states),
                    STATES,
                    question,
                    self.gates.by_code[name].sentence,
                )
            )
        return columns

    def _add_set(self, name: str, label: str, columns: Sequence[str]) -> None:
        """A set of all codes but nets, which would count an answer twice."""
        single = []
        for column in columns:
            code = column.removeprefix("code.").partition(AT)[0]
            if not is_net(self.answers.book, code):
                single.append(column)
        self.sets.append(ResponseSet(name, label, tuple(single), counted=1))


class _ListBuilder(_StateBuilder):
    """The codes that apply, one behind the other in the order of the codebook."""

    about = (
        "Codes stand in the order of the codebook, without nets. Where `read` is 1, what is not "
        "listed is absent; elsewhere it is unknown."
    )

    def build_columns(self) -> list[DataColumn]:
        """The lists, and behind each whether it is all that there is."""
        columns = self._build_lists("", "code", "read", "Codes", self.rows)
        if self.asked.wide:
            for question in filter(None, self.states):
                label = self.texts.get(question, question)
                stem = f"{question}_"
                of_question = {question: self.rows[""]}
                columns += self._build_lists(question, stem, f"{stem}read", label, of_question)
        return columns

    def _build_lists(
        self, question: str, stem: str, read: str, label: str, rows: _Rows
    ) -> list[DataColumn]:
        listed: list[list[str]] = []
        readings: list[int | None] = []
        for one, cases in rows.items():
            of_question, read_here = self._list_codes(one, cases)
            listed += of_question
            readings += read_here
        columns = build_list_columns(
            self.study, self.answers.book, listed, stem, label, numbers=self.asked.numbers
        )
        names = tuple(column.name for column in columns)
        self.sets.append(ResponseSet(question or _ALL, label, names, counted=None))
        about = f"{label}: whether every code was looked for, so that what is not listed is absent"
        columns.append(DataColumn(read, about, readings, _READ, measured=NOMINAL))
        return columns

    def _list_codes(
        self, question: str, cases: Sequence[int]
    ) -> tuple[list[list[str]], list[int | None]]:
        """Codes that apply to each of these cases, and whether all others are known to be absent:
        None where nothing is known.
        """
        listed: list[list[str]] = [[] for _ in cases]
        known = [0] * len(cases)
        single = 0
        for name, code in self.states[question].items():
            if is_net(self.answers.book, name):
                continue
            single += 1
            for row, state in enumerate(map(code.states.__getitem__, cases)):
                if state != UNKNOWN:
                    known[row] += 1
                if state == PRESENT:
                    listed[row].append(name)
        return listed, [int(number == single) if number else None for number in known]
