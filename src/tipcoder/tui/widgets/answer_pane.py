"""One answer with all that a coder looks at before she decides: where it comes from, what was asked, its quotes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tipcoder.model import Answer, Coding, FoldedLine, Outcome, Reading
from tipcoder.text import make_printable_line
from tipcoder.tui.drawing import assemble_line, flow_pieces
from tipcoder.tui.widgets.answer_layout import SpanMark
from tipcoder.tui.widgets.answer_text import AnswerText
from tipcoder.workbench.coding.folded import MIXED, describe_folded_line

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
    """What stands on all the answers that an act here reaches, where it reaches several that say the same."""
    flagged: bool = False
    memos: int = 0


class AnswerPane(Vertical):
    """Place, question, text. `label` and `colour` say how a code looks, `fold` which key folds repetitions."""

    def __init__(
        self, label: Callable[[str], str], colour: Callable[[str], str | None], fold: str
    ) -> None:
        super().__init__()
        self._fold = fold
        self._about: Sequence[str] = ()
        self._label = label
        self._colour = colour

    def compose(self) -> ComposeResult:
        yield Static(id="place")
        yield Static(id="question")
        yield AnswerText()

    @property
    def answer_text(self) -> AnswerText:
        """The words, with caret and selection."""
        return self.query_one(AnswerText)

    def show_answer(self, facts: AnswerFacts) -> None:
        """Show another answer from its beginning, nothing selected."""
        self.answer_text.show_text(facts.answer.text, self._build_marks(facts))
        asked = [facts.wording] if facts.wording not in ("", facts.answer.question) else []
        known = [f"{name}: {value}" for name, value in facts.answer.attributes.items() if value]
        self._show_about([*asked, *known])
        self._show_place(facts)

    def on_resize(self) -> None:
        """What was asked and by whom it was answered has the room that there is now."""
        self.call_after_refresh(lambda: self._show_about(self._about))

    def _show_about(self, about: Sequence[str]) -> None:
        self._about = about
        room = self.query_one("#question").content_size
        self._update_static("#question", flow_pieces(about, room.width, room.height))

    def show_changes(self, facts: AnswerFacts) -> None:
        """Show what became of the same answer; the selection stays."""
        self.answer_text.draw_marks(self._build_marks(facts))
        self._show_place(facts)

    def show_nothing(self, why: str) -> None:
        """There is no answer to show."""
        self.answer_text.show_text("", [])
        self._update_static("#place", Content(""))
        self._show_about([why])

    def _build_marks(self, facts: AnswerFacts) -> list[SpanMark]:
        some = dict(facts.folded.on_some) if facts.folded is not None else {}
        marks = []
        for coding in facts.codings:
            if not _is_whole_answer(coding, facts.answer):
                label = self._label(coding.code) + (" (on some)" if coding.code in some else "")
                marks.append(
                    SpanMark(
                        coding.start,
                        coding.end,
                        make_printable_line(label),
                        self._colour(coding.code),
                    )
                )
        return marks

    def _show_place(self, facts: AnswerFacts) -> None:
        answer = facts.answer
        pieces: list[tuple[str, str] | str] = [
            (answer.case, "bold"),
            f" {answer.question} · {answer.language}",
        ]
        folded = facts.folded
        if folded is not None:
            pieces.append((f" · codes {folded.size} at once", "bold"))
        elif answer.duplicates > 1:
            pieces.append(f" · ×{answer.duplicates} the same ({self._fold}: at once)")
        if facts.flagged:
            pieces.append(("  ⚑", "bold $warning"))
        if facts.memos:
            pieces.append(f"  ✎{facts.memos}")
        if folded is not None and folded.mixed:
            pieces.append(
                (f"  {MIXED} {describe_folded_line(folded, self._label)}", "bold $warning")
            )
            self._update_static("#place", assemble_line(*pieces))
            return
        if facts.reading is not None:
            pieces.append((f"  ✓ {OUTCOMES[facts.reading.outcome]}", "bold $success"))
        for coding in facts.codings:
            if _is_whole_answer(coding, answer):
                pieces += ["  ", (f" {self._label(coding.code)} ", "reverse")]
        self._update_static("#place", assemble_line(*pieces))

    def _update_static(self, where: str, content: Content) -> None:
        """Show text in a place of fixed size; laying the screen out anew would cost a frame at every key."""
        self.query_one(where, Static).update(content, layout=False)


def _is_whole_answer(coding: Coding, answer: Answer) -> bool:
    return coding.start == 0 and coding.end == len(answer.text)
