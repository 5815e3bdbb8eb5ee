"""One answer with all that a coder looks at before she decides.

Where it comes from, what was asked, its words, and its quotes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tipcoder.model.answers import Answer, FoldedLine
from tipcoder.model.codings import Coding, Outcome, Reading
from tipcoder.text import make_printable_line
from tipcoder.tui.drawing import Piece, assemble_line, flow_pieces, update_static
from tipcoder.tui.widgets.answer_layout import SpanMark
from tipcoder.tui.widgets.answer_text import AnswerText, TranslatedText
from tipcoder.workbench.coding.folded import MIXED, describe_folded_line

MANY_SIGN = "⁂"
"""Beside a code that one act gave to many answers."""
OUTCOMES = {
    Outcome.CODED: "finished",
    Outcome.NONE_APPLIES: "none applies",
    Outcome.OFF_TOPIC: "off-topic",
    Outcome.UNCODABLE: "uncodable",
}


@dataclass(frozen=True)
class AnswerFacts:
    """What is shown of an answer."""

    answer: Answer
    wording: str
    codings: Sequence[Coding]
    reading: Reading | None
    folded: FoldedLine | None = None
    """What is said of all the answers that an act here reaches, where these are several."""
    flagged: bool = False
    memos: int = 0


class AnswerPane(Vertical):
    """Place, question, text."""

    def __init__(
        self,
        label: Callable[[str], str],
        colour: Callable[[str], str | None],
        fold: str,
        translate: str,
    ) -> None:
        """`label` and `colour` say how a code looks, `fold` which key folds repetitions, and
        `translate` which one shows a translation.
        """
        super().__init__()
        self._fold = fold
        self._translate = translate
        self.shows_translations = False
        self._about: Sequence[str] = ()
        self._label = label
        self._colour = colour

    def compose(self) -> ComposeResult:
        yield Static(id="place")
        yield Static(id="question")
        yield AnswerText()
        yield TranslatedText()
        with VerticalScroll(id="colleagues", can_focus=False):
            yield Static(id="colleague-lines")

    @property
    def answer_text(self) -> AnswerText:
        """The words, with caret and selection."""
        return self.query_one(AnswerText)

    @property
    def translated_text(self) -> TranslatedText:
        """The translation below them."""
        return self.query_one(TranslatedText)

    def show_answer(self, facts: AnswerFacts) -> None:
        """Show another answer from its beginning, nothing selected."""
        answer = facts.answer
        self.answer_text.show_text(answer.text, self._build_marks(facts))
        self.show_translation(answer.translation)
        # A question without a wording has its column for one, which stands in the line above.
        has_wording = facts.wording not in ("", answer.question)
        about = [facts.wording] if has_wording else []
        about += [f"{name}: {value}" for name, value in answer.attributes.items() if value]
        self._show_about(about)
        self._show_place(facts)

    def show_hits(self, find_hits: Callable[[str], Sequence[tuple[int, int]]]) -> None:
        """Mark what was looked for in the words shown, and in their translation."""
        for shown in (self.answer_text, self.translated_text):
            shown.show_hits(find_hits(shown.selection.text))

    def show_translation(self, words: str) -> None:
        """Show a translation, as far as translations are shown; where there is none: nothing."""
        # Before the words, because they are laid out in the room that there is.
        self.set_class(bool(words) and self.shows_translations, "-translated")
        self.translated_text.show_text(words, [])

    def show_colleagues(self, lines: Content | None) -> None:
        """Show what others said of the answer; None shows nothing of it."""
        self.set_class(lines is not None, "-colleagues")
        if lines is not None:
            self.query_one("#colleague-lines", Static).update(lines)
            self.query_one("#colleagues").scroll_home(animate=False)

    def scroll_colleagues(self, by: int) -> None:
        """Scroll what others said by half of its height, down or up."""
        lines = self.query_one("#colleagues")
        lines.scroll_relative(y=by * max(lines.size.height // 2, 1), animate=False)

    def on_resize(self) -> None:
        """Fit what was asked, and by whom it was answered, into the room that there is now."""
        self.call_after_refresh(lambda: self._show_about(self._about))

    def _show_about(self, about: Sequence[str]) -> None:
        self._about = about
        room = self.query_one("#question").content_size
        update_static(self, "#question", flow_pieces(about, room.width, room.height))

    def show_changes(self, facts: AnswerFacts) -> None:
        """Show what became of the same answer; the selection stays."""
        self.answer_text.draw_marks(self._build_marks(facts))
        self._show_place(facts)

    def show_nothing(self, why: str) -> None:
        """There is no answer to show."""
        self.answer_text.show_text("", [])
        self.show_translation("")
        update_static(self, "#place", Content(""))
        self._show_about([why])

    def _build_marks(self, facts: AnswerFacts) -> list[SpanMark]:
        on_some = dict(facts.folded.on_some) if facts.folded is not None else {}
        marks = []
        for coding in facts.codings:
            if _is_whole_answer(coding, facts.answer):
                continue  # its code stands in the line above
            label = self._label_coding(coding)
            if coding.code in on_some:
                label += " (on some)"
            colour = self._colour(coding.code)
            marks.append(SpanMark(coding.start, coding.end, make_printable_line(label), colour))
        return marks

    def _label_coding(self, coding: Coding) -> str:
        """The label of its code, with a sign where it was given to many answers at once."""
        label = self._label(coding.code)
        return f"{label} {MANY_SIGN}" if coding.is_many else label

    def _show_place(self, facts: AnswerFacts) -> None:
        """Where the answer comes from, what is noted on it, and how it is coded."""
        pieces = self._build_place_pieces(facts)
        folded = facts.folded
        if folded is not None and folded.mixed:
            # Each of the answers has its own codes and state.
            words = describe_folded_line(folded, self._label)
            pieces.append((f"  {MIXED} {words}", "bold $warning"))
        else:
            pieces += self._build_coding_pieces(facts)
        update_static(self, "#place", assemble_line(*pieces))

    def _build_place_pieces(self, facts: AnswerFacts) -> list[Piece]:
        answer = facts.answer
        pieces: list[Piece] = [(answer.case, "bold"), f" {answer.question} · {answer.language}"]
        if facts.folded is not None:
            pieces.append((f" · codes {facts.folded.size} at once", "bold"))
        elif answer.duplicates > 1:
            pieces.append(f" · ×{answer.duplicates} the same ({self._fold}: at once)")
        if answer.translation and not self.shows_translations:
            pieces.append(f" · {self._translate}: translation")
        if facts.flagged:
            pieces.append(("  ⚑", "bold $warning"))
        if facts.memos:
            pieces.append(f"  ✎{facts.memos}")
        return pieces

    def _build_coding_pieces(self, facts: AnswerFacts) -> list[Piece]:
        pieces: list[Piece] = []
        if facts.reading is not None:
            pieces.append((f"  ✓ {OUTCOMES[facts.reading.outcome]}", "bold $success"))
            if facts.reading.is_carried:
                pieces.append((" (carried over)", "bold $warning"))
            elif facts.reading.is_many:
                pieces.append((" (many at once)", "bold $warning"))
        for coding in facts.codings:
            if _is_whole_answer(coding, facts.answer):
                pieces += ["  ", (f" {self._label_coding(coding)} ", "reverse")]
        return pieces


def _is_whole_answer(coding: Coding, answer: Answer) -> bool:
    return coding.start == 0 and coding.end == len(answer.text)
