"""Scales in words, in the order in which questionnaires print them."""

from __future__ import annotations

import random
import tomllib

import pytest

from tipcoder.shipped_data import reference_file
from tipcoder.survey.worded_scales import order_answers

# Likert's five answers, those of the European Social Survey, and others as platforms offer them.
SCALES = (
    ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"),
    (
        "Very dissatisfied",
        "Somewhat dissatisfied",
        "Neutral",
        "Somewhat satisfied",
        "Very satisfied",
    ),
    ("Never", "Rarely", "Sometimes", "Often", "Always"),
    ("Poor", "Fair", "Good", "Very good", "Excellent"),
    ("lehne stark ab", "lehne eher ab", "neutral", "stimme eher zu", "stimme stark zu"),
    ("Sehr unzufrieden", "Eher unzufrieden", "Teils/teils", "Eher zufrieden", "Sehr zufrieden"),
    ("Pas du tout d’accord", "Plutôt pas d’accord", "Plutôt d’accord", "Tout à fait d’accord"),
    ("Totalmente en desacuerdo", "En desacuerdo", "De acuerdo", "Totalmente de acuerdo"),
    ("Nigdy", "Rzadko", "Czasami", "Często", "Zawsze"),
    ("Никогда", "Редко", "Иногда", "Часто", "Всегда"),
)


@pytest.mark.parametrize("scale", SCALES, ids=[scale[0] for scale in SCALES])
def test_a_scale_in_words_is_brought_in_its_order(scale: tuple[str, ...]) -> None:
    for seed in range(5):
        mixed = random.Random(seed).sample(scale, len(scale))
        assert order_answers(mixed) == list(scale)
    # Also where nobody chose one of them.
    assert order_answers([scale[-1], scale[0]]) == [scale[0], scale[-1]]


@pytest.mark.parametrize(
    "answers",
    [
        ("Agree", "North"),  # not one scale
        ("Agree", "agree strongly", "Strongly agree"),  # two spellings of one place
        ("Never", "Poor"),  # two scales
        ("Always",),
        (),
    ],
)
def test_nothing_is_said_of_answers_that_are_no_scale(answers: tuple[str, ...]) -> None:
    assert order_answers(answers) == []


def test_a_spelling_has_one_place_in_its_scale() -> None:
    told = tomllib.loads(reference_file("answer_scales.toml").read_text("utf-8"))
    for scale in told["scales"]:
        spellings = "|".join(scale).split("|")
        assert len(set(spellings)) == len(spellings), scale
