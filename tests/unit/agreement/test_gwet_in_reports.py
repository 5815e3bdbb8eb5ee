"""Gwet's standard errors and intervals beside those of resampling, in what a report gives out.

Expected values are what irrCAC (R) prints for tables of Gwet's handbook.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tipcoder.agreement.assessment import ReportRequest, assess_agreement
from tipcoder.agreement.ratings import Ratings, build_ratings
from tipcoder.agreement.resampling import Draws
from tipcoder.agreement.results import Agreement
from tipcoder.agreement.variables import assess_variable
from tipcoder.export.agreement_report import build_agreement_document
from tipcoder.export.agreement_rows import as_json_entry, build_tidy_rows
from tipcoder.export.formats import find_writer

FEW_DRAWS = ReportRequest(title="Gwet", draws=Draws(50))
PARADOX = [[0, 0]] * 118 + [[0, 1]] * 5 + [[1, 0]] * 2
"""Gwet (2002): two raters, 125 subjects."""
PARADOX_ERRORS = {
    "gwet_ac1": (0.940776, 0.023057, 0.895140, 0.986413),
    "krippendorff_alpha": (-0.024691, 0.010927, -0.046319, -0.003063),
    "conger_kappa": (-0.023392, 0.012336, -0.047809, 0.001025),
}
ABSTRACTORS = [[2, 2]] * 56 + [[1, 1]] * 20 + [[0, 0]] * 13 + [[1, 2]] * 7 + [[2, 1]] * 4
"""Gwet (2014), cont3x3abstractors."""
ABSTRACTORS_ERRORS = {
    "gwet_ac1": (0.849331, 0.043435, 0.763146, 0.935515),
    "krippendorff_alpha": (0.797258, 0.059352, 0.679491, 0.915026),
    "conger_kappa": (0.796409, 0.059207, 0.678929, 0.913890),
}
CODES = ("common", "paradox")


def assess_two_codes(weights: tuple[float, ...] = ()) -> Agreement:
    """A code that is there in half of the answers, and then the one of the paradox."""
    units = len(PARADOX)
    common = [[number % 2, number % 2] for number in range(units)]
    ratings = Ratings(
        values=np.array([common, PARADOX], np.int16),
        codes=CODES,
        units=tuple(map(str, range(units))),
        coders=("anna", "boris"),
        weights=weights,
    )
    return assess_agreement(ratings, FEW_DRAWS)


def read_markdown(found: Agreement) -> str:
    return find_writer("markdown")(build_agreement_document(found)).decode()


def read_linearised(entry: dict[str, Any], name: str) -> tuple[float, ...]:
    figure = entry["coefficients"][name]
    return (figure["value"], figure["gwet_se"], figure["gwet_low"], figure["gwet_high"])


@pytest.mark.parametrize("name", PARADOX_ERRORS)
def test_each_code_of_a_study_has_its_own(name: str) -> None:
    entry = as_json_entry(assess_two_codes().codes[1])
    assert read_linearised(entry, name) == pytest.approx(PARADOX_ERRORS[name], abs=2e-6)


@pytest.mark.parametrize("name", ABSTRACTORS_ERRORS)
def test_a_variable_of_three_categories_has_them(name: str) -> None:
    found = assess_variable(build_ratings(ABSTRACTORS), FEW_DRAWS)
    entry = as_json_entry(found.codes[0])
    assert read_linearised(entry, name) == pytest.approx(ABSTRACTORS_ERRORS[name], abs=2e-6)


def test_the_tidy_table_has_them_too() -> None:
    rows = build_tidy_rows(assess_two_codes())
    (row,) = (
        each for each in rows if (each["code"], each["coefficient"]) == ("paradox", "gwet_ac1")
    )
    found = (row["estimate"], row["se_gwet"], row["gwet_low"], row["gwet_high"])
    assert found == pytest.approx(PARADOX_ERRORS["gwet_ac1"], abs=2e-6)


def test_the_appendix_prints_those_of_codes_that_can_be_judged() -> None:
    found = assess_variable(build_ratings(ABSTRACTORS), FEW_DRAWS)
    page = read_markdown(found)
    section = page.split("## Gwet's intervals")[1].split("\n## ")[0]
    assert r".80 \[.68, .92\] | .85 \[.76, .94\] | .80 \[.68, .91\]" in section


def test_where_answers_have_weights_there_are_none() -> None:
    """His formulas count every unit once, so they would belong to another figure than ours."""
    found = assess_two_codes(weights=tuple([1.0, 3.0] * 62 + [1.0]))
    figure = as_json_entry(found.codes[1])["coefficients"]["gwet_ac1"]
    assert figure["value"] is not None
    assert figure["gwet_se"] is None
    assert "Gwet's intervals" not in read_markdown(found)
