"""The codebook screen: the tree of codes with their counts, and what can be done to it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from tipcoder.errors import TipcoderError
from tipcoder.model.codings import MemoTarget, UndoResult
from tipcoder.model.filters import AnswerFilter
from tipcoder.text import format_count, format_minute
from tipcoder.tui.commands import ScreenName, build_bindings, list_commands
from tipcoder.tui.drawing import as_content_line, assemble_line
from tipcoder.tui.screens.code_editing import CodeEditing
from tipcoder.tui.screens.code_lookup import CodeLookup
from tipcoder.tui.screens.code_picker import CodeChoice, CodePicker
from tipcoder.tui.screens.codebook_shaping import CodebookShaping
from tipcoder.tui.screens.main_screen import MainScreen
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
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.worklist import WorkList


class CodebookScreen(MainScreen):
    """Codes on the left, what the one under the cursor means on the right."""

    screen_name = ScreenName.CODEBOOK
    BINDINGS: ClassVar[list[BindingType]] = list(build_bindings(list_commands(ScreenName.CODEBOOK)))

    def __init__(self, session: CodingSession, worklist: WorkList) -> None:
        super().__init__(session)
        self.list = worklist
        self.retired: set[str] = set()
        """Keys of retired codes, which the tree shows at its end."""
        self._codes = self.add_controller(CodeEditing(self))
        self.add_controller(CodebookShaping(self, self._codes))
        self.add_controller(CodeLookup(self, self.code_in_view))

    def compose_work(self) -> ComposeResult:
        with Horizontal(id="codebook"):
            with Vertical(id="codes"):
                yield Static(id="codes-heading")
                yield CodeTree()
            yield CodeCard()

    def on_mount(self) -> None:
        """Show the codebook as it is now."""
        self.call_after_refresh(self.study_changed)

    @property
    def code_tree(self) -> CodeTree:
        """The codes."""
        return self.query_one(CodeTree)

    def code_in_view(self) -> str | None:
        """The code under the cursor."""
        return self.code_tree.current_code

    # --- what is shown ----------------------------------------------------------------------------

    def study_changed(self) -> None:
        """Read codebook and counts anew."""
        rows = self._build_code_rows()
        retired = self._describe_retired_codes()
        self.retired = set(retired)
        self.code_tree.show_codes(rows, retired)
        # The heading stands over the counts, whose widths the tree has just worked out.
        self.update_static("#codes-heading", self.code_tree.format_heading().stylize("bold"))
        self._show_title()
        self._show_card()

    def _build_code_rows(self) -> list[CodeRow]:
        session = self.session
        # Both are read once, and not for each code.
        tallies = read_code_tallies(session.study, session.coder)
        net_answers = count_net_answers(session.study)
        rows: list[CodeRow] = []
        for depth, code in session.codebook.list_in_tree_order():
            tally = tallies.get(code.key)
            row = CodeRow(
                key=code.key,
                label=session.code_label(code.key),
                depth=depth,
                colour=session.code_colour(code.key),
                codable=code.codable,
                mine=tally.my_answers if tally else 0,
                all=tally.answers if tally else 0,
                net=net_answers.get(code.key),
            )
            rows.append(row)
        return rows

    def _describe_retired_codes(self) -> dict[str, str]:
        """Key of each retired code -> its label and how many codings it still has."""
        lines: dict[str, str] = {}
        for code in find_retired_codes(self.session.study):
            lines[code.key] = f"{code.label}, {format_count(code.codings, 'coding')} left"
        return lines

    def _show_title(self) -> None:
        book = self.session.codebook
        size = f"{format_count(len(book.codes), 'code')}, revision {book.revision}"
        who = f" · {self.session.coder.name}"
        title = assemble_line((size, "bold"), who, f" · {self.session.title}")
        self.update_static("#title", title)

    def _show_card(self) -> None:
        book = self.session.codebook
        # A retired code has no card: the codebook does not know it.
        code = book.codes.get(self.code_tree.current_code or "")
        self.query_one(CodeCard).show_code(book, code, self.session.languages[0], whole=True)

    def show_undone(self, done: UndoResult) -> str:  # noqa: ARG002
        """The session has the revision in force already."""
        self.study_changed()
        return ""

    # --- moving -----------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        self.code_tree.step_cursor(by)

    @on(OptionList.OptionHighlighted)
    def _show_card_at_cursor(self) -> None:
        self._show_card()

    def action_find(self) -> None:
        def go_to_picked(picked: CodeChoice | None) -> None:
            if picked is not None and picked.code is not None:
                self.code_tree.go_to(picked.code)

        self.open_box(CodePicker(self.session.codebook, self.session.languages[0]), go_to_picked)

    def action_open(self) -> None:
        code = self._codes.code_at_cursor()
        if code is not None:
            # The coding screen shows the same worklist.
            self.list.choose_answers(AnswerFilter(codes=(code.key,)))
            self.go_to_screen(ScreenName.CODING)

    def show_in_coding(self, answer_id: int) -> None:
        """Show an answer on the coding screen."""
        # Without a filter, because it might hide the answer.
        self.list.choose_answers(AnswerFilter(), keep=answer_id)
        self.go_to_screen(ScreenName.CODING)

    # --- memos ------------------------------------------------------------------------------------

    def action_memo(self) -> None:
        code = self._codes.code_at_cursor()
        if code is None:
            return
        mine, others = self.split_code_memos(code.key)

        def keep_memo(words: str | None) -> None:
            if words is None or words.strip() == mine:
                return
            try:
                self.show_status(self.session.set_memo(MemoTarget(code=code.key), words))
            except TipcoderError as fault:
                self.show_refusal(fault)

        title = f"Memo on {self.session.code_label(code.key)}"
        self.open_box(TextBox(title, mine, others), keep_memo)

    # --- earlier revisions ------------------------------------------------------------------------

    def action_revisions(self) -> None:
        names = self._describe_earlier_revisions()
        if not names:
            self.show_status("The codebook has not been changed yet.")
            return

        def compare_with_chosen(number: str | None) -> None:
            if number is not None:
                self._show_comparison(int(number))

        self.open_box(NameChooser("Compare with which revision?", names), compare_with_chosen)

    def _describe_earlier_revisions(self) -> dict[str, str]:
        """Number of each revision but the one in force -> when, who and what; the newest first."""
        names: dict[str, str] = {}
        for revision in reversed(list_revisions(self.session.study)):
            # A comparison of a revision with itself shows nothing.
            if revision.number == self.session.codebook.revision:
                continue
            undone = "" if revision.standing else " (undone)"
            what = f"{revision.coder}: {revision.sentence}{undone}"
            # A chooser returns its key as text.
            names[str(revision.number)] = f"{format_minute(revision.at)} {what}"
        return names

    def _show_comparison(self, number: int) -> None:
        """Show how the codebook differs from an earlier revision, one change below the other."""
        current = self.session.codebook.revision
        lines: list[Content] = []
        for change in find_changes(self.session.study, number, current):
            language = f" ({change.language})" if change.language else ""
            what = f" {change.what.replace('_', ' ')}{language}"
            lines.append(assemble_line((change.code or "the codebook", "bold"), what))
            lines.extend(_format_versions(change.before, change.after))
        differences = Content("\n").join(lines) if lines else Content("Nothing is different.")
        title = assemble_line((f"From revision {number} to revision {current}", "bold"))
        self.app.push_screen(ReadingBox(title, differences))

    # --- stale codings ----------------------------------------------------------------------------

    def action_stale(self) -> None:
        quotes = self._list_stale_lines()
        if not quotes:
            self.show_status("No coding is stale: every code means what it meant when applied.")
            return
        if len(quotes) == 1:
            title = "1 coding was made when its code meant something else"
        else:
            title = f"{len(quotes)} codings were made when their code meant something else"
        self.app.push_screen(QuoteBox(title, "says that they hold", quotes), self._use_stale_choice)

    def _list_stale_lines(self) -> list[QuoteLine]:
        lines: list[QuoteLine] = []
        for coding in find_stale_codings(self.session.study):
            place = f"{coding.case} {coding.question} {self.session.code_label(coding.code)}"
            remark = f"made under revision {coding.made_under}, changed in {coding.changed_in}"
            line = QuoteLine(coding.id, coding.answer_id, place, coding.coder, coding.quote, remark)
            lines.append(line)
        return lines

    def _use_stale_choice(self, choice: QuoteChoice | None) -> None:
        if choice is None:
            return
        if choice.look_at is not None:
            # Looking decides nothing: the codings stay stale.
            self.show_in_coding(choice.look_at)
            return
        self.show_status(self.editing.confirm_codings(choice.codings))
        act = self.editing.last_act
        if act is not None:
            self.session.note_codebook_edit(act)
            self.note_act()


def _format_versions(before: str, after: str) -> list[Content]:
    """What was written and what is written now; a line only for what has words."""
    lines: list[Content] = []
    if before:
        lines.append(as_content_line(f"  − {before}").stylize("$text-error"))
    if after:
        lines.append(as_content_line(f"  + {after}").stylize("$text-success"))
    return lines
