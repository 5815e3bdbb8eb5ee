"""How sure a figure is: what is drawn again, and what is said when drawing does not help."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipcoder.agreement.assessment import ReportRequest, assess_agreement
from tipcoder.agreement.coefficients import ALPHA, NAMES, compute_coefficients
from tipcoder.agreement.estimates import choose_interval
from tipcoder.agreement.gwet import LINEARISED, estimate_linearised
from tipcoder.agreement.label_sets import DrawnSets, build_code_sets, count_sets
from tipcoder.agreement.levels import estimate_level_alpha
from tipcoder.agreement.ratings import Ratings, build_presence_ratings, build_ratings
from tipcoder.agreement.replicated_estimates import estimate_agreement
from tipcoder.agreement.resampling import SEED, Draws
from tipcoder.agreement.set_alpha import compute_set_alpha, compute_set_alpha_without
from tipcoder.agreement.sums import build_unit_sums
from tipcoder.quantiles import find_t_quantile

Gold = dict[str, dict[str, Any]]


def coded(
    units: int, *, codes: int = 1, coders: int = 2, missing: float = 0.0, seed: int = 1
) -> Ratings:
    random = np.random.default_rng(seed)
    truth = random.random((codes, units, 1)) < 0.4
    values = (random.random((codes, units, coders)) < np.where(truth, 0.85, 0.05)).astype(np.int16)
    values[:, random.random((units, coders)) < missing] = -1
    names = tuple(f"code{k}" for k in range(codes))
    return Ratings(values, names, tuple(map(str, range(units))), tuple("abcdef"[:coders]))


def test_resampling_units_gives_the_wide_interval_and_not_that_of_pairs(gold: Gold) -> None:
    """On Hayes & Krippendorff's 40 x 5 ratings: [.625, .842] by unit;
    drawing pairs gives [.708, .808].
    """
    entry = gold["hayes_kripp2007_5x40"]
    found = estimate_level_alpha(
        build_ratings(entry["data"], categories=entry["domain"]), "ordinal", Draws(4000)
    ).alpha
    assert found.value == pytest.approx(0.7598, abs=5e-5)
    assert (found.low, found.high) == pytest.approx((0.625, 0.842), abs=0.02)


@pytest.mark.parametrize("name", LINEARISED)
def test_the_jackknife_and_gwets_linearisation_agree_on_a_large_sample(name: str) -> None:
    rated = coded(600, coders=3, missing=0.2)
    (found,) = estimate_agreement(rated, Draws(500)).by_name[name]
    assert found.se == pytest.approx(estimate_linearised(rated, name).se, rel=0.06)
    assert found.low is not None
    assert found.high is not None
    assert (found.high - found.low) / (2 * 1.96) == pytest.approx(found.se, rel=0.15)


def test_the_same_seed_gives_the_same_interval_and_another_another() -> None:
    rated = coded(80)
    one, again, other = (
        estimate_agreement(rated, Draws(200, seed)).by_name[ALPHA][0] for seed in (SEED, SEED, 7)
    )
    assert one == again
    assert (one.low, one.high) != (other.low, other.high)


def test_drawing_in_small_portions_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = np.concatenate(list(Draws(50).draw_weights(30)))
    assert whole.shape == (50, 30)
    assert (whole.sum(axis=1) == 30).all()
    monkeypatch.setattr("tipcoder.agreement.resampling._CELLS", 200)
    assert [len(chunk) for chunk in Draws(50).draw_weights(30)] == [6] * 8 + [2]


def test_respondents_are_drawn_where_they_have_several_responses() -> None:
    """Every response given five times by one respondent:
    five times the rows are no more evidence.
    """
    once = coded(60)
    five = Ratings(
        np.repeat(once.values, 5, axis=1),
        once.codes,
        tuple(map(str, range(300))),
        once.coders,
        clusters=tuple(np.repeat(np.arange(60), 5).tolist()),
    )
    alone = estimate_agreement(once, Draws(800)).by_name[ALPHA][0]
    nested = estimate_agreement(five, Draws(800)).by_name[ALPHA][0]
    assert alone.low is not None
    assert nested.low == pytest.approx(alone.low, abs=0.02)
    assert nested.high == pytest.approx(alone.high, abs=0.02)
    report = assess_agreement(five, ReportRequest("a study", Draws(20)))
    assert report.drawn == "respondents"


def test_responses_coded_once_are_not_drawn() -> None:
    rated = coded(60)
    lone = np.full((1, 500, 2), -1, np.int16)
    lone[:, :, 0] = 1
    more = Ratings(
        np.concatenate([rated.values, lone], axis=1),
        rated.codes,
        tuple(map(str, range(560))),
        rated.coders,
    )
    one, other = (
        assess_agreement(each, ReportRequest("a study", Draws(100))).codes[0]
        for each in (rated, more)
    )
    assert one.coefficients == other.coefficients


def test_few_undefined_replicates_lead_to_the_jackknife_and_many_to_no_interval() -> None:
    jack = (0.1, 0.4, 0.8)
    assert choose_interval(0.6, (0.3, 0.9), 0.005, jack, -1.0).method == "bootstrap"
    second = choose_interval(0.6, (0.3, 0.9), 0.03, jack, -1.0)
    assert (second.method, second.low, second.high) == ("jackknife", 0.4, 0.8)
    third = choose_interval(0.6, (0.3, 0.9), 0.06, jack, -1.0)
    assert (third.value, third.method, third.low, third.high) == (0.6, "", None, None)
    assert choose_interval(float("nan"), (0.3, 0.9), 0.0, jack, -1.0).value is None


@pytest.mark.parametrize(
    ("p", "df", "quantile"),
    [
        (0.975, 1, 12.7062),
        (0.975, 4, 2.7764),
        (0.975, 11, 2.2010),
        (0.975, 1000, 1.9623),
        (0.95, 10, 1.8125),
    ],
)
def test_t_quantiles_are_those_of_the_printed_tables(p: float, df: float, quantile: float) -> None:
    assert find_t_quantile(p, df) == pytest.approx(quantile, abs=5e-5)
    assert find_t_quantile(1 - p, df) == pytest.approx(-quantile, abs=5e-5)


cells = st.lists(st.tuples(*[st.sampled_from([0, 1, None])] * 3), min_size=1, max_size=30)


@given(cells, st.randoms(use_true_random=False))
def test_no_coefficient_depends_on_the_order_of_units_or_coders(
    rows: list[tuple[int | None, ...]], random: Any
) -> None:
    moved = [tuple(reversed(row)) for row in rows]
    random.shuffle(moved)
    one, other = (
        compute_coefficients(build_unit_sums(build_presence_ratings(each)).sum_units())
        for each in (rows, moved)
    )
    for name in NAMES:
        assert one[name] == pytest.approx(other[name], abs=1e-9, nan_ok=True), name


@given(cells)
def test_what_is_present_and_what_is_absent_are_treated_alike(
    rows: list[tuple[int | None, ...]],
) -> None:
    turned = [tuple(None if value is None else 1 - value for value in row) for row in rows]
    one, other = (
        compute_coefficients(build_unit_sums(build_presence_ratings(each)).sum_units())
        for each in (rows, turned)
    )
    swapped = {
        "positive_agreement": "negative_agreement",
        "negative_agreement": "positive_agreement",
    }
    for name in NAMES:
        assert one[name] == pytest.approx(other[swapped.get(name, name)], abs=1e-9, nan_ok=True), (
            name
        )
        value = one[name][0]
        assert np.isnan(value) or -1.0000001 <= value <= 1.0000001


@given(cells)
def test_all_codes_at_once_give_what_each_gives_alone(rows: list[tuple[int | None, ...]]) -> None:
    first = build_presence_ratings(rows)
    second = build_presence_ratings([row[1:] + row[:1] for row in rows])
    both = Ratings(
        np.concatenate([first.values, second.values]), ("a", "b"), first.units, first.coders
    )
    together = compute_coefficients(build_unit_sums(both).sum_units())
    for k, alone in enumerate((first, second)):
        for name, value in compute_coefficients(build_unit_sums(alone).sum_units()).items():
            assert together[name][k] == pytest.approx(value[0], abs=1e-12, nan_ok=True)


def test_leaving_out_one_response_at_a_time_needs_no_second_computation() -> None:
    rated = coded(25, codes=4, coders=3, missing=0.2)
    sets = build_code_sets(rated)
    for clusters in (np.arange(25), np.arange(25) // 3):
        value, quick = compute_set_alpha_without(sets, "masi", clusters)
        assert value == pytest.approx(compute_set_alpha(sets, "masi")[0], abs=1e-12)
        for left_out in range(int(clusters.max()) + 1):
            slow = compute_set_alpha(
                build_code_sets(rated.select_units(clusters != left_out)), "masi"
            )[0]
            assert quick[left_out] == pytest.approx(slow, abs=1e-12)


def test_sets_of_a_resample_are_those_of_its_units_one_by_one() -> None:
    sets = build_code_sets(coded(25, codes=4, coders=3, missing=0.2))
    for clusters in (np.arange(25), np.arange(25) // 3):
        often = np.random.default_rng(3).integers(0, 4, (6, int(clusters.max()) + 1)).astype(float)
        counted = DrawnSets(sets, clusters).count_sets(often)
        assert counted.tolist() == count_sets(sets, often[:, clusters]).tolist()


def test_two_coders_have_the_sums_that_they_have_beside_one_who_read_nothing() -> None:
    two = coded(30, codes=3, missing=0.2)
    nobody = np.full_like(two.values[:, :, :1], -1)
    three = replace(
        two, values=np.concatenate([two.values, nobody], axis=2), coders=(*two.coders, "idle")
    )
    for clusters in ((), tuple(n // 3 for n in range(30))):
        lean = build_unit_sums(replace(two, clusters=clusters))
        full = build_unit_sums(replace(three, clusters=clusters))
        found, expected = (each.unpack_totals(each.columns) for each in (lean, full))
        for name in ("n", "differ", "apart", "share"):
            assert getattr(found, name).tolist() == getattr(expected, name).tolist()
        assert found.used.tolist() == expected.used[..., :2, :].tolist()


def test_kept_resamples_are_those_that_are_drawn_anew() -> None:
    kept = Draws(30, seed=4).keep()
    for drawn in (7, 7, 300, 7):
        anew = np.concatenate(list(Draws(30, seed=4).draw_weights(drawn)))
        assert np.concatenate(list(kept.draw_weights(drawn))).tolist() == anew.tolist()
        assert anew.sum(axis=1).tolist() == [drawn] * 30
