"""Deciding about the proposals of a stretch, marking other words, and saying that it was read."""

from __future__ import annotations

from tipcoder.tui.screens.line_box import LineBox
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.tui.screens.proposal_cursor import ProposalCursor, ReviewScreen, ReviewTarget
from tipcoder.tui.screens.replacement_box import ReplacementBox
from tipcoder.tui.screens.text_box import TextBox
from tipcoder.workbench.redaction.proposals import RedactionProposal
from tipcoder.workbench.redaction.replacements import (
    TRANSLATION_NOTE,
    describe_kinds,
    find_translation,
    offer_replacements,
    offer_translation,
    rewrite_replacement,
    translate_span,
)

_SELECT_FIRST = "Select the words to replace first: w a word, s a sentence, or the mouse."


class ProposalDeciding:
    """Acts by key. Each is kept before it is painted, and undo takes it back."""

    def __init__(self, screen: ReviewScreen, cursor: ProposalCursor) -> None:
        self._screen = screen
        self._cursor = cursor

    # --- accepting --------------------------------------------------------------------------------

    def action_accept(self, style: str = "") -> None:
        proposal = self._cursor.find_current_proposal()
        if proposal is None:
            self._cursor.say_nothing_proposed()
            return

        def accept(view: ReviewTarget) -> str:
            return view.desk.accept_proposals([(view.answer_id, proposal)], style=style)

        self._cursor.perform_review_act(accept)

    def action_accept_all(self) -> None:
        view = self._cursor.target
        if view is not None and not view.list_open():
            # No refusal: everything that was asked for is done.
            self._screen.show_status("Nothing is open in this stretch.")
            return

        def accept_open(view: ReviewTarget) -> str:
            # What was found in words that a person wrote has to be written anew.
            waiting = [proposal for proposal in view.list_open() if not proposal.inserted]
            return view.desk.accept_proposals([(view.answer_id, one) for one in waiting])

        self._cursor.perform_review_act(accept_open)

    def action_edit(self) -> None:
        proposal, view = self._cursor.find_current_proposal(), self._cursor.target
        if proposal is None or view is None:
            self._cursor.say_nothing_proposed()
            return
        answer_id = view.answer_id

        def replace_words(words: str | None) -> None:
            if words is not None:
                self._replace_proposed(answer_id, proposal, words)

        # In the language of the answer, whatever the reader speaks.
        nouns = offer_replacements(proposal.hit.kind, view.language)
        box = ReplacementBox(nouns, proposal.replacement, self._cursor.describe_words_place())
        self._screen.open_box(box, replace_words)

    def _replace_proposed(self, answer_id: int, proposal: RedactionProposal, words: str) -> None:
        def replace(view: ReviewTarget) -> str:
            desk = view.desk
            if proposal.inserted:
                # It lies in a replacement, which is written anew as a whole.
                kind = proposal.hit.kind
                return rewrite_replacement(desk, answer_id, proposal.span, kind, words)
            return desk.accept_proposals([(answer_id, proposal)], replacement=words)

        self._cursor.perform_review_act(replace)

    # --- rejecting and reopening ------------------------------------------------------------------

    def action_reject(self) -> None:
        proposal = self._cursor.find_current_proposal()
        if proposal is None:
            self._cursor.say_nothing_proposed()
            return

        def reject_with_reason(reason: str | None) -> None:
            if reason is not None:
                self._reject_proposal(proposal, reason)

        if not proposal.needs_reason:
            # Slight proposals are many: a question for each would tire.
            reject_with_reason("")
            return
        title = "Why may it stay?"
        place = f"{title} {self._cursor.describe_words_place()}"
        self._screen.open_box(LineBox(title, draft_place=place), reject_with_reason)

    def _reject_proposal(self, proposal: RedactionProposal, reason: str) -> None:
        def reject(view: ReviewTarget) -> str:
            return view.desk.reject_proposals([(view.answer_id, proposal)], reason)

        self._cursor.perform_review_act(reject)

    def action_reopen(self) -> None:
        span = self._cursor.find_span_meant()
        if span is None:
            self._cursor.say_nothing_proposed()
            return

        def reopen(view: ReviewTarget) -> str:
            return view.desk.reopen_span(view.answer_id, *span)

        self._cursor.perform_review_act(reopen, onward=False)

    # --- words of one's own -----------------------------------------------------------------------

    def action_mark(self) -> None:
        span = self._screen.answer_text.selection.span
        if span is None or self._cursor.target is None:
            self._screen.show_status(_SELECT_FIRST, fault=True)
            return

        def mark_words(kind: str | None) -> None:
            if kind is not None:
                self._cursor.perform_review_act(
                    lambda view: view.desk.mark_span(view.answer_id, *span, kind)
                )

        self._screen.open_box(NameChooser("What are these words?", describe_kinds()), mark_words)

    def action_translate(self) -> None:
        view = self._cursor.target
        if view is None:
            return
        answer_id, start, end = view.stretch
        selected = self._screen.answer_text.selection.span
        # A proposal that was gone to is selected as well, but nobody translates a name.
        if selected and not self._cursor.is_picked:
            start, end = selected
        before = find_translation(view.desk, answer_id, start)

        def keep_translation(words: str | None) -> None:
            translation = (words or "").strip()
            if translation and translation != before:
                self._cursor.perform_review_act(
                    lambda at: translate_span(at.desk, answer_id, start, end, translation)
                )

        offered = before or offer_translation(view.desk, answer_id, start, end)
        title = f"A translation of these words; readers are told: {TRANSLATION_NOTE}"
        hint = "" if offered == before else "It is the survey's own; empty it to put in none."
        original = view.text[start:end]
        place = f"Translation of {view.place}, letters {start + 1} to {end}"
        box = TextBox(title, offered, (original,), hint, draft_place=place)
        self._screen.open_box(box, keep_translation)

    # --- reading ----------------------------------------------------------------------------------

    def action_release(self) -> None:
        view = self._cursor.target
        if view is not None and view.list_open():
            # Show what is in the way.
            waiting = self._cursor.select_next_proposal()
            self._screen.show_status(f"Not yet: {waiting} Accept or reject first.", fault=True)
            return
        self._review_stretch(withhold=False)

    def action_withhold(self) -> None:
        self._review_stretch(withhold=True)

    def _review_stretch(self, *, withhold: bool) -> None:
        def review(view: ReviewTarget) -> str:
            return view.desk.review_stretches([view.stretch], withhold=withhold)

        if not self._cursor.perform_review_act(review, onward=False):
            return
        sentence = "Held back." if withhold else "Read; it may leave as it is."
        # Reading goes on with the next stretch.
        if not self._screen.go_to_next_unread():
            sentence += " Nothing else waits to be read."
        self._screen.show_status(sentence)
