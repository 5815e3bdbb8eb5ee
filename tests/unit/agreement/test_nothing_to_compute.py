"""Where nothing can be computed, or nothing should be believed:
the fifteen edge cases, each with the right answer.

Those about coders and codebooks need a study: 11 a code twice on an answer, 12 codes retired and
merged, and 13 codes that came later are in tests/workbench/test_agreeing.py and
test_agreement_of_rounds.py; 15 quotes that overlap, touch, are empty or leave the text, in
test_spans.py.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tipcoder.agreement.assessment import ReportRequest, assess_agreement
from tipcoder.agreement.ratings import Ratings, build_presence_ratings, build_ratings
from tipcoder.agreement.resampling import Draws
from tipcoder.agreement.results import Agreement, CodeAgreement, Verdict
from tipcoder.agreement.variables import assess_variable
from tipcoder.errors import BadInput

Gold = dict[str, dict[str, Any]]
Cells = list[list[int | None]]
QUICK = Draws(replicates=300)
NAMES = ("anna", "boris", "vera", "dora")


def report(cells: Cells, **more: Any) -> Agreement:
    return assess_agreement(
        build_presence_ratings(cells, NAMES[: len(cells[0])]),
        ReportRequest("a study", QUICK, **more),
    )


def only(cells: Cells, **more: Any) -> CodeAgreement:
    (code,) = report(cells, **more).codes
    return code


def values(code: CodeAgreement) -> dict[str, float | None]:
    return {name: each.value for name, each in code.coefficients.items()}


def units(entry: dict[str, Any]) -> Cells:
    written = entry["units"]
    if isinstance(written, str):  # 199 x [0,0] + [1,1]
        return [[0, 0]] * 199 + [[1, 1] if written.endswith("[1,1]") else [1, 0]]
    return list(written)


def test_every_entry_of_the_contract(gold: Gold) -> None:
    entries = gold["degenerate_contract"]["data"]
    assert len(entries) == 9
    for entry in entries:
        found = values(only(units(entry)))
        for name in (
            *(
                "percent_agreement",
                "gwet_ac1",
                "fleiss_kappa",
                "conger_kappa",
                "positive_agreement",
            ),
            "krippendorff_alpha",
        ):
            if name in entry:
                want = entry[name]
                assert (found[name] is None) == (want is None), (entry["case"], name, found[name])
                assert want is None or found[name] == pytest.approx(want, abs=1e-6), (
                    entry["case"],
                    name,
                )


@pytest.mark.parametrize("n", [8, 9, 10, 11, 12])
def test_1_a_code_that_nobody_used_is_not_assessable_whatever_rounding_says(n: int) -> None:
    code = only([[0, 0, 0]] * n)
    assert code.verdict is Verdict.NOT_ASSESSABLE
    assert code.sentence == f"Not assessable: nobody applied this code in {n} joint responses."
    assert code.warnings == ()
    found = values(code)
    assert found["percent_agreement"] == found["negative_agreement"] == 1
    assert all(
        found[name] is None
        for name in found
        if name not in ("percent_agreement", "negative_agreement")
    )


def test_1_it_is_left_out_of_the_mean_and_counted() -> None:
    used, never = [[1, 1], [0, 0]] * 20 + [[1, 0]], [[0, 0]] * 41
    both = np.array([used, never], np.int16)
    ratings = Ratings(both, ("used", "never"), tuple(map(str, range(41))), ("anna", "boris"))
    found = assess_agreement(ratings, ReportRequest("a study", QUICK))
    assert found.overall is not None
    assert found.overall.unused == ("never",)
    assert found.overall.defined == 1
    alpha = values(found.codes[0])["krippendorff_alpha"]
    assert (
        found.overall.figures["macro_alpha"].value
        == found.overall.figures["pooled_alpha"].value
        == alpha
    )


def test_2_a_code_on_everything_says_as_little() -> None:
    code = only([[1, 1]] * 12)
    assert code.sentence == "Not assessable: everybody applied this code to all 12 joint responses."
    assert values(code)["krippendorff_alpha"] is None
    assert values(code)["positive_agreement"] == 1


def test_3_a_coder_who_never_used_the_code_is_named(gold: Gold) -> None:
    code = only([[1, 0]] * 2 + [[0, 0]] * 18)
    assert any(warning.startswith("boris never applied this code") for warning in code.warnings)
    assert any(
        "P+" in warning and "0 %" in warning and "2 disagreements" in warning
        for warning in code.warnings
    )
    assert code.verdict is Verdict.TOO_RARE


def test_4_agreement_without_exception_gets_no_interval_but_what_it_cannot_exclude() -> None:
    code = only([[0, 0], [1, 1]] * 20)
    alpha = code.coefficients["krippendorff_alpha"]
    assert (alpha.value, alpha.low, alpha.high) == (1, None, None)
    assert "true disagreement rate could still be up to 7.2 %" in code.warnings[0]  # 1 - .05^(1/40)
    assert code.verdict is Verdict.RELIABLE


def test_5_one_joint_response_gives_counts_alone() -> None:
    code = only([[1, 1], [1, None], [None, 0]])
    assert code.verdict is Verdict.NOT_ASSESSED
    assert (code.counts.joint, code.counts.single) == (1, 2)
    assert set(values(code).values()) == {None}


def test_6_without_overlap_nothing_is_assessed() -> None:
    found = report([[0, None], [1, None], [None, 1], [None, 0]])
    assert found.codes[0].sentence == "Not assessed: no response was finished by two coders."
    assert found.joint == 0
    assert found.single == 4
    two = Ratings(np.full((2, 3, 2), -1, np.int16), ("a", "b"), ("1", "2", "3"), ("anna", "boris"))
    nothing = assess_agreement(two, ReportRequest("a study", QUICK))
    assert nothing.overall is not None
    assert nothing.overall.verdict is Verdict.NOT_ASSESSED
    assert all(each.value is None for each in nothing.overall.figures.values())


def test_7_and_8_what_fewer_than_two_coded_changes_nothing_and_is_counted() -> None:
    joint: Cells = [[0, 0], [1, 1], [1, 0], [0, 0], [1, 1]]
    more: Cells = [[None, None], [1, None], [None, 0], [None, 1]]
    alone, among_others = only(joint), only(joint + more)
    assert alone.coefficients == among_others.coefficients
    assert (among_others.counts.nobody, among_others.counts.single, among_others.counts.joint) == (
        1,
        3,
        5,
    )
    assert [each.finished for each in among_others.counts.coders] == [6, 7]


def test_9_two_coders_who_found_nothing_agree() -> None:
    nothing = np.zeros((2, 6, 2), np.int16)
    nothing[0, :3] = 1
    ratings = Ratings(nothing, ("a", "b"), tuple("123456"), ("anna", "boris"))
    found = assess_agreement(ratings, ReportRequest("a study", QUICK))
    assert found.overall is not None
    assert found.overall.identical.value == 1
    assert found.overall.figures["set_alpha_jaccard"].value == 1
    assert found.overall.figures["mv_alpha"].value == 1


def test_10_a_coder_with_two_joint_responses_is_left_out_by_name() -> None:
    cells: Cells = [[0, 0, None], [1, 1, None], [1, 0, None]] * 8 + [[0, 0, 0], [1, 1, 0]]
    found = report(cells)
    assert found.coders == ("anna", "boris")
    assert found.notes == ("vera is left out: 2 responses finished together with another coder.",)
    assert found.codes[0].coefficients == report([row[:2] for row in cells]).codes[0].coefficients


def test_10_unless_nobody_has_more() -> None:
    assert report([[0, 0, None], [1, 1, 0], [1, 0, 1]]).coders == ("anna", "boris", "vera")


def test_14_one_positive_in_two_hundred_is_too_rare_whatever_alpha_says() -> None:
    for last, alpha in (([1, 1], 1.0), ([1, 0], 0.0)):
        code = only([[0, 0]] * 199 + [last])
        assert values(code)["krippendorff_alpha"] == pytest.approx(alpha, abs=1e-9)
        assert code.verdict is Verdict.TOO_RARE
        assert code.coefficients["krippendorff_alpha"].low is None


def test_one_coder_alone_cannot_agree() -> None:
    with pytest.raises(BadInput, match="two coders"):
        assess_agreement(
            Ratings(np.zeros((1, 3, 1), np.int16), ("a",), ("1", "2", "3"), ("anna",)),
            ReportRequest("a study"),
        )
    with pytest.raises(BadInput, match="two coders"):
        build_ratings([["a"], ["b"]])


def test_a_variable_with_categories_is_reported_as_a_whole_and_by_category() -> None:
    rows = [["a", "a"], ["b", "b"], ["c", "b"], ["a", "a"], ["c", "c"]]
    found = assess_variable(
        build_ratings(rows, name="all"), ReportRequest("a file", QUICK, least_joint=1)
    )
    assert [code.code for code in found.codes] == ["all", "a", "b", "c"]
    assert "positive_agreement" not in found.codes[0].coefficients
    assert found.codes[2].coefficients["positive_agreement"].value == pytest.approx(
        2 / 3
    )  # 1 of both, 1 of one
    assert found.overall is None
