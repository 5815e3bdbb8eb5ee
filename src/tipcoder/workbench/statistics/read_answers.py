"""Open answers as a layer has read them: what it says of each, and what nobody can say.

An answer tells that a code is absent only where it was asked, could be read and was read to its
end. Whatever else is there tells nothing, and is never taken for an absence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.analysis.presence import CaseAnswer, find_majority
from tipcoder.model.answers import AnswerState
from tipcoder.model.codes import Codebook
from tipcoder.model.codings import Outcome
from tipcoder.store import open_answers
from tipcoder.store.engine import Db
from tipcoder.store.open_answers import OpenAnswer
from tipcoder.store.shared_words import load_code_keys, load_coder_names
from tipcoder.study import QuestionSpec
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.layers import Layer, choose_layer
from tipcoder.workbench.study import OpenStudy

if TYPE_CHECKING:
    from tipcoder.arrays import Ints

CodesByCoder = Mapping[str, frozenset[str]]
"""The codes that each coder applies to an answer."""
Votes = dict[int, CodesByCoder]
"""By answer, for coders who read the answer to its end and could judge it."""
AppliedCodes = dict[int, CodesByCoder]
"""By answer, whether it is finished or not."""


@dataclass(frozen=True, eq=False)
class StoredReadings:
    """What a layer rests on, and the codebook, of one moment of the store."""

    book: Codebook
    layer: Layer
    answers: Sequence[OpenAnswer]
    votes: Votes
    applied: AppliedCodes


def load_stored_readings(study: OpenStudy, layer: str | None) -> StoredReadings:
    """`layer` is a coder's name, `majority` or `consensus`; without it, the one that
    `choose_layer` takes. Raises BadInput for a layer that does not exist.
    """
    with study.store.read() as db:
        book = read_current_codebook(db)
        # All within one look at the store: votes and codes of one moment.
        chosen = choose_layer(db, layer)
        return StoredReadings(book, chosen, open_answers.load_open_answers(db), *read_votes(db))


def read_votes(db: Db) -> tuple[Votes, AppliedCodes]:
    """What finished readings say, and every code that is applied, finished or not."""
    shared = _SharedCodes(load_coder_names(db), load_code_keys(db))
    applied: AppliedCodes = {}
    answers, coders, codes = open_answers.load_code_numbers(db)
    for answer, marks in _iterate_groups(answers, shared.number_marks(coders, codes)):
        applied[answer] = shared.gather_marks(marks)

    votes: Votes = {}
    answers, coders, could_judge = open_answers.load_reading_numbers(db)
    # Who could not judge an answer has not said that its codes are absent.
    judged = could_judge == 1
    for answer, judges in _iterate_groups(answers[judged], coders[judged]):
        votes[answer] = shared.choose_judges(applied.get(answer, _NOTHING), judges)
    return votes, applied


_NOTHING: CodesByCoder = {}


def _iterate_groups(answers: Ints, numbers: Ints) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each answer with its numbers; those of an answer stand one after the other."""
    import numpy as np

    begins = np.flatnonzero(np.diff(answers, prepend=-1))
    listed, ends = numbers.tolist(), [*begins.tolist(), len(answers)][1:]
    places = zip(answers[begins].tolist(), begins.tolist(), ends, strict=True)
    for answer, begin, end in places:
        yield answer, tuple(listed[begin:end])


class _SharedCodes:
    """The codes of the coders of an answer, one object for all answers that have the same: most
    answers of a study have the codes of another.
    """

    def __init__(self, names: Mapping[int, str], keys: Mapping[int, str]) -> None:
        """Names of coders and keys of codes by id."""
        self._names = names
        self._keys = keys
        self._width = max(keys, default=0) + 1
        self._gathered: dict[tuple[int, ...], CodesByCoder] = {}
        self._chosen: dict[tuple[int, tuple[int, ...]], CodesByCoder] = {}

    def number_marks(self, coders: Ints, codes: Ints) -> Ints:
        """A number for each pair of a coder and a code."""
        return coders * self._width + codes

    def gather_marks(self, marks: tuple[int, ...]) -> CodesByCoder:
        """The codes of each coder, from the numbers of what they applied."""
        found = self._gathered.get(marks)
        if found is None:
            by_coder: dict[str, set[str]] = {}
            for mark in marks:
                coder, code = divmod(mark, self._width)
                by_coder.setdefault(self._names[coder], set()).add(self._keys[code])
            found = {coder: frozenset(codes) for coder, codes in by_coder.items()}
            self._gathered[marks] = found
        return found

    def choose_judges(self, applied: CodesByCoder, judges: tuple[int, ...]) -> CodesByCoder:
        """The codes of these coders alone, also of those who applied none. `applied` is what
        `gather_marks` gave.
        """
        key = id(applied), judges
        found = self._chosen.get(key)
        if found is None:
            names = [self._names[judge] for judge in judges]
            found = {name: applied.get(name, frozenset()) for name in names}
            self._chosen[key] = found
        return found


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
        state = answer.state
        asked = _is_asked(question, table, case, state, columns_kept)
        readable = state == AnswerState.ANSWERED
        answered = readable or state == AnswerState.WITHHELD
        reading = find_layer_reading(layer, answer.id, votes, applied)
        about = (case, question.column, asked, answered, readable, *reading, answer.language)
        # By their places: there are as many as answers, and names would take half as long again.
        found.append(CaseAnswer(*about))
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
    state: str,
    columns_kept: Collection[str],
) -> bool:
    """Whether the gate led here, by the gate itself: a cell may hold text that was not asked for.

    A gate that is not among the columns kept (it names people, say) leaves only what the import
    saw.
    """
    if state == AnswerState.NOT_ASKED:
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
