"""What takes a whole judgement back: "one cannot say that", "is not the word", "de X no tuvo nada".

Unlike "not", which negates a word or two, a denial holds for everything that is judged: behind it
up to the end of the clause, or before it back to where the clause begins.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import NamedTuple

from tipcoder.suggestion.patterns.answer_words import AnswerWords, Break
from tipcoder.suggestion.patterns.negation_rules import DENIAL_AFTER, NegationRules, Phrase

_REACH = 15
"""Words that may stand between "cannot say that" and the last one that it denies."""
_REACH_BACK = 5
"""The same between what is denied and the denial behind it: "useful is not the word"."""


class Denial(NamedTuple):
    """A phrase that takes a judgement back; all are numbers of words, half-open."""

    start: int
    end: int
    first: int
    """Where the words begin that it denies."""
    last: int

    def denies(self, word: int) -> bool:
        """Whether a word is among those that are denied."""
        return self.first <= word < self.last

    def stands_before(self) -> bool:
        """Whether what is denied stands behind the phrase."""
        return self.end <= self.first


def find_denials(
    words: AnswerWords, rules: NegationRules, negating: Container[int]
) -> list[Denial]:
    """The denials of a text, in order.

    Another negation, of which `negating` has the first words, ends the reach: "cannot say that we
    did not learn" says that we did.
    """
    found: list[Denial] = []
    if rules.denials.keys().isdisjoint(words.keys):
        return found
    for at, key in enumerate(words.keys):
        for phrase, kind in rules.denials.get(key, ()):
            end = at + len(phrase)
            if not _stands_at(words, at, phrase):
                continue
            if kind == DENIAL_AFTER:
                first = _find_first(words, rules, at, rules.openings.get(phrase))
                denial = Denial(at, end, first, at)
            else:
                denial = Denial(at, end, end, _find_last(words, rules, end, negating))
            if denial.first < denial.last:
                found.append(denial)
                break
    return found


def _stands_at(words: AnswerWords, at: int, phrase: Phrase) -> bool:
    """Whether a phrase stands at a word; commas in the text do not count."""
    end = at + len(phrase)
    if tuple(words.keys[at:end]) != phrase:
        return False
    return all(each <= Break.COMMA for each in words.breaks[at + 1 : end])


def _find_last(words: AnswerWords, rules: NegationRules, end: int, negating: Container[int]) -> int:
    """Where the words end that are denied by a phrase before them."""
    for at in range(end, min(end + _REACH, len(words.keys))):
        if _is_border(words, rules, at) or at in negating:
            return at
    return min(end + _REACH, len(words.keys))


def _find_first(words: AnswerWords, rules: NegationRules, start: int, opening: str | None) -> int:
    """Where the words begin that are denied by a phrase behind them.

    Where the phrase has an `opening` ("de … no tuvo nada") they begin behind it, or nothing is
    denied.
    """
    first = start
    while first > max(start - _REACH_BACK, 0) and words.breaks[first] == Break.NONE:
        if words.keys[first - 1] == opening:
            return first
        if words.keys[first - 1] in rules.stops:
            break
        first -= 1
    return start if opening else first


def _is_border(words: AnswerWords, rules: NegationRules, at: int) -> bool:
    return words.breaks[at] != Break.NONE or words.keys[at] in rules.stops


def is_denied(denials: Sequence[Denial], row: Sequence[int]) -> bool:
    """Whether a row is taken back: it ends in what "cannot say that" denies, or lies all in what is
    denied by a phrase behind it.
    """
    for denial in denials:
        words = row[-1:] if denial.stands_before() else row
        if all(denial.denies(word) for word in words):
            return True
    return False
