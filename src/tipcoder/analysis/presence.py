"""Presence of a code on a case: three states, worked out from what coders read and never from what
is missing.

Present: a coding of the code stands on an answer of the case. Absent: an answer in the code's scope
was read, and the code is not there. Unknown: everything else - not asked, not answered, withheld,
not read yet, uncodable, or a tie.

A net of several codes is present where any of them is. It is absent only where all that apply to
the case are absent: a code applies where something was written in an answer on whose question the
code stands anywhere. Else it is unknown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tipcoder.results import Coverage

PRESENT, ABSENT, UNKNOWN = 1, 0, -1
"""As numbers in arrays and files; unknown is an empty cell in files."""


class CaseAnswer(NamedTuple):
    """One open answer of one case, and what the chosen layer says about it."""

    case: int
    """Place of the case in the table of cases."""
    question: str
    asked: bool
    """Whether its gate led here. What stands where nothing was asked is not evidence."""
    answered: bool
    """Whether something was written, withheld or not."""
    readable: bool
    read: bool
    """Whether the layer has read it to its end and could judge it."""
    codes: frozenset[str]
    """The codes that the layer puts on it."""
    unsettled: frozenset[str] = frozenset()
    """Codes on which the layer comes to no decision, as in a tie of two coders."""
    votes: tuple[frozenset[str], ...] = ()
    """The codes of each reader, where a layer is made of several."""

    def holds_any(self, keys: frozenset[str]) -> bool:
        """Whether any of these codes is there.

        Of several readers most have to say so, whichever of the codes each of them put: two who put
        different codes of a net both see the net, as they do where their agreement on it is
        computed.
        """
        return bool(self.codes & keys) or 2 * self._count_readers(keys) > len(self.votes)

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
    """The questions that were asked and on which each code stands."""
    found: dict[str, set[str]] = {}
    for answer in answers:
        if answer.asked:
            for code in answer.codes:
                found.setdefault(code, set()).add(answer.question)
    return {code: frozenset(questions) for code, questions in found.items()}


def find_scope(
    questions: Sequence[str], used: Mapping[str, Collection[str]], keys: Collection[str]
) -> tuple[str, ...]:
    """The questions on which any of these codes stands, in order; every question where they stand
    nowhere.
    """
    found = tuple(
        question for question in questions if any(question in used.get(key, ()) for key in keys)
    )
    return found or tuple(questions)


def find_code_presence(
    code: str,
    answers: Sequence[CaseAnswer],
    cases: int,
    *,
    keys: Collection[str],
    scope: Collection[str],
    used: Mapping[str, Collection[str]] | None = None,
) -> CodePresence:
    """The state of a code on every case.

    `keys` are the codes that count as this one (a net has several), `scope` the questions whose
    reading tells that it is absent. With `used`, the questions on which each code stands, every
    code of a net has to be absent on its own.
    """
    states = [UNKNOWN] * cases
    asked, answered, readable = bytearray(cases), bytearray(cases), bytearray(cases)
    unread, open_still = bytearray(cases), bytearray(cases)
    wanted, where = frozenset(keys), frozenset(scope)
    for answer in answers:
        if answer.question not in where or not answer.asked:
            continue
        case = answer.case
        asked[case] = 1
        answered[case] |= answer.answered
        readable[case] |= answer.readable
        if not answer.readable:
            continue
        if answer.holds_any(wanted):
            states[case] = PRESENT
        elif answer.leaves_open(wanted):
            open_still[case] = 1
        elif not answer.read:
            unread[case] = 1
        elif states[case] == UNKNOWN:
            states[case] = ABSENT
    for case in _find_open_cases(answers, wanted, where, used or {}):
        open_still[case] = 1
    for case in range(cases):
        if open_still[case] and states[case] == ABSENT:
            states[case] = UNKNOWN
    coverage = Coverage(
        code=code,
        scope=tuple(scope),
        cases=cases,
        asked=sum(asked),
        answered=sum(answered),
        readable=sum(readable),
        coded=sum(1 for state in states if state != UNKNOWN),
        present=sum(1 for state in states if state == PRESENT),
        half_read=sum(1 for case, state in enumerate(states) if state == ABSENT and unread[case]),
    )
    return CodePresence(code, tuple(states), coverage)


def _find_open_cases(
    answers: Iterable[CaseAnswer],
    keys: frozenset[str],
    scope: frozenset[str],
    used: Mapping[str, Collection[str]],
) -> set[int]:
    """Cases of which it is open whether one code of a net is there.

    Something was written where that code stands on other cases, and none of it was read.
    """
    if len(keys) < 2:
        return set()
    written: dict[str, set[int]] = {}
    read: dict[str, set[int]] = {}
    for answer in answers:
        if answer.asked and answer.answered and answer.question in scope:
            written.setdefault(answer.question, set()).add(answer.case)
            if answer.readable and answer.read:
                read.setdefault(answer.question, set()).add(answer.case)
    cases: set[int] = set()
    for questions in {frozenset(used.get(key, ())) & scope for key in keys}:
        applies = set().union(*(written.get(question, ()) for question in questions))
        told = set().union(*(read.get(question, ()) for question in questions))
        cases |= applies - told
    return cases


def group_by_respondent(states: Sequence[int], respondents: Sequence[str]) -> dict[str, int]:
    """Present if it is present on any case, absent if on all that are known, unknown if nothing is
    known.
    """
    out: dict[str, int] = {}
    for state, respondent in zip(states, respondents, strict=True):
        out[respondent] = max(state, out.get(respondent, UNKNOWN))
    return out


class CountryShare(NamedTuple):
    """Of the cases of a country whose state is known, how many have the code."""

    present: int
    known: int

    @property
    def share(self) -> float | None:
        """None where nothing is known."""
        return self.present / self.known if self.known else None


def count_by_country(
    states: Sequence[int], countries: Sequence[str | None]
) -> dict[str, CountryShare]:
    """Share and number of known cases per country; cases without a country are left out."""
    out: dict[str, CountryShare] = {}
    for state, country in zip(states, countries, strict=True):
        if country is not None:
            was = out.get(country, CountryShare(0, 0))
            out[country] = CountryShare(
                was.present + (state == PRESENT), was.known + (state != UNKNOWN)
            )
    return out


def find_majority(votes: Mapping[str, frozenset[str]]) -> tuple[frozenset[str], frozenset[str]]:
    """Codes that more than half of the readers put on an answer, and codes on which they are split
    evenly.

    `votes`: the codes of each coder who has read the answer to its end.
    """
    counts: dict[str, int] = {}
    for codes in votes.values():
        for code in codes:
            counts[code] = counts.get(code, 0) + 1
    most = frozenset(code for code, n in counts.items() if 2 * n > len(votes))
    return most, frozenset(code for code, n in counts.items() if 2 * n == len(votes))
