"""Attributes of cases, asked for by value: what a filter like `tier>2` means.

Attributes are kept as text, as they stand in the survey. Values that both read as numbers are compared as numbers,
everything else as folded text; a case without the attribute passes no test but `!=`.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Mapping, Sequence, Set

from sqlalchemy import select

from tipcoder.model import AttributeTest
from tipcoder.store import schema
from tipcoder.store.engine import Db
from tipcoder.store.survey_data import questions_with_texts
from tipcoder.text import fold
from tipcoder.values import tidy

_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def attributes_by_case(db: Db) -> dict[int, dict[str, str]]:
    """Every attribute of every live case, by case id."""
    query = select(schema.survey_case.c.id, schema.survey_case.c.attributes).where(schema.survey_case.c.live == 1)
    texts = set(questions_with_texts(db))
    return {row.id: closed(json.loads(row.attributes), texts) for row in db.execute(query)}


def closed(attributes: dict[str, str], texts: Set[str]) -> dict[str, str]:
    """Attributes without the columns of open questions, which an earlier tipcoder kept among them."""
    if texts.isdisjoint(attributes):
        return attributes
    return {name: value for name, value in attributes.items() if name not in texts}


def attribute_names(db: Db) -> list[str]:
    """Names of attributes that occur, in the order in which the survey has them."""
    names: dict[str, None] = {}
    for attributes in attributes_by_case(db).values():
        names.update(dict.fromkeys(attributes))
    return list(names)


def cases_that_pass(db: Db, tests: Sequence[AttributeTest]) -> set[int]:
    """Ids of the cases that pass every test."""
    return {
        case_id
        for case_id, attributes in attributes_by_case(db).items()
        if all(_passes(attributes.get(test.name), test) for test in tests)
    }


def _passes(value: str | None, test: AttributeTest) -> bool:
    if value is None:
        return test.sign == "!="
    if test.sign == ":":
        return fold(test.value) in fold(value)
    numbers = as_number(value), as_number(test.value)
    if test.sign in _COMPARE:
        return numbers[0] is not None and numbers[1] is not None and _COMPARE[test.sign](numbers[0], numbers[1])
    alike = fold(tidy(value)) == fold(tidy(test.value))
    same = numbers[0] == numbers[1] if None not in numbers else alike
    return same == (test.sign == "=")


def as_number(value: str) -> float | None:
    """The number that a text is, or None; a decimal comma is one."""
    try:
        number = float(value.replace(",", ".", 1))
    except ValueError:
        return None
    return number if number == number else None
