"""User text on its way into a widget: printable, and never parsed as markup.

Textual takes `[sic]` out of a plain string and stops the whole program at `[/]`; escaping does not help. So every
widget that shows words of a survey, a codebook or a person gets `Content` from here.
"""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from tipcoder.text import printable, printable_line


def shown(text: str) -> Content:
    """Text on its own lines."""
    return Content(printable(text), strip_control_codes=False)


def shown_line(text: str) -> Content:
    """Text on one line."""
    return Content(printable_line(text), strip_control_codes=False)


def parts(*pieces: tuple[str, str] | str) -> Content:
    """One line put together from plain strings and (text, style) pairs."""
    return Content.assemble(
        *(
            shown_line(piece) if isinstance(piece, str) else shown_line(piece[0]).stylize(piece[1])
            for piece in pieces
            if piece != ""
        )
    )


def fitted(text: str, width: int) -> str:
    """The text on one line in exactly `width` columns, cut with an ellipsis."""
    # Only as much of the text as can show: measuring 200 characters for every line costs more than drawing them.
    text = printable_line(text[: width + 1])
    if cell_len(text) > width:
        return set_cell_size(text, max(width - 1, 0)) + "…" if width else ""
    return set_cell_size(text, width)
