"""Marks of an SVG. Every text is escaped, and a mark may have words that a browser shows under the
pointer.
"""

from __future__ import annotations

import html
from dataclasses import dataclass, field

from tipcoder.text import make_printable_line

INK, SOFT, RULE = "#1b1b1b", "#595959", "#c4c4c4"
"""Letters, quiet letters, and lines behind what is drawn. The quiet letters keep a contrast of 7 on
white.
"""


LETTERS = 12
"""Pixels: the size of the letters."""
TURN = 40
"""Degrees by which letters are turned that would not fit beside each other."""


@dataclass
class SvgCanvas:
    """A drawing of so many pixels. `title` is what a screen reader says of it."""

    width: float
    height: float
    title: str
    marks: list[str] = field(default_factory=list)

    def add_text(
        self,
        at: tuple[float, float],
        text: str,
        *,
        anchor: str = "start",
        fill: str = INK,
        hover: str = "",
        turned: bool = False,
        on_lines: bool = False,
    ) -> None:
        """Letters with their foot at a place. `turned` ones run upward to the right; a white rim
        keeps those `on_lines` readable.
        """
        x, y = at
        # Words that are there to be read need not be shown again.
        hover = "" if hover == text else hover
        look = f' transform="rotate(-{TURN} {x:g} {y:g})"' if turned else ""
        if on_lines:
            look += ' stroke="#ffffff" stroke-width="3" paint-order="stroke"'
        self.marks.append(
            f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="{fill}"{look}>'
            f"{_format_hover(hover)}{_escape(text)}</text>"
        )

    def add_line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        stroke: str = RULE,
        width: float = 1,
        dashed: bool = False,
    ) -> None:
        """A line between two places."""
        dashes = ' stroke-dasharray="4 3"' if dashed else ""
        self.marks.append(
            f'<line x1="{start[0]:g}" y1="{start[1]:g}" x2="{end[0]:g}" y2="{end[1]:g}" '
            f'stroke="{stroke}" stroke-width="{width:g}"{dashes}/>'
        )

    def add_circle(self, at: tuple[float, float], radius: float, fill: str, hover: str) -> None:
        """A point."""
        self.marks.append(
            f'<circle cx="{at[0]:g}" cy="{at[1]:g}" r="{radius:g}" fill="{fill}">'
            f"{_format_hover(hover)}</circle>"
        )

    def add_curve(self, path: str, *, stroke: str, width: float, hover: str) -> None:
        """A line along a path of SVG, without a filling."""
        self.marks.append(
            f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{width:.2f}" '
            f'stroke-linecap="round">{_format_hover(hover)}</path>'
        )

    def add_box(
        self, at: tuple[float, float], size: tuple[float, float], fill: str, hover: str
    ) -> None:
        """A filled box by its upper left corner."""
        self.marks.append(
            f'<rect x="{at[0]:g}" y="{at[1]:g}" width="{size[0]:g}" height="{size[1]:g}" '
            f'fill="{fill}">{_format_hover(hover)}</rect>'
        )

    def render(self) -> str:
        """The whole drawing, of its own size and no wider than what it stands in."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width:g}" '
            f'height="{self.height:g}" viewBox="0 0 {self.width:g} {self.height:g}" '
            f'font-family="system-ui, sans-serif" font-size="{LETTERS}" role="img">'
        )
        title = f"<title>{_escape(self.title)}</title>"
        return "\n".join([head, title, *self.marks, "</svg>"]) + "\n"


def _format_hover(words: str) -> str:
    return f"<title>{_escape(words)}</title>" if words else ""


def _escape(text: str) -> str:
    """Words on one line; an XML file with a control character in it cannot be read at all."""
    return html.escape(make_printable_line(text))
