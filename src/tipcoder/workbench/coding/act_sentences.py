"""The sentences that the log and the status line tell of a coder's acts.

They name answers by case and question, and words by their offsets: a quote may name people, and the
log is shown to everybody. `quote_ends` puts words in their place where the answer itself is shown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tipcoder.model.answers import Answer
from tipcoder.model.codings import Coding, Outcome
from tipcoder.store.codings import Span

_OFFSETS = re.compile(
    r"(?P<before> at | from | to |, )(?P<start>\d+)-(?P<end>\d+)"
    r"(?= to |, | already| and \d+ more|[;.]|$)"
)
"""Where a sentence of this module says where words are."""
_END_LETTERS = 14
"""Letters of either end of a quote: both are to fit into a line of 80 columns."""

OUTCOME_WORDS = {
    Outcome.CODED: "finished",
    Outcome.NONE_APPLIES: "none applies",
    Outcome.OFF_TOPIC: "off-topic",
    Outcome.UNCODABLE: "uncodable",
}


def quote_ends(sentence: str, text: str) -> str:
    """The sentence of an act with the first and the last words of each quote, in place of offsets
    into the text of the answer.

    Only for whoever sees the answer anyhow: no sentence that is kept has words of it.
    """

    def quote_words(found: re.Match[str]) -> str:
        start, end = int(found["start"]), int(found["end"])
        if not start < end <= len(text):
            # The text was replaced since: offsets say more than wrong words.
            return found[0]
        return f"{found['before']}“{_shorten_quote(text[start:end])}”"

    return _OFFSETS.sub(quote_words, sentence)


def _shorten_quote(quote: str) -> str:
    """The beginning and the end of a quote on one line, cut between words where there are some."""
    line = " ".join(quote.split())
    if len(line) <= 2 * _END_LETTERS:
        return line
    first, last = line[:_END_LETTERS], line[-_END_LETTERS:]
    beginning, blank, _ = first.rpartition(" ")
    _, other_blank, end = last.partition(" ")
    return f"{beginning if blank else first} … {end if other_blank else last}"


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
