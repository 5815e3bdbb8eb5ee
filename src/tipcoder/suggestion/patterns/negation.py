"""Which words of an answer stand under a negation.

A negation reaches a few words forward inside its clause. It ends at "but" and its like, at commas
(lists of nouns aside), and at ; : ( ) and dashes. "Not only" is none. Two negations in one clause
count as one, as they do in Spanish and Russian, unless one of them negates an act of not doing:
"did not fail to". What takes a whole judgement back ("one cannot say that") stands in `denials`; a
negation that is taken back counts no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tipcoder.suggestion.patterns.answer_words import AnswerWords, Break
from tipcoder.suggestion.patterns.denials import find_denials
from tipcoder.suggestion.patterns.negation_rules import DENIAL, NegationRules, Phrase

_REACH = 4
"""Words that may stand between "not" or "no" and what they negate."""
_REACH_OF_SUBJECT = 8
"""The same behind "nobody": the verb comes late."""
_LONGEST_INSERTION = 5
"""Words between two commas behind a negation: "not, as in former years, invited"."""
_LISTED = 2
"""Words of an item in a list of nouns: "no training, no new funds, support"."""


class Negator(NamedTuple):
    """A word or phrase that negates; `start` and `end` count words, half-open."""

    start: int
    end: int
    kind: str
    """See `negation_rules.KINDS`; of a denial `DENIAL`."""


class Negations:
    """The negations of one answer in one language."""

    def __init__(self, words: AnswerWords, rules: NegationRules) -> None:
        self._words = words
        self._rules = rules
        self._negators = _find_negators(words, rules)
        self._acts: set[int] = set()
        """Words of acts of not doing, which a negation before them goes no further than."""
        for negator in self._negators:
            if negator.kind == "act":
                self._acts.update(range(negator.start, negator.end))
        starts = {negator.start for negator in self._negators}
        self.denials = find_denials(words, rules, starts)

    def find_negator(self, word: int, taken: frozenset[int] = frozenset()) -> Negator | None:
        """The nearest negation that reaches a word; those among the words `taken` do not count."""
        for denial in self.denials:
            is_free = taken.isdisjoint(range(denial.start, denial.end))
            if is_free and denial.denies(word) and not self._absorbs(denial.first, word):
                return Negator(denial.start, denial.end, DENIAL)
        best: Negator | None = None
        for negator in self._negators:
            if not taken.isdisjoint(range(negator.start, negator.end)):
                continue
            if self._reaches(negator, word) and not self._is_undone(negator):
                best = negator
        return best

    def _is_undone(self, negator: Negator) -> bool:
        """Whether an act of not doing is negated itself, or a negation is taken back."""
        if self._is_taken_back(negator):
            return True
        if negator.kind != "act":
            return False
        others = (each for each in self._negators if each.kind in ("verb", "subject"))
        return any(self._reaches(other, negator.start) for other in others)

    def _is_taken_back(self, negator: Negator) -> bool:
        """Whether "cannot say that" ends before a negation, which it denies with its clause."""
        return any(denial.first < denial.last == negator.start for denial in self.denials)

    def _reaches(self, negator: Negator, word: int) -> bool:
        if self._belongs_to_denial(negator, word):
            return False
        if negator.kind == "after" and word + 1 == negator.start:
            return self._words.breaks[negator.start] == Break.NONE
        start = self._skip_insertion(negator)
        limit = _REACH_OF_SUBJECT if negator.kind == "subject" else _REACH
        if not 0 <= word - start <= limit:
            return False
        return not any(self._stops_at(negator, at, start, word) for at in range(start, word + 1))

    def _absorbs(self, start: int, word: int) -> bool:
        """Whether a word between two takes a negation itself: "cannot say it was badly made"."""
        return not self._rules.absorbing.isdisjoint(self._words.keys[start:word])

    def _belongs_to_denial(self, negator: Negator, word: int) -> bool:
        """Whether a negation is the "not" of "cannot say that", which says it of the word."""
        for denial in self.denials:
            is_inside = denial.start <= negator.start < denial.end <= word
            if is_inside and denial.stands_before():
                return True
        return False

    def _skip_insertion(self, negator: Negator) -> int:
        """The word from which on a negation reaches: "not, however, invited" has an insertion."""
        start, breaks = negator.end, self._words.breaks
        if start >= len(breaks) or breaks[start] != Break.COMMA:
            return start
        if self._words.keys[start - 1] in self._rules.answers:
            return start
        for at in range(start + 1, min(start + _LONGEST_INSERTION, len(breaks) - 1) + 1):
            if breaks[at] != Break.NONE:
                return at if breaks[at] == Break.COMMA else start
        return start

    def _stops_at(self, negator: Negator, at: int, start: int, word: int) -> bool:
        """Whether the reach of a negation, which begins at `start`, ends at a word between it and
        another, or before it.
        """
        here = self._words.breaks[at]
        if here >= Break.CLAUSE:
            return True
        if here == Break.COMMA and self._stops_at_comma(negator, at, start):
            return True
        if at == word:
            return False
        key = self._words.keys[at]
        if key in self._rules.stops or at in self._acts:
            return True
        return key in self._rules.absorbing and negator.kind != "subject"

    def _stops_at_comma(self, negator: Negator, at: int, start: int) -> bool:
        keys = self._words.keys
        if at == start:
            # Behind an insertion, or behind "no" as an answer.
            return keys[start - 1] in self._rules.answers
        if negator.kind not in ("noun", "after") or keys[at] in self._rules.speakers:
            return True
        item = at - 1
        while item > negator.end and self._words.breaks[item] != Break.COMMA:
            item -= 1
        return at - item > _LISTED


def _find_negators(words: AnswerWords, rules: NegationRules) -> list[Negator]:
    """In order of the text; of several that begin at one word the longest."""
    found: list[Negator] = []
    at = 0
    while at < len(words.keys):
        negator = match_phrase(words, at, rules.phrases.get(words.keys[at], ()))
        if negator is None:
            at += 1
            continue
        is_void = negator.end < len(words.keys) and (
            words.keys[negator.end] in rules.voided_by and not words.breaks[negator.end]
        )
        if not is_void:
            found.append(negator)
        at = negator.end
    return found


def match_phrase(
    words: AnswerWords, at: int, phrases: Sequence[tuple[Phrase, str]]
) -> Negator | None:
    """The first of some phrases that stands at a word, without a break inside."""
    for phrase, kind in phrases:
        end = at + len(phrase)
        if tuple(words.keys[at:end]) == phrase and not any(words.breaks[at + 1 : end]):
            return Negator(at, end, kind)
    return None
