"""Outcomes that are numbers, described: over all cases, and in the groups of each factor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tipcoder.results.tables import DescriptiveTable, TableBlock
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.interval_words import ROCKS, T_INTERVALS, WEIGHTED_MEANS
from tipcoder.workbench.statistics.labels import find_variable_label
from tipcoder.workbench.statistics.level_tables import count_levels
from tipcoder.workbench.statistics.number_means import describe_numbers
from tipcoder.workbench.statistics.variables import PROMOTERS

_ALL = "All cases"


def build_number_table(table: CaseTable, name: str) -> DescriptiveTable:
    """Mean, median, deviation and interval of an outcome; of a net promoter score that score."""
    spec = table.study.number_outcomes[name]
    values = table.outcome_numbers(name).list_values()
    note = f"{PROMOTERS} {ROCKS}" if spec.is_nps else T_INTERVALS
    if table.design is not None:
        note = f"{PROMOTERS} {WEIGHTED_MEANS}" if spec.is_nps else WEIGHTED_MEANS
    heading = spec.label or name
    everybody = list(range(len(values)))
    whole = describe_numbers(_ALL, values, everybody, table.design, is_nps=spec.is_nps)
    blocks = [TableBlock(heading, "cases", means=(whole,), note=note)]
    if spec.is_nps:
        bands = table.outcome_bands(name)
        blocks.append(count_levels(table, bands, f"{heading}: {', '.join(bands.labels)}"))
    for variable, groups in _list_groups(table):
        lines = []
        for label, places in groups:
            lines.append(describe_numbers(label, values, places, table.design, is_nps=spec.is_nps))
        text = f"{heading} by {find_variable_label(table.study, variable) or variable}"
        # How it was computed is said once, above.
        blocks.append(TableBlock(text, "cases", means=tuple(lines)))
    return DescriptiveTable(name, heading, tuple(blocks))


def _list_groups(table: CaseTable) -> Iterator[tuple[str, Iterable[tuple[str, Sequence[int]]]]]:
    """Each factor with the places of the cases in each of its groups."""
    import numpy as np

    for name in table.study.list_factor_names():
        levels = table.factor_levels(name)
        groups = []
        for place, label in enumerate(levels.labels):
            groups.append((label, np.flatnonzero(levels.codes == place).tolist()))
        yield name, groups
