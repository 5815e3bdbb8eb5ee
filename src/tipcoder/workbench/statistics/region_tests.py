"""Whether an outcome differs by region: the test that `stats --variable region` has, and below an
average the test of the means as of any number in groups without an order.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.analysis.headline import choose_headline
from tipcoder.analysis.pairs import (
    ANOVA,
    EXACT_TESTS,
    GAMES_HOWELL,
    Pair,
    TestedPair,
    find_known_places,
    make_supporting_test,
)
from tipcoder.analysis.refusals import explain_refusal
from tipcoder.analysis.survey_design import SurveyDesign, estimate_group_means
from tipcoder.analysis.variables import Levels, Numbers, build_levels, build_numbers
from tipcoder.analysis.weighted_tests import compare_weighted_means
from tipcoder.export.result_lines import format_check, format_effect, format_p
from tipcoder.results import SupportingTest
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.compared_sides import pair_sides

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

    values = build_numbers(outcome, list_scores(table, outcome))
    names = sorted({group for group in groups if group is not None})
    levels = build_levels("region", names, groups)
    both = levels.known & values.known
    levels = levels.drop_unused(both)
    if table.design is not None:
        return _describe_weighted(levels, values, table.design)
    said = []
    if outcome in table.study.outcomes:
        # Ranks or shares come first, as wherever an outcome with levels is tested.
        said += _describe_headline(pair_sides(table.measure_outcome(outcome), levels))
    said += _describe_means(pair_sides(values, levels))
    return " ".join(said)


def _describe_headline(pair: Pair) -> list[str]:
    found = _test(pair)
    if found is None or found.tested is None:
        return []
    effects = ", ".join(map(format_effect, found.effects[:1]))
    return [f"{_format_headline(found, pair)}, {effects}."]


def _describe_means(pair: Pair) -> list[str]:
    """The test of the means, the one-way ANOVA beside it, and each pair of regions."""
    found = _test(pair)
    if found is None or found.tested is None:
        return []
    said = [_format_headline(found, pair), *map(format_effect, found.effects[:1])]
    said += [format_check(check) for check in found.beside if check.test == ANOVA]
    lines = [f"Means: {', '.join(said)}."]
    pairs = [check for check in found.beside if check.test == GAMES_HOWELL]
    if pairs:
        shown = [f"{check.note}, {format_p(check.p or 0.0)}" for check in pairs]
        lines.append(f"{PAIRS}by {GAMES_HOWELL}: {'; '.join(shown)}.")
    return lines


def _test(pair: Pair) -> TestedPair | None:
    """None where there is nothing to compare."""
    usable = find_known_places(pair)
    if explain_refusal(pair, usable):
        return None
    return choose_headline(pair, usable)


def _format_headline(found: TestedPair, pair: Pair) -> str:
    assert found.tested is not None, "what was refused is not told"
    n = int(find_known_places(pair).size)
    is_exact = found.test in EXACT_TESTS
    if is_exact:
        return format_check(SupportingTest("beside", found.test, n, p=found.tested.p))
    return format_check(make_supporting_test("beside", found.test, found.tested, n))


def _describe_weighted(levels: Levels, values: Numbers, design: SurveyDesign) -> str:
    """The design-based test; pairs by the studentized range have no weighted form."""
    import numpy as np

    places = design.keep_weighted(np.flatnonzero(levels.known & values.known))
    chosen, groups = design.choose(places), len(levels.labels)
    if not places.size or groups < 2:
        return ""
    means = estimate_group_means(values.values[places], levels.codes[places], groups, chosen)
    tested = compare_weighted_means(means, chosen.df)
    if tested is None:
        return ""
    name = "design-based t" if groups == 2 else "design-based Wald F"
    check = SupportingTest("beside", name, int(places.size), tested.statistic, tested.df, tested.p)
    return f"{format_check(check)}. {PAIRS}of regions have no weighted test here."
