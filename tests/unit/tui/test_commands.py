"""The command table: what every key means, on a Latin and on a Russian keyboard."""

from __future__ import annotations

from collections import Counter
from inspect import signature
from typing import Any
from unittest.mock import MagicMock

import pytest

from tipcoder.tui.commands import COMMANDS, ScreenName, build_bindings, list_commands
from tipcoder.tui.keyboard import cyrillic_twin, format_key, join_with_twins
from tipcoder.tui.screens.adjudication import AdjudicationScreen
from tipcoder.tui.screens.codebook import CodebookScreen
from tipcoder.tui.screens.coding import CodingScreen
from tipcoder.tui.screens.frame import FrameScreen
from tipcoder.tui.screens.grid import GridScreen
from tipcoder.tui.screens.help import _INTRO
from tipcoder.tui.screens.main_screen import MainScreen
from tipcoder.tui.screens.plan import PlanScreen
from tipcoder.tui.screens.quotes import QuotesScreen
from tipcoder.tui.screens.redaction import RedactionScreen
from tipcoder.tui.screens.statistics import StatisticsScreen
from tipcoder.tui.screens.study import StudyScreen

SCREENS: dict[ScreenName, Any] = {
    ScreenName.CODING: CodingScreen,
    ScreenName.GRID: GridScreen,
    ScreenName.CODEBOOK: CodebookScreen,
    ScreenName.FRAME: FrameScreen,
    ScreenName.QUOTES: QuotesScreen,
    ScreenName.STUDY: StudyScreen,
    ScreenName.STATISTICS: StatisticsScreen,
    ScreenName.ADJUDICATION: AdjudicationScreen,
    ScreenName.REDACTION: RedactionScreen,
    ScreenName.PLAN: PlanScreen,
}


def keys_of(key_list: str) -> list[str]:
    return key_list.split(",")


@pytest.mark.parametrize("place", list(SCREENS))
def test_no_key_means_two_things_on_one_screen(place: ScreenName) -> None:
    counted = Counter(
        key for binding in build_bindings(list_commands(place)) for key in keys_of(binding.key)
    )
    assert [key for key, times in counted.items() if times > 1] == []


def test_ids_are_unique_because_keymaps_name_them() -> None:
    counted = Counter(command.id for command in COMMANDS)
    assert max(counted.values()) == 1


def test_every_command_has_a_label_and_a_help_line() -> None:
    for command in COMMANDS:
        assert command.label
        assert command.help.endswith("."), command.id


def find_owners(place: ScreenName, action: str) -> list[str]:
    """What can do an action on a screen: the screen itself, or controllers of it."""
    arguments = len(signature(SCREENS[place]).parameters)
    screen = SCREENS[place](*[MagicMock() for _ in range(arguments)])
    if isinstance(screen, MainScreen):
        return [type(owner).__name__ for owner in screen.find_owners(action)]
    return [type(screen).__name__] if hasattr(screen, f"action_{action}") else []


@pytest.mark.parametrize("place", list(SCREENS))
def test_every_action_is_done_by_one_controller_or_by_the_screen(
    place: ScreenName, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It reads a study as soon as it is made.
    monkeypatch.setattr("tipcoder.tui.screens.adjudication.Adjudication", MagicMock())
    for binding in build_bindings(list_commands(place)):
        owners = find_owners(place, binding.action.partition("(")[0])
        controllers = [name for name in owners if name != SCREENS[place].__name__]
        assert owners, binding.id
        assert len(controllers) <= 1, f"{binding.id}: {controllers}"


def test_the_help_of_every_screen_begins_with_what_the_screen_is_for() -> None:
    assert set(_INTRO) == set(ScreenName)


def test_every_letter_key_also_answers_on_a_russian_layout() -> None:
    for command in COMMANDS:
        bound = {key for binding in command.iterate_bindings() for key in keys_of(binding.key)}
        for key in command.keys:
            if len(key) == 1 and key.isalpha():
                assert cyrillic_twin(key) in bound, command.id


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("s", "ы"),
        ("S", "Ы"),
        ("q", "й"),
        ("semicolon", "ж"),
        ("left_square_bracket", "х"),
        ("comma", "б"),
    ],
)
def test_a_twin_is_the_letter_in_the_same_place(latin: str, cyrillic: str) -> None:
    assert cyrillic_twin(latin) == cyrillic


@pytest.mark.parametrize("key", ["slash", "full_stop", "ctrl+z", "enter", "1", "up"])
def test_keys_that_are_the_same_on_both_layouts_or_would_clash_have_no_twin(key: str) -> None:
    assert cyrillic_twin(key) is None


def test_keys_are_shown_as_people_write_them() -> None:
    assert format_key("question_mark") == "?"
    assert format_key("ctrl+q") == "^q"
    assert format_key("shift+right") == "⇧→"
    assert format_key("f1") == "F1"
    assert join_with_twins(("u", "ctrl+z")) == "u,ctrl+z,г"
