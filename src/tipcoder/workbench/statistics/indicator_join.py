"""Each indicator of a study, found for every case: in the survey itself or in a file by country."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tipcoder.analysis.country_files import read_country_table, read_freedom_house
from tipcoder.analysis.crosswalk import CountryProposal, Crosswalk
from tipcoder.analysis.decimal_marks import find_decimal_mark
from tipcoder.analysis.indicators import (
    ByCountry,
    IndicatorValue,
    as_number,
    summarise_by_country,
    transform_value,
)
from tipcoder.analysis.variables import Numbers, build_numbers
from tipcoder.errors import BadInput
from tipcoder.study_variables import IndicatorSpec
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.country_files import read_country_rows
from tipcoder.workbench.study import OpenStudy

_FIRST_YEAR, _LAST_YEAR = 0, 9999
"""Where study.toml names none."""


@dataclass(frozen=True)
class UnknownName:
    """A name that is in no crosswalk: where it was found, and what it may mean."""

    name: str
    where: str
    """The survey's column, or the file."""
    cases: tuple[str, ...]
    """Labels of the cases, for a name of the survey."""
    proposals: tuple[CountryProposal, ...]


@dataclass(frozen=True)
class JoinedIndicator:
    """How one indicator found its cases."""

    name: str
    source: str
    with_data: int
    """Cases that got a number."""
    without: dict[str, tuple[str, ...]]
    """Country -> labels of its cases that got none."""
    twice: tuple[str, ...] = ()
    unreadable: int = 0
    """Cells of the survey's own column that are not numbers."""


class _CaseNumbers(NamedTuple):
    """One number a case, or None, and where they come from."""

    values: list[float | None]
    source: str
    twice: tuple[str, ...] = ()
    unreadable: int = 0


class IndicatorJoin:
    """Joins indicators to the cases of a study. A file that several of them use is read once."""

    def __init__(
        self, study: OpenStudy, table: CaseTable, codes: Sequence[str | None], names: Crosswalk
    ) -> None:
        """`codes` has a country code a case: empty for no country, None for an unknown name."""
        self._study = study
        self._table = table
        self._codes = codes
        self._names = names
        self._summaries: dict[tuple[object, ...], ByCountry] = {}
        self.unknown: dict[tuple[str, str], UnknownName] = {}
        """Names in files that are in no crosswalk, by name and file, in order."""

    def join_indicator(self, name: str, spec: IndicatorSpec) -> tuple[Numbers, JoinedIndicator]:
        """The numbers of an indicator by case, and how it found them.

        Raises BadInput for a file or a column that is not there.
        """
        found = self._find_numbers(name, spec)

        without: dict[str, list[str]] = {}
        for value, code, label in zip(found.values, self._codes, self._table.labels, strict=True):
            if value is None and code:
                # By country, because a whole country is mostly missing from a file.
                without.setdefault(self._names.find_name(code), []).append(label)
        joined = JoinedIndicator(
            name,
            found.source,
            with_data=len(found.values) - found.values.count(None),
            without={country: tuple(labels) for country, labels in without.items()},
            twice=found.twice,
            unreadable=found.unreadable,
        )
        return build_numbers(name, found.values), joined

    def _find_numbers(self, name: str, spec: IndicatorSpec) -> _CaseNumbers:
        if spec.column is not None:
            return self._read_column(spec, spec.column)
        return self._read_by_country(name, spec)

    def _read_column(self, spec: IndicatorSpec, column: str) -> _CaseNumbers:
        values: list[float | None] = []
        unreadable = 0
        cells = self._table.read_answers(column)
        mark = find_decimal_mark(cells)
        for cell in cells:
            number = None if cell is None else as_number(cell, mark)
            # An empty cell is missing; a word is a mistake that somebody should see.
            if cell is not None and number is None:
                unreadable += 1
            values.append(transform_value(number, spec.transform))
        return _CaseNumbers(values, f"column {column}", unreadable=unreadable)

    def _read_by_country(self, name: str, spec: IndicatorSpec) -> _CaseNumbers:
        if self._study.definition.country is None:
            raise BadInput(
                f"[indicator.{name}] is by country, and the study has none.",
                "Add [country] to study.toml.",
            )
        summary = self._summarise_file(name, spec)
        values = [summary.values.get(code) if code else None for code in self._codes]
        return _CaseNumbers(values, str(spec.file), twice=summary.twice)

    def _summarise_file(self, name: str, spec: IndicatorSpec) -> ByCountry:
        years = (spec.first_year, spec.last_year)
        key = (spec.file, spec.value, spec.layout, spec.summary, spec.transform, *years)
        if key not in self._summaries:
            path = self._study.folder / str(spec.file)
            rows = read_country_rows(path, name, spec.layout)
            readings = _select_years(_read_rows(rows, path.name, spec), spec)
            summary = summarise_by_country(readings, self._names, spec.summary, spec.transform)
            self._summaries[key] = summary
            self._note_unknown_names(summary, path.name)
        return self._summaries[key]

    def _note_unknown_names(self, summary: ByCountry, where: str) -> None:
        for unknown in summary.unknown:
            # Two indicators of one file meet the same names.
            if (unknown, where) not in self.unknown:
                proposals = tuple(self._names.propose_countries(unknown))
                self.unknown[unknown, where] = UnknownName(unknown, where, (), proposals)


def _read_rows(
    rows: list[list[str]], file_name: str, spec: IndicatorSpec
) -> Iterable[IndicatorValue]:
    if spec.layout == "freedom-house":
        return read_freedom_house(rows, file_name, spec.value or "total")
    return read_country_table(
        rows, file_name, country=str(spec.country), value=str(spec.value), year=spec.year
    )


def _select_years(
    readings: Iterable[IndicatorValue], spec: IndicatorSpec
) -> Iterable[IndicatorValue]:
    """Readings of the years that count; one without a year always does."""
    first = spec.first_year or _FIRST_YEAR
    last = spec.last_year or _LAST_YEAR
    for reading in readings:
        if reading.year is None or first <= reading.year <= last:
            yield reading
