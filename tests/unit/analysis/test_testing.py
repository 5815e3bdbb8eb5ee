"""Tests, their choice and their refusals.
Expected values are from textbooks, other packages, or worked by hand.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from tipcoder.analysis import contingency, means, ranks
from tipcoder.analysis.clusters import clustered_wald, find_first_of_each
from tipcoder.analysis.families import adjust_by_benjamini_hochberg, adjust_by_holm, adjust_family
from tipcoder.analysis.intervals import mean_in_scale, wilson_interval
from tipcoder.analysis.pairs import FISHER, FREEMAN_HALTON, REFUSED, Pair
from tipcoder.analysis.testing import run_test
from tipcoder.analysis.variables import Cases, Levels, Numbers
from tipcoder.results.tests import StatisticalTest


def levels(codes: list[int], *labels: str) -> Levels:
    return Levels("groups", labels or ("absent", "present"), np.array(codes))


def numbers(*values: float) -> Numbers:
    return Numbers("number", np.array(values, dtype=float))


def alone(n: int) -> Cases:
    """Every case of another respondent and country."""
    return Cases(np.arange(n), np.arange(n))


def outcome_of(groups: Levels, measured: Levels | Numbers, **settings: object) -> StatisticalTest:
    return run_test(
        Pair("outcome", "variable", groups, measured, **settings), alone(len(groups.codes))
    )  # type: ignore[arg-type]


def test_fishers_tea() -> None:
    """Fisher (1935): three of four cups right;
    the one-sided p is 17/70, the two-sided one 34/70.
    """
    assert contingency.exact_p(np.array([[3, 1], [1, 3]])) == pytest.approx(34 / 70)


def test_freeman_halton_by_hand() -> None:
    """Margins (2, 2) x (2, 1, 1): six tables;
    [2 0 0] and [0 1 1] have p 1/6 each, the observed [1 1 0] 2/6.
    """
    assert contingency.exact_p(np.array([[2, 0, 0], [0, 1, 1]])) == pytest.approx(1 / 3)
    assert contingency.exact_p(np.array([[1, 1, 0], [1, 0, 1]])) == 1.0


@given(st.lists(st.integers(0, 12), min_size=4, max_size=4))
def test_exact_p_of_2x2_is_scipys(cells: list[int]) -> None:
    table = np.array(cells).reshape(2, 2)
    if not (table.sum(axis=0).all() and table.sum(axis=1).all()):
        return
    assert contingency.exact_p(table) == pytest.approx(scipy.stats.fisher_exact(table)[1])
    assert contingency.exact_p(table.T) == pytest.approx(contingency.exact_p(table))


def test_a_table_too_large_to_enumerate_has_no_exact_p() -> None:
    assert contingency.exact_p(np.ones((3, 3), dtype=int)) is None
    assert contingency.exact_p(np.full((2, 12), 500)) is None


def test_yates_corrects_never_beyond_the_difference() -> None:
    assert contingency.chi_square(np.array([[10, 10], [10, 10]]), yates=True).statistic == 0.0


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 2)), min_size=8, max_size=40))
def test_other_tests_agree_with_scipy(rows: list[tuple[int, int]]) -> None:
    values, codes = np.array([v for v, _ in rows], dtype=float), np.array([g for _, g in rows])
    parts = [values[codes == g] for g in range(3)]
    if min(len(part) for part in parts) < 2 or min(part.std() for part in parts) == 0:
        return
    m = means.compute_moments(values, codes, 3)
    assert means.one_way(m).p == pytest.approx(scipy.stats.f_oneway(*parts).pvalue)
    assert means.welch_anova(m).p == pytest.approx(
        scipy.stats.f_oneway(*parts, equal_var=False).pvalue
    )
    places = np.unique(values, return_inverse=True)[1]
    found = ranks.kruskal_wallis(places, codes, 3)
    assert found is not None
    assert found.p == pytest.approx(scipy.stats.kruskal(*parts).pvalue)
    two = codes < 2
    t = means.welch_t(means.compute_moments(values[two], codes[two], 2))
    assert t.p == pytest.approx(scipy.stats.ttest_ind(parts[0], parts[1], equal_var=False).pvalue)
    u = ranks.mann_whitney(places[two], codes[two])
    other = scipy.stats.mannwhitneyu(parts[0], parts[1], method="asymptotic")
    if u is not None:
        assert (u.statistic, u.p) == pytest.approx((other.statistic, other.pvalue))


def test_clustered_tests_agree_with_statsmodels() -> None:
    api = pytest.importorskip("statsmodels.api")
    draw = np.random.default_rng(7)
    codes, clusters = draw.integers(0, 3, 200), draw.integers(0, 40, 200)
    values = draw.normal(size=200) + draw.normal(size=40)[clusters]
    design = np.column_stack([np.ones(200), codes == 1, codes == 2]).astype(float)
    fit = api.OLS(values, design).fit(cov_type="cluster", cov_kwds={"groups": clusters}, use_t=True)
    other = fit.f_test(np.array([[0, 1, 0], [0, 0, 1]]))
    found = clustered_wald(values, codes, 3, clusters)
    assert found is not None
    assert found.statistic == pytest.approx(float(other.fvalue))
    assert found.p == pytest.approx(float(other.pvalue))


def test_too_few_clusters_give_no_test_and_no_nan() -> None:
    values, codes = np.array([1.0, 2.0, 3.0, 4.0]), np.array([0, 0, 1, 1])
    assert clustered_wald(values, codes, 2, np.zeros(4, dtype=int)) is None
    assert clustered_wald(values, codes, 2, np.array([0, 0, 1, 1])) is None


def test_the_first_usable_case_of_each_respondent_counts() -> None:
    assert find_first_of_each(np.array([0, 0, 0, 1, 2]), np.array([1, 2, 3])).tolist() == [1, 3]


def test_small_cells_make_the_exact_test_the_headline_and_say_why() -> None:
    found = outcome_of(levels([0] * 10 + [1] * 3), levels([0] * 5 + [1] * 5 + [1] * 3, "no", "yes"))
    assert (found.test, found.statistic, found.df) == (FISHER, None, None)
    assert "smallest expected count is 1.15" in found.reason
    assert {check.test for check in found.parallel_tests} == {
        "Pearson chi-square",
        "Pearson chi-square (Yates)",
    }
    assert found.effects[0].name.startswith("odds_ratio")


def test_a_family_may_ask_for_chi_square_and_then_the_exact_p_stands_beside() -> None:
    groups, measured = levels([0] * 10 + [1] * 3), levels([0] * 5 + [1] * 5 + [1] * 3, "no", "yes")
    found = outcome_of(groups, measured, exact_when_small=False)
    assert found.test == "Pearson chi-square (Yates)"
    exact = outcome_of(groups, measured)
    assert [check.p for check in found.parallel_tests if check.test == FISHER] == [exact.p]
    assert "trust the exact p" in found.combined_note


def test_three_levels_with_small_cells_get_freeman_halton_and_ranks() -> None:
    found = outcome_of(
        levels([0] * 9 + [1] * 3), levels([0, 1, 2] * 4, "low", "middle", "high"), ordered=True
    )
    assert found.test == FREEMAN_HALTON
    assert "Mann-Whitney" in {check.test for check in found.parallel_tests}


def test_a_code_with_one_row_prints_counts_and_a_refusal() -> None:
    found = outcome_of(levels([0] * 30 + [1]), levels([0, 1] * 15 + [1], "no", "yes"), min_n=10)
    assert (found.test, found.p, found.sensitivity) == (REFUSED, None, ())
    assert "'present' has 1 row, and a group needs at least 10" in found.combined_note
    assert [group.n for group in found.groups] == [30, 1]
    assert found.groups[1].counts == {"no": 0, "yes": 1}


@pytest.mark.parametrize(
    ("groups", "measured", "words"),
    [
        (levels([-1, -1]), numbers(1, 2), "No case has both values"),
        (levels([0, 0, 0]), numbers(1, 2, 3), "Every case is 'absent'"),
        (levels([0, 0, 1, 1]), numbers(3, 3, 3, 3), "same value (3)"),
        (levels([0, 0, 1, 1]), numbers(0, 0, 1, 1), "separate perfectly"),
        (levels([0, 0, 1, 1]), levels([1, 1, 1, 1], "no", "yes"), "Every case is 'yes'"),
        (levels([0, 0, 1]), numbers(1, 2, 3), "'present' has 1 row"),
        (
            levels([0, 0, 1, 1]),
            numbers(math.nan, math.nan, math.nan, math.nan),
            "No case has both values",
        ),
    ],
)
def test_what_cannot_be_tested_gets_a_sentence(
    groups: Levels, measured: Levels | Numbers, words: str
) -> None:
    found = outcome_of(groups, measured)
    assert (found.test, found.p) == (REFUSED, None)
    assert words in found.combined_note


def test_perfectly_separated_tables_have_finite_intervals() -> None:
    found = outcome_of(levels([0] * 20 + [1] * 20), levels([0] * 20 + [1] * 20, "no", "yes"))
    (ratio,) = [effect for effect in found.effects if effect.name.startswith("odds_ratio")]
    assert "0.5 added" in ratio.name
    assert ratio.low is not None and ratio.high is not None
    assert 1 < ratio.low < ratio.value < ratio.high < math.inf
    assert "One cell is empty" in found.combined_note


@given(
    st.lists(st.integers(-1, 2), min_size=1, max_size=25),
    st.lists(st.one_of(st.just(math.nan), st.integers(-2, 2).map(float)), min_size=25, max_size=25),
    st.integers(1, 6),
    st.booleans(),
)
def test_no_data_raise_and_no_number_is_nan(
    codes: list[int], values: list[float], people: int, table: bool
) -> None:
    n = len(codes)
    cut = np.array(values[:n])
    measured: Levels | Numbers = Numbers("number", cut)
    if table:
        measured = Levels(
            "three",
            ("a", "b", "c"),
            np.where(np.isnan(cut), -1, np.abs(np.nan_to_num(cut))).astype(int),
        )
    groups = levels(codes, "x", "y", "z")
    found = run_test(
        Pair("o", "v", groups, measured, ordered=True, unknown_is=0),
        Cases(np.arange(n) % people, np.arange(n) % 3),
    )
    numbers_in = [
        found.p,
        found.statistic,
        *(c.p for c in (*found.parallel_tests, *found.sensitivity)),
    ]
    numbers_in += [
        value for effect in found.effects for value in (effect.value, effect.low, effect.high)
    ]
    assert all(value is None or math.isfinite(value) for value in numbers_in)
    assert found.p is not None or found.combined_note


def test_unknown_cases_never_move_the_p_value() -> None:
    """The trap: 12 of 20 present cases are positive, 8 of 20 absent;
    60 more were never asked, and most are negative.
    """
    known = [1] * 20 + [0] * 20
    answers = [1] * 12 + [0] * 8 + [1] * 8 + [0] * 12
    alone_p = outcome_of(levels(known), levels(answers, "no", "yes")).p
    with_unknown = outcome_of(
        levels(known + [-1] * 60), levels(answers + [0] * 55 + [1] * 5, "no", "yes"), unknown_is=0
    )
    assert with_unknown.p == alone_p
    (filled,) = [
        check for check in with_unknown.sensitivity if check.kind == "if unknown were absent"
    ]
    assert (filled.n, with_unknown.n) == (100, 40)
    assert filled.p is not None and alone_p is not None
    assert filled.p < 0.001 < 0.1 < alone_p


def test_holm_and_benjamini_hochberg_by_hand() -> None:
    p = [0.01, 0.04, 0.03, 0.005]
    assert adjust_by_holm(p) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert adjust_by_benjamini_hochberg(p) == pytest.approx([0.02, 0.04, 0.04, 0.02])


def test_refusals_are_no_part_of_the_family() -> None:
    good = StatisticalTest("o", "a", "t", 9, (), p=0.03)
    found = adjust_family([good, StatisticalTest("o", "b", REFUSED, 1, ())], "holm")
    assert [(result.p_adjusted, result.family_size) for result in found] == [(0.03, 1), (None, 1)]


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_intervals_stay_inside_their_scale(share: tuple[int, int]) -> None:
    low, high = wilson_interval(*share)
    assert 0 <= low <= high <= 1
    low, high = mean_in_scale(-1 + 2 * share[0] / share[1], share[1], -1, 1)
    assert -1 <= low < high <= 1


def test_wilson_by_hand() -> None:
    """Five of five: the lower end is n / (n + z^2) = 5 / 8.8415."""
    assert wilson_interval(5, 5) == pytest.approx((5 / (5 + 1.959963985**2), 1.0))


@pytest.mark.parametrize(
    ("scale", "shift"), [(1e-7, 0.0), (1.0, 1e9), (1e-3, 1e6), (1e200, 0.0), (1e-200, 0.0)]
)
def test_small_numbers_and_large_ones_close_together_still_vary(scale: float, shift: float) -> None:
    """t does not change when a number is measured in other units or from another zero;
    scipy is the second opinion.
    """
    plain = np.array([1.0, 2, 3, 4, 3, 4, 5, 6])
    groups = levels([0] * 4 + [1] * 4)
    found = outcome_of(groups, Numbers("n", plain * scale + shift))
    expected = scipy.stats.ttest_ind(plain[:4], plain[4:], equal_var=False)
    assert found.test == "Welch t"
    assert found.statistic == pytest.approx(expected.statistic, rel=1e-4)
    assert found.p == pytest.approx(expected.pvalue, rel=1e-4)


@pytest.mark.parametrize("value", [0.1, 7.0, 1e9, 1e-9, 0.0])
def test_equal_values_are_equal_whatever_rounding_does_to_them(value: float) -> None:
    groups = levels([0] * 300 + [1] * 300)
    every = outcome_of(groups, Numbers("n", np.full(600, value)))
    assert "Every case has the same value" in every.combined_note
    noisy = np.array([0.1 + 0.2, 0.3] * 150 + [value + 1.0] * 300)
    apart = outcome_of(groups, Numbers("n", noisy))
    assert "within each group every case has the same value" in apart.combined_note


def test_groups_that_separate_all_but_perfectly_are_tested() -> None:
    """The spread within groups is a ten-millionth of the distance between them,
    and is there all the same.
    """
    values = np.array([1.0, 1.0000001, 1.0000002, 2.0, 2.0000001, 2.0000002])
    found = outcome_of(levels([0, 0, 0, 1, 1, 1]), Numbers("n", values))
    # Both sd are 1e-7, so t = -1 / (1e-7 * sqrt(2 / 3)) with 4 degrees of freedom.
    assert found.statistic == pytest.approx(-1e7 / math.sqrt(2 / 3), rel=1e-6)
    assert found.df == pytest.approx((4,), rel=1e-6)


@pytest.mark.parametrize("min_n", [1, 2])
@pytest.mark.parametrize(
    "rows", [[], [0], [0, 1], [0, 0], [0, 0, 1], [0, 1, 2], [0, 0, 1, 2], [-1, 0, 1], [-1, -1]]
)
def test_few_rows_give_a_sentence_or_a_test_and_never_an_error(rows: list[int], min_n: int) -> None:
    places = np.array(rows, dtype=np.int64)
    values = np.array([0.0, 2.0, 1.0, 5.0][: len(rows)])
    for names in (("a", "b"), ("a", "b", "c")):
        groups = Levels("groups", names, np.minimum(places, len(names) - 1))
        sides = (
            Numbers("number", values),
            Levels("levels", ("x", "y", "z"), values.astype(np.int64) % 3),
        )
        for measured in sides:
            found = outcome_of(groups, measured, ordered=True, unknown_is=0, min_n=min_n)
            assert (found.p is None) == (found.test == REFUSED)
            if found.p is None:
                assert found.combined_note.endswith(".")
            else:
                assert 0 <= found.p <= 1
            for check in (*found.parallel_tests, *found.sensitivity):
                assert check.p is not None or check.note


def test_one_number_in_a_group_is_too_few_however_few_are_asked_for() -> None:
    found = outcome_of(levels([0, 0, 0, 1]), numbers(1, 2, 3, 9), min_n=1)
    assert found.combined_note == "Not tested: 'present' has 1 row, and a group needs at least 2."


def test_cases_of_one_group_only_give_no_clustered_test() -> None:
    assert (
        clustered_wald(np.array([1.0, 2.0, 3.0]), np.zeros(3, dtype=int), 1, np.arange(3)) is None
    )
