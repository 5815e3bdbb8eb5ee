"""Outcomes crossed with codes and variables, cell by cell.

So the cases behind every number can be looked up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.analysis.intervals import t_interval, wilson_interval
from tipcoder.analysis.unmatched import describe_unmatched
from tipcoder.analysis.variables import Levels, Numbers
from tipcoder.errors import BadInput
from tipcoder.results import StatisticalTest
from tipcoder.workbench.opening import open_study_folder
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

if TYPE_CHECKING:
    from tipcoder.arrays import Bools

_UNKNOWN = "unknown"
_STATES = {1: "present", 0: "absent", -1: _UNKNOWN}


@dataclass(frozen=True)
class CrosstabCell:
    """Cases that share a level of the outcome and a state of the variable."""

    state: str
    cases: tuple[str, ...]
    """Their labels."""


@dataclass(frozen=True)
class CrosstabLevel:
    """One level of an outcome: a share or a mean with its interval, and what it rests on."""

    level: str
    rows: int
    """Cases at this level."""
    answers: int
    """Of these, cases of which the variable is known."""
    value: float | None
    low: float | None
    high: float | None
    cells: tuple[CrosstabCell, ...]


@dataclass(frozen=True)
class Crosstab:
    """A variable along the levels of an outcome."""

    outcome: str
    variable: str
    unit: str
    """`share` (Wilson, 1927, intervals) or `mean` (t intervals)."""
    bands: tuple[CrosstabLevel, ...]
    questions: tuple[str, ...] = ()
    """For a code: the questions whose reading tells that it is absent."""


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
        levels = self._merged.table.outcome_levels(outcome)
        if self._presence is not None and variable in self._presence.codes:
            code = self._presence.codes[variable]
            states = [_STATES[state] for state in code.states]
            bands = self._summarise_shares(levels, states, ("present", "absent"))
            return Crosstab(outcome, variable, "share", bands, code.coverage.scope)

        found = self._find_variable(variable)
        if isinstance(found, Numbers):
            bands = self._summarise_means(levels, found)
            return Crosstab(outcome, variable, "mean", bands)

        states = [found.labels[code] if code >= 0 else _UNKNOWN for code in found.codes]
        # Of yes and no the share of yes is told, which is the second label.
        order = found.labels[::-1] if len(found.labels) == 2 else found.labels
        return Crosstab(outcome, variable, "share", self._summarise_shares(levels, states, order))

    def _find_variable(self, name: str) -> Levels | Numbers:
        if name in self._merged.indicators:
            return self._merged.indicators[name]
        if name in self._merged.table.study.list_factor_names():
            return self._merged.table.factor_levels(name)
        return self._merged.table.category_levels(name)

    def _summarise_shares(
        self, levels: Levels, states: list[str], order: tuple[str, ...]
    ) -> tuple[CrosstabLevel, ...]:
        """By level the share of the first state among the cases of which it is known."""
        labels = self._merged.table.labels
        by_cell: dict[tuple[int, str], list[str]] = {}
        for level, state, label in zip(levels.codes.tolist(), states, labels, strict=True):
            # One walk through the cases for all levels.
            by_cell.setdefault((level, state), []).append(label)

        rows = Counter(levels.codes.tolist())
        bands = []
        for place, level in enumerate(levels.labels):
            cells = []
            for state in (*order, _UNKNOWN):
                cells.append(CrosstabCell(state, tuple(by_cell.get((place, state), ()))))
            bands.append(_summarise_share(level, rows[place], tuple(cells)))
        return tuple(bands)

    def _summarise_means(self, levels: Levels, numbers: Numbers) -> tuple[CrosstabLevel, ...]:
        """By level the mean of a number, with a t interval where two cases have one."""
        bands = []
        for place, level in enumerate(levels.labels):
            at_level = levels.codes == place
            with_number = at_level & numbers.known
            values = numbers.values[with_number]
            known = len(values)
            mean = float(values.mean()) if known else None
            low = high = None
            if mean is not None and known > 1:
                interval = t_interval(mean, float(values.std(ddof=1)), known)
                low, high = interval or (None, None)
            cells = (
                CrosstabCell("with a number", self._list_labels(with_number)),
                CrosstabCell(_UNKNOWN, self._list_labels(at_level & ~numbers.known)),
            )
            rows = int(at_level.sum())
            bands.append(CrosstabLevel(level, rows, known, mean, low, high, cells))
        return tuple(bands)

    def _list_labels(self, chosen: Bools) -> tuple[str, ...]:
        """Labels of the cases chosen, in order of the survey."""
        import numpy as np

        labels = self._merged.table.labels
        return tuple(labels[place] for place in np.flatnonzero(chosen))


def _summarise_share(level: str, rows: int, cells: tuple[CrosstabCell, ...]) -> CrosstabLevel:
    """The share of the first cell among all but the last, which holds the unknown cases."""
    sizes = [len(cell.cases) for cell in cells]
    # Unknown cases are shown, but do not count in a share.
    known, first = sum(sizes[:-1]), sizes[0]
    if not known:
        return CrosstabLevel(level, rows, 0, None, None, None, cells)
    low, high = wilson_interval(first, known)
    return CrosstabLevel(level, rows, known, first / known, low, high, cells)


def analyse_study(folder: Path, viewer: str | None = None) -> Analysis:
    """Test everything that the study declares.

    Opens the study for itself, so that it can run in a thread of its own. Raises BadInput for a
    study without outcomes.
    """
    with open_study_folder(folder, read_only=True, viewer=viewer, import_edits=False) as study:
        if not study.definition.outcomes:
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
        outcomes=tuple(definition.outcomes),
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
