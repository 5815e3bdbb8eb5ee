"""Replacing a code by another on many answers or quotes: which one, by which one, and whether."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tipcoder.errors import TipcoderError
from tipcoder.text import format_count
from tipcoder.tui.screens.code_picker import CodeChoice, CodePicker
from tipcoder.tui.screens.code_screen import CodeScreen
from tipcoder.tui.screens.confirm_box import ConfirmBox
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.workbench.coding.code_replacement import ReplacementScope

PerformAct = Callable[[Callable[[], str]], None]
"""Do an act that returns its sentence, and show what became of it."""


class CodeReplacing(CodeScreen):
    """Asks for the two codes and confirms with the count. One that is left changes nothing."""

    def ask_for_replacement(
        self, scope: ReplacementScope, likely: Sequence[str], perform: PerformAct, note: str = ""
    ) -> None:
        """Replace a code there. `likely` are codes that somebody looks at already: they are offered
        first. `note` goes behind what is confirmed.
        """
        counts = self.session.count_own_codes(scope)
        if not counts:
            self.show_status(f"You have no code on these{note}.", fault=True)
            return

        def replace(old: str | None) -> None:
            if old is not None:
                self._ask_for_new_code(scope, old, perform, note)

        if len(counts) == 1:
            # Nothing to choose: a question would only cost a key.
            replace(next(iter(counts)))
            return
        first = [code for code in likely if code in counts]
        choices = {}
        for code in dict.fromkeys((*first, *counts)):
            answers = format_count(counts[code], "answer")
            choices[code] = f"{self.session.code_label(code)} · {answers}"
        self.open_box(NameChooser("Replace which code?", choices), replace)

    def _ask_for_new_code(
        self, scope: ReplacementScope, old: str, perform: PerformAct, note: str
    ) -> None:
        def confirm(picked: CodeChoice | None) -> None:
            if picked is not None and picked.code is not None:
                self._confirm_replacement(scope, (old, picked.code), perform, note)

        picker = CodePicker(self.session.codebook, self.session.languages[0])
        picker.title_line = f"Which code in place of {self.session.code_label(old)}?"
        self.open_box(picker, confirm)

    def _confirm_replacement(
        self, scope: ReplacementScope, codes: tuple[str, str], perform: PerformAct, note: str
    ) -> None:
        try:
            sentence = self.session.describe_replacement(scope, *codes)
        except TipcoderError as fault:
            self.show_refusal(fault)
            return

        def replace_if_confirmed(confirmed: bool | None) -> None:
            if confirmed:
                perform(lambda: self.session.replace_code(scope, *codes))

        self.app.push_screen(ConfirmBox(f"{sentence}{note}"), replace_if_confirmed)
