"""The review screen: an answer as it was written, beside the exact words that would be released."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from tipcoder.errors import TipcoderError
from tipcoder.model.codings import UndoResult
from tipcoder.text import format_count
from tipcoder.tui.commands import ScreenName, build_bindings, list_commands
from tipcoder.tui.drawing import assemble_line
from tipcoder.tui.screens.main_screen import MainScreen
from tipcoder.tui.screens.proposal_cursor import ProposalCursor
from tipcoder.tui.screens.proposal_deciding import ProposalDeciding
from tipcoder.tui.screens.redaction_lines import (
    UNDERLINES,
    format_bar,
    format_card,
    format_empty_card,
)
from tipcoder.tui.screens.redaction_search import RedactionSearch
from tipcoder.tui.screens.review_queue import (
    DONE,
    LISTS,
    LOOKING,
    NAMING,
    ReviewQueue,
    has_open_proposals,
)
from tipcoder.tui.screens.string_deciding import StringDeciding
from tipcoder.tui.screens.word_selection import WordSelection
from tipcoder.tui.widgets.answer_layout import SpanMark
from tipcoder.tui.widgets.answer_text import AnswerText
from tipcoder.tui.widgets.line_list import LineList, ListEntry
from tipcoder.tui.widgets.redacted_text import RedactedText
from tipcoder.tui.widgets.released_text import ReleasedText
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.quotes.naming_stretches import NamingStretch
from tipcoder.workbench.redaction.background_search import PreparedSearch, SearchResults
from tipcoder.workbench.redaction.decisions import RedactionSession
from tipcoder.workbench.redaction.detector import read_identities
from tipcoder.workbench.redaction.replacements import TRANSLATION_NOTE
from tipcoder.workbench.redaction.reviews import Stretch, describe_standing, find_stretches

_STANDING_CELLS, _PLACE_CELLS = 13, 16
"""Columns of the list before the words."""
_LINE_LETTERS = 400
"""Enough for one line: long answers are many."""
_EMPTY_LINE = ListEntry("", "", "")
"""While it is not known yet what is listed."""


class RedactionScreen(MainScreen):
    """Stretches with quotes in a list; the current one twice, as written and as it would leave."""

    screen_name = ScreenName.REDACTION
    BINDINGS: ClassVar[list[BindingType]] = list(
        build_bindings(list_commands(ScreenName.REDACTION))
    )

    def __init__(self, session: CodingSession) -> None:
        super().__init__(session)
        self.queue = ReviewQueue()
        self.search = RedactionSearch(self)
        self.words = self.add_controller(WordSelection(self))
        self.cursor = self.add_controller(ProposalCursor(self))
        self.add_controller(ProposalDeciding(self, self.cursor))
        self.add_controller(StringDeciding(self, self.cursor, self.search))

    def compose_work(self) -> ComposeResult:
        with Horizontal(id="redaction"):
            yield LineList(self._build_list_line, _STANDING_CELLS, _PLACE_CELLS)
            with Horizontal(id="versions"):
                with Vertical(id="original"):
                    yield Static(id="original-heading")
                    yield RedactedText()
                with Vertical(id="released"):
                    yield Static(id="released-heading")
                    yield ReleasedText()
            yield Static(id="proposal")

    def on_mount(self) -> None:
        """Look for everything, while the screen can be left."""
        self.search.begin_search()

    @property
    def _lines(self) -> LineList:
        return self.query_one(LineList)

    @property
    def answer_text(self) -> RedactedText:
        """The words of the answer."""
        return self.query_one(RedactedText)

    @property
    def desk(self) -> RedactionSession | None:
        """None until it is known what is looked for."""
        return self.search.desk

    @property
    def stretch(self) -> Stretch | None:
        """The stretch that is looked at."""
        return self.queue.current

    # --- what a search finds ----------------------------------------------------------------------

    def show_prepared(self, desk: RedactionSession, ready: PreparedSearch) -> None:
        """Show the stretches: it is known what is looked for, and nothing is found yet."""
        self.queue.forget_standings()
        self._gather_stretches(desk, ready.stretches)
        warnings = [f"{ready.withdrawn}."] if ready.withdrawn else []
        if ready.warning:
            warnings.append(f"Consent: {ready.warning}.")
        if warnings:
            self.show_status(" ".join(warnings), fault=True)
        elif not self.queue.all:
            self.show_status("Nobody has coded anything yet, so there is nothing to quote.")

    def show_found(self, desk: RedactionSession, found: SearchResults) -> None:
        """Show what was found in some answers."""
        self._update_standing(desk, found.keys())
        if self.queue.which:
            # What is listed depends on what is found.
            self._list_again()
        elif self.stretch is not None and self.stretch.answer_id in found:
            self.show_stretch()
        self._lines.refresh()
        self.show_title()

    def show_naming(self, desk: RedactionSession, naming: Sequence[NamingStretch]) -> None:
        """Show what was read and would be held back all the same."""
        self.queue.note_naming({each.stretch: each.found.detail for each in naming})
        self._update_standing(desk, {each.stretch.answer_id for each in naming})
        # Of a stretch that only another has read nothing is said, so that each reader judges anew.
        shown = [each for each in naming if self.queue.find_standing(each.stretch) == NAMING]
        if not shown:
            return
        self._list_again()
        self._show_released()
        stretches = format_count(len(shown), "stretch", "stretches")
        self.show_status(f"{stretches} read and held back: the wording still names somebody.")

    def _gather_stretches(self, desk: RedactionSession, stretches: Collection[Stretch]) -> None:
        unknown = self.queue.gather_stretches(stretches, list(desk.sources))
        self._update_standing(desk, unknown)
        self._list_again()

    def _update_standing(self, desk: RedactionSession, answers: Collection[int]) -> None:
        """Say anew how the stretches of some answers stand."""
        for stretch in self.queue.find_of_answers(answers):
            standing = LOOKING
            # A text that has changed is not searched any more.
            if desk.is_searched(stretch.answer_id):
                released = desk.build_released(*stretch)
                standing = describe_standing(released, self.session.coder.name)
            self.queue.set_standing(stretch, standing)

    # --- the list ---------------------------------------------------------------------------------

    def _list_again(self) -> None:
        """List what passes; the current stretch stays the current one if it is among them."""
        is_same = self.queue.list_again()
        self._lines.show_lines(len(self.queue.listed), self.queue.position)
        # A proposal that was gone to stays selected where the stretch is the same.
        if not is_same or not self.cursor.is_picked:
            self.show_stretch()
        self.show_title()

    def _build_list_line(self, place: int) -> ListEntry:
        stretch = self.queue.listed[place]
        source = self.desk.sources[stretch.answer_id] if self.desk is not None else None
        if source is None:
            return _EMPTY_LINE
        standing = self.queue.find_standing(stretch)
        end = min(stretch.end, stretch.start + _LINE_LETTERS)
        words = source.text[stretch.start : end]
        where = f"{source.case} {source.question}"
        return ListEntry(standing, where, words, quiet=standing in DONE)

    # --- what is shown ----------------------------------------------------------------------------

    def show_title(self) -> None:
        """Show how far the review is, which stretches are listed, who reads, and the study."""
        read, waiting, searched = self.queue.describe_progress()
        which = f" · [{LISTS[self.queue.which]}]" if self.queue.which else ""
        title = assemble_line(
            (read, "bold"),
            f" · {waiting}",
            f" · {searched}" if searched else "",
            (which, "italic"),
            f" · {self.session.coder.name} · {self.session.title}",
        )
        self.update_static("#title", title)

    def show_stretch(self) -> None:
        """Show another stretch, or the same after it was searched."""
        self.cursor.forget_picked()
        stretch, desk = self.stretch, self.desk
        if stretch is None or desk is None:
            self._show_nothing()
            return
        is_searched = desk.is_searched(stretch.answer_id)
        if not is_searched:
            # Somebody waits for this one.
            self.search.search_next(stretch.answer_id)

        source = desk.sources[stretch.answer_id]
        where = f" · {source.case} {source.question} {source.language}"
        heading = assemble_line(("As written, private", "bold"), where)
        self.update_static("#original-heading", heading)
        self.answer_text.show_stretch(
            source.text, self._build_marks(), (stretch.start, stretch.end)
        )
        if is_searched:
            # Hints to the eye: rare words may tell who wrote them.
            hints = desk.detector.find_underlines(source.text)
            self.answer_text.underline_words([(hint.start, hint.end) for hint in hints])
        self._show_released()
        self.show_card()

    def _show_nothing(self) -> None:
        self.answer_text.show_stretch("", (), (0, 0))
        self.query_one(ReleasedText).show_wording("")
        for name in ("#original-heading", "#released-heading", "#proposal"):
            self.update_static(name, Content(""))

    def show_changes(self, *, everywhere: bool = False) -> None:
        """Show decisions that have changed: about this answer, or about any."""
        stretch, desk = self.stretch, self.desk
        if stretch is None or desk is None:
            return
        changed = desk.changed if everywhere else {stretch.answer_id}
        self.queue.forget_naming(changed)
        self._update_standing(desk, changed)
        self.show_marks()
        self._show_released()
        self.show_card()
        if everywhere:
            self._lines.refresh()
        else:
            # One line, because this is done at every key.
            self._lines.refresh_line(self.queue.position)
        self.show_title()

    def _build_marks(self) -> list[SpanMark]:
        return [
            SpanMark(*proposal.span, format_bar(proposal))
            for proposal in self.cursor.list_proposals()
        ]

    def _show_released(self) -> None:
        view = self.cursor.target
        if view is None:
            self.update_static("#released-heading", assemble_line(("Looking for names …", "bold")))
            self.query_one(ReleasedText).show_wording("")
            return
        released = view.desk.build_released(*view.stretch)
        # Withheld stretches are decided as well; only open proposals stop a release.
        readiness = "Not ready" if released.unresolved else "To be released"
        standing = describe_standing(released, self.session.coder.name)
        note = f" · {TRANSLATION_NOTE}" if released.translated else ""
        naming = self.queue.explain_naming(view.stretch)
        if naming and self.queue.find_standing(view.stretch) == NAMING:
            readiness, note = "Held back", f": {naming}{note}"
        heading = assemble_line((readiness, "bold"), f" · {standing}{note}")
        self.update_static("#released-heading", heading)
        self.query_one(ReleasedText).show_wording(released.wording)

    def show_marks(self) -> None:
        """Show the proposals that are listed now."""
        self.answer_text.draw_marks(self._build_marks())

    def show_card(self) -> None:
        """Show what the current proposal is."""
        view = self.cursor.target
        proposal = self.cursor.find_current_proposal() if view is not None else None
        if proposal is not None:
            card = format_card(proposal)
        else:
            card = format_empty_card(self.cursor.list_proposals(), is_searched=view is not None)
        if self.answer_text.has_underlines:
            card = Content.assemble(card, "\n", UNDERLINES)
        self.update_static("#proposal", card)

    # --- moving -----------------------------------------------------------------------------------

    def _go_to(self, place: int) -> None:
        listed = self.queue.listed
        if listed:
            self.queue.position = min(max(place, 0), len(listed) - 1)
            self._lines.go_to(self.queue.position)
            self.show_stretch()

    def action_move(self, by: int) -> None:
        self._go_to(self.queue.position + by)

    def action_page(self, by: int) -> None:
        self._go_to(self.queue.position + by * self._lines.page_size)

    def go_to_next_unread(self) -> bool:
        """Show the next stretch that waits to be read; False if there is none."""
        return self._go_to_next(lambda standing: standing not in DONE)

    def go_to_next_open(self) -> bool:
        """Show the next stretch with an open proposal; False if there is none."""
        return self._go_to_next(has_open_proposals)

    def _go_to_next(self, is_wanted: Callable[[str], bool]) -> bool:
        place = self.queue.find_next(is_wanted)
        if place is None:
            return False
        self._go_to(place)
        return True

    def action_which(self) -> None:
        self.queue.list_next_kind()
        self._list_again()
        total = format_count(len(self.queue.all), "stretch", "stretches")
        self.show_status(f"{len(self.queue.listed)} of {total}: {LISTS[self.queue.which]}")

    def action_back(self) -> None:
        if self.answer_text.selection.span is not None:
            self.cursor.forget_picked()
            self.words.action_deselect()
            self.show_card()
        else:
            super().action_back()

    @on(LineList.Chosen)
    def _go_to_clicked_line(self, message: LineList.Chosen) -> None:
        self._go_to(message.index)

    @on(AnswerText.Selected)
    def _words_selected(self) -> None:
        self.cursor.forget_picked()
        self.show_card()

    # --- what happens elsewhere -------------------------------------------------------------------

    def study_changed(self) -> None:
        desk = self.desk
        if desk is None:
            return
        try:
            stretches = find_stretches(self.session.study)
            # Names may be added on another screen or by the command line.
            names = read_identities(self.session.study).alias_digest
        except TipcoderError as fault:
            self.show_refusal(fault)
            return
        has_other_names = names != desk.identities.alias_digest
        if has_other_names or self.queue.has_answers_beyond(stretches):
            self.search.begin_search()
            return
        changed = desk.refresh()
        self.queue.forget_naming(changed)
        self._update_standing(desk, changed)
        self._gather_stretches(desk, stretches)

    def read_anew(self) -> None:
        self.search.begin_search()  # the search may have ended with the connection

    def show_undone(self, done: UndoResult) -> str:
        """Show where an act was undone."""
        desk = self.desk
        if desk is None:
            self.search.begin_search()  # what is being read now was there before
            return ""
        # The session has undone it, and not this desk, which must read what became of it.
        desk.changed = desk.refresh()
        stretches = find_stretches(self.session.study)
        if self.queue.has_answers_beyond(stretches):
            self.search.begin_search()
            return ""
        if set(stretches) != set(self.queue.all):
            # The act was a coding, and other words are quoted now.
            self._gather_stretches(desk, stretches)
        self._go_to_answer(done.answer_id)
        self.show_changes(everywhere=True)
        return ""

    def _go_to_answer(self, answer_id: int | None) -> None:
        if self.stretch is not None and self.stretch.answer_id == answer_id:
            return
        place = self.queue.find_place_of_answer(answer_id)
        if place is not None:
            self._go_to(place)
