"""Presence of codes on cases, from the layer that was chosen: one coder, majority, or consensus."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from tipcoder.analysis.answer_table import AnswerTable
from tipcoder.analysis.presence import (
    CaseAnswer,
    CodePresence,
    find_scope,
    group_questions_by_code,
)
from tipcoder.codebook.nets import find_keys_of_name, list_net_names
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model.codes import Codebook
from tipcoder.store import open_answers
from tipcoder.study import Study
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.layers import Layer, choose_layer
from tipcoder.workbench.statistics.read_answers import build_read_answers, group_votes
from tipcoder.workbench.study import OpenStudy

NETS = (
    "A code with others below it holds every case that has it or any of them, once; "
    "CODE.own holds the cases of the code itself."
)


@dataclass(frozen=True, eq=False)
class Presence:
    """Presence of the codes asked for, in order of the codebook."""

    layer: Layer
    codes: dict[str, CodePresence]
    book: Codebook


@dataclass(frozen=True, eq=False)
class PresenceReading:
    """Every answer as a layer has read it, from which presence is found without another look at the
    store.
    """

    layer: Layer
    book: Codebook
    definition: Study
    case_count: int
    answers: dict[str, list[CaseAnswer]]
    """By question."""
    used: dict[str, frozenset[str]]
    """The questions to whose answers each code is applied."""

    def find_states(
        self, codes: Sequence[str] | None = None, questions: Collection[str] = ()
    ) -> Presence:
        """States by case of the codes named, or of every code, `list_net_names`.

        `questions` is the scope in which a code counts as looked for; without it, the questions to
        which it is applied. Raises BadInput for a code or a question that does not exist.
        """
        check_questions(self.definition, questions)
        found = {}
        for code in list_net_names(self.book) if codes is None else codes:
            scope = self.find_scope(code, questions)
            found[code] = self.find_code(code, scope, looked_for=bool(questions))
        return Presence(self.layer, found, self.book)

    def find_scope(self, name: str, questions: Collection[str] = ()) -> tuple[str, ...]:
        """The questions in which somebody looked for a code: only there it can be absent."""
        keys = find_keys_of_name(self.book, name)
        return tuple(questions) or find_scope(list(self.answers), self.used, keys)

    def find_code(
        self, name: str, scope: Sequence[str], *, looked_for: bool = False
    ) -> CodePresence:
        """The state on every case of a code, a net or what is applied to a net itself, by its
        answers to these questions. With `looked_for` somebody looked for every code in all of them.
        """
        return self._by_case.find_presence(
            name,
            keys=find_keys_of_name(self.book, name),
            scope=scope,
            used={} if looked_for else self.used,
        )

    @cached_property
    def _by_case(self) -> AnswerTable:
        return AnswerTable(list(chain.from_iterable(self.answers.values())), self.case_count)


def read_presence(study: OpenStudy, table: CaseTable, layer: str | None = None) -> PresenceReading:
    """Everything that a layer has read of these cases.

    `layer` is a coder's name, `majority` or `consensus`; without it, the one that `choose_layer`
    takes. Raises BadInput for a layer that does not exist.
    """
    with study.store.read() as db:
        book = read_current_codebook(db)
        # All within one look at the store: votes and codes of one moment.
        readings = open_answers.load_readings(db)
        chosen = choose_layer(db, layer, readings)
        answers = open_answers.load_open_answers(db)
        votes, applied = group_votes(readings, open_answers.iterate_codes_on_answers(db))
    read = build_read_answers(study, table, answers, votes, applied, chosen)
    return PresenceReading(
        chosen,
        book,
        study.definition,
        len(table),
        _group_by_question(read),
        group_questions_by_code(read),
    )


def find_presence(
    study: OpenStudy,
    table: CaseTable,
    codes: Sequence[str] | None = None,
    *,
    layer: str | None = None,
    questions: Collection[str] = (),
) -> Presence:
    """States of the codes named (or of every code, `list_net_names`), by case of `table`.

    A code with others below it is a net of them all; `CODE.own` is the code without them. Raises
    BadInput for a code, a layer or a question that does not exist. See `PresenceReading`.
    """
    return read_presence(study, table, layer).find_states(codes, questions)


def check_questions(definition: Study, questions: Iterable[str]) -> None:
    """Raises BadInput for a question that study.toml does not name."""
    known = {question.column for question in definition.questions}
    for question in questions:
        if question not in known:
            raise BadInput(
                f"There is no open question {question!r}.", did_you_mean(question, known)
            )


def _group_by_question(read: Iterable[CaseAnswer]) -> dict[str, list[CaseAnswer]]:
    by_question: dict[str, list[CaseAnswer]] = {}
    for answer in read:
        by_question.setdefault(answer.question, []).append(answer)
    return by_question
