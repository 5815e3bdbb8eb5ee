"""Editing what a code is: its texts, lists, label and colour, and adding codes.

A text is changed at once, and undo takes it back. `codebook_actions` has the edits that move
codings.
"""

from __future__ import annotations

from typing import Protocol

from tipcoder.errors import TipcoderError
from tipcoder.model.codes import Code
from tipcoder.text import format_count
from tipcoder.tui.screens.controller import WorkScreen
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.tui.screens.text_box import TextBox
from tipcoder.tui.widgets.code_tree import CodeTree
from tipcoder.workbench.codebook.editor import CodebookEditor
from tipcoder.workbench.codebook.edits import (
    PARTS,
    AddCode,
    CodebookEdit,
    EditList,
    EditText,
    RecolourCode,
)
from tipcoder.workbench.coding.drafts import DraftStore

_LISTS = ("examples", "cues")
"""Parts of a code that are lists, one item on each line of the box."""
_COLOURS = {
    "the colour of the code above it": "",
    "red": "#d62728",
    "orange": "#ff7f0e",
    "ochre": "#b8860b",
    "green": "#2ca02c",
    "turquoise": "#17becf",
    "blue": "#1f77b4",
    "violet": "#9467bd",
    "pink": "#e377c2",
    "brown": "#8c564b",
    "grey": "#7f7f7f",
}
"""A code keeps the number; people choose by the name."""


class CodebookView(WorkScreen, Protocol):
    """The screen with the tree of codes."""

    editing: CodebookEditor
    retired: set[str]

    @property
    def code_tree(self) -> CodeTree:
        """The codes."""

    @property
    def drafts(self) -> DraftStore:
        """Words that were typed and are not kept in the study yet."""

    def study_changed(self) -> None:
        """Show the codebook as it is now."""

    def show_in_coding(self, answer_id: int) -> None:
        """Show an answer on the coding screen."""


class CodeEditing:
    """Edits the code under the cursor of the tree: its texts, its colour, and a new one."""

    def __init__(self, screen: CodebookView) -> None:
        self._screen = screen
        self._session = screen.session

    def code_at_cursor(self) -> Code | None:
        """The code under the cursor, or None and a sentence for one that is retired."""
        key = self._screen.code_tree.current_code
        if key is None or key not in self._session.codebook.codes:
            self._screen.show_status("This code is retired; d brings it back.", fault=True)
            return None
        return self._session.codebook.codes[key]

    def make_edit(self, edit: CodebookEdit) -> bool:
        """Make an edit and show the codebook as it is then; returns whether it has changed."""
        if isinstance(edit, EditList):
            from tipcoder.workbench.publishing.released_examples import check_edit

            try:
                check_edit(self._session.study, edit, self._session.codebook)
            except TipcoderError as fault:
                self._screen.show_refusal(fault)
                return False
        is_made = self._screen.edit_codebook(edit)
        if is_made:
            self._screen.study_changed()
        return is_made

    # --- texts and lists --------------------------------------------------------------------------

    def action_edit(self) -> None:
        code = self.code_at_cursor()
        if code is None:
            return
        choices: dict[str, str] = {}
        parts: dict[str, tuple[str, str]] = {}
        for part, part_name in PARTS.items():
            for language in self._list_languages(code):
                name = f"{part_name} ({language})"
                text = getattr(code, part).get(language, "")
                # A chooser shows one line for each part.
                choices[name] = "; ".join(text) if isinstance(text, tuple) else text
                parts[name] = (part, language)

        def edit_chosen_part(choice: str | None) -> None:
            if choice is not None:
                self._edit_part(code, *parts[choice])

        title = f"Edit what of {self._session.code_label(code.key)}?"
        self._screen.open_box(NameChooser(title, choices), edit_chosen_part)

    def _list_languages(self, code: Code) -> list[str]:
        """The study's languages, the codebook's, and any other in which the code has words."""
        languages = [*self._session.languages, self._session.codebook.language]
        for part in PARTS:
            languages.extend(getattr(code, part))
        return list(dict.fromkeys(languages))

    def _edit_part(self, code: Code, part: str, language: str) -> None:
        text_now = getattr(code, part).get(language, "")
        before = "\n".join(text_now) if part in _LISTS else text_now

        def keep_text(text: str | None) -> None:
            # Leaving a box as it was is no edit, and makes no revision.
            if text is not None and text.strip() != before.strip():
                self.make_edit(_build_part_edit(code.key, part, language, text))

        # What an edit touches does not depend on the words: any other text previews it.
        other_text = _build_part_edit(code.key, part, language, f"{before} …")
        hint = self._describe_edit(other_text, part)
        title = f"{self._session.code_label(code.key)}: {PARTS[part]} ({language})"
        self._screen.open_box(TextBox(title, before, hint=hint), keep_text)

    def _describe_edit(self, edit: CodebookEdit, part: str) -> str:
        """What an edit of this part would touch."""
        if part in _LISTS:
            return "One on each line."
        try:
            stale = self._screen.editing.preview_edit(edit).stale
        except TipcoderError:
            # The box opens without a hint; the edit itself will say what is wrong.
            return ""
        if not stale:
            return ""
        return f"Another meaning makes {format_count(stale, 'coding')} stale."

    def action_rename(self) -> None:
        code = self.code_at_cursor()
        if code is not None:
            self._edit_part(code, "label", self._session.languages[0])

    # --- new codes and colours --------------------------------------------------------------------

    def action_add(self, below: bool) -> None:
        code = self.code_at_cursor()
        if code is None:
            return
        parent = code.key if below else code.parent
        where = self._session.code_label(parent) if parent else "the top"

        def add_code(label: str | None) -> None:
            if label and label.strip():
                self._add_code(label, parent)

        self._screen.open_box(TextBox(f"A new code under {where}: its label", ""), add_code)

    def _add_code(self, label: str, parent: str | None) -> None:
        before = set(self._session.codebook.codes)
        self.make_edit(AddCode(label, self._session.languages[0], parent))
        # The key of the new code is made by the edit; nothing else tells it.
        for key in set(self._session.codebook.codes) - before:
            self._screen.code_tree.go_to(key)

    def action_recolour(self) -> None:
        code = self.code_at_cursor()
        if code is None:
            return

        def use_colour(name: str | None) -> None:
            if name is not None:
                self.make_edit(RecolourCode(code.key, _COLOURS[name]))

        self._screen.open_box(NameChooser("Which colour?", _COLOURS), use_colour)


def _build_part_edit(code: str, part: str, language: str, text: str) -> CodebookEdit:
    if part in _LISTS:
        return EditList(code, part, language, tuple(text.splitlines()))
    # A label is one line wherever it is shown.
    words = " ".join(text.split()) if part == "label" else text
    return EditText(code, part, language, words)
