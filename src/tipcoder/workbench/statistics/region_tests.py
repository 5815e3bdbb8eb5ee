"""Whether an outcome differs by region: ANOVA, and pairs as the variances allow."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.analysis.mean_pairs import MOST_APART, ComparedMeans, compare_several_means
from tipcoder.analysis.means import find_constant_groups
from tipcoder.analysis.survey_design import SurveyDesign, estimate_group_means
from tipcoder.analysis.variables import Levels, Numbers, build_levels, build_numbers
from tipcoder.analysis.weighted_tests import compare_weighted_means
from tipcoder.export.result_lines import format_check, format_effect, format_p
from tipcoder.results.tests import SupportingTest
from tipcoder.workbench.statistics.case_table import CaseTable

PAIRS = "Pairs "
"""How what is said of pairs of regions begins."""


def list_scores(table: CaseTable, outcome: str) -> list[float | None]:
    """What the answer of each case counts in a mean; None where it counts nothing."""
    if outcome in table.study.number_outcomes:
        return table.outcome_numbers(outcome).list_values()
    spec = table.study.outcomes[outcome]
    cells = table.read_column(spec.column)
    return [None if cell is None else spec.find_score(cell) for cell in cells]


def describe_region_test(table: CaseTable, outcome: str, groups: Sequence[str | None]) -> str:
    """The test of an outcome by region in sentences; empty where there is nothing to compare."""
    import numpy as np

    values = build_numbers(outcome, list_scores(table, outcome))
    names = sorted({group for group in groups if group is not None})
    levels = build_levels("region", names, groups)
    both = levels.known & values.known
    if table.design is not None:
        has_weight = np.nan_to_num(table.design.weights) > 0
        return _describe_weighted(levels.drop_unused(both & has_weight), values, table.design)
    levels = levels.drop_unused(both)
    places = np.flatnonzero(both)
    found = compare_several_means(values.values[places], levels.codes[places], levels.labels)
    return "" if found is None else _describe_comparison(found, int(places.size))


def _describe_comparison(found: ComparedMeans, n: int) -> str:
    anova = SupportingTest(
        "beside", "one-way ANOVA", n, found.anova.statistic, found.anova.df, found.anova.p
    )
    said = [f"{_begin(format_check(anova))}, {format_effect(found.effect)}."]
    if not found.pairs:
        return said[0]
    alike = "alike" if found.are_alike else "not alike"
    said.append(
        f"{PAIRS}by {found.pairs[0].test}, because variances are {alike} (the largest SD is "
        f"{found.spread:.1f} times the smallest; {MOST_APART:g} is the limit):"
    )
    shown = [f"{pair.note}, {format_p(pair.p or 0.0)}" for pair in found.pairs]
    return f"{' '.join(said)} {'; '.join(shown)}."


def _begin(sentence: str) -> str:
    """With a capital letter."""
    return sentence[0].upper() + sentence[1:]


def _describe_weighted(levels: Levels, values: Numbers, design: SurveyDesign) -> str:
    """The design-based test; pairs by the studentized range have no weighted form."""
    import numpy as np

    places = design.keep_weighted(np.flatnonzero(levels.known & values.known))
    chosen, groups = design.choose(places), len(levels.labels)
    if not places.size or groups < 2:
        return ""
    numbers, codes = values.values[places], levels.codes[places]
    if find_constant_groups(numbers, codes, groups).all():
        return ""
    means = estimate_group_means(numbers, codes, groups, chosen)
    tested = compare_weighted_means(means, chosen.df)
    if tested is None:
        return ""
    name = "design-based t" if groups == 2 else "design-based Wald F"
    check = SupportingTest("beside", name, int(places.size), tested.statistic, tested.df, tested.p)
    return f"{_begin(format_check(check))}. {PAIRS}of regions have no weighted test here."
