"""What is said of a code rests on probabilities, and every warning has its occasion."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tipcoder.agreement.assessment import ReportRequest, assess_agreement
from tipcoder.agreement.confusions import find_swaps
from tipcoder.agreement.methods import format_methods_paragraph
from tipcoder.agreement.number_format import format_decimal, format_percent
from tipcoder.agreement.ratings import Ratings, build_presence_ratings, build_ratings
from tipcoder.agreement.resampling import Draws
from tipcoder.agreement.results import CodeAgreement, Verdict
from tipcoder.agreement.sample_size import (
    estimate_more_needed,
    estimate_responses_needed,
    find_largest_disagreement,
)

Gold = dict[str, dict[str, Any]]
Cells = list[list[int | None]]


def table(both: int, anna: int, boris: int, neither: int) -> Cells:
    """A fourfold table as units."""
    return [[1, 1]] * both + [[1, 0]] * anna + [[0, 1]] * boris + [[0, 0]] * neither


def judged(cells: Cells) -> CodeAgreement:
    (code,) = assess_agreement(
        build_presence_ratings(cells, ("anna", "boris")), ReportRequest("a study", Draws(1000))
    ).codes
    return code


def test_a_code_is_reliable_when_alpha_is_at_least_800_with_95_percent_probability() -> None:
    assert judged(table(100, 2, 2, 100)).verdict is Verdict.RELIABLE


def test_a_point_estimate_above_800_is_not_enough() -> None:
    code = judged(table(15, 1, 1, 30))
    alpha = code.coefficients["krippendorff_alpha"].value
    assert alpha is not None
    assert alpha > 0.8
    assert code.verdict is not Verdict.RELIABLE


def test_between_667_and_800_conclusions_are_tentative() -> None:
    assert judged(table(200, 25, 25, 200)).verdict is Verdict.TENTATIVE


def test_below_667_the_definition_needs_work() -> None:
    code = judged(table(60, 40, 40, 60))
    assert code.verdict is Verdict.NOT_RELIABLE
    assert "Revise the definition" in code.sentence


def test_what_is_unsettled_says_how_many_more_responses_would_settle_it() -> None:
    code = judged(table(15, 3, 3, 40))
    assert code.verdict is Verdict.INCONCLUSIVE
    assert code.sentence.startswith(
        "Inconclusive: α = .77, 95 % CI "
    )  # 1 - 121 * 12 / (2 * 36 * 86)
    assert "more double-coded responses would decide it" in code.sentence


def test_gwets_paradox_is_explained_in_a_sentence(gold: Gold) -> None:
    code = judged(gold["gwet_paradox_125"]["data"])
    (warning,) = (each for each in code.warnings if each.startswith("Prevalence"))
    for part in ("94 %", "0 % (P+)", "α = −.02", "AC1 = .94", "7 disagreements"):
        assert part in warning


def test_a_coder_who_applies_a_code_three_times_as_often_is_named() -> None:
    code = judged(table(10, 20, 0, 70))
    assert "Bias: anna applies it 3.0× as often as boris." in code.warnings


def test_a_rare_code_says_how_many_responses_it_would_take() -> None:
    code = judged(table(4, 0, 0, 196))
    (warning,) = (each for each in code.warnings if each.startswith("Too few"))
    assert "was applied to 2 % " in warning
    assert "about 1363 double-coded responses" in warning
    assert warning.endswith("there are 200.")


@pytest.mark.parametrize(
    ("least", "needed"),
    [(0.667, (60, 81, 172, 330, 803, 1593)), (0.8, (103, 139, 294, 560, 1363, 2702))],
)
def test_sample_sizes_are_those_of_bloch_and_kraemer(least: float, needed: tuple[int, ...]) -> None:
    assert (
        tuple(estimate_responses_needed(least, p) for p in (0.5, 0.25, 0.1, 0.05, 0.02, 0.01))
        == needed
    )


def test_more_responses_and_what_no_disagreement_leaves_open() -> None:
    assert estimate_more_needed(100, 0.74, 0.07, 0.667) == 149  # 100 * (1.645 * .07 / .073)² - 100
    assert estimate_more_needed(100, 0.667, 0.07, 0.667) is None
    assert find_largest_disagreement(40) == pytest.approx(0.072, abs=0.0005)


def test_codes_that_are_taken_for_each_other_are_found() -> None:
    cost, fees, other = ([[1, 0]] * 4 + [[0, 0]] * 16, [[0, 1]] * 4 + [[0, 0]] * 16, [[1, 1]] * 20)
    values = np.array([cost, fees, other], np.int16)
    found = find_swaps(
        Ratings(values, ("cost", "fees", "other"), tuple(map(str, range(20))), ("anna", "boris"))
    )
    assert [(swap.code, swap.other, swap.swaps) for swap in found] == [("cost", "fees", 4)]
    assert found[0].expected == pytest.approx(4 * 4 / 20)


def test_with_three_coders_it_is_seen_who_stands_apart() -> None:
    cells = [[1, 1, 0], [0, 0, 1]] * 10 + [[1, 1, 1], [0, 0, 0]] * 5
    (code,) = assess_agreement(
        build_presence_ratings(cells, ("anna", "boris", "vera")),
        ReportRequest("a study", Draws(50)),
    ).codes
    assert code.without["vera"] == 1
    assert {pair.coders: pair.alpha == 1 for pair in code.pairs} == {
        ("anna", "boris"): True,
        ("anna", "vera"): False,
        ("boris", "vera"): False,
    }
    assert code.without["anna"] == next(
        p.alpha for p in code.pairs if p.coders == ("boris", "vera")
    )


def test_the_methods_paragraph_can_be_pasted() -> None:
    found = assess_agreement(
        build_presence_ratings(table(100, 2, 2, 100), ("anna", "boris")),
        ReportRequest("a study", Draws(200, 5)),
    )
    text = format_methods_paragraph(found)
    for part in (
        "anna and boris",
        "204 responses",
        "200 bootstrap resamples of responses (seed 5)",
        "α was .96",
    ):
        assert part in text
    assert "p <" not in text


def test_numbers_are_written_without_a_zero_before_the_point() -> None:
    written = [format_decimal(value) for value in (0.744, -0.0234, 1.0, 0.0, -0.001, None)]
    assert written == [".74", "−.02", "1.00", ".00", ".00", "—"]
    assert [format_percent(value) for value in (0.944, 1.0, 0.996, 0.0, None)] == [
        "94 %",
        "100 %",
        "99.6 %",
        "0 %",
        "—",
    ]


def test_categories_are_ordered_as_numbers_where_they_are_numbers() -> None:
    assert build_ratings([["10", "9"], ["2", None]]).categories == ("2", "9", "10")
