"""How an outcome of the study changed between two waves: its mean, and the shares of its levels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tipcoder.results.changes import MEAN, SHARE, WaveChange, without_test
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.compared_waves import ComparedWaves, estimate_wave_change
from tipcoder.workbench.statistics.labels import find_variable_label
from tipcoder.workbench.statistics.variables import collect_notes

BESIDE = "The shares of the levels are described; what is tested is the mean."


def compare_outcome(
    name: str, groups: Mapping[str, ComparedWaves], min_n: int
) -> Iterator[WaveChange]:
    """The mean of an outcome, which is tested, and the share of each of its levels beside it; of
    an outcome with two levels and no scores, the share of the second. A number has no levels, and a
    net promoter score those of whom it is made.
    """
    table = next(iter(groups.values())).table
    measured = _measure_outcome(table, name)
    label = find_variable_label(table.study, name)
    notes = collect_notes(table, name, [name])
    for group, compared in groups.items():
        for one in _compare_in_group(measured, compared, min_n):
            yield replace(one, name=name, label=label, group=group, notes=(*one.notes, *notes))


@dataclass(frozen=True)
class _MeasuredOutcome:
    """An outcome by case, in order of the survey."""

    scores: Sequence[float | None]
    """What an answer counts in the mean; empty where only shares are compared."""
    levels: Sequence[str | None]
    order: Sequence[str]
    """The levels from lowest to highest; empty for a number."""


def _measure_outcome(table: CaseTable, name: str) -> _MeasuredOutcome:
    number = table.study.number_outcomes.get(name)
    if number is not None:
        scores = table.outcome_numbers(name).list_values()
        if not number.is_nps:
            return _MeasuredOutcome(scores, (), ())
        bands = table.outcome_bands(name)
        kinds = [bands.labels[code] if code >= 0 else None for code in bands.codes.tolist()]
        return _MeasuredOutcome(scores, kinds, bands.labels)

    spec = table.study.outcomes[name]
    cells = table.read_column(spec.column)
    levels = [spec.find_level(cell) for cell in cells]
    if len(spec.levels) == 2 and not spec.scores:
        return _MeasuredOutcome((), levels, spec.levels)
    scores = [None if cell is None else spec.find_score(cell) for cell in cells]
    return _MeasuredOutcome(scores, levels, spec.levels)


def _compare_in_group(
    measured: _MeasuredOutcome, compared: ComparedWaves, min_n: int
) -> Iterator[WaveChange]:
    levels = measured.levels
    if not measured.scores:
        yield _compare_level(measured.order[1], compared, levels, min_n)
        return
    scores = measured.scores
    mean = estimate_wave_change(compared.collect_values(scores), compared.names, MEAN, min_n)
    yield replace(mean, notes=(*mean.notes, BESIDE)) if measured.order else mean
    for level in measured.order:
        yield _describe_only(_compare_level(level, compared, levels, min_n))


def _compare_level(
    level: str, compared: ComparedWaves, levels: Sequence[str | None], min_n: int
) -> WaveChange:
    """The share of a level among those who chose any."""
    chosen = [None if one is None else float(one == level) for one in levels]
    samples = compared.collect_values(chosen)
    return replace(estimate_wave_change(samples, compared.names, SHARE, min_n), level=level)


def _describe_only(change: WaveChange) -> WaveChange:
    """Without tests: those of the levels would only repeat that of the mean."""
    estimates = tuple(map(without_test, change.estimates))
    return replace(change, estimates=estimates, is_tested=False)
