"""Trends in weighted data against their definition, in fractions, and against known tests."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
import scipy.stats

from tipcoder.analysis.pairs import Pair
from tipcoder.analysis.survey_design import SurveyDesign
from tipcoder.analysis.testing import run_test
from tipcoder.analysis.trends import cochran_armitage
from tipcoder.analysis.variables import Cases, Levels, build_levels, build_numbers
from tipcoder.analysis.weighted_trends import find_code_trend, find_weighted_trend

WEIGHTS = [Fraction(one) for one in (1, 3, 2, 2, 1, 4, 2, 5, 1, 2)]
GROUPS = [0, 0, 0, 1, 1, 1, 1, 2, 2, 2]
LEVELS = [0, 1, 0, 2, 0, 1, 1, 2, 2, 1]
RESPONDENTS = [0, 1, 1, 2, 3, 3, 4, 5, 6, 7]


def compute_t(values: list[int]) -> float:
    """Slope by its linearised standard error, by the definition: what each respondent moves the
    slope by is the sum of her weights times distance times residual, by the sum of squares.
    """
    total = sum(WEIGHTS)
    centre = sum(w * x for w, x in zip(WEIGHTS, GROUPS, strict=True)) / total
    middle = sum(w * y for w, y in zip(WEIGHTS, values, strict=True)) / total
    squares = sum(w * (x - centre) ** 2 for w, x in zip(WEIGHTS, GROUPS, strict=True))
    slope = Fraction(0)
    for w, x, y in zip(WEIGHTS, GROUPS, values, strict=True):
        slope += w * (x - centre) * (y - middle) / squares
    moved = [Fraction(0)] * 8
    for w, x, y, who in zip(WEIGHTS, GROUPS, values, RESPONDENTS, strict=True):
        residual = y - middle - slope * (x - centre)
        moved[who] += w * (x - centre) * residual / squares
    return float(slope) / math.sqrt(Fraction(8, 7) * sum(one * one for one in moved))


def make_design(weights: list[Fraction] | None = None) -> SurveyDesign:
    return SurveyDesign(np.array(weights or WEIGHTS, dtype=float), np.array(RESPONDENTS))


def make_cases() -> Cases:
    return Cases(np.array(RESPONDENTS), np.full(10, -1), np.array(WEIGHTS, dtype=float))


def make_groups() -> Levels:
    names = ("young", "middle", "old")
    return Levels("age", names, np.array(GROUPS), is_ordered=True)


def test_the_trend_is_the_slope_by_its_error() -> None:
    found = find_weighted_trend(np.array(GROUPS), np.array(LEVELS, dtype=float), make_design())
    assert found is not None
    tested, effect = found
    expected = compute_t(LEVELS)
    assert tested.statistic == pytest.approx(expected)
    assert tested.df == (7,)
    assert tested.p == pytest.approx(2 * scipy.stats.t.sf(abs(expected), 7))
    weights = [int(one) for one in WEIGHTS]
    repeated = scipy.stats.pearsonr(np.repeat(GROUPS, weights), np.repeat(LEVELS, weights))
    assert effect.value == pytest.approx(repeated.statistic)


def test_with_equal_weights_it_has_the_correlation_of_cochran_armitage() -> None:
    """Whose chi-square is n r² (Cochran, 1954)."""
    has_it = [int(level > 0) for level in LEVELS]
    found = find_weighted_trend(
        np.array(GROUPS), np.array(has_it, dtype=float), make_design([Fraction(2)] * 10)
    )
    assert found is not None
    table = np.zeros((2, 3), dtype=np.int64)
    np.add.at(table, (has_it, GROUPS), 1)
    plain = cochran_armitage(table)
    assert plain is not None
    assert 10 * found[1].value ** 2 == pytest.approx(plain.statistic)


def test_levels_in_ordered_groups_are_tested_along_the_order() -> None:
    said = ("low", "some", "high")
    measured = build_levels("trust", said, [said[level] for level in LEVELS])
    pair = Pair("trust", "age", make_groups(), measured, ordered=True, has_ordered_groups=True)
    found = run_test(pair, make_cases())
    assert found.test == "design-based trend t"
    assert found.statistic == pytest.approx(compute_t(LEVELS))
    assert found.effects[0].name == "pearson_r"
    assert [one.test for one in found.parallel_tests] == ["Rao-Scott F"]
    assert "Jonckheere-Terpstra, which it stands in for, has no weighted form" in found.reason
    assert found.sensitivity[0].kind == "unweighted"
    assert found.sensitivity[0].test == "Jonckheere-Terpstra"


def test_a_number_in_ordered_groups_has_the_trend_beside_its_test() -> None:
    values = [3, 5, 4, 8, 2, 7, 6, 9, 4, 8]
    pair = Pair(
        "minutes",
        "age",
        make_groups(),
        build_numbers("minutes", [float(one) for one in values]),
        has_ordered_groups=True,
    )
    found = run_test(pair, make_cases())
    assert found.test == "design-based Wald F"
    # Weights of 6, 9 and 8 with sums of 26, 58 and 65; all squares add up to 1065.
    squares = Fraction(26**2, 6) + Fraction(58**2, 9) + Fraction(65**2, 8)
    middle = Fraction(149**2, 23)
    (effect,) = found.effects
    assert effect.name == "eta_squared"
    assert effect.value == pytest.approx(float((squares - middle) / (1065 - middle)))
    assert (effect.low, effect.high) == (None, None)
    (trend,) = found.parallel_tests
    assert trend.test == "design-based trend t"
    assert trend.statistic == pytest.approx(compute_t(values))


def test_yes_or_no_along_an_ordered_outcome_has_the_trend_beside_it() -> None:
    has_it = [int(level > 0) for level in LEVELS]
    pair = Pair(
        "age",
        "code",
        make_groups(),
        build_levels("code", ("no", "yes"), [("no", "yes")[one] for one in has_it]),
        ordered=True,
    )
    found = run_test(pair, make_cases())
    assert found.test == "Rao-Scott F"
    (trend,) = found.parallel_tests
    assert trend.statistic == pytest.approx(compute_t(has_it))


def test_a_code_along_segments_leaves_out_who_has_no_weight() -> None:
    has_it = [int(level > 0) for level in LEVELS]
    t = compute_t(has_it)
    levels = Levels("age", ("young", "middle", "old"), np.array([*GROUPS, 2, 0, -1]))
    states = np.array([*has_it, 0, -1, 1])
    weights = np.array([*map(float, WEIGHTS), math.nan, 3.0, 2.0])
    design = SurveyDesign(weights, np.array([*RESPONDENTS, 8, 9, 10]))
    p = find_code_trend(levels, states, design)
    assert p == pytest.approx(2 * scipy.stats.t.sf(abs(t), 7))


def test_nothing_that_varies_has_no_trend() -> None:
    design = make_design()
    assert find_weighted_trend(np.array(GROUPS), np.ones(10), design) is None
    assert find_weighted_trend(np.array(GROUPS), np.array(GROUPS, dtype=float), design) is None
