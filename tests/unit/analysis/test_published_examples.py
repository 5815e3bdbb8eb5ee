"""Small published data, with the results that books and the manual of R print for them.

They hold the tests of the analysis to an outside truth
where neither the evidence folder nor another package is there.
"""

from __future__ import annotations

import numpy as np
import pytest

from tipcoder.analysis import contingency, means, ranks
from tipcoder.analysis.families import adjust_by_benjamini_hochberg, adjust_by_holm
from tipcoder.analysis.intervals import wilson_interval
from tipcoder.analysis.pairs import ANOVA, CHI2, WELCH_T, Pair
from tipcoder.analysis.testing import run_test
from tipcoder.analysis.variables import Cases, Levels, Numbers

SLEEP = (
    (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0),
    (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4),
)
"""Hours of sleep gained under two drugs: Cushny and Peebles (1905), in Student (1908);
R: `sleep`.
"""

PLANTS = (
    (4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14),
    (4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69),
    (6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26),
)
"""Dried weight of plants: control and two treatments (Dobson, 1983, table 7.1);
R: `PlantGrowth`.
"""

PARTIES = np.array([[762, 327, 468], [484, 239, 477]])
"""Gender (women, men) by party (Democrat, independent, Republican): Agresti (2007, table 2.5);
R: `chisq.test`.
"""

TWINS = np.array([[2, 10], [15, 3]])
"""Convictions of the like-sex twins of criminals, two kinds of twins: Fisher (1970);
R: `fisher.test`.
"""

ASPIRIN = np.array([[189, 10845], [104, 10933]])
"""Heart attacks under placebo and aspirin:
Physicians' Health Study (1988), in Agresti (2007, table 2.3).
"""

CLEARANCE = ((2.9, 3.0, 2.5, 2.6, 3.2), (3.8, 2.7, 4.0, 2.4), (2.8, 3.4, 3.7, 2.2, 2.0))
"""Mucociliary efficiency of three groups: Hollander and Wolfe (1973, p. 115); R: `kruskal.test`."""

PERMEABILITY = (
    (0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46),
    (1.15, 0.88, 0.90, 0.74, 1.21),
)
"""Permeability of a membrane at two ages: Hollander and Wolfe (1973, p. 69); R: `wilcox.test`."""

P_VALUES = (
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
)
"""Fifteen tests of one trial: Benjamini and Hochberg (1995, p. 295)."""

Samples = tuple[tuple[float, ...], ...]


def _values(samples: Samples) -> np.ndarray:
    return np.concatenate([np.array(sample) for sample in samples])


def _groups(samples: Samples) -> np.ndarray:
    return np.repeat(np.arange(len(samples)), [len(sample) for sample in samples])


def _places(samples: Samples) -> np.ndarray:
    return np.unique(_values(samples), return_inverse=True)[1]


def _cases(n: int) -> Cases:
    return Cases(np.arange(n), np.arange(n))


def test_welch_t_of_students_sleep_data() -> None:
    """R, t.test(extra ~ group, data = sleep):
    t = -1.8608, df = 17.776, p-value = 0.07939, CI [-3.365, 0.205].
    """
    m = means.compute_moments(_values(SLEEP), _groups(SLEEP), 2)
    found = means.welch_t(m)
    assert m.mean.tolist() == pytest.approx([0.75, 2.33])
    assert (found.statistic, found.df[0]) == (
        pytest.approx(-1.8608, abs=5e-5),
        pytest.approx(17.776, abs=5e-4),
    )
    assert found.p == pytest.approx(0.07939, abs=5e-6)
    difference = means.mean_difference(m, found)
    assert (difference.low, difference.high) == pytest.approx((-3.3654832, 0.2054832), abs=5e-7)


def test_anova_of_dobsons_plants() -> None:
    """R, anova(lm(weight ~ group)): SS 3.7663 and 10.4921, F(2, 27) = 4.8461, p = 0.01591."""
    m = means.compute_moments(_values(PLANTS), _groups(PLANTS), 3)
    found = means.one_way(m)
    assert (found.statistic, found.p) == (
        pytest.approx(4.8461, abs=5e-5),
        pytest.approx(0.01591, abs=5e-6),
    )
    assert found.df == (2, 27)
    assert float(m.squares.sum()) == pytest.approx(10.49209, abs=5e-6)
    assert means.eta_squared(m, found).value == pytest.approx(
        3.76634 / (3.76634 + 10.49209), abs=1e-6
    )


def test_welchs_anova_of_the_same_plants() -> None:
    """R, oneway.test(weight ~ group): F = 5.181, num df = 2.000, denom df = 17.128,
    p-value = 0.01739.
    """
    found = means.welch_anova(means.compute_moments(_values(PLANTS), _groups(PLANTS), 3))
    assert found.statistic == pytest.approx(5.181, abs=5e-4)
    assert found.df == (2, pytest.approx(17.128, abs=5e-4))
    assert found.p == pytest.approx(0.01739, abs=5e-6)


def test_kruskal_and_wallis_of_the_plants_and_of_hollander_and_wolfe() -> None:
    """R, kruskal.test: 7.9882, df = 2, p = 0.01842 for the plants;
    0.7714, df = 2, p = 0.68 for the other.
    """
    plants = ranks.kruskal_wallis(_places(PLANTS), _groups(PLANTS), 3)
    assert plants is not None
    assert (plants.statistic, plants.p) == (
        pytest.approx(7.9882, abs=5e-5),
        pytest.approx(0.01842, abs=5e-6),
    )
    clearance = ranks.kruskal_wallis(_places(CLEARANCE), _groups(CLEARANCE), 3)
    assert clearance is not None
    assert clearance.statistic == pytest.approx(0.77143, abs=5e-6)
    assert clearance.p == pytest.approx(0.68, abs=5e-5)


def test_mann_and_whitneys_u_of_hollander_and_wolfe() -> None:
    """R prints W = 35. Expected 25, variance 10 * 5 * 16 / 12;
    with continuity z = 9.5 / sqrt(66.667) = 1.1635.
    """
    found = ranks.mann_whitney(_places(PERMEABILITY), _groups(PERMEABILITY))
    assert found is not None
    assert found.statistic == 35
    assert found.p == pytest.approx(0.2446, abs=5e-5)  # 2 * (1 - Phi(1.1635))


def test_chi_square_of_agrestis_parties() -> None:
    """R, chisq.test: X-squared = 30.07, df = 2, p-value = 2.954e-07;
    phi_c = sqrt(30.07 / 2757) = 0.1044.
    """
    found = contingency.chi_square(PARTIES)
    assert (found.statistic, found.df) == (pytest.approx(30.070, abs=5e-4), (2,))
    assert found.p == pytest.approx(2.954e-7, rel=5e-4)
    assert contingency.cramers_v(PARTIES).value == pytest.approx(0.1044, abs=5e-5)
    assert contingency.find_expected_counts(PARTIES)[0, 0] == pytest.approx(
        703.6714, abs=5e-5
    )  # as the manual prints it


def test_fishers_twins_by_the_exact_test_and_by_yates() -> None:
    """R: fisher.test p-value = 0.0005367; Yates (1934) by hand:
    30 (|6 - 150| - 15)^2 / (12 * 18 * 17 * 13).
    """
    assert contingency.exact_p(TWINS) == pytest.approx(0.0005367, abs=5e-8)
    corrected = contingency.chi_square(TWINS, yates=True)
    assert corrected.statistic == pytest.approx(30 * 129**2 / (12 * 18 * 17 * 13))
    assert contingency.chi_square(TWINS).statistic == pytest.approx(
        30 * 144**2 / (12 * 18 * 17 * 13)
    )


def test_the_odds_ratio_of_the_aspirin_study() -> None:
    """Agresti (2007, section 2.3.3): 1.832, 95% interval from 1.44 to 2.33."""
    found = contingency.odds_ratio(ASPIRIN)
    assert found.value == pytest.approx(1.832, abs=5e-4)
    assert (found.low, found.high) == (pytest.approx(1.44, abs=5e-3), pytest.approx(2.33, abs=5e-3))


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_of_newcombes_table(count: int, n: int, low: float, high: float) -> None:
    """Newcombe (1998, table I), method 3."""
    assert wilson_interval(count, n) == pytest.approx((low, high), abs=5e-5)


def test_adjustments_of_benjamini_and_hochbergs_trial() -> None:
    """Their paper: at .05 the false discovery rate leaves four findings;
    step-down Bonferroni (Holm) leaves three.
    """
    assert sum(p <= 0.05 for p in adjust_by_benjamini_hochberg(P_VALUES)) == 4
    assert sum(p <= 0.05 for p in adjust_by_holm(P_VALUES)) == 3
    assert adjust_by_benjamini_hochberg(P_VALUES)[3] == pytest.approx(0.0095 * 15 / 4)
    assert adjust_by_holm(P_VALUES)[2] == pytest.approx(0.0019 * 13)


def test_the_same_examples_come_out_of_the_choice_of_a_test() -> None:
    """The way that every number of a study takes:
    from categories and numbers by case to a result.
    """
    drugs = Levels("drug", ("first", "second"), _groups(SLEEP))
    slept = run_test(Pair("extra", "drug", drugs, Numbers("extra", _values(SLEEP))), _cases(20))
    assert (slept.test, slept.statistic) == (WELCH_T, pytest.approx(-1.8608, abs=5e-5))
    treated = Levels("group", ("ctrl", "trt1", "trt2"), _groups(PLANTS))
    grown = run_test(
        Pair("weight", "group", treated, Numbers("weight", _values(PLANTS))), _cases(30)
    )
    assert (grown.test, grown.statistic, grown.df) == (
        ANOVA,
        pytest.approx(4.8461, abs=5e-5),
        (2, 27),
    )
    cells = [(row, column) for row in (0, 1) for column in (0, 1, 2)]
    row = np.repeat([r for r, _ in cells], [PARTIES[cell] for cell in cells])
    column = np.repeat([c for _, c in cells], [PARTIES[cell] for cell in cells])
    gender, party = Levels("gender", ("f", "m"), row), Levels("party", ("d", "i", "r"), column)
    voted = run_test(Pair("party", "gender", gender, party), _cases(len(row)))
    assert (voted.test, voted.statistic) == (CHI2, pytest.approx(30.070, abs=5e-4))
