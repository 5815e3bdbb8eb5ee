"""Columns beside a quote: only those named, and only where enough respondents share what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tipcoder.errors import BadInput, CheckFailed, did_you_mean
from tipcoder.export.data_files import DataColumn
from tipcoder.privacy.audit.knowledge import Population
from tipcoder.privacy.small_cells import (
    FEWEST_COUNTRIES,
    ExportedRow,
    find_constant_columns,
    find_small_profiles,
    find_small_rows,
    find_telling_combinations,
)
from tipcoder.workbench.statistics.merged_table import build_merged_table
from tipcoder.workbench.study import OpenStudy

QUESTION = "question"
"""The one column that is of the quote and not of its case."""
_NEVER = ("case", "respondent", "case_number")


@dataclass(frozen=True)
class CaseColumns:
    """What may stand beside quotes, by case label."""

    names: tuple[str, ...]
    """As they were asked for; `question` is not among them."""
    cells: dict[str, tuple[str, ...]]
    respondents: dict[str, str]
    countries: dict[str, str | None]
    country_shown: bool

    def build_population(self, smallest: int) -> Population:
        """The same columns as an audit of the finished file counts them."""
        by_name = {
            name: [values[at] for values in self.cells.values()]
            for at, name in enumerate(self.names)
        }
        return Population(tuple(self.respondents.values()), by_name, smallest)


def choose_case_columns(study: OpenStudy, wanted: Sequence[str]) -> CaseColumns:
    """The columns named. Raises BadInput for one that is not there, or that may never leave."""
    names = tuple(name for name in dict.fromkeys(wanted) if name != QUESTION)
    if not names:
        return CaseColumns((), {}, {}, {}, False)
    columns = {column.name: column for column in build_merged_table(study).columns}
    chosen = [_require_column(study, columns, name) for name in names]
    labels = [str(label) for label in columns["case"].values]
    texts = [[_format_cell(column, value) for value in column.values] for column in chosen]
    country = columns.get("country")
    of_country = {"country", "country_name"} | (
        {f"survey.{study.definition.country.column}"} if study.definition.country else set()
    )
    return CaseColumns(
        names,
        dict(zip(labels, zip(*texts, strict=True), strict=True)),
        dict(zip(labels, map(str, columns["respondent"].values), strict=True)),
        dict(zip(labels, country.values if country else [None] * len(labels), strict=True)),
        any(column.name in of_country for column in chosen),
    )


def _require_column(study: OpenStudy, columns: dict[str, DataColumn], name: str) -> DataColumn:
    open_texts = {question.column for question in study.definition.questions}
    if name in open_texts:
        raise BadInput(
            f"{name!r} is an open question, and its answers may name people.",
            "Name a closed column.",
        )
    if name in study.definition.identity_columns() or name in _NEVER:
        raise BadInput(
            f"{name!r} tells who answered and never stands beside a quote.", "Name another column."
        )
    if name in columns:
        return columns[name]
    found = [column for key, column in columns.items() if key.partition(".")[2] == name]
    if len(found) != 1:
        known = [
            key.partition(".")[2] or key
            for key in columns
            if key not in _NEVER and not key.startswith("code.")
        ]
        if found:
            raise BadInput(
                f"{name!r} may be {' or '.join(column.name for column in found)}.",
                "Write it in full.",
            )
        raise BadInput(f"There is no column {name!r}.", did_you_mean(name, [*known, QUESTION]))
    return found[0]


def _format_cell(column: DataColumn, value: object) -> str:
    if value is None:
        return ""
    if column.value_labels and isinstance(value, int):
        return column.value_labels[value]
    return f"{value:g}" if isinstance(value, float) else str(value)


def find_blank_cases(
    columns: CaseColumns, cases: Iterable[str], smallest: int, *, blank: bool
) -> tuple[set[str], list[str]]:
    """Cases of which nothing may stand beside a quote, and sentences about them.

    Raises CheckFailed where there are such cases and they are not to be left blank.
    """
    everybody = {
        label: ExportedRow(columns.respondents[label], values)
        for label, values in columns.cells.items()
    }
    shown = {label: everybody[label] for label in cases if label in everybody}
    if not columns.names:
        return set(), []
    small = find_small_rows(shown.values(), everybody.values(), smallest)
    bad = {label for label, row in shown.items() if row in small}
    alone = {row.respondent for row in small}
    profiles = find_small_profiles(
        (row for label, row in shown.items() if label not in bad), everybody.values(), smallest
    )
    bad |= {label for label, row in shown.items() if row.respondent in profiles}
    telling, constant = _find_telling_countries(columns)
    named = {
        label for label in shown if tuple(columns.cells[label][at] for at in constant) in telling
    }
    sentences = []
    if alone:
        sentences.append(
            f"{len(alone)} respondent(s) share {_join_names(columns.names)} with fewer than {smallest - 1} others"
        )
    if profiles:
        sentences.append(f"{len(profiles)} respondent(s) can be told by their rows taken together")
    if named:
        which = _join_names([columns.names[at] for at in constant])
        sentences.append(
            f"fewer than {FEWEST_COUNTRIES} countries share {which}, which then names the country of "
            f"{len(named)} case(s)"
        )
    bad |= named
    if bad and not blank:
        raise CheckFailed(
            f"Nothing was written: {'; '.join(sentences)}.",
            _suggest_column(columns, shown, everybody, smallest),
        )
    return bad, sentences


def _find_telling_countries(columns: CaseColumns) -> tuple[set[tuple[str, ...]], list[int]]:
    labels = list(columns.cells)
    countries = [columns.countries[label] for label in labels]
    by_name = {
        name: [columns.cells[label][at] for label in labels]
        for at, name in enumerate(columns.names)
    }
    constant = [columns.names.index(name) for name in find_constant_columns(by_name, countries)]
    if columns.country_shown or not constant:
        return set(), []
    return find_telling_combinations(
        [tuple(columns.cells[label][at] for at in constant) for label in labels], countries
    ), constant


def _suggest_column(
    columns: CaseColumns,
    shown: dict[str, ExportedRow],
    everybody: dict[str, ExportedRow],
    smallest: int,
) -> str:
    """Which column to leave out, counted."""
    advice = "Use --blank-small to leave these cells empty"
    if len(columns.names) == 1:
        return f"{advice}, or leave {columns.names[0]} out."
    counts = []
    for at, name in enumerate(columns.names):
        rows = [
            ExportedRow(r.respondent, r.values[:at] + r.values[at + 1 :]) for r in shown.values()
        ]
        all_rows = [
            ExportedRow(r.respondent, r.values[:at] + r.values[at + 1 :])
            for r in everybody.values()
        ]
        counts.append(
            (len({row.respondent for row in find_small_rows(rows, all_rows, smallest)}), name)
        )
    best = min(counts)
    return f"{advice}, or leave {best[1]} out: then {best[0]} respondent(s) would stand in small cells."


def _join_names(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
