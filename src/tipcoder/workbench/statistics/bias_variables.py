"""By what errors of suggestions are compared: language, country, indicators and outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tipcoder.analysis.testing import MIN_N
from tipcoder.analysis.variables import Levels, Numbers, build_levels
from tipcoder.workbench.statistics.indicator_merge import MergedCases

OTHERS = "others"
"""Groups that are too small to be tested, together."""


def collect_bias_variables(
    merged: MergedCases, places: Sequence[int], languages: Sequence[str]
) -> dict[str, Levels | Numbers]:
    """Every variable by name, one value a row.

    `places` says which case each row is about, `languages` in which language its answer is.
    """
    import numpy as np

    table, study = merged.table, merged.table.study
    chosen = np.array(places, dtype=np.int64)
    variables: dict[str, Levels | Numbers] = {"language": _pool_rare_groups("language", languages)}
    if study.country is not None:
        # Regions where the study has them: single countries are mostly too small to be tested.
        if study.country.region:
            name, by_case = "region", table.group_column(study.country.region)
        else:
            name, by_case = "country", merged.names_by_case
        variables[name] = _pool_rare_groups(name, [by_case[place] for place in places])

    for name, numbers in merged.indicators.items():
        variables[name] = Numbers(name, numbers.values[chosen])
    for name in study.outcomes:
        outcome = table.outcome_levels(name)
        labels = [outcome.labels[code] if code >= 0 else None for code in outcome.codes[chosen]]
        variables[name] = _pool_rare_groups(name, labels, outcome.labels)
    return variables


def _pool_rare_groups(name: str, values: Sequence[str | None], order: Sequence[str] = ()) -> Levels:
    """A category per row.

    Those with too few rows to be tested are one category. It is left out where even together they
    are too few.
    """
    rows_of = Counter(value for value in values if value is not None)
    rare = {value for value, rows in rows_of.items() if rows < MIN_N}
    kept = []
    for value in order or sorted(rows_of):
        if value in rows_of and value not in rare:
            kept.append(value)
    if sum(rows_of[value] for value in rare) >= MIN_N:
        kept.append(OTHERS)
    return build_levels(name, kept, [OTHERS if value in rare else value for value in values])
