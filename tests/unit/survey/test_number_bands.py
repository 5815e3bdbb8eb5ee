"""Bands of numbers, in the order in which questionnaires print them."""

from __future__ import annotations

import random

import pytest

from tipcoder.survey.number_bands import order_bands

BANDS = (
    ("under 30", "30-49", "50-64", "65+"),
    ("<1 year", "1-3 years", "4-9 years", "10+ years"),
    ("less than 1 year", "1–3 years", "4–10 years", "more than 10 years"),
    ("unter 1 Jahr", "1-5 Jahre", "6-20 Jahre", "über 20 Jahre"),
    ("bis 10.000 €", "10.001-50.000 €", "ab 50.001 €"),
    ("18-29 lat", "30 do 64 lat", "65 lat i więcej"),
    ("moins de 25 ans", "25 à 40 ans", "plus de 40 ans"),
    ("menos de 5", "5 a 9", "10 o más"),
    ("до 18 лет", "18–35", "36 лет и старше"),
    ("0-10", "10-20", "20-30"),  # bands that touch
    ("1", "2-4", "5 or more"),
)


@pytest.mark.parametrize("bands", BANDS, ids=[bands[0] for bands in BANDS])
def test_bands_are_brought_in_their_order(bands: tuple[str, ...]) -> None:
    for seed in range(5):
        assert order_bands(random.Random(seed).sample(bands, len(bands))) == list(bands)


@pytest.mark.parametrize(
    "answers",
    [
        ("Zone 1", "Zone 2", "Zone 3"),  # numbers that only name
        ("18-24", "20-30", "31+"),  # one is in two
        ("1-6 months", "7-9 years", "10+ years"),  # two units
        ("under 30", "over 30", "it depends"),
        ("under 30", "30+"),  # two are as often a yes and a no
        ("Room 1-2", "Hall 3-4", "Yard 5+"),
        (),
    ],
)
def test_nothing_is_said_of_answers_that_are_no_bands(answers: tuple[str, ...]) -> None:
    assert order_bands(answers) == []
