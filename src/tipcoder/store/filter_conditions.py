"""A filter as conditions of SQL, as far as SQL can test it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select, true

from tipcoder.model.codings import CARRIED, MANY
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import schema
from tipcoder.store.blindness import build_visibility_condition
from tipcoder.store.engine import Db
from tipcoder.store.schema.survey import READABLE

_a, _r, _c = schema.answer.c, schema.reading.c, schema.coding.c
_f, _m, _t = schema.flag.c, schema.memo.c, schema.answer_translation.c
Condition = ColumnElement[bool]


def is_sql(where: AnswerFilter) -> bool:
    """Whether SQL can test all of a filter."""
    is_beyond = (
        where.cases
        or where.rounds
        or where.attributes
        or where.options
        or where.patterns
        or where.phrases
        or where.nearby
    )
    return not is_beyond and all(map(is_sql, where.list_inner_filters()))


def names_people(where: AnswerFilter) -> bool:
    """Whether a filter asks about the work of people by their names."""
    return bool(where.coders) or any(map(names_people, where.list_inner_filters()))


def find_people(db: Db, where: AnswerFilter, otherwise: Sequence[int]) -> Sequence[int]:
    """Ids of the people whose codes and readings a filter asks about."""
    if not where.coders:
        return otherwise
    coder = schema.coder.c
    return list(db.execute(select(coder.id).where(coder.name.in_(where.coders))).scalars())


@dataclass(frozen=True)
class FilterConditions:
    """Builds the conditions of one search; all of them are about the answer of the statement."""

    db: Db
    coder_id: int
    """Whose flags and memos are asked for."""
    translated: bool
    """Whether words may stand in a translation."""

    def build_all(
        self, where: AnswerFilter, people: Sequence[int], *, with_questions: bool = False
    ) -> list[Condition]:
        """What SQL can test of a filter; phrases let through more than they should.

        `people` are those whose work is asked about. Without `with_questions` the statement is
        about one question already.
        """
        conditions = [
            *self._iterate_states(where, people),
            *self._iterate_codes(where, people),
            *self._iterate_words(where),
            *self._iterate_groups(where, people),
        ]
        if where.languages:
            conditions.append(_a.language.in_(where.languages))
        if with_questions and where.questions:
            question = schema.question.c
            named = select(question.id).where(question.name.in_(where.questions))
            conditions.append(_a.question_id.in_(named))
        return conditions

    def _iterate_states(self, where: AnswerFilter, people: Sequence[int]) -> Iterator[Condition]:
        own = (self.coder_id,)
        finished = self._has_row(_r, people)
        coded = self._has_row(_c, people)
        if where.coders:
            yield or_(finished, coded)
        for wanted, condition in (
            (where.finished, finished),
            (where.coded, coded),
            (where.flagged, self._has_row(_f, own)),
            (where.noted, self._has_row(_m, own)),
            (where.carried, self._has_row(_r, people, CARRIED)),
            (where.many, self._has_row(_r, people, MANY)),
            (where.repeated, _a.duplicate_key.in_(_select_repeated_keys())),
        ):
            # None asks for neither: answers with and without pass.
            if wanted is not None:
                yield condition if wanted else not_(condition)

    def _has_row(self, columns: Any, people: Sequence[int], origin: str = "") -> Condition:
        """Whether one of these people has a live row in a table on the answer."""
        found = exists().where(
            columns.answer_id == _a.id,
            is_by(columns, people),
            columns.live == 1,
            self._is_visible(columns, people),
        )
        return found.where(columns.origin == origin) if origin else found

    def _is_visible(self, columns: Any, people: Sequence[int]) -> Condition:
        """Whether the coder may see the row: an open round hides the work of others."""
        if list(people) == [self.coder_id]:
            return true()
        return build_visibility_condition(self.db, columns.answer_id, columns.coder_id)

    def _iterate_codes(self, where: AnswerFilter, people: Sequence[int]) -> Iterator[Condition]:
        if where.codes:
            yield _a.id.in_(self._select_coded(where.codes, people))
        for first, second in where.overlaps:
            yield _a.id.in_(self._select_overlapping(first, second, people))

    def _select_coded(self, codes: Collection[str], people: Sequence[int]) -> Select[Any]:
        """Answers to which one of these people has applied one of these codes."""
        code = schema.code.c
        query = select(_c.answer_id).join(schema.code, code.id == _c.code_id)
        return query.where(
            _c.live == 1, is_by(_c, people), code.key.in_(codes), self._is_visible(_c, people)
        )

    def _select_overlapping(
        self, first: Collection[str], second: Collection[str], people: Sequence[int]
    ) -> Select[Any]:
        """Answers in which a coding of the first list shares words with another of the second."""
        one, other = schema.coding.alias("one").c, schema.coding.alias("other").c
        code, other_code = schema.code.alias("code").c, schema.code.alias("other_code").c
        return (
            select(one.answer_id)
            .join(other.id.table, other.answer_id == one.answer_id)
            .join(code.id.table, code.id == one.code_id)
            .join(other_code.id.table, other_code.id == other.code_id)
            .where(one.live == 1, other.live == 1, is_by(one, people))
            .where(other.coder_id == one.coder_id, other.id != one.id)
            .where(one.start < other.end, other.start < one.end)
            .where(code.key.in_(first), other_code.key.in_(second))
            .where(self._is_visible(one, people))
        )

    def _iterate_words(self, where: AnswerFilter) -> Iterator[Condition]:
        if not (where.words or where.phrases or where.nearby):
            return
        # Imported here, because most lists are made without words.
        from tipcoder.text_search import split_search_words

        words = split_search_words(where.words)
        # Where the words of a phrase are not, the phrase is not either.
        for phrase in where.phrases:
            words += split_search_words(phrase)
        for test in where.nearby:
            words += split_search_words(f"{test.first} {test.second}")
        for word in dict.fromkeys(words):
            # Escaped, because % and _ have a meaning in LIKE.
            found = _a.search_key.contains(word, autoescape=True)
            if self.translated:
                there = select(_t.answer_id).where(
                    _t.live == 1, _t.search_key.contains(word, autoescape=True)
                )
                found = found | _a.id.in_(there)
            yield found

    def _iterate_groups(self, where: AnswerFilter, people: Sequence[int]) -> Iterator[Condition]:
        for group in where.all_of:
            if is_sql(group):
                yield self._build_group(group, people)
        for alternatives in where.any_of:
            if all(map(is_sql, alternatives)):
                yield or_(*(self._build_group(group, people) for group in alternatives))
        for group in where.none_of:
            if is_sql(group):
                yield not_(self._build_group(group, people))

    def _build_group(self, where: AnswerFilter, people: Sequence[int]) -> Condition:
        people = find_people(self.db, where, people)
        return and_(true(), *self.build_all(where, people, with_questions=True))


def is_by(columns: Any, people: Sequence[int]) -> Condition:
    """Whether a row is the work of one of these people."""
    if len(people) == 1:
        condition: Condition = columns.coder_id == people[0]
        return condition
    found: Condition = columns.coder_id.in_(people)
    return found


def _select_repeated_keys() -> Select[Any]:
    """Duplicate keys that several readable answers share."""
    return (
        select(_a.duplicate_key).where(READABLE).group_by(_a.duplicate_key).having(func.count() > 1)
    )
