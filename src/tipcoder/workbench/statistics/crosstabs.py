"""Outcomes crossed with codes and variables, cell by cell, so that the cases behind every number can be looked up."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tipcoder.analysis.intervals import t_interval, wilson_interval
from tipcoder.analysis.unmatched import describe_unmatched
from tipcoder.analysis.variables import Levels, Numbers
from tipcoder.codebook.nets import find_code_of_name
from tipcoder.errors import BadInput
from tipcoder.model import Codebook
from tipcoder.results import StatisticalTest
from tipcoder.study import Study
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.statistics.indicator_merge import MergedCases, merge_indicators
from tipcoder.workbench.statistics.labels import code_label, find_variable_label
from tipcoder.workbench.statistics.presence import Presence, find_presence
from tipcoder.workbench.statistics.tests import (
    StatisticsReport,
    StatisticsRequest,
    run_code_tests,
    run_outcome_tests,
)

_STATES = {1: "present", 0: "absent", -1: "unknown"}


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
            bands = [
                self._summarise_shares(levels, place, states, ("present", "absent"))
                for place in range(len(levels.labels))
            ]
            return Crosstab(outcome, variable, "share", tuple(bands), code.coverage.scope)
        found = self._find_variable(variable)
        if isinstance(found, Numbers):
            return Crosstab(outcome, variable, "mean", tuple(self._summarise_means(levels, found)))
        labels = [found.labels[code] if code >= 0 else "unknown" for code in found.codes]
        order = tuple(reversed(found.labels)) if len(found.labels) == 2 else found.labels
        bands = [
            self._summarise_shares(levels, place, labels, order)
            for place in range(len(levels.labels))
        ]
        return Crosstab(outcome, variable, "share", tuple(bands))

    def _find_variable(self, name: str) -> Levels | Numbers:
        if name in self._merged.indicators:
            return self._merged.indicators[name]
        if name in self._merged.table.study.factors:
            return self._merged.table.factor_levels(name)
        return self._merged.table.category_levels(name)

    def _summarise_shares(
        self, levels: Levels, place: int, states: list[str], order: tuple[str, ...]
    ) -> CrosstabLevel:
        """The share of the first state among the cases of which it is known."""
        here = [n for n in range(len(states)) if levels.codes[n] == place]
        labels = self._merged.table.labels
        cells = tuple(
            CrosstabCell(state, tuple(labels[n] for n in here if states[n] == state))
            for state in (*order, "unknown")
        )
        known, first = sum(len(cell.cases) for cell in cells[:-1]), len(cells[0].cases)
        low, high = wilson_interval(first, known) if known else (None, None)
        value = first / known if known else None
        return CrosstabLevel(levels.labels[place], len(here), known, value, low, high, cells)

    def _summarise_means(self, levels: Levels, numbers: Numbers) -> list[CrosstabLevel]:
        import numpy as np

        labels, bands = self._merged.table.labels, []
        for place, level in enumerate(levels.labels):
            at_level = levels.codes == place
            values = numbers.values[at_level & numbers.known]
            n = len(values)
            low = high = None
            if n > 1:
                low, high = t_interval(float(values.mean()), float(values.std(ddof=1)), n) or (
                    None,
                    None,
                )
            cells = (
                CrosstabCell(
                    "with a number",
                    tuple(labels[i] for i in np.flatnonzero(at_level & numbers.known)),
                ),
                CrosstabCell(
                    "unknown", tuple(labels[i] for i in np.flatnonzero(at_level & ~numbers.known))
                ),
            )
            mean = float(values.mean()) if n else None
            bands.append(CrosstabLevel(level, int(at_level.sum()), n, mean, low, high, cells))
        return bands


def _name_in_list(study: Study, book: Codebook, name: str) -> str:
    """What a code is called in a list, whose lines may be cut off at their end."""
    code = find_code_of_name(book, name)
    label = code_label(study, book, code)
    return label if code == name else f"own: {label}"


def analyse_study(folder: Path, viewer: str | None = None) -> Analysis:
    """Test everything that the study declares. Opens the study for itself, so that it can run in a thread of its own.

    Raises BadInput for a study without outcomes.
    """
    with open_study_folder(folder, read_only=True, viewer=viewer, import_edits=False) as here:
        study = here.definition
        if not study.outcomes:
            raise BadInput("The study has no outcome to test.", "Add [outcome.NAME] to study.toml.")
        problems, findings = [], []
        for tests, wanted in (
            (run_code_tests, StatisticsRequest(all_codes=True)),
            (run_outcome_tests, StatisticsRequest()),
        ):
            try:
                findings.append(tests(here, wanted))
            except BadInput as fault:
                problems.append(str(fault))
                findings.append(StatisticsReport((), ()))
        by_code, by_variable = findings
        variables = tuple(dict.fromkeys(result.variable for result in by_variable.results))
        merged = merge_indicators(here, [name for name in variables if name in study.indicators])
        known = find_presence(here, merged.table) if by_code.results else None
        labels = {name: find_variable_label(study, name) for name in (*study.outcomes, *variables)}
        if known is not None:
            labels.update({name: _name_in_list(study, known.book, name) for name in known.codes})
        unmatched = [
            f"{sentence}." for sentence in describe_unmatched(merged.table.unmatched_cells)
        ]
        results = {(r.outcome, r.variable): r for found in findings for r in found.results}
        return Analysis(
            outcomes=tuple(study.outcomes),
            codes=tuple(known.codes) if known is not None else (),
            variables=variables,
            results=results,
            sentences=tuple(
                dict.fromkeys((*by_code.sentences, *by_variable.sentences, *unmatched))
            ),
            labels={name: label for name, label in labels.items() if label},
            _merged=merged,
            _presence=known,
            _problems=tuple(problems),
        )
