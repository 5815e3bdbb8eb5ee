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

from tipcoder.results import Coverage

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


def find_code_presence(
    code: str,
    answers: Sequence[CaseAnswer],
    cases: int,
    *,
    keys: Collection[str],
    scope: Collection[str],
    used: Mapping[str, Collection[str]] | None = None,
) -> CodePresence:
    """The state of a code on every case; `cases` is their number.

    `keys` are the codes that count as this one (a net has several), `scope` the questions whose
    reading tells that it is absent. With `used`, the questions whose answers each code is applied
    to, every code of a net has to be absent on its own.
    """
    wanted, questions = frozenset(keys), frozenset(scope)
    tally = _CaseTally(cases, wanted)
    for answer in answers:
        if answer.asked and answer.question in questions:
            tally.add_answer(answer)
    tally.open_cases(_find_open_cases(answers, wanted, questions, used or {}))
    return CodePresence(code, tuple(tally.states), tally.summarise_coverage(code, tuple(scope)))


class _CaseTally:
    """What the answers in a code's scope say of each case, added up one by one."""

    def __init__(self, cases: int, keys: frozenset[str]) -> None:
        self._keys = keys
        self.states = [UNKNOWN] * cases
        # One flag a case; byte arrays, because a study may have a hundred codes.
        self._asked = bytearray(cases)
        self._answered = bytearray(cases)
        self._readable = bytearray(cases)
        self._unread = bytearray(cases)
        self._undecided = bytearray(cases)

    def add_answer(self, answer: CaseAnswer) -> None:
        """Take in an answer that was asked."""
        case = answer.case
        self._asked[case] = 1
        # A case may have several answers in scope: one of them is enough.
        self._answered[case] |= answer.answered
        self._readable[case] |= answer.readable
        if not answer.readable:
            return

        # One answer with the code is enough, whatever the others say.
        if answer.holds_any(self._keys):
            self.states[case] = PRESENT
        elif answer.leaves_open(self._keys):
            self._undecided[case] = 1
        elif not answer.read:
            self._unread[case] = 1
        elif self.states[case] == UNKNOWN:
            self.states[case] = ABSENT

    def open_cases(self, cases: Iterable[int]) -> None:
        """Make absent unknown on these cases, and wherever readers came to no decision."""
        for case in cases:
            self._undecided[case] = 1
        for case, is_undecided in enumerate(self._undecided):
            if is_undecided and self.states[case] == ABSENT:
                self.states[case] = UNKNOWN

    def summarise_coverage(self, code: str, scope: tuple[str, ...]) -> Coverage:
        """How far the evidence reaches, in cases."""
        cases = len(self.states)
        half_read = 0
        for state, is_unread in zip(self.states, self._unread, strict=True):
            if state == ABSENT and is_unread:
                half_read += 1
        return Coverage(
            code=code,
            scope=scope,
            cases=cases,
            asked=sum(self._asked),
            answered=sum(self._answered),
            readable=sum(self._readable),
            coded=cases - self.states.count(UNKNOWN),
            present=self.states.count(PRESENT),
            half_read=half_read,
        )


def _find_open_cases(
    answers: Iterable[CaseAnswer],
    keys: frozenset[str],
    scope: frozenset[str],
    used: Mapping[str, Collection[str]],
) -> set[int]:
    """Cases of which it is open whether one code of a net is there.

    Something was written where that code is applied on other cases, and none of it was read.
    """
    # A single code is decided by its own answers.
    if len(keys) < 2:
        return set()

    written, read = _group_cases_by_question(answers, scope)
    # Codes that are used for the same questions are open on the same cases.
    questions_of_codes = {frozenset(used.get(key, ())) & scope for key in keys}
    cases: set[int] = set()
    for questions in questions_of_codes:
        applies: set[int] = set()
        told: set[int] = set()
        for question in questions:
            applies |= written.get(question, set())
            told |= read.get(question, set())
        cases |= applies - told
    return cases


def _group_cases_by_question(
    answers: Iterable[CaseAnswer], scope: frozenset[str]
) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """For each question the cases that wrote something, and those of which it was read."""
    written: dict[str, set[int]] = {}
    read: dict[str, set[int]] = {}
    for answer in answers:
        is_written = answer.asked and answer.answered and answer.question in scope
        if not is_written:
            continue
        written.setdefault(answer.question, set()).add(answer.case)
        if answer.readable and answer.read:
            read.setdefault(answer.question, set()).add(answer.case)
    return written, read


def find_majority(votes: Mapping[str, frozenset[str]]) -> tuple[frozenset[str], frozenset[str]]:
    """Codes that more than half of the readers apply, and codes on which they are split evenly.

    `votes`: the codes of each coder who has read the answer to its end.
    """
    counts: Counter[str] = Counter()
    for codes in votes.values():
        counts.update(codes)
    most = frozenset(code for code, n in counts.items() if 2 * n > len(votes))
    split = frozenset(code for code, n in counts.items() if 2 * n == len(votes))
    return most, split
