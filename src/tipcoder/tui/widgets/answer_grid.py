"""The answers as a table: virtual like the answer list, with the attributes of the case and the coder's codes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tipcoder.errors import TipcoderError
from tipcoder.model import GridLine
from tipcoder.text import measure_cell_width
from tipcoder.tui.drawing import fit_to_width
from tipcoder.tui.widgets.pages import Pages
from tipcoder.workbench.coding.folded import MIXED, describe_folded_line

_HEAD = 1
_MARKS = 5
_WIDEST = {"case": 12, "question": 14, "codes": 32}
_ATTRIBUTE = 14
_TEXT = 30
"""Columns that the text gets at least; attributes make room for it."""


@dataclass(frozen=True)
class GridColumn:
    """One column: what orders by it, and its heading."""

    by: str
    heading: str
    width: int


class AnswerGrid(ScrollView):
    """Rows with a heading that stays. Keys are the screen's; the mouse works here."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "answer-grid--cursor",
        "answer-grid--marked",
        "answer-grid--finished",
        "answer-grid--head",
        "answer-grid--place",
    }

    can_focus = False

    @dataclass
    class Chosen(Message):
        """Somebody clicked on a row, twice if `open`."""

        index: int
        open: bool

    @dataclass
    class Ordered(Message):
        """Somebody clicked on a heading."""

        by: str

    def __init__(
        self,
        fetch: Callable[[Sequence[int]], Mapping[int, GridLine]],
        label: Callable[[str], str],
        attributes: Sequence[str],
        marked: Collection[int],
    ) -> None:
        """`label` names a code; `marked` are the ids of marked rows, which the screen changes."""
        super().__init__()
        self._pages = Pages(fetch)
        self._label = label
        self._attributes = attributes
        self._marked = marked
        self._cursor = 0
        self._order = ("question", False)
        self._widths: dict[str, int] = {}

    def show_answers(self, ids: Sequence[int], cursor: int, order: tuple[str, bool]) -> None:
        """List these answers, ordered by (column, whether reversed)."""
        self._pages.list_ids(ids)
        self._order = order
        self._widths = {}
        self.virtual_size = Size(0, len(ids) + _HEAD)
        self.go_to(cursor)
        self.refresh()

    def go_to(self, cursor: int) -> None:
        """Put the cursor on a row and bring it into view."""
        before, self._cursor = self._cursor, cursor
        rows, top = self.page_size + 1, round(self.scroll_y)
        if not top <= cursor < top + rows:
            self.scroll_to(
                y=cursor if cursor < top else cursor - rows + 1,
                animate=False,
                force=True,
                immediate=True,
            )
            return
        for row in {before, cursor}:
            y = row - top + _HEAD
            if _HEAD <= y < self.size.height:
                self.refresh(Region(0, y, self.size.width, 1))

    def redraw_answers(self, ids: Sequence[int]) -> None:
        """Draw these answers anew."""
        for answer_id in ids:
            self._pages.forget_lines(answer_id)
        self.refresh()

    def redraw_all(self) -> None:
        """Draw everything anew."""
        self._pages.forget_lines()
        self.refresh()

    @property
    def page_size(self) -> int:
        """How many rows a page turns."""
        return max(self.scrollable_content_region.height - _HEAD - 1, 1)

    def render_line(self, y: int) -> Strip:
        """The heading, one row, or an empty line below the end."""
        width = self.scrollable_content_region.width
        index = y - _HEAD + round(self.scroll_y)
        try:
            return self._draw_line(y, index, width)
        except TipcoderError:
            return Strip.blank(
                width, self.rich_style
            )  # the store cannot be read; the screen says so

    def _draw_line(self, y: int, index: int, width: int) -> Strip:
        if y == 0:
            if len(self._pages):
                self._fetch_row(
                    min(round(self.scroll_y), len(self._pages) - 1)
                )  # so that the widths are known
            return Strip(
                [Segment(self._format_heading(width), self._component_style("head"))], width
            )
        if index >= len(self._pages):
            return Strip.blank(width, self.rich_style)
        line, answer_id = self._fetch_row(index), self._pages.id_at(index)
        style = self.rich_style
        if line.line.finished and not _is_mixed(line):
            style += self._component_style("finished")
        if answer_id in self._marked:
            style += self._component_style("marked")
        if index == self._cursor:
            style += self._component_style("cursor")
        return Strip(self._build_segments(line, index, answer_id, width, style), width)

    def _component_style(self, name: str) -> Style:
        return self.get_component_rich_style(f"answer-grid--{name}", partial=True)

    def _fetch_row(self, index: int) -> GridLine:
        line, more = self._pages.fetch_line(index)
        if more:
            # Columns only ever widen while one list is shown: text that shifts sideways cannot be skimmed.
            for known in self._pages.loaded_lines():
                for name, cell in self._format_cells(known).items():
                    limit = _WIDEST.get(name, _ATTRIBUTE)
                    if self._widths.get(name, 0) < limit:
                        self._widths[name] = max(
                            self._widths.get(name, 0), min(measure_cell_width(cell), limit)
                        )
        return line

    def _format_cells(self, row: GridLine) -> dict[str, str]:
        line = row.line
        cells = {
            "case": line.case,
            "question": line.question,
            "language": line.language,
            "same": f"×{line.duplicates}" if line.duplicates > 1 else "",
        }
        cells |= dict(zip(self._attributes, row.attributes, strict=True))
        cells["codes"] = ", ".join(self._label(code) for code in row.codes)
        if line.folded is not None and line.folded.mixed:
            cells["codes"] = describe_folded_line(line.folded, self._label)
        return cells

    def _fit_columns(self, width: int) -> list[GridColumn]:
        """The columns that fit, attributes only as far as the text keeps its room."""
        headings = {"case": "Case", "question": "Question", "language": "Lang", "same": "×"}
        left = [self._build_column(name, heading) for name, heading in headings.items()]
        codes = self._build_column("codes", "Codes")
        used = _MARKS + sum(column.width + 1 for column in [*left, codes])
        shown = []
        for name in self._attributes:
            column = self._build_column(name, name)
            if used + column.width + 1 + _TEXT > width:
                break
            shown.append(column)
            used += column.width + 1
        return [*left, *shown, codes, GridColumn("length", "Answer", max(width - used, 0))]

    def _build_column(self, name: str, heading: str) -> GridColumn:
        limit = _WIDEST.get(name, _ATTRIBUTE)
        return GridColumn(
            name,
            heading,
            min(max(self._widths.get(name, 0), measure_cell_width(heading) + 1), limit),
        )

    def _format_heading(self, width: int) -> str:
        by, turned = self._order
        sign = "▴" if turned else "▾"
        return fit_to_width(
            " " * _MARKS
            + " ".join(
                fit_to_width(
                    f"{sign}{column.heading}" if column.by == by else column.heading, column.width
                )
                for column in self._fit_columns(width)
            ),
            width,
        )

    def _build_segments(
        self, row: GridLine, index: int, answer_id: int, width: int, style: Style
    ) -> list[Segment]:
        line = row.line
        state = MIXED if _is_mixed(row) else "✓" if line.finished else "·" if line.codings else " "
        marks = f"{'▸' if index == self._cursor else ' '}{'■' if answer_id in self._marked else ' '}{state}"
        marks += f"{'⚑' if row.flagged else '✎' if row.noted else ' '} "
        cells = self._format_cells(row)
        # On a coloured line a second colour would have to be read against a third.
        plain = index == self._cursor or answer_id in self._marked
        place = Style.null() if plain else self._component_style("place")
        out = [Segment(marks, style)]
        for column in self._fit_columns(width):
            if column.by == "length":
                out.append(Segment(fit_to_width(line.excerpt, column.width), style))
            else:
                quiet = style if column.by == "codes" else style + place
                out.append(Segment(fit_to_width(cells[column.by], column.width) + " ", quiet))
        return out

    def on_click(self, event: events.Click) -> None:
        """A click on a row goes there, two open it; a click on a heading orders by it."""
        if event.y == 0:
            at = _MARKS
            for column in self._fit_columns(self.scrollable_content_region.width):
                if at <= event.x < at + column.width + 1:
                    self.post_message(self.Ordered(column.by))
                at += column.width + 1
            return
        index = event.y - _HEAD + round(self.scroll_y)
        if 0 <= index < len(self._pages):
            self.post_message(self.Chosen(index, event.chain > 1))


def _is_mixed(row: GridLine) -> bool:
    return row.line.folded is not None and row.line.folded.mixed
