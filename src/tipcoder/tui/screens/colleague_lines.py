"""What colleagues said of an answer, as lines below it."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content

from tipcoder.model.answers import Answer
from tipcoder.model.codings import Outcome
from tipcoder.tui.drawing import Piece, assemble_line
from tipcoder.tui.widgets.answer_pane import OUTCOMES
from tipcoder.workbench.coding.colleagues import ColleaguesView, ColleagueWork, Settlement

_QUOTE = 60
"""Letters of a quote that are shown; its place tells the rest."""
CodeLabel = Callable[[str], str]


def format_colleagues(seen: ColleaguesView, answer: Answer, label: CodeLabel) -> Content:
    """A line for each coder, and one for each decision."""
    if seen.refusal:
        return assemble_line((seen.refusal, "italic"))
    lines = [_format_work(work, answer, label) for work in seen.work]
    lines += [_format_decision(one, answer, label) for one in seen.settled]
    if not lines:
        return assemble_line(("Nobody else has coded this answer.", "italic"))
    return Content("\n").join(lines)


def _format_work(work: ColleagueWork, answer: Answer, label: CodeLabel) -> Content:
    pieces: list[Piece] = [(work.coder, "bold")]
    if work.outcome is None:
        pieces.append((" (not finished)", "dim"))
    elif work.outcome is not Outcome.CODED:
        pieces.append(f" {OUTCOMES[work.outcome]}")
    for coding in work.codings:
        pieces += ["  ", (label(coding.code), "bold italic")]
        pieces.append(f" {_format_stretch(answer, coding.start, coding.end)}")
    return assemble_line(*pieces)


def _format_decision(one: Settlement, answer: Answer, label: CodeLabel) -> Content:
    spans = one.decision.spans
    where = ", ".join(_format_stretch(answer, start, end) for start, end in spans)
    note = f" ({one.decision.note})" if one.decision.note else ""
    return assemble_line(
        (f"settled by {one.by}", "bold"),
        "  ",
        (label(one.code), "bold italic"),
        f" {where or 'is not there'}{note}",
    )


def _format_stretch(answer: Answer, start: int, end: int) -> str:
    if (start, end) == (0, len(answer.text)):
        return "whole answer"
    words = answer.text[start:end]
    shown = words if len(words) <= _QUOTE else f"{words[: _QUOTE - 1]}…"
    return f"“{shown}”"
