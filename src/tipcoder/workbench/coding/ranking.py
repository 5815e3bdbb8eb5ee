"""Which code stands on which digit.

A digit must not change its code under the coder's fingers: the nine places of a question are filled once, by
what she used most there and then by what the codebook means for it, and afterwards a code that has none takes the
place of the one used least.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

PLACES = 9


class Ranking:
    """Digits of one coder, kept per question."""

    def __init__(self, codes: Mapping[str, Sequence[str]], usage: Iterable[tuple[str, str, int]]) -> None:
        """`codes` in codebook order, with the questions that each is meant for; `usage` as (question, code, times)."""
        self._codes = {code: frozenset(questions) for code, questions in codes.items()}
        self._in_question: dict[str, Counter[str]] = {}
        self._overall: Counter[str] = Counter()
        self._places: dict[str, list[str]] = {}
        for question, code, times in usage:
            if code in self._codes:
                self._in_question.setdefault(question, Counter())[code] += times
                self._overall[code] += times

    def ranked(self, question: str) -> list[str]:
        """Every code, the nine that have digits first."""
        places = self._places_of(question)
        return places + [code for code in self._codes if code not in places]

    def used(self, question: str, code: str) -> None:
        """The coder put this code on an answer to this question."""
        places = self._places_of(question)
        here = self._in_question.setdefault(question, Counter())
        here[code] += 1
        self._overall[code] += 1
        if code in self._codes and code not in places:
            if len(places) < PLACES:
                places.append(code)
            else:
                # The last of the least used, so that the low digits stay the steadiest.
                at = min(range(PLACES), key=lambda i: (here[places[i]], -i))
                places[at] = code

    def revise(self, codes: Mapping[str, Sequence[str]]) -> None:
        """The codebook has these codes now. Those that have a digit keep it; one that is gone leaves it to the next."""
        self._codes = {code: frozenset(questions) for code, questions in codes.items()}
        known = set(codes)
        for question, places in self._places.items():
            kept = [code for code in places if code in known]
            spare = [code for code in self._best(question) if code not in kept]
            self._places[question] = [
                code if code in known else spare.pop(0) for code in places if code in known or spare
            ]

    def _places_of(self, question: str) -> list[str]:
        if question not in self._places:
            self._places[question] = self._best(question)[:PLACES]
        return self._places[question]

    def _best(self, question: str) -> list[str]:
        here = self._in_question.get(question, Counter())
        order = {code: n for n, code in enumerate(self._codes)}
        return sorted(
            self._codes, key=lambda c: (-here[c], question not in self._codes[c], -self._overall[c], order[c])
        )
