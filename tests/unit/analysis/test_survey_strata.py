"""Strata of a survey: published output, figures of another library, and counting by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tipcoder.analysis.survey_design import SurveyDesign, estimate_group_means
from tipcoder.analysis.survey_strata import stratify
from tipcoder.analysis.wave_samples import WaveSamples
from tipcoder.analysis.weighted_changes import WeightedChanges
from tipcoder.arrays import Floats
from tipcoder.results.changes import MEAN, OTHERS, PANEL


def draw(weights: list[float], clusters: list[int], strata: list[int]) -> SurveyDesign:
    found, _ = stratify(np.array(weights), np.array(clusters), np.array(strata))
    return SurveyDesign(np.array(weights), np.array(clusters), found)


def estimate(values: list[float], design: SurveyDesign) -> tuple[float, float]:
    """A mean and its standard error."""
    found = estimate_group_means(np.array(values), np.zeros(len(values), dtype=int), 1, design)
    return float(found.mean[0]), float(found.error[0])


def test_a_stratified_mean_is_that_of_svymean() -> None:
    """help(fpc) of Lumley's package survey for R, with the data of Stata's manual:
    svymean(~x, withoutfpc) is 5.4481, standard error 0.7413.
    """
    weights = [3.0] * 5 + [4.0] * 3
    design = draw(weights, list(range(8)), [0] * 5 + [1] * 3)
    mean, error = estimate([2.8, 4.1, 6.8, 6.8, 9.2, 3.7, 6.6, 4.2], design)
    assert mean == pytest.approx(5.4481, abs=0.00005)
    assert error == pytest.approx(0.7413, abs=0.00005)
    assert design.df == 6


# Three strata with three, three and two clusters.
STRATA = [0] * 8 + [1] * 7 + [2] * 5
CLUSTERS = [1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 6, 6, 7, 7, 7, 8, 8]
WEIGHTS = [2.0, 1, 3, 2, 2, 1, 4, 2, 1, 1, 2, 3, 2, 1, 1, 5, 4, 3, 2, 6]
VALUES = [4.0, 7, 3, 8, 6, 5, 9, 2, 6, 6, 1, 4, 7, 3, 8, 2, 5, 9, 4, 1]
ALL = (4.5625, 0.6310565379252161)
FIRST, SECOND = (4.5, 0.9296546737902198), (4.6875, 0.9015486215352932)
PARTS = [0, 1, 0, 0, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0]


def test_clusters_in_strata_and_parts_of_the_sample_are_those_of_samplics() -> None:
    """`TaylorEstimator` of samplics 0.6.0, of all and with `domain=PARTS`."""
    design = draw(WEIGHTS, CLUSTERS, STRATA)
    assert estimate(VALUES, design) == pytest.approx(ALL, abs=1e-9)
    assert design.df == 5
    found = estimate_group_means(np.array(VALUES), np.array(PARTS), 2, design)
    first, second = zip(found.mean, found.error, strict=True)
    assert first == pytest.approx(FIRST, abs=1e-9)
    assert second == pytest.approx(SECOND, abs=1e-9)
    # Clusters that have no case of the part stay in the size of their stratum.
    places = [place for place, part in enumerate(PARTS) if part == 0]
    alone = estimate([VALUES[place] for place in places], design.choose(places))
    assert alone == pytest.approx(FIRST, abs=1e-9)
    # Clusters 1, 2, 3, 5, 7 and 8 have a case there.
    assert design.choose(places).df == 6 - 3


def test_a_stratum_with_one_respondent_is_taken_around_the_mean_of_all() -> None:
    """By hand: 1, 3, 5 and, alone in a stratum, 7, which is 3 from the mean of 4."""
    design = draw([1.0] * 4, [0, 1, 2, 3], [0, 0, 0, 1])
    assert design.strata is not None
    assert design.strata.lonely == 1
    mean, error = estimate([1.0, 3.0, 5.0, 7.0], design)
    assert mean == 4
    # Around the mean 3 of the first stratum the squares are 4, 0 and 4, times 3 / 2; all by 4².
    assert error == pytest.approx(math.sqrt((3 / 2 * 8 + 9) / 16))


def test_a_respondent_is_in_one_stratum_and_who_has_no_weight_in_none() -> None:
    weights = np.array([1.0, 1.0, 0.0, 1.0, math.nan, 1.0])
    clusters, strata = np.array([0, 0, 1, 1, 2, 3]), np.array([0, 1, 0, 1, 1, 1])
    found, moved = stratify(weights, clusters, strata)
    # The second respondent counts with her second row only; the first one is in two.
    assert found.codes.tolist() == [0, 0, 1, 1, 1, 1]
    assert found.sizes.tolist() == [1, 2]
    assert moved == 1


def compute_error(values: Floats, strata: Floats) -> float:
    """Of a mean of independent respondents in equal parts, by the textbook: the sum over strata of
    W² s² / n (Cochran, 1977, 5.12).
    """
    total = 0.0
    for stratum in np.unique(strata):
        inside = values[strata == stratum]
        total += (len(inside) / len(values)) ** 2 * inside.var(ddof=1) / len(inside)
    return math.sqrt(total)


@pytest.mark.parametrize("sample", [PANEL, OTHERS])
def test_a_change_has_the_error_of_its_strata(sample: str) -> None:
    before = np.array([3.0, 5, 4, 8, 9, 7, 9, 12, 15, 11])
    after = before + np.array([1.0, 0, 2, 1, 3, 2, 1, 5, 4, 6])
    strata = np.array([0.0] * 3 + [1.0] * 4 + [2.0] * 3)
    names = [f"R{n}" for n in range(10)]
    later = names if sample == PANEL else [f"S{n}" for n in range(10)]
    stratum_of = dict(zip(names, strata.astype(int).tolist(), strict=True))
    # Another sample is drawn from strata of its own.
    shift = 0 if sample == PANEL else 3
    stratum_of |= {one: int(code) + shift for one, code in zip(later, strata.tolist(), strict=True)}
    samples = WaveSamples(
        dict(zip(names, before.tolist(), strict=True)),
        dict(zip(later, after.tolist(), strict=True)),
        dict.fromkeys(names, 1.0),
        dict.fromkeys(later, 1.0),
        stratum_of,
        (3, 4, 3) if sample == PANEL else (3, 4, 3, 3, 4, 3),
    )
    method = WeightedChanges(MEAN)
    if sample == PANEL:
        found = method.estimate_panel(samples, ("2025", "2026"))
        expected = compute_error(after - before, strata)
    else:
        found = method.estimate_others(samples, ("2025", "2026"))
        expected = math.hypot(compute_error(before, strata), compute_error(after, strata))
    assert found.error == pytest.approx(expected)
    assert found.df == (10 - 3 if sample == PANEL else 20 - 6)
