"""Open answers as a layer has read them: what it says of each, and what nobody can say.

An answer tells that a code is absent only where it was asked, could be read and was read to its
end. Whatever else is there tells nothing, and is never taken for an absence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from tipcoder.analysis.presence import CaseAnswer, find_majority
from tipcoder.model.answers import AnswerState
from tipcoder.model.codings import Outcome
from tipcoder.store.open_answers import OpenAnswer
from tipcoder.study import QuestionSpec
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.layers import Layer
from tipcoder.workbench.study import OpenStudy

CodesByCoder = Mapping[str, frozenset[str]]
"""The codes that each coder applies to an answer."""
Votes = dict[int, CodesByCoder]
"""By answer, for coders who read the answer to its end and could judge it."""
AppliedCodes = dict[int, CodesByCoder]
"""By answer, whether it is finished or not."""


class _Shared:
    """One object for all that are equal: most answers of a study have the codes of another."""

    def __init__(self) -> None:
        self._sets: dict[frozenset[str], frozenset[str]] = {}
        self._mappings: dict[tuple[tuple[str, frozenset[str]], ...], CodesByCoder] = {}

    def share(self, codes_by_coder: Mapping[str, Iterable[str]]) -> CodesByCoder:
        """The codes of the coders of an answer."""
        items = []
        for coder, codes in codes_by_coder.items():
            own = frozenset(codes)
            items.append((coder, self._sets.setdefault(own, own)))
        key = tuple(items)
        if key not in self._mappings:
            self._mappings[key] = dict(key)
        return self._mappings[key]


def group_votes(
    readings: Iterable[tuple[int, str, str]], codes: Iterable[tuple[int, str, str]]
) -> tuple[Votes, AppliedCodes]:
    """What finished readings say, and every code that is applied, finished or not.

    `readings` are (answer, coder, outcome), `codes` are (answer, coder, code), those of an answer
    one after the other.
    """
    shared = _Shared()
    applied: AppliedCodes = {}
    for answer, of_answer in groupby(codes, itemgetter(0)):
        by_coder: dict[str, list[str]] = {}
        for _, coder, code in of_answer:
            by_coder.setdefault(coder, []).append(code)
        applied[answer] = shared.share(by_coder)

    votes: Votes = {}
    for answer, of_readings in groupby(readings, itemgetter(0)):
        own = applied.get(answer, {})
        # Who could not judge an answer has not said that its codes are absent.
        judges = [coder for _, coder, outcome in of_readings if outcome != Outcome.UNCODABLE]
        if judges:
            votes[answer] = shared.share({coder: own.get(coder, ()) for coder in judges})
    return votes, applied


class LayerReading(NamedTuple):
    """What a layer says of one answer."""

    read: bool
    codes: frozenset[str]
    unsettled: frozenset[str] = frozenset()
    votes: tuple[frozenset[str], ...] = ()


def build_read_answers(
    study: OpenStudy,
    table: CaseTable,
    answers: Sequence[OpenAnswer],
    votes: Votes,
    applied: AppliedCodes,
    layer: Layer,
) -> list[CaseAnswer]:
    """Every answer of these cases to a question of the study, as the layer has read it."""
    places = {case_id: place for place, case_id in enumerate(table.ids)}
    questions = {question.column: question for question in study.definition.questions}
    columns_kept: set[str] = set().union(*table.cells)

    found = []
    for answer in answers:
        question = questions.get(answer.question)
        case = places.get(answer.case_id)
        # A question that study.toml no longer names, or a case that an undo has hidden.
        if question is None or case is None:
            continue
        state = AnswerState(answer.state)
        reading = find_layer_reading(layer, answer.id, votes, applied)
        found.append(
            CaseAnswer(
                case=case,
                question=answer.question,
                asked=_is_asked(question, table, case, state, columns_kept),
                answered=state in (AnswerState.ANSWERED, AnswerState.WITHHELD),
                readable=state is AnswerState.ANSWERED,
                read=reading.read,
                codes=reading.codes,
                unsettled=reading.unsettled,
                votes=reading.votes,
            )
        )
    return share_readings(study, table, found, answers)


def find_layer_reading(
    layer: Layer, answer_id: int, votes: Votes, applied: AppliedCodes
) -> LayerReading:
    """What a layer says of one answer, however it was asked."""
    by_coder = votes.get(answer_id, {})
    if layer.coder is not None:
        # An answer begun and not finished has the codes that are applied to it, and says nothing
        # about others.
        codes = applied.get(answer_id, {}).get(layer.coder, frozenset())
        return LayerReading(layer.coder in by_coder, codes)

    if layer.consensus is not None:
        agreed = layer.consensus.answers.get(answer_id)
        if agreed is None:
            return LayerReading(False, frozenset())
        is_judged = agreed.outcome is not Outcome.UNCODABLE
        return LayerReading(is_judged, frozenset(agreed.codes), agreed.unsettled)

    return _read_majority(tuple(by_coder.values()))


@lru_cache(maxsize=4096)
def _read_majority(votes: tuple[frozenset[str], ...]) -> LayerReading:
    """Remembered, because many answers have the same votes."""
    by_reader = {str(reader): codes for reader, codes in enumerate(votes)}
    codes, tied = find_majority(by_reader)
    return LayerReading(bool(votes), codes, tied, votes)


def _is_asked(
    question: QuestionSpec,
    table: CaseTable,
    case: int,
    state: AnswerState,
    columns_kept: Collection[str],
) -> bool:
    """Whether the gate led here, by the gate itself: a cell may hold text that was not asked for.

    A gate that is not among the columns kept (it names people, say) leaves only what the import
    saw.
    """
    if state is AnswerState.NOT_ASKED:
        return False
    gate = question.asked_if
    if gate is None or gate.column not in columns_kept:
        return True
    return gate.is_met(table.cells[case].get(gate.column))


def share_readings(
    study: OpenStudy, table: CaseTable, read: Sequence[CaseAnswer], answers: Sequence[OpenAnswer]
) -> list[CaseAnswer]:
    """What was asked once per respondent was read once too.

    One reading holds for all of the respondent's cases that repeat the same words.
    """
    asked_once = set()
    for question in study.definition.questions:
        if question.per == "respondent":
            asked_once.add(question.column)
    if not asked_once:
        return list(read)
    words = _map_duplicate_keys(table, answers)

    first_read: dict[tuple[str, ...], CaseAnswer] = {}
    for answer in read:
        if answer.question in asked_once and (answer.read or answer.codes):
            key = _find_asking(table, answer, words)
            # The first in order of the survey; the others repeat it word for word.
            first_read.setdefault(key, answer)

    shared = []
    for answer in read:
        twin = first_read.get(_find_asking(table, answer, words))
        is_untouched = answer.readable and not answer.read and not answer.codes
        if twin is not None and is_untouched:
            shared.append(
                answer._replace(
                    read=twin.read, codes=twin.codes, unsettled=twin.unsettled, votes=twin.votes
                )
            )
        else:
            shared.append(answer)
    return shared


def _find_asking(
    table: CaseTable, answer: CaseAnswer, words: Mapping[tuple[int, str], str]
) -> tuple[str, ...]:
    """Equal for answers that a respondent gave once: in one wave, with the same words."""
    who = table.respondents[answer.case], table.waves[answer.case]
    return (*who, answer.question, words[answer.case, answer.question])


def _map_duplicate_keys(
    table: CaseTable, answers: Iterable[OpenAnswer]
) -> dict[tuple[int, str], str]:
    """By place of the case and question: a key that answers with the same words share."""
    places = {case_id: place for place, case_id in enumerate(table.ids)}
    keys = {}
    for answer in answers:
        if answer.case_id in places:
            keys[places[answer.case_id], answer.question] = answer.duplicate_key
    return keys
