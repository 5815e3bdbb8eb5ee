"""What a controller sees of its screen.

A controller does the work of some keys of a screen: it has their `action_` methods and the state
that they need. The screen holds it as a member, and `MainScreen.add_controller` makes its actions
those of the screen. It sees no more of the screen than one of the views below, and of other
controllers only what they offer to everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from textual.app import App
    from textual.content import Content

    from tipcoder.errors import TipcoderError
    from tipcoder.model.answers import Answer
    from tipcoder.model.codings import Coding
    from tipcoder.model.filters import AnswerOrder
    from tipcoder.tui.screens.draft_box import BoxResult, DraftBox
    from tipcoder.tui.widgets.answer_pane import AnswerPane
    from tipcoder.tui.widgets.answer_text import AnswerText
    from tipcoder.tui.widgets.code_pane import CodePane
    from tipcoder.workbench.codebook.edits import CodebookEdit
    from tipcoder.workbench.coding.digit_codes import CodePlaces
    from tipcoder.workbench.coding.session import CodingSession
    from tipcoder.workbench.coding.worklist import WorkList
    from tipcoder.workbench.suggestions.worker import SuggestionWorker


class WorkScreen(Protocol):
    """Any screen of the study."""

    session: CodingSession

    @property
    def app(self) -> App[Any]:
        """The application, which shows boxes."""

    @property
    def is_active(self) -> bool:
        """Whether no box and no other screen lies on it."""

    def show_status(self, sentence: str, *, fault: bool = False) -> None:
        """Show a sentence in the status line."""

    def show_done(self, sentence: str) -> None:
        """Say what an act did."""

    def show_refusal(self, fault: TipcoderError) -> None:
        """Say why something was not done."""

    def note_act(self) -> None:
        """Something was changed in the study from here."""

    def open_box(self, box: DraftBox[BoxResult], use: Callable[[BoxResult | None], object]) -> None:
        """Ask for words, and use them."""

    def edit_codebook(self, edit: CodebookEdit) -> bool:
        """Make an edit and say what was done; returns whether the codebook has changed."""

    def split_code_memos(self, code: str) -> tuple[str, Sequence[str]]:
        """This coder's memo on a code, and those of others."""


class SearchingScreen(WorkScreen, Protocol):
    """A screen that shows what a thread of its own finds."""

    @property
    def is_attached(self) -> bool:
        """Whether it has not been left."""

    def run_worker(
        self,
        work: Callable[[], None],
        *,
        exit_on_error: bool = ...,
        exclusive: bool = ...,
        thread: bool = ...,
    ) -> object:
        """As Textual's; a thread of a screen that is left is told to end."""

    def update_static(self, where: str, content: Content) -> None:
        """Show text in a widget of fixed size, which `where` selects."""


class TextScreen(Protocol):
    """A screen that shows the words of an answer."""

    @property
    def answer_text(self) -> AnswerText:
        """The answer's words, with a caret and what is selected."""


class AnswerScreen(WorkScreen, Protocol):
    """A screen that lists answers, one of which is the current one."""

    list: WorkList
    desk: SuggestionWorker

    @property
    def answer(self) -> Answer | None:
        """The current answer, or None where no answer passes the filter."""

    def go_to(self, place: int) -> None:
        """Make another answer the current one."""

    def lines_reached(self) -> Sequence[Sequence[int]]:
        """The lines that an act reaches, each as the ids of its answers."""

    def answers_reached(self) -> Sequence[int]:
        """Ids of the answers that an act reaches, the one it is about first."""

    def after_code(self, *, advance: bool) -> str:
        """A whole answer was coded or finished. Returns words to put behind the sentence."""

    def apply_code(self, code: str) -> None:
        """Apply a code to what is meant."""

    def code_in_view(self) -> str | None:
        """The code under the cursor."""

    def code_places(self) -> CodePlaces:
        """Every code in its place for the current answer."""

    def span_at_hand(self) -> tuple[int, int] | None:
        """The words that are selected in the current answer, where a screen has such."""

    def show_list(self) -> None:
        """Show the list: its answers, or their order, have changed."""

    def show_order(self) -> None:
        """Show the same answers in another order."""

    def show_changes(self, changed: Sequence[int], *, leaves: bool = False) -> None:
        """Show these answers with their changed codes or states."""

    def show_digits(self) -> None:
        """Show the codes on their digits."""

    def show_title(self) -> None:
        """Show how far the work is, and which answers are listed."""

    def order_list(self, order: AnswerOrder) -> None:
        """Order the list; the current answer stays the current one."""

    def format_order(self) -> str:
        """The order of the list in words."""


class CodedAnswerScreen(AnswerScreen, TextScreen, Protocol):
    """The coding screen: an answer with its quotes, and the codes beside it."""

    @property
    def codings(self) -> Sequence[Coding]:
        """Those of this coder on the answer shown."""

    @property
    def answer_pane(self) -> AnswerPane:
        """The answer, and what belongs to it."""

    @property
    def code_pane(self) -> CodePane:
        """The codes, with a cursor."""

    def codes_on(self) -> set[str]:
        """Codes on the current answer."""

    def go_to_code(self, code: str) -> None:
        """Put the cursor of the codes on a code, and show what speaks for it."""

    def show_codebook(self) -> None:
        """Show the codes anew."""

    def append_status(self, sentence: str) -> None:
        """Show what nobody asked for just now, behind what an act did."""

    def clear_status(self) -> None:
        """Remove what was said."""

    def find_hits(self, text: str) -> Sequence[tuple[int, int]]:
        """Where a text has what the filter looked for."""
