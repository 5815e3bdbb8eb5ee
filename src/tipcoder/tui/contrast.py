"""Colours that can be read in every theme: at least 4.5:1 between letters and ground.

The ratio is that of WCAG 2.1 (success criterion 1.4.3, level AA).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rich.style import Style
from textual.color import Color

LEAST = 4.5
"""The contrast ratio that text has at least."""
_PAPER_LEAST = 6.5
"""What plain text has on a coloured ground: room for coloured and quiet letters on it."""
_STEPS = 40
_PAPERS = ("surface", "panel", "primary-muted", "accent-muted")
"""Grounds of text beside the background."""
_INKS = tuple(
    f"text-{name}" for name in ("primary", "secondary", "accent", "warning", "error", "success")
)
_QUIET = 0.7
"""How far quiet letters stand out from the background, of plain ones."""
_WHITE, _BLACK = Color(255, 255, 255), Color(0, 0, 0)


def measure_contrast(first: Color, second: Color) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.1, relative luminance)."""
    light, dark = sorted((_measure_luminance(first), _measure_luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=4096)
def _measure_luminance(colour: Color) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@lru_cache(maxsize=1024)
def make_readable(ink: Color, papers: tuple[Color, ...], least: float = LEAST) -> Color:
    """The ink, as much lighter or darker as it takes to be read on all of these papers.

    Where no colour can be read on all of them, the one that comes nearest.
    """
    if _find_worst(ink, papers) >= least:
        return ink
    end = max(_WHITE, _BLACK, key=lambda pole: _find_worst(pole, papers))
    for step in range(1, _STEPS + 1):
        shade = ink.blend(end, step / _STEPS)
        if _find_worst(shade, papers) >= least:
            return shade
    return end


def _find_worst(ink: Color, papers: tuple[Color, ...]) -> float:
    return min(measure_contrast(ink, paper) for paper in papers)


def make_variables_readable(variables: Mapping[str, str]) -> dict[str, str]:
    """A theme's variables as they must be for all text to be read.

    Grounds come nearer to the background where plain text needs it, then letters go away from all
    grounds. Themes of a terminal's own sixteen colours stay as they are: nobody knows what these
    look like.
    """
    background = Color.parse(variables["background"])
    foreground = Color.parse(variables["foreground"])
    if background.ansi is not None or foreground.ansi is not None:
        plain = variables["foreground"]
        return {"quiet": plain, "alarm-ink": plain, "key-ink": variables["text-primary"]}

    ink = make_readable(foreground, (background,), 2 * LEAST)
    grounds = {name: _clear_paper(variables[name], background, ink) for name in _PAPERS}
    papers = (background, *grounds.values())
    inks = {name: make_readable(Color.parse(variables[name]), papers) for name in _INKS}
    # A theme may set its own quiet colours; others are a mixture, not a transparency, which lines
    # drawn by hand cannot show.
    quiet = make_readable(background.blend(ink, _QUIET), papers)
    own_quiet = variables.get("quiet", quiet.hex)
    cursor = grounds["primary-muted"].hex
    return {
        **{name: colour.hex for name, colour in (grounds | inks).items()},
        "foreground": ink.hex,
        "text": ink.hex,
        "quiet": own_quiet,
        "text-muted": own_quiet,
        "text-disabled": own_quiet,
        "key-ink": inks["text-primary"].hex,
        "alarm-ink": make_readable(ink, (background + Color.parse(variables["error"]),)).hex,
        "block-cursor-background": cursor,
        "block-cursor-foreground": ink.hex,
        "block-cursor-blurred-background": cursor,
        "block-cursor-blurred-foreground": ink.hex,
        "input-selection-background": cursor,
        "input-selection-foreground": ink.hex,
    }


def _clear_paper(written: str, background: Color, ink: Color) -> Color:
    """A ground on which plain text can be read, and nearly always a coloured one, too."""
    paper = background + Color.parse(written)
    for step in range(_STEPS + 1):
        shade = paper.blend(background, step / _STEPS)
        if measure_contrast(ink, shade) >= _PAPER_LEAST:
            return shade
    return background


def draw_in_colour(colour: str | None, ground: Style) -> Style:
    """The style of words in the colour of a code, on the ground of a style."""
    if colour is None:
        return Style.null()
    if ground.bgcolor is None or ground.bgcolor.triplet is None:
        return Style(color=colour)  # a terminal's own ground: nobody knows what it looks like
    paper = Color.from_rich_color(ground.bgcolor)
    return Style(color=make_readable(Color.parse(colour), (paper,)).rich_color)
