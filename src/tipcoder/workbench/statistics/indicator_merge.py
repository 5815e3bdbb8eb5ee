"""Cases joined to numbers by country: every indicator for every case, and a report of what found nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tipcoder.analysis.country_files import read_freedom_house, read_long
from tipcoder.analysis.crosswalk import Crosswalk, Proposal
from tipcoder.analysis.indicators import ByCountry, as_number, summed_up, transformed
from tipcoder.analysis.unmatched import Unmatched, told
from tipcoder.analysis.variables import Numbers, numbers
from tipcoder.errors import BadInput
from tipcoder.measures import IndicatorSpec
from tipcoder.workbench.statistics.case_table import CaseTable, case_table
from tipcoder.workbench.statistics.country_files import rows_of
from tipcoder.workbench.statistics.country_names import crosswalk
from tipcoder.workbench.study import OpenStudy


@dataclass(frozen=True)
class UnknownName:
    """A name that is in no crosswalk: where it stands, and what it may mean."""

    name: str
    where: str
    """The survey's column, or the file."""
    cases: tuple[str, ...]
    """Labels of the cases, for a name of the survey."""
    proposals: tuple[Proposal, ...]


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
    def unmatched(self) -> tuple[Unmatched, ...]:
        """Values of the survey that match nothing the study spells; looked for when they are asked for."""
        return self.table.unmatched if self.table is not None else ()

    def unmatched_sentences(self) -> list[str]:
        """These for a person: the first of them, and how many more there are."""
        return [f"{sentence}." for sentence in told(self.unmatched)]


@dataclass(frozen=True, eq=False)
class Merged:
    """Cases with a country code each and the indicators asked for."""

    table: CaseTable
    countries: tuple[str | None, ...]
    """Code by case; None where there is no country or nobody knows it."""
    country_names: Crosswalk
    indicators: dict[str, Numbers]
    report: MergeReport

    @cached_property
    def names(self) -> list[str | None]:
        """Country names as people read them, by case."""
        return [self.country_names.name(code) if code else None for code in self.countries]


def merge(here: OpenStudy, only: Collection[str] | None = None) -> Merged:
    """Join the indicators named (or all). Raises BadInput for a file or a column that is not there."""
    table = case_table(here)
    names = crosswalk(here)
    column = here.study.country.column if here.study.country else None
    written = table.column(column) if column else [None] * len(table)
    codes = [names.country(name) for name in written]
    report = MergeReport(len(table), len({code for code in codes if code}), table=table)
    if column:
        _report_countries(report, table, column, written, codes, names)
    files: dict[tuple[object, ...], ByCountry] = {}
    found: dict[str, Numbers] = {}
    for name, spec in here.study.indicators.items():
        if only is not None and name not in only:
            continue
        found[name] = _indicator(here, name, spec, table, codes, names, report, files)
    return Merged(table, tuple(code or None for code in codes), names, found, report)


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
        report.unknown.append(UnknownName(name, column, tuple(labels), tuple(names.proposals(name))))


def _indicator(
    here: OpenStudy,
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
        cells = table.column(spec.column)
        plain = [None if cell is None else as_number(cell) for cell in cells]
        unreadable = sum(1 for cell, number in zip(cells, plain, strict=True) if cell is not None and number is None)
        values = [transformed(number, spec.transform) for number in plain]
        source = f"column {spec.column}"
    else:
        if here.study.country is None:
            raise BadInput(f"[indicator.{name}] is by country, and the study has none.", "Add [country] to study.toml.")
        data = _from_file(here, name, spec, names, report, files)
        values = [data.values.get(code) if code else None for code in codes]
        source, twice = str(spec.file), data.twice
    without: dict[str, tuple[str, ...]] = {}
    for value, code, label in zip(values, codes, table.labels, strict=True):
        if value is None and code:
            without[names.name(code)] = (*without.get(names.name(code), ()), label)
    known = sum(1 for value in values if value is not None)
    report.indicators.append(JoinedIndicator(name, source, known, without, twice, unreadable))
    return numbers(name, values)


def _from_file(
    here: OpenStudy,
    name: str,
    spec: IndicatorSpec,
    names: Crosswalk,
    report: MergeReport,
    files: dict[tuple[object, ...], ByCountry],
) -> ByCountry:
    key = (spec.file, spec.value, spec.layout, spec.summary, spec.transform, spec.first_year, spec.last_year)
    if key not in files:
        path = here.folder / str(spec.file)
        rows = rows_of(path, name, spec.layout)
        if spec.layout == "freedom-house":
            readings = read_freedom_house(rows, path.name, spec.value or "total")
        else:
            readings = read_long(rows, path.name, country=str(spec.country), value=str(spec.value), year=spec.year)
        low, high = spec.first_year or 0, spec.last_year or 9999
        within = (r for r in readings if r.year is None or low <= r.year <= high)
        files[key] = summed_up(within, names, spec.summary, spec.transform)
        seen = {(u.name, u.where) for u in report.unknown}
        for unknown in files[key].unknown:
            if (unknown, path.name) not in seen:
                report.unknown.append(UnknownName(unknown, path.name, (), tuple(names.proposals(unknown))))
    return files[key]
