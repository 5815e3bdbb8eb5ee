"""Deciding about words wherever they are in the study, and whose name they are."""

from __future__ import annotations

from tipcoder.tui.screens.line_box import LineBox
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.tui.screens.proposal_cursor import ProposalCursor, ReviewScreen, ReviewTarget
from tipcoder.tui.screens.redaction_search import RedactionSearch
from tipcoder.workbench.redaction.detector import change_alias
from tipcoder.workbench.redaction.proposals import RedactionProposal
from tipcoder.workbench.redaction.replacements import describe_kinds

_THEIRS, _ANOTHERS, _PERSONS = "of its writer", "of somebody else", "of a person"
_OWNERS = {
    _THEIRS: "a name or translation that the respondent goes by",
    _ANOTHERS: "a partner",
    _PERSONS: "in any order, with initials, and by the surname alone",
}
_UNPROPOSED_KIND = "name"
"""What words are taken for that no detector has found."""


class StringDeciding:
    """Acts on a string in the whole study: the current proposal's, or the words selected."""

    def __init__(
        self, screen: ReviewScreen, cursor: ProposalCursor, search: RedactionSearch
    ) -> None:
        self._screen = screen
        self._cursor = cursor
        self._search = search

    def _require_string(self, proposal: RedactionProposal | None) -> str | None:
        """The words meant; None and a sentence where there are none."""
        view = self._cursor.target
        span = self._screen.answer_text.selection.span
        # What was found in a replacement is not in the answer.
        if span is None and proposal is not None and not proposal.inserted:
            span = proposal.span
        if view is None or span is None:
            advice = "Select the words first: n goes to a proposal, w selects a word."
            self._screen.show_status(advice, fault=True)
            return None
        start, end = span
        return view.text[start:end]

    def action_accept_string(self) -> None:
        proposal = self._cursor.find_current_proposal()
        string = self._require_string(proposal)
        if string is None:
            return

        def accept_as_kind(kind: str | None) -> None:
            if kind is not None:
                self._cursor.perform_review_act(
                    lambda view: view.desk.decide_string(string, kind), everywhere=True
                )

        kinds = describe_kinds()
        if proposal is not None and proposal.hit.kind in kinds:
            # A detector has said what it is.
            accept_as_kind(proposal.hit.kind)
        else:
            self._screen.open_box(NameChooser("What are these words?", kinds), accept_as_kind)

    def action_keep_string(self) -> None:
        proposal = self._cursor.find_current_proposal()
        string = self._require_string(proposal)
        if string is None:
            return
        if proposal is not None and proposal.hit.firm:
            self._screen.show_status(
                "A name in full and a contact are kept place by place: r, with a reason.",
                fault=True,
            )
            return
        # It is recorded with the decision.
        kind = proposal.hit.kind if proposal is not None else _UNPROPOSED_KIND

        def keep_with_reason(reason: str | None) -> None:
            if reason is not None:
                self._cursor.perform_review_act(
                    lambda view: view.desk.decide_string(string, kind, keep=reason),
                    everywhere=True,
                )

        title = "Why may these words stay in the whole study?"
        place = f"{title} {self._cursor.describe_words_place()}"
        self._screen.open_box(LineBox(title, draft_place=place), keep_with_reason)

    def action_alias(self) -> None:
        view = self._cursor.target
        string = self._require_string(self._cursor.find_current_proposal())
        if view is None or string is None:
            return
        # The stretch may be another one when the box closes.
        writer = view.respondent

        def add_alias(whose: str | None) -> None:
            if whose is not None:
                owner = writer if whose == _THEIRS else ""
                self._add_alias(string, owner, person=whose == _PERSONS)

        self._screen.open_box(NameChooser("Whose name is it?", _OWNERS), add_alias)

    def _add_alias(self, string: str, owner: str, *, person: bool) -> None:
        """Add a name to those looked for; `owner` is a respondent, or empty."""

        def add(view: ReviewTarget) -> str:
            study, coder = self._screen.session.study, view.desk.coder
            return change_alias(study, coder, string, owner, person=person)

        # What was found by now was looked for without this name.
        if self._cursor.perform_review_act(add, onward=False):
            self._search.begin_search()
