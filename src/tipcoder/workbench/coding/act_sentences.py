"""The sentences that the log and the status line tell of a coder's acts.

They name answers by case and question, and words by their offsets: a quote may name people, and the
log is shown to everybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tipcoder.model import Answer, Coding, Outcome
from tipcoder.store.codings import Span

OUTCOME_WORDS = {
    Outcome.CODED: "finished",
    Outcome.NONE_APPLIES: "none applies",
    Outcome.OFF_TOPIC: "off-topic",
    Outcome.UNCODABLE: "uncodable",
}


def format_place(answer: Answer) -> str:
    """`1254.2 Q3.24`."""
    return f"{answer.case} {answer.question}"


def format_span(answer: Answer, span: Span) -> str:
    """` at 3-11`, to be written behind a place; empty for the whole answer."""
    if span.end - span.start == len(answer.text):
        return ""
    return f" at {span.start}-{span.end}"


def format_others(count: int) -> str:
    """` and 2 more`, to be written behind the first of several answers; empty where it is alone."""
    return f" and {count} more" if count else ""


def describe_coding(
    label: str, answer: Answer, span: Span, quotes: Sequence[Coding], *, moves: bool
) -> str:
    """What applying a code does, where `quotes` of it are on the answer already.

    With `moves` it moves them to the span; else it leaves them as they are.
    """
    place = format_place(answer)
    if not has_other_quotes(quotes, span):
        return f"{label} on {place}{format_span(answer, span)}"

    # There may be several quotes, where a script made them overlap.
    old = ", ".join(_format_stretch(answer, quote.start, quote.end) for quote in quotes)
    if moves:
        new = _format_stretch(answer, span.start, span.end)
        return f"moved {label} on {place} from {old} to {new}"
    return f"{label} is applied to {place} at {old} already"


def describe_moving(
    labels: Sequence[str], answer: Answer, old: tuple[int, int], new: Span, others: int
) -> str:
    """What moving the ends of a quote does, on this answer and on some others."""
    before = _format_stretch(answer, *old)
    after = _format_stretch(answer, new.start, new.end)
    codes = ", ".join(labels)
    return f"moved {codes} on {format_place(answer)} from {before} to {after}" + format_others(
        others
    )


def has_other_quotes(quotes: Sequence[Coding], span: Span) -> bool:
    """Whether there are quotes, and none of them has just the ends of the span."""
    if not quotes:
        return False
    return all((quote.start, quote.end) != (span.start, span.end) for quote in quotes)


def describe_finishing(first: Answer, outcomes: Sequence[Outcome]) -> str:
    """How many answers were finished in which way: `finished: 1 Q1 and 2 more, none applies: 1`.

    `outcomes` has one for each answer, and begins with that of `first`, which alone is named.
    """
    counts = Counter(outcomes)
    # The outcome of the answer that is named.
    own = outcomes[0]
    sentence = f"{OUTCOME_WORDS[own]}: {format_place(first)}{format_others(counts[own] - 1)}"
    for other, count in counts.items():
        if other is not own:
            sentence += f", {OUTCOME_WORDS[other]}: {count}"
    return sentence


def _format_stretch(answer: Answer, start: int, end: int) -> str:
    if end - start == len(answer.text):
        return "the whole answer"
    return f"{start}-{end}"
