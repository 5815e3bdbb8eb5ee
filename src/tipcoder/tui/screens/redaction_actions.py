"""Everything that decides about a stretch, for the screen that shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tipcoder.errors import TipcoderError
from tipcoder.privacy.hits import HIGH
from tipcoder.privacy.replacing import (
    NAMED_KINDS,
    TRANSLATED,
    TRANSLATION,
    choose_replacement,
    list_replacements,
)
from tipcoder.store.redactions import SourceAnswer
from tipcoder.tui.screens.line_box import LineBox
from tipcoder.tui.screens.main_screen import MainScreen
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.tui.screens.replacement_box import ReplacementBox
from tipcoder.tui.screens.selection_actions import SelectionActions
from tipcoder.tui.screens.text_box import TextBox
from tipcoder.tui.widgets.redacted_text import RedactedText
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.redaction.decisions import RedactionSession
from tipcoder.workbench.redaction.detector import change_alias
from tipcoder.workbench.redaction.proposals import OPEN, RedactionProposal
from tipcoder.workbench.redaction.reviews import Stretch

_KINDS = {kind: choose_replacement(kind, "en") for kind in NAMED_KINDS}
_THEIRS, _ANOTHERS = "of its writer", "of somebody else"
_QUESTION = "Read the words to be released: could a colleague in this country name the source? Enter releases, H holds back."


class ReviewTarget(NamedTuple):
    """What is being looked at, searched already."""

    desk: RedactionSession
    stretch: Stretch
    source: SourceAnswer


class RedactionActions(MainScreen, SelectionActions):
    """Acts by key. Each is kept before it is painted, and undo takes it back."""

    def __init__(self, session: CodingSession) -> None:
        super().__init__(session)
        self.desk: RedactionSession | None = None
        self._picked: RedactionProposal | None = None

    # --- for the screen below ---------------------------------------------------------------------

    @property
    def stretch(self) -> Stretch | None:
        """The stretch that is looked at."""
        raise NotImplementedError

    def show_changes(self, *, everywhere: bool = False) -> None:
        """Decisions about this answer, or about any, are others now."""
        raise NotImplementedError

    def go_to_next_unread(self) -> bool:
        """Show the next stretch that waits to be read; False if there is none."""
        raise NotImplementedError

    def go_to_next_open(self) -> bool:
        """Show the next stretch further on with an open proposal; False if there is none."""
        raise NotImplementedError

    def begin_search(self) -> None:
        """Look for everything anew."""
        raise NotImplementedError

    # --- what is meant ----------------------------------------------------------------------------

    @property
    def answer_text(self) -> RedactedText:
        return self.query_one(RedactedText)

    @property
    def review_target(self) -> ReviewTarget | None:
        """What keys act on; None while it is not searched."""
        desk, stretch = self.desk, self.stretch
        if desk is None or stretch is None or not desk.is_searched(stretch.answer_id):
            return None
        return ReviewTarget(desk, stretch, desk.sources[stretch.answer_id])

    def list_proposals(self) -> list[RedactionProposal]:
        """The proposals of the answer, in reading order."""
        view = self.review_target
        found = view.desk.list_proposals(view.stretch.answer_id) if view else []
        return sorted(found, key=lambda p: (p.hit.start, -p.hit.end, p.inserted))

    def find_current_proposal(self) -> RedactionProposal | None:
        """The proposal under the selection or the caret: the one gone to, else the narrowest."""
        selection = self.answer_text.selection
        start, end = selection.span or (selection.caret, selection.caret + 1)
        found = self.list_proposals()
        picked = self._picked
        if picked is not None and (picked.hit.start, picked.hit.end) == (start, end):
            return next(
                (p for p in found if (p.hit, p.inserted) == (picked.hit, picked.inserted)), None
            )
        over = [p for p in found if p.hit.start < end and start < p.hit.end]
        return min(over, key=lambda p: (p.state != OPEN, p.hit.end - p.hit.start), default=None)

    def select_proposal(self, proposal: RedactionProposal) -> None:
        """Select a proposal."""
        self._picked = proposal
        self.answer_text.selection.select_span(proposal.hit.start, proposal.hit.end)
        self.answer_text.redraw_selection()
        self.show_card()

    def show_card(self) -> None:
        """Say what the proposal under the selection is."""
        raise NotImplementedError

    # --- acting -----------------------------------------------------------------------------------

    def _perform_act(
        self, do: Callable[[ReviewTarget], str], *, everywhere: bool = False, onward: bool = True
    ) -> bool:
        """Do something and show it; a refusal is said, and nothing has changed then."""
        view = self.review_target
        if view is None:
            self.show_status("There is nothing here yet.", fault=True)
            return False
        try:
            sentence = do(view)
        except TipcoderError as fault:
            self.show_refusal(fault)
            return False
        self._acted = True
        self.session.note_last_act()
        self.show_changes(everywhere=everywhere)
        rest = self._select_next_proposal() if onward else ""
        self.show_done(f"{sentence} {rest}".rstrip())
        return True

    def _select_next_proposal(self) -> str:
        """Select what is to be decided next in this stretch; a sentence about it."""
        view = self.review_target
        waiting = view.desk.list_open_proposals(*view.stretch) if view else []
        if not waiting:
            self.show_card()
            return _QUESTION
        at = self.answer_text.selection.caret
        self.select_proposal(next((p for p in waiting if p.hit.start >= at), waiting[0]))
        return f"{len(waiting)} open here."

    def _act_on_proposal(self, do: Callable[[ReviewTarget, RedactionProposal], str]) -> None:
        proposal = self.find_current_proposal()
        if proposal is None:
            self.show_status(
                "Nothing is proposed here. n goes to what is; m marks selected words.", fault=True
            )
        else:
            self._perform_act(lambda view: do(view, proposal))

    def action_accept(self, style: str = "") -> None:
        self._act_on_proposal(
            lambda view, p: view.desk.accept_proposals([(view.stretch.answer_id, p)], style=style)
        )

    def action_accept_all(self) -> None:
        def accept_open(view: ReviewTarget) -> str:
            waiting = view.desk.list_open_proposals(*view.stretch)
            return view.desk.accept_proposals(
                [(view.stretch.answer_id, p) for p in waiting if not p.inserted]
            )

        view = self.review_target
        if view is not None and not view.desk.list_open_proposals(*view.stretch):
            self.show_status("Nothing is open in this stretch.")
        else:
            self._perform_act(accept_open)

    def action_reject(self) -> None:
        proposal = self.find_current_proposal()

        def reject_with_reason(reason: str | None) -> None:
            if reason is not None and proposal is not None:
                self._perform_act(
                    lambda view: view.desk.reject_proposals(
                        [(view.stretch.answer_id, proposal)], reason
                    )
                )

        if proposal is not None and (proposal.hit.severity == HIGH or proposal.inserted):
            title = "Why may it stay?"
            self.open_box(
                LineBox(title, draft_place=f"{title} {self._describe_words_place()}"), reject_with_reason
            )
        elif proposal is not None:
            reject_with_reason("")
        else:
            self._act_on_proposal(lambda _, __: "")

    def action_edit(self) -> None:
        proposal, view = self.find_current_proposal(), self.review_target
        if proposal is None or view is None:
            self._act_on_proposal(lambda _, __: "")
            return

        def replace_words(words: str | None) -> None:
            if words is None:
                return
            answer_id, hit = view.stretch.answer_id, proposal.hit
            if proposal.inserted:
                kind = next(
                    (d.kind for d in view.desk.list_decisions(answer_id) if d.start == hit.start),
                    hit.kind,
                )
                self._perform_act(
                    lambda at: at.desk.mark_span(answer_id, hit.start, hit.end, kind, words)
                )
            else:
                self._perform_act(
                    lambda at: at.desk.accept_proposals([(answer_id, proposal)], replacement=words)
                )

        nouns = list_replacements(proposal.hit.kind, view.source.language)
        self.open_box(
            ReplacementBox(nouns, proposal.replacement, self._describe_words_place()), replace_words
        )

    def action_mark(self) -> None:
        span = self._require_selection(
            "Select the words to replace first: w a word, s a sentence, or the mouse."
        )
        if span is None:
            return

        def mark_words(kind: str | None) -> None:
            if kind is not None:
                self._perform_act(
                    lambda view: view.desk.mark_span(view.stretch.answer_id, *span, kind)
                )

        self.open_box(NameChooser("What are these words?", _KINDS), mark_words)

    def action_translate(self) -> None:
        view = self.review_target
        if view is None:
            return
        answer_id, *whole = view.stretch
        start, end = (
            self.answer_text.selection.span
            if self.answer_text.selection.span and not self._picked
            else whole
        )
        now = next(
            (
                d.replacement
                for d in view.desk.list_decisions(answer_id)
                if d.kind == TRANSLATION and d.start == start
            ),
            "",
        )

        def keep_translation(words: str | None) -> None:
            if words and words.strip() and words.strip() != now:
                self._perform_act(
                    lambda at: at.desk.mark_span(answer_id, start, end, TRANSLATION, words.strip())
                )

        title = f"A translation of these words; readers are told: {TRANSLATED}"
        place = f"Translation of {view.source.case} {view.source.question}, letters {start + 1} to {end}"
        self.open_box(
            TextBox(title, now, (view.source.text[start:end],), draft_place=place), keep_translation
        )

    def action_reopen(self) -> None:
        proposal = self.find_current_proposal()
        span = self.answer_text.selection.span or (
            (proposal.hit.start, proposal.hit.end) if proposal else None
        )
        if span is None:
            self._act_on_proposal(lambda _, __: "")
        else:
            self._perform_act(
                lambda view: view.desk.reopen_span(view.stretch.answer_id, *span), onward=False
            )

    # --- in the whole study -----------------------------------------------------------------------

    def action_accept_string(self) -> None:
        proposal = self.find_current_proposal()
        string = self._selected_string(proposal)
        if string is None:
            return

        def accept_as_kind(kind: str | None) -> None:
            if kind is not None:
                self._perform_act(
                    lambda view: view.desk.decide_string(string, kind), everywhere=True
                )

        if proposal is not None and proposal.hit.kind in _KINDS:
            accept_as_kind(proposal.hit.kind)
        else:
            self.open_box(NameChooser("What are these words?", _KINDS), accept_as_kind)

    def action_keep_string(self) -> None:
        proposal = self.find_current_proposal()
        string = self._selected_string(proposal)
        if string is None:
            return
        if proposal is not None and proposal.hit.firm:
            self.show_status(
                "A name in full and a contact are kept place by place: r, with a reason.",
                fault=True,
            )
            return
        kind = proposal.hit.kind if proposal is not None else "name"

        def keep_with_reason(reason: str | None) -> None:
            if reason is not None:
                self._perform_act(
                    lambda view: view.desk.decide_string(string, kind, keep=reason), everywhere=True
                )

        title = "Why may these words stay in the whole study?"
        self.open_box(
            LineBox(title, draft_place=f"{title} {self._describe_words_place()}"), keep_with_reason
        )

    def action_alias(self) -> None:
        view = self.review_target
        string = self._selected_string(self.find_current_proposal())
        if view is None or string is None:
            return

        def add_alias(whose: str | None) -> None:
            if whose is None:
                return
            owner = view.source.respondent if whose == _THEIRS else ""
            if self._perform_act(
                lambda at: change_alias(self.session.study, at.desk.coder, string, owner),
                onward=False,
            ):
                self.begin_search()

        about = {
            _THEIRS: "a name or translation that the respondent goes by",
            _ANOTHERS: "a partner, a person",
        }
        self.open_box(NameChooser("Whose name is it?", about), add_alias)

    def _describe_words_place(self) -> str:
        """Where the words of the proposal, or those selected, stand: it tells drafts apart."""
        view, proposal = self.review_target, self.find_current_proposal()
        span = self.answer_text.selection.span
        if span is None and proposal is not None:
            span = (proposal.hit.start, proposal.hit.end)
        if view is None or span is None:
            return ""
        return f"{view.source.case} {view.source.question}, letters {span[0] + 1} to {span[1]}"

    def _selected_string(self, proposal: RedactionProposal | None) -> str | None:
        view = self.review_target
        span = self.answer_text.selection.span
        if span is None and proposal is not None and not proposal.inserted:
            span = (proposal.hit.start, proposal.hit.end)
        if view is None or span is None:
            self.show_status(
                "Select the words first: n goes to a proposal, w selects a word.", fault=True
            )
            return None
        return view.source.text[span[0] : span[1]]

    def _require_selection(self, advice: str) -> tuple[int, int] | None:
        span = self.answer_text.selection.span
        if span is None or self.review_target is None:
            self.show_status(advice, fault=True)
            return None
        return span

    # --- reading ----------------------------------------------------------------------------------

    def action_release(self) -> None:
        view = self.review_target
        if view is not None and view.desk.list_open_proposals(*view.stretch):
            waiting = self._select_next_proposal()
            self.show_status(f"Not yet: {waiting} Accept or reject first.", fault=True)
            return
        self._review_stretch(withhold=False)

    def action_withhold(self) -> None:
        self._review_stretch(withhold=True)

    def _review_stretch(self, *, withhold: bool) -> None:
        done = self._perform_act(
            lambda view: view.desk.review_stretches([view.stretch], withhold=withhold), onward=False
        )
        if done:
            said = "Held back." if withhold else "Read; it may leave as it stands."
            self.show_status(
                f"{said}{'' if self.go_to_next_unread() else ' Nothing else waits to be read.'}"
            )

    # --- going to proposals -----------------------------------------------------------------------

    def action_proposal(self, by: int) -> None:
        found = self.list_proposals()
        if not found:
            self.show_status("Nothing is proposed in this answer. It has to be read all the same.")
            return
        here = self.find_current_proposal() if self.answer_text.selection.span else None
        at = found.index(here) + by if here is not None else 0 if by > 0 else -1
        self.select_proposal(found[at % len(found)])

    def action_next_open(self) -> None:
        view = self.review_target
        waiting = view.desk.list_open_proposals(*view.stretch) if view else []
        selection = self.answer_text.selection
        # From the start of the stretch where nothing is selected yet: the first one may stand at the caret.
        after = [p for p in waiting if p.hit.start > selection.caret or selection.span is None]
        after = [p for p in after if selection.span is None or p.hit.start >= selection.span[1]]
        if after:
            self.select_proposal(after[0])
        elif self.go_to_next_open() or waiting:
            view = self.review_target
            waiting = view.desk.list_open_proposals(*view.stretch) if view else []
            if waiting:
                self.select_proposal(waiting[0])
        else:
            self.show_status(
                "No proposal is open in what has been searched. Every stretch still has to be read."
            )
