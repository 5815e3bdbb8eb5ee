"""Outcomes crossed with codes and variables, cell by cell, so that the cases behind every number can be looked up."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tipcoder.analysis.intervals import t_interval, wilson
from tipcoder.analysis.unmatched import told
from tipcoder.analysis.variables import Levels, Numbers
from tipcoder.codebook.nets import code_of
from tipcoder.errors import BadInput
from tipcoder.model import Codebook
from tipcoder.results import Result
from tipcoder.study import Study
from tipcoder.workbench.opening import opened
from tipcoder.workbench.statistics.indicator_merge import Merged, merge
from tipcoder.workbench.statistics.labels import code_label, measure_label
from tipcoder.workbench.statistics.presence import Presence, presence
from tipcoder.workbench.statistics.tests import Findings, Wanted, code_tests, outcome_tests

_STATES = {1: "present", 0: "absent", -1: "unknown"}


@dataclass(frozen=True)
class Cell:
    """Cases that share a level of the outcome and a state of the variable."""

    state: str
    cases: tuple[str, ...]
    """Their labels."""


@dataclass(frozen=True)
class Band:
    """One level of an outcome: a share or a mean with its interval, and what it rests on."""

    level: str
    rows: int
    """Cases at this level."""
    answers: int
    """Of these, cases of which the variable is known."""
    value: float | None
    low: float | None
    high: float | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Crossing:
    """A variable along the levels of an outcome."""

    outcome: str
    variable: str
    unit: str
    """`share` (Wilson, 1927, intervals) or `mean` (t intervals)."""
    bands: tuple[Band, ...]
    questions: tuple[str, ...] = ()
    """For a code: the questions whose reading tells that it is absent."""


@dataclass(frozen=True, eq=False)
class Analysis:
    """Everything the study can test, tested once."""

    outcomes: tuple[str, ...]
    codes: tuple[str, ...]
    variables: tuple[str, ...]
    results: dict[tuple[str, str], Result]
    """By (outcome, code or variable)."""
    sentences: tuple[str, ...]
    labels: dict[str, str]
    """What people call outcomes, codes and variables, where that is not their name."""
    _merged: Merged
    _presence: Presence | None
    _problems: tuple[str, ...] = field(default=())

    @property
    def problems(self) -> tuple[str, ...]:
        """Why a part of it is not there."""
        return self._problems

    def known(self, code: str) -> tuple[int, int]:
        """Cases with the code, and cases of which it is known whether they have it."""
        assert self._presence is not None
        coverage = self._presence.codes[code].coverage
        return coverage.present, coverage.coded

    def crossing(self, outcome: str, variable: str) -> Crossing:
        """The cells behind a result."""
        levels = self._merged.table.outcome(outcome)
        if self._presence is not None and variable in self._presence.codes:
            code = self._presence.codes[variable]
            states = [_STATES[state] for state in code.states]
            bands = [self._shares(levels, place, states, ("present", "absent")) for place in range(len(levels.labels))]
            return Crossing(outcome, variable, "share", tuple(bands), code.coverage.scope)
        found = self._variable(variable)
        if isinstance(found, Numbers):
            return Crossing(outcome, variable, "mean", tuple(self._means(levels, found)))
        labels = [found.labels[code] if code >= 0 else "unknown" for code in found.codes]
        order = tuple(reversed(found.labels)) if len(found.labels) == 2 else found.labels
        bands = [self._shares(levels, place, labels, order) for place in range(len(levels.labels))]
        return Crossing(outcome, variable, "share", tuple(bands))

    def _variable(self, name: str) -> Levels | Numbers:
        if name in self._merged.indicators:
            return self._merged.indicators[name]
        if name in self._merged.table.study.factors:
            return self._merged.table.factor(name)
        return self._merged.table.categories(name)

    def _shares(self, levels: Levels, place: int, states: list[str], order: tuple[str, ...]) -> Band:
        """The share of the first state among the cases of which it is known."""
        here = [n for n in range(len(states)) if levels.codes[n] == place]
        labels = self._merged.table.labels
        cells = tuple(
            Cell(state, tuple(labels[n] for n in here if states[n] == state)) for state in (*order, "unknown")
        )
        known, first = sum(len(cell.cases) for cell in cells[:-1]), len(cells[0].cases)
        low, high = wilson(first, known) if known else (None, None)
        value = first / known if known else None
        return Band(levels.labels[place], len(here), known, value, low, high, cells)

    def _means(self, levels: Levels, numbers: Numbers) -> list[Band]:
        import numpy as np

        labels, bands = self._merged.table.labels, []
        for place, level in enumerate(levels.labels):
            at_level = levels.codes == place
            values = numbers.values[at_level & numbers.known]
            n = len(values)
            low = high = None
            if n > 1:
                low, high = t_interval(float(values.mean()), float(values.std(ddof=1)), n) or (None, None)
            cells = (
                Cell("with a number", tuple(labels[i] for i in np.flatnonzero(at_level & numbers.known))),
                Cell("unknown", tuple(labels[i] for i in np.flatnonzero(at_level & ~numbers.known))),
            )
            mean = float(values.mean()) if n else None
            bands.append(Band(level, int(at_level.sum()), n, mean, low, high, cells))
        return bands


def _listed(study: Study, book: Codebook, name: str) -> str:
    """What a code is called in a list, whose lines may be cut off at their end."""
    code = code_of(book, name)
    label = code_label(study, book, code)
    return label if code == name else f"own: {label}"


def analyse(folder: Path, viewer: str | None = None) -> Analysis:
    """Test everything that the study declares. Opens the study for itself, so that it can run in a thread of its own.

    Raises BadInput for a study without outcomes.
    """
    with opened(folder, read_only=True, viewer=viewer, take_in=False) as here:
        study = here.study
        if not study.outcomes:
            raise BadInput("The study has no outcome to test.", "Add [outcome.NAME] to study.toml.")
        problems, findings = [], []
        for tests, wanted in ((code_tests, Wanted(all_codes=True)), (outcome_tests, Wanted())):
            try:
                findings.append(tests(here, wanted))
            except BadInput as fault:
                problems.append(str(fault))
                findings.append(Findings((), ()))
        by_code, by_variable = findings
        variables = tuple(dict.fromkeys(result.variable for result in by_variable.results))
        merged = merge(here, [name for name in variables if name in study.indicators])
        known = presence(here, merged.table) if by_code.results else None
        labels = {name: measure_label(study, name) for name in (*study.outcomes, *variables)}
        if known is not None:
            labels.update({name: _listed(study, known.book, name) for name in known.codes})
        unmatched = [f"{sentence}." for sentence in told(merged.table.unmatched)]
        results = {(r.outcome, r.variable): r for found in findings for r in found.results}
        return Analysis(
            outcomes=tuple(study.outcomes),
            codes=tuple(known.codes) if known is not None else (),
            variables=variables,
            results=results,
            sentences=tuple(dict.fromkeys((*by_code.sentences, *by_variable.sentences, *unmatched))),
            labels={name: label for name, label in labels.items() if label},
            _merged=merged,
            _presence=known,
            _problems=tuple(problems),
        )
