"""Deciding one disagreement by key; what is decided is kept before anything is painted."""

from __future__ import annotations

from collections.abc import Callable

from tipcoder.errors import TipcoderError
from tipcoder.text import counted
from tipcoder.tui.screens.main_screen import MainScreen
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.tui.screens.reason_box import ReasonBox
from tipcoder.tui.screens.selection_actions import SelectionActions
from tipcoder.tui.screens.text_box import TextBox
from tipcoder.workbench.adjudication.adjudication import Adjudication
from tipcoder.workbench.adjudication.disagreements import Disagreement, letters_of
from tipcoder.workbench.codebook.edits import PARTS, EditText
from tipcoder.workbench.coding.session import CodingSession

_NONE_OPEN = "Open a code's disagreements first: Enter."


class SettlingActions(MainScreen, SelectionActions):
    """The keys that decide."""

    def __init__(self, session: CodingSession) -> None:
        super().__init__(session)
        self.desk = Adjudication(session.here, session.coder)
        self.hide_names = False
        self.reason = ""
        """For the next decision."""

    @property
    def current(self) -> Disagreement | None:
        """The disagreement that is open."""
        raise NotImplementedError

    @property
    def note(self) -> str:
        """What was written about the disagreement that is open, for the decision to come: a draft until then."""
        one = self.current
        draft = self._drafts.find(self._note_place(one)) if one is not None else None
        return draft.words.strip() if draft is not None else ""

    def _note_place(self, one: Disagreement) -> str:
        return f"Note on {self.session.label(one.code)} on {one.case} {one.question}"

    def decided(self, one: Disagreement, *, advance: bool) -> str:
        """Something was decided of it: show that. Returns words to put behind the sentence."""
        raise NotImplementedError

    def codebook_changed(self) -> None:
        """A rule was written."""
        raise NotImplementedError

    def say(self, sentence: str, *, fault: bool = False) -> None:
        """As everywhere, with letters where names are hidden."""
        if self.hide_names:
            names = self.desk.found.names()
            for coder_id, letter in letters_of(self.desk.found).items():
                sentence = sentence.replace(f"as {names[coder_id]} has it", f"as {letter} has it")
        super().say(sentence, fault=fault)

    def _do(self, do: Callable[[Disagreement], object], *, advance: bool = False) -> None:
        one = self.current
        if one is None:
            self.say(_NONE_OPEN, fault=True)
            return
        try:
            do(one)
        except TipcoderError as fault:
            self.refuse(fault)
            return
        if self.desk.last_act is not None:
            self.session.acted(self.desk.last_act)
            self._acted = True
        after = self.decided(one, advance=advance)
        self.say_done(f"{self._sentence(one)}{after}")

    def _sentence(self, before: Disagreement) -> str:
        """What was decided, with letters where names are hidden."""
        one = self.desk.at(before.case, before.question, before.code)
        place = f"{self.session.label(one.code)} on {one.case} {one.question}"
        if one.settled is None:
            return f"reopened {place}"
        return f"settled {place}: {self.desk.in_words(one, one.settled.decision, hide_names=self.hide_names)}"

    def _settle(self, side: str, coder_id: int | None = None, spans: tuple[tuple[int, int], ...] = ()) -> None:
        reason, note = self.reason, self.note

        def settle(one: Disagreement) -> None:
            before = one.settled.decision if one.settled else None
            self.desk.settle(
                one,
                side,
                coder_id=coder_id,
                spans=spans,
                reason=reason or (before.reason if before else ""),
                note=note or (before.note if before else ""),
            )
            self.reason = ""
            self._drafts.drop(self._note_place(one))

        self._do(settle, advance=True)

    def action_digit(self, number: int) -> None:
        one = self.current
        if one is not None and number > len(one.voices):
            self.say(
                f"There {'is' if len(one.voices) == 1 else 'are'} {counted(len(one.voices), 'coder')} here.", fault=True
            )
            return
        self._settle("coder", one.voices[number - 1].coder_id if one is not None else None)

    def action_side(self, side: str) -> None:
        self._settle(side)

    def action_edit(self, more: bool) -> None:
        span = self.words.selection.span
        if self.current is not None and span is None:
            self.say("Select the words first: s a sentence, w a word, ] and [ make it longer and shorter.", fault=True)
            return
        before = self.current.settled if self.current is not None and more else None
        self._settle("edited", spans=(*(before.decision.spans if before else ()), *((span,) if span else ())))

    def action_reopen(self) -> None:
        self._do(self.desk.reopen)

    def action_reason(self) -> None:
        if self.current is None:
            self.say(_NONE_OPEN, fault=True)
            return

        def use(reason: str | None) -> None:
            if reason is None or self.current is None:
                return
            if self.current.settled is not None:
                self._do(lambda one: self.desk.amend(one, reason=reason))
                return
            self.reason = reason
            self.decided(self.current, advance=False)
            self.say(f"The next decision has the reason: {reason or 'none'}")

        self.app.push_screen(ReasonBox(), use)

    def action_note(self) -> None:
        one = self.current
        if one is None:
            self.say(_NONE_OPEN, fault=True)
            return
        before = one.settled.decision.note if one.settled else ""

        def use(words: str | None) -> bool:
            """Returns False where the note waits for the decision that it will stand beside."""
            if self.current is None or words is None:
                return False
            if self.current.settled is None:
                self.decided(self.current, advance=False)
                return False
            if words.strip() != before.strip():
                self._do(lambda one: self.desk.amend(one, note=words))
            return True

        self.open_box(TextBox(self._note_place(one), before), use)

    def action_rule(self) -> None:
        code = self.code_in_view()
        lesson = next((each for each in self.desk.lessons() if each.code == code), None)
        label = self.session.label(code) if code else ""
        if code is None or lesson is None:
            self.say("Nothing is settled on this code yet.", fault=True)
            return
        if not lesson.drafts:
            self.say(f"{lesson.sentence(label)} That teaches no rule.")
            return
        names = {f"{PARTS[draft.part]} ({draft.language})": draft.text for draft in lesson.drafts}
        drafts = dict(zip(names, lesson.drafts, strict=False))

        def edit(chosen: str | None) -> None:
            if chosen is None:
                return
            draft = drafts[chosen]
            texts = getattr(self.session.codebook.codes[code], draft.part)
            before = texts.get(draft.language, "")
            with_draft = f"{before}\n{names[chosen]}".strip()

            def keep(words: str | None) -> None:
                if words is not None and words.strip() != before.strip():
                    self.edit_codebook(EditText(code, draft.part, draft.language, " ".join(words.split())))
                    self.codebook_changed()

            hint = "Without the draft nothing is changed."
            self.open_box(
                TextBox(f"{label}: {chosen}", with_draft, hint=hint, place=f"Rule for {label}: {chosen}"), keep
            )

        self.open_box(NameChooser(f"{lesson.sentence(label)} Draft for which rule?", names), edit)

    def code_in_view(self) -> str | None:
        """The code under the cursor, or of the disagreement that is open."""
        raise NotImplementedError
