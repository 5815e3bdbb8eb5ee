"""Controllers by themselves: what they do, on a screen that only notes what it is told."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest

from tipcoder.model.codings import Coding
from tipcoder.tui.screens.code_lookup import CodeLookup
from tipcoder.tui.screens.quote_editing import QuoteEditing
from tipcoder.tui.screens.word_selection import WordSelection
from tipcoder.tui.selection import TextSelection
from tipcoder.workbench.coding.code_quotes import QuoteRequest

TEXT = "They wrote twice. Nobody answered, and the office was closed."
WIDE, NARROW, ELSEWHERE = (0, 17), (5, 10), (18, 33)


class NotingScreen(SimpleNamespace):
    """Has what a controller asks of a screen, and notes what it is told."""

    def __init__(self, codings: list[Coding]) -> None:
        answer_text = SimpleNamespace(selection=TextSelection(TEXT), redraw_selection=MagicMock())
        super().__init__(
            answer_text=answer_text,
            codings=codings,
            session=SimpleNamespace(languages=("fr", "en")),
            app=MagicMock(),
            show_status=MagicMock(),
        )


def quote(number: int, span: tuple[int, int]) -> Coding:
    start, end = span
    return Coding(number, 1, f"code-{number}", "anna", start, end, TEXT[start:end], 1)


@pytest.fixture
def screen() -> Any:
    return NotingScreen([quote(1, WIDE), quote(2, NARROW), quote(3, ELSEWHERE)])


def test_a_key_of_selecting_changes_the_selection_and_draws_it_once(screen: Any) -> None:
    words = WordSelection(screen)
    words.action_select("sentence", True)
    assert screen.answer_text.selection.span == WIDE
    assert screen.answer_text.redraw_selection.call_count == 1
    words.action_deselect()
    assert screen.answer_text.selection.span is None


@pytest.mark.parametrize(
    ("selected", "meant"), [(NARROW, 2), (WIDE, 1), ((18, 24), 3), ((34, 40), 3), (None, 3)]
)
def test_the_narrowest_quote_around_the_selection_is_meant_else_the_newest(
    screen: Any, selected: tuple[int, int] | None, meant: int
) -> None:
    if selected is not None:
        screen.answer_text.selection.select_span(*selected)
    found = QuoteEditing(screen, MagicMock(), MagicMock()).find_coding_meant()
    assert found is not None
    assert found.id == meant


def test_a_code_is_looked_up_in_the_language_of_the_screen_and_where_there_is_none_it_is_said(
    screen: Any,
) -> None:
    CodeLookup(screen, lambda: "fees").action_peek()
    screen.app.show_code.assert_called_once_with("fees", "fr")
    CodeLookup(screen, lambda: "fees", find_language=lambda: "ru").action_peek()
    screen.app.show_code.assert_called_with("fees", "ru")
    CodeLookup(screen, lambda: "fees").action_quotes()
    screen.app.show_quotes.assert_called_once_with(QuoteRequest("fees"))

    CodeLookup(screen, lambda: None).action_quotes()
    assert screen.app.show_quotes.call_count == 1
    screen.show_status.assert_called_once_with("There is no code here.", fault=True)
