"""User text on its way into a widget: printable, and never parsed as markup.

Textual takes `[sic]` out of a plain string and stops the whole program at `[/]`; escaping does not
help. So every widget that shows words of a survey, a codebook or a person gets `Content` from here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tipcoder.text import make_printable, make_printable_line

Piece = tuple[str, str] | str
"""Text with a style of Textual, or plain text."""


def as_content(text: str) -> Content:
    """Text on its own lines."""
    return Content(make_printable(text), strip_control_codes=False)


def as_content_line(text: str) -> Content:
    """Text on one line."""
    return Content(make_printable_line(text), strip_control_codes=False)


def assemble_line(*pieces: Piece) -> Content:
    """One line put together from strings and (text, style) pairs; empty strings are left out."""
    contents = []
    for piece in pieces:
        if piece == "":
            continue
        if isinstance(piece, str):
            contents.append(as_content_line(piece))
        else:
            text, style = piece
            contents.append(as_content_line(text).stylize(style))
    return Content.assemble(*contents)


def update_static(parent: Widget, selector: str, content: Content) -> None:
    """Show text in a Static of fixed size; nothing is painted where it shows the same already."""
    place = parent.query_one(selector, Static)
    is_shown_already = isinstance(place.content, Content) and content.is_same(place.content)
    if not is_shown_already:
        # Laying the whole screen out anew would cost a frame at every key.
        place.update(content, layout=False)


def flow_pieces(pieces: Sequence[str], width: int, height: int) -> Content:
    """Pieces with ` · ` between them, on at most `height` lines of `width` columns.

    No line ends in the dot, and an ellipsis says that something is cut. Without a size, that is
    before the screen is laid out, they are one line.
    """
    if width < 1 or height < 1:
        return as_content_line(" · ".join(pieces))

    lines = _wrap_words(_iterate_words(pieces), width)
    if len(lines) > height:
        last_line = fit_to_width(f"{lines[height - 1]} …", width)
        lines = [*lines[: height - 1], last_line]
    cut_lines = [fit_to_width(line, width).rstrip() for line in lines]
    return Content("\n".join(cut_lines), strip_control_codes=False)


def _iterate_words(pieces: Sequence[str]) -> Iterator[str]:
    """The words of all pieces. The dot clings to the first word of the piece behind it."""
    for number, piece in enumerate(pieces):
        first, *rest = make_printable_line(piece).split() or [""]
        yield f"· {first}" if number else first
        yield from rest


def _wrap_words(words: Iterator[str], width: int) -> list[str]:
    """Lines of at most `width` columns; a longer word has a line of its own."""
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".lstrip()
        if cell_len(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def draw_with_hits(
    line: str, spans: Sequence[tuple[int, int]], style: Style, hit: Style
) -> list[Segment]:
    """A line as segments, with a style laid over these spans of it; what lies beyond is cut off."""
    segments = []
    at = 0
    for start, end in spans:
        if start >= len(line):
            break
        segments.append(Segment(line[at:start], style))
        segments.append(Segment(line[start:end], style + hit))
        at = end
    segments.append(Segment(line[at:], style))
    return [segment for segment in segments if segment.text]


def fit_to_width(text: str, width: int) -> str:
    """The text on one line in exactly `width` columns, cut with an ellipsis."""
    # Only as much of the text as can show: measuring 200 characters for every line costs more than
    # drawing them.
    text = make_printable_line(text[: width + 1])
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    if not width:
        return ""
    return set_cell_size(text, max(width - 1, 0)) + "…"
