"""The list of answers: a virtual one, that asks only for the lines on screen, whatever their number.

Textual's own lists measure every row; with 100,000 answers that is seconds. Here the ids are in memory and a line
is fetched when it is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tipcoder.errors import TipcoderError
from tipcoder.model import AnswerLine
from tipcoder.text import make_printable_line
from tipcoder.tui.drawing import fit_to_width
from tipcoder.tui.widgets.pages import Pages
from tipcoder.workbench.coding.folded import MIXED


class AnswerList(ScrollView):
    """Answers one below the other, the current one marked. Keys are the screen's; the mouse "
    "works here."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "answer-list--current",
        "answer-list--finished",
        "answer-list--place",
    }

    can_focus = False
    lettered: reactive[str] = reactive("")
    """Letters to show before the answers in sight, the first of them first."""

    @dataclass
    class Chosen(Message):
        """Somebody clicked on an answer."""

        index: int

    def __init__(self, fetch: Callable[[Sequence[int]], Mapping[int, AnswerLine]]) -> None:
        super().__init__()
        self._pages = Pages(fetch)
        self._current = 0
        self._widths = (4, 4)

    def show_answers(self, ids: Sequence[int], current: int) -> None:
        """List these answers."""
        self._pages.list_ids(ids)
        self._widths = (4, 4)
        self.virtual_size = Size(0, len(ids))
        self.go_to(current)
        self.refresh()

    def reorder_answers(self, ids: Sequence[int], current: int) -> None:
        """List the same answers in this order; nothing is painted if what is in sight stays as "
        "it is."""
        before = self._current, self._visible_ids()
        self._pages.reorder_ids(ids)
        if current != self._current:
            self.go_to(current)
        if (self._current, self._visible_ids()) != before:
            self.refresh()

    def _visible_ids(self) -> Sequence[int]:
        return self._pages.slice_ids(self.first_visible, self.first_visible + self.size.height)

    def go_to(self, index: int) -> None:
        """Mark an answer as the current one and bring it into view."""
        before, self._current = self._current, index
        height = max(self.scrollable_content_region.height, 1)
        if not self.scroll_y <= index < self.scroll_y + height:
            # A page turns whole: a list that creeps by one line makes the eye look for its place again.
            to = (
                index
                if index > before + 1 or index < before - 1
                else index - (0 if index > before else height - 1)
            )
            self.scroll_to(
                y=max(min(to, len(self._pages) - height), 0),
                animate=False,
                force=True,
                immediate=True,
            )
        for changed in {before, index}:
            self._refresh_row(changed)

    def redraw_answer(self, answer_id: int, index: int) -> None:
        """Draw one answer anew, because its codes or its state changed."""
        self._pages.forget_lines(answer_id)
        self._refresh_row(index)

    def redraw_all(self) -> None:
        """Draw everything anew."""
        self._pages.forget_lines()
        self.refresh()

    @property
    def first_visible(self) -> int:
        """The place of the first answer in sight."""
        return round(self.scroll_y)

    @property
    def page_size(self) -> int:
        """How many answers fit."""
        return max(self.scrollable_content_region.height - 1, 1)

    def _refresh_row(self, index: int) -> None:
        y = index - round(self.scroll_y)
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """One line of the list, or an empty one below its end."""
        index = y + round(self.scroll_y)
        width = self.scrollable_content_region.width
        base = self.rich_style
        if index >= len(self._pages):
            return Strip.blank(width, base)
        try:
            line = self._fetch_line(index)
        except TipcoderError:
            return Strip.blank(width, base)  # the store cannot be read; the screen says so
        style = base
        if line.finished and not (line.folded is not None and line.folded.mixed):
            style = base + self.get_component_rich_style("answer-list--finished", partial=True)
        if index == self._current:
            style = base + self.get_component_rich_style("answer-list--current", partial=True)
        segments = self._build_segments(line, index == self._current, width, style)
        if y < len(self.lettered):
            segments[0] = Segment(
                f"{self.lettered[y].upper()}{segments[0].text[1:]}", style + Style(bold=True)
            )
        return Strip(segments, width)

    def _fetch_line(self, index: int) -> AnswerLine:
        line, more = self._pages.fetch_line(index)
        if more:
            # Columns only ever widen while one list is shown: text that shifts sideways cannot be skimmed.
            found = self._pages.loaded_lines()
            self._widths = (
                max(self._widths[0], *(len(line.case) for line in found)),
                max(self._widths[1], *(len(line.question) for line in found)),
            )
        return line

    def _build_segments(
        self, line: AnswerLine, current: bool, width: int, style: Style
    ) -> list[Segment]:
        # On the line of the cursor a second colour would have to be read against a third.
        place = (
            Style.null()
            if current
            else self.get_component_rich_style("answer-list--place", partial=True)
        )
        mixed = line.folded is not None and line.folded.mixed
        mark = MIXED if mixed else "✓" if line.finished else "·" if line.codings else " "
        codes = str(line.codings) if line.codings and not mixed else ""
        case_width, question_width = (min(w, 14) for w in self._widths)
        head = f"{'▸' if current else ' '}{mark}{codes:>2} "
        where = f"{fit_to_width(line.case, case_width)} {fit_to_width(line.question, question_width)} {fit_to_width(line.language, 3)} "
        same = f"×{line.duplicates} " if line.duplicates > 1 else ""
        same += "mixed " if mixed else ""
        used = cell_len(head) + cell_len(where) + len(same)
        text = fit_to_width(make_printable_line(line.excerpt), max(width - used, 0))
        return [
            Segment(head, style),
            Segment(where, style + place),
            Segment(same, style + place),
            Segment(text, style),
        ]

    def on_click(self, event: events.Click) -> None:
        """A click chooses an answer."""
        index = event.y + round(self.scroll_y)
        if 0 <= index < len(self._pages):
            self.post_message(self.Chosen(index))
