"""The footer: what is named at which width, by what is at hand."""

from __future__ import annotations

import pytest

from tipcoder.tui.commands import ScreenName, list_commands
from tipcoder.tui.commands.footers import ALWAYS, FOOTERS, SCREEN_KEYS, AtHand
from tipcoder.tui.settings import Settings
from tipcoder.tui.widgets.key_line import FooterState, choose_entries

CASES = [(place, at_hand) for place, rows in FOOTERS.items() for at_hand in rows]


def labels(
    place: ScreenName, width: int, state: FooterState | None = None, **set_by_her: Settings
) -> tuple[list[str], list[str]]:
    settings = set_by_her.get("settings", Settings())
    commands, screens = choose_entries(place, state or FooterState(), settings, width)
    shown = [f"{entry.keys} {entry.label}".strip() for entry in commands]
    return shown, [f"{entry.keys} {entry.label}".strip() for entry in screens]


@pytest.mark.parametrize(("place", "at_hand"), CASES)
def test_a_footer_names_commands_that_its_screen_has_and_the_first_four_fit_into_80_columns(
    place: ScreenName, at_hand: AtHand
) -> None:
    here = {command.id: command for command in list_commands(place)}
    named = FOOTERS[place][at_hand]
    assert set(named) <= set(here)
    assert len(set(named)) == len(named)
    shown, _ = labels(place, 79, FooterState(at_hand))
    for command_id in [*named[:4], *(each for each in ALWAYS if each in here)]:
        assert any(here[command_id].label in words for words in shown), command_id


@pytest.mark.parametrize(("place", "at_hand"), CASES)
def test_wider_is_never_less_and_no_line_is_longer_than_its_window(
    place: ScreenName, at_hand: AtHand
) -> None:
    before: set[str] = set()
    for width in (59, 79, 99, 119, 159, 199):
        commands, screens = labels(place, width, FooterState(at_hand))
        assert before <= {*commands, *screens}
        assert len("  ".join([*commands, *screens])) <= width
        before = {*commands, *screens}
    if len(FOOTERS[place][at_hand]) > 4:
        assert len(before) > len(labels(place, 79, FooterState(at_hand))[0])


def test_at_200_columns_coding_names_every_screen_with_the_key_that_opens_it() -> None:
    _, screens = labels(ScreenName.CODING, 199)
    assert screens == [
        "Coding",
        "g Grid",
        "b Codebook",
        "t Study",
        "V Disagreements",
        "T Statistics",
        "X Redaction",
        "Q Quotes",
        "b f Themes",
    ]
    assert set(SCREEN_KEYS) == set(ScreenName) - {ScreenName.PLAN}


def test_esc_is_named_for_coding_only_where_it_leads_there() -> None:
    from_coding = FooterState(below=ScreenName.CODING)
    from_grid = FooterState(below=ScreenName.GRID)
    assert "Esc Coding" in labels(ScreenName.CODEBOOK, 199, from_coding)[1]
    assert "Coding" in labels(ScreenName.CODEBOOK, 199, from_grid)[1]


def test_a_persons_own_keys_stand_in_the_footer() -> None:
    settings = Settings(keys={"code.finish": ("h",), "go.grid": ("f9",), "code.undo": ()})
    commands, screens = labels(ScreenName.CODING, 199, settings=settings)
    assert "h Finish" in commands
    assert "F9 Grid" in screens
    assert not [words for words in commands if "Undo" in words], "she took all its keys away"
