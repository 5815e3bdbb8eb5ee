"""The codebook as a tree with counts, retired codes at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from textual.content import Content
from textual.widgets.option_list import Option

from tipcoder.tui.drawing import as_content_line, fit_to_width
from tipcoder.tui.widgets.lines import KeylessList

_COUNTS = ("mine", "all", "net")
"""The counts at the right edge, in this order. They are fields of `CodeRow`."""


_MIN_WIDTH = 20
_MIN_LABEL = 8
"""Columns that the tree, and a label in it, have before the screen is laid out."""


class CodeRow(NamedTuple):
    """One code in the tree."""

    key: str
    label: str
    depth: int
    colour: str | None
    codable: bool
    mine: int
    """Answers to which the coder applied it."""
    all: int
    """Answers to which anybody did."""
    net: int | None = None
    """Answers to which anybody applied it or a code below it; None where none is below it."""


class CodeTree(KeylessList):
    """Codes with their counts, the cursor on one of them."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._rows: Sequence[CodeRow] = ()
        self._retired: Mapping[str, str] = {}
        self._widths = _find_count_widths(())

    def show_codes(self, rows: Sequence[CodeRow], retired: Mapping[str, str]) -> None:
        """Show the tree; the cursor keeps its code.

        `retired` are keys of retired codes, and what to write of them.
        """
        self._rows = rows
        self._retired = retired
        self._widths = _find_count_widths(rows)
        self._draw_tree(self.current_code)

    def _draw_tree(self, keep: str | None) -> None:
        """Draw everything, the cursor on the code to keep, else about where it was."""
        before = self.highlighted
        width = max(self.scrollable_content_region.width - 2, _MIN_WIDTH)
        options = [
            Option(_format_code_row(row, width, self._widths), row.key) for row in self._rows
        ]
        if self._retired:
            options.append(Option(Content("Retired").stylize("bold"), disabled=True))
        for key, words in self._retired.items():
            options.append(Option(as_content_line(f"  ✗ {words}"), key))
        self.clear_options()
        self.add_options(options)

        last = self.option_count - 1
        self.highlighted = min(before or 0, last) if self.option_count else None
        if keep is not None:
            self.go_to(keep)

    def on_resize(self) -> None:
        """Move the counts to the right edge, wherever that is now."""
        self._draw_tree(self.current_code)

    def format_heading(self) -> Content:
        """The line above the tree."""
        label = fit_to_width("  Code", max(self.size.width - 2 - sum(self._widths), _MIN_LABEL))
        return as_content_line(label + _align_right(_COUNTS, self._widths))

    @property
    def current_code(self) -> str | None:
        """The key of the code under the cursor."""
        if self.highlighted is None:
            return None
        return self.get_option_at_index(self.highlighted).id

    def go_to(self, key: str) -> None:
        """Put the cursor on a code, if it is there."""
        for at in range(self.option_count):
            if self.get_option_at_index(at).id == key:
                self.highlighted = at
                return


def _find_count_widths(rows: Sequence[CodeRow]) -> tuple[int, ...]:
    """Columns of the counts, no wider than they need to be: labels have the rest."""
    widths = []
    for name in _COUNTS:
        largest = max((getattr(row, name) or 0 for row in rows), default=0)
        widths.append(1 + max(len(name), len(str(largest))))
    return tuple(widths)


def _align_right(words: Sequence[object], widths: Sequence[int]) -> str:
    return "".join(f"{word!s:>{width}}" for word, width in zip(words, widths, strict=True))


def _format_code_row(row: CodeRow, width: int, widths: Sequence[int]) -> Content:
    indent = "  " * row.depth
    room = max(width - len(indent) - 2 - sum(widths), _MIN_LABEL)
    label = as_content_line(fit_to_width(row.label, room))
    bullet = as_content_line("●" if row.codable else "▾")
    if row.colour:
        bullet = bullet.stylize(row.colour)

    # A dot for zero: a column of noughts hides the numbers in it.
    net = "" if row.net is None else row.net or "·"
    numbers = _align_right((row.mine or "·", row.all or "·", net), widths)
    return Content.assemble(indent, bullet, " ", label, numbers)
