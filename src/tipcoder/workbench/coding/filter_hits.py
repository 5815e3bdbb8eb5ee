"""Where an answer has what a filter looked for, to be shown in it."""

from __future__ import annotations

from collections.abc import Iterator

from tipcoder.model.filters import AnswerFilter
from tipcoder.text_patterns import find_pattern_spans
from tipcoder.text_search import (
    PlacedText,
    Span,
    compose_with_places,
    find_near_pairs,
    find_phrase,
    find_words,
    fold_with_places,
)


def find_hits(text: str, where: AnswerFilter) -> list[Span]:
    """Spans of the text, in code points, that the filter looked for: in order, none touching
    another.

    What the filter does not want is not among them, and neither is what it does not look for in
    texts.
    """
    if not has_words_to_show(where):
        return []
    folded = fold_with_places(text)
    spans = sorted(set(_iterate_spans(text, folded, where)))
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def has_words_to_show(where: AnswerFilter) -> bool:
    """Whether the filter looks for anything that a text can be seen to have."""
    if where.words or where.phrases or where.nearby or where.patterns:
        return True
    return any(map(has_words_to_show, _list_wanted(where)))


def _list_wanted(where: AnswerFilter) -> list[AnswerFilter]:
    """The filters within it that an answer may have passed."""
    wanted = [*where.all_of]
    for alternatives in where.any_of:
        wanted.extend(alternatives)
    return wanted


def _iterate_spans(text: str, folded: PlacedText, where: AnswerFilter) -> Iterator[Span]:
    for found in find_words(folded.text, where.words):
        yield folded.find_span(*found)
    for phrase in where.phrases:
        for found in find_phrase(folded.text, phrase):
            yield folded.find_span(*found)
    for test in where.nearby:
        for pair in find_near_pairs(folded.text, *test):
            for found in pair:
                yield folded.find_span(*found)
    if where.patterns:
        composed = compose_with_places(text)
        for found in find_pattern_spans(composed.text, where.patterns):
            yield composed.find_span(*found)
    for inner in _list_wanted(where):
        yield from _iterate_spans(text, folded, inner)
