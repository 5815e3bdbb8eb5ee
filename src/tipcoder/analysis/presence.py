"""Presence of a code on a case: three states, worked out from what coders read.

Never from what is missing. Present: the code is applied to an answer of the case. Absent: an answer
in the code's scope was read, and the code is not applied. Unknown: everything else - not asked, not
answered, withheld, not read yet, uncodable, or a tie.

A net of several codes is present where any of them is. It is absent only where all that apply to
the case are absent: a code applies where something was written in an answer to a question for which
the code is used on any case. Else it is unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tipcoder.results.tests import Coverage

PRESENT, ABSENT, UNKNOWN = 1, 0, -1
"""As numbers in arrays and files; unknown is an empty cell in files."""


class CaseAnswer(NamedTuple):
    """One open answer of one case, and what the chosen layer says about it."""

    case: int
    """Place of the case in the table of cases."""
    question: str
    asked: bool
    """Whether its gate led here. What is written where nothing was asked is not evidence."""
    answered: bool
    """Whether something was written, withheld or not."""
    readable: bool
    read: bool
    """Whether the layer has read it to its end and could judge it."""
    codes: frozenset[str]
    """The codes that the layer applies to it."""
    unsettled: frozenset[str] = frozenset()
    """Codes on which the layer comes to no decision, as in a tie of two coders."""
    votes: tuple[frozenset[str], ...] = ()
    """The codes of each reader, where a layer is made of several."""

    def holds_any(self, keys: frozenset[str]) -> bool:
        """Whether any of these codes is there.

        Of several readers most have to say so, whichever of the codes each of them applied. Two who
        apply different codes of a net both see the net, as they do where their agreement on it is
        computed.
        """
        if self.codes & keys:
            return True
        return 2 * self._count_readers(keys) > len(self.votes)

    def leaves_open(self, keys: frozenset[str]) -> bool:
        """Whether readers come to no decision on these codes together."""
        if self.votes:
            return 2 * self._count_readers(keys) == len(self.votes)
        return bool(self.unsettled & keys)

    def _count_readers(self, keys: frozenset[str]) -> int:
        return sum(1 for codes in self.votes if codes & keys)


@dataclass(frozen=True)
class CodePresence:
    """One code: a state per case, and its coverage."""

    code: str
    states: tuple[int, ...]
    coverage: Coverage


def group_questions_by_code(answers: Iterable[CaseAnswer]) -> dict[str, frozenset[str]]:
    """For each code the questions whose answers it is applied to, where they were asked."""
    found: dict[str, set[str]] = {}
    for answer in answers:
        # An answer that was written where nothing was asked tells nothing about the question.
        codes = answer.codes if answer.asked else ()
        for code in codes:
            found.setdefault(code, set()).add(answer.question)
    return {code: frozenset(questions) for code, questions in found.items()}


def find_scope(
    questions: Sequence[str], used: Mapping[str, Collection[str]], keys: Collection[str]
) -> tuple[str, ...]:
    """The questions whose answers any of these codes is applied to, in order.

    Every question where the codes are applied nowhere.
    """
    covered: set[str] = set()
    for key in keys:
        covered.update(used.get(key, ()))
    found = tuple(question for question in questions if question in covered)
    return found or tuple(questions)


def find_majority(votes: Mapping[str, frozenset[str]]) -> tuple[frozenset[str], frozenset[str]]:
    """Codes that more than half of the readers apply, and codes on which they are split evenly.

    `votes`: the codes of each coder who has read the answer to its end.
    """
    # Two readers are what most studies have, and this is asked of every answer.
    if len(votes) == 2:
        one, other = votes.values()
        return one & other, one ^ other
    counts: Counter[str] = Counter()
    for codes in votes.values():
        counts.update(codes)
    most = frozenset(code for code, n in counts.items() if 2 * n > len(votes))
    split = frozenset(code for code, n in counts.items() if 2 * n == len(votes))
    return most, split
