"""The review screen: an answer as it was written, beside the exact words that would be released.

Looking for names goes on in a thread of its own; what it finds for texts or names that have changed since is dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static
from textual.worker import get_current_worker

from tipcoder.errors import TipcoderError
from tipcoder.model import UndoResult
from tipcoder.privacy.hits import HIGH, LOW, MEDIUM
from tipcoder.privacy.replacing import TRANSLATED
from tipcoder.text import format_count
from tipcoder.tui.commands import ScreenName, build_bindings, list_commands
from tipcoder.tui.drawing import as_content, as_content_line, assemble_line
from tipcoder.tui.screens.redaction_actions import RedactionActions
from tipcoder.tui.widgets.answer_layout import SpanMark
from tipcoder.tui.widgets.answer_text import AnswerText
from tipcoder.tui.widgets.line_list import LineList, ListEntry
from tipcoder.tui.widgets.redacted_text import RedactedText
from tipcoder.tui.widgets.released_text import ReleasedText
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.redaction.background_search import (
    PreparedSearch,
    RedactionSearcher,
    SearchResults,
    prepare_search,
)
from tipcoder.workbench.redaction.decisions import RedactionSession
from tipcoder.workbench.redaction.detector import read_identities
from tipcoder.workbench.redaction.proposals import KEPT, OPEN, RedactionProposal
from tipcoder.workbench.redaction.reviews import Stretch, describe_standing, find_stretches

_SIGNS = {HIGH: "‼", MEDIUM: "!", LOW: "·"}
_LOOKING = "…"
_DONE = ("read", "read twice", "withheld")
_HELD = ("withheld", "disputed")
_LISTS = (
    "all stretches",
    "those to read",
    "those with open proposals",
    "those held back or disputed",
)
_STANDING, _WHERE = 13, 16


class RedactionScreen(RedactionActions):
    """Stretches with quotes in a list; the current one twice, as written and as it would leave."""

    screen_name = ScreenName.REDACTION
    BINDINGS: ClassVar[list[BindingType]] = list(
        build_bindings(list_commands(ScreenName.REDACTION))
    )

    def __init__(self, session: CodingSession) -> None:
        super().__init__(session)
        self._all: list[Stretch] = []
        self._listed: list[Stretch] = []
        self._at = 0
        self._which = 0
        self._standing: dict[Stretch, str] = {}
        self._generation = 0
        self._searcher: RedactionSearcher | None = None

    def compose_work(self) -> ComposeResult:
        with Horizontal(id="redaction"):
            yield LineList(self._build_list_entry, _STANDING, _WHERE)
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
        self.begin_search()

    # --- looking for names ------------------------------------------------------------------------

    def begin_search(self) -> None:
        self._generation += 1
        self.update_static(
            "#title",
            assemble_line(("Reading what is looked for …", "bold"), f" · {self.session.title}"),
        )
        self._search_in_thread(self.session.study.folder, self.session.coder.name, self._generation)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _search_in_thread(self, folder: Path, viewer: str, generation: int) -> None:
        worker = get_current_worker()
        try:
            ready = prepare_search(folder, viewer)
        except TipcoderError as fault:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._show_search_failure, generation, fault.status_line)
            return
        searcher = RedactionSearcher(ready.base, (stretch.answer_id for stretch in ready.stretches))
        if not worker.is_cancelled:
            self.app.call_from_thread(self._start_review, generation, ready, searcher)
            searcher.run_search(
                lambda found: self.app.call_from_thread(
                    self._take_found_proposals, generation, found
                ),
                lambda: worker.is_cancelled,
            )

    def _show_search_failure(self, generation: int, sentence: str) -> None:
        if self.is_attached and generation == self._generation:
            self.update_static("#title", assemble_line((self.session.title, "bold")))
            self.show_status(sentence, fault=True)

    def _start_review(
        self, generation: int, ready: PreparedSearch, searcher: RedactionSearcher
    ) -> None:
        if not self.is_attached or generation != self._generation:
            return
        self._searcher = searcher
        self.desk = RedactionSession(self.session.study, self.session.coder, ready.base)
        self._standing.clear()
        self._gather_stretches(list(ready.stretches))
        if ready.warning:
            self.show_status(f"Consent: {ready.warning}.", fault=True)
        elif not self._all:
            self.show_status("Nobody has coded anything yet, so there is nothing to quote.")

    def _take_found_proposals(self, generation: int, found: SearchResults) -> None:
        # What was found with other names than those looked for now says nothing.
        if not self.is_attached or generation != self._generation or self.desk is None:
            return
        self.desk.add_searched(found)
        self._update_standing(answers=found.keys())
        if self._which:
            self._list_again()
        elif self.stretch is not None and self.stretch.answer_id in found:
            self.show_stretch()
        self.query_one(LineList).refresh()
        self.show_title()

    def _gather_stretches(self, stretches: list[Stretch]) -> None:
        desk = self.desk
        if desk is None:
            return
        order = {answer_id: place for place, answer_id in enumerate(desk.sources)}
        self._all = sorted(
            (s for s in stretches if s.answer_id in order),
            key=lambda s: (order[s.answer_id], s.start),
        )
        listed = set(self._all)
        self._standing = {
            stretch: stands for stretch, stands in self._standing.items() if stretch in listed
        }
        self._update_standing(
            answers={stretch.answer_id for stretch in self._all if stretch not in self._standing}
        )
        self._list_again()

    def _update_standing(self, answers: Collection[int]) -> None:
        """Say anew how the stretches of some answers stand."""
        desk = self.desk
        if desk is None:
            return
        for stretch in self._all:
            if stretch.answer_id in answers:
                searched = desk.is_searched(stretch.answer_id)
                found = (
                    describe_standing(desk.build_released(*stretch), self.session.coder.name)
                    if searched
                    else _LOOKING
                )
                self._standing[stretch] = found

    # --- what is listed ---------------------------------------------------------------------------

    @property
    def stretch(self) -> Stretch | None:
        return self._listed[self._at] if self._at < len(self._listed) else None

    def _passes_filter(self, stretch: Stretch) -> bool:
        stands = self._standing.get(stretch, _LOOKING)
        return (True, stands not in _DONE, stands.endswith(" open"), stands in _HELD)[self._which]

    def _list_again(self) -> None:
        """List what passes; the current stretch stays the current one if it is among them."""
        before = self.stretch
        self._listed = [stretch for stretch in self._all if self._passes_filter(stretch)]
        self._at = (
            self._listed.index(before)
            if before in self._listed
            else min(self._at, max(len(self._listed) - 1, 0))
        )
        self.query_one(LineList).show_lines(len(self._listed), self._at)
        if self.stretch is None or self.stretch != before or self._picked is None:
            self.show_stretch()
        self.show_title()

    def _build_list_entry(self, place: int) -> ListEntry:
        stretch = self._listed[place]
        source = self.desk.sources[stretch.answer_id] if self.desk is not None else None
        if source is None:
            return ListEntry("", "", "")
        stands = self._standing.get(stretch, _LOOKING)
        # Enough for one line: long answers are many.
        words = source.text[stretch.start : min(stretch.end, stretch.start + 400)]
        return ListEntry(stands, f"{source.case} {source.question}", words, quiet=stands in _DONE)

    # --- what is shown ----------------------------------------------------------------------------

    def show_title(self) -> None:
        """How far, who, which stretches, which study."""
        counts = Counter(self._standing.get(stretch, _LOOKING) for stretch in self._all)
        read = counts["read"] + counts["read twice"]
        waiting = sum(count for stands, count in counts.items() if stands.endswith(" open"))
        looking = f" · {len(self._all) - counts[_LOOKING]} searched" if counts[_LOOKING] else ""
        which = (f" · [{_LISTS[self._which]}]", "italic") if self._which else ""
        title = (f"{read} of {len(self._all)} read", "bold")
        open_now = f" · {waiting} with open proposals"
        self.update_static(
            "#title",
            assemble_line(
                title,
                open_now,
                looking,
                which,
                f" · {self.session.coder.name} · {self.session.title}",
            ),
        )

    def show_stretch(self) -> None:
        """Another stretch is the current one, or it was searched just now."""
        self._picked = None
        stretch, desk = self.stretch, self.desk
        words = self.query_one(RedactedText)
        if stretch is None or desk is None:
            words.show_stretch("", (), (0, 0))
            self.query_one(ReleasedText).show_wording("")
            for name in ("#original-heading", "#released-heading", "#proposal"):
                self.update_static(name, Content(""))
            return
        source = desk.sources[stretch.answer_id]
        if self._searcher is not None and not desk.is_searched(stretch.answer_id):
            self._searcher.search_next(stretch.answer_id)
        where = f"{source.case} {source.question} {source.language}"
        self.update_static(
            "#original-heading", assemble_line(("As written, private", "bold"), f" · {where}")
        )
        words.show_stretch(source.text, self._build_marks(), (stretch.start, stretch.end))
        if desk.is_searched(stretch.answer_id):
            words.underline_words(
                [(hit.start, hit.end) for hit in desk.detector.find_underlines(source.text)]
            )
        self._show_released()
        self.show_card()

    def show_changes(self, *, everywhere: bool = False) -> None:
        stretch = self.stretch
        if stretch is None:
            return
        self._update_standing(
            answers=self.desk.changed
            if everywhere and self.desk is not None
            else {stretch.answer_id}
        )
        self.answer_text.draw_marks(self._build_marks())
        self._show_released()
        self.show_card()
        lines = self.query_one(LineList)
        if everywhere:
            lines.refresh()
        else:
            lines.refresh_line(self._at)
        self.show_title()

    def _build_marks(self) -> list[SpanMark]:
        return [
            SpanMark(p.hit.start, p.hit.end, _format_proposal(p)) for p in self.list_proposals()
        ]

    def _show_released(self) -> None:
        view = self.review_target
        if view is None:
            self.update_static("#released-heading", assemble_line(("Looking for names …", "bold")))
            self.query_one(ReleasedText).show_wording("")
            return
        released = view.desk.build_released(*view.stretch)
        stands = describe_standing(released, self.session.coder.name)
        head = "Not ready" if released.unresolved else "To be released"
        translated = f" · {TRANSLATED}" if released.translated else ""
        self.update_static(
            "#released-heading", assemble_line((head, "bold"), f" · {stands}{translated}")
        )
        self.query_one(ReleasedText).show_wording(released.wording)

    def show_card(self) -> None:
        proposal = self.find_current_proposal() if self.review_target is not None else None
        if proposal is None:
            waiting = sum(1 for p in self.list_proposals() if p.state == OPEN)
            said = (
                f"{format_count(len(self.list_proposals()), 'proposal')} in this answer, {waiting} open. "
                if self.list_proposals()
                else ""
            )
            nothing = (
                "Nothing is proposed here; that says little. "
                if self.review_target is not None and not said
                else said
            )
            self.update_static(
                "#proposal",
                as_content(
                    f"{nothing}n: next open · Tab: next proposal · w s m: select words, mark them"
                ),
            )
            return
        hit = proposal.hit
        stands = {OPEN: "open", KEPT: "stays"}.get(proposal.state, "goes")
        instead = (
            f" · a puts {proposal.replacement}"
            if proposal.state == OPEN and proposal.replacement
            else ""
        )
        head = f"{_SIGNS.get(hit.severity, '·')} {hit.kind.replace('_', ' ')} · {hit.severity} · {stands}{instead}"
        self.update_static(
            "#proposal",
            Content.assemble(
                as_content_line(head).stylize("bold"), "\n", as_content("; ".join(hit.reasons))
            ),
        )

    # --- moving -----------------------------------------------------------------------------------

    def _go_to(self, place: int) -> None:
        if self._listed:
            self._at = min(max(place, 0), len(self._listed) - 1)
            self.query_one(LineList).go_to(self._at)
            self.show_stretch()

    def action_move(self, by: int) -> None:
        self._go_to(self._at + by)

    def action_page(self, by: int) -> None:
        self._go_to(self._at + by * self.query_one(LineList).page_size)

    def go_to_next_unread(self) -> bool:
        return self._go_to_matching(lambda stands: stands not in _DONE)

    def go_to_next_open(self) -> bool:
        return self._go_to_matching(lambda stands: stands.endswith(" open"))

    def _go_to_matching(self, wanted: Callable[[str], bool]) -> bool:
        """Go to the next listed stretch that stands so, from here round to here."""
        for step in range(1, len(self._listed)):
            place = (self._at + step) % len(self._listed)
            if wanted(self._standing.get(self._listed[place], _LOOKING)):
                self._go_to(place)
                return True
        return False

    def action_which(self) -> None:
        self._which = (self._which + 1) % len(_LISTS)
        self._list_again()
        self.show_status(
            f"{len(self._listed)} of {format_count(len(self._all), 'stretch', 'stretches')}: {_LISTS[self._which]}"
        )

    def action_back(self) -> None:
        if self.answer_text.selection.span is not None:
            self._picked = None
            self.action_deselect()
            self.show_card()
        else:
            super().action_back()

    @on(LineList.Chosen)
    def _go_to_clicked_line(self, message: LineList.Chosen) -> None:
        self._go_to(message.index)

    @on(AnswerText.Selected)
    def _words_selected(self) -> None:
        self._picked = None
        self.show_card()

    # --- what happens elsewhere -------------------------------------------------------------------

    def study_changed(self) -> None:
        desk = self.desk
        if desk is None:
            return
        try:
            stretches = find_stretches(self.session.study)
            renamed = (
                read_identities(self.session.study).alias_digest != desk.identities.alias_digest
            )
        except TipcoderError as fault:
            self.show_refusal(fault)
            return
        if renamed or {stretch.answer_id for stretch in stretches} - {
            stretch.answer_id for stretch in self._all
        }:
            self.begin_search()
            return
        self._update_standing(answers=desk.refresh())
        self._gather_stretches(stretches)

    def read_anew(self) -> None:
        self.begin_search()  # the search may have ended with the connection

    def show_undone(self, done: UndoResult) -> str:
        """Show where an act was taken back."""
        if self.desk is None:
            self.begin_search()  # what is being read now was there before
            return ""
        self.desk.changed = self.desk.refresh()
        stretches = find_stretches(self.session.study)
        if set(stretches) != set(self._all):  # it was a coding, and other words are quoted now
            if {stretch.answer_id for stretch in stretches} - {
                stretch.answer_id for stretch in self._all
            }:
                self.begin_search()
                return ""
            self._gather_stretches(stretches)
        place = next(
            (at for at, s in enumerate(self._listed) if s.answer_id == done.answer_id), None
        )
        if place is not None and (self.stretch is None or self.stretch.answer_id != done.answer_id):
            self._go_to(place)
        self.show_changes(everywhere=True)
        return ""


def _format_proposal(proposal: RedactionProposal) -> str:
    """What the bar under a proposal says."""
    if proposal.state == KEPT:
        return f"stays: {proposal.hit.kind.replace('_', ' ')}"
    if proposal.state != OPEN:
        return f"→ {proposal.replacement}"
    where = "in the words put: " if proposal.inserted else ""
    return f"{_SIGNS.get(proposal.hit.severity, '·')} {where}{proposal.hit.kind.replace('_', ' ')}"
