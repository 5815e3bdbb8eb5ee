"""User text on its way into a widget: printable, and never parsed as markup.

Textual takes `[sic]` out of a plain string and stops the whole program at `[/]`; escaping does not help. So every
widget that shows words of a survey, a codebook or a person gets `Content` from here.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from tipcoder.text import make_printable, make_printable_line


def as_content(text: str) -> Content:
    """Text on its own lines."""
    return Content(make_printable(text), strip_control_codes=False)


def as_content_line(text: str) -> Content:
    """Text on one line."""
    return Content(make_printable_line(text), strip_control_codes=False)


def assemble_line(*pieces: tuple[str, str] | str) -> Content:
    """One line put together from plain strings and (text, style) pairs."""
    return Content.assemble(
        *(
            as_content_line(piece) if isinstance(piece, str) else as_content_line(piece[0]).stylize(piece[1])
            for piece in pieces
            if piece != ""
        )
    )


def flow_pieces(pieces: Sequence[str], width: int, height: int) -> Content:
    """Pieces with ` · ` between them over some lines; no line ends in the dot, and an ellipsis says that some is cut.

    Without a size, that is before the screen is laid out, they are one line.
    """
    if width < 1 or height < 1:
        return as_content_line(" · ".join(pieces))
    words: list[str] = []
    for number, piece in enumerate(pieces):
        first, *rest = make_printable_line(piece).split() or [""]
        words += [f"· {first}" if number else first, *rest]
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".lstrip()
        if cell_len(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > height:
        lines = [*lines[: height - 1], fit_to_width(f"{lines[height - 1]} …", width)]
    return Content("\n".join(fit_to_width(line, width).rstrip() for line in lines), strip_control_codes=False)


def fit_to_width(text: str, width: int) -> str:
    """The text on one line in exactly `width` columns, cut with an ellipsis."""
    # Only as much of the text as can show: measuring 200 characters for every line costs more than drawing them.
    text = make_printable_line(text[: width + 1])
    if cell_len(text) > width:
        return set_cell_size(text, max(width - 1, 0)) + "…" if width else ""
    return set_cell_size(text, width)
