"""Outcomes crossed with codes and variables, cell by cell.

So the cases behind every number can be looked up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from tipcoder.analysis.unmatched import describe_unmatched
from tipcoder.analysis.variables import Levels, Numbers
from tipcoder.errors import BadInput
from tipcoder.results.tests import StatisticalTest
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.statistics.code_pairs import build_presence_levels
from tipcoder.workbench.statistics.crosstab_bands import (
    UNKNOWN,
    CrosstabCell,
    CrosstabLevel,
    summarise_means,
    summarise_shares,
)
from tipcoder.workbench.statistics.indicator_merge import MergedCases, merge_indicators
from tipcoder.workbench.statistics.labels import collect_labels
from tipcoder.workbench.statistics.presence import Presence, find_presence
from tipcoder.workbench.statistics.tests import (
    StatisticsReport,
    StatisticsRequest,
    run_code_tests,
    run_outcome_tests,
)
from tipcoder.workbench.study import OpenStudy


@dataclass(frozen=True)
class Crosstab:
    """A variable along the levels of an outcome; or an outcome that is a number along those of a
    variable.
    """

    outcome: str
    variable: str
    unit: str
    """`share` (Wilson, 1927, intervals) or `mean` (t intervals), or `score` of a net promoter score
    (intervals of Rocks, 2016)."""
    bands: tuple[CrosstabLevel, ...]
    questions: tuple[str, ...] = ()
    """For a code: the questions whose reading tells that it is absent."""
    is_turned: bool = False
    """Whether the levels are those of the variable; of a code the first one is `present`."""
    is_weighted: bool = False
    """Whether shares and means are; the numbers of cases never are."""

    def is_about_variable(self, band: CrosstabLevel, cell: CrosstabCell) -> bool:
        """Whether the cases of a cell have what the variable asks for, such as a code."""
        is_first = cell is band.cells[0]
        return is_first and (not self.is_turned or band is self.bands[0])


@dataclass(frozen=True, eq=False)
class Analysis:
    """Everything the study can test, tested once."""

    outcomes: tuple[str, ...]
    codes: tuple[str, ...]
    variables: tuple[str, ...]
    results: dict[tuple[str, str], StatisticalTest]
    """By (outcome, code or variable)."""
    sentences: tuple[str, ...]
    labels: dict[str, str]
    """What people call outcomes, codes and variables, where that is not their name."""
    _merged: MergedCases
    _presence: Presence | None
    _problems: tuple[str, ...] = field(default=())

    @property
    def problems(self) -> tuple[str, ...]:
        """Why a part of it is not there."""
        return self._problems

    def count_known(self, code: str) -> tuple[int, int]:
        """Cases with the code, and cases of which it is known whether they have it."""
        assert self._presence is not None
        coverage = self._presence.codes[code].coverage
        return coverage.present, coverage.coded

    def build_crosstab(self, outcome: str, variable: str) -> Crosstab:
        """The cells behind a result."""
        table = self._merged.table
        crosstab = Crosstab(outcome, variable, "mean", (), is_weighted=table.design is not None)
        found = self._find_levels(variable)
        if outcome in table.study.number_outcomes:
            return self._turn_crosstab(crosstab, found)

        levels = table.outcome_levels(outcome)
        if isinstance(found, Numbers):
            return replace(crosstab, bands=summarise_means(table, levels, found))
        states = [found.labels[code] if code >= 0 else UNKNOWN for code in found.codes]
        bands = summarise_shares(table, levels, states, found.labels)
        return replace(crosstab, unit="share", bands=bands, questions=self._find_scope(variable))

    def _turn_crosstab(self, crosstab: Crosstab, found: Levels | Numbers) -> Crosstab:
        """The means of a number outcome along the levels of a variable; all cases are one level
        where that is a number as well.
        """
        import numpy as np

        table, outcome = self._merged.table, crosstab.outcome
        if isinstance(found, Numbers):
            codes = np.where(found.known, 0, -1)
            found = Levels(crosstab.variable, (f"with {crosstab.variable}",), codes)
        is_nps = table.study.number_outcomes[outcome].is_nps
        numbers = table.outcome_numbers(outcome)
        return replace(
            crosstab,
            unit="score" if is_nps else "mean",
            bands=summarise_means(table, found, numbers, is_nps=is_nps),
            questions=self._find_scope(crosstab.variable),
            is_turned=True,
        )

    def _find_scope(self, variable: str) -> tuple[str, ...]:
        """The questions of a code; none of any other variable."""
        if self._presence is None or variable not in self._presence.codes:
            return ()
        return self._presence.codes[variable].coverage.scope

    def _find_levels(self, variable: str) -> Levels | Numbers:
        """A code as present and absent, and a variable with yes before no."""
        if self._presence is not None and variable in self._presence.codes:
            states = self._presence.codes[variable].states
            return build_presence_levels(variable, states).swap_labels()
        found = self._find_variable(variable)
        is_pair = isinstance(found, Levels) and len(found.labels) == 2
        # Of yes and no the share of yes is told, which is the second label.
        return found.swap_labels() if isinstance(found, Levels) and is_pair else found

    def _find_variable(self, name: str) -> Levels | Numbers:
        if name in self._merged.indicators:
            return self._merged.indicators[name]
        if name in self._merged.table.study.list_factor_names():
            return self._merged.table.factor_levels(name)
        return self._merged.table.category_levels(name)


def analyse_study(folder: Path, viewer: str | None = None) -> Analysis:
    """Test everything that the study declares.

    Opens the study for itself, so that it can run in a thread of its own. Raises BadInput for a
    study without outcomes.
    """
    with open_study_folder(folder, read_only=True, viewer=viewer, import_edits=False) as study:
        if not study.definition.list_outcome_names():
            raise BadInput("The study has no outcome to test.", "Add [outcome.NAME] to study.toml.")
        # A study without codes can still test its variables, and the other way round.
        problems: list[str] = []
        code_request = StatisticsRequest(all_codes=True)
        by_code = _run_if_possible(partial(run_code_tests, study, code_request), problems)
        outcome_request = StatisticsRequest()
        by_variable = _run_if_possible(partial(run_outcome_tests, study, outcome_request), problems)
        return _collect_analysis(study, by_code, by_variable, problems)


def _run_if_possible(run: Callable[[], StatisticsReport], problems: list[str]) -> StatisticsReport:
    """The tests of one kind; where they cannot be made the reason goes to `problems`."""
    try:
        return run()
    except BadInput as fault:
        problems.append(str(fault))
        return StatisticsReport((), ())


def _collect_analysis(
    study: OpenStudy,
    by_code: StatisticsReport,
    by_variable: StatisticsReport,
    problems: list[str],
) -> Analysis:
    definition = study.definition
    variables = tuple(dict.fromkeys(result.variable for result in by_variable.results))
    indicators = [name for name in variables if name in definition.indicators]
    merged = merge_indicators(study, indicators)
    # Only where a code was tested: it reads every coding.
    presence = find_presence(study, merged.table) if by_code.results else None

    results = {}
    for result in (*by_code.results, *by_variable.results):
        results[result.outcome, result.variable] = result

    unmatched = describe_unmatched(merged.table.unmatched_cells)
    sentences = [*by_code.sentences, *by_variable.sentences]
    sentences += [f"{sentence}." for sentence in unmatched]
    return Analysis(
        outcomes=definition.list_outcome_names(),
        codes=tuple(presence.codes) if presence is not None else (),
        variables=variables,
        results=results,
        # Both kinds of test say some of the same.
        sentences=tuple(dict.fromkeys(sentences)),
        labels=collect_labels(definition, variables, presence),
        _merged=merged,
        _presence=presence,
        _problems=tuple(problems),
    )
