"""The ends of quotes: what is left out, and where words begin and end."""

from __future__ import annotations

import pytest

from tipcoder.language.quote_ends import find_quote_ends, find_quote_starts, trim_quote
from tipcoder.workbench.coding.text_units import TextUnit, UnitIndex


@pytest.mark.parametrize(
    ("between", "kept"),
    [
        (" they pay late, ", "they pay late"),
        ("- they pay late;", "they pay late"),
        ("• they pay late -", "they pay late"),
        ("/ they pay late / ", "they pay late"),
        ("— Они платят поздно,", "Они платят поздно"),
        ("«Они платят поздно…»", "«Они платят поздно…»"),
        ("¿Pagan tarde? —", "¿Pagan tarde?"),
        (", ¡pagan tarde!", "¡pagan tarde!"),
        ("-5 per cent · ", "-5 per cent"),
        ("the pre- and", "the pre- and"),
        ("their 24/7", "their 24/7"),
        ("pre-", "pre-"),
        (" — ", " — "),
    ],
)
def test_nobody_quotes_a_comma_a_bullet_or_a_lone_slash(between: str, kept: str) -> None:
    text = f"Before{between}after"
    start, end = trim_quote(text, len("Before"), len("Before") + len(between))
    assert text[start:end] == kept


def test_the_whole_text_stays_whole() -> None:
    assert trim_quote("- Training, ", 0, 12) == (0, 12)


def test_units_are_trimmed_and_a_lone_slash_is_none() -> None:
    text = "- They pay late,\n/\n• Nobody asks, / , e.g. us. ¿Por qué? — Нет, т.е. никогда…"

    def said(unit: TextUnit) -> list[str]:
        return [text[start:end] for start, end in UnitIndex(text).list_units(unit)]

    assert said(TextUnit.SENTENCE) == [
        "They pay late",
        "Nobody asks, / , e.g. us.",
        "¿Por qué?",
        "Нет, т.е. никогда…",
    ]
    assert said(TextUnit.CLAUSE)[:3] == ["They pay late", "Nobody asks", "e.g. us."]


def test_words_begin_and_end_with_their_marks_but_without_a_comma() -> None:
    text = "(They said) «Да», ¿Qué? No…"
    starts = [text[start:] for start in find_quote_starts(text)]
    assert starts == [
        "(They said) «Да», ¿Qué? No…",
        "said) «Да», ¿Qué? No…",
        "«Да», ¿Qué? No…",
        "¿Qué? No…",
        "No…",
    ]
    ends = [text[:end] for end in find_quote_ends(text)]
    assert ends == [
        "(They",
        "(They said)",
        "(They said) «Да»",
        "(They said) «Да», ¿Qué?",
        "(They said) «Да», ¿Qué? No…",
    ]
