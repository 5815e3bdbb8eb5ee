"""The codebook as a tree with counts, retired codes at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from textual.content import Content
from textual.widgets.option_list import Option

from tipcoder.tui.drawing import as_content_line, fit_to_width
from tipcoder.tui.widgets.lines import KeylessList

_COUNTS = ("mine", "all", "net")
"""What stands at the right edge, in this order."""


class CodeRow(NamedTuple):
    """One code in the tree."""

    key: str
    label: str
    depth: int
    colour: str | None
    codable: bool
    mine: int
    """Answers on which the coder has put it."""
    all: int
    """Answers on which anybody has."""
    net: int | None = None
    """Answers on which anybody has put it or a code below it, where there is any."""


class CodeTree(KeylessList):
    """Codes with their counts, the cursor on one of them."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._rows: Sequence[CodeRow] = ()
        self._retired: Mapping[str, str] = {}
        self._widths = _find_count_widths(())

    def show_codes(self, rows: Sequence[CodeRow], retired: Mapping[str, str]) -> None:
        """Show the tree; `retired` are keys of retired codes and what to write of them. The cursor keeps its code."""
        self._rows, self._retired = rows, retired
        self._widths = _find_count_widths(rows)
        self._draw_tree(self.current_code)

    def _draw_tree(self, keep: str | None) -> None:
        at = self.highlighted
        width = max(self.scrollable_content_region.width - 2, 20)
        self.clear_options()
        self.add_options(
            [Option(_format_code_row(row, width, self._widths), row.key) for row in self._rows]
        )
        if self._retired:
            self.add_option(Option(Content("Retired").stylize("bold"), disabled=True))
            self.add_options(
                [
                    Option(as_content_line(f"  ✗ {words}"), key)
                    for key, words in self._retired.items()
                ]
            )
        self.highlighted = min(at or 0, self.option_count - 1) if self.option_count else None
        if keep is not None:
            self.go_to(keep)

    def on_resize(self) -> None:
        """Counts stand at the right edge, wherever that is."""
        self._draw_tree(self.current_code)

    def format_heading(self) -> Content:
        """What stands above the tree."""
        label = fit_to_width("  Code", max(self.size.width - 2 - sum(self._widths), 8))
        return as_content_line(label + _align_right(_COUNTS, self._widths))

    @property
    def current_code(self) -> str | None:
        """The key of the code under the cursor."""
        return None if self.highlighted is None else self.get_option_at_index(self.highlighted).id

    def go_to(self, key: str) -> None:
        """Put the cursor on a code, if it is there."""
        for at in range(self.option_count):
            if self.get_option_at_index(at).id == key:
                self.highlighted = at
                return


def _find_count_widths(rows: Sequence[CodeRow]) -> tuple[int, ...]:
    """Columns of the counts, no wider than they need to be: labels have the rest."""
    most = {name: max((getattr(row, name) or 0 for row in rows), default=0) for name in _COUNTS}
    return tuple(1 + max(len(name), len(str(most[name]))) for name in _COUNTS)


def _align_right(words: Sequence[object], widths: Sequence[int]) -> str:
    return "".join(f"{word!s:>{width}}" for word, width in zip(words, widths, strict=True))


def _format_code_row(row: CodeRow, width: int, widths: Sequence[int]) -> Content:
    bullet = "●" if row.codable else "▾"
    label = fit_to_width(row.label, max(width - 2 * row.depth - 2 - sum(widths), 8))
    net = "" if row.net is None else row.net or "·"
    numbers = _align_right((row.mine or "·", row.all or "·", net), widths)
    dot = as_content_line(bullet).stylize(row.colour) if row.colour else as_content_line(bullet)
    return Content.assemble("  " * row.depth, dot, " ", as_content_line(label), numbers)
