"""Words of a text with everything that may speak through them, whatever the code."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tipcoder.suggestion.corpus import Corpus
from tipcoder.suggestion.word_keys import cut_stem, find_word_places, make_word_key

if TYPE_CHECKING:
    from tipcoder.suggestion.concepts import Match


class TokenConcept(NamedTuple):
    """A concept that a token says, alone or with the next one."""

    match: Match
    concept: int
    end: int
    """Where the token or the two end."""


class Token(NamedTuple):
    """A word of a text; `start` and `end` are code points of the text, half-open."""

    start: int
    end: int
    written: str
    word: str
    """As words are compared."""
    said: tuple[TokenConcept, ...]
    alone: bool
    """Whether the word can speak by itself: "not" cannot, but "not true" can."""
    number: int | None
    """Of the word in the corpus; None where no text and no code has it."""
    stem: int | None
    """Of the word's stem in the corpus."""


def build_tokens(text: str, language: str, corpus: Corpus, stops: frozenset[str]) -> list[Token]:
    """Every word of a text. It is the same for all codes, and most of the work."""
    places = list(find_word_places(text))
    words = [make_word_key(text[start:end]) for start, end in places]
    tokens = []
    for at, (start, end) in enumerate(places):
        word = words[at]
        alone = word not in stops and not word.isdecimal()
        # A stop word says nothing by itself, but it may belong to an entry of two words.
        said: list[TokenConcept] = []
        if alone:
            said += _find_concepts(corpus, corpus.concepts.find_in_word(word, language), end)
        if at + 1 < len(words):
            matches = corpus.concepts.find_in_pair(word, words[at + 1], language)
            said += _find_concepts(corpus, matches, places[at + 1][1])

        # Looked up once here, and used for every code.
        number = corpus.vocabulary.get(word)
        stem = corpus.stems.get(cut_stem(word))
        written = text[start:end]
        tokens.append(Token(start, end, written, word, tuple(said), alone, number, stem))
    return tokens


def _find_concepts(corpus: Corpus, matches: list[Match], end: int) -> list[TokenConcept]:
    numbers = corpus.concept_number
    return [TokenConcept(match, numbers[match.concept], end) for match in matches]
