"""Sets of labels, and where a text was marked: the published values."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pytest

from tipcoder.agreement.label_sets import LabelSets, share_identical
from tipcoder.agreement.multi_valued import compute_mv_alpha, compute_mv_disagreement
from tipcoder.agreement.ratings import UNKNOWN
from tipcoder.agreement.set_alpha import compute_set_alpha
from tipcoder.agreement.set_distances import compute_distances
from tipcoder.agreement.unitizing import binary_alpha, binary_sums

Gold = dict[str, dict[str, Any]]
DISTANCES = {
    "masi2006": "masi",
    "passonneau2004_4step": "passonneau_2004",
    "jaccard": "jaccard",
    "dice": "dice",
    "exact": "exact",
}
EXAMPLES = ("kc2016_table3", "kc2016_table8a", "kc2016_table9b", "dkpro_sets9")


def build_label_sets(rows: Sequence[Sequence[Collection[str] | None]]) -> LabelSets:
    """Sets from a units x coders table of collections of labels, None for "not coded"."""
    labels = sorted({label for row in rows for cell in row if cell is not None for label in cell})
    distinct = sorted(
        {frozenset(cell) for row in rows for cell in row if cell is not None}, key=sorted
    )
    number = {found: n for n, found in enumerate(distinct)}
    members = np.array([[label in found for label in labels] for found in distinct], bool)
    values = [
        [UNKNOWN if cell is None else number[frozenset(cell)] for cell in row] for row in rows
    ]
    return LabelSets(members.reshape(len(distinct), len(labels)), np.array(values, np.intp))


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
            assert compute_mv_disagreement(sets) == pytest.approx(
                (each["D_o"], each["D_e"]), abs=1e-6
            )


def test_distances_between_two_sets(gold: Gold) -> None:
    for one, other, *known in gold["set_distances"]["data"]:
        members = build_label_sets([[one, other]]).members
        for kind, value in zip(("masi", "jaccard", "dice"), known, strict=True):
            assert compute_distances(members, kind)[0, -1] == pytest.approx(value, abs=1e-6), (
                one,
                other,
                kind,
            )


def test_krippendorffs_figure_12_11(gold: Gold) -> None:
    entry = gold["kripp2019_fig12_11"]
    known = {each["coef"]: each for each in entry["expected"]}
    length = entry["L"]
    sums = binary_sums([[segment[:2] for segment in coder] for coder in entry["data"]], length)
    found = float(binary_alpha(np.array(sums)))
    assert found == pytest.approx(known["u_alpha_binary"]["value"], abs=1e-6)
    published = known["u_alpha_binary"]
    assert found == pytest.approx(published["published_value"], abs=published["tol"])
