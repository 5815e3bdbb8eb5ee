"""Every pair of letters and ground that a theme gives rise to can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.style import Style
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

import tipcoder.tui
from tipcoder.tui.contrast import (
    draw_in_colour,
    make_readable,
    make_variables_readable,
    measure_contrast,
)
from tipcoder.tui.screens.code_editing import _COLOURS
from tipcoder.tui.themes import HIT_INK, HIT_PAPER, THEMES

# The sixteen colours of a terminal are what its user has made of them.
OFFERED = [
    theme for theme in (*BUILTIN_THEMES.values(), *THEMES) if not theme.name.startswith("ansi")
]
CSS = (Path(tipcoder.tui.__file__).parent / "tipcoder.tcss").read_text("utf-8")
OF_THE_HIT_AND_THE_ALARM = {"hit-ink", "alarm-ink"}
INKS = set(re.findall(r"[ {]color: \$([a-z-]+)", CSS)) - OF_THE_HIT_AND_THE_ALARM | {
    "key-ink",
    "text-disabled",
    "foreground",
}
"""What letters are drawn in, by the style sheet and by lines put together in code."""
PAPERS = set(re.findall(r"background: \$([a-z-]+)", CSS)) - {"hit-paper", "error"}


def read_variables(theme: Theme) -> dict[str, Color]:
    variables = {**theme.to_color_system().generate(), **theme.variables}
    variables |= make_variables_readable(variables)
    return {
        name: Color.parse(value)
        for name, value in variables.items()
        if value.startswith("#") and len(value) == 7
    }


def test_the_ratio_is_that_of_the_guidelines() -> None:
    # The ends of the scale by its definition; #767676 on white is W3C's example of just enough.
    assert measure_contrast(Color(0, 0, 0), Color(255, 255, 255)) == pytest.approx(21)
    assert measure_contrast(Color(7, 8, 9), Color(7, 8, 9)) == 1
    grey, white = Color.parse("#767676"), Color.parse("#ffffff")
    assert measure_contrast(grey, white) == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("theme", OFFERED, ids=lambda theme: theme.name)
def test_all_letters_can_be_read_on_every_ground_in_every_theme(theme: Theme) -> None:
    colours = read_variables(theme)
    assert {"text", "quiet", "text-muted", "text-accent", "text-error"} <= INKS
    assert {"panel", "surface", "background", "primary-muted"} <= PAPERS
    poor = {
        (ink, paper): round(measure_contrast(colours[ink], colours[paper]), 2)
        for ink in INKS
        for paper in PAPERS
        if measure_contrast(colours[ink], colours[paper]) < 4.5
    }
    assert poor == {}
    assert measure_contrast(colours["alarm-ink"], colours["error"]) >= 4.5
    cursor = colours["block-cursor-foreground"], colours["block-cursor-background"]
    assert measure_contrast(*cursor) >= 4.5
    assert measure_contrast(colours["quiet"], colours["block-cursor-background"]) >= 4.5


@pytest.mark.parametrize("theme", OFFERED, ids=lambda theme: theme.name)
def test_labels_of_quotes_can_be_read_in_every_colour_that_a_code_may_have(theme: Theme) -> None:
    colours = read_variables(theme)
    for paper in ("background", "surface", "primary-muted"):
        ground = Style(bgcolor=colours[paper].rich_color)
        for name in (*_COLOURS.values(), "#000000", "#ffffff", "#808080"):
            if name:
                drawn = draw_in_colour(name, ground)
                assert drawn.color is not None
                ink = Color.from_rich_color(drawn.color)
                assert measure_contrast(ink, colours[paper]) >= 4.5, (name, paper)


def test_what_was_looked_for_can_be_read_wherever_it_stands() -> None:
    assert measure_contrast(Color.parse(HIT_INK), Color.parse(HIT_PAPER)) > 14


def test_a_colour_that_can_be_read_stays_as_it_is_and_hue_stays_in_others() -> None:
    black = Color.parse("#000000")
    assert make_readable(Color.parse("#e0e0e0"), (black,)) == Color.parse("#e0e0e0")
    green = make_readable(Color.parse("#006000"), (black,))
    assert green.g > green.r
    assert green.g > green.b
