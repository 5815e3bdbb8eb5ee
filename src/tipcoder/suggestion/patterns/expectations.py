"""What was only feared or expected: "We feared it would be boring, but it was lively."

The speaker does not say that it was boring. What stands between the fear and its turn ("but",
"instead", "in the end") is left out, unless a pattern asks for the fear itself. A fear that is
negated is none: "We never expected to be ignored, but we were."
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tipcoder.suggestion.patterns.answer_words import AnswerWords, Break
from tipcoder.suggestion.patterns.negation import Negations, match_phrase
from tipcoder.suggestion.patterns.negation_rules import SUPPOSED, NegationRules

_REACH = 25
"""Words between a fear and its turn."""


class Expectation(NamedTuple):
    """A fear or an expectation that did not come true; numbers of words, half-open."""

    start: int
    """Where the phrase that tells of it begins."""
    scope: int
    """Where what was expected begins."""
    turn: int
    """Where it ends."""

    def unsays(self, row: Sequence[int]) -> bool:
        """Whether a row of words ends in what was expected, without naming the expectation."""
        takes_phrase = any(self.start <= word < self.scope for word in row)
        return self.scope <= row[-1] < self.turn and not takes_phrase


def find_expectations(
    words: AnswerWords, rules: NegationRules, negations: Negations
) -> list[Expectation]:
    """Those of an answer that turned out otherwise, in order."""
    if rules.expectations.keys().isdisjoint(words.keys):
        return []
    found: list[Expectation] = []
    for at, key in enumerate(words.keys):
        phrase = match_phrase(words, at, rules.expectations.get(key, ()))
        if phrase is None or negations.find_negator(at) is not None:
            continue
        turn = _find_turn(words, rules, phrase.end)
        if turn is None:
            continue
        if phrase.kind != SUPPOSED or _has_forecast(words.keys[phrase.end : turn], rules):
            found.append(Expectation(at, phrase.end, turn))
    return found


def _find_turn(words: AnswerWords, rules: NegationRules, scope: int) -> int | None:
    """Where it turns: in the sentence itself, or with the first word of the next one."""
    for at in range(scope, min(scope + _REACH, len(words.keys))):
        if match_phrase(words, at, rules.turns.get(words.keys[at], ())) is not None:
            return at
        if words.breaks[at] == Break.SENTENCE:
            return None
    return None


def _has_forecast(keys: Iterable[str], rules: NegationRules) -> bool:
    return not rules.forecasts.isdisjoint(keys)
