"""Words inside proper names: "Agency for the Prohibition of Begging" prohibits nothing here.

A name is a run of two or more words with a capital, which short words may link. A word of a pattern
that stands inside one says nothing of its own, unless names are made of it in any case, as
"ministry" and "report" (`@named` in pattern_lists.toml). Languages without that list, as German
with its capitals everywhere, have no names in this sense.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tipcoder.errors import BadInput
from tipcoder.suggestion.patterns.answer_words import AnswerWords, Break
from tipcoder.suggestion.patterns.expanding import expand_pattern
from tipcoder.suggestion.patterns.parsing import parse_pattern
from tipcoder.suggestion.patterns.pattern import Word
from tipcoder.suggestion.patterns.word_lists import PatternLists

_NAMED = "named"
"""The list of words that names are made of, and that count in them."""
_LINKS = 3
"""Stop words in a row that link two parts of a name: "for the"."""


class _Word(NamedTuple):
    """How one word of a sentence is written."""

    number: int
    is_capital: bool
    """It begins with a capital, and not because a sentence or a clause begins."""
    is_title: bool
    """It has small letters besides: acronyms and shouts have none."""
    is_stop: bool
    opens: bool
    """Whether a comma or more stands before it."""


def read_named_words(language: str, lists: PatternLists) -> frozenset[Word]:
    """The words of `@named`; none where the language has no such list.

    None either where a study's own list has a slip, which `linting` tells of: it must not close the
    workbench.
    """
    if not lists.find_entries(_NAMED, language):
        return frozenset()
    try:
        rows = expand_pattern(parse_pattern(f"@{_NAMED}", language, lists))
    except BadInput:
        return frozenset()
    named: set[Word] = set()
    for row in rows:
        for step in row:
            named |= step.words
    return frozenset(named)


def find_name_words(text: str, words: AnswerWords, stops: frozenset[str]) -> frozenset[int]:
    """The numbers of the words with a capital inside names.

    A sentence is taken as a heading, all in capitals, where stop words have one too and no other
    word is without.
    """
    found: set[int] = set()
    for sentence in _split_sentences(text, words, stops):
        if not _is_heading(sentence):
            for run in _iterate_runs(sentence):
                found.update(run)
    return frozenset(found)


def _split_sentences(
    text: str, words: AnswerWords, stops: frozenset[str]
) -> Iterator[Sequence[_Word]]:
    sentence: list[_Word] = []
    for number, key in enumerate(words.keys):
        here = words.breaks[number]
        if here == Break.SENTENCE and sentence:
            yield sentence
            sentence = []
        written = text[words.starts[number] : words.ends[number]]
        is_capital = written[:1].isupper() and here < Break.CLAUSE
        is_title = is_capital and not written.isupper()
        sentence.append(_Word(number, is_capital, is_title, key in stops, here > Break.NONE))
    yield sentence


def _is_heading(sentence: Sequence[_Word]) -> bool:
    has_capital_stop = any(word.is_title and word.is_stop for word in sentence[1:])
    has_small = any(not (word.is_capital or word.is_stop) for word in sentence[1:])
    return has_capital_stop and not has_small


def _iterate_runs(sentence: Sequence[_Word]) -> Iterator[list[int]]:
    """The words with a capital of each name."""
    run: list[_Word] = []
    links = 0
    for word in sentence:
        is_part = word.is_capital and not word.is_stop
        if is_part and run and not word.opens:
            run.append(word)
            links = 0
            continue
        links += 1
        if word.opens or word.is_capital or not word.is_stop or links > _LINKS:
            yield from _close_run(run)
            run = [word] if is_part else []
            links = 0
    yield from _close_run(run)


def _close_run(run: Sequence[_Word]) -> Iterator[list[int]]:
    if sum(word.is_title for word in run) > 1:
        yield [word.number for word in run]
