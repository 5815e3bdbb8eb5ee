"""Presence of codes on cases, from the layer that was chosen: one coder, majority, or consensus."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from tipcoder.analysis.answer_table import AnswerTable
from tipcoder.analysis.presence import CodePresence, find_scope, group_questions_by_code
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


@dataclass(frozen=True, eq=False)
class PresenceReading:
    """Every answer as a layer has read it, from which presence is found without another look at the
    store.
    """

    layer: Layer
    book: Codebook
    definition: Study
    answers: AnswerTable
    asked: tuple[str, ...]
    """The questions with answers, in their order."""
    used: dict[str, frozenset[str]]
    """The questions to whose answers each code is applied."""

    def find_states(
        self, codes: Sequence[str] | None = None, questions: Collection[str] = ()
    ) -> Presence:
        """States by case of the codes named, or of every code, `list_net_names`.

        `questions` is the scope in which a code counts as looked for; without it, the questions to
        which it is applied. Raises BadInput for a code or a question that does not exist.
        """
        _check_questions(self.definition, questions)
        # Where a reader names the questions, every code is looked for in all of them.
        each = {} if questions else self.used
        found = {}
        for code in list_net_names(self.book) if codes is None else codes:
            keys = find_keys_of_name(self.book, code)
            # A code is absent only where somebody looked for it.
            scope = tuple(questions) or find_scope(self.asked, self.used, keys)
            found[code] = self.answers.find_presence(code, keys=keys, scope=scope, used=each)
        return Presence(self.layer, found, self.book)


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
        votes, applied = group_votes(readings, open_answers.load_codes_on_answers(db))
    read = build_read_answers(study, table, answers, votes, applied, chosen)
    return PresenceReading(
        chosen,
        book,
        study.definition,
        AnswerTable(read, len(table)),
        tuple(dict.fromkeys(answer.question for answer in read)),
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


def _check_questions(definition: Study, questions: Iterable[str]) -> None:
    known = {question.column for question in definition.questions}
    for question in questions:
        if question not in known:
            raise BadInput(
                f"There is no open question {question!r}.", did_you_mean(question, known)
            )
