"""One answer while patterns are looked for in it; what few patterns need is made when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.suggestion.patterns.answer_words import (
    NOT,
    AnswerWords,
    Break,
    read_words,
    unify_apostrophes,
)
from tipcoder.suggestion.patterns.expectations import Expectation, find_expectations
from tipcoder.suggestion.patterns.matches import (
    PatternMatch,
    build_match,
    build_pieces,
)
from tipcoder.suggestion.patterns.names import find_name_words
from tipcoder.suggestion.patterns.negation import Negations, Negator
from tipcoder.suggestion.word_keys import list_words

if TYPE_CHECKING:
    from tipcoder.suggestion.patterns.negation_rules import NegationRules
    from tipcoder.suggestion.patterns.pattern_places import PatternPlace
    from tipcoder.suggestion.patterns.slots import SlotIndex, Slots


class FoundRow(NamedTuple):
    """A row in an answer: the number of the word for each step, and what negates them."""

    words: tuple[int, ...]
    negators: tuple[Negator, ...]


class SlotPlaces(dict[int, list[int]]):
    """Slot -> numbers of the words that fit it, in order; looked up when a slot is first asked for.

    An answer fits hundreds of slots, and the few rows that are tried ask for some of them.
    """

    def __init__(self, words: list[Slots]) -> None:
        """`words` has the slots of each word."""
        super().__init__()
        self._words = words

    def __missing__(self, slot: int) -> list[int]:
        found = [number for number, slots in enumerate(self._words) if slot in slots]
        self[slot] = found
        return found


class Answer:
    """A text with its words, seen by the patterns of one language."""

    def __init__(self, text: str, index: SlotIndex, rules: NegationRules) -> None:
        self.text = text
        self._plain = unify_apostrophes(text)
        self._written = list_words(self._plain)
        self._index = index
        self._rules = rules
        self._unnamed: frozenset[int] | None = None

    @cached_property
    def slots(self) -> Slots:
        """The slots that any word of the text fits; all that the pre-filter looks at."""
        return self._index.find_in_words(self._written)

    @cached_property
    def words(self) -> AnswerWords:
        """Every word with its place."""
        return read_words(self._plain)

    @cached_property
    def places(self) -> SlotPlaces:
        """Where the words of a slot stand."""
        words: list[Slots] = []
        for written in self._written:
            words += self._index.find_in_parts(written)
        return SlotPlaces(words)

    @cached_property
    def negations(self) -> Negations:
        """What negates in the text."""
        return Negations(self.words, self._rules)

    @cached_property
    def expectations(self) -> list[Expectation]:
        """What was only feared or expected in the text."""
        return find_expectations(self.words, self._rules, self.negations)

    def is_in_name(self, row: Sequence[int], named: int, stops: frozenset[str]) -> bool:
        """Whether one of these words lies inside a proper name and does not fit the slot `named`.

        Names are looked for once, and only where one of the words has a capital.
        """
        starts = self.words.starts
        if not any(self.text[starts[word]].isupper() for word in row):
            return False
        if self._unnamed is None:
            inside = find_name_words(self.text, self.words, stops)
            self._unnamed = inside.difference(self.places[named])
        return not self._unnamed.isdisjoint(row)

    def find_sentence(self, word: int) -> range:
        """The words of the sentence around a word."""
        breaks = self.words.breaks
        start = word
        while start and breaks[start] != Break.SENTENCE:
            start -= 1
        end = word + 1
        while end < len(breaks) and breaks[end] != Break.SENTENCE:
            end += 1
        return range(start, end)

    def find_clause(self, word: int) -> range:
        """The words of the clause around a word: up to a comma, a dash, "but" or its like."""
        breaks, keys, stops = self.words.breaks, self.words.keys, self._rules.stops
        start = word
        while start and breaks[start] == Break.NONE and keys[start] not in stops:
            start -= 1
        end = word + 1
        while end < len(breaks) and breaks[end] == Break.NONE and keys[end] not in stops:
            end += 1
        return range(start, end)

    def build_match(self, place: PatternPlace, found: FoundRow) -> PatternMatch:
        """What is told of a pattern that was found."""
        numbers = [*found.words]
        for negator in found.negators:
            numbers += range(self._find_first(negator), negator.end)
        return build_match(place, self.text, build_pieces(self.words, numbers))

    def _find_first(self, negator: Negator) -> int:
        """What is left of "not" is shown with its verb: didn't."""
        is_attached = self.words.keys[negator.start] == NOT and negator.start > 0
        if is_attached and self.words.ends[negator.start - 1] == self.words.starts[negator.start]:
            return negator.start - 1
        return negator.start
