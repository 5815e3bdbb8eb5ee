"""Which stretch and which proposal a key of the review screen is about, and going to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from tipcoder.errors import TipcoderError
from tipcoder.tui.screens.controller import WorkScreen
from tipcoder.tui.widgets.redacted_text import RedactedText
from tipcoder.workbench.coding.act_sentences import quote_ends
from tipcoder.workbench.redaction.decisions import RedactionSession
from tipcoder.workbench.redaction.proposals import RedactionProposal
from tipcoder.workbench.redaction.reviews import Stretch

Span = tuple[int, int]
_QUESTION = (
    "Read the words to be released: could a colleague in this country name the source? "
    "Enter releases, H holds back."
)
_TO_BE_READ = "Nothing is proposed in this answer. It has to be read all the same."
_TO_BE_READ = "Nothing is proposed in this answer. It has to be read all the same."
_NOTHING_PROPOSED = "Nothing is proposed here. n goes to what is; m marks selected words."


class ReviewTarget(NamedTuple):
    """What is being looked at, searched already."""

    desk: RedactionSession
    stretch: Stretch

    @property
    def answer_id(self) -> int:
        """The answer that the stretch is part of."""
        return self.stretch.answer_id

    @property
    def text(self) -> str:
        """The whole answer."""
        return self.desk.sources[self.answer_id].text

    @property
    def language(self) -> str:
        """The answer's language."""
        return self.desk.sources[self.answer_id].language

    @property
    def respondent(self) -> str:
        """Who gave the answer."""
        return self.desk.sources[self.answer_id].respondent

    @property
    def place(self) -> str:
        """Case and question, for sentences and drafts."""
        source = self.desk.sources[self.answer_id]
        return f"{source.case} {source.question}"

    def list_open(self) -> list[RedactionProposal]:
        """Proposals in the stretch that nobody has decided about."""
        return self.desk.list_open_proposals(*self.stretch)


class ReviewScreen(WorkScreen, Protocol):
    """The screen with a current stretch, whose proposals are decided about."""

    @property
    def answer_text(self) -> RedactedText:
        """The words of the answer."""

    @property
    def stretch(self) -> Stretch | None:
        """The stretch that is looked at."""

    @property
    def desk(self) -> RedactionSession | None:
        """None until it is known what is looked for."""

    def show_changes(self, *, everywhere: bool = False) -> None:
        """Show decisions that have changed: about this answer, or about any."""

    def show_marks(self) -> None:
        """Show the proposals that are listed now."""

    def show_card(self) -> None:
        """Show what the current proposal is."""

    def go_to_next_unread(self) -> bool:
        """Show the next stretch that waits to be read; False if there is none."""

    def go_to_next_open(self) -> bool:
        """Show the next stretch with an open proposal; False if there is none."""


class ProposalCursor:
    """Knows the current proposal: the one gone to, or that at the selection or the caret."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen
        self.is_weak_folded = False
        """Whether what is weak is not shown."""
        self._picked: RedactionProposal | None = None
        """The proposal gone to by key: several may have the same span."""

    @property
    def is_picked(self) -> bool:
        """Whether a proposal was gone to by key."""
        return self._picked is not None

    def forget_picked(self) -> None:
        """The current proposal is whatever is at the selection or the caret."""
        self._picked = None

    @property
    def target(self) -> ReviewTarget | None:
        """What keys act on; None while it is not searched."""
        desk, stretch = self._screen.desk, self._screen.stretch
        if desk is None or stretch is None or not desk.is_searched(stretch.answer_id):
            return None
        return ReviewTarget(desk, stretch)

    # --- what is meant ----------------------------------------------------------------------------

    def list_proposals(self) -> list[RedactionProposal]:
        """The proposals of the answer, in reading order, longer ones before those inside them.

        Without what is weak while that is folded away.
        """
        view = self.target
        found = view.desk.list_proposals(view.answer_id) if view is not None else []
        if self.is_weak_folded:
            found = [proposal for proposal in found if not proposal.is_weak]
        return sorted(found, key=lambda p: (p.hit.start, -p.hit.end, p.inserted))

    def find_current_proposal(self) -> RedactionProposal | None:
        """The proposal under the selection or the caret: the one gone to, else the narrowest."""
        selection = self._screen.answer_text.selection
        # A caret is on the letter behind it.
        start, end = selection.span or (selection.caret, selection.caret + 1)
        found = self.list_proposals()
        picked = self._picked
        if picked is not None and picked.span == (start, end):
            return _find_same(found, picked)
        touched = [p for p in found if p.hit.start < end and start < p.hit.end]
        return min(touched, key=_rank_by_need, default=None)

    def find_span_meant(self) -> Span | None:
        """What is selected, else the span of the current proposal."""
        span = self._screen.answer_text.selection.span
        proposal = self.find_current_proposal()
        if span is None and proposal is not None:
            return proposal.span
        return span

    def describe_words_place(self) -> str:
        """Where the words of the proposal, or those selected, are: it tells drafts apart."""
        view, span = self.target, self.find_span_meant()
        if view is None or span is None:
            return ""
        return f"{view.place}, letters {span[0] + 1} to {span[1]}"

    def select_proposal(self, proposal: RedactionProposal) -> None:
        """Make a proposal the current one, and select its words."""
        self._picked = proposal
        self._screen.answer_text.selection.select_span(*proposal.span)
        self._screen.answer_text.redraw_selection()
        self._screen.show_card()

    # --- acting -----------------------------------------------------------------------------------

    def perform_review_act(
        self, do: Callable[[ReviewTarget], str], *, everywhere: bool = False, onward: bool = True
    ) -> bool:
        """Do something and show it; a refusal is said, and nothing has changed then.

        With `everywhere` it may have changed any answer; with `onward` the next open proposal is
        selected. Returns whether it was done.
        """
        view = self.target
        if view is None:
            self._screen.show_status("There is nothing here yet.", fault=True)
            return False
        try:
            sentence = do(view)
        except TipcoderError as fault:
            self._screen.show_refusal(fault)
            return False
        self._screen.note_act()
        # This act went past the coding session, which tells own acts from those of others.
        self._screen.session.note_last_act()
        self._screen.show_changes(everywhere=everywhere)
        rest = self.select_next_proposal() if onward else ""
        done = quote_ends(sentence, view.text)
        self._screen.show_done(f"{done} {rest}".rstrip())
        return True

    def select_next_proposal(self) -> str:
        """Select what is to be decided next in this stretch; returns a sentence about it."""
        view = self.target
        waiting = view.list_open() if view is not None else []
        if not waiting:
            self._screen.show_card()
            return _QUESTION
        caret = self._screen.answer_text.selection.caret
        # Reading goes on forward; what was passed over comes at the end.
        ahead = [proposal for proposal in waiting if proposal.hit.start >= caret]
        self.select_proposal(ahead[0] if ahead else waiting[0])
        return f"{len(waiting)} open here."

    def say_nothing_proposed(self) -> None:
        """Refuse a key that needs a proposal."""
        self._screen.show_status(_NOTHING_PROPOSED, fault=True)

    # --- going to proposals -----------------------------------------------------------------------

    def action_proposal(self, by: int) -> None:
        found = self.list_proposals()
        if not found:
            self._screen.show_status(
                "Nothing is proposed in this answer. It has to be read all the same."
            )
            return
        is_selected = self._screen.answer_text.selection.span is not None
        current = self.find_current_proposal() if is_selected else None
        # Where nothing is selected yet, begin at the first one, or backward at the last.
        position = 0 if by > 0 else -1
        if current is not None:
            position = found.index(current) + by
        self.select_proposal(found[position % len(found)])

    def action_next_open(self) -> None:
        view = self.target
        waiting = view.list_open() if view is not None else []
        ahead = [proposal for proposal in waiting if self._lies_ahead(proposal)]
        if ahead:
            self.select_proposal(ahead[0])
            return
        # In another stretch, else round to the first one in this.
        if not self._screen.go_to_next_open() and not waiting:
            self._screen.show_status(
                "No proposal is open in what has been searched. Every stretch still has to be read."
            )
            return
        view = self.target
        waiting = view.list_open() if view is not None else []
        if waiting:
            self.select_proposal(waiting[0])

    def action_fold_weak(self) -> None:
        self.is_weak_folded = not self.is_weak_folded
        self.forget_picked()
        self._screen.show_marks()
        self._screen.show_card()
        done = "Folded: sentences" if self.is_weak_folded else "Shown: sentences"
        self._screen.show_status(
            f"{done} that may tell who writes. Nobody has to decide about them."
        )

    def _lies_ahead(self, proposal: RedactionProposal) -> bool:
        selection = self._screen.answer_text.selection
        if selection.span is None:
            # From the start of the stretch: the first proposal may be at the caret.
            return True
        # Not one inside the current one: it is seen already.
        _, end = selection.span
        return proposal.hit.start > selection.caret and proposal.hit.start >= end


def _find_same(
    found: list[RedactionProposal], wanted: RedactionProposal
) -> RedactionProposal | None:
    """The proposal by what was found: its state may have changed since."""
    for proposal in found:
        if (proposal.hit, proposal.inserted) == (wanted.hit, wanted.inserted):
            return proposal
    return None


def _rank_by_need(proposal: RedactionProposal) -> tuple[bool, int]:
    """Sort key: those that somebody has to decide about first, then the narrowest."""
    return not proposal.is_waiting, proposal.hit.end - proposal.hit.start
