"""Orders of a list other than question by question, and answers that say the same folded into one
line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from sqlalchemy import func, select

from tipcoder.model import AnswerOrder
from tipcoder.store import schema
from tipcoder.store.attributes import load_attributes_by_case, parse_number
from tipcoder.store.engine import Db

_a, _c, _r = schema.answer.c, schema.coding.c, schema.reading.c
_LIVE = (_a.live == 1, _a.state == "answered")

COLUMNS = ("question", "respondent", "language", "length", "same", "codes", "finished")
"""What a list can be ordered by, beside attributes."""


def order_answers(db: Db, ids: Sequence[int], order: AnswerOrder, coder_id: int) -> list[int]:
    """The ids, which come question by question, in the order asked for; equal ones keep their
    places.
    """
    if order.by == "question":
        return list(reversed(ids)) if order.reverse else list(ids)
    if order.by == "spread":
        return _alternate_languages(ids, _load_pairs(db, select(_a.id, _a.language).where(*_LIVE)))
    keys = _load_sort_keys(db, order.by, coder_id)
    known = [answer_id for answer_id in ids if answer_id in keys]
    # Answers without a value come last, whichever way the order runs.
    rest = [answer_id for answer_id in ids if answer_id not in keys]
    return sorted(known, key=keys.__getitem__, reverse=order.reverse) + rest


def _alternate_languages(ids: Sequence[int], languages: Mapping[int, str]) -> list[int]:
    """The first answer of each language, then the second of each, until all are through."""
    piles: dict[str, list[int]] = {}
    for answer_id in ids:
        piles.setdefault(languages.get(answer_id, ""), []).append(answer_id)
    return [answer_id for turn in zip_longest(*piles.values()) for answer_id in turn if answer_id is not None]


def _load_sort_keys(db: Db, by: str, coder_id: int) -> Mapping[int, Any]:
    """What answers are ordered by; one without a value is not in it."""
    if by == "respondent":
        return _load_survey_positions(db)
    query = _select_sort_key(by, coder_id)
    if query is not None:
        return _load_pairs(db, query)
    return _load_attribute_keys(db, by)


def _select_sort_key(by: str, coder_id: int) -> Any:
    """Answer ids with what they are ordered by; None where one statement does not give it."""
    if by == "language":
        return select(_a.id, _a.language).where(*_LIVE)
    if by == "length":
        return select(_a.id, func.length(_a.text)).where(*_LIVE)
    if by == "same":
        size = func.count().label("n")
        groups = select(_a.duplicate_key, size).where(*_LIVE).group_by(_a.duplicate_key).subquery()
        query = select(_a.id, groups.c.n).join(groups, groups.c.duplicate_key == _a.duplicate_key)
        return query.where(*_LIVE)
    if by == "codes":
        mine = select(_c.answer_id, func.count()).where(_c.live == 1, _c.coder_id == coder_id)
        return mine.group_by(_c.answer_id)
    if by == "finished":
        return select(_r.answer_id, _r.outcome).where(_r.live == 1, _r.coder_id == coder_id)
    return None


def _load_survey_positions(db: Db) -> dict[int, tuple[int, int]]:
    """The place of every answer: case by case, and within a case question by question."""
    question = schema.question.c
    positions = _load_pairs(db, select(question.id, question.position))
    query = select(_a.id, _a.case_id, _a.question_id).where(*_LIVE)
    return {row.id: (row.case_id, positions[row.question_id]) for row in db.execute(query)}


def _load_attribute_keys(db: Db, name: str) -> dict[int, tuple[int, float, str]]:
    """An attribute of the case of every answer, where it has one."""
    keys = {}
    for case_id, attributes in load_attributes_by_case(db).items():
        if name in attributes:
            keys[case_id] = _build_sort_key(attributes[name])
    query = select(_a.id, _a.case_id).where(*_LIVE)
    return {row.id: keys[row.case_id] for row in db.execute(query) if row.case_id in keys}


def _load_pairs(db: Db, query: Any) -> dict[int, Any]:
    return {row[0]: row[1] for row in db.execute(query)}


def _build_sort_key(value: str) -> tuple[int, float, str]:
    """Numbers by size before words by letter."""
    number = parse_number(value)
    return (1, 0.0, value.casefold()) if number is None else (0, number, "")


def group_duplicates(db: Db, ids: Sequence[int]) -> dict[int, list[int]]:
    """The ids with those that say the same gathered under the first of them, in order."""
    keys = _load_pairs(db, select(_a.id, _a.duplicate_key).where(*_LIVE))
    groups: dict[str, list[int]] = {}
    for answer_id in ids:
        groups.setdefault(keys[answer_id], []).append(answer_id)
    return {members[0]: members for members in groups.values()}
