"""Replacing a code by another on many answers or quotes: which one, by which one, and whether."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tipcoder.errors import TipcoderError
from tipcoder.text import format_count
from tipcoder.tui.screens.code_picker import CodeChoice, CodePicker
from tipcoder.tui.screens.confirm_box import ConfirmBox
from tipcoder.tui.screens.controller import WorkScreen
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.workbench.coding.code_replacement import ReplacementScope

PerformAct = Callable[[Callable[[], str]], None]
"""Do an act that returns its sentence, and show what became of it."""


class CodeReplacing:
    """Asks for the two codes and confirms with the count. One that is left changes nothing."""

    def __init__(self, screen: WorkScreen) -> None:
        self._screen = screen
        self._session = screen.session

    def ask_for_replacement(
        self, scope: ReplacementScope, likely: Sequence[str], perform: PerformAct, note: str = ""
    ) -> None:
        """Replace a code there. `likely` are codes that somebody looks at already: they are offered
        first. `note` goes behind what is confirmed.
        """
        counts = self._session.count_own_codes(scope)
        if not counts:
            self._screen.show_status(f"You have no code on these{note}.", fault=True)
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
            choices[code] = f"{self._session.code_label(code)} · {answers}"
        self._screen.open_box(NameChooser("Replace which code?", choices), replace)

    def _ask_for_new_code(
        self, scope: ReplacementScope, old: str, perform: PerformAct, note: str
    ) -> None:
        def confirm(picked: CodeChoice | None) -> None:
            if picked is not None and picked.code is not None:
                self._confirm_replacement(scope, (old, picked.code), perform, note)

        picker = CodePicker(self._session.codebook, self._session.languages[0])
        picker.title_line = f"Which code in place of {self._session.code_label(old)}?"
        self._screen.open_box(picker, confirm)

    def _confirm_replacement(
        self, scope: ReplacementScope, codes: tuple[str, str], perform: PerformAct, note: str
    ) -> None:
        try:
            sentence = self._session.describe_replacement(scope, *codes)
        except TipcoderError as fault:
            self._screen.show_refusal(fault)
            return

        def replace_if_confirmed(confirmed: bool | None) -> None:
            if confirmed:
                perform(lambda: self._session.replace_code(scope, *codes))

        self._screen.app.push_screen(ConfirmBox(f"{sentence}{note}"), replace_if_confirmed)
