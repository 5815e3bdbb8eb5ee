"""How an outcome of the study changed between two waves: its mean, and the shares of its levels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tipcoder.change_results import MEAN, SHARE, WaveChange, without_test
from tipcoder.study_variables import OutcomeSpec
from tipcoder.workbench.statistics.compared_waves import ComparedWaves, estimate_wave_change
from tipcoder.workbench.statistics.labels import find_variable_label
from tipcoder.workbench.statistics.variables import collect_notes

BESIDE = "The shares of the levels are described; what is tested is the mean."


def compare_outcome(
    name: str, groups: Mapping[str, ComparedWaves], min_n: int
) -> Iterator[WaveChange]:
    """The mean of an outcome, which is tested, and the share of each of its levels beside it; of
    an outcome with two levels and no scores, the share of the second.
    """
    table = next(iter(groups.values())).table
    spec = table.study.outcomes[name]
    cells = table.read_column(spec.column)
    levels = [spec.find_level(cell) for cell in cells]
    label = find_variable_label(table.study, name)
    notes = collect_notes(table, name, [name])
    for group, compared in groups.items():
        for one in _compare_in_group(spec, compared, cells, levels, min_n):
            yield replace(one, name=name, label=label, group=group, notes=(*one.notes, *notes))


def _compare_in_group(
    spec: OutcomeSpec,
    compared: ComparedWaves,
    cells: Sequence[str | None],
    levels: Sequence[str | None],
    min_n: int,
) -> Iterator[WaveChange]:
    if len(spec.levels) == 2 and not spec.scores:
        yield _compare_level(spec.levels[1], compared, levels, min_n)
        return
    scores = [None if cell is None else spec.find_score(cell) for cell in cells]
    mean = estimate_wave_change(compared.collect_values(scores), compared.names, MEAN, min_n)
    yield replace(mean, notes=(*mean.notes, BESIDE))
    for level in spec.levels:
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
