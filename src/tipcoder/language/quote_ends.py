"""The ends of a quote: what nobody means to quote, and where a quote may begin and end.

Offsets are code points, half-open.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tipcoder.language.units import Span, TextUnit, find_spans

if TYPE_CHECKING:
    from regex import Pattern

_BULLETS = r"\-–—―•·*▪●◦‣/|\\"
_PARTING = r",;，、；،"
_DASHES = "–—―"


@cache
def _compile_pattern(name: str) -> Pattern[str]:
    import regex  # here, because the command line has no use for it

    patterns = {
        # A bullet or a dash is lone with a blank behind it: that of -5 belongs to the number.
        "opening": rf"(?:\s|[{_PARTING}]|[{_BULLETS}]+(?=\s))+",
        # A hyphen or a slash is lone with a blank before it: that of pre- belongs to the word.
        "closing": rf"(?:\s|[{_PARTING}{_DASHES}]|(?<=\s)[{_BULLETS}]+)+$",
        "says": r"[\p{L}\p{N}\p{So}]",
        "marks_before": r"[¿¡«“„\"'‘(\[]+$",
        "marks_after": r"[.!?…。！？]*[»”“\"'’)\]]*[.!?…。！？]*(?=[\s,;:，、；：]|$)",
    }
    return regex.compile(patterns[name])


def trim_quote(text: str, start: int, end: int) -> Span:
    """The span without what nobody quotes at its ends.

    These are blanks, a comma, semicolon or dash, and a bullet or slash that stands alone. What
    belongs to a sentence stays: its stop, quotation marks, ¿ and ¡. A span of nothing else, and one
    that is the whole text, are left as they are.
    """
    is_whole = start <= 0 and end >= len(text)
    if is_whole:
        return start, end
    words = text[start:end]
    opening = _compile_pattern("opening").match(words)
    closing = _compile_pattern("closing").search(words)
    first = start + opening.end() if opening else start
    last = start + closing.start() if closing else end
    return (first, last) if first < last else (start, end)


def says_something(text: str, span: Span) -> bool:
    """Whether a span holds a letter, a digit or a picture; a lone `/` says nothing."""
    return _compile_pattern("says").search(text, *span) is not None


def find_quote_starts(text: str) -> list[int]:
    """Where a quote may begin: at every word, with the marks that open it, as in `¿Qué` or `(they`.

    In order.
    """
    starts = []
    at = 0
    for start, end in find_spans(text, TextUnit.WORD):
        marks = _compile_pattern("marks_before").search(text, at, start)
        starts.append(marks.start() if marks else start)
        at = end
    return starts


def find_quote_ends(text: str) -> list[int]:
    """Where a quote may end: behind every word, with the marks that close it, as in `law.` or
    `law»`; a comma is not among them. In order.
    """
    marks = _compile_pattern("marks_after")
    ends = []
    for _, end in find_spans(text, TextUnit.WORD):
        closed = marks.match(text, end)
        ends.append(closed.end() if closed else end)
    return ends
