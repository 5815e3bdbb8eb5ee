"""A handful of invented answers, three codes, and a few concepts."""

from __future__ import annotations

import pytest

from tipcoder.model.codes import Code
from tipcoder.suggestion.concepts import Concepts
from tipcoder.suggestion.suggester import Suggester, SuggesterText

ANSWERS = (
    SuggesterText("The embassy trained police officers in two courses.", "how"),
    SuggesterText("They gave grants, and the money paid for a shelter.", "how"),
    SuggesterText("Officials say the ranking is unfair. We met them twice.", "why"),
    SuggesterText("Обучение полиции и судей прошло в мае.", "how"),
    SuggesterText("Dieron fondos para un albergue.", "how"),
    SuggesterText("Чиновники возмущены: рейтинг несправедливый.", "why"),
    SuggesterText("No comment", "why"),
    SuggesterText("Nothing was done, as far as we know.", "how"),
)

CODES = (
    Code("training", {"en": "Training"}, definition={"en": "Police or judges are trained."}),
    Code(
        "money",
        {"en": "Money"},
        definition={"en": "Somebody gives money."},
        cues={"en": ("gave grants",)},
    ),
    Code(
        "pushback",
        {"en": "Pushback"},
        definition={"en": "Officials call the ranking unfair."},
        questions=("why",),
    ),
)

CONCEPTS = Concepts(
    {
        "training": {"en": ("train", "course"), "es": ("capacit",), "ru": ("обуч",)},
        "police": {"en": ("police",), "ru": ("полиц",)},
        "courts": {"en": ("judge",), "ru": ("суде", "судь")},
        "money": {"en": ("money", "grant", "fund"), "es": ("fondo", "diner")},
        "unfair": {"en": ("unfair",), "ru": ("несправедл",)},
        "rating": {"en": ("ranking", "watch list"), "ru": ("рейтинг",)},
    }
)


@pytest.fixture
def suggester() -> Suggester:
    """The answers, with nothing judged yet."""
    return Suggester(ANSWERS, CODES, CONCEPTS, ["en", "es", "ru"])
