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
from tipcoder.progress import ProgressCallback, ignore_progress
from tipcoder.study import Study
from tipcoder.survey.case_freezer import CaseFreezer
from tipcoder.survey.freeze_report import FreezeReport
from tipcoder.survey.frozen_case import FrozenCase
from tipcoder.survey.mangled_ids import check_rounded_ids
from tipcoder.survey.table import SurveyTable
from tipcoder.survey.wave_names import WaveNames
from tipcoder.text import format_count

HELD = 20_000
"""Rows up to which the cases are kept as they are frozen.

Of a longer file each pass freezes them anew, unless it has few columns.
"""
_COLUMNS_HELD = 75
"""Columns of a file with that many rows whose cells are few enough to be kept."""
_LOOKED_AT = 5_000
"""Rows by which a column of rounded IDs is known."""
DUPLICATES = ("refuse", "last", "number")
"""What may become of a second row with the same respondent and case."""


def check_columns(
    table: SurveyTable,
    study: Study,
    study_source: str,
    wave: str | None = None,
    *,
    is_later: bool = False,
) -> tuple[str, ...]:
    """Raise BadInput for a study that names a column which the file does not have.

    A file that is one `wave` as a whole needs no column of waves, and must have none. With
    `is_later` the study has other waves, which had its columns: what was not asked again, and what
    another program does not export, may be absent, and is returned. What is there in another
    spelling may not.
    """
    names = [column.name for column in table.columns]
    wanted = study.find_named_columns()
    if wave is not None:
        _check_no_wave_column(table, study)
        wanted.pop(study.wave_attribute, None)
    needed = study.find_needed_columns()
    spelled = {_drop_signs(name) for name in names}
    absent = []
    for column, place in wanted.items():
        if column in names:
            continue
        if is_later and column not in needed and _drop_signs(column) not in spelled:
            absent.append(column)
            continue

        near = did_you_mean(column, names)
        # A first line without any of the columns may be a respondent's, and is not for a message
        # to list.
        if not find_nearest(column, names) and not set(names).intersection(wanted):
            near = (
                "Its first line names none of the columns: "
                "is the header missing, or is it another survey?"
            )
        raise BadInput(f"{study_source}, {place}: {table.source} has no column {column!r}.", near)
    return tuple(absent)


def _drop_signs(name: str) -> str:
    """Letters and digits of a name, whatever their case."""
    return "".join(filter(str.isalnum, name.casefold()))


def _check_no_wave_column(table: SurveyTable, study: Study) -> None:
    """A file cannot say two things about its wave."""
    column = study.wave_attribute
    if all(one.name != column for one in table.columns):
        return
    if study.wave:
        remedy = "Leave --wave out."
    else:
        remedy = f'Leave --wave out, and write wave = "{column}" under [respondent] in study.toml.'
    raise BadInput(f"{table.source}: has a column {column!r}, which says the wave.", remedy)


def freeze_answers(
    table: SurveyTable,
    study: Study,
    *,
    duplicates: str = "refuse",
    set_aside: Collection[str] = (),
    waves: WaveNames | None = None,
    on_progress: ProgressCallback = ignore_progress,
) -> tuple[Sequence[FrozenCase], FreezeReport]:
    """Cases in file order, and a report. `check_columns` must have passed.

    `waves` are the names of waves that are known, and that of the whole file if no column says it.

    `duplicates`: `refuse` reports a repeated row and keeps the first, `last` keeps the last,
    `number` makes every row of a respondent a case of its own. Columns `set_aside` are not kept.
    `on_progress` hears how many rows were looked at.
    """
    report = FreezeReport()
    if study.respondent_id is not None:
        at = table.find_position(study.respondent_id)
        ids = (row.cells[at] for row in islice(table.rows, _LOOKED_AT))
        check_rounded_ids(table.source, study.respondent_id, ids)
    # One for every pass: the spelling of a wave that comes first stands.
    waves = waves or WaveNames()
    freezer = CaseFreezer(table, study, set_aside, waves)
    chosen = _choose_rows(freezer, table, duplicates, report, on_progress)

    cases: Sequence[FrozenCase] = chosen.held
    if not _are_held(table):
        cases = FrozenCases(table, study, chosen, duplicates, set_aside, waves)

    if chosen.excluded:
        rows = format_count(chosen.excluded, "row")
        report.notes.append(f"{rows} left out, as [[exclude]] in study.toml says")
    if study.ignore:
        columns = format_count(len(study.ignore), "column")
        report.notes.append(f"{columns} not kept, as `ignore` in study.toml says")
    report.notes += freezer.notes.iterate_notes(chosen.left_out)
    _count_answers(cases, freezer, report)
    return cases, report


def _are_held(table: SurveyTable) -> bool:
    """Whether the cases of a file are kept in memory."""
    rows = len(table.rows)
    return rows <= HELD or rows * len(table.columns) <= HELD * _COLUMNS_HELD


@dataclass
class _ChosenRows:
    """Which rows count."""

    count: int = 0
    excluded: int = 0
    """Rows that study.toml leaves out."""
    left_out: set[int] = field(default_factory=set)
    """Numbers of rows that are not a case, or that another row takes the place of."""
    held: list[FrozenCase] = field(default_factory=list)
    """The cases themselves, where they are few."""


def _choose_rows(
    freezer: CaseFreezer,
    table: SurveyTable,
    duplicates: str,
    report: FreezeReport,
    on_progress: ProgressCallback,
) -> _ChosenRows:
    chosen = _ChosenRows()
    rows: dict[str, int] = {}
    """The row that counts, by respondent and case."""
    lines = array("q", (0,))
    total = len(table.rows)
    held = _are_held(table)
    keep_last = duplicates == "last"
    for row in table.rows:
        lines.append(row.line)
        on_progress(row.number, total)
        if freezer.excludes(row):
            chosen.excluded += 1
            chosen.left_out.add(row.number)
            continue
        case = freezer.freeze_case(row, duplicates == "number")
        if isinstance(case, str):
            report.refused.append(f"line {row.line}: {case}")
            report.dropped += 1
            chosen.left_out.add(row.number)
            continue

        # Of a million rows a string takes less room than a tuple of two.
        key = f"{case.source_id}\0{case.number}\0{case.wave}"
        first = rows.get(key)
        if first is not None:
            loser, winner = (first, case.row) if keep_last else (case.row, first)
            report.refused.append(
                f"line {lines[loser]}: the same respondent and case as line {lines[winner]}, "
                "which counts"
            )
            chosen.left_out.add(loser)
            if not keep_last:
                report.dropped += 1
                continue

        rows[key] = case.row
        if held:
            chosen.held.append(case)

    if chosen.left_out:
        chosen.held = [case for case in chosen.held if case.row not in chosen.left_out]
    chosen.count = len(rows)
    return chosen


def _count_answers(cases: Iterable[FrozenCase], freezer: CaseFreezer, report: FreezeReport) -> None:
    """Count the answers of the cases that count, by state.

    In one pass, because the cases of a long file are frozen anew in each.
    """
    once = {asked.question.column for asked in freezer.open if asked.question.per == "respondent"}
    first: dict[tuple[str, str, str], str] = {}
    states: Counter[str] = Counter()
    for case in cases:
        for answer in case.answers:
            states[answer.state] += 1
            if answer.question not in once or not answer.text:
                continue
            text = first.setdefault((case.source_id, case.wave, answer.question), answer.text)
            if text != answer.text:
                report.notes.append(
                    f"line {case.line}: {answer.question} differs from the respondent's other case"
                )
    report.states = dict(states)


class FrozenCases(Sequence[FrozenCase]):
    """The cases of a long file, frozen anew in each pass: a million of them would take
    gigabytes."""

    def __init__(
        self,
        table: SurveyTable,
        study: Study,
        chosen_rows: _ChosenRows,
        duplicates: str,
        set_aside: Collection[str],
        waves: WaveNames,
    ) -> None:
        self._waves = waves
        self._table = table
        self._study = study
        self._set_aside = set_aside
        self._chosen = chosen_rows
        self._numbered = duplicates == "number"

    def __len__(self) -> int:
        return self._chosen.count

    def __iter__(self) -> Iterator[FrozenCase]:
        freezer = CaseFreezer(self._table, self._study, self._set_aside, self._waves)
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
