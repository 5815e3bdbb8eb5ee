"""All open answers of a study as columns, from which the presence of any code is found at once.

What one answer says of a code is defined by `CaseAnswer.holds_any` and `CaseAnswer.leaves_open`;
here the same is asked of all answers together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipcoder.analysis.presence import ABSENT, PRESENT, UNKNOWN, CaseAnswer, CodePresence
from tipcoder.results.tests import Coverage

if TYPE_CHECKING:
    from tipcoder.arrays import Bools, Ints

_Places = Mapping[str, "Ints"]
"""By code the numbers of the answers, or of the votes, that have it."""


@dataclass(frozen=True, eq=False)
class _Scope:
    """The answers to some questions that were asked, and what cases they tell of."""

    answers: Bools
    """(answers,): whether it is a readable one of them."""
    asked: int
    answered: int
    readable: int


class AnswerTable:
    """Answers in any order, with the numbers of their cases from 0."""

    def __init__(self, answers: Sequence[CaseAnswer], cases: int) -> None:
        """`cases` is the number of all cases, with answers or without."""
        import numpy as np

        self._cases = cases
        self._case = np.array([one.case for one in answers], dtype=np.int64)
        numbers: dict[str, int] = {}
        of_answers = [numbers.setdefault(one.question, len(numbers)) for one in answers]
        self._question_numbers = numbers
        self._question = np.array(of_answers, dtype=np.int64)
        self._asked = np.array([one.asked for one in answers], dtype=np.bool_)
        self._answered = np.array([one.answered for one in answers], dtype=np.bool_)
        self._readable = np.array([one.readable for one in answers], dtype=np.bool_)
        self._read = np.array([one.read for one in answers], dtype=np.bool_)

        self._applied = _list_places(one.codes for one in answers)
        self._unsettled = _list_places(one.unsettled for one in answers)
        self._readers = np.array([len(one.votes) for one in answers], dtype=np.int64)
        self._answer_of_vote = np.repeat(np.arange(len(answers)), self._readers)
        self._voted = _list_places(codes for one in answers for codes in one.votes)
        self._scopes: dict[frozenset[str], _Scope] = {}

    def find_presence(
        self,
        code: str,
        *,
        keys: Collection[str],
        scope: Collection[str],
        used: Mapping[str, Collection[str]] | None = None,
    ) -> CodePresence:
        """`find_code_presence` of these answers."""
        import numpy as np

        wanted, questions = frozenset(keys), frozenset(scope)
        within = self._find_scope(questions)
        holds, is_open = self._judge_answers(wanted)
        # One answer with the code is enough, whatever the others say.
        present = self._mark_cases(within.answers & holds)
        left = within.answers & ~holds
        undecided = self._mark_cases(left & is_open)
        left &= ~is_open
        unread = self._mark_cases(left & ~self._read)
        absent = self._mark_cases(left & self._read)
        undecided |= self._find_open_cases(wanted, questions, used or {})

        absent &= ~present & ~undecided
        states = np.full(self._cases, UNKNOWN, dtype=np.int64)
        states[absent] = ABSENT
        states[present] = PRESENT
        coverage = Coverage(
            code=code,
            scope=tuple(scope),
            cases=self._cases,
            asked=within.asked,
            answered=within.answered,
            readable=within.readable,
            coded=int((present | absent).sum()),
            present=int(present.sum()),
            half_read=int((absent & unread).sum()),
        )
        return CodePresence(code, tuple(states.tolist()), coverage)

    def _find_scope(self, questions: frozenset[str]) -> _Scope:
        """Kept: most codes of a study are looked for in the same questions."""
        if questions not in self._scopes:
            asked = self._asked & self._mark_questions(questions)
            readable = asked & self._readable
            self._scopes[questions] = _Scope(
                answers=readable,
                asked=int(self._mark_cases(asked).sum()),
                answered=int(self._mark_cases(asked & self._answered).sum()),
                readable=int(self._mark_cases(readable).sum()),
            )
        return self._scopes[questions]

    def _mark_questions(self, questions: Iterable[str]) -> Bools:
        """(answers,): whether it is an answer to one of these questions."""
        import numpy as np

        is_meant = np.zeros(len(self._question_numbers), dtype=np.bool_)
        for question in questions:
            if question in self._question_numbers:
                is_meant[self._question_numbers[question]] = True
        return np.asarray(is_meant[self._question])

    def _mark_cases(self, answers: Bools) -> Bools:
        """(cases,): whether any of these answers is theirs; `answers` is (answers,)."""
        import numpy as np

        found = np.zeros(self._cases, dtype=np.bool_)
        found[self._case[answers]] = True
        return found

    def _judge_answers(self, keys: frozenset[str]) -> tuple[Bools, Bools]:
        """(answers,) twice: where any of these codes is there, and where readers are split on them
        together.
        """
        import numpy as np

        size = len(self._case)
        votes = _mark_places(self._voted, keys, len(self._answer_of_vote))
        saying = 2 * np.bincount(self._answer_of_vote[votes], minlength=size)
        holds = _mark_places(self._applied, keys, size) | (saying > self._readers)
        unsettled = _mark_places(self._unsettled, keys, size)
        is_open = np.where(self._readers > 0, saying == self._readers, unsettled)
        return holds, is_open

    def _find_open_cases(
        self, keys: frozenset[str], scope: frozenset[str], used: Mapping[str, Collection[str]]
    ) -> Bools:
        """(cases,): whether it is open if one code of a net is there.

        Something was written where that code is applied on other cases, and none of it was read.
        """
        import numpy as np

        found = np.zeros(self._cases, dtype=np.bool_)
        # A single code is decided by its own answers.
        if len(keys) < 2:
            return found
        # Codes that are used for the same questions are open on the same cases.
        for questions in {frozenset(used.get(key, ())) & scope for key in keys}:
            written = self._asked & self._answered & self._mark_questions(questions)
            told = written & self._readable & self._read
            found |= self._mark_cases(written) & ~self._mark_cases(told)
        return found


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
    to, every code of a net has to be absent on its own. For many codes make one `AnswerTable`.
    """
    return AnswerTable(answers, cases).find_presence(code, keys=keys, scope=scope, used=used)


def _list_places(rows: Iterable[Collection[str]]) -> _Places:
    """By code the numbers of the rows that have it."""
    import numpy as np

    places: dict[str, list[int]] = {}
    for number, codes in enumerate(rows):
        for code in codes:
            places.setdefault(code, []).append(number)
    return {code: np.array(numbers, dtype=np.int64) for code, numbers in places.items()}


def _mark_places(places: _Places, keys: Iterable[str], size: int) -> Bools:
    """(size,): whether a row has any of these codes."""
    import numpy as np

    found = np.zeros(size, dtype=np.bool_)
    for key in keys:
        if key in places:
            found[places[key]] = True
    return found
