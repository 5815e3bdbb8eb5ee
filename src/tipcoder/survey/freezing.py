"""Rows of a survey file -> cases with frozen answers, as study.toml describes them.

Kinds of "no answer" are kept apart here: not asked (the gate says so and nothing is written),
blank, withheld. Off-topic and uncodable are for a coder to say.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import overload

from tipcoder.errors import BadInput, did_you_mean, find_nearest
from tipcoder.model import AnswerState
from tipcoder.progress import ProgressCallback, ignore_progress
from tipcoder.study import AskCondition, QuestionSpec, Study
from tipcoder.survey.table import SurveyRow, SurveyTable
from tipcoder.text import make_excerpt, normalise_identifier, normalise_text
from tipcoder.values import Spellings, find_numbers, tidy_value

HELD = 20_000
"""Rows up to which the cases are kept as they are frozen; of a longer file each pass freezes them
anew."""
DUPLICATES = ("refuse", "last", "number")
"""What may become of a second row with the same respondent and case."""
_NAMED, _NAMED_LENGTH = 3, 40
_AROUND = " []()<>{}*-_.!\"'\u00a0"
"""What people put around a sign that a text was kept back."""
_SHORT = 200
"""Characters; a longer cell is an answer in words and no sign for a missing one."""


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
    """Cells that name the respondent: for the key file.

    Extra cells go there too, as nobody has said what they are.
    """
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
    wanted = study.find_named_columns()
    for column, place in wanted.items():
        if column not in names:
            near = did_you_mean(column, names)
            # A first line without any of the columns may be a respondent's, and is not for a
            # message to list.
            if not find_nearest(column, names) and not set(names).intersection(wanted):
                near = "Its first line names none of the columns: is the header missing, or is it another survey?"
            raise BadInput(
                f"{study_source}, {place}: {table.source} has no column {column!r}.", near
            )


def freeze_answers(
    table: SurveyTable,
    study: Study,
    *,
    duplicates: str = "refuse",
    set_aside: Collection[str] = (),
    on_progress: ProgressCallback = ignore_progress,
) -> tuple[Sequence[FrozenCase], FreezeReport]:
    """Cases in file order, and a report. `check_columns` must have passed. Columns `set_aside` are
    not kept.

    `duplicates`: `refuse` reports a repeated row and keeps the first, `last` keeps the last,
    `number` makes every row of a respondent a case of its own. `told` hears how many rows were
    looked at.
    """
    report = FreezeReport()
    freezer = _Freezer(table, study, set_aside)
    chosen = _choose_rows(freezer, table, duplicates, report, on_progress)
    cases: Sequence[FrozenCase] = chosen.held
    if len(table.rows) > HELD:
        cases = FrozenCases(table, study, chosen, duplicates, set_aside)
    freezer.add_notes(cases, chosen.left_out, report)
    return cases, report


@dataclass
class _ChosenRows:
    """Which rows count."""

    count: int = 0
    left_out: set[int] = field(default_factory=set)
    """Numbers of rows that are no case, or that another row takes the place of."""
    held: list[FrozenCase] = field(default_factory=list)
    """The cases themselves, where they are few."""


def _choose_rows(
    freezer: _Freezer,
    table: SurveyTable,
    duplicates: str,
    report: FreezeReport,
    on_progress: ProgressCallback,
) -> _ChosenRows:
    chosen = _ChosenRows()
    rows: dict[str, int] = {}
    lines = array("q", (0,))
    hold = len(table.rows) <= HELD
    for row in table.rows:
        lines.append(row.line)
        on_progress(row.number, len(table.rows))
        case = freezer.freeze_case(row, duplicates == "number")
        if isinstance(case, str):
            report.refused.append(f"line {row.line}: {case}")
            chosen.left_out.add(row.number)
            continue
        key = f"{case.source_id}\0{case.number}"
        first = rows.get(key)
        if first is not None:
            last = duplicates == "last"
            pair = (lines[first], case.line) if last else (case.line, lines[first])
            report.refused.append(
                "line {}: the same respondent and case as line {}, which counts".format(*pair)
            )
            chosen.left_out.add(first if last else case.row)
            if not last:
                continue
        rows[key] = case.row
        if hold:
            chosen.held.append(case)
    if chosen.left_out:
        chosen.held = [case for case in chosen.held if case.row not in chosen.left_out]
    chosen.count = len(rows)
    return chosen


class FrozenCases(Sequence[FrozenCase]):
    """The cases of a long file, frozen anew in each pass: a million of them would take gigabytes."""

    def __init__(
        self,
        table: SurveyTable,
        study: Study,
        chosen_rows: _ChosenRows,
        duplicates: str,
        set_aside: Collection[str],
    ) -> None:
        self._table, self._study, self._set_aside = table, study, set_aside
        self._chosen, self._numbered = chosen_rows, duplicates == "number"

    def __len__(self) -> int:
        return self._chosen.count

    def __iter__(self) -> Iterator[FrozenCase]:
        freezer = _Freezer(self._table, self._study, self._set_aside)
        for row in self._table.rows:
            if row.number not in self._chosen.left_out:
                case = freezer.freeze_case(row, self._numbered)
                assert isinstance(case, FrozenCase)
                yield case

    @overload
    def __getitem__(self, at: int) -> FrozenCase: ...

    @overload
    def __getitem__(self, at: slice) -> list[FrozenCase]: ...

    def __getitem__(self, at: int | slice) -> FrozenCase | list[FrozenCase]:
        if isinstance(at, slice):
            return list(self)[at]
        return next(islice(iter(self), range(len(self))[at], None))


class _Freezer:
    """Column positions looked up once, so that a row costs no more than its cells."""

    def __init__(self, table: SurveyTable, study: Study, set_aside: Collection[str] = ()) -> None:
        at = {column.name: column.position for column in table.columns}
        identity = study.identity_columns()
        known = {*identity, study.respondent_id, *(q.column for q in study.questions), *set_aside}
        self._missing = {*study.missing, ""}
        # `0099` may be a code where `99` is missing, so leading zeros count here.
        self._nothing = Spellings(self._missing, leading_zeros_count=True)
        self._numbers_missing = {
            number for value in study.missing for number in find_numbers(value)
        }
        self._spelled = {
            column: frozenset(values) for column, values in study.find_spelled_values().items()
        }
        self._like_missing: _RowsByCell = {}
        self._like_withheld: _RowsByCell = {}
        self._id_at = at[study.respondent_id]
        self._case_at = at[study.case] if study.case else None
        self._identity = [(name, at[name]) for name in identity]
        self._closed = [(c.name, c.position) for c in table.columns if c.name not in known]
        self._open = [
            (q, at[q.column], at[q.asked_if.column] if q.asked_if else None)
            for q in study.questions
        ]
        self._numbers: dict[str, int] = {}
        self._nul = self._surrogates = 0
        self._unasked: _RowsByCell = {}
        """Answers to questions that were not asked, by question and cell of the gate."""
        self._identifies = frozenset(identity)

    def _next_number(self, source_id: str) -> str:
        self._numbers[source_id] = self._numbers.get(source_id, 0) + 1
        return str(self._numbers[source_id])

    def freeze_case(self, row: SurveyRow, numbered: bool) -> FrozenCase | str:
        """The case that a row is, or what it lacks.

        `numbered` counts the rows of each respondent.
        """
        cells = row.cells
        source_id = normalise_identifier(self._normalise_cell(cells[self._id_at]))
        if source_id in self._missing:
            return "has no respondent ID"
        number = (
            "1"
            if self._case_at is None
            else normalise_identifier(self._normalise_cell(cells[self._case_at]))
        )
        if number in self._missing:
            return "has no case number"
        extra = {
            f"_extra_{n}": self._normalise_cell(cell)
            for n, cell in enumerate(row.extra, start=1)
            if cell
        }
        return FrozenCase(
            row=row.number,
            line=row.line,
            source_id=source_id,
            number=self._next_number(source_id) if numbered else number,
            identity={**self._keep_identity(self._identity, cells), **extra},
            attributes=self._keep_attributes(cells),
            answers=tuple(self._freeze_answer(q, cells[i], gate, row) for q, i, gate in self._open),
        )

    def _keep_identity(
        self, columns: list[tuple[str, int]], cells: tuple[str, ...]
    ) -> dict[str, str]:
        """Cells that name people: letter for letter, as somebody may be called Na."""
        return {
            name: self._normalise_cell(cells[i])
            for name, i in columns
            if cells[i] not in self._missing
        }

    def _keep_attributes(self, cells: tuple[str, ...]) -> dict[str, str]:
        """Closed cells that hold something; what the study spells for the column is a value,
        whatever it is like."""
        kept: dict[str, str] = {}
        for name, i in self._closed:
            cell = cells[i]
            if cell not in self._nothing or (
                cell in self._spelled.get(name, ()) and cell not in self._missing
            ):
                kept[name] = self._normalise_cell(cell)
        return kept

    def _is_blank(self, question: QuestionSpec, cell: str, row: SurveyRow) -> bool:
        """Whether nothing was written.

        Case counts here: `na` may be somebody's word where `NA` is missing.
        """
        seen = tidy_value(cell) if len(cell) < _SHORT else cell.strip()
        if not seen or cell in self._missing or seen in self._missing:
            return True
        if len(seen) >= _SHORT:
            return False
        if self._numbers_missing and self._numbers_missing.intersection(find_numbers(seen)):
            return True
        if seen in self._nothing:
            _note_row(self._like_missing, question.column, seen, row)
        return False

    def _normalise_cell(self, cell: str) -> str:
        clean = normalise_text(cell)
        self._nul += clean.nul
        self._surrogates += clean.surrogates
        return clean.text

    def _freeze_answer(
        self, question: QuestionSpec, cell: str, gate: int | None, row: SurveyRow
    ) -> FrozenAnswer:
        asked = gate is None or _was_asked(question.asked_if, row.cells[gate])
        text = ""
        if self._is_blank(question, cell, row):
            state = AnswerState.BLANK if asked else AnswerState.NOT_ASKED
        elif cell in question.withheld_spellings:
            state = AnswerState.WITHHELD
        else:
            if len(cell) < _SHORT and cell.strip(_AROUND) in question.withheld_spellings:
                _note_row(self._like_withheld, question.column, cell.strip(), row)
            state, text = AnswerState.ANSWERED, self._normalise_cell(cell)
            if not asked and question.asked_if is not None and gate is not None:
                # A column that names people is for the key file, and its cells for no report.
                named = question.asked_if.column not in self._identifies
                _note_row(self._unasked, question.column, row.cells[gate] if named else "", row)
        return FrozenAnswer(question.column, state, text)

    def add_notes(
        self, cases: Iterable[FrozenCase], excluded_rows: set[int], report: FreezeReport
    ) -> None:
        """Count the answers of the cases that count, and say what a lead should know before anyone
        codes."""
        report.notes += [
            *self._describe_gates(excluded_rows),
            *self._describe_near_signs(excluded_rows),
        ]
        if self._nul:
            report.notes.append(f"{self._nul} NUL character(s) kept as the visible sign \u2400")
        if self._surrogates:
            report.notes.append(f"{self._surrogates} broken character(s) kept as \ufffd")
        self._count_answers(cases, report)

    def _describe_gates(self, excluded_rows: set[int]) -> Iterator[str]:
        gates: dict[str, Counter[str]] = {}
        for (question, cell), count in _iterate_counts(self._unasked, excluded_rows):
            gates.setdefault(question, Counter())[cell] += count
        for question, cells in gates.items():
            said = f" ({_format_commonest(cells)})" if any(cells) else ""
            yield (
                f"{question}: {cells.total()} answer(s) although its gate says it was not "
                f"asked{said}; kept as answered"
            )

    def _describe_near_signs(self, excluded_rows: set[int]) -> Iterator[str]:
        for key, nearly in (("missing", self._like_missing), ("withheld", self._like_withheld)):
            for (question, cell), count in _iterate_counts(nearly, excluded_rows):
                read = f"{question}: {count} answer(s) read {make_excerpt(cell, _NAMED_LENGTH)!r}"
                yield f"{read}, which is nearly in `{key}`; kept as answered"

    def _count_answers(self, cases: Iterable[FrozenCase], report: FreezeReport) -> None:
        """In one pass, because the cases of a long file are frozen anew in each."""
        once = {question.column for question, *_ in self._open if question.per == "respondent"}
        first: dict[tuple[str, str], str] = {}
        states: Counter[str] = Counter()
        for case in cases:
            for answer in case.answers:
                states[answer.state] += 1
                if answer.question in once and answer.text:
                    text = first.setdefault((case.source_id, answer.question), answer.text)
                    if text != answer.text:
                        report.notes.append(
                            f"line {case.line}: {answer.question} differs from the respondent's "
                            f"other case"
                        )
        report.states = dict(states)


_RowsByCell = dict[tuple[str, str], "array[int]"]
"""Numbers of the rows in which a question had a cell, by question and cell."""


def _note_row(rows_by_cell: _RowsByCell, question: str, cell: str, row: SurveyRow) -> None:
    rows_by_cell.setdefault((question, cell), array("q")).append(row.number)


def _iterate_counts(
    rows_by_cell: _RowsByCell, excluded_rows: set[int]
) -> Iterator[tuple[tuple[str, str], int]]:
    """How many of the rows that count have each cell."""
    for key, rows in rows_by_cell.items():
        count = sum(row not in excluded_rows for row in rows)
        if count:
            yield key, count


def _format_commonest(seen: Counter[str]) -> str:
    """The commonest values with their counts, at most three."""
    named = [
        f"{make_excerpt(value, _NAMED_LENGTH)!r} {count}"
        for value, count in seen.most_common(_NAMED)
    ]
    return ", ".join([*named, *([f"and {len(seen) - _NAMED} more"] if len(seen) > _NAMED else [])])


def _was_asked(gate: AskCondition | None, value: str) -> bool:
    return gate is None or gate.is_met(value)
