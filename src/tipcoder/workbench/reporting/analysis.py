"""The whole analysis of a study in one report, chapter by chapter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from tipcoder.export.agreement_report import build_agreement_report
from tipcoder.export.change_report import build_change_report
from tipcoder.export.combined_report import Chapter, combine_reports
from tipcoder.export.descriptive_tables import build_tables_report
from tipcoder.export.report import Report
from tipcoder.export.result_lines import ARTICLE
from tipcoder.export.result_tables import build_tests_report
from tipcoder.workbench.agreement.study_agreement import assess_study
from tipcoder.workbench.publishing.coder_numbers import hide_coders, number_study_coders
from tipcoder.workbench.publishing.small_counts import CountScreen
from tipcoder.workbench.publishing.small_groups import screen_coverage, screen_tests
from tipcoder.workbench.reporting.facts import (
    has_several_coders,
    has_several_waves,
    list_facts,
    list_frozen_rounds,
)
from tipcoder.workbench.statistics.change import ChangeRequest, find_changes
from tipcoder.workbench.statistics.descriptive_tables import MIN_ROWS, build_tables
from tipcoder.workbench.statistics.presence_table import (
    ALL,
    PresenceRequest,
    build_presence_report,
    build_presence_table,
)
from tipcoder.workbench.statistics.segments import REGION
from tipcoder.workbench.statistics.tests import (
    StatisticsReport,
    StatisticsRequest,
    run_code_tests,
    run_outcome_tests,
)
from tipcoder.workbench.statistics.weights import choose_weights
from tipcoder.workbench.study import OpenStudy

TITLE = "Analysis"
TABLES, BY_VARIABLE, BY_CODE = "Tables", "Tests by variable", "Tests by code"
PRESENCE, CHANGE, AGREEMENT = "Presence of codes", "Change", "Agreement"


@dataclass(frozen=True)
class AnalysisRequest:
    """How the chapters are made."""

    layer: str | None = None
    """Whose codings count; None: as `stats` chooses."""
    segments: tuple[str, ...] = ()
    """What else divides the cases for a table of presence: factors, outcomes, columns."""
    smallest_cell: int | None = None
    """Counts of fewer are left out; None: they are only told."""
    style: str = ARTICLE
    unweighted: bool = False
    """Whether the weights of study.toml are left out."""


@dataclass(frozen=True)
class Analysis:
    """The report, and what has to be said beside it."""

    report: Report
    sentences: tuple[str, ...]
    """Those beside the figures, which tell whose codings count."""
    remarks: tuple[str, ...]
    """What is said to whoever asked: small counts, and chapters that the study has no data for."""


def build_analysis(
    study: OpenStudy, wanted: AnalysisRequest, told: Callable[[str], None] | None = None
) -> Analysis:
    """Every chapter that the study has data for: descriptive tables, tests by variable and by code,
    presence of codes over all and by segment, change between waves, agreement of coders.

    `told` is given the name of each chapter when it is begun. Coders have numbers. Raises BadInput
    for a segment that divides nothing, and for codings of nobody.
    """
    study, about_weights = choose_weights(study, unweighted=wanted.unweighted)
    gathering = _Gathering(study, wanted, CountScreen(wanted.smallest_cell))
    gathering.sentences += about_weights
    chapters: list[Chapter] = []
    for title, build in gathering.iterate_builders():
        if told is not None:
            told(title)
        chapters.append(Chapter(title, build()))
    found = list_facts(study, gathering.sentences)
    facts = [{"about": name, "value": value} for name, value in found.items()]
    report = combine_reports(f"{TITLE}: {study.definition.title}", facts, chapters)
    return Analysis(
        report,
        tuple(dict.fromkeys(gathering.sentences)),
        (*gathering.screen.sentences, *gathering.missing),
    )


@dataclass
class _Gathering:
    """The chapters of a study, made one after the other, and what comes up on the way."""

    study: OpenStudy
    wanted: AnalysisRequest
    screen: CountScreen

    def __post_init__(self) -> None:
        self.sentences: list[str] = []
        self.missing: list[str] = []

    def iterate_builders(self) -> Iterator[tuple[str, Callable[[], Report]]]:
        """Every chapter that can be made, with the function that makes it."""
        described = self.study.definition
        yield TABLES, self._build_tables
        if described.list_outcome_names():
            if described.list_factor_names() or described.indicators:
                yield BY_VARIABLE, self._test_variables
            yield BY_CODE, self._test_codes
        else:
            self._miss("Nothing was tested", "study.toml declares no outcome")
        yield PRESENCE, partial(self._count_presence, ALL)
        for name in self._list_segments():
            yield f"Presence by {name}", partial(self._count_presence, name)
        if has_several_waves(self.study):
            yield CHANGE, self._compare_waves
        if has_several_coders(self.study):
            yield AGREEMENT, self._compare_coders
        else:
            self._miss("Agreement was not measured", "fewer than two people have coded")

    def _miss(self, what: str, why: str) -> None:
        self.missing.append(f"{what}: {why}.")

    def _list_segments(self) -> tuple[str, ...]:
        # By country a table has a hundred rows a code, which nobody reads.
        spec = self.study.definition.country
        usual = (REGION,) if spec and spec.region else ()
        return tuple(dict.fromkeys((*usual, *self.wanted.segments)))

    def _build_tables(self) -> Report:
        found = self.screen.screen_tables(build_tables(self.study, (), MIN_ROWS))
        return build_tables_report(found, None, (), self.wanted.style)

    def _test_variables(self) -> Report:
        return self._report_tests(run_outcome_tests(self.study, StatisticsRequest()))

    def _test_codes(self) -> Report:
        request = StatisticsRequest(all_codes=True, layer=self.wanted.layer)
        return self._report_tests(run_code_tests(self.study, request))

    def _report_tests(self, found: StatisticsReport) -> Report:
        self.sentences += found.sentences
        results = screen_tests(self.screen, found.results)
        coverage = screen_coverage(self.screen, found.coverage)
        return build_tests_report(results, found.sentences, coverage, style=self.wanted.style)

    def _count_presence(self, by: str) -> Report:
        request = PresenceRequest(by=by, layer=self.wanted.layer)
        found = build_presence_table(self.study, request)
        self.sentences += found.sentences
        screened = replace(found, rows=self.screen.screen_segments(found.rows))
        return build_presence_report(screened)

    def _compare_waves(self) -> Report:
        found = find_changes(self.study, ChangeRequest(layer=self.wanted.layer))
        self.sentences += found.sentences
        changes = tuple(self.screen.screen_changes(found.changes))
        return build_change_report(changes, found.sentences)

    def _compare_coders(self) -> Report:
        """On frozen rounds, where there are any: live work has seen decisions since."""
        compared = assess_study(self.study, in_rounds=list_frozen_rounds(self.study))
        numbers = number_study_coders(self.study, compared.agreement.coders)
        return build_agreement_report(hide_coders(compared, numbers).agreement)
