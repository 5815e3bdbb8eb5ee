"""Which answers pass a filter: by SQL as far as it goes, then by what is known in memory.

A filter is a tree. What SQL can test becomes one statement, brackets and negations included. Tests
of cases, rounds, word distances and regular expressions narrow what is left, the cheapest first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from tipcoder.model.answers import Progress
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import schema
from tipcoder.store.answers import has_translations, iterate_search_keys, iterate_texts
from tipcoder.store.drift import (
    build_listed_condition,
    find_lots,
    find_open_copies,
    hides_waves,
    select_open_copies,
)
from tipcoder.store.engine import Db
from tipcoder.store.filter_conditions import (
    FilterConditions,
    find_people,
    is_sql,
    names_people,
)
from tipcoder.store.schema.survey import READABLE
from tipcoder.store.write_batch import is_server

_a = schema.answer.c
Rows = dict[int, int]
"""Answers that are left, in their order: the id of each, and of its case."""


def find_answer_ids(
    db: Db, answer_filter: AnswerFilter, coder_id: int, *, originals_only: bool = False
) -> list[int]:
    """Ids of readable answers in reading order: by question, each in order of the survey.

    Words are looked for in translations too, but not where `originals_only` says so; patterns in
    the original alone. Raises BadInput for a pattern that is wrong or takes too long.
    """
    copies = find_open_copies(db, coder_id)
    is_asked = answer_filter.looks_for_words and not originals_only
    translated = is_asked and has_translations(db)
    conditions = FilterConditions(db, coder_id, translated=translated)
    search = _Search(db, coder_id, conditions, build_listed_condition(copies))
    people = find_people(db, answer_filter, (coder_id,))

    query = select(_a.id, _a.case_id).where(search.listed)
    query = query.where(*conditions.build_all(answer_filter, people))
    # A statement for each question follows an index that is in reading order already.
    by_question = [
        query.where(_a.question_id == question_id).order_by(_a.case_id)
        for question_id in _find_wanted_questions(db, answer_filter.questions)
    ]
    # The order of the survey would tell which answers are of an earlier wave.
    lots = find_lots(db, coder_id) if copies else {}
    if is_sql(answer_filter):
        # Nothing is left to test: the ids are enough, of which there may be very many.
        answer_ids: list[int] = []
        for of_question in by_question:
            answer_ids += _sort_by_lot(db.execute(of_question).scalars(), lots)
        return answer_ids

    cases = search.find_wanted_cases(answer_filter)
    rows: Rows = {}
    for of_question in by_question:
        found = dict(db.execute(of_question).all())
        if cases is not None:
            found = {row: case for row, case in found.items() if case in cases}
        rows |= {row: found[row] for row in _sort_by_lot(found, lots)}
    return list(search.narrow_by_rest(answer_filter, rows, people))


def find_at_once(db: Db, answer_filter: AnswerFilter, coder_id: int) -> list[int] | None:
    """The same ids by a single statement, for a server, where each is a journey there and back.

    None where it takes several: in a drift round, for words that may stand in a translation, and
    for what SQL cannot test. In a file several statements are quicker.
    """
    is_simple = is_sql(answer_filter) and not answer_filter.looks_for_words
    if not is_server(db) or not is_simple or names_people(answer_filter):
        return None
    conditions = FilterConditions(db, coder_id, translated=False)
    question = schema.question.c
    query = (
        select(_a.id, select_open_copies(coder_id).exists().label("has_copies"))
        .join(schema.question, question.id == _a.question_id)
        .where(READABLE, *conditions.build_all(answer_filter, (coder_id,)))
        .order_by(question.position, question.id, _a.case_id)
    )
    if answer_filter.questions:
        query = query.where(question.name.in_(answer_filter.questions))
    rows = db.execute(query).all()
    if not rows or rows[0].has_copies:
        return None
    return [row.id for row in rows]


def _sort_by_lot(answer_ids: Iterable[int], lots: Mapping[int, int]) -> Iterable[int]:
    """Answers with a lot in the order of their lots; behind them the others, in their order."""
    if not lots:
        return answer_ids
    return sorted(answer_ids, key=lambda row: (row not in lots, lots.get(row, 0)))


def _find_wanted_questions(db: Db, names: Collection[str]) -> list[int]:
    """Ids of these questions, or of all, in their order."""
    question = schema.question.c
    query = select(question.name, question.id).order_by(question.position, question.id)
    return [question_id for name, question_id in db.execute(query) if not names or name in names]


@dataclass(frozen=True)
class _Search:
    """One search of one coder."""

    db: Db
    coder_id: int
    conditions: FilterConditions
    listed: ColumnElement[bool]
    """A condition for answers that the coder can list."""

    def find_wanted_cases(self, where: AnswerFilter) -> set[int] | None:
        """Ids of the cases that a filter leaves; None where it does not filter by cases."""
        cases = None
        if not (where.attributes or where.options or where.cases):
            return None
        # Imported here, because most lists are made without.
        from tipcoder.store.attributes import find_cases_choosing, find_cases_passing

        if where.attributes:
            cases = find_cases_passing(self.db, where.attributes)
        if where.options:
            choosing = find_cases_choosing(self.db, where.options)
            cases = choosing if cases is None else cases & choosing
        if where.cases:
            labelled = find_labelled_cases(self.db, where.cases)
            cases = labelled if cases is None else cases & labelled
        return cases

    def narrow(self, where: AnswerFilter, rows: Rows, people: Sequence[int]) -> Rows:
        """Those of these answers that pass a filter within the filter."""
        people = find_people(self.db, where, people)
        tested = self.conditions.build_all(where, people, with_questions=True)
        if tested and rows:
            # Without a list of the answers left: there may be more than a statement takes.
            passing = set(self.db.execute(select(_a.id).where(self.listed, *tested)).scalars())
            rows = _keep(rows, passing)
        cases = self.find_wanted_cases(where)
        if cases is not None:
            rows = {row: case for row, case in rows.items() if case in cases}
        return self.narrow_by_rest(where, rows, people)

    def narrow_by_rest(self, where: AnswerFilter, rows: Rows, people: Sequence[int]) -> Rows:
        """Those that pass what neither SQL nor the cases say."""
        if where.rounds and rows:
            from tipcoder.store.rounds import find_assigned_to  # as above

            rows = _keep(rows, find_assigned_to(self.db, self.coder_id, where.rounds))
        for group in where.all_of:
            if not is_sql(group):
                rows = self.narrow(group, rows, people)
        for alternatives in where.any_of:
            if not all(map(is_sql, alternatives)):
                rows = self._keep_any(alternatives, rows, people)
        for group in where.none_of:
            if not is_sql(group):
                passing = self.narrow(group, rows, people)
                rows = {row: case for row, case in rows.items() if row not in passing}
        return self._narrow_by_texts(where, rows)

    def _keep_any(
        self, alternatives: Sequence[AnswerFilter], rows: Rows, people: Sequence[int]
    ) -> Rows:
        found: set[int] = set()
        left = rows
        # What SQL says is said sooner than what texts say.
        for group in sorted(alternatives, key=is_sql, reverse=True):
            found.update(self.narrow(group, left, people))
            left = {row: case for row, case in left.items() if row not in found}
        return _keep(rows, found)

    def _narrow_by_texts(self, where: AnswerFilter, rows: Rows) -> Rows:
        # Imported here, because most lists are made without.
        if (where.phrases or where.nearby) and rows:
            from tipcoder.text_search import build_word_test

            rows = self._keep_by_keys(rows, build_word_test(where.phrases, where.nearby))
        if where.patterns and rows:
            from tipcoder.text_patterns import find_matching

            texts = iterate_texts(self.db, list(rows))
            rows = _keep(rows, set(find_matching(texts, where.patterns)))
        return rows

    def _keep_by_keys(self, rows: Rows, is_found: Callable[[Sequence[str]], bool]) -> Rows:
        translated = self.conditions.translated
        keys = iterate_search_keys(self.db, list(rows), translated=translated)
        return _keep(rows, {row for row, folded in keys if is_found(folded)})


def _keep(rows: Rows, wanted: Collection[int]) -> Rows:
    return {row: case for row, case in rows.items() if row in wanted}


def count_progress(db: Db, answer_filter: AnswerFilter, coder_id: int) -> Progress:
    """How many of these answers the coder has finished."""
    found = find_answer_ids(db, answer_filter, coder_id)
    reading = schema.reading.c
    query = select(reading.answer_id).where(reading.live == 1, reading.coder_id == coder_id)
    finished = set(db.execute(query).scalars())
    return Progress(len(finished.intersection(found)), len(found))


def find_labelled_cases(db: Db, labels: Sequence[str]) -> set[int]:
    """Ids of the live cases with these labels, or of respondents with these response IDs."""
    wanted = set(labels)
    query = (
        select(schema.survey_case.c.id, schema.survey_case.c.label, schema.respondent.c.response_id)
        .join(schema.respondent, schema.respondent.c.id == schema.survey_case.c.respondent_id)
        .where(schema.survey_case.c.live == 1)
    )
    # A label may name the wave.
    is_blind = hides_waves(db)
    found = set()
    for row in db.execute(query):
        if row.response_id in wanted or (row.label in wanted and not is_blind):
            found.add(row.id)
    return found
