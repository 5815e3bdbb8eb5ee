"""Cases joined to numbers by country: every indicator for every case, and a report of the gaps."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tipcoder.analysis.crosswalk import Crosswalk
from tipcoder.analysis.unmatched import Unmatched, describe_unmatched
from tipcoder.analysis.variables import Cases, Numbers
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.country_names import read_crosswalk
from tipcoder.workbench.statistics.indicator_join import (
    IndicatorJoin,
    JoinedIndicator,
    UnknownName,
)
from tipcoder.workbench.statistics.read_cases import read_case_table
from tipcoder.workbench.study import OpenStudy


@dataclass
class MergeReport:
    """What a person has to look at before trusting a merge."""

    cases: int
    countries: int
    """Distinct countries; a name that is known not to be a country does not count."""
    unknown: list[UnknownName] = field(default_factory=list)
    no_country: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Names that are known not to be countries -> labels of their cases.

    Under the empty name those that have no cell at all.
    """
    indicators: list[JoinedIndicator] = field(default_factory=list)
    table: CaseTable | None = field(default=None, repr=False, compare=False)
    """The cases that were joined."""

    def list_cases(self) -> tuple[str, ...]:
        """Labels of the cases that were joined."""
        return self.table.labels if self.table is not None else ()

    @property
    def unmatched_cells(self) -> tuple[Unmatched, ...]:
        """Values of the survey that match nothing the study spells.

        They are looked for when they are asked for, because that takes every cell.
        """
        return self.table.unmatched_cells if self.table is not None else ()

    def describe_unmatched(self) -> list[str]:
        """These for a person: the first of them, and how many more there are."""
        return [f"{sentence}." for sentence in describe_unmatched(self.unmatched_cells)]


@dataclass(frozen=True, eq=False)
class MergedCases:
    """Cases with a country code each and the indicators asked for."""

    table: CaseTable
    countries: tuple[str | None, ...]
    """Code by case; None where there is no country or its name is not known."""
    country_names: Crosswalk
    indicators: dict[str, Numbers]
    report: MergeReport

    @cached_property
    def names_by_case(self) -> list[str | None]:
        """Country names as people read them, by case."""
        return [self.country_names.find_name(code) if code else None for code in self.countries]

    def find_clusters(self) -> Cases:
        """Who answered and about which country: clusters of cases that are not independent.

        A country is one cluster however it is written. A name that no list knows is one as it
        stands.
        """
        spec = self.table.study.country
        written = self.table.group_column(spec.column) if spec else [None] * len(self.table)
        where = [name or cell for name, cell in zip(self.names_by_case, written, strict=True)]
        return self.table.find_clusters(where)


def merge_indicators(study: OpenStudy, only: Collection[str] | None = None) -> MergedCases:
    """Join the indicators named (or all).

    Raises BadInput for a file or a column that is not there, and for a study without cases.
    """
    table = read_case_table(study)
    names = read_crosswalk(study)
    country = study.definition.country
    written = table.read_column(country.column) if country else [None] * len(table)
    codes = [names.find_country(name) for name in written]

    different = set(filter(None, codes))
    report = MergeReport(len(table), len(different), table=table)
    if country:
        _report_countries(report, country.column, written, codes, names)

    join = IndicatorJoin(study, table, codes, names)
    found: dict[str, Numbers] = {}
    for name, spec in study.definition.indicators.items():
        if only is None or name in only:
            found[name], joined = join.join_indicator(name, spec)
            report.indicators.append(joined)
    report.unknown += join.unknown.values()

    # An empty code is a name that is known not to be a country.
    countries = tuple(code or None for code in codes)
    return MergedCases(table, countries, names, found, report)


def _report_countries(
    report: MergeReport,
    column: str,
    written: Sequence[str | None],
    codes: Sequence[str | None],
    names: Crosswalk,
) -> None:
    """Names in the survey's column that are in no crosswalk, or are known not to be countries."""
    assert report.table is not None
    unknown: dict[str, list[str]] = {}
    no_country: dict[str, list[str]] = {}
    for name, code, label in zip(written, codes, report.table.labels, strict=True):
        # A name that nobody knows may be a misspelling, and is asked about.
        if code is None and name is not None:
            unknown.setdefault(name, []).append(label)
        elif not code:
            no_country.setdefault(name or "", []).append(label)

    for name, labels in unknown.items():
        proposals = tuple(names.propose_countries(name))
        report.unknown.append(UnknownName(name, column, tuple(labels), proposals))
    for name, labels in no_country.items():
        report.no_country[name] = tuple(labels)
