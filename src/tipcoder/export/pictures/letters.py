"""Pictures in letters: names, and lines that are fitted to a screen."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.export.text_layout import break_line
from tipcoder.text import make_excerpt, make_printable_line, measure_cell_width


def wrap_name(name: str, room: int) -> list[str]:
    """A name in lines of at most `room` columns; only a word that is wider itself is cut."""
    lines = []
    for line in break_line(make_printable_line(name).strip(), room):
        lines.append(cut_to_columns(line, room))
    return lines


def cut_to_columns(text: str, room: int) -> str:
    """The text, with an ellipsis where it takes more than `room` columns."""
    shown, letters = text, len(text)
    while measure_cell_width(shown) > room and letters > 1:
        letters -= 1
        shown = make_excerpt(text, letters)
    return shown


def pad_left(text: str, width: int) -> str:
    """The text at the left of so many columns."""
    return text + " " * (width - measure_cell_width(text))


def pad_right(text: str, width: int) -> str:
    """The text at the right of so many columns."""
    return " " * (width - measure_cell_width(text)) + text


def measure_widest(texts: Sequence[str]) -> int:
    """The columns of the widest of these texts; 0 for none."""
    return max(map(measure_cell_width, texts), default=0)
