"""How wide words are in a drawing, where nobody knows which letters a browser has.

The estimate is for wide letters (DejaVu Sans and Verdana), so that what fits with it fits with
narrower ones, too.
"""

from __future__ import annotations

from tipcoder.text import NARROW_LETTERS, WIDE_LETTERS, make_excerpt, measure_cell_width

_NARROW_EM, _USUAL_EM, _CAPITAL_EM, _WIDE_EM, _FULL_EM = 0.45, 0.66, 0.79, 1.01, 1.05
"""Parts of the size of the letters."""


def estimate_text_width(text: str, size: float) -> float:
    """Pixels that a line of letters of so many pixels takes at most."""
    return size * sum(map(_estimate_letter, text))


def _estimate_letter(letter: str) -> float:
    cells = measure_cell_width(letter)
    if cells != 1:
        # A mark above another letter takes no room.
        return _FULL_EM * cells / 2
    if letter in NARROW_LETTERS:
        return _NARROW_EM
    if letter in WIDE_LETTERS:
        return _WIDE_EM
    return _CAPITAL_EM if letter.isupper() else _USUAL_EM


def wrap_to_width(text: str, size: float, room: float, lines: int = 2) -> list[str]:
    """The words in as many lines of `room` pixels as they need, the last allowed one shortened."""
    wrapped: list[str] = []
    current = ""
    for word in make_excerpt(text, len(text) + 1).split():
        longer = f"{current} {word}".strip()
        if current and len(wrapped) < lines - 1 and estimate_text_width(longer, size) > room:
            wrapped.append(shorten_to_width(current, size, room))
            longer = word
        current = longer
    return [*wrapped, shorten_to_width(current, size, room)]


def shorten_to_width(text: str, size: float, room: float) -> str:
    """The words, with an ellipsis where they take more than `room` pixels."""
    shown = make_excerpt(text, len(text) + 1)
    letters = len(shown)
    while letters > 1 and estimate_text_width(shown, size) > room:
        letters -= 1
        shown = make_excerpt(text, letters)
    return shown
