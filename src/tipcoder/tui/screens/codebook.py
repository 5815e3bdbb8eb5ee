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

from tipcoder.codebook.differing import Change
from tipcoder.errors import TipcoderError
from tipcoder.model import AnswerFilter, MemoTarget, Undone
from tipcoder.text import counted
from tipcoder.tui.commands import Place, bindings_of, commands_of
from tipcoder.tui.drawing import parts, shown_line
from tipcoder.tui.screens.code_picker import CodePicker, Picked
from tipcoder.tui.screens.codebook_actions import CodebookActions
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.tui.screens.quote_box import QuoteBox, QuoteChoice, QuoteLine
from tipcoder.tui.screens.reading_box import ReadingBox
from tipcoder.tui.screens.text_box import TextBox
from tipcoder.tui.widgets.code_card import CodeCard
from tipcoder.tui.widgets.code_tree import CodeRow, CodeTree
from tipcoder.workbench.codebook.revisions import (
    changes_between,
    nets,
    retired_codes,
    revision_list,
    stale_codings,
    tallies,
)


class CodebookScreen(CodebookActions):
    """Codes on the left, what the one under the cursor means on the right."""

    place = Place.CODEBOOK
    BINDINGS: ClassVar[list[BindingType]] = list(bindings_of(commands_of(Place.CODEBOOK)))

    def compose_work(self) -> ComposeResult:
        with Horizontal(id="codebook"):
            with Vertical(id="codes"):
                yield Static(id="codes-heading")
                yield CodeTree()
            yield CodeCard()

    def on_mount(self) -> None:
        """Show the codebook as it stands now."""
        self.call_after_refresh(self.study_changed)

    # --- what is shown --------------------------------------------------------------------------------------------

    def study_changed(self) -> None:
        """Read codebook and counts anew."""
        session, book = self.session, self.session.codebook
        counts, together = tallies(session.here, session.coder), nets(session.here)
        rows = []
        for depth, code in book.in_tree_order():
            tally = counts.get(code.key)
            mine, everybodys = (tally.my_answers, tally.answers) if tally else (0, 0)
            label, colour = session.label(code.key), session.colour(code.key)
            rows.append(CodeRow(code.key, label, depth, colour, code.codable, mine, everybodys, together.get(code.key)))
        retired = retired_codes(session.here)
        self.retired = {code.key for code in retired}
        words = {code.key: f"{code.label}, {counted(code.codings, 'coding')} left" for code in retired}
        self.codes.show(rows, words)
        self.put("#codes-heading", self.codes.heading().stylize("bold"))
        title = (f"{counted(len(book.codes), 'code')}, revision {book.revision}", "bold")
        self.put("#title", parts(title, f" · {session.coder.name}", f" · {session.title}"))
        self._show_card()

    def _show_card(self) -> None:
        book = self.session.codebook
        code = book.codes.get(self.codes.code or "")
        self.query_one(CodeCard).show(book, code, self.session.languages[0], whole=True)

    def walked(self, done: Undone) -> str:  # noqa: ARG002
        """The session has the revision in force already."""
        self.study_changed()
        return ""

    # --- moving ---------------------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        if by > 0:
            self.codes.action_cursor_down()
        else:
            self.codes.action_cursor_up()

    @on(OptionList.OptionHighlighted)
    def _cursor_moved(self) -> None:
        self._show_card()

    def action_find(self) -> None:
        def go(picked: Picked | None) -> None:
            if picked is not None and picked.code is not None:
                self.codes.go_to(picked.code)

        self.open_box(CodePicker(self.session.codebook, self.session.languages[0]), go)

    def action_open(self) -> None:
        code = self.code()
        if code is not None:
            self.list.choose(AnswerFilter(codes=(code.key,)))
            self.go(Place.CODING)

    # --- looking --------------------------------------------------------------------------------------------------

    def action_memo(self) -> None:
        code = self.code()
        if code is None:
            return
        me = self.session.coder.name
        memos = self.session.memos_on_code(code.key)
        mine = next((memo.text for memo in memos if memo.coder == me), "")
        others = [f"{memo.coder}: {memo.text}" for memo in memos if memo.coder != me]

        def keep(words: str | None) -> None:
            if words is None or words.strip() == mine:
                return
            try:
                self.say(self.session.set_memo(MemoTarget(code=code.key), words))
            except TipcoderError as fault:
                self.refuse(fault)

        self.open_box(TextBox(f"Memo on {self.session.label(code.key)}", mine, others), keep)

    def action_revisions(self) -> None:
        current = self.session.codebook.revision
        earlier = [revision for revision in reversed(revision_list(self.session.here)) if revision.number != current]
        if not earlier:
            self.say("The codebook has not been changed yet.")
            return
        names = {
            str(revision.number): f"{revision.at[:16].replace('T', ' ')} {revision.coder}: {revision.sentence}"
            + ("" if revision.standing else " (undone)")
            for revision in earlier
        }

        def compare(number: str | None) -> None:
            if number is not None:
                changes = changes_between(self.session.here, int(number), current)
                title = parts((f"From revision {number} to revision {current}", "bold"))
                self.app.push_screen(ReadingBox(title, _told(changes)))

        self.open_box(NameChooser("Compare with which revision?", names), compare)

    def action_stale(self) -> None:
        found = stale_codings(self.session.here)
        if not found:
            self.say("No coding is stale: every code means what it meant when it was put on.")
            return
        quotes = [
            QuoteLine(
                coding.id,
                coding.answer_id,
                f"{coding.case} {coding.question} {self.session.label(coding.code)}",
                coding.coder,
                coding.quote,
                f"made under revision {coding.made_under}, changed in {coding.changed_in}",
            )
            for coding in found
        ]

        def chosen(choice: QuoteChoice | None) -> None:
            if choice is None:
                return
            if choice.look_at is not None:
                self.look_at(choice.look_at)
                return
            self.say(self.editing.confirm(choice.codings))
            if self.editing.last_act is not None:
                self.session.codebook_edited(self.editing.last_act)
                self._acted = True

        title = f"{counted(len(quotes), 'coding was', 'codings were')} made when "
        title += f"{'its' if len(quotes) == 1 else 'their'} code meant something else"
        self.app.push_screen(QuoteBox(title, "says that they hold", quotes), chosen)


def _told(changes: Sequence[Change]) -> Content:
    """Differences, one below the other: what was in front of what is."""
    if not changes:
        return Content("Nothing is different.")
    lines = []
    for change in changes:
        where = f" ({change.language})" if change.language else ""
        lines.append(parts((change.code or "the codebook", "bold"), f" {change.what.replace('_', ' ')}{where}"))
        lines += [shown_line(f"  − {change.before}").stylize("$text-error")] if change.before else []
        lines += [shown_line(f"  + {change.after}").stylize("$text-success")] if change.after else []
    return Content("\n").join(lines)
