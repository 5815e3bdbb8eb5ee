"""One disagreement: the answer with what each coder marked, what they say, the code's card, and the decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from tipcoder.model import Codebook
from tipcoder.text import make_printable_line
from tipcoder.tui.drawing import as_content_line, assemble_line
from tipcoder.tui.widgets.answer_layout import SpanMark
from tipcoder.tui.widgets.answer_text import AnswerText
from tipcoder.tui.widgets.code_card import CodeCard
from tipcoder.tui.widgets.lines import KeylessList
from tipcoder.workbench.adjudication.disagreements import Disagreement, DisagreementKind, Voice

_QUOTE = 60
_KINDS = {
    DisagreementKind.OMISSION: "one put it, another did not",
    DisagreementKind.SWAP: "another code instead",
    DisagreementKind.BRANCH: "another code of the same branch instead",
    DisagreementKind.BOUNDARY: "other words",
}


@dataclass(frozen=True)
class DisputeFacts:
    """What is shown of a disagreement."""

    disagreement: Disagreement
    text: str
    wording: str
    labels: Mapping[str, str]
    """Of every code that is named."""
    place: str
    """`3 of 12`."""
    memos: Mapping[int, str]
    decided: str
    """The decision in words; empty where there is none."""
    reason: str
    note: str
    hide_names: bool
    beside: Sequence[Disagreement] = ()
    """The other disagreements on the same answer."""


class DisputePane(Vertical):
    """Everything that is needed to decide."""

    def compose(self) -> ComposeResult:
        yield Static(id="dispute-place")
        yield Static(id="dispute-wording")
        with Horizontal(id="dispute-work"):
            yield KeylessList(id="dispute-queue", markup=False)
            yield AnswerText()
            with VerticalScroll(id="dispute-cards", can_focus=False):
                yield CodeCard(id="dispute-card")
                yield CodeCard(id="dispute-other")
        yield Static(id="dispute-voices")
        yield Static(id="dispute-decision")

    @property
    def answer_text(self) -> AnswerText:
        """The words, with caret and selection."""
        return self.query_one(AnswerText)

    def show_queue(self, queue: Sequence[Disagreement], at: int, label: Callable[[str], str]) -> None:
        """List all disagreements beside the one that is shown, where there is room for it."""
        lines = self.query_one("#dispute-queue", KeylessList)
        with self.prevent(KeylessList.OptionHighlighted):
            lines.clear_options()
            lines.add_options([Option(_format_queue_line(one, label(one.code)), str(n)) for n, one in enumerate(queue)])
            lines.highlighted = at if queue else None

    def show_dispute(self, facts: DisputeFacts, book: Codebook) -> None:
        """Show another disagreement, nothing selected."""
        self.answer_text.show_text(facts.text, self._build_marks(facts))
        one = facts.disagreement
        self.query_one("#dispute-card", CodeCard).show_code(book, book.codes.get(one.code), one.language)
        other = book.codes.get(one.instead[0]) if one.instead else None
        self.query_one("#dispute-other", CodeCard).show_code(book, other, one.language)
        self.query_one("#dispute-other").display = other is not None
        self.show_decision(facts)

    def show_decision(self, facts: DisputeFacts) -> None:
        """Show what was decided, or how names are shown now; the selection stays."""
        one = facts.disagreement
        self.answer_text.draw_marks(self._build_marks(facts))
        kind = _KINDS[one.kind]
        if one.instead:
            kind += f" ({', '.join(facts.labels.get(code, code) for code in one.instead)})"
        in_round = f" · round {one.round}" if one.round else ""
        self._update_static(
            "#dispute-place",
            assemble_line(
                (facts.labels.get(one.code, one.code), "bold"),
                f" · {one.case} {one.question} · {one.language} · {facts.place}{in_round}",
            ),
        )
        self._update_static(
            "#dispute-wording", Content("\n").join([as_content_line(f"Differ: {kind}"), as_content_line(facts.wording)])
        )
        lines = [self._format_voice(facts, number, voice) for number, voice in enumerate(one.voices, start=1)]
        self.query_one("#dispute-voices", Static).update(Content("\n").join(lines))
        self._update_static("#dispute-decision", self._format_decision(facts))

    def _format_voice(self, facts: DisputeFacts, number: int, voice: Voice) -> Content:
        name = voice.letter if facts.hide_names else f"{voice.letter} {voice.coder}"
        whole = voice.spans == ((0, len(facts.text)),)
        if not voice.spans:
            said = "○ did not put it"
        elif whole:
            said = "● put it on the whole answer"
        else:
            quotes = " … ".join(facts.text[start:end] for start, end in voice.spans)
            said = f"● put it on “{make_printable_line(quotes[:_QUOTE])}{'…' if len(quotes) > _QUOTE else ''}”"
        others = [facts.labels.get(code, code) for code in voice.codes if code != facts.disagreement.code]
        also = f" · also {', '.join(others)}" if others else ""
        memo = facts.memos.get(voice.coder_id, "")
        pieces: Sequence[tuple[str, str] | str] = (
            (f" {number} ", "reverse"),
            (f" {name} ", "bold"),
            said,
            (also, "$text-muted"),
            (f" · ✎ {memo}" if memo else "", "italic"),
        )
        return assemble_line(*(piece for piece in pieces if piece[0]))

    def _format_decision(self, facts: DisputeFacts) -> Content:
        settled = facts.disagreement.settled
        if settled is None:
            begin: list[tuple[str, str] | str] = [("○ not settled", "bold")]
        else:
            begin = [("✓ settled", "bold $text-success"), f": {facts.decided}, by {settled.by} on {settled.at[:10]}"]
        begin.append(f" · reason: {facts.reason or '–'}")
        if facts.note:
            begin.append((f" · {facts.note}", "italic"))
        if settled is None:
            begin.append((" · Space both · 0 neither · e the selected words", "$text-muted"))
        if not facts.beside:
            return assemble_line(*begin)
        others = [
            f"{'✓' if other.settled is not None else '○'} {facts.labels.get(other.code, other.code)}"
            for other in facts.beside
        ]
        return Content("\n").join(
            [assemble_line(*begin), assemble_line(("Also on this answer (Tab): ", "$text-muted"), ", ".join(others))]
        )

    def _build_marks(self, facts: DisputeFacts) -> list[SpanMark]:
        """A bar for each coder's words, and one for those that were settled on. A whole answer needs no bar."""
        whole = (0, len(facts.text))
        marks = [
            SpanMark(*span, voice.letter if facts.hide_names else make_printable_line(f"{voice.letter} {voice.coder}"))
            for voice in facts.disagreement.voices
            for span in voice.spans
            if span != whole
        ]
        if facts.disagreement.settled is not None:
            marks += [
                SpanMark(*span, "✓ settled") for span in facts.disagreement.settled.decision.spans if span != whole
            ]
        return marks

    def _update_static(self, where: str, content: Content) -> None:
        """Show text in a place of fixed size."""
        self.query_one(where, Static).update(content, layout=False)


def _format_queue_line(one: Disagreement, label: str) -> Content:
    mark = "✓" if one.settled is not None else "○"
    return assemble_line(
        f"{mark} {one.case} {one.question}", (f" {label}", "" if one.settled is None else "$text-muted")
    )
