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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.results import Coverage

if TYPE_CHECKING:
    from tipcoder.arrays import Bools

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
    return AnsweredCases(answers, cases).find_code(code, keys=keys, scope=scope, used=used)


class AnsweredCases:
    """What answers say of cases, arranged for many codes.

    Most answers say nothing of most codes. What they tell then is the same for every code, and is
    worked out once for each question; of a single code only answers are looked at that mention it.
    """

    def __init__(self, answers: Iterable[CaseAnswer], cases: int) -> None:
        """`cases` is their number."""
        self._cases = cases
        self._by_question: dict[str, _QuestionCases] = {}
        self._mentions: dict[str, dict[str, list[CaseAnswer]]] = {}
        for answer in answers:
            if answer.asked:
                self._add_answer(answer)

    def _add_answer(self, answer: CaseAnswer) -> None:
        question = self._by_question.get(answer.question)
        if question is None:
            question = self._by_question[answer.question] = _QuestionCases(self._cases)
        question.add_answer(answer)
        # Only what can be read has a code.
        if answer.readable:
            for code in answer.codes.union(answer.unsettled, *answer.votes):
                by_question = self._mentions.setdefault(code, {})
                by_question.setdefault(answer.question, []).append(answer)

    def find_code(
        self,
        code: str,
        *,
        keys: Collection[str],
        scope: Collection[str],
        used: Mapping[str, Collection[str]] | None = None,
    ) -> CodePresence:
        """The state of a code on every case; arguments as for `find_code_presence`."""
        wanted, questions = frozenset(keys), frozenset(scope)
        there = [one for name, one in self._by_question.items() if name in questions]
        present, undecided = bytearray(self._cases), bytearray(self._cases)
        for answer in self._iterate_mentions(wanted, questions):
            # One answer with the code is enough, whatever the others say.
            if answer.holds_any(wanted):
                present[answer.case] = 1
            elif answer.leaves_open(wanted):
                undecided[answer.case] = 1
        absent = _join_flags([one.read for one in there], self._cases)
        unread = _join_flags([one.unread for one in there], self._cases)
        opened = _as_flags(undecided) | self._find_open_cases(wanted, questions, used or {})
        states = _as_states(_as_flags(present), absent & ~opened)
        coverage = Coverage(
            code=code,
            scope=tuple(scope),
            cases=self._cases,
            asked=_count_flags([one.asked for one in there], self._cases),
            answered=_count_flags([one.answered for one in there], self._cases),
            readable=_count_flags([one.readable for one in there], self._cases),
            coded=self._cases - states.count(UNKNOWN),
            present=states.count(PRESENT),
            half_read=int((absent & ~opened & ~_as_flags(present) & unread).sum()),
        )
        return CodePresence(code, states, coverage)

    def _iterate_mentions(
        self, keys: frozenset[str], questions: frozenset[str]
    ) -> Iterator[CaseAnswer]:
        """Answers that mention any of these codes; one that mentions several may come again."""
        for key in keys:
            for question, answers in self._mentions.get(key, {}).items():
                if question in questions:
                    yield from answers

    def _find_open_cases(
        self, keys: frozenset[str], scope: frozenset[str], used: Mapping[str, Collection[str]]
    ) -> Bools:
        """Cases of which it is open whether one code of a net is there.

        Something was written where that code is applied on other cases, and none of it was read.
        """
        opened = _join_flags([], self._cases)
        # A single code is decided by its own answers.
        if len(keys) < 2:
            return opened
        # Codes that are used for the same questions are open on the same cases.
        questions_of_codes = {frozenset(used.get(key, ())) & scope for key in keys}
        for questions in questions_of_codes:
            there = [one for name, one in self._by_question.items() if name in questions]
            applies = _join_flags([one.answered for one in there], self._cases)
            told = _join_flags([one.judged for one in there], self._cases)
            opened |= applies & ~told
        return opened


class _QuestionCases:
    """A flag for each case on what it says to one question that it was asked.

    Byte arrays, because they are filled one by one.
    """

    def __init__(self, cases: int) -> None:
        self.asked, self.answered, self.readable = (bytearray(cases) for _ in range(3))
        self.read, self.unread, self.judged = (bytearray(cases) for _ in range(3))

    def add_answer(self, answer: CaseAnswer) -> None:
        case = answer.case
        self.asked[case] = 1
        # A case may have several answers: one of them is enough.
        self.answered[case] |= answer.answered
        self.readable[case] |= answer.readable
        if not answer.readable:
            return
        self.judged[case] |= answer.answered and answer.read
        if answer.read:
            self.read[case] = 1
        else:
            self.unread[case] = 1


def _as_flags(values: bytearray) -> Bools:
    import numpy

    return numpy.frombuffer(values, dtype=numpy.bool_)


def _join_flags(flags: Iterable[bytearray], cases: int) -> Bools:
    """Cases that have any of these flags."""
    import numpy

    joined: Bools = numpy.zeros(cases, dtype=numpy.bool_)
    for each in flags:
        joined |= _as_flags(each)
    return joined


def _count_flags(flags: Iterable[bytearray], cases: int) -> int:
    return int(_join_flags(flags, cases).sum())


def _as_states(present: Bools, absent: Bools) -> tuple[int, ...]:
    import numpy

    states = numpy.full(len(present), UNKNOWN)
    states[absent] = ABSENT
    states[present] = PRESENT
    return tuple(states.tolist())


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
