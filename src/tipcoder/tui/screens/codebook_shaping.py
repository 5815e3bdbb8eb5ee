"""Edits of the codebook that move codes or codings: order, place, merging, splitting, retiring.

What they touch is shown before codings move, and undo takes them back.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.errors import TipcoderError
from tipcoder.model.codes import Code
from tipcoder.text import format_count
from tipcoder.tui.screens.code_editing import CodebookView, CodeEditing
from tipcoder.tui.screens.confirm_box import ConfirmBox
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.tui.screens.quote_box import QuoteBox, QuoteChoice, QuoteLine
from tipcoder.tui.screens.text_box import TextBox
from tipcoder.workbench.codebook.edits import (
    CodebookEdit,
    MergeCodes,
    MoveCode,
    RestoreCode,
    RetireCode,
    SplitCode,
)
from tipcoder.workbench.codebook.revisions import list_code_quotes

_TOP = "the top"
"""What the place above all codes is called in a list of codes; no key has a space."""


class CodebookShaping:
    """Edits the tree by key."""

    def __init__(self, screen: CodebookView, editing: CodeEditing) -> None:
        self._screen = screen
        self._session = screen.session
        self._editing = editing

    def confirm_edit(self, edit: CodebookEdit, draft_place: str | None = None) -> None:
        """Show what an edit would touch, and make it if that is wanted.

        `draft_place` is the place of words that the edit needs: they stay a draft until it is made,
        or not wanted.
        """
        try:
            touched = self._screen.editing.preview_edit(edit)
        except TipcoderError as fault:
            self._screen.show_refusal(fault)
            return

        def make_if_confirmed(is_wanted: bool | None) -> None:
            is_refused = bool(is_wanted) and not self._editing.make_edit(edit)
            if draft_place is not None and not is_refused:
                # The words have done their work, or are not wanted.
                self._screen.drafts.delete_draft(draft_place)

        self._screen.app.push_screen(ConfirmBox(touched.sentence), make_if_confirmed)

    # --- order and place --------------------------------------------------------------------------

    def action_shift(self, by: int) -> None:
        code = self._editing.code_at_cursor()
        if code is None:
            return
        siblings = [sibling.key for sibling in self._session.codebook.children_of(code.parent)]
        position = siblings.index(code.key) + by
        if position < 0:
            self._screen.show_status("It is the first on its level already.")
            return
        if position >= len(siblings):
            self._screen.show_status("It is the last on its level already.")
            return
        # An edit names the sibling that follows; none where the code comes to the end.
        siblings.remove(code.key)
        follower = siblings[position] if position < len(siblings) else None
        self._editing.make_edit(MoveCode(code.key, code.parent, follower))

    def action_put_under(self) -> None:
        code = self._editing.code_at_cursor()
        if code is None:
            return
        book = self._session.codebook
        names = {_TOP: "under no other code"}
        for key in book.codes:
            # A code cannot go under itself, or under what is below it.
            if code.key not in book.path_to(key):
                names[key] = self._session.code_label(key)

        def move_under(name: str | None) -> None:
            if name is not None:
                parent = None if name == _TOP else name
                self._editing.make_edit(MoveCode(code.key, parent))

        title = f"Move {self._session.code_label(code.key)} under which code?"
        self._screen.open_box(NameChooser(title, names), move_under)

    # --- merging and splitting --------------------------------------------------------------------

    def action_merge(self) -> None:
        code = self._editing.code_at_cursor()
        if code is None:
            return
        names = {key: self._session.code_label(key) for key in self._session.codebook.codes}
        # Not into itself.
        del names[code.key]

        def merge_into(target: str | None) -> None:
            if target is not None:
                self.confirm_edit(MergeCodes(code.key, target))

        title = f"Merge {self._session.code_label(code.key)} into which code?"
        self._screen.open_box(NameChooser(title, names), merge_into)

    def action_split(self) -> None:
        code = self._editing.code_at_cursor()
        if code is None:
            return
        quotes = self._list_quote_lines(code)
        if not quotes:
            self._screen.show_status("Nobody has applied this code yet.", fault=True)
            return

        def use_quote_choice(choice: QuoteChoice | None) -> None:
            if choice is None:
                return
            if choice.look_at is not None:
                self._screen.show_in_coding(choice.look_at)
            else:
                self._name_split(code, choice.codings)

        title = f"Which quotes of {self._session.code_label(code.key)} go to a new code?"
        self._screen.app.push_screen(
            QuoteBox(title, "takes the marked ones", quotes), use_quote_choice
        )

    def _list_quote_lines(self, code: Code) -> list[QuoteLine]:
        lines: list[QuoteLine] = []
        for coding in list_code_quotes(self._session.study, code.key):
            place = f"{coding.case} {coding.question}"
            line = QuoteLine(coding.id, coding.answer_id, place, coding.coder, coding.quote)
            lines.append(line)
        return lines

    def _name_split(self, code: Code, codings: Sequence[int]) -> None:
        title = f"A new code with {format_count(len(codings), 'quote')}: its label"

        def split_code(label: str | None) -> bool:
            """Returns False where the label waits until the edit is confirmed."""
            if not label or not label.strip():
                return True
            edit = SplitCode(code.key, label, self._session.languages[0], tuple(codings))
            # It is asked for in a box of its own, after this one has closed.
            self.confirm_edit(edit, draft_place=title)
            return False

        self._screen.open_box(TextBox(title, ""), split_code)

    # --- retiring ---------------------------------------------------------------------------------

    def action_retire(self) -> None:
        key = self._screen.code_tree.current_code
        if key is None:
            return
        # One key both ways, like the sentence says that refuses other edits.
        if key in self._screen.retired:
            self._editing.make_edit(RestoreCode(key))
        else:
            self.confirm_edit(RetireCode(key))
