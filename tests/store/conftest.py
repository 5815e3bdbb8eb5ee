"""A store with a few frozen answers, two coders and a codebook,
filled by the store's own functions alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tipcoder.model.codings import Coder, Outcome
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import (
    answers,
    codebooks,
    coders,
    coding_records,
    codings,
    events,
    filtered_answers,
    survey_data,
)
from tipcoder.store.codings import Span
from tipcoder.text import fold_text, hash_text, make_answer_key

if TYPE_CHECKING:
    from tipcoder.store.engine import Store

ANSWERS = [
    # case label, respondent, number, question, state, text, language
    ("1001.1", "1001", "1", "role", "answered", "La embajada presiona al gobierno.", "es"),
    ("1001.1", "1001", "1", "how", "answered", "Con cursos de formación 👍🏽 y dinero.", "es"),
    ("1001.2", "1001", "2", "role", "answered", "No quieren escuchar a nadie.", "es"),
    ("1001.2", "1001", "2", "how", "not_asked", "", "?"),
    (
        "1002",
        "1002",
        "1",
        "role",
        "answered",
        "Посольство ДАВИЛО на министра, и ещё на судей.",
        "ru",
    ),
    ("1002", "1002", "1", "how", "withheld", "", "?"),
    ("1003", "1003", "1", "role", "answered", "No comment", "en"),
    (
        "1003",
        "1003",
        "1",
        "how",
        "answered",
        "They gave 100% of the_money /that/ was asked for.",
        "en",
    ),
    ("3237565956", "3237565956", "1", "role", "answered", "no comment ", "en"),
    ("3237565956", "3237565956", "1", "how", "blank", "", "?"),
]
CODES = ("pressure", "pushback", "training", "money")


@dataclass
class Filled:
    """A filled store, and where things are in it."""

    store: Store
    anna: Coder
    boris: Coder
    at: dict[tuple[str, str], int] = field(default_factory=dict)
    """Answer ids by (case, question)."""
    codes: dict[str, int] = field(default_factory=dict)

    def text(self, case: str, question: str) -> str:
        with self.store.read() as db:
            return answers.load_texts(db, [self.at[case, question]])[self.at[case, question]]

    def put(
        self,
        coder: Coder,
        case: str,
        code: str,
        start: int = 0,
        end: int | None = None,
        question: str = "role",
    ) -> int | None:
        """One act that puts one code on; returns the coding's id."""
        text = self.text(case, question)
        stop = len(text) if end is None else end
        with events.record_act(
            self.store, coder.id, "code", f"{code} on {case}", answer_id=self.at[case, question]
        ) as a:
            span = Span(start, stop, text[start:stop])
            return codings.add_coding(
                a, self.at[case, question], self.codes[code], coder.id, span, 1, "person"
            )

    def finish(
        self, coder: Coder, case: str, outcome: Outcome | None, question: str = "role"
    ) -> None:
        """One act that finishes an answer, or reopens it."""
        with events.record_act(self.store, coder.id, "finish", f"{outcome} {case}") as act:
            codings.set_reading(act, self.at[case, question], coder.id, outcome, 1)

    def standing(self, coder: Coder) -> set[tuple[str, str, str]]:
        """(case, code, quote) of everything that the coder has on current texts."""
        with self.store.read() as db:
            return {
                (c.case, c.code, c.quote)
                for c in coding_records.load_coding_records(db, [coder.id])
            }

    def ids(self, **where: object) -> list[tuple[str, str]]:
        """Places of the answers that a filter of anna's lets through, in order."""
        places = {answer_id: place for place, answer_id in self.at.items()}
        with self.store.read() as db:
            wanted = AnswerFilter(**where)  # type: ignore[arg-type]
            found = filtered_answers.find_answer_ids(db, wanted, self.anna.id)
            return [places[answer_id] for answer_id in found]


def fill(store: Store) -> Filled:
    """Put the answers, coders and codes into an empty store."""
    with store.write() as db:
        survey_data.set_questions(db, [("role", "What does it do?"), ("how", "How?")])
        survey_data.add_respondents(db, dict.fromkeys(respondent for _, respondent, *_ in ANSWERS))
        people = survey_data.load_respondent_ids(db)
        questions = {q.column: q.id for q in survey_data.load_questions(db)}
        labels = {label: (respondent, number) for label, respondent, number, *_ in ANSWERS}
        rows = [
            {
                "respondent_id": people[respondent],
                "number": number,
                "label": label,
                "source_row": n,
                "attributes": json.dumps({"country": "Россия", "note": label}, ensure_ascii=False),
            }
            for n, (label, (respondent, number)) in enumerate(labels.items(), start=1)
        ]
        cases = dict(
            zip(labels, survey_data.insert_first_rows(db, "survey_case", rows), strict=True)
        )
        made = survey_data.insert_first_rows(
            db,
            "answer",
            [
                {
                    "case_id": cases[label],
                    "question_id": questions[question],
                    "version": 1,
                    "state": state,
                    "text": text,
                    "text_hash": hash_text(text),
                    "search_key": fold_text(text),
                    "language": language,
                    "language_confidence": 0.99,
                    "language_source": "text",
                    "duplicate_key": make_answer_key(question, text) if text else "",
                }
                for label, _, _, question, state, text, language in ANSWERS
            ],
        )
        filled = Filled(
            store, coders.find_or_add_coder(db, "anna"), coders.find_or_add_coder(db, "boris")
        )
        filled.at = {(a[0], a[3]): answer_id for a, answer_id in zip(ANSWERS, made, strict=True)}
        survey_data.record_batch(db, "survey.csv", "0" * 64, {})
    with events.record_act(store, filled.anna.id, "codebook", "Started", final=True) as act:
        codebooks.add_revision(act, '{"code":{}}', CODES)
    with store.read() as db:
        filled.codes = codebooks.load_code_ids(db)
    return filled


@pytest.fixture
def filled(store: Store) -> Filled:
    """The filled store, on SQLite and PostgreSQL in turn."""
    return fill(store)


@pytest.fixture
def fill_store() -> Callable[[Store], Filled]:
    """`fill`, for tests that make their store themselves."""
    return fill
