"""The headline test again under other assumptions: other cases, or cases that hang together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tipcoder.analysis import means
from tipcoder.analysis.clusters import clustered_wald, count_clusters, find_first_of_each
from tipcoder.analysis.few_clusters import FEW_CLUSTERS, compare_two_by_cr2, warn_of_few_clusters
from tipcoder.analysis.headline import choose_headline
from tipcoder.analysis.pairs import (
    CR2,
    EXACT_TESTS,
    REFUSED,
    WALD,
    Pair,
    TestedPair,
    find_known_places,
    make_supporting_test,
)
from tipcoder.analysis.refusals import explain_refusal
from tipcoder.analysis.survey_design import SurveyDesign
from tipcoder.analysis.variables import UNKNOWN, Cases, Levels, Numbers
from tipcoder.analysis.weighted_tests import choose_weighted
from tipcoder.results.tests import SupportingTest

if TYPE_CHECKING:
    from tipcoder.arrays import Floats, Ints

Choice = Callable[[Pair, "Ints"], TestedPair]
"""What tests a pair on the cases at some places."""


def check_sensitivity(pair: Pair, usable: Ints, cases: Cases) -> tuple[SupportingTest, ...]:
    """Every check that the cases allow; `usable` are the places of the headline's cases."""
    if cases.design is not None:
        return _check_weighted(pair, usable, cases, cases.design)
    checks = []
    first = find_first_of_each(cases.respondent, usable)
    has_repeats = first.size < usable.size
    if has_repeats:
        checks.append(_repeat_test("one row per respondent", pair, first))
        checks.append(_test_clustered("clustered by respondent", pair, usable, cases.respondent))

    # Cases without a country are left out of this check, not lumped together as one cluster.
    placed = usable[cases.country[usable] >= 0]
    if placed.size:
        checks.append(_test_clustered("clustered by country", pair, placed, cases.country))

    # Shows how far the result depends on what was not read.
    if pair.unknown_is is not None:
        as_if = _fill_unknown(pair, pair.unknown_is)
        checks.append(_repeat_test("if unknown were absent", as_if, find_known_places(as_if)))
    return tuple(checks)


def _check_weighted(
    pair: Pair, usable: Ints, cases: Cases, design: SurveyDesign
) -> tuple[SupportingTest, ...]:
    """The same checks with the weights, and the test without them."""
    weighted = partial(choose_weighted, design=design)
    # Without weights a case whose weight is 0 counts like every other.
    checks = [_repeat_test("unweighted", pair, find_known_places(pair))]
    # Respondents are the clusters of the design already.
    first = find_first_of_each(cases.respondent, usable)
    if first.size < usable.size:
        checks.append(_repeat_test("one row per respondent", pair, first, weighted))
    placed = usable[cases.country[usable] >= 0]
    if placed.size:
        by_country = SurveyDesign(design.weights, cases.country)
        of_country = partial(choose_weighted, design=by_country)
        check = _repeat_test("clustered by country", pair, placed, of_country)
        found = count_clusters(cases.country[placed])
        warning = warn_of_few_clusters(found, "countries", is_corrected=False)
        checks.append(check if check.note else replace(check, note=warning))
    if pair.unknown_is is not None:
        as_if = _fill_unknown(pair, pair.unknown_is)
        known = design.keep_weighted(find_known_places(as_if))
        checks.append(_repeat_test("if unknown were absent", as_if, known, weighted))
    return tuple(checks)


def _fill_unknown(pair: Pair, group: int) -> Pair:
    """The pair as if every case of unknown group were in this one."""
    import numpy as np

    codes = pair.groups.codes
    filled = np.where(codes == UNKNOWN, group, codes)
    return replace(pair, groups=Levels(pair.groups.name, pair.groups.labels, filled))


def _repeat_test(
    kind: str, pair: Pair, usable: Ints, choose: Choice = choose_headline
) -> SupportingTest:
    """The same test on other cases; `choose` makes it."""
    n = int(usable.size)
    refusal = explain_refusal(pair, usable)
    if refusal:
        return SupportingTest(kind, REFUSED, n, note=refusal)

    # With fewer cases another test may be the right one, for instance an exact one.
    found = choose(pair, usable)
    if found.tested is None:
        return SupportingTest(kind, REFUSED, n, note=found.reason)
    if found.test in EXACT_TESTS:
        return SupportingTest(kind, found.test, n, p=found.tested.p)
    return make_supporting_test(kind, found.test, found.tested, n)


def _test_clustered(kind: str, pair: Pair, usable: Ints, clusters: Ints) -> SupportingTest:
    """A test that lets cases of one cluster depend on each other."""
    n = int(usable.size)
    sides = _find_regression_sides(pair, usable)
    if sides is None:
        note = "Neither side is a number, a yes/no or an order, so no clustered test."
        return SupportingTest(kind, REFUSED, n, note=note)

    values, codes, groups = sides
    of_cases = clusters[usable]
    found = count_clusters(of_cases)
    is_corrected = groups == 2 and found < FEW_CLUSTERS
    unit = "respondents" if kind.endswith("respondent") else "countries"
    if is_corrected:
        tested = compare_two_by_cr2(values, codes, of_cases)
    else:
        tested = clustered_wald(values, codes, groups, of_cases)
    warning = warn_of_few_clusters(found, unit, is_corrected=is_corrected)
    if tested is None:
        note = "Too few clusters, or no variation within them, for a clustered test."
        return SupportingTest(kind, REFUSED, n, note=note)
    made = make_supporting_test(kind, CR2 if is_corrected else WALD, tested, n)
    return replace(made, note=warning)


def _find_regression_sides(pair: Pair, usable: Ints) -> tuple[Floats, Ints, int] | None:
    """What the clustered regression explains, the groups that explain it, and their number."""
    import numpy as np

    codes, measured = pair.groups.codes[usable], pair.measured
    if isinstance(measured, Numbers):
        values = measured.values[usable]
        return values / means.choose_unit(values), *_renumber_groups(codes)

    # Of two sets of categories, one must be a yes/no or an order to stand for a number.
    columns = measured.codes[usable]
    if pair.groups_are_of_variable and pair.ordered:
        return columns.astype(np.float64), *_renumber_groups(codes)
    has_two_groups = len(pair.groups.labels) == 2
    if len(measured.labels) == 2 or (pair.ordered and has_two_groups):
        return columns.astype(np.float64), *_renumber_groups(codes)
    if has_two_groups or pair.ordered:
        return codes.astype(np.float64), *_renumber_groups(columns)
    return None


def _renumber_groups(codes: Ints) -> tuple[Ints, int]:
    """The codes without gaps, because a group that no case has takes no number; and how many."""
    import numpy as np

    found = np.bincount(codes) > 0
    places = np.cumsum(found) - 1
    count = int(places[-1]) + 1
    if found.all():
        return codes, count
    return places[codes], count
