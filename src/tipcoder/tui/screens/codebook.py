"""The codebook screen: the tree of codes with their counts, and everything that can be done to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from tipcoder.codebook.differing import CodeChange
from tipcoder.errors import TipcoderError
from tipcoder.model import AnswerFilter, MemoTarget, UndoResult
from tipcoder.text import format_count
from tipcoder.tui.commands import ScreenName, build_bindings, list_commands
from tipcoder.tui.drawing import as_content_line, assemble_line
from tipcoder.tui.screens.code_picker import CodeChoice, CodePicker
from tipcoder.tui.screens.codebook_actions import CodebookActions
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.tui.screens.quote_box import QuoteBox, QuoteChoice, QuoteLine
from tipcoder.tui.screens.reading_box import ReadingBox
from tipcoder.tui.screens.text_box import TextBox
from tipcoder.tui.widgets.code_card import CodeCard
from tipcoder.tui.widgets.code_tree import CodeRow, CodeTree
from tipcoder.workbench.codebook.revisions import (
    count_net_answers,
    find_changes,
    find_retired_codes,
    find_stale_codings,
    list_revisions,
    read_code_tallies,
)


class CodebookScreen(CodebookActions):
    """Codes on the left, what the one under the cursor means on the right."""

    screen_name = ScreenName.CODEBOOK
    BINDINGS: ClassVar[list[BindingType]] = list(build_bindings(list_commands(ScreenName.CODEBOOK)))

    def compose_work(self) -> ComposeResult:
        with Horizontal(id="codebook"):
            with Vertical(id="codes"):
                yield Static(id="codes-heading")
                yield CodeTree()
            yield CodeCard()

    def on_mount(self) -> None:
        """Show the codebook as it stands now."""
        self.call_after_refresh(self.study_changed)

    # --- what is shown ----------------------------------------------------------------------------

    def study_changed(self) -> None:
        """Read codebook and counts anew."""
        session, book = self.session, self.session.codebook
        counts, together = (
            read_code_tallies(session.study, session.coder),
            count_net_answers(session.study),
        )
        rows = []
        for depth, code in book.list_in_tree_order():
            tally = counts.get(code.key)
            mine, everybodys = (tally.my_answers, tally.answers) if tally else (0, 0)
            label, colour = session.code_label(code.key), session.code_colour(code.key)
            rows.append(
                CodeRow(
                    code.key,
                    label,
                    depth,
                    colour,
                    code.codable,
                    mine,
                    everybodys,
                    together.get(code.key),
                )
            )
        retired = find_retired_codes(session.study)
        self.retired = {code.key for code in retired}
        words = {
            code.key: f"{code.label}, {format_count(code.codings, 'coding')} left"
            for code in retired
        }
        self.code_tree.show_codes(rows, words)
        self.update_static("#codes-heading", self.code_tree.format_heading().stylize("bold"))
        title = (f"{format_count(len(book.codes), 'code')}, revision {book.revision}", "bold")
        self.update_static(
            "#title", assemble_line(title, f" · {session.coder.name}", f" · {session.title}")
        )
        self._show_card()

    def _show_card(self) -> None:
        book = self.session.codebook
        code = book.codes.get(self.code_tree.current_code or "")
        self.query_one(CodeCard).show_code(book, code, self.session.languages[0], whole=True)

    def show_undone(self, done: UndoResult) -> str:  # noqa: ARG002
        """The session has the revision in force already."""
        self.study_changed()
        return ""

    # --- moving -----------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        if by > 0:
            self.code_tree.action_cursor_down()
        else:
            self.code_tree.action_cursor_up()

    @on(OptionList.OptionHighlighted)
    def _show_card_at_cursor(self) -> None:
        self._show_card()

    def action_find(self) -> None:
        def go_to_picked(picked: CodeChoice | None) -> None:
            if picked is not None and picked.code is not None:
                self.code_tree.go_to(picked.code)

        self.open_box(CodePicker(self.session.codebook, self.session.languages[0]), go_to_picked)

    def action_open(self) -> None:
        code = self.code_at_cursor()
        if code is not None:
            self.list.choose_answers(AnswerFilter(codes=(code.key,)))
            self.go_to_screen(ScreenName.CODING)

    # --- looking ----------------------------------------------------------------------------------

    def action_memo(self) -> None:
        code = self.code_at_cursor()
        if code is None:
            return
        me = self.session.coder.name
        memos = self.session.read_code_memos(code.key)
        mine = next((memo.text for memo in memos if memo.coder == me), "")
        others = [f"{memo.coder}: {memo.text}" for memo in memos if memo.coder != me]

        def keep_memo(words: str | None) -> None:
            if words is None or words.strip() == mine:
                return
            try:
                self.show_status(self.session.set_memo(MemoTarget(code=code.key), words))
            except TipcoderError as fault:
                self.show_refusal(fault)

        self.open_box(
            TextBox(f"Memo on {self.session.code_label(code.key)}", mine, others), keep_memo
        )

    def action_revisions(self) -> None:
        current = self.session.codebook.revision
        earlier = [
            revision
            for revision in reversed(list_revisions(self.session.study))
            if revision.number != current
        ]
        if not earlier:
            self.show_status("The codebook has not been changed yet.")
            return
        names = {
            str(
                revision.number
            ): f"{revision.at[:16].replace('T', ' ')} {revision.coder}: {revision.sentence}"
            + ("" if revision.standing else " (undone)")
            for revision in earlier
        }

        def show_comparison(number: str | None) -> None:
            if number is not None:
                changes = find_changes(self.session.study, int(number), current)
                title = assemble_line((f"From revision {number} to revision {current}", "bold"))
                self.app.push_screen(ReadingBox(title, _format_changes(changes)))

        self.open_box(NameChooser("Compare with which revision?", names), show_comparison)

    def action_stale(self) -> None:
        found = find_stale_codings(self.session.study)
        if not found:
            self.show_status(
                "No coding is stale: every code means what it meant when it was put on."
            )
            return
        quotes = [
            QuoteLine(
                coding.id,
                coding.answer_id,
                f"{coding.case} {coding.question} {self.session.code_label(coding.code)}",
                coding.coder,
                coding.quote,
                f"made under revision {coding.made_under}, changed in {coding.changed_in}",
            )
            for coding in found
        ]

        def use_quote_choice(choice: QuoteChoice | None) -> None:
            if choice is None:
                return
            if choice.look_at is not None:
                self.show_in_coding(choice.look_at)
                return
            self.show_status(self.editing.confirm_codings(choice.codings))
            if self.editing.last_act is not None:
                self.session.note_codebook_edit(self.editing.last_act)
                self._acted = True

        title = f"{format_count(len(quotes), 'coding was', 'codings were')} made when "
        title += f"{'its' if len(quotes) == 1 else 'their'} code meant something else"
        self.app.push_screen(QuoteBox(title, "says that they hold", quotes), use_quote_choice)


def _format_changes(changes: Sequence[CodeChange]) -> Content:
    """Differences, one below the other: what was in front of what is."""
    if not changes:
        return Content("Nothing is different.")
    lines = []
    for change in changes:
        where = f" ({change.language})" if change.language else ""
        lines.append(
            assemble_line(
                (change.code or "the codebook", "bold"), f" {change.what.replace('_', ' ')}{where}"
            )
        )
        lines += (
            [as_content_line(f"  − {change.before}").stylize("$text-error")]
            if change.before
            else []
        )
        lines += (
            [as_content_line(f"  + {change.after}").stylize("$text-success")]
            if change.after
            else []
        )
    return Content("\n").join(lines)
