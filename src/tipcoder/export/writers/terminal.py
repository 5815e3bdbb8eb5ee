"""A document for a terminal: aligned tables, nothing wider than the screen, and nothing that steers
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.export.document import (
    Align,
    Block,
    BulletList,
    Document,
    Figure,
    Heading,
    Note,
    Paragraph,
    Preformatted,
    Table,
)
from tipcoder.export.text_layout import Grid, lay_out_table, wrap_lines
from tipcoder.text import make_excerpt, make_printable

_LONGEST_CELL = 120
"""Letters of a cell; the other formats have the whole."""


@dataclass(frozen=True)
class Screen:
    """What the text is written for."""

    width: int | None = None
    """Columns; None for a pipe or a file, where nothing is folded."""
    encoding: str = "utf-8"

    def can_show(self, text: str) -> bool:
        """Whether the encoding has every letter of a text."""
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True


PIPE = Screen()


def write_terminal(document: Document, screen: Screen = PIPE) -> bytes:
    """The document in UTF-8, one empty line between its blocks but for headings."""
    return format_for_terminal(document, screen).encode("utf-8")


def format_for_terminal(document: Document, screen: Screen = PIPE) -> str:
    """The document as text that a terminal may see."""
    written: list[str] = []
    gap = ""
    for block in document.blocks:
        part = _format_block(block, screen)
        # What a screen has not leaves no empty lines behind.
        if not part:
            continue
        written.append(gap + part)
        # Below its rule a heading needs no empty line: lines of a screen are few.
        gap = "\n" if isinstance(block, Heading) else "\n\n"
    return "".join(written) + "\n"


def _format_block(block: Block, screen: Screen) -> str:
    """One block; empty for what a screen has not, such as a page break."""
    match block:
        case Heading():
            return _format_heading(block, screen)
        case Paragraph() | Note() | Preformatted():
            return _format_text(block.text, screen)
        case BulletList():
            return "\n".join(_format_text(item, screen) for item in block.items)
        case Table():
            return _format_table(block, screen)
        case Figure():
            return f"{_format_text(block.letters, screen)}\n\n{_format_text(block.caption, screen)}"
        case _:
            return ""


def _format_text(text: str, screen: Screen) -> str:
    """Text without anything that could steer the terminal, in lines that fit."""
    # Before wrapping, because escapes are wider than what they stand for.
    shown = make_printable(text)
    return shown if screen.width is None else wrap_lines(shown, screen.width)


def _format_heading(block: Heading, screen: Screen) -> str:
    """The title with a rule of its length below."""
    title = _format_text(block.text, screen)
    return f"{title}\n{_rule_for(screen) * len(block.text)}"


def _rule_for(screen: Screen) -> str:
    """The letter of a horizontal line; old encodings have only the hyphen."""
    return "─" if screen.can_show("─") else "-"


def _format_table(table: Table, screen: Screen) -> str:
    """Caption, table and notes directly below each other."""
    parts = [_format_text(table.caption, screen)] if table.caption else []
    # A head without rows would look as if something had been cut off.
    if table.rows:
        grid = _as_grid(table, screen)
        parts.append(lay_out_table(grid, screen.width, _rule_for(screen)).rstrip("\n"))
    parts += [_format_text(note, screen) for note in table.notes]
    return "\n".join(parts)


def _as_grid(table: Table, screen: Screen) -> Grid:
    """The table as it is shown: long cells are cut."""
    head = _format_row(table.head, screen)
    rows = [_format_row(row, screen) for row in table.texts]
    to_right = tuple(column.align is Align.RIGHT for column in table.columns)
    return Grid(head, tuple(rows), to_right)


def _format_row(texts: Sequence[str], screen: Screen) -> tuple[str, ...]:
    """Every cell on one line."""
    return tuple(_format_cell(text, screen) for text in texts)


def _format_cell(text: str, screen: Screen) -> str:
    """A cell on one line, with escapes for letters that the encoding lacks."""
    shown = make_excerpt(text, _LONGEST_CELL)
    if screen.can_show(shown):
        return shown
    # Escapes are made here rather than by the stream, because they are wider than what they stand
    # for.
    return shown.encode(screen.encoding, "backslashreplace").decode(screen.encoding)
