"""Sets of labels, and where a text was marked: the published values."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from tipcoder.agreement.label_sets import (
    build_label_sets,
    compute_distances,
    compute_set_alpha,
    share_identical,
)
from tipcoder.agreement.multi_valued import compute_mv_alpha, compute_mv_disagreement
from tipcoder.agreement.unitizing import (
    binary_alpha,
    binary_sums,
    coding_alpha,
    nominal_alpha,
    value_alpha,
)
from tipcoder.agreement.unitizing_1995 import alpha_u

Gold = dict[str, dict[str, Any]]
DISTANCES = {
    "masi2006": "masi",
    "passonneau2004_4step": "passonneau_2004",
    "jaccard": "jaccard",
    "dice": "dice",
    "exact": "exact",
}
EXAMPLES = ("kc2016_table3", "kc2016_table8a", "kc2016_table9b", "dkpro_sets9")


@pytest.mark.parametrize("example", EXAMPLES)
def test_alpha_of_label_sets_under_each_distance(gold: Gold, example: str) -> None:
    sets = build_label_sets(gold[example]["data"])
    for each in gold[example]["expected"]:
        name = each["coef"]
        if name.startswith("set_alpha_"):
            found = compute_set_alpha(sets, DISTANCES[name.removeprefix("set_alpha_")])[0]
        elif name == "percent_identical_sets":
            found = np.nanmean(share_identical(sets))
        else:
            found = compute_mv_alpha(sets)[0]
        assert found == pytest.approx(each["value"], abs=each["tol"]), name
        if "D_o" in each:
            assert compute_mv_disagreement(sets) == pytest.approx((each["D_o"], each["D_e"]), abs=1e-6)


def test_distances_between_two_sets(gold: Gold) -> None:
    for one, other, *known in gold["set_distances"]["data"]:
        members = build_label_sets([[one, other]]).members
        for kind, value in zip(("masi", "jaccard", "dice"), known, strict=True):
            assert compute_distances(members, kind)[0, -1] == pytest.approx(value, abs=1e-6), (one, other, kind)


def test_krippendorffs_figure_12_11(gold: Gold) -> None:
    entry = gold["kripp2019_fig12_11"]
    known = {each["coef"]: each for each in entry["expected"]}
    coders = [[tuple(segment) for segment in coder] for coder in entry["data"]]
    length = entry["L"]
    sums = binary_sums([[segment[:2] for segment in coder] for coder in coders], length)
    found = {
        "u_alpha_nominal": nominal_alpha(coders, length),
        "u_alpha_binary": float(binary_alpha(np.array(sums))),
        "cu_alpha_nominal": coding_alpha(coders, length),
    }
    for name, value in found.items():
        assert value == pytest.approx(known[name]["value"], abs=1e-6), name
        assert value == pytest.approx(known[name]["published_value"], abs=known[name]["tol"]), name
    for value, alpha in known["k_u_alpha"]["value"].items():
        mine, coverage = value_alpha(coders, length, value)
        assert coverage == pytest.approx(known["k_coverage"]["value"][value], abs=1e-6), value
        assert (math.isnan(mine) and alpha is None) or mine == pytest.approx(alpha, abs=1e-6), value


@pytest.mark.parametrize("example", "ABCD")
def test_krippendorffs_unitizing_alpha_of_1995(gold: Gold, example: str) -> None:
    entry = gold["kripp1995_p57"]
    (known,) = (each for each in entry["expected"] if each["coef"] == f"alpha_U_{example}")
    fine = 50_000  # published for a continuum
    coders = [[(start * fine, (start + size) * fine) for start, size in coder] for coder in entry["data"][example]]
    found = alpha_u(coders, entry["L"] * fine)
    assert found == pytest.approx(known["value"], abs=1e-5)
    assert found == pytest.approx(known["published_value"], abs=known["tol"])
