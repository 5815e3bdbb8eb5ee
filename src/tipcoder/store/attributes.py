"""Attributes of cases, asked for by value: what a filter like `tier>2` means.

Attributes are kept as text, as the survey has them. Two values that both read as numbers are
compared as numbers, all others as folded text. A case without the attribute passes only `!=`.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Mapping, Sequence, Set

from sqlalchemy import select

from tipcoder.model.filters import AttributeTest, CaseTest
from tipcoder.store import schema
from tipcoder.store.engine import Db
from tipcoder.store.survey_data import count_texts_by_question
from tipcoder.text import fold_text
from tipcoder.values import tidy_value

_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def load_attributes_by_case(db: Db) -> dict[int, dict[str, str]]:
    """Every attribute of every live case, by case id."""
    query = select(schema.survey_case.c.id, schema.survey_case.c.attributes).where(
        schema.survey_case.c.live == 1
    )
    texts = set(count_texts_by_question(db))
    return {
        row.id: without_open_questions(json.loads(row.attributes), texts)
        for row in db.execute(query)
    }


def without_open_questions(attributes: dict[str, str], texts: Set[str]) -> dict[str, str]:
    """Attributes without the columns of open questions, which earlier versions kept among them."""
    if texts.isdisjoint(attributes):
        return attributes
    return {name: value for name, value in attributes.items() if name not in texts}


def load_attribute_names(db: Db) -> list[str]:
    """Names of attributes that occur, in the order in which the survey has them."""
    names: dict[str, None] = {}
    for attributes in load_attributes_by_case(db).values():
        names.update(dict.fromkeys(attributes))
    return list(names)


def find_cases_with_words(db: Db, question: str) -> frozenset[int]:
    """Ids of the cases with words of their own to an open question, withheld ones too."""
    q, a = schema.question.c, schema.answer.c
    query = (
        select(a.case_id)
        .join(schema.question, q.id == a.question_id)
        .where(q.name == question, a.live == 1, a.state.in_(("answered", "withheld")))
    )
    return frozenset(row.case_id for row in db.execute(query))


def find_cases_passing(db: Db, tests: Sequence[AttributeTest]) -> set[int]:
    """Ids of the cases that pass every test."""
    passing = set()
    for case_id, attributes in load_attributes_by_case(db).items():
        if all(_passes_test(attributes.get(test.name), test) for test in tests):
            passing.add(case_id)
    return passing


def find_cases_choosing(db: Db, tests: Sequence[CaseTest]) -> set[int]:
    """Ids of the cases that pass every one of these tests."""
    attributes_by_case = load_attributes_by_case(db)
    passing = set(attributes_by_case)
    for test in tests:
        words = test.words_column
        wrote = find_cases_with_words(db, words) if words else frozenset()
        for case_id, attributes in attributes_by_case.items():
            has_words = case_id in wrote or words in attributes
            if not test.is_passed(attributes, has_words):
                passing.discard(case_id)
    return passing


def _passes_test(value: str | None, test: AttributeTest) -> bool:
    if value is None:
        return test.sign == "!="
    if test.sign == ":":
        return fold_text(test.value) in fold_text(value)

    number, limit = parse_number(value), parse_number(test.value)
    are_numbers = number is not None and limit is not None
    if test.sign in _COMPARE:
        # Words have no order that a coder could mean by `<`.
        return number is not None and limit is not None and _COMPARE[test.sign](number, limit)
    if are_numbers:
        is_same = number == limit
    else:
        is_same = fold_text(tidy_value(value)) == fold_text(tidy_value(test.value))
    return is_same == (test.sign == "=")


def parse_number(value: str) -> float | None:
    """The number that a text is, or None; a decimal comma is one."""
    try:
        number = float(value.replace(",", ".", 1))
    except ValueError:
        return None
    is_nan = number != number  # a survey's "nan" is a word, not a number
    return None if is_nan else number
