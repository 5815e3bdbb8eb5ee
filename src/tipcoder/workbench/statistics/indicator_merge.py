"""Cases joined to numbers by country: every indicator for every case, and a report of what found nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tipcoder.analysis.country_files import read_country_table, read_freedom_house
from tipcoder.analysis.crosswalk import CountryProposal, Crosswalk
from tipcoder.analysis.indicators import ByCountry, as_number, summarise_by_country, transform_value
from tipcoder.analysis.unmatched import Unmatched, describe_unmatched
from tipcoder.analysis.variables import Numbers, build_numbers
from tipcoder.errors import BadInput
from tipcoder.measures import IndicatorSpec
from tipcoder.workbench.statistics.case_table import CaseTable, read_case_table
from tipcoder.workbench.statistics.country_files import read_country_rows
from tipcoder.workbench.statistics.country_names import read_crosswalk
from tipcoder.workbench.study import OpenStudy


@dataclass(frozen=True)
class UnknownName:
    """A name that is in no crosswalk: where it stands, and what it may mean."""

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
    """Cells of the survey's own column that are no number."""


@dataclass
class MergeReport:
    """What a person has to look at before trusting a merge."""

    cases: int
    countries: int
    """Distinct countries, without what is no country."""
    unknown: list[UnknownName] = field(default_factory=list)
    no_country: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Names that are known to be no country -> labels of their cases; the empty name: no cell at all."""
    indicators: list[JoinedIndicator] = field(default_factory=list)
    table: CaseTable | None = field(default=None, repr=False, compare=False)
    """The cases that were joined."""

    @property
    def unmatched_cells(self) -> tuple[Unmatched, ...]:
        """Values of the survey that match nothing the study spells; looked for when they are asked for."""
        return self.table.unmatched_cells if self.table is not None else ()

    def describe_unmatched(self) -> list[str]:
        """These for a person: the first of them, and how many more there are."""
        return [f"{sentence}." for sentence in describe_unmatched(self.unmatched_cells)]


@dataclass(frozen=True, eq=False)
class MergedCases:
    """Cases with a country code each and the indicators asked for."""

    table: CaseTable
    countries: tuple[str | None, ...]
    """Code by case; None where there is no country or nobody knows it."""
    country_names: Crosswalk
    indicators: dict[str, Numbers]
    report: MergeReport

    @cached_property
    def names_by_case(self) -> list[str | None]:
        """Country names as people read them, by case."""
        return [self.country_names.find_name(code) if code else None for code in self.countries]


def merge_indicators(study: OpenStudy, only: Collection[str] | None = None) -> MergedCases:
    """Join the indicators named (or all). Raises BadInput for a file or a column that is not there."""
    table = read_case_table(study)
    names = read_crosswalk(study)
    column = study.definition.country.column if study.definition.country else None
    written = table.read_column(column) if column else [None] * len(table)
    codes = [names.find_country(name) for name in written]
    report = MergeReport(len(table), len({code for code in codes if code}), table=table)
    if column:
        _report_countries(report, table, column, written, codes, names)
    files: dict[tuple[object, ...], ByCountry] = {}
    found: dict[str, Numbers] = {}
    for name, spec in study.definition.indicators.items():
        if only is not None and name not in only:
            continue
        found[name] = _join_indicator(study, name, spec, table, codes, names, report, files)
    return MergedCases(table, tuple(code or None for code in codes), names, found, report)


def _report_countries(
    report: MergeReport,
    table: CaseTable,
    column: str,
    written: Sequence[str | None],
    codes: Sequence[str | None],
    names: Crosswalk,
) -> None:
    unknown: dict[str, list[str]] = {}
    for name, code, label in zip(written, codes, table.labels, strict=True):
        if code is None and name is not None:
            unknown.setdefault(name, []).append(label)
        elif not code:
            report.no_country[name or ""] = (*report.no_country.get(name or "", ()), label)
    for name, labels in unknown.items():
        report.unknown.append(
            UnknownName(name, column, tuple(labels), tuple(names.propose_countries(name)))
        )


def _join_indicator(
    study: OpenStudy,
    name: str,
    spec: IndicatorSpec,
    table: CaseTable,
    codes: Sequence[str | None],
    names: Crosswalk,
    report: MergeReport,
    files: dict[tuple[object, ...], ByCountry],
) -> Numbers:
    unreadable = 0
    twice: tuple[str, ...] = ()
    if spec.column is not None:
        cells = table.read_column(spec.column)
        plain = [None if cell is None else as_number(cell) for cell in cells]
        unreadable = sum(
            1
            for cell, number in zip(cells, plain, strict=True)
            if cell is not None and number is None
        )
        values = [transform_value(number, spec.transform) for number in plain]
        source = f"column {spec.column}"
    else:
        if study.definition.country is None:
            raise BadInput(
                f"[indicator.{name}] is by country, and the study has none.",
                "Add [country] to study.toml.",
            )
        data = _read_indicator_file(study, name, spec, names, report, files)
        values = [data.values.get(code) if code else None for code in codes]
        source, twice = str(spec.file), data.twice
    without: dict[str, tuple[str, ...]] = {}
    for value, code, label in zip(values, codes, table.labels, strict=True):
        if value is None and code:
            without[names.find_name(code)] = (*without.get(names.find_name(code), ()), label)
    known = sum(1 for value in values if value is not None)
    report.indicators.append(JoinedIndicator(name, source, known, without, twice, unreadable))
    return build_numbers(name, values)


def _read_indicator_file(
    study: OpenStudy,
    name: str,
    spec: IndicatorSpec,
    names: Crosswalk,
    report: MergeReport,
    files: dict[tuple[object, ...], ByCountry],
) -> ByCountry:
    key = (
        spec.file,
        spec.value,
        spec.layout,
        spec.summary,
        spec.transform,
        spec.first_year,
        spec.last_year,
    )
    if key not in files:
        path = study.folder / str(spec.file)
        rows = read_country_rows(path, name, spec.layout)
        if spec.layout == "freedom-house":
            readings = read_freedom_house(rows, path.name, spec.value or "total")
        else:
            readings = read_country_table(
                rows, path.name, country=str(spec.country), value=str(spec.value), year=spec.year
            )
        low, high = spec.first_year or 0, spec.last_year or 9999
        within = (r for r in readings if r.year is None or low <= r.year <= high)
        files[key] = summarise_by_country(within, names, spec.summary, spec.transform)
        seen = {(u.name, u.where) for u in report.unknown}
        for unknown in files[key].unknown:
            if (unknown, path.name) not in seen:
                report.unknown.append(
                    UnknownName(unknown, path.name, (), tuple(names.propose_countries(unknown)))
                )
    return files[key]
