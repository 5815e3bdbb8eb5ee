"""Orders of a list other than question by question, and equal answers folded into one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from sqlalchemy import ColumnElement, func, select

from tipcoder.model.filters import AnswerOrder
from tipcoder.store import schema
from tipcoder.store.drift import build_known_condition, find_lots
from tipcoder.store.engine import Db
from tipcoder.store.schema.survey import READABLE

_a, _c, _r = schema.answer.c, schema.coding.c, schema.reading.c

COLUMNS = ("question", "respondent", "language", "length", "same", "codes", "finished")
"""What a list can be ordered by, beside attributes."""


def order_answers(db: Db, ids: Sequence[int], order: AnswerOrder, coder_id: int) -> list[int]:
    """The ids in the order asked for; answers that are equal in it keep their places.

    The ids must come question by question, in the order of the survey.
    """
    if order.by == "question":
        return list(reversed(ids)) if order.reverse else list(ids)
    if order.by == "spread":
        languages = _load_pairs(
            db, _select_sort_key("language", coder_id, build_known_condition(db))
        )
        return _alternate_languages(ids, languages)

    # `sorted` is stable, also in reverse: equal answers stay in reading order.
    keys = _load_sort_keys(db, order.by, coder_id)
    known = [answer_id for answer_id in ids if answer_id in keys]
    # Answers without a value come last, whichever way the order runs.
    rest = [answer_id for answer_id in ids if answer_id not in keys]
    return sorted(known, key=keys.__getitem__, reverse=order.reverse) + rest


def _alternate_languages(ids: Sequence[int], languages: Mapping[int, str]) -> list[int]:
    """The first answer of each language, then the second of each, until all are through."""
    by_language: dict[str, list[int]] = {}
    for answer_id in ids:
        by_language.setdefault(languages.get(answer_id, ""), []).append(answer_id)

    alternated = []
    for turn in zip_longest(*by_language.values()):
        # A language that has run out is None in this turn.
        alternated += [answer_id for answer_id in turn if answer_id is not None]
    return alternated


def _load_sort_keys(db: Db, by: str, coder_id: int) -> Mapping[int, Any]:
    """What answers are ordered by; one without a value is not in it."""
    if by == "respondent":
        return _load_survey_positions(db, coder_id)
    query = _select_sort_key(by, coder_id, build_known_condition(db))
    if query is not None:
        return _load_pairs(db, query)
    return _load_attribute_keys(db, by)


def _select_sort_key(by: str, coder_id: int, known: ColumnElement[bool]) -> Any:
    """Answer ids with what they are ordered by; None where one statement does not give it.

    `known` is the condition for answers that may be listed.
    """
    if by == "language":
        return select(_a.id, _a.language).where(known)
    if by == "length":
        return select(_a.id, func.length(_a.text)).where(known)
    if by == "same":
        size = func.count().label("n")
        repeated = select(_a.duplicate_key, size).where(READABLE).group_by(_a.duplicate_key)
        groups = repeated.subquery()
        query = select(_a.id, groups.c.n).join(groups, groups.c.duplicate_key == _a.duplicate_key)
        return query.where(known)
    if by == "codes":
        mine = select(_c.answer_id, func.count()).where(_c.live == 1, _c.coder_id == coder_id)
        return mine.group_by(_c.answer_id)
    if by == "finished":
        return select(_r.answer_id, _r.outcome).where(_r.live == 1, _r.coder_id == coder_id)
    return None


def _load_survey_positions(db: Db, coder_id: int) -> dict[int, tuple[int, int]]:
    """The place of every answer: case by case, and within a case question by question.

    In a drift round the order of the survey would tell the waves apart, so that its answers come
    by lot, before all others.
    """
    question = schema.question.c
    positions = _load_pairs(db, select(question.id, question.position))
    query = select(_a.id, _a.case_id, _a.question_id).where(build_known_condition(db))
    places = {row.id: (row.case_id, positions[row.question_id]) for row in db.execute(query)}
    for answer_id, lot in find_lots(db, coder_id).items():
        places[answer_id] = (0, lot)
    return places


def _load_attribute_keys(db: Db, name: str) -> dict[int, tuple[int, float, str]]:
    """An attribute of the case of every answer, where it has one."""
    # Imported here, because most lists are not ordered by one.
    from tipcoder.store.attributes import load_attributes_by_case

    keys = {}
    for case_id, attributes in load_attributes_by_case(db).items():
        if name in attributes:
            keys[case_id] = _build_sort_key(attributes[name])
    query = select(_a.id, _a.case_id).where(build_known_condition(db))
    return {row.id: keys[row.case_id] for row in db.execute(query) if row.case_id in keys}


def _load_pairs(db: Db, query: Any) -> dict[int, Any]:
    return {row[0]: row[1] for row in db.execute(query)}


def _build_sort_key(value: str) -> tuple[int, float, str]:
    """A key that sorts numbers by size, and before words, which are sorted by letter."""
    from tipcoder.store.attributes import parse_number

    number = parse_number(value)
    return (1, 0.0, value.casefold()) if number is None else (0, number, "")


def group_duplicates(db: Db, ids: Sequence[int]) -> dict[int, list[int]]:
    """The ids gathered by equal text under the first of each group, in order."""
    known = build_known_condition(db)
    keys = _load_pairs(db, select(_a.id, _a.duplicate_key).where(known))
    groups: dict[str, list[int]] = {}
    for answer_id in ids:
        groups.setdefault(keys[answer_id], []).append(answer_id)
    return {members[0]: members for members in groups.values()}
