"""The study screen: where we are, what is next, and what needs attention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tipcoder.errors import TipcoderError
from tipcoder.model.answers import Progress
from tipcoder.model.codings import UndoResult
from tipcoder.model.filters import AnswerFilter
from tipcoder.text import format_count, format_minute
from tipcoder.tui.commands import ScreenName, build_bindings, list_commands
from tipcoder.tui.drawing import as_content_line, assemble_line, fit_to_width
from tipcoder.tui.screens.main_screen import MainScreen
from tipcoder.tui.widgets.lines import KeylessList
from tipcoder.tui.workbench import Workbench
from tipcoder.workbench.coding.code_quotes import QuoteRequest, QuoteScope
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.worklist import WorkList
from tipcoder.workbench.status.overview import CoderProgress, Overview, PileProgress, read_overview

if TYPE_CHECKING:
    from tipcoder.workbench.rounds.rounds import RoundProgress

_BAR_CELLS = 20
_NAME_CELLS = 16
OverviewEntry = tuple[Content, AnswerFilter | None]
"""A line, and the answers it stands for; none where the line leads nowhere."""


class StudyScreen(MainScreen):
    """Lines under headings; Enter on one lists the answers it stands for."""

    screen_name = ScreenName.STUDY
    BINDINGS: ClassVar[list[BindingType]] = list(build_bindings(list_commands(ScreenName.STUDY)))

    def __init__(self, session: CodingSession, worklist: WorkList) -> None:
        super().__init__(session)
        self.list = worklist
        self._leads_to: dict[int, AnswerFilter] = {}
        """By position in the list."""

    def compose_work(self) -> ComposeResult:
        yield KeylessList(id="overview", markup=False)

    def on_mount(self) -> None:
        """Show the study as it is now."""
        self.study_changed()

    def study_changed(self) -> None:
        """Count anew; the cursor keeps its line."""
        overview = read_overview(self.session.study, self.session.coder.name)
        lines = self.query_one(KeylessList)
        kept = lines.highlighted
        lines.clear_options()
        # Positions are those of the new lines.
        self._leads_to.clear()
        for heading, entries in _build_sections(overview):
            self._add_section(lines, heading, entries)
        # The same line may lead nowhere now: then the first one that does has the cursor.
        lines.highlighted = kept if kept in self._leads_to else min(self._leads_to, default=None)
        who = f" · {self.session.coder.name}"
        self.update_static("#title", assemble_line((self.session.title, "bold"), who))

    def _add_section(
        self, lines: KeylessList, heading: str, entries: Sequence[OverviewEntry]
    ) -> None:
        lines.add_option(Option(as_content_line(heading).stylize("bold underline"), disabled=True))
        for content, where in entries:
            if where is not None:
                self._leads_to[lines.option_count] = where
            lines.add_option(Option(content, disabled=where is None))
        # A blank line between sections; the cursor passes over it.
        lines.add_option(Option(Content(""), disabled=True))

    def show_undone(self, done: UndoResult) -> str:  # noqa: ARG002
        """Everything is counted anew."""
        self.study_changed()
        return ""

    def action_move(self, by: int) -> None:
        self.query_one(KeylessList).step_cursor(by)

    def action_open(self) -> None:
        where = self._leads_to.get(self.query_one(KeylessList).highlighted or 0)
        if where is not None:
            self.list.choose_answers(where)
            self.go_to_screen(ScreenName.CODING)

    # --- freezing a round -------------------------------------------------------------------------

    def action_freeze(self) -> None:
        """Close an open round, after saying who has how much left in it."""
        # A lead freezes a round once in weeks.
        from tipcoder.tui.screens.name_chooser import NameChooser
        from tipcoder.workbench.rounds.freezing import describe_waiting, list_freezable_rounds

        try:
            found = list_freezable_rounds(self.session.study, self.session.coder)
        except TipcoderError as fault:
            self.show_refusal(fault)
            return
        by_name = {state.round.name: state for state in found}
        if len(found) == 1:
            self._confirm_freezing(found[0])
            return
        choices = {name: describe_waiting(state) for name, state in by_name.items()}

        def confirm(name: str | None) -> None:
            if name is not None:
                self._confirm_freezing(by_name[name])

        self.open_box(NameChooser("Freeze which round?", choices), confirm)

    def _confirm_freezing(self, state: RoundProgress) -> None:
        from tipcoder.tui.screens.confirm_box import ConfirmBox
        from tipcoder.workbench.rounds.freezing import describe_freezing

        def freeze_if_confirmed(confirmed: bool | None) -> None:
            if confirmed:
                self._freeze_round(state.round.name)

        box = ConfirmBox(describe_freezing(state), undoable=False)
        self.app.push_screen(box, freeze_if_confirmed)

    def _freeze_round(self, name: str) -> None:
        from tipcoder.workbench.rounds.rounds import freeze_round

        try:
            done = freeze_round(self.session.study, self.session.coder, name)
        except TipcoderError as fault:
            self.show_refusal(fault)
            return
        self.session.note_last_act()
        self.note_act()
        self.study_changed()
        self.show_done(done)

    def action_quotes(self) -> None:
        where = self._leads_to.get(self.query_one(KeylessList).highlighted or 0)
        pile = (*where.questions, *where.languages) if where is not None else ()
        if where is None or not pile:
            self.show_status("Go to a question or a language first.", fault=True)
            return
        scope = QuoteScope(questions=where.questions, languages=where.languages)
        cast("Workbench", self.app).show_quotes(QuoteRequest(None, scope, ", ".join(pile)))

    @on(OptionList.OptionSelected)
    def _open_clicked_line(self) -> None:
        self.action_open()


def _build_sections(overview: Overview) -> Iterator[tuple[str, list[OverviewEntry]]]:
    """Headings, each with its lines and what they lead to."""
    yield "Next", [(as_content_line(f"  {step.sentence}"), step.where) for step in overview.steps]

    if overview.warnings:
        yield "Needs attention", _list_sentences(overview.warnings)

    questions: list[OverviewEntry] = []
    for share in overview.questions:
        unfinished = AnswerFilter(questions=(share.name,), finished=False)
        questions.append((_format_share(share), unfinished))
    yield "Questions", questions

    languages: list[OverviewEntry] = []
    for share in overview.languages:
        unfinished = AnswerFilter(languages=(share.name,), finished=False)
        languages.append((_format_share(share), unfinished))
    yield "Languages", languages

    if overview.suggestions:
        yield "Suggestions so far", _list_sentences(overview.suggestions)
    # Nobody else's answers are listed from here: lines of coders lead nowhere.
    yield "Coders", [(_format_coder(coder), None) for coder in overview.coders]


def _list_sentences(sentences: Iterable[str]) -> list[OverviewEntry]:
    """Lines to read, which lead nowhere."""
    return [(as_content_line(f"  {sentence}"), None) for sentence in sentences]


def _format_share(share: PileProgress) -> Content:
    """How far this coder is with a question or a language, and who else has finished any of it."""
    others = ", ".join(f"{coder} {finished}" for coder, finished in share.others)
    name = f"  {fit_to_width(share.name, _NAME_CELLS)} "
    return assemble_line(
        name, _format_progress(share.mine), (f"  {others}" if others else "", "$quiet")
    )


def _format_coder(coder: CoderProgress) -> Content:
    """How far a coder is, and what she has left behind."""
    work = coder.work
    pieces = [format_count(work.codings, "coding")]
    if work.many:
        pieces.append(f"{format_count(work.many, 'answer')} many at once")
    if work.flags:
        pieces.append(f"{work.flags} flagged")
    if work.memos:
        pieces.append(format_count(work.memos, "memo"))
    if work.last_act:
        pieces.append(f"last {format_minute(work.last_act)} UTC")
    name = f"  {fit_to_width(coder.coder, _NAME_CELLS)} "
    return assemble_line(
        name, _format_progress(coder.progress), (f"  {', '.join(pieces)}", "$quiet")
    )


def _format_progress(progress: Progress) -> str:
    share = progress.finished / progress.total if progress.total else 1.0
    # A bar that is full says "all", an empty one "none"; nothing between may look like either.
    fewest = 1 if progress.finished else 0
    most = _BAR_CELLS - 1 if share < 1 else _BAR_CELLS
    cells = min(max(round(share * _BAR_CELLS), fewest), most)
    bar = "█" * cells + "·" * (_BAR_CELLS - cells)
    numbers = f"{progress.finished} of {progress.total}"
    return f"{bar} {numbers:>14} {int(share * 100):>3}%"
