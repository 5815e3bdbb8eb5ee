"""The list of answers that say nearly the same as one at hand: looked at, marked, coded at once.

The box codes nothing by itself. It ends with what was chosen, and the screen below acts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tipcoder.tui.drawing import Piece, as_content_line, assemble_line
from tipcoder.tui.fault_tolerance import outlives_faults
from tipcoder.tui.keyboard import join_with_twins
from tipcoder.tui.screens.digit_pinning import label_digits
from tipcoder.tui.widgets.digit_row import DigitRow
from tipcoder.workbench.coding.alike import AlikeAnswer, AlikeAnswers, format_likeness
from tipcoder.workbench.coding.digit_codes import CodePlaces

_SHOWN_LETTERS = 300
"""More of an answer does not fit on its line."""
_BEFORE_QUOTE = 30
"""Letters shown in front of the words that are like a quote."""
_KEYS = (
    "Space marks · v all down to here · i identical · 1-9 or ; codes the marked · q every question"
    " · Enter goes there · Esc closes"
)
_NOTHING_MARKED = "Nothing is marked: Space marks an answer, v all down to here, i the identical."
DIGITS = "123456789"


class AlikeChoice(NamedTuple):
    """What was chosen: answers to code, with a code or to find one; or an answer to go to."""

    alike: AlikeAnswers
    marked: frozenset[int] = frozenset()
    code: str | None = None
    """None with marked answers: the code is still to be found."""
    look_at: int | None = None


@outlives_faults
class AlikeBox(ModalScreen[AlikeChoice | None]):
    """Ends with marked answers and a code, with an answer to look at, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False),
        Binding("space", "mark", "Mark", show=False, priority=True),
        Binding(join_with_twins(("v", "A")), "mark_to", "Mark all down to here", show=False),
        Binding(join_with_twins(("i",)), "mark_same", "Mark the identical", show=False),
        Binding(join_with_twins(("q",)), "every_question", "Every question", show=False),
        Binding(join_with_twins(("j",)), "move(1)", "Down", show=False),
        Binding(join_with_twins(("k",)), "move(-1)", "Up", show=False),
        Binding("semicolon", "find_code", "Find a code", show=False),
        *[Binding(digit, f"digit({digit})", "Code", show=False) for digit in DIGITS],
    ]

    def __init__(
        self,
        find: Callable[[bool], AlikeAnswers],
        label: Callable[[str], str],
        places: CodePlaces,
        before: AlikeChoice | None = None,
    ) -> None:
        """`find` looks for alike answers to the same question, or to every one; `places` says
        which codes have digits. `before` is what was marked when the box was left for a moment.
        """
        super().__init__()
        self._find = find
        self._label = label
        self._places = places
        self._every_question = False
        self._alike = before.alike if before is not None else find(False)
        self._marked: set[int] = set(before.marked) if before is not None else self._mark_at_hand()

    def _mark_at_hand(self) -> set[int]:
        """The answer at hand is to be coded with the others, unless it is finished."""
        return {self._alike.answer.id} if self._alike.standing.outcome is None else set()

    def compose(self) -> ComposeResult:
        with Vertical(id="alike"):
            yield Static(id="alike-title")
            yield OptionList(markup=False)
            yield Static(id="alike-whole")
            yield DigitRow()
            yield Static(as_content_line(_KEYS), id="alike-hint")

    def on_mount(self) -> None:
        """List what was found."""
        self._list_answers()
        self.call_after_refresh(self._show_digits)

    def _show_digits(self) -> None:
        self.query_one(DigitRow).show_labels(label_digits(self._places, self._label))

    # --- what is shown ----------------------------------------------------------------------------

    @property
    def _lines(self) -> OptionList:
        return self.query_one(OptionList)

    def _list_answers(self) -> None:
        lines = self._lines
        lines.clear_options()
        # One by one would draw the list anew for each of them.
        lines.add_options([Option(self._format_at_hand()), *map(self._build_option, self._found)])
        # The likest is what somebody wants to look at first.
        lines.highlighted = min(1, len(self._found))
        self._show_title()

    @property
    def _found(self) -> Sequence[AlikeAnswer]:
        return self._alike.found

    def _build_option(self, one: AlikeAnswer) -> Option:
        return Option(self._format_answer(one))

    def _show_title(self) -> None:
        answer = self._alike.answer
        where = "every question" if self._every_question else answer.question
        what = "words" if self._alike.span else "answers"
        said = " ".join(self._alike.sentences)
        title = assemble_line(
            (f"{len(self._found)} alike {what}, {where}", "bold"),
            f" · {len(self._marked)} marked",
            f" · {said}" if said else "",
        )
        self.query_one("#alike-title", Static).update(title)

    def _format_at_hand(self) -> Content:
        answer, span = self._alike.answer, self._alike.span
        words = answer.text if span is None else answer.text[slice(*span)]
        standing = self._alike.standing
        codes = self._format_codes([code.code for code in standing.codes])
        state = "✓" if standing.outcome is not None else "·"
        return assemble_line(
            self._format_mark(answer.id),
            (f" here  {state} ", "bold"),
            (answer.case, "bold"),
            codes,
            f"  {words[:_SHOWN_LETTERS]}",
        )

    def _format_answer(self, one: AlikeAnswer) -> Content:
        state = "✓" if one.standing.outcome is not None else "·"
        place = one.case
        if one.question != self._alike.answer.question:
            place = f"{one.case} {one.question}"
        return assemble_line(
            self._format_mark(one.id),
            f"{format_likeness(one.likeness):>5}  {state} ",
            (place, "bold"),
            self._format_codes([code.code for code in one.standing.codes]),
            "  ",
            *_mark_shared(one),
        )

    def _format_mark(self, answer_id: int) -> str:
        # Blanks of the same width: lines must not move when they are marked.
        return "■ " if answer_id in self._marked else "  "

    def _format_codes(self, codes: Sequence[str]) -> Piece:
        labels = ", ".join(self._label(code) for code in dict.fromkeys(codes))
        return (f" {labels}", "$quiet") if labels else ""

    @on(OptionList.OptionHighlighted)
    def _show_whole(self) -> None:
        """The whole of the answer under the cursor; a line has room for its beginning only."""
        one = self._find_current()
        text = self._alike.answer.text if one is None else one.text
        self.query_one("#alike-whole", Static).update(as_content_line(text))

    def _find_current(self) -> AlikeAnswer | None:
        """The answer under the cursor; None on the line of the answer at hand."""
        place = self._lines.highlighted or 0
        return self._found[place - 1] if 0 < place <= len(self._found) else None

    # --- marking ----------------------------------------------------------------------------------

    def action_mark(self) -> None:
        one = self._find_current()
        self._change_marks(self._marked ^ {self._alike.answer.id if one is None else one.id})
        self._lines.action_cursor_down()

    def action_mark_to(self) -> None:
        place = self._lines.highlighted or 0
        self._change_marks(self._marked | {one.id for one in self._found[:place]})

    def action_mark_same(self) -> None:
        self._change_marks(self._marked | {one.id for one in self._found if one.is_same})

    def _change_marks(self, marked: Collection[int]) -> None:
        changed = self._marked ^ set(marked)
        self._marked = set(marked)
        lines = self._lines
        if self._alike.answer.id in changed:
            lines.replace_option_prompt_at_index(0, self._format_at_hand())
        for place, one in enumerate(self._found, 1):
            if one.id in changed:
                lines.replace_option_prompt_at_index(place, self._format_answer(one))
        self._show_title()

    def action_move(self, by: int) -> None:
        if by > 0:
            self._lines.action_cursor_down()
        else:
            self._lines.action_cursor_up()

    def action_every_question(self) -> None:
        """Look at answers to every question, or to the one question again."""
        self._every_question = not self._every_question
        self._alike = self._find(self._every_question)
        listed = {self._alike.answer.id, *(one.id for one in self._found)}
        self._marked &= listed
        self._list_answers()

    # --- choosing ---------------------------------------------------------------------------------

    def action_digit(self, number: int) -> None:
        code = self._places.digits.get(number)
        if code is not None:
            self._end_with(code)

    def action_find_code(self) -> None:
        self._end_with(None)

    def _end_with(self, code: str | None) -> None:
        if self._marked:
            self.dismiss(AlikeChoice(self._alike, frozenset(self._marked), code))
        else:
            self.query_one("#alike-hint", Static).update(as_content_line(_NOTHING_MARKED))

    @on(OptionList.OptionSelected)
    def _go_to_answer(self) -> None:
        one = self._find_current()
        answer_id = self._alike.answer.id if one is None else one.id
        self.dismiss(AlikeChoice(self._alike, look_at=answer_id))


def _mark_shared(one: AlikeAnswer) -> list[Piece]:
    """The words of a line; those that the answer at hand has too are underlined."""
    begin = max((one.span[0] if one.span else 0) - _BEFORE_QUOTE, 0)
    end = begin + _SHOWN_LETTERS
    pieces: list[Piece] = ["…" if begin else ""]
    for start, stop in one.shared:
        if begin <= start and stop <= end:
            pieces += [one.text[begin:start], (one.text[start:stop], "underline")]
            begin = stop
    pieces.append(one.text[begin:end])
    return pieces
