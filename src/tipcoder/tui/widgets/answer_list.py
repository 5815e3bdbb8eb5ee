"""The list of answers. The ids are in memory; a line is fetched when it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from tipcoder.errors import TipcoderError
from tipcoder.model.answers import AnswerLine
from tipcoder.text import make_printable_line
from tipcoder.tui.drawing import draw_with_hits, fit_to_width
from tipcoder.tui.widgets.pages import Pages
from tipcoder.tui.widgets.virtual_list import VirtualList
from tipcoder.workbench.coding.folded import MIXED

_NARROWEST = (4, 4)
_WIDEST = 14
"""Columns that the case, and the question, may take at most."""
_LANGUAGE_WIDTH = 3
_PLACE_GAPS = 3
"""Blanks behind the case, the question and the language."""
_TEXT_WIDTH = 26
"""Columns that the words of an answer get at least, as long as the question keeps some."""
_LEAST_QUESTION = 5


class AnswerList(VirtualList):
    """Answers one below the other, the current one marked.

    Keys are the screen's; the mouse works here.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "answer-list--current",
        "answer-list--finished",
        "answer-list--place",
        "answer-list--hit",
    }

    lettered: reactive[str] = reactive("")
    """Letters to show before the answers in view, the first of them first."""

    @dataclass
    class Chosen(Message):
        """Somebody clicked on an answer."""

        index: int

    def __init__(
        self,
        fetch: Callable[[Sequence[int]], Mapping[int, AnswerLine]],
        find_hits: Callable[[str], Sequence[tuple[int, int]]],
    ) -> None:
        """`fetch` reads the lines of answers by their ids; `find_hits` says what to mark in one."""
        super().__init__()
        self._find_hits = find_hits
        self._pages = Pages(fetch)
        self._current = 0
        self._widths = _NARROWEST

    def show_answers(self, ids: Sequence[int], current: int) -> None:
        """List these answers."""
        self._pages.list_ids(ids)
        self._widths = _NARROWEST
        self.virtual_size = Size(0, len(ids))
        self.go_to(current)
        self.refresh()

    def reorder_answers(self, ids: Sequence[int], current: int) -> None:
        """List the same answers in this order.

        Nothing is painted if what is in view stays as it is.
        """
        before = self._current, self._visible_ids()
        self._pages.reorder_ids(ids)
        if current != self._current:
            self.go_to(current)
        after = self._current, self._visible_ids()
        if after != before:
            self.refresh()

    def _visible_ids(self) -> Sequence[int]:
        return self._pages.slice_ids(self.first_visible, self.first_visible + self.size.height)

    def go_to(self, index: int) -> None:
        """Mark an answer as the current one and bring it into view."""
        before = self._current
        self._current = index
        if not self.is_in_view(index):
            last_top = len(self._pages) - self.rows_in_view
            top = self._choose_top(before, index)
            self.scroll_to_row(max(min(top, last_top), 0))
        for changed in {before, index}:
            self.refresh_row(changed)

    def _choose_top(self, before: int, index: int) -> int:
        """The first line in view after a move out of sight.

        A page turns whole: a list that creeps by one line makes the eye look for its place again.
        """
        is_step_up = index in (before, before - 1)
        return index - (self.rows_in_view - 1) if is_step_up else index

    def redraw_answer(self, answer_id: int, index: int) -> None:
        """Draw one answer anew, because its codes or its state changed."""
        self._pages.forget_lines(answer_id)
        self.refresh_row(index)

    def show_work(self, answer_id: int, index: int, *, finished: bool, codings: int) -> None:
        """Draw one answer with what the coder did with it; nothing else of it has changed."""

        def change_work(line: AnswerLine) -> AnswerLine:
            return line._replace(finished=finished, codings=codings)

        self._pages.change_line(answer_id, change_work)
        self.refresh_row(index)

    def redraw_all(self) -> None:
        """Draw everything anew."""
        self._pages.forget_lines()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the list, or an empty one below its end."""
        index = self.row_at(y)
        width = self.scrollable_content_region.width
        if index >= len(self._pages):
            return Strip.blank(width, self.rich_style)
        try:
            line = self._fetch_line(index)
        except TipcoderError:
            # The store cannot be read; the screen says so.
            return Strip.blank(width, self.rich_style)

        is_current = index == self._current
        style = self._choose_style(line, is_current)
        segments = self._build_segments(line, is_current, width, style)
        if y < len(self.lettered):
            letter = self.lettered[y].upper()
            segments[0] = Segment(f"{letter}{segments[0].text[1:]}", style + Style(bold=True))
        # A line that is longer than the list would push aside what stands on its right.
        return Strip(segments).adjust_cell_length(width, style)

    def _choose_style(self, line: AnswerLine, is_current: bool) -> Style:
        if is_current:
            return self.rich_style + self.component_style("answer-list--current")
        # A mixed line may be finished in part only: it does not stand back.
        if line.finished and not line.is_mixed:
            return self.rich_style + self.component_style("answer-list--finished")
        return self.rich_style

    def _fetch_line(self, index: int) -> AnswerLine:
        line, more = self._pages.fetch_line(index)
        if more:
            # Columns only ever widen while one list is shown: text that shifts sideways cannot be
            # skimmed.
            loaded = self._pages.loaded_lines()
            case_width, question_width = self._widths
            self._widths = (
                max(case_width, *(len(line.case) for line in loaded)),
                max(question_width, *(len(line.question) for line in loaded)),
            )
        return line

    def _build_segments(
        self, line: AnswerLine, is_current: bool, width: int, style: Style
    ) -> list[Segment]:
        # On the current line a second colour would have to be read against a third.
        place_style = style if is_current else style + self.component_style("answer-list--place")

        head = _format_head(line, is_current)
        repeated = f"×{line.duplicates} " if line.duplicates > 1 else ""
        if line.is_mixed:
            repeated += "mixed "
        where = self._format_place(line, width - cell_len(head))
        used = cell_len(head) + cell_len(where) + len(repeated)
        text = fit_to_width(make_printable_line(line.excerpt), max(width - used, 0))
        hit = self.component_style("answer-list--hit")
        return [
            Segment(head, style),
            Segment(where, place_style),
            Segment(repeated, place_style),
            *draw_with_hits(text, self._find_hits(line.excerpt), style, hit),
        ]

    def _format_place(self, line: AnswerLine, room: int) -> str:
        case_width, question_width = (min(width, _WIDEST) for width in self._widths)
        # A long name of a question makes way for words of the answer.
        question_room = room - case_width - _LANGUAGE_WIDTH - _PLACE_GAPS - _TEXT_WIDTH
        question_width = min(question_width, max(question_room, _LEAST_QUESTION))
        case = fit_to_width(line.case, case_width)
        question = fit_to_width(line.question, question_width)
        language = fit_to_width(line.language, _LANGUAGE_WIDTH)
        return f"{case} {question} {language} "

    def on_click(self, event: events.Click) -> None:
        """A click chooses an answer."""
        index = self.row_at(event.y)
        if 0 <= index < len(self._pages):
            self.post_message(self.Chosen(index))


def format_state(line: AnswerLine) -> str:
    """The sign of an answer's state: mixed, finished, coded, or a space for untouched."""
    if line.is_mixed:
        return MIXED
    if line.finished:
        return "✓"
    return "·" if line.codings else " "


def _format_head(line: AnswerLine, is_current: bool) -> str:
    """The cursor, the state, and how many codes are applied, in a fixed width."""
    cursor = "▸" if is_current else " "
    # Answers of a mixed line have different numbers of codes.
    codes = str(line.codings) if line.codings and not line.is_mixed else ""
    return f"{cursor}{format_state(line)}{codes:>2} "
