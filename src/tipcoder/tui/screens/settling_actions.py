"""Deciding one disagreement by key; what is decided is kept before anything is painted."""

from __future__ import annotations

from collections.abc import Callable

from tipcoder.errors import TipcoderError
from tipcoder.text import format_count
from tipcoder.tui.screens.main_screen import MainScreen
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.tui.screens.reason_box import ReasonBox
from tipcoder.tui.screens.selection_actions import SelectionActions
from tipcoder.tui.screens.text_box import TextBox
from tipcoder.workbench.adjudication.adjudication import Adjudication
from tipcoder.workbench.adjudication.disagreements import Disagreement, assign_letters
from tipcoder.workbench.codebook.edits import PARTS, EditText
from tipcoder.workbench.coding.session import CodingSession

_NONE_OPEN = "Open a code's disagreements first: Enter."


class SettlingActions(MainScreen, SelectionActions):
    """The keys that decide."""

    def __init__(self, session: CodingSession) -> None:
        super().__init__(session)
        self.desk = Adjudication(session.study, session.coder)
        self.hide_names = False
        self.reason = ""
        """For the next decision."""

    @property
    def current_disagreement(self) -> Disagreement | None:
        """The disagreement that is open."""
        raise NotImplementedError

    @property
    def note(self) -> str:
        """What was written about the disagreement that is open, for the decision to come: a draft until then."""
        one = self.current_disagreement
        draft = self._drafts.find_draft(self._note_place(one)) if one is not None else None
        return draft.words.strip() if draft is not None else ""

    def _note_place(self, one: Disagreement) -> str:
        return f"Note on {self.session.code_label(one.code)} on {one.case} {one.question}"

    def show_decision(self, one: Disagreement, *, advance: bool) -> str:
        """Something was decided of it: show that. Returns words to put behind the sentence."""
        raise NotImplementedError

    def codebook_changed(self) -> None:
        """A rule was written."""
        raise NotImplementedError

    def show_status(self, sentence: str, *, fault: bool = False) -> None:
        """As everywhere, with letters where names are hidden."""
        if self.hide_names:
            names = self.desk.found.name_coders()
            for coder_id, letter in assign_letters(self.desk.found).items():
                sentence = sentence.replace(f"as {names[coder_id]} has it", f"as {letter} has it")
        super().show_status(sentence, fault=fault)

    def _perform_decision(
        self, do: Callable[[Disagreement], object], *, advance: bool = False
    ) -> None:
        one = self.current_disagreement
        if one is None:
            self.show_status(_NONE_OPEN, fault=True)
            return
        try:
            do(one)
        except TipcoderError as fault:
            self.show_refusal(fault)
            return
        if self.desk.last_act is not None:
            self.session.note_act(self.desk.last_act)
            self._acted = True
        after = self.show_decision(one, advance=advance)
        self.show_done(f"{self._describe_decision(one)}{after}")

    def _describe_decision(self, before: Disagreement) -> str:
        """What was decided, with letters where names are hidden."""
        one = self.desk.require_disagreement(before.case, before.question, before.code)
        place = f"{self.session.code_label(one.code)} on {one.case} {one.question}"
        if one.settled is None:
            return f"reopened {place}"
        return f"settled {place}: {self.desk.describe_decision(one, one.settled.decision, hide_names=self.hide_names)}"

    def _settle_disagreement(
        self, side: str, coder_id: int | None = None, spans: tuple[tuple[int, int], ...] = ()
    ) -> None:
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
            self.reason = ""
            self._drafts.delete_draft(self._note_place(one))

        self._perform_decision(settle_one, advance=True)

    def action_digit(self, number: int) -> None:
        one = self.current_disagreement
        if one is not None and number > len(one.voices):
            self.show_status(
                f"There {'is' if len(one.voices) == 1 else 'are'} {format_count(len(one.voices), 'coder')} here.",
                fault=True,
            )
            return
        self._settle_disagreement(
            "coder", one.voices[number - 1].coder_id if one is not None else None
        )

    def action_side(self, side: str) -> None:
        self._settle_disagreement(side)

    def action_edit(self, more: bool) -> None:
        span = self.answer_text.selection.span
        if self.current_disagreement is not None and span is None:
            self.show_status(
                "Select the words first: s a sentence, w a word, ] and [ make it longer and shorter.",
                fault=True,
            )
            return
        before = (
            self.current_disagreement.settled
            if self.current_disagreement is not None and more
            else None
        )
        self._settle_disagreement(
            "edited", spans=(*(before.decision.spans if before else ()), *((span,) if span else ()))
        )

    def action_reopen(self) -> None:
        self._perform_decision(self.desk.reopen_disagreement)

    def action_reason(self) -> None:
        if self.current_disagreement is None:
            self.show_status(_NONE_OPEN, fault=True)
            return

        def use_reason(reason: str | None) -> None:
            if reason is None or self.current_disagreement is None:
                return
            if self.current_disagreement.settled is not None:
                self._perform_decision(lambda one: self.desk.amend_decision(one, reason=reason))
                return
            self.reason = reason
            self.show_decision(self.current_disagreement, advance=False)
            self.show_status(f"The next decision has the reason: {reason or 'none'}")

        self.app.push_screen(ReasonBox(), use_reason)

    def action_note(self) -> None:
        one = self.current_disagreement
        if one is None:
            self.show_status(_NONE_OPEN, fault=True)
            return
        before = one.settled.decision.note if one.settled else ""

        def use_note(words: str | None) -> bool:
            """Returns False where the note waits for the decision that it will stand beside."""
            if self.current_disagreement is None or words is None:
                return False
            if self.current_disagreement.settled is None:
                self.show_decision(self.current_disagreement, advance=False)
                return False
            if words.strip() != before.strip():
                self._perform_decision(lambda one: self.desk.amend_decision(one, note=words))
            return True

        self.open_box(TextBox(self._note_place(one), before), use_note)

    def action_rule(self) -> None:
        code = self.code_in_view()
        lesson = next((each for each in self.desk.draw_lessons() if each.code == code), None)
        label = self.session.code_label(code) if code else ""
        if code is None or lesson is None:
            self.show_status("Nothing is settled on this code yet.", fault=True)
            return
        if not lesson.drafts:
            self.show_status(f"{lesson.describe_reasons(label)} That teaches no rule.")
            return
        names = {f"{PARTS[draft.part]} ({draft.language})": draft.text for draft in lesson.drafts}
        drafts = dict(zip(names, lesson.drafts, strict=False))

        def edit_rule_draft(chosen: str | None) -> None:
            if chosen is None:
                return
            draft = drafts[chosen]
            texts = getattr(self.session.codebook.codes[code], draft.part)
            before = texts.get(draft.language, "")
            with_draft = f"{before}\n{names[chosen]}".strip()

            def keep_rule(words: str | None) -> None:
                if words is not None and words.strip() != before.strip():
                    self.edit_codebook(
                        EditText(code, draft.part, draft.language, " ".join(words.split()))
                    )
                    self.codebook_changed()

            hint = "Without the draft nothing is changed."
            self.open_box(
                TextBox(
                    f"{label}: {chosen}", with_draft, hint=hint, draft_place=f"Rule for {label}: {chosen}"
                ),
                keep_rule,
            )

        self.open_box(
            NameChooser(f"{lesson.describe_reasons(label)} Draft for which rule?", names),
            edit_rule_draft,
        )

    def code_in_view(self) -> str | None:
        """The code under the cursor, or of the disagreement that is open."""
        raise NotImplementedError
