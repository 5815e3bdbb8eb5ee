"""One variable, many coders: every published value and every value of the reference programs
comes out.
"""

from __future__ import annotations

from typing import Any

import pytest

from tipcoder.agreement.bands import estimate_band_probabilities, find_band
from tipcoder.agreement.coefficients import ALPHA, FLEISS, NAMES, compute_coefficients
from tipcoder.agreement.gwet import estimate_linearised
from tipcoder.agreement.levels import compute_level_alpha
from tipcoder.agreement.ratings import Ratings, build_ratings
from tipcoder.agreement.sums import build_unit_sums

Gold = dict[str, dict[str, Any]]
EXAMPLES = (
    "kripp_4x12",
    "kripp2011_A_binary",
    "hayes_kripp2007_5x40",
    "kripp1980_3x9",
    "cohen1960_p45",
    "gwet_paradox_125",
    "gwet_abstractors_100",
    "gwet_gender",
    "gwet_raw10x4",
    "gwet_raw4raters",
)


def ratings(entry: dict[str, Any]) -> Ratings:
    return build_ratings(entry["data"], categories=entry["domain"])


def expected(entry: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["coef"].replace("alpha_nominal", "alpha"): each for each in entry["expected"]}


def test_no_nominal_example_is_left_out(gold: Gold) -> None:
    assert {name for name, entry in gold.items() if entry["kind"] == "nominal-matrix"} == set(
        EXAMPLES
    )


@pytest.mark.parametrize("example", EXAMPLES)
def test_values_and_standard_errors_are_those_of_irrcac(gold: Gold, example: str) -> None:
    known = {name: each for name, each in expected(gold[example]).items() if name in NAMES}
    assert len(known) == 6
    for name, each in known.items():
        found = estimate_linearised(ratings(gold[example]), name, singles=True)
        tolerance = each["tol"]
        assert found.value == pytest.approx(each["value"], abs=tolerance), name
        assert found.agreement == pytest.approx(each["pa"], abs=tolerance), name
        assert found.expected == pytest.approx(each["pe"], abs=tolerance), name
        assert found.se == pytest.approx(each["se_gwet"], abs=tolerance), name
        assert (found.low, found.high) == pytest.approx(each["ci95_gwet_t"], abs=tolerance), name


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_fast_sums_give_the_values_on_units_that_two_coders_rated(
    gold: Gold, example: str
) -> None:
    entry = gold[example]
    found = compute_coefficients(build_unit_sums(ratings(entry)).sum_units())
    complete = all(sum(value is not None for value in row) >= 2 for row in entry["data"])
    for name, each in expected(entry).items():
        if name == ALPHA or (name in NAMES and complete):
            assert found[name][0] == pytest.approx(each["value"], abs=each["tol"]), name
        elif "pairable_units_only" in each:
            assert found[name][0] == pytest.approx(
                each["pairable_units_only"]["value"], abs=each["tol"]
            ), name


@pytest.mark.parametrize("example", ["kripp_4x12", "gwet_raw4raters"])
def test_standard_errors_without_single_ratings(gold: Gold, example: str) -> None:
    checked = 0
    for name, each in expected(gold[example]).items():
        if "pairable_units_only" in each:
            found, want = (
                estimate_linearised(ratings(gold[example]), name),
                each["pairable_units_only"],
            )
            assert (found.value, found.se) == pytest.approx(
                (want["value"], want["se_gwet"]), abs=each["tol"]
            ), name
            assert (found.low, found.high) == pytest.approx(want["ci95_gwet_t"], abs=each["tol"]), (
                name
            )
            checked += 1
    assert checked == 5


@pytest.mark.parametrize("example", EXAMPLES)
def test_alpha_for_ordered_categories(gold: Gold, example: str) -> None:
    rated = ratings(gold[example])
    for name, each in expected(gold[example]).items():
        level = name.rpartition("_")[2]
        if level in ("ordinal", "interval", "ratio"):
            found = compute_level_alpha(rated, level)
            assert found == pytest.approx(each["value"], abs=each["tol"]), level


def test_the_alpha_of_each_category_of_krippendorffs_example_of_1980(gold: Gold) -> None:
    entry = gold["kripp1980_3x9"]
    found = compute_coefficients(build_unit_sums(ratings(entry).split_by_category()).sum_units())[
        ALPHA
    ]
    published = entry["also_published"]["category_alpha"]
    assert dict(zip("1234", found, strict=True)) == pytest.approx(published, abs=0.0005)


def test_specific_agreement_in_gwets_paradox(gold: Gold) -> None:
    found = compute_coefficients(build_unit_sums(ratings(gold["gwet_paradox_125"])).sum_units())
    published = gold["gwet_paradox_125"]["also_published"]
    assert found["negative_agreement"][0] == pytest.approx(
        published["positive_agreement_cat0"], abs=1e-5
    )
    assert found["positive_agreement"][0] == published["negative_agreement_cat1"] == 0


def test_standard_errors_of_two_rater_tables_divide_by_n_instead_of_n_less_1(gold: Gold) -> None:
    entry = gold["gwet_abstractors_100"]
    for name, published in entry["also_published"]["table_SE"].items():
        name = name.replace("alpha_nominal", "alpha")
        assert estimate_linearised(ratings(entry), name).se * (99 / 100) ** 0.5 == pytest.approx(
            published, abs=1e-6
        ), name


def test_adjectives_are_given_by_what_is_certain_and_not_by_the_point_estimate(gold: Gold) -> None:
    entry = gold["gwet_raw4raters"]
    ac1 = expected(entry)["gwet_ac1"]
    scales = {
        "Landis & Koch": "landis_koch_cumprob_AC1",
        "Altman": "altman_cumprob_AC1",
        "Fleiss": "fleiss_cumprob_AC1",
    }
    for scale, key in scales.items():
        published = {name.casefold(): value for name, value in entry["also_published"][key].items()}
        # irrCAC rounds the coefficient and its standard error before it looks at the bands.
        assert estimate_band_probabilities(ac1["value"], ac1["se_gwet"], scale) == pytest.approx(
            published, abs=2e-5
        ), scale
    assert find_band(ac1["value"], ac1["se_gwet"]) == "moderate"


def test_which_coder_made_a_single_rating_changes_congers_kappa_alone(gold: Gold) -> None:
    one, other = (expected(gold[name]) for name in ("kripp_4x12", "gwet_raw4raters"))
    assert one["conger_kappa"]["value"] != other["conger_kappa"]["value"]
    assert one[FLEISS]["value"] == other[FLEISS]["value"]
    for example, want in (("kripp_4x12", one), ("gwet_raw4raters", other)):
        found = estimate_linearised(ratings(gold[example]), "conger_kappa", singles=True)
        assert found.value == pytest.approx(want["conger_kappa"]["value"], abs=1e-5)
