"""Everything that changes the codebook, for the screen that shows it."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.errors import TipcoderError
from tipcoder.model import AnswerFilter, Code
from tipcoder.text import format_count
from tipcoder.tui.commands import ScreenName
from tipcoder.tui.screens.confirm_box import ConfirmBox
from tipcoder.tui.screens.main_screen import MainScreen
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.tui.screens.quote_box import QuoteBox, QuoteChoice, QuoteLine
from tipcoder.tui.screens.text_box import TextBox
from tipcoder.tui.widgets.code_tree import CodeTree
from tipcoder.workbench.codebook.edits import (
    PARTS,
    AddCode,
    CodebookEdit,
    EditList,
    EditText,
    MergeCodes,
    MoveCode,
    RecolourCode,
    RestoreCode,
    RetireCode,
    SplitCode,
)
from tipcoder.workbench.codebook.revisions import list_code_quotes
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.worklist import WorkList

_LISTS = ("examples", "cues")
_COLOURS = {
    "": "the colour of the code above it",
    "#d62728": "red",
    "#ff7f0e": "orange",
    "#b8860b": "ochre",
    "#2ca02c": "green",
    "#17becf": "turquoise",
    "#1f77b4": "blue",
    "#9467bd": "violet",
    "#e377c2": "pink",
    "#8c564b": "brown",
    "#7f7f7f": "grey",
}


class CodebookActions(MainScreen):
    """Edits by key. What they touch is shown before codings move; a text is changed at once, and undo takes it back."""

    def __init__(self, session: CodingSession, worklist: WorkList) -> None:
        super().__init__(session)
        self.list = worklist
        self.retired: set[str] = set()

    @property
    def code_tree(self) -> CodeTree:
        """The codes."""
        return self.query_one(CodeTree)

    def code_at_cursor(self) -> Code | None:
        """The code under the cursor; says so if it is none that can be changed."""
        key = self.code_tree.current_code
        if key is None or key not in self.session.codebook.codes:
            self.show_status("This code is retired; d brings it back.", fault=True)
            return None
        return self.session.codebook.codes[key]

    def make_edit(self, edit: CodebookEdit) -> bool:
        """Make an edit and show the codebook as it is then; returns whether it is another now."""
        made = self.edit_codebook(edit)
        if made:
            self.study_changed()
        return made

    def confirm_edit(self, edit: CodebookEdit, draft: str | None = None) -> None:
        """Show what an edit would touch, and make it if that is wanted.

        `draft` is the place of words that the edit needs: they wait until it is made, or not wanted.
        """
        try:
            touched = self.editing.preview_edit(edit)
        except TipcoderError as fault:
            self.show_refusal(fault)
            return

        def make_if_confirmed(wanted: bool | None) -> None:
            made = self.make_edit(edit) if wanted else True
            if made and draft is not None:
                self._drafts.delete_draft(draft)

        self.app.push_screen(ConfirmBox(touched.sentence), make_if_confirmed)

    def action_edit(self) -> None:
        code = self.code_at_cursor()
        if code is None:
            return
        languages = dict.fromkeys([*self.session.languages, self.session.codebook.language])
        for part in PARTS:
            languages.update(dict.fromkeys(getattr(code, part)))
        choices = {}
        for part, name in PARTS.items():
            for language in languages:
                there = getattr(code, part).get(language, "")
                choices[f"{name} ({language})"] = (
                    "; ".join(there) if isinstance(there, tuple) else there
                )
        names = {
            f"{name} ({language})": (part, language)
            for part, name in PARTS.items()
            for language in languages
        }

        def edit_chosen_part(choice: str | None) -> None:
            if choice is not None:
                self._edit_part(code, *names[choice])

        self.open_box(
            NameChooser(f"Edit what of {self.session.code_label(code.key)}?", choices),
            edit_chosen_part,
        )

    def _edit_part(self, code: Code, part: str, language: str) -> None:
        there = getattr(code, part).get(language, "")
        before = "\n".join(there) if part in _LISTS else there

        def build_edit(text: str) -> CodebookEdit:
            if part in _LISTS:
                return EditList(code.key, part, language, tuple(text.splitlines()))
            return EditText(
                code.key, part, language, " ".join(text.split()) if part == "label" else text
            )

        def keep_text(text: str | None) -> None:
            if text is not None and text.strip() != before.strip():
                self.make_edit(build_edit(text))

        title = f"{self.session.code_label(code.key)}: {PARTS[part]} ({language})"
        self.open_box(
            TextBox(title, before, hint=self._describe_edit(build_edit(f"{before} …"), part)),
            keep_text,
        )

    def _describe_edit(self, edit: CodebookEdit, part: str) -> str:
        """What an edit of this part would touch."""
        if part in _LISTS:
            return "One on each line."
        try:
            stale = self.editing.preview_edit(edit).stale
        except TipcoderError:
            return ""
        return f"Another meaning makes {format_count(stale, 'coding')} stale." if stale else ""

    def action_rename(self) -> None:
        code = self.code_at_cursor()
        if code is not None:
            self._edit_part(code, "label", self.session.languages[0])

    def action_add(self, below: bool) -> None:
        code = self.code_at_cursor()
        if code is None:
            return
        parent = code.key if below else code.parent
        where = self.session.code_label(parent) if parent else "the top"

        def add_code(text: str | None) -> None:
            if text and text.strip():
                before = set(self.session.codebook.codes)
                self.make_edit(AddCode(text, self.session.languages[0], parent))
                for key in set(self.session.codebook.codes) - before:
                    self.code_tree.go_to(key)

        self.open_box(TextBox(f"A new code under {where}: its label", ""), add_code)

    def action_recolour(self) -> None:
        code = self.code_at_cursor()

        def use_colour(name: str | None) -> None:
            if name is not None and code is not None:
                self.make_edit(
                    RecolourCode(
                        code.key,
                        next(colour for colour, about in _COLOURS.items() if about == name),
                    )
                )

        if code is not None:
            self.open_box(
                NameChooser("Which colour?", {name: colour for colour, name in _COLOURS.items()}),
                use_colour,
            )

    def action_shift(self, by: int) -> None:
        code = self.code_at_cursor()
        if code is None:
            return
        siblings = [sibling.key for sibling in self.session.codebook.children_of(code.parent)]
        at = siblings.index(code.key)
        if not 0 <= at + by < len(siblings):
            self.show_status(
                "It is the first of its like already."
                if by < 0
                else "It is the last of its like already."
            )
            return
        rest = [key for key in siblings if key != code.key]
        before = rest[at + by] if at + by < len(rest) else None
        self.make_edit(MoveCode(code.key, code.parent, before))

    def action_put_under(self) -> None:
        code = self.code_at_cursor()
        if code is None:
            return
        book = self.session.codebook
        top = "the top"
        names = {top: "under no other code"} | {
            key: self.session.code_label(key)
            for key in book.codes
            if code.key not in book.path_to(key)
        }

        def move_under(name: str | None) -> None:
            if name is not None:
                self.make_edit(MoveCode(code.key, None if name == top else name))

        self.open_box(
            NameChooser(f"Put {self.session.code_label(code.key)} under which code?", names),
            move_under,
        )

    def action_merge(self) -> None:
        code = self.code_at_cursor()
        if code is None:
            return
        names = {
            key: self.session.code_label(key)
            for key in self.session.codebook.codes
            if key != code.key
        }

        def merge_into(target: str | None) -> None:
            if target is not None:
                self.confirm_edit(MergeCodes(code.key, target))

        self.open_box(
            NameChooser(f"Merge {self.session.code_label(code.key)} into which code?", names),
            merge_into,
        )

    def action_split(self) -> None:
        code = self.code_at_cursor()
        if code is None:
            return
        quotes = [
            QuoteLine(
                quote.id,
                quote.answer_id,
                f"{quote.case} {quote.question}",
                quote.coder,
                quote.quote,
            )
            for quote in list_code_quotes(self.session.study, code.key)
        ]
        if not quotes:
            self.show_status("Nobody has put this code on anything yet.", fault=True)
            return

        def use_quote_choice(choice: QuoteChoice | None) -> None:
            if choice is not None and choice.look_at is not None:
                self.show_in_coding(choice.look_at)
            elif choice is not None:
                self._name_split(code, choice.codings)

        title = f"Which quotes of {self.session.code_label(code.key)} go to a new code?"
        self.app.push_screen(QuoteBox(title, "takes the marked ones", quotes), use_quote_choice)

    def _name_split(self, code: Code, codings: Sequence[int]) -> None:
        title = f"A new code with {format_count(len(codings), 'quote')}: its label"

        def split_code(label: str | None) -> bool:
            """Returns False where the label waits for her to say yes."""
            if not label or not label.strip():
                return True
            self.confirm_edit(
                SplitCode(code.key, label, self.session.languages[0], tuple(codings)), title
            )
            return False

        self.open_box(TextBox(title, ""), split_code)

    def show_in_coding(self, answer_id: int) -> None:
        """Show an answer on the coding screen."""
        self.list.choose_answers(AnswerFilter(), keep=answer_id)
        self.go_to_screen(ScreenName.CODING)

    def action_retire(self) -> None:
        key = self.code_tree.current_code
        if key in self.retired:
            self.make_edit(RestoreCode(key))
        elif key is not None:
            self.confirm_edit(RetireCode(key))
