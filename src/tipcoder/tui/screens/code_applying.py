"""Finding a code, applying it once more, removing it, and pinning it to a digit."""

from __future__ import annotations

from tipcoder.tui.screens.answer_acting import AnswerActing
from tipcoder.tui.screens.code_picker import CodeChoice, CodePicker
from tipcoder.tui.screens.controller import AnswerScreen
from tipcoder.tui.screens.digit_pinning import DigitPinning
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.workbench.codebook.edits import AddCode


class CodeApplying:
    """What keys do to the codes of answers that are listed. The screen knows how one is applied."""

    def __init__(self, screen: AnswerScreen, acts: AnswerActing) -> None:
        self._screen = screen
        self._session = screen.session
        self._acts = acts
        self.last_code: str | None = None
        """The code that was applied last."""

    def action_pick(self) -> None:
        if not self._screen.answers_reached():
            return
        language, near = self._session.languages[0], self._screen.code_in_view()
        picker = CodePicker(self._session.codebook, language, new=True, near=near)
        self._screen.open_box(picker, self._apply_picked)

    def _apply_picked(self, picked: CodeChoice | None) -> None:
        if picked is None:
            return
        if picked.code is not None:
            self._screen.apply_code(picked.code)
        else:
            self._apply_new_code(picked)

    def _apply_new_code(self, picked: CodeChoice) -> None:
        """Make a code and apply it: two acts, so that undoing the coding keeps the code."""
        before = set(self._session.codebook.codes)
        if not self._screen.edit_codebook(
            AddCode(picked.label, self._session.languages[0], picked.under)
        ):
            return
        for key, code in self._session.codebook.codes.items():
            # Somebody else may have added a code in the same moment: the label tells them apart.
            if key not in before and picked.label in code.label.values():
                self._screen.apply_code(key)
                return

    def action_repeat(self) -> None:
        if self.last_code is None:
            self._screen.show_status("No code has been applied yet.", fault=True)
        else:
            self._screen.apply_code(self.last_code)

    def choose_code_to_remove(self) -> None:
        """Remove a code from everything reached, after asking which one where there are several."""
        ids = self._screen.answers_reached()
        # All that are applied anywhere: with marked rows they may differ.
        applied: set[str] = set()
        for answer_id in ids:
            applied.update(coding.code for coding in self._session.read_codings(answer_id))
        if not applied:
            self._screen.show_status("There is no code to remove.", fault=True)
            return

        def remove_code(code: str | None) -> None:
            if code is not None:
                self._acts.perform_act(lambda _, __: self._session.remove_code(ids, code))

        if len(applied) == 1:
            # Nothing to choose: a question would only cost a key.
            remove_code(applied.pop())
            return
        # By label, because that is what is read.
        in_order = sorted(applied, key=self._session.code_label)
        choices = {code: self._session.code_label(code) for code in in_order}
        self._screen.open_box(NameChooser("Remove which code?", choices), remove_code)

    def pin_code(self, code: str) -> None:
        """Ask which digit the code shall keep."""
        answer_id = self._screen.list.current
        if answer_id is None:
            self._screen.show_status("There is no answer here.", fault=True)
            return
        pinning = DigitPinning(
            self._session,
            self._screen.app.push_screen,
            self._screen.show_digits,
            self._screen.show_done,
            self._screen.show_refusal,
        )
        pinning.ask_for_digit(code, answer_id)
