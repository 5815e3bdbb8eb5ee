"""Resolving one disagreement by key; a decision is kept before anything of it is painted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from tipcoder.errors import TipcoderError
from tipcoder.text import format_count
from tipcoder.tui.screens.agreement_table import ComparisonScreen
from tipcoder.tui.screens.controller import TextScreen
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.tui.screens.reason_box import ReasonBox
from tipcoder.tui.screens.text_box import TextBox
from tipcoder.workbench.adjudication.disagreements import Disagreement
from tipcoder.workbench.adjudication.rule_drafts import Lesson, RuleDraft
from tipcoder.workbench.codebook.edits import PARTS, EditText
from tipcoder.workbench.coding.drafts import DraftStore

Span = tuple[int, int]
_NONE_OPEN = "Open a code's disagreements first: Enter."
_SELECT_FIRST = (
    "Select the words first: s a sentence, w a word, ] and [ make it longer and shorter."
)


class SettlingScreen(ComparisonScreen, TextScreen, Protocol):
    """The screen with a disagreement that is open."""

    @property
    def drafts(self) -> DraftStore:
        """Words that were typed and are not kept in the study yet."""

    def show_decision(self, one: Disagreement, *, advance: bool) -> str:
        """Show that a disagreement was decided. Returns words to put behind the sentence."""

    def codebook_changed(self) -> None:
        """Show the codebook anew: a rule was written."""


class Settling:
    """The keys that decide."""

    def __init__(self, screen: SettlingScreen) -> None:
        self._screen = screen
        self._session = screen.session
        self.reason = ""
        """For the next decision."""

    # --- deciding ---------------------------------------------------------------------------------

    def _perform_decision(
        self, do: Callable[[Disagreement], object], *, advance: bool = False
    ) -> None:
        """Do something to the disagreement that is open, and show it; a refusal is said."""
        one = self._screen.current_disagreement
        if one is None:
            self._screen.show_status(_NONE_OPEN, fault=True)
            return
        try:
            do(one)
        except TipcoderError as fault:
            self._screen.show_refusal(fault)
            return
        act = self._screen.desk.last_act
        if act is not None:
            # The session tells own acts from those of others.
            self._session.note_act(act)
            self._screen.note_act()
        after = self._screen.show_decision(one, advance=advance)
        self._screen.show_done(f"{self._describe_decision(one)}{after}")

    def _describe_decision(self, before: Disagreement) -> str:
        """What was decided, with letters where names are hidden."""
        # Read anew: `before` was made before the decision.
        one = self._screen.desk.require_disagreement(before.case, before.question, before.code)
        place = f"{self._session.code_label(one.code)} on {one.case} {one.question}"
        if one.settled is None:
            return f"reopened {place}"
        decision = one.settled.decision
        words = self._screen.desk.describe_decision(
            one, decision, hide_names=self._screen.hide_names
        )
        return f"resolved {place}: {words}"

    def _settle_disagreement(
        self, side: str, coder_id: int | None = None, spans: tuple[Span, ...] = ()
    ) -> None:
        """Decide for a side; what was said of an earlier decision stays unless it is said anew."""
        reason, note = self.reason, self.note

        def settle_one(one: Disagreement) -> None:
            before = one.settled.decision if one.settled else None
            self._screen.desk.settle_disagreement(
                one,
                side,
                coder_id=coder_id,
                spans=spans,
                reason=reason or (before.reason if before else ""),
                note=note or (before.note if before else ""),
            )
            # Only now: a refusal must not lose them.
            self.reason = ""
            self._screen.drafts.delete_draft(self._describe_note_place(one))

        self._perform_decision(settle_one, advance=True)

    def action_digit(self, number: int) -> None:
        one = self._screen.current_disagreement
        if one is None:
            self._screen.show_status(_NONE_OPEN, fault=True)
            return
        coders = len(one.voices)
        if number > coders:
            verb = "is" if coders == 1 else "are"
            self._screen.show_status(
                f"There {verb} {format_count(coders, 'coder')} here.", fault=True
            )
            return
        self._settle_disagreement("coder", one.voices[number - 1].coder_id)

    def action_side(self, side: str) -> None:
        self._settle_disagreement(side)

    def action_edit(self, more: bool) -> None:
        """Decide for the words selected; with `more` for those decided before as well."""
        one = self._screen.current_disagreement
        if one is None:
            self._screen.show_status(_NONE_OPEN, fault=True)
            return
        span = self._screen.answer_text.selection.span
        if span is None:
            self._screen.show_status(_SELECT_FIRST, fault=True)
            return
        spans = [span]
        if more and one.settled is not None:
            # An answer may say the same twice in different places.
            spans = [*one.settled.decision.spans, span]
        self._settle_disagreement("edited", spans=tuple(spans))

    def action_reopen(self) -> None:
        self._perform_decision(self._screen.desk.reopen_disagreement)

    # --- reasons and notes ------------------------------------------------------------------------

    @property
    def note(self) -> str:
        """What was written about the open disagreement: a draft until it is decided."""
        one = self._screen.current_disagreement
        if one is None:
            return ""
        draft = self._screen.drafts.find_draft(self._describe_note_place(one))
        return "" if draft is None else draft.words.strip()

    def _describe_note_place(self, one: Disagreement) -> str:
        return f"Note on {self._session.code_label(one.code)} on {one.case} {one.question}"

    def action_reason(self) -> None:
        if self._screen.current_disagreement is None:
            self._screen.show_status(_NONE_OPEN, fault=True)
        else:
            self._screen.app.push_screen(ReasonBox(), self._use_reason)

    def _use_reason(self, reason: str | None) -> None:
        one = self._screen.current_disagreement
        if reason is None or one is None:
            return
        if one.settled is not None:
            self._perform_decision(
                lambda decided: self._screen.desk.amend_decision(decided, reason=reason)
            )
            return
        self.reason = reason
        self._screen.show_decision(one, advance=False)
        # Nothing is decided yet, so there is nothing to keep.
        self._screen.show_status(f"The next decision has the reason: {reason or 'none'}")

    def action_note(self) -> None:
        one = self._screen.current_disagreement
        if one is None:
            self._screen.show_status(_NONE_OPEN, fault=True)
            return
        before = one.settled.decision.note if one.settled else ""

        def use_note(words: str | None) -> bool:
            """Returns False where the note waits for the decision that it is about."""
            one = self._screen.current_disagreement
            if one is None or words is None:
                return False
            if one.settled is None:
                self._screen.show_decision(one, advance=False)
                return False
            if words.strip() != before.strip():
                self._perform_decision(
                    lambda decided: self._screen.desk.amend_decision(decided, note=words)
                )
            return True

        self._screen.open_box(TextBox(self._describe_note_place(one), before), use_note)

    # --- rules ------------------------------------------------------------------------------------

    def action_rule(self) -> None:
        code = self._screen.code_in_view()
        lesson = self._find_lesson(code)
        if code is None or lesson is None:
            self._screen.show_status("Nothing is resolved on this code yet.", fault=True)
            return
        reasons = lesson.describe_reasons(self._session.code_label(code))
        if not lesson.drafts:
            self._screen.show_status(f"{reasons} That teaches no rule.")
            return
        # A chooser returns the name of what was chosen.
        drafts = {_name_rule(draft): draft for draft in lesson.drafts}

        def edit_rule_draft(name: str | None) -> None:
            if name is not None:
                self._edit_rule(code, name, drafts[name])

        texts = {name: draft.text for name, draft in drafts.items()}
        self._screen.open_box(
            NameChooser(f"{reasons} Draft for which rule?", texts), edit_rule_draft
        )

    def _find_lesson(self, code: str | None) -> Lesson | None:
        for lesson in self._screen.desk.draw_lessons():
            if lesson.code == code:
                return lesson
        return None

    def _edit_rule(self, code: str, name: str, draft: RuleDraft) -> None:
        """Show a rule with its draft behind it; it is kept as the person leaves it."""
        texts = getattr(self._session.codebook.codes[code], draft.part)
        before = texts.get(draft.language, "")
        with_draft = f"{before}\n{draft.text}".strip()

        def keep_rule(words: str | None) -> None:
            if words is not None and words.strip() != before.strip():
                # Rules are one paragraph in the codebook.
                rule = " ".join(words.split())
                self._screen.edit_codebook(EditText(code, draft.part, draft.language, rule))
                self._screen.codebook_changed()

        title = f"{self._session.code_label(code)}: {name}"
        hint = "Without the draft nothing is changed."
        # Its own place: the codebook screen has a box of the same title, without the draft.
        place = f"Rule for {title}"
        self._screen.open_box(TextBox(title, with_draft, hint=hint, draft_place=place), keep_rule)


def _name_rule(draft: RuleDraft) -> str:
    return f"{PARTS[draft.part]} ({draft.language})"
