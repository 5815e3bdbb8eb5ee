"""Rows of a survey file -> cases with frozen answers, as study.toml describes them.

Kinds of "no answer" are kept apart here: not asked (the gate says so and nothing is written), blank, withheld.
Off-topic and uncodable are for a coder to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from tipcoder.errors import BadInput, did_you_mean, nearest
from tipcoder.model import AnswerState
from tipcoder.study import AskedIf, QuestionSpec, Study
from tipcoder.survey.table import Row, SurveyTable
from tipcoder.text import identifier, normalise

DUPLICATES = ("refuse", "last", "number")
"""What may become of a second row with the same respondent and case."""


@dataclass(frozen=True)
class FrozenAnswer:
    """One open cell as it will be stored."""

    question: str
    state: AnswerState
    text: str = ""


@dataclass(frozen=True)
class FrozenCase:
    """One row of the survey."""

    row: int
    """Record number in the file, 1 for the first below the header."""
    line: int
    source_id: str
    number: str
    identity: dict[str, str]
    """Cells that name the respondent: for the key file. Extra cells go there too, as nobody has said what they are."""
    attributes: dict[str, str]
    """Every closed column with a value; missing ones are left out."""
    answers: tuple[FrozenAnswer, ...]


@dataclass
class FreezeReport:
    """What was seen on the way; refused rows are not among the cases."""

    refused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    states: dict[str, int] = field(default_factory=dict)
    """Cells of open questions by `AnswerState`."""


def check_columns(table: SurveyTable, study: Study, study_source: str) -> None:
    """Refuse a study that names a column which the file does not have."""
    names = [column.name for column in table.columns]
    wanted = study.columns()
    for column, place in wanted.items():
        if column not in names:
            near = did_you_mean(column, names)
            # A first line without any of the columns may be a respondent's, and is not for a message to list.
            if not nearest(column, names) and not set(names).intersection(wanted):
                near = "Its first line names none of the columns: is the header missing, or is it another survey?"
            raise BadInput(f"{study_source}, {place}: {table.source} has no column {column!r}.", near)


def freeze(
    table: SurveyTable, study: Study, *, duplicates: str = "refuse", set_aside: Collection[str] = ()
) -> tuple[list[FrozenCase], FreezeReport]:
    """Cases in file order, and a report. `check_columns` must have passed. Columns `set_aside` are not kept.

    `duplicates`: `refuse` reports a repeated row and keeps the first, `last` keeps the last, `number` makes every
    row of a respondent a case of its own.
    """
    report = FreezeReport()
    freezer = _Freezer(table, study, report, set_aside)
    kept: dict[tuple[str, str], FrozenCase] = {}
    for row in table.rows:
        case = freezer.case(row)
        if case is None:
            continue
        if duplicates == "number":
            case = replace(case, number=freezer.next_number(case.source_id))
        key = (case.source_id, case.number)
        first = kept.get(key)
        if first is not None:
            lines = (first.line, case.line) if duplicates == "last" else (case.line, first.line)
            report.refused.append("line {}: the same respondent and case as line {}, which counts".format(*lines))
            if duplicates != "last":
                continue
            del kept[key]  # so that the case stands where its last row does
        kept[key] = case
    cases = list(kept.values())
    freezer.note(cases)
    return cases, report


class _Freezer:
    """Column positions looked up once, so that a row costs no more than its cells."""

    def __init__(self, table: SurveyTable, study: Study, report: FreezeReport, set_aside: Collection[str] = ()) -> None:
        at = {column.name: column.position for column in table.columns}
        identity = study.identity_columns()
        known = {*identity, study.respondent_id, *(q.column for q in study.questions), *set_aside}
        self._report = report
        self._missing = {*study.missing, ""}
        self._id_at = at[study.respondent_id]
        self._case_at = at[study.case] if study.case else None
        self._identity = [(name, at[name]) for name in identity]
        self._closed = [(c.name, c.position) for c in table.columns if c.name not in known]
        self._open = [(q, at[q.column], at[q.asked_if.column] if q.asked_if else None) for q in study.questions]
        self._numbers: dict[str, int] = {}
        self._nul = self._surrogates = 0
        self._unasked: list[tuple[int, str]] = []

    def next_number(self, source_id: str) -> str:
        self._numbers[source_id] = self._numbers.get(source_id, 0) + 1
        return str(self._numbers[source_id])

    def case(self, row: Row) -> FrozenCase | None:
        cells = row.cells
        source_id = identifier(self._clean(cells[self._id_at]))
        if source_id in self._missing:
            self._report.refused.append(f"line {row.line}: has no respondent ID")
            return None
        number = "1" if self._case_at is None else identifier(self._clean(cells[self._case_at]))
        if number in self._missing:
            self._report.refused.append(f"line {row.line}: has no case number")
            return None
        extra = {f"_extra_{n}": self._clean(cell) for n, cell in enumerate(row.extra, start=1) if cell}
        return FrozenCase(
            row=row.number,
            line=row.line,
            source_id=source_id,
            number=number,
            identity={**self._cells(self._identity, cells), **extra},
            attributes=self._cells(self._closed, cells),
            answers=tuple(self._answer(q, cells[i], gate, row) for q, i, gate in self._open),
        )

    def _cells(self, columns: list[tuple[str, int]], cells: tuple[str, ...]) -> dict[str, str]:
        return {name: self._clean(cells[i]) for name, i in columns if cells[i] not in self._missing}

    def _clean(self, cell: str) -> str:
        clean = normalise(cell)
        self._nul += clean.nul
        self._surrogates += clean.surrogates
        return clean.text

    def _answer(self, question: QuestionSpec, cell: str, gate: int | None, row: Row) -> FrozenAnswer:
        asked = gate is None or _asked(question.asked_if, row.cells[gate])
        text = ""
        if cell in self._missing or not cell.strip():
            state = AnswerState.BLANK if asked else AnswerState.NOT_ASKED
        elif cell in question.withheld:
            state = AnswerState.WITHHELD
        else:
            state, text = AnswerState.ANSWERED, self._clean(cell)
            if not asked:
                self._unasked.append((row.number, question.column))
        return FrozenAnswer(question.column, state, text)

    def note(self, cases: list[FrozenCase]) -> None:
        """Count the answers of the cases that count, and say what a lead should know before anyone codes."""
        notes = self._report.notes
        self._report.states = dict(Counter(answer.state for case in cases for answer in case.answers))
        rows = {case.row for case in cases}
        for question, count in Counter(question for row, question in self._unasked if row in rows).items():
            notes.append(f"{question}: {count} answer(s) although its gate says it was not asked; kept as answered")
        if self._nul:
            notes.append(f"{self._nul} NUL character(s) kept as the visible sign \u2400")
        if self._surrogates:
            notes.append(f"{self._surrogates} broken character(s) kept as \ufffd")
        once = {q.column for q, *_ in self._open if q.per == "respondent"}
        first: dict[tuple[str, str], str] = {}
        for case in cases:
            for answer in case.answers:
                if answer.question in once and answer.text:
                    text = first.setdefault((case.source_id, answer.question), answer.text)
                    if text != answer.text:
                        notes.append(f"line {case.line}: {answer.question} differs from the respondent's other case")


def _asked(gate: AskedIf | None, value: str) -> bool:
    return gate is None or value in gate.equals
