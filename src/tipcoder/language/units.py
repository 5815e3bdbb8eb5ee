"""Words, clauses, sentences and lines of a text as spans: what a coder selects with one key.

Rules rather than a model: answers are fragments without final stops, lists, and mixed languages,
and a span must never depend on which model is installed. Offsets are code points, half-open; spans
never overlap and are trimmed of white space, so joining them does not give the text back.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from tipcoder.language.table_keys import ABBREVIATIONS
from tipcoder.language.tables import list_words

if TYPE_CHECKING:
    from regex import Pattern

Span = tuple[int, int]


class TextUnit(StrEnum):
    """What a span is a whole number of."""

    WORD = "word"
    CLAUSE = "clause"
    SENTENCE = "sentence"
    LINE = "line"
    WHOLE = "whole"


@cache
def _list_abbreviations() -> frozenset[str]:
    """After these a sentence goes on although a capital may follow; casefolded, no stop."""
    return frozenset(word.casefold() for word in list_words(ABBREVIATIONS))


_ENDS = r"[.!?…。！？।؟۔]"
_PARTING = ",;:，、；："
_CLOSERS = r"""["'”’»)\]]"""


def find_spans(text: str, unit: TextUnit) -> list[Span]:
    """All spans of a unit, in order."""
    finders = {
        TextUnit.WHOLE: _find_whole,
        TextUnit.WORD: _find_words,
        TextUnit.LINE: _find_lines,
        TextUnit.SENTENCE: _find_sentences,
        TextUnit.CLAUSE: _find_clauses,
    }
    return finders[unit](text)


def _find_whole(text: str) -> list[Span]:
    return [(0, len(text))] if text else []


def _find_words(text: str) -> list[Span]:
    return [found.span() for found in _compile_pattern("word").finditer(text)]


def _find_lines(text: str) -> list[Span]:
    lines = [_trim_span(text, *found.span()) for found in _compile_pattern("line").finditer(text)]
    return _drop_empty(lines)


def _find_sentences(text: str) -> list[Span]:
    """Sentences never cross a line: answers are often lists without any stop."""
    sentences: list[Span] = []
    for start, end in _find_lines(text):
        sentences += _split_sentences(text, start, end)
    return _join_wordless(text, sentences)


def _find_clauses(text: str) -> list[Span]:
    ends = _compile_pattern("clause_end")
    clauses: list[Span] = []
    for start, end in _find_sentences(text):
        found = _split_clauses(text, start, end, ends)
        clauses += [_strip_comma(text, *clause) for clause in found]
    return _drop_empty(clauses)


def _drop_empty(spans: list[Span]) -> list[Span]:
    return [(start, end) for start, end in spans if start < end]


def _join_wordless(text: str, found: list[Span]) -> list[Span]:
    """The same with every piece that says nothing, like a lone `/`, joined to its neighbour.

    That is the one before it, and of the first piece the next.
    """
    says = _compile_pattern("says")
    joined: list[Span] = []
    for start, end in found:
        both_say = joined and says.search(text, start, end) and says.search(text, *joined[-1])
        if joined and not both_say:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _strip_comma(text: str, start: int, end: int) -> Span:
    """A clause without the mark that parts it from the next: nobody quotes the comma."""
    while end > start and text[end - 1] in _PARTING:
        end -= 1
    return _trim_span(text, start, end)


@cache
def _compile_pattern(name: str) -> Pattern[str]:
    import regex  # here, because the command line has no use for it

    patterns = {
        # Marks (\p{M}) belong to the letter before them: without them Hindi and decomposed accents
        # fall apart.
        "word": r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’\-.@_](?=[\p{L}\p{N}])[\p{L}\p{M}\p{N}]+)*",
        "line": r"[^\n]+",
        # A letter, a digit, or a picture: an answer of one emoji says something.
        "says": r"[\p{L}\p{N}\p{So}]",
        "clause_end": r"[,;:](?=\s)|\s(?=[—–-]\s)|[,，、；：](?=\p{Script=Han})|(?=\s\()|\)(?=\s)",
        "sentence_end": rf"{_ENDS}+{_CLOSERS}*(?=\s|$)|[。！？।]{_CLOSERS}*",
    }
    return regex.compile(patterns[name])


def _split_sentences(text: str, start: int, end: int) -> list[Span]:
    out: list[Span] = []
    at = start
    for found in _compile_pattern("sentence_end").finditer(text, start, end):
        if not _ends_here(text, _trim_span(text, at, end)[0], found.start(), found.end(), end):
            continue
        span = _trim_span(text, at, found.end())
        if span[0] < span[1]:
            out.append(span)
        at = found.end()
    rest = _trim_span(text, at, end)
    return [*out, rest] if rest[0] < rest[1] else out


def _ends_here(text: str, sentence: int, stop: int, after: int, end: int) -> bool:
    """Whether a stop ends the sentence that begins at `sentence`.

    It may belong to an abbreviation, an initial or the number of a list.
    """
    if text[stop] == "…":
        # An ellipsis in the middle: the sentence goes on in lower case.
        return not _goes_on(text, after, end)
    if text[stop] != ".":
        return True
    word_start = _find_word_start(text, sentence, stop)
    word = text[word_start:stop].strip("(\"'“«¿¡")
    if word.casefold() in _list_abbreviations() or _is_initial(word):
        # Behind it there is more to say, unless the text ends there.
        return after >= end
    if word_start == sentence and (word.isdigit() or len(word) == 1):
        return False  # 1. or a. in front of an item
    is_ellipsis = text[stop:after].startswith("...")
    return not (is_ellipsis and _goes_on(text, after, end))


def _find_word_start(text: str, sentence: int, stop: int) -> int:
    start = stop
    while start > sentence and not text[start - 1].isspace():
        start -= 1
    return start


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isalpha() and word.isupper()


def _goes_on(text: str, at: int, end: int) -> bool:
    rest = text[at:end].lstrip()
    return bool(rest) and rest[0].islower()


def _split_clauses(text: str, start: int, end: int, ends: Pattern[str]) -> list[Span]:
    stops = [found.end() for found in ends.finditer(text, start, end)]
    clauses: list[Span] = []
    at = start
    for stop in (*stops, end):
        clauses.append(_trim_span(text, at, stop))
        at = stop
    return _drop_empty(clauses)


def _trim_span(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def find_span_after(choices: list[Span], offset: int) -> Span | None:
    """The first span that begins at or after `offset`."""
    return next((span for span in choices if span[0] >= offset), None)


def find_span_before(choices: list[Span], offset: int) -> Span | None:
    """The last span that ends at or before `offset`."""
    return next((span for span in reversed(choices) if span[1] <= offset), None)


def find_span_around(choices: list[Span], offset: int) -> Span | None:
    """The span that holds `offset`, or the nearest one after it, or the last one."""
    inside = next((span for span in choices if span[0] <= offset < span[1]), None)
    return inside or find_span_after(choices, offset) or (choices[-1] if choices else None)
