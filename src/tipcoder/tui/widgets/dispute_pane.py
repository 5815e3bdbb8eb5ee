"""One disagreement: the answer with what each coder marked, the code's card, and the decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from tipcoder.model.codes import Codebook
from tipcoder.text import make_printable_line
from tipcoder.tui.drawing import Piece, as_content_line, assemble_line, update_static
from tipcoder.tui.widgets.answer_layout import SpanMark
from tipcoder.tui.widgets.answer_text import AnswerText
from tipcoder.tui.widgets.code_card import CodeCard
from tipcoder.tui.widgets.lines import KeylessList
from tipcoder.workbench.adjudication.disagreements import (
    Disagreement,
    DisagreementKind,
    Voice,
)

_QUOTE = 60
"""Characters of a coder's quotes that are shown."""
_KINDS = {
    DisagreementKind.OMISSION: "one applied it, another did not",
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
    """Of the question."""
    labels: Mapping[str, str]
    """Of every code that is named."""
    place: str
    """`3 of 12`."""
    memos: Mapping[int, str]
    """Coder -> what she wrote on the answer."""
    decided: str
    """The decision in words; empty where there is none."""
    reason: str
    note: str
    hide_names: bool
    beside: Sequence[Disagreement] = ()
    """The other disagreements on the same answer."""

    def find_label(self, code: str) -> str:
        """The label of a code, else its key."""
        return self.labels.get(code, code)

    def list_labels(self, codes: Iterable[str]) -> str:
        """Labels, with commas between them."""
        return ", ".join(self.find_label(code) for code in codes)


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

    def show_queue(
        self, queue: Sequence[Disagreement], at: int, label: Callable[[str], str]
    ) -> None:
        """List all disagreements beside the one that is shown, where there is room for it."""
        options = []
        for number, disagreement in enumerate(queue):
            line = _format_queue_line(disagreement, label(disagreement.code))
            options.append(Option(line, str(number)))

        lines = self.query_one("#dispute-queue", KeylessList)
        # The mark moves because another one is shown, not because somebody chose it.
        with self.prevent(KeylessList.OptionHighlighted):
            lines.clear_options()
            lines.add_options(options)
            lines.highlighted = at if queue else None

    def show_dispute(self, facts: DisputeFacts, book: Codebook) -> None:
        """Show another disagreement, nothing selected."""
        disagreement = facts.disagreement
        language = disagreement.language
        self.answer_text.show_text(facts.text, _build_marks(facts))

        code = book.codes.get(disagreement.code)
        self.query_one("#dispute-card", CodeCard).show_code(book, code, language)
        # Where one code was applied for another, the two definitions are read side by side.
        other = book.codes.get(disagreement.instead[0]) if disagreement.instead else None
        other_card = self.query_one("#dispute-other", CodeCard)
        other_card.show_code(book, other, language)
        other_card.display = other is not None
        self.show_decision(facts)

    def show_decision(self, facts: DisputeFacts) -> None:
        """Show what was decided, or how names are shown now; the selection stays."""
        self.answer_text.draw_marks(_build_marks(facts))
        update_static(self, "#dispute-place", _format_place(facts))
        update_static(self, "#dispute-wording", _format_kind(facts))
        voices = []
        for number, voice in enumerate(facts.disagreement.voices, start=1):
            voices.append(_format_voice(facts, number, voice))
        # Laid out anew, because every disagreement has its own number of coders.
        self.query_one("#dispute-voices", Static).update(Content("\n").join(voices))
        update_static(self, "#dispute-decision", _format_decision(facts))


def _format_queue_line(disagreement: Disagreement, label: str) -> Content:
    is_open = disagreement.settled is None
    mark = "○" if is_open else "✓"
    return assemble_line(
        f"{mark} {disagreement.case} {disagreement.question}",
        (f" {label}", "" if is_open else "$text-muted"),
    )


def _format_place(facts: DisputeFacts) -> Content:
    one = facts.disagreement
    in_round = f" · round {one.round}" if one.round else ""
    place = f" · {one.case} {one.question} · {one.language} · {facts.place}{in_round}"
    return assemble_line((facts.find_label(one.code), "bold"), place)


def _format_kind(facts: DisputeFacts) -> Content:
    """In which way the coders differ, and below it the question."""
    one = facts.disagreement
    kind = _KINDS[one.kind]
    if one.instead:
        kind += f" ({facts.list_labels(one.instead)})"
    lines = [as_content_line(f"Differ: {kind}"), as_content_line(facts.wording)]
    return Content("\n").join(lines)


def _format_voice(facts: DisputeFacts, number: int, voice: Voice) -> Content:
    """One coder's judgement, before it the digit that decides so."""
    pieces: list[Piece] = [
        (f" {number} ", "reverse"),
        (f" {_format_name(facts, voice)} ", "bold"),
        _format_judgement(facts, voice),
    ]
    others = [code for code in voice.codes if code != facts.disagreement.code]
    if others:
        pieces.append((f" · also {facts.list_labels(others)}", "$text-muted"))
    memo = facts.memos.get(voice.coder_id, "")
    if memo:
        pieces.append((f" · ✎ {memo}", "italic"))
    return assemble_line(*pieces)


def _format_name(facts: DisputeFacts, voice: Voice) -> str:
    return voice.letter if facts.hide_names else f"{voice.letter} {voice.coder}"


def _format_judgement(facts: DisputeFacts, voice: Voice) -> str:
    if not voice.spans:
        return "○ did not apply it"
    is_whole_answer = voice.spans == ((0, len(facts.text)),)
    if is_whole_answer:
        return "● applied it to the whole answer"

    quotes = " … ".join(facts.text[start:end] for start, end in voice.spans)
    shown = make_printable_line(quotes[:_QUOTE])
    ellipsis = "…" if len(quotes) > _QUOTE else ""
    return f"● applied it to “{shown}{ellipsis}”"


def _format_decision(facts: DisputeFacts) -> Content:
    """The decision or how to make it, and below it the other disagreements on the answer."""
    decision = facts.disagreement.settled
    pieces: list[Piece]
    if decision is None:
        pieces = [("○ not resolved", "bold")]
    else:
        who = f": {facts.decided}, by {decision.by} on {decision.at[:10]}"
        pieces = [("✓ resolved", "bold $text-success"), who]
    pieces.append(f" · reason: {facts.reason or '–'}")
    if facts.note:
        pieces.append((f" · {facts.note}", "italic"))
    if decision is None:
        pieces.append((" · Space both · 0 neither · e the selected words", "$text-muted"))

    first_line = assemble_line(*pieces)
    if not facts.beside:
        return first_line
    return Content("\n").join([first_line, _format_beside(facts)])


def _format_beside(facts: DisputeFacts) -> Content:
    others = []
    for other in facts.beside:
        mark = "○" if other.settled is None else "✓"
        others.append(f"{mark} {facts.find_label(other.code)}")
    return assemble_line(("Also on this answer (Tab): ", "$text-muted"), ", ".join(others))


def _build_marks(facts: DisputeFacts) -> list[SpanMark]:
    """A bar for each coder's words, and one for those decided on. A whole answer needs no bar."""
    whole = (0, len(facts.text))
    marks = []
    for voice in facts.disagreement.voices:
        name = make_printable_line(_format_name(facts, voice))
        marks += [SpanMark(*span, name) for span in voice.spans if span != whole]
    decision = facts.disagreement.settled
    if decision is not None:
        spans = decision.decision.spans
        marks += [SpanMark(*span, "✓ resolved") for span in spans if span != whole]
    return marks
