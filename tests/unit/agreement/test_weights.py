"""Responses drawn with unequal chances: weighed by the inverse of the chance,
they speak for the whole again.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tipcoder.agreement.assessment import ReportRequest, assess_agreement
from tipcoder.agreement.coefficients import ALPHA, CONGER, NAMES, compute_coefficients
from tipcoder.agreement.label_sets import build_code_sets
from tipcoder.agreement.multi_valued import compute_mv_alpha
from tipcoder.agreement.ratings import Ratings, build_presence_ratings
from tipcoder.agreement.replicated_estimates import estimate_agreement
from tipcoder.agreement.resampling import Draws
from tipcoder.agreement.set_alpha import compute_set_alpha, compute_set_alpha_without
from tipcoder.agreement.spans import Quotes, assess_spans
from tipcoder.agreement.sums import build_unit_sums


def pile(responses: int, *, codes: int = 3, seed: int = 5) -> Ratings:
    """Two coders and rare codes; where a code is likely they differ more often."""
    random = np.random.default_rng(seed)
    there = random.random((codes, responses, 1)) < 0.03
    said = random.random((codes, responses, 2)) < np.where(there, 0.75, 0.01)
    names = tuple(map(str, range(responses)))
    return Ratings(said.astype(np.int16), tuple("abc"[:codes]), names, ("anna", "boris"))


def test_a_response_that_stands_for_three_counts_as_three() -> None:
    cells: list[list[int | None]] = [[1, 1], [1, 0], [0, 0], [0, 0], [0, 1], [1, 1]]
    weights = (1.0, 3.0, 2.0, 1.0, 1.0, 2.0)
    weighed = replace(build_presence_ratings(cells), weights=weights)
    repeated = build_presence_ratings(
        [row for row, often in zip(cells, weights, strict=True) for _ in range(int(often))]
    )
    one, other = (
        compute_coefficients(build_unit_sums(each).sum_units()) for each in (weighed, repeated)
    )
    for name in NAMES:
        if name != ALPHA:
            assert one[name][0] == pytest.approx(other[name][0], abs=1e-12), name
    # alpha corrects for the size of the sample, which is 6 responses and not 10:
    # (n - 1) of 12 values for that of 20
    disagreement = (1 - other[ALPHA][0]) * (20 / 19) * (11 / 12)
    assert one[ALPHA][0] == pytest.approx(1 - disagreement, abs=1e-12)


def test_weights_that_are_all_alike_change_nothing() -> None:
    rated = pile(200)
    alike = replace(rated, weights=(2.5,) * 200)
    plain, weighed = (
        assess_agreement(each, ReportRequest("a study", Draws(100))) for each in (rated, alike)
    )
    for one, other in zip(plain.codes, weighed.codes, strict=True):
        for name, estimate in one.coefficients.items():
            assert other.coefficients[name].value == pytest.approx(estimate.value, abs=1e-9), name
            assert other.coefficients[name].low == pytest.approx(estimate.low, abs=1e-6), name
            assert other.coefficients[name].se == pytest.approx(estimate.se, abs=1e-9), name
    assert plain.overall is not None
    assert weighed.overall is not None
    for name, estimate in plain.overall.figures.items():
        assert weighed.overall.figures[name].value == pytest.approx(estimate.value, abs=1e-9), name
        assert weighed.overall.figures[name].low == pytest.approx(estimate.low, abs=1e-6), name
    assert weighed.overall.identical.value == pytest.approx(plain.overall.identical.value)


def test_a_code_that_nobody_used_stays_undefined_whatever_the_weights() -> None:
    random = np.random.default_rng(1)
    for value in (0, 1):
        rated = Ratings(
            np.full((1, 40, 2), value, np.int16),
            ("a",),
            tuple(map(str, range(40))),
            ("anna", "boris"),
        )
        weighed = replace(rated, weights=tuple(random.uniform(0.3, 3.1, 40).tolist()))
        found = estimate_agreement(weighed, Draws(200)).by_name
        assert found[ALPHA][0].value is None
        assert found[CONGER][0].value is None


def test_drawing_likely_responses_more_often_leaves_every_figure_where_it_was() -> None:
    """The mean over many draws is that of the whole pile; without weights it is far from it."""
    rated = pile(3000)
    whole = compute_coefficients(build_unit_sums(rated).sum_units())
    sets = build_code_sets(rated)
    whole_mv, whole_masi = (
        float(compute_mv_alpha(sets)[0]),
        float(compute_set_alpha(sets, "masi")[0]),
    )
    likely = np.flatnonzero((rated.values[:, :, 0] == 1).any(axis=0))
    rest = np.setdiff1d(np.arange(3000), likely)
    random = np.random.default_rng(2)
    kept: dict[str, list[float]] = {"alpha": [], "agree": [], "mv": [], "masi": [], "blind": []}
    for _ in range(150):
        drawn = np.concatenate(
            [random.choice(likely, 80, replace=False), random.choice(rest, 220, replace=False)]
        )
        chance = np.where(np.isin(drawn, likely), 80 / len(likely), 220 / len(rest))
        keep = np.zeros(3000, bool)
        keep[drawn] = True
        weights = np.ones(3000)
        weights[drawn] = 1 / chance
        sample = replace(rated, weights=tuple(weights.tolist())).select_units(keep)
        found = compute_coefficients(build_unit_sums(sample).sum_units())
        kept["alpha"].append(found[ALPHA][0])
        kept["agree"].append(found["percent_agreement"][0])
        kept["blind"].append(
            compute_coefficients(build_unit_sums(replace(sample, weights=())).sum_units())[
                "percent_agreement"
            ][0]
        )
        some = build_code_sets(sample)
        kept["mv"].append(float(compute_mv_alpha(some)[0]))
        kept["masi"].append(float(compute_set_alpha(some, "masi")[0]))
    mean = {name: float(np.mean(values)) for name, values in kept.items()}
    agreed = whole["percent_agreement"][0]
    assert mean["agree"] == pytest.approx(agreed, abs=0.002)
    assert mean["alpha"] == pytest.approx(whole[ALPHA][0], abs=0.02)
    assert mean["mv"] == pytest.approx(whole_mv, abs=0.02)
    assert mean["masi"] == pytest.approx(whole_masi, abs=0.02)
    assert abs(mean["blind"] - agreed) > 0.02


def test_leaving_out_a_respondent_with_weights_is_done_in_one_pass_too() -> None:
    rated = pile(60)
    weights = tuple(np.random.default_rng(3).uniform(0.5, 2, 60).tolist())
    # Weights that are not scaled anew, so that leaving out is all that changes.
    sets = replace(build_code_sets(rated), weights=weights)
    clusters = np.arange(60) // 4
    value, quick = compute_set_alpha_without(sets, "masi", clusters)
    assert value == pytest.approx(compute_set_alpha(sets, "masi")[0], abs=1e-12)
    for left_out in range(15):
        gone = np.where(clusters == left_out, 0.0, 1.0)
        assert quick[left_out] == pytest.approx(
            compute_set_alpha(sets, "masi", gone[None])[0], abs=1e-9, nan_ok=True
        )


def test_quotes_are_weighed_as_their_responses_are() -> None:
    read = Ratings(
        np.zeros((1, 2, 2), np.int16), ("money",), ("1", "2"), ("anna", "boris"), weights=(3.0, 1.0)
    )
    marked = {(0, 0): [(0, 10)], (0, 1): [(0, 10)], (1, 0): [(0, 10)], (1, 1): [(40, 50)]}
    found = assess_spans(read, Quotes([100, 100], {"money": marked}), Draws(10))["money"]
    # shared characters 3 x 10 of both, and 10 + 10 of one coder alone: 2 * 30 / (2 * 30 + 20)
    assert found.overlap.value == pytest.approx(60 / 80)
