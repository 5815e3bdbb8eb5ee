"""The study screen: where we are, what is next, and what needs attention."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tipcoder.model import AnswerFilter, Progress, UndoResult
from tipcoder.text import format_count
from tipcoder.tui.commands import ScreenName, build_bindings, list_commands
from tipcoder.tui.drawing import as_content_line, assemble_line, fit_to_width
from tipcoder.tui.screens.main_screen import MainScreen
from tipcoder.tui.widgets.lines import KeylessList
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.worklist import WorkList
from tipcoder.workbench.status.overview import CoderProgress, Overview, PileProgress, read_overview

_BAR = 20
_NAME = 16
OverviewEntry = tuple[Content, AnswerFilter | None]
"""A line, and the answers it stands for."""


class StudyScreen(MainScreen):
    """Lines under headings; Enter on one lists the answers it stands for."""

    screen_name = ScreenName.STUDY
    BINDINGS: ClassVar[list[BindingType]] = list(build_bindings(list_commands(ScreenName.STUDY)))

    def __init__(self, session: CodingSession, worklist: WorkList) -> None:
        super().__init__(session)
        self.list = worklist
        self._leads_to: dict[int, AnswerFilter] = {}

    def compose_work(self) -> ComposeResult:
        yield KeylessList(id="overview", markup=False)

    def on_mount(self) -> None:
        """Show the study as it stands now."""
        self.study_changed()

    def study_changed(self) -> None:
        """Count anew; the cursor keeps its line."""
        found = read_overview(self.session.study, self.session.coder.name)
        lines = self.query_one(KeylessList)
        at = lines.highlighted
        lines.clear_options()
        self._leads_to.clear()
        for heading, entries in _build_sections(found):
            lines.add_option(
                Option(as_content_line(heading).stylize("bold underline"), disabled=True)
            )
            for content, where in entries:
                if where is not None:
                    self._leads_to[lines.option_count] = where
                lines.add_option(Option(content, disabled=where is None))
            lines.add_option(Option(Content(""), disabled=True))
        lines.highlighted = at if at in self._leads_to else min(self._leads_to, default=None)
        self.update_static(
            "#title", assemble_line((self.session.title, "bold"), f" · {self.session.coder.name}")
        )

    def show_undone(self, done: UndoResult) -> str:  # noqa: ARG002
        """Everything is counted anew."""
        self.study_changed()
        return ""

    def action_move(self, by: int) -> None:
        lines = self.query_one(KeylessList)
        if by > 0:
            lines.action_cursor_down()
        else:
            lines.action_cursor_up()

    def action_open(self) -> None:
        where = self._leads_to.get(self.query_one(KeylessList).highlighted or 0)
        if where is not None:
            self.list.choose_answers(where)
            self.go_to_screen(ScreenName.CODING)

    @on(OptionList.OptionSelected)
    def _open_clicked_line(self) -> None:
        self.action_open()


def _build_sections(found: Overview) -> Iterator[tuple[str, list[OverviewEntry]]]:
    """Headings, each with its lines and what they lead to."""
    yield "Next", [(as_content_line(f"  {step.sentence}"), step.where) for step in found.steps]
    if found.warnings:
        yield "To see to", [(as_content_line(f"  {warning}"), None) for warning in found.warnings]
    yield (
        "Questions",
        [
            (_format_share(s), AnswerFilter(questions=(s.name,), finished=False))
            for s in found.questions
        ],
    )
    yield (
        "Languages",
        [
            (_format_share(s), AnswerFilter(languages=(s.name,), finished=False))
            for s in found.languages
        ],
    )
    if found.suggestions:
        yield (
            "Suggestions so far",
            [(as_content_line(f"  {line}"), None) for line in found.suggestions],
        )
    yield "Coders", [(_format_coder(coder), None) for coder in found.coders]


def _format_share(share: PileProgress) -> Content:
    others = ", ".join(f"{who} {count}" for who, count in share.others)
    return assemble_line(
        f"  {fit_to_width(share.name, _NAME)} ",
        _format_progress(share.mine),
        (f"  {others}" if others else "", "dim"),
    )


def _format_coder(coder: CoderProgress) -> Content:
    work = coder.work
    left = [format_count(work.codings, "coding")]
    left += [f"{work.flags} flagged"] if work.flags else []
    left += [format_count(work.memos, "memo")] if work.memos else []
    left += [f"last {work.last_act[:16].replace('T', ' ')} UTC"] if work.last_act else []
    return assemble_line(
        f"  {fit_to_width(coder.coder, _NAME)} ",
        _format_progress(coder.progress),
        (f"  {', '.join(left)}", "dim"),
    )


def _format_progress(progress: Progress) -> str:
    share = progress.finished / progress.total if progress.total else 1.0
    # A bar that is full says "all", an empty one "none"; nothing between may look like either.
    cells = min(max(round(share * _BAR), 1 if progress.finished else 0), _BAR - (share < 1))
    numbers = f"{progress.finished} of {progress.total}"
    return f"{'█' * cells}{'·' * (_BAR - cells)} {numbers:>14} {int(share * 100):>3}%"
