"""Whether coders agree equally well in every part of a study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from tipcoder.agreement.homogeneity import compare_parts
from tipcoder.agreement.part_alphas import compute_homogeneity
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.results import HomogeneityTest
from tipcoder.quantiles import find_chi_square_tail
from tipcoder.workbench.agreement.part_differences import find_part_differences

CODERS = ("anna", "boris")
Counts = tuple[int, int, int]
"""How many answers both gave the code to, one of them, and none."""


def make_pairs(counts: Counts) -> list[list[int]]:
    both, split, none = counts
    by_turns = [[turn % 2, (turn + 1) % 2] for turn in range(split)]
    return [[1, 1]] * both + by_turns + [[0, 0]] * none


def rate(parts: dict[str, Sequence[Counts]]) -> tuple[Ratings, list[str]]:
    """For each part the counts of every code, which add up to the same there."""
    labels: list[str] = []
    codes: list[list[list[int]]] = [[] for _ in next(iter(parts.values()))]
    for label, of_codes in parts.items():
        labels += [label] * sum(of_codes[0])
        for rows, counts in zip(codes, of_codes, strict=True):
            rows += make_pairs(counts)
    names = tuple(f"code{number}" for number in range(len(codes)))
    units = tuple(map(str, range(len(labels))))
    return Ratings(np.array(codes, np.int16), names, units, CODERS), labels


def test_with_half_of_the_answers_coded_it_is_pearsons_test_of_the_shares_that_differ() -> None:
    """Where the code is on half of all answers everywhere, kappa is 1 less twice the share of
    answers on which coders differ, and equal kappas are equal shares: 20 of 100 against 10 of 100.
    """
    ratings, labels = rate({"en": [(40, 20, 40)], "es": [(45, 10, 45)]})
    (found,) = compare_parts(ratings, "language", labels)
    pearson = stats.chi2_contingency([[20, 80], [10, 90]], correction=False)
    assert found.statistic == pytest.approx(pearson.statistic)
    assert (found.df, found.p) == (1, pytest.approx(pearson.pvalue))
    # Kappa is .6 and .8; of 100 answers alpha is 1 - (1 - kappa) 199 / 200.
    alphas = {part.label: part.alpha for part in found.parts}
    assert alphas == pytest.approx({"en": 1 - 0.4 * 0.995, "es": 1 - 0.2 * 0.995})


def test_one_kappa_in_all_parts_is_no_difference_whatever_the_shares() -> None:
    """kappa = 1 - split / (2 n pi (1 - pi)) is .5 in both: 1 - 50 / 100 and 1 - 16 / 32."""
    ratings, labels = rate({"en": [(75, 50, 75)], "es": [(12, 16, 72)]})
    (found,) = compare_parts(ratings, "language", labels)
    assert found.statistic == pytest.approx(0, abs=1e-12)
    assert found.p == pytest.approx(1)


def test_a_part_without_any_difference_can_be_compared() -> None:
    ratings, labels = rate({"en": [(50, 0, 50)], "es": [(30, 40, 30)]})
    (found,) = compare_parts(ratings, "language", labels)
    pearson = stats.chi2_contingency([[0, 100], [40, 60]], correction=False)
    assert found.statistic == pytest.approx(pearson.statistic)


def test_parts_where_a_code_is_rare_are_left_out() -> None:
    ratings, labels = rate({"en": [(40, 20, 40)], "es": [(45, 10, 45)], "fr": [(4, 10, 86)]})
    (found,) = compare_parts(ratings, "language", labels)
    assert [part.label for part in found.parts] == ["en", "es"]
    ratings, labels = rate({"en": [(40, 20, 40)], "fr": [(4, 10, 86)]})
    assert compare_parts(ratings, "language", labels) == []


def test_only_what_is_beyond_chance_after_holm_is_told() -> None:
    """p = .0477 passes alone; of two such comparisons Holm makes it .0953."""
    ratings, labels = rate({"en": [(40, 20, 40)] * 2, "es": [(45, 10, 45)] * 2})
    divisions = {"language": labels}
    assert find_part_differences(ratings, CODERS, divisions) == ()
    (alone,) = find_part_differences(ratings.select_codes([0]), CODERS, divisions)
    assert alone.p_adjusted == pytest.approx(0.0477, abs=5e-5)
    assert alone.family_size == 1


def test_the_same_agreement_everywhere_seldom_passes_for_different() -> None:
    """At a level of 5 % in 400 studies of one kappa: between 2 and 8 %."""
    random = np.random.default_rng(20260101)
    told = 0
    for _ in range(400):
        both = random.multinomial(150, [0.25, 0.1, 0.65]), random.multinomial(90, [0.25, 0.1, 0.65])
        counts = [(int(one[0]), int(one[1]), int(one[2])) for one in both]
        ratings, labels = rate({"en": [counts[0]], "es": [counts[1]]})
        told += compare_parts(ratings, "language", labels)[0].p < 0.05
    assert 0.02 <= told / 400 <= 0.08


Times = tuple[int, int, int, int]
"""How many answers three coders gave the code to, two of them, one, and none."""


def rate_by_three(parts: dict[str, Times], repeated: int = 1) -> tuple[Ratings, list[str]]:
    """One code; of every respondent so many answers, all of them the same."""
    rows: list[list[int]] = []
    labels: list[str] = []
    for label, times in parts.items():
        for often, count in zip((3, 2, 1, 0), times, strict=True):
            row = [1] * often + [0] * (3 - often)
            rows += [row] * count * repeated
            labels += [label] * count * repeated
    respondents = tuple(number // repeated for number in range(len(rows)))
    units = tuple(map(str, range(len(rows))))
    coders = ("anna", "boris", "cleo")
    values = np.array([rows], np.int16)
    return Ratings(values, ("code",), units, coders, clusters=respondents), labels


TWENTY_AND_FORTY = {"en": (40, 10, 10, 40), "es": (30, 20, 20, 30)}
"""Coders differ on 20 of 100 answers and on 40 of 100, and half of all values are present."""
BY_HAND = np.log(2) ** 2 / (0.8 / (0.2 * 99) + 0.6 / (0.4 * 99))
"""Chi-square of the two parts but for Krippendorff's correction.

With half of the values present chance agreement is 1/2 whatever is left out, and an answer on
which three coders differ agrees in one of three pairs: 1 - alpha is 4/3 of the share s of such
answers. So log(1 - alpha) differs as log(s) does, with its variance: (1 - s) / (s (n - 1)).
"""


def test_alphas_of_three_coders_are_compared_as_shares_of_split_answers_by_hand() -> None:
    ratings, labels = rate_by_three(TWENTY_AND_FORTY)
    (found,) = compare_parts(ratings, "language", labels)
    # 300 values: alpha is 1 - (1 - 1/300) 4/3 s, which makes variances larger by the square.
    corrected = 1 - 1 / 300
    assert found.statistic == pytest.approx(BY_HAND * corrected**2)
    assert (found.df, found.test) == (1, HomogeneityTest.ALPHAS)
    alphas = {part.label: part.alpha for part in found.parts}
    assert alphas == pytest.approx(
        {"en": 1 - corrected * 4 / 3 * 0.2, "es": 1 - corrected * 4 / 3 * 0.4}
    )


def test_answers_of_one_respondent_are_not_more_evidence() -> None:
    """Each respondent says everything twice: 600 values, of still a hundred respondents."""
    ratings, labels = rate_by_three(TWENTY_AND_FORTY, repeated=2)
    (found,) = compare_parts(ratings, "language", labels)
    assert found.statistic == pytest.approx(BY_HAND * (1 - 1 / 600) ** 2)


def test_chi_square_of_homogeneity_by_hand() -> None:
    """.2 and .5 with variances .01 and .02 have the mean (20 + 25) / 150 = .3 and the chi-square
    .1^2 / .01 + .2^2 / .02 = 3; with a covariance of .005 it is .3^2 / (.03 - .01) = 4.5.
    """
    values = np.array([0.2, 0.5])
    assert compute_homogeneity(values, np.diag([0.01, 0.02])) == pytest.approx(3)
    together = np.array([[0.01, 0.005], [0.005, 0.02]])
    assert compute_homogeneity(values, together) == pytest.approx(4.5)


def test_of_three_coders_a_part_without_any_difference_is_not_compared() -> None:
    """It has no standard error."""
    ratings, labels = rate_by_three({**TWENTY_AND_FORTY, "fr": (50, 0, 0, 50)})
    (found,) = compare_parts(ratings, "language", labels)
    assert [part.label for part in found.parts] == ["en", "es"]
    ratings, labels = rate_by_three({"en": (40, 10, 10, 40), "fr": (50, 0, 0, 50)})
    assert compare_parts(ratings, "language", labels) == []


def test_a_part_of_one_respondent_is_not_compared() -> None:
    """All its answers may err together, and nothing tells by how much."""
    ratings, labels = rate_by_three({**TWENTY_AND_FORTY, "fr": (40, 10, 10, 40)})
    whose = ["r0" if label == "fr" else f"{label}{n}" for n, label in enumerate(labels)]
    (found,) = compare_parts(replace(ratings, clusters=tuple(whose)), "language", labels)
    assert [part.label for part in found.parts] == ["en", "es"]


def test_the_same_agreement_of_three_seldom_passes_for_different() -> None:
    """At a level of 5 % in 400 studies of one alpha in a large and a small part: 2 to 8 %.

    1 - alpha is 2/3 of the share of split answers over 2 p (1 - p), p the share of values that are
    present: 2/3 .1 / .455 with p = .35, and 2/3 .10989 / .5 with p = .5.
    """
    random = np.random.default_rng(20260101)
    large, small = [0.30, 0.05, 0.05, 0.60], [0.445055, 0.054945, 0.054945, 0.445055]
    told = 0
    for _ in range(400):
        drawn = random.multinomial(200, large), random.multinomial(80, small)
        of_en, of_es = ((int(a), int(b), int(c), int(d)) for a, b, c, d in drawn)
        ratings, labels = rate_by_three({"en": of_en, "es": of_es})
        found = compare_parts(ratings, "language", labels)
        told += bool(found) and found[0].p < 0.05
    assert 0.02 <= told / 400 <= 0.08


@pytest.mark.parametrize("df", [1, 2, 3, 4, 7, 12])
@pytest.mark.parametrize("statistic", [0.0, 0.3, 3.84, 25.0])
def test_the_tail_of_chi_square_is_that_of_scipy(statistic: float, df: int) -> None:
    assert find_chi_square_tail(statistic, df) == pytest.approx(stats.chi2.sf(statistic, df))
