"""Presence of codes on cases, from the layer that was chosen: one coder, majority, or consensus."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tipcoder.analysis.presence import (
    AnsweredCases,
    CaseAnswer,
    CodePresence,
    find_scope,
    group_questions_by_code,
)
from tipcoder.codebook.nets import find_keys_of_name, list_net_names
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model import Codebook
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


def find_presence(
    study: OpenStudy,
    table: CaseTable,
    codes: Sequence[str] | None = None,
    *,
    layer: str | None = None,
    questions: Collection[str] = (),
) -> Presence:
    """States of the codes named (or of every code, `list_net_names`), by case of `table`.

    A code with others below it is a net of them all; `CODE.own` is the code without them.

    `layer` is a coder's name, `majority` or `consensus`; without it, the one that `choose_layer`
    takes. `questions` is the scope in which a code counts as looked for; without it, the questions
    to which it is applied. Raises BadInput for a code, a layer or a question that does not exist.
    """
    reading = read_coded_answers(study, table, layer=layer, questions=questions)
    names = list_net_names(reading.book) if codes is None else codes
    found = {}
    for code in names:
        keys = find_keys_of_name(reading.book, code)
        found[code] = reading.find_code(code, reading.find_scope(keys))
    return Presence(reading.layer, found, reading.book)


@dataclass(frozen=True, eq=False)
class CodedAnswers:
    """What a layer says of every open answer, question by question."""

    layer: Layer
    book: Codebook
    by_question: Mapping[str, Sequence[CaseAnswer]]
    """In the order in which the study asks."""
    used: Mapping[str, frozenset[str]]
    """For each code the questions whose answers it is applied to."""
    questions: tuple[str, ...]
    """In which every code was looked for; empty where each was in those that it is applied to."""
    said: AnsweredCases
    """The same answers by case."""
    cases: int

    def find_scope(self, keys: Collection[str]) -> tuple[str, ...]:
        """The questions in which somebody looked for any of these codes: only there it can be
        absent.
        """
        return self.questions or find_scope(list(self.by_question), self.used, keys)

    def find_code(self, name: str, scope: Sequence[str]) -> CodePresence:
        """The state on every case of a code, a net or what is applied to a net itself, by its
        answers to these questions.
        """
        return self.said.find_code(
            name,
            keys=find_keys_of_name(self.book, name),
            scope=scope,
            # Where a reader names the questions, every code is looked for in all of them.
            used={} if self.questions else self.used,
        )


def read_coded_answers(
    study: OpenStudy,
    table: CaseTable,
    *,
    layer: str | None = None,
    questions: Collection[str] = (),
) -> CodedAnswers:
    """The answers of these cases as the layer has read them; arguments and errors as for
    `find_presence`.
    """
    with study.store.read() as db:
        book = read_current_codebook(db)
        chosen = choose_layer(db, layer)
        answers = open_answers.load_open_answers(db)
        # All within one look at the store: votes and codes of one moment.
        readings = open_answers.load_readings(db)
        votes, applied = group_votes(readings, open_answers.load_codes_on_answers(db))
    read = build_read_answers(study, table, answers, votes, applied, chosen)
    _check_questions(study.definition, questions)
    return CodedAnswers(
        chosen,
        book,
        _group_by_question(read),
        group_questions_by_code(read),
        tuple(questions),
        AnsweredCases(read, len(table)),
        len(table),
    )


def _check_questions(definition: Study, questions: Iterable[str]) -> None:
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
