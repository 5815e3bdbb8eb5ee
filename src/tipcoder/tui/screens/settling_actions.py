"""Resolving one disagreement by key; a decision is kept before anything of it is painted."""

from __future__ import annotations

from collections.abc import Callable

from tipcoder.errors import TipcoderError
from tipcoder.text import format_count
from tipcoder.tui.screens.code_screen import CodeScreen
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.tui.screens.reason_box import ReasonBox
from tipcoder.tui.screens.selection_actions import SelectionActions
from tipcoder.tui.screens.text_box import TextBox
from tipcoder.workbench.adjudication.adjudication import Adjudication
from tipcoder.workbench.adjudication.disagreements import Disagreement, assign_letters
from tipcoder.workbench.adjudication.rule_drafts import Lesson, RuleDraft
from tipcoder.workbench.codebook.edits import PARTS, EditText
from tipcoder.workbench.coding.session import CodingSession

Span = tuple[int, int]
_NONE_OPEN = "Open a code's disagreements first: Enter."
_SELECT_FIRST = (
    "Select the words first: s a sentence, w a word, ] and [ make it longer and shorter."
)


class SettlingActions(CodeScreen, SelectionActions):
    """The keys that decide."""

    def __init__(self, session: CodingSession) -> None:
        super().__init__(session)
        self.desk = Adjudication(session.study, session.coder)
        self.hide_names = False
        self.reason = ""
        """For the next decision."""

    # --- for the screen below ---------------------------------------------------------------------

    @property
    def current_disagreement(self) -> Disagreement | None:
        """The disagreement that is open."""
        raise NotImplementedError

    def show_decision(self, one: Disagreement, *, advance: bool) -> str:
        """Show that a disagreement was decided. Returns words to put behind the sentence."""
        raise NotImplementedError

    def codebook_changed(self) -> None:
        """Show the codebook anew: a rule was written."""
        raise NotImplementedError

    # --- deciding ---------------------------------------------------------------------------------

    def show_status(self, sentence: str, *, fault: bool = False) -> None:
        """As everywhere, with letters where names are hidden."""
        if self.hide_names:
            names = self.desk.found.name_coders()
            for coder_id, letter in assign_letters(self.desk.found).items():
                # Undo repeats sentences that were written with names.
                sentence = sentence.replace(f"as {names[coder_id]} has it", f"as {letter} has it")
        super().show_status(sentence, fault=fault)

    def _perform_decision(
        self, do: Callable[[Disagreement], object], *, advance: bool = False
    ) -> None:
        """Do something to the disagreement that is open, and show it; a refusal is said."""
        one = self.current_disagreement
        if one is None:
            self.show_status(_NONE_OPEN, fault=True)
            return
        try:
            do(one)
        except TipcoderError as fault:
            self.show_refusal(fault)
            return
        act = self.desk.last_act
        if act is not None:
            # The session tells own acts from those of others.
            self.session.note_act(act)
            self.note_act()
        after = self.show_decision(one, advance=advance)
        self.show_done(f"{self._describe_decision(one)}{after}")

    def _describe_decision(self, before: Disagreement) -> str:
        """What was decided, with letters where names are hidden."""
        # Read anew: `before` was made before the decision.
        one = self.desk.require_disagreement(before.case, before.question, before.code)
        place = f"{self.session.code_label(one.code)} on {one.case} {one.question}"
        if one.settled is None:
            return f"reopened {place}"
        decision = one.settled.decision
        words = self.desk.describe_decision(one, decision, hide_names=self.hide_names)
        return f"resolved {place}: {words}"

    def _settle_disagreement(
        self, side: str, coder_id: int | None = None, spans: tuple[Span, ...] = ()
    ) -> None:
        """Decide for a side; what was said of an earlier decision stays unless it is said anew."""
        reason, note = self.reason, self.note

        def settle_one(one: Disagreement) -> None:
            before = one.settled.decision if one.settled else None
            self.desk.settle_disagreement(
                one,
                side,
                coder_id=coder_id,
                spans=spans,
                reason=reason or (before.reason if before else ""),
                note=note or (before.note if before else ""),
            )
            # Only now: a refusal must not lose them.
            self.reason = ""
            self._drafts.delete_draft(self._describe_note_place(one))

        self._perform_decision(settle_one, advance=True)

    def action_digit(self, number: int) -> None:
        one = self.current_disagreement
        if one is None:
            self.show_status(_NONE_OPEN, fault=True)
            return
        coders = len(one.voices)
        if number > coders:
            verb = "is" if coders == 1 else "are"
            self.show_status(f"There {verb} {format_count(coders, 'coder')} here.", fault=True)
            return
        self._settle_disagreement("coder", one.voices[number - 1].coder_id)

    def action_side(self, side: str) -> None:
        self._settle_disagreement(side)

    def action_edit(self, more: bool) -> None:
        """Decide for the words selected; with `more` for those decided before as well."""
        one = self.current_disagreement
        if one is None:
            self.show_status(_NONE_OPEN, fault=True)
            return
        span = self.answer_text.selection.span
        if span is None:
            self.show_status(_SELECT_FIRST, fault=True)
            return
        spans = [span]
        if more and one.settled is not None:
            # An answer may say the same twice in different places.
            spans = [*one.settled.decision.spans, span]
        self._settle_disagreement("edited", spans=tuple(spans))

    def action_reopen(self) -> None:
        self._perform_decision(self.desk.reopen_disagreement)

    # --- reasons and notes ------------------------------------------------------------------------

    @property
    def note(self) -> str:
        """What was written about the open disagreement: a draft until it is decided."""
        one = self.current_disagreement
        if one is None:
            return ""
        draft = self._drafts.find_draft(self._describe_note_place(one))
        return "" if draft is None else draft.words.strip()

    def _describe_note_place(self, one: Disagreement) -> str:
        return f"Note on {self.session.code_label(one.code)} on {one.case} {one.question}"

    def action_reason(self) -> None:
        if self.current_disagreement is None:
            self.show_status(_NONE_OPEN, fault=True)
        else:
            self.app.push_screen(ReasonBox(), self._use_reason)

    def _use_reason(self, reason: str | None) -> None:
        one = self.current_disagreement
        if reason is None or one is None:
            return
        if one.settled is not None:
            self._perform_decision(lambda decided: self.desk.amend_decision(decided, reason=reason))
            return
        self.reason = reason
        self.show_decision(one, advance=False)
        # Nothing is decided yet, so there is nothing to keep.
        self.show_status(f"The next decision has the reason: {reason or 'none'}")

    def action_note(self) -> None:
        one = self.current_disagreement
        if one is None:
            self.show_status(_NONE_OPEN, fault=True)
            return
        before = one.settled.decision.note if one.settled else ""

        def use_note(words: str | None) -> bool:
            """Returns False where the note waits for the decision that it is about."""
            one = self.current_disagreement
            if one is None or words is None:
                return False
            if one.settled is None:
                self.show_decision(one, advance=False)
                return False
            if words.strip() != before.strip():
                self._perform_decision(
                    lambda decided: self.desk.amend_decision(decided, note=words)
                )
            return True

        self.open_box(TextBox(self._describe_note_place(one), before), use_note)

    # --- rules ------------------------------------------------------------------------------------

    def action_rule(self) -> None:
        code = self.code_in_view()
        lesson = self._find_lesson(code)
        if code is None or lesson is None:
            self.show_status("Nothing is resolved on this code yet.", fault=True)
            return
        reasons = lesson.describe_reasons(self.session.code_label(code))
        if not lesson.drafts:
            self.show_status(f"{reasons} That teaches no rule.")
            return
        # A chooser returns the name of what was chosen.
        drafts = {_name_rule(draft): draft for draft in lesson.drafts}

        def edit_rule_draft(name: str | None) -> None:
            if name is not None:
                self._edit_rule(code, name, drafts[name])

        texts = {name: draft.text for name, draft in drafts.items()}
        self.open_box(NameChooser(f"{reasons} Draft for which rule?", texts), edit_rule_draft)

    def _find_lesson(self, code: str | None) -> Lesson | None:
        for lesson in self.desk.draw_lessons():
            if lesson.code == code:
                return lesson
        return None

    def _edit_rule(self, code: str, name: str, draft: RuleDraft) -> None:
        """Show a rule with its draft behind it; it is kept as the person leaves it."""
        texts = getattr(self.session.codebook.codes[code], draft.part)
        before = texts.get(draft.language, "")
        with_draft = f"{before}\n{draft.text}".strip()

        def keep_rule(words: str | None) -> None:
            if words is not None and words.strip() != before.strip():
                # Rules are one paragraph in the codebook.
                rule = " ".join(words.split())
                self.edit_codebook(EditText(code, draft.part, draft.language, rule))
                self.codebook_changed()

        title = f"{self.session.code_label(code)}: {name}"
        hint = "Without the draft nothing is changed."
        # Its own place: the codebook screen has a box of the same title, without the draft.
        place = f"Rule for {title}"
        self.open_box(TextBox(title, with_draft, hint=hint, draft_place=place), keep_rule)


def _name_rule(draft: RuleDraft) -> str:
    return f"{PARTS[draft.part]} ({draft.language})"
