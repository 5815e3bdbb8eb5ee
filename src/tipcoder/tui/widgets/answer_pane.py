"""One answer with all that a coder looks at before she decides: where it comes from, what was asked, its quotes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tipcoder.model import Answer, Coding, Outcome, Reading
from tipcoder.text import printable_line
from tipcoder.tui.drawing import parts, shown_line
from tipcoder.tui.widgets.answer_layout import Mark
from tipcoder.tui.widgets.answer_text import AnswerText

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
    together: int = 1
    """How many answers an act here reaches, because they say the same."""
    flagged: bool = False
    memos: int = 0


class AnswerPane(Vertical):
    """Place, question, text. `label` and `colour` say how a code looks, `fold` which key folds repetitions."""

    def __init__(self, label: Callable[[str], str], colour: Callable[[str], str | None], fold: str) -> None:
        super().__init__()
        self._fold = fold
        self._label = label
        self._colour = colour

    def compose(self) -> ComposeResult:
        yield Static(id="place")
        yield Static(id="question")
        yield AnswerText()

    @property
    def text(self) -> AnswerText:
        """The words, with caret and selection."""
        return self.query_one(AnswerText)

    def show(self, facts: AnswerFacts) -> None:
        """Show another answer from its beginning, nothing selected."""
        self.text.show(facts.answer.text, self._marks(facts))
        shown = [facts.wording] if facts.wording != facts.answer.question else []
        shown += [f"{name}: {value}" for name, value in facts.answer.attributes.items()]
        self._put("#question", shown_line(" · ".join(shown)))
        self._show_place(facts)

    def show_changes(self, facts: AnswerFacts) -> None:
        """Show what became of the same answer; the selection stays."""
        self.text.mark(self._marks(facts))
        self._show_place(facts)

    def show_nothing(self, why: str) -> None:
        """There is no answer to show."""
        self.text.show("", [])
        self._put("#place", Content(""))
        self._put("#question", shown_line(why))

    def _marks(self, facts: AnswerFacts) -> list[Mark]:
        return [
            Mark(coding.start, coding.end, printable_line(self._label(coding.code)), self._colour(coding.code))
            for coding in facts.codings
            if not _whole(coding, facts.answer)
        ]

    def _show_place(self, facts: AnswerFacts) -> None:
        answer = facts.answer
        pieces: list[tuple[str, str] | str] = [(answer.case, "bold"), f" {answer.question} · {answer.language}"]
        if facts.together > 1:
            pieces.append((f" · codes {facts.together} at once", "bold"))
        elif answer.duplicates > 1:
            pieces.append(f" · ×{answer.duplicates} the same ({self._fold}: at once)")
        if facts.flagged:
            pieces.append(("  ⚑", "bold $warning"))
        if facts.memos:
            pieces.append(f"  ✎{facts.memos}")
        if facts.reading is not None:
            pieces.append((f"  ✓ {OUTCOMES[facts.reading.outcome]}", "bold $success"))
        for coding in facts.codings:
            if _whole(coding, answer):
                pieces += ["  ", (f" {self._label(coding.code)} ", "reverse")]
        self._put("#place", parts(*pieces))

    def _put(self, where: str, content: Content) -> None:
        """Show text in a place of fixed size; laying the screen out anew would cost a frame at every key."""
        self.query_one(where, Static).update(content, layout=False)


def _whole(coding: Coding, answer: Answer) -> bool:
    return coding.start == 0 and coding.end == len(answer.text)
