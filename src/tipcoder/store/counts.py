"""Counting: codes by question, language, coder and wave; rows by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, Table, case, distinct, func, select

from tipcoder.model.codes import CodeCount
from tipcoder.model.codings import MANY
from tipcoder.slices import iterate_chunks
from tipcoder.store import schema
from tipcoder.store.blindness import build_visibility_condition
from tipcoder.store.engine import CHUNK, Db
from tipcoder.store.schema.survey import READABLE

_a, _c = schema.answer.c, schema.coding.c


def count_codes(db: Db, coder_id: int | None = None) -> list[CodeCount]:
    """Answers and codings per code, question, language, coder and wave, on current texts."""
    query = (
        select(
            schema.code.c.key,
            schema.question.c.name,
            _a.language,
            func.count(distinct(_c.answer_id)),
            func.count(),
            schema.coder.c.name,
            schema.survey_case.c.wave,
        )
        .select_from(schema.coding)
        .join(schema.answer, _a.id == _c.answer_id)
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.code, schema.code.c.id == _c.code_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .join(schema.coder, schema.coder.c.id == _c.coder_id)
        .where(
            _c.live == 1, _a.live == 1, build_visibility_condition(db, _c.answer_id, _c.coder_id)
        )
        .group_by(
            schema.code.c.id,
            schema.code.c.key,
            schema.question.c.name,
            schema.question.c.position,
            _a.language,
            schema.coder.c.id,
            schema.coder.c.name,
            schema.survey_case.c.wave,
        )
        .order_by(
            schema.code.c.id,
            schema.question.c.position,
            _a.language,
            schema.coder.c.id,
            func.min(schema.survey_case.c.id),
        )
    )
    if coder_id is not None:
        query = query.where(_c.coder_id == coder_id)
    return [CodeCount(*row) for row in db.execute(query)]


class PlacedCode(NamedTuple):
    """A code that a coder has applied to an answer, however often."""

    code: str
    answer_id: int
    coder_id: int
    question: str
    language: str
    coder: str
    wave: str = ""


def load_placed_codes(db: Db, coder_id: int | None = None) -> list[PlacedCode]:
    """Each code of each coder once per current text, in order of questions.

    Counts of several codes together, such as a theme with its codes, need answers and not sums.
    """
    query = (
        select(
            schema.code.c.key,
            _c.answer_id,
            _c.coder_id,
            schema.question.c.name,
            _a.language,
            schema.coder.c.name,
            schema.survey_case.c.wave,
        )
        .distinct()
        # PostgreSQL orders distinct rows only by columns that are selected.
        .add_columns(schema.question.c.position)
        .select_from(schema.coding)
        .join(schema.answer, _a.id == _c.answer_id)
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.code, schema.code.c.id == _c.code_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .join(schema.coder, schema.coder.c.id == _c.coder_id)
        .where(
            _c.live == 1, _a.live == 1, build_visibility_condition(db, _c.answer_id, _c.coder_id)
        )
        .order_by(schema.question.c.position, _a.language, _c.coder_id, _c.answer_id)
    )
    if coder_id is not None:
        query = query.where(_c.coder_id == coder_id)
    return [PlacedCode._make(row[:7]) for row in db.execute(query)]


class CodeUse(NamedTuple):
    """How often one code is applied, by all coders together and by one of them."""

    codings: int
    answers: int
    coders: int
    my_codings: int
    my_answers: int


def count_code_use(db: Db, coder_id: int) -> dict[str, CodeUse]:
    """The use of each code applied to a current text, also of codes that left the codebook."""
    # A `case` without `else` is NULL for others' codings, and `count` passes over NULL.
    mine = _c.coder_id == coder_id
    query = (
        select(
            schema.code.c.key,
            func.count(),
            func.count(distinct(_c.answer_id)),
            func.count(distinct(_c.coder_id)),
            func.count(case((mine, 1))),
            func.count(distinct(case((mine, _c.answer_id)))),
        )
        .select_from(schema.coding)
        .join(schema.answer, _a.id == _c.answer_id)
        .join(schema.code, schema.code.c.id == _c.code_id)
        .where(
            _c.live == 1, _a.live == 1, build_visibility_condition(db, _c.answer_id, _c.coder_id)
        )
        .group_by(schema.code.c.id, schema.code.c.key)
    )
    uses = {}
    for key, *numbers in db.execute(query):
        uses[key] = CodeUse(*map(int, numbers))
    return uses


def find_coded_answers(db: Db, codes: Collection[str]) -> list[tuple[str, int]]:
    """(code, answer id) for every current text to which anybody has applied one of these codes."""
    query = (
        select(schema.code.c.key, _c.answer_id)
        .distinct()
        .select_from(schema.coding)
        .join(schema.answer, _a.id == _c.answer_id)
        .join(schema.code, schema.code.c.id == _c.code_id)
        .where(
            _c.live == 1,
            _a.live == 1,
            schema.code.c.key.in_(codes),
            build_visibility_condition(db, _c.answer_id, _c.coder_id),
        )
    )
    return [(row[0], row[1]) for row in db.execute(query)]


def count_totals(db: Db) -> dict[str, int]:
    """Rows that count, by kind: respondents, cases, answered, codings, readings, acts; and readings
    made with many others at once.
    """

    def count_rows(query: object) -> int:
        return int(db.execute(query).scalar_one())  # type: ignore[call-overload]

    return {
        "respondents": count_rows(select(func.count()).select_from(schema.respondent)),
        "cases": count_rows(select(func.count()).where(schema.survey_case.c.live == 1)),
        "answered": count_rows(select(func.count()).where(READABLE)),
        "codings": count_rows(_select_work(schema.coding)),
        "readings": count_rows(_select_work(schema.reading)),
        "many": count_rows(_select_work(schema.reading).where(schema.reading.c.origin == MANY)),
        "acts": count_rows(select(func.count()).select_from(schema.act)),
    }


def _select_work(table: Table) -> Select[int]:
    """Live rows of a table of coders' work, but for what drift rounds had them say again."""
    on_answer = table.c.answer_id == _a.id
    query = select(func.count()).select_from(table).join(schema.answer, on_answer)
    return query.where(table.c.live == 1, _a.copy_of.is_(None))


def select_codes_by_question(coder_id: Any) -> Select[str, str, int]:
    """(question, code, codings) of one coder, an id or a parameter."""
    return (
        select(
            schema.question.c.name.label("question"),
            schema.code.c.key.label("code"),
            func.count().label("codings"),
        )
        .select_from(schema.coding)
        .join(schema.answer, _a.id == _c.answer_id)
        .join(schema.code, schema.code.c.id == _c.code_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .where(_c.live == 1, _c.coder_id == coder_id)
        .group_by(schema.question.c.name, schema.code.c.id, schema.code.c.key)
    )


def count_codes_on_answers(
    db: Db, answer_ids: Sequence[int], coder_id: int, coding_ids: Collection[int] | None = None
) -> dict[str, int]:
    """On how many of these answers a coder has each code; the most frequent first.

    With `coding_ids` only these codings count.
    """
    found: set[tuple[str, int]] = set()
    query = (
        select(schema.code.c.key, _c.answer_id, _c.id)
        .join(schema.code, schema.code.c.id == _c.code_id)
        .where(_c.live == 1, _c.coder_id == coder_id)
        .order_by(_c.id)
    )
    for some in iterate_chunks(answer_ids, CHUNK):
        for key, answer_id, coding_id in db.execute(query.where(_c.answer_id.in_(some))):
            # Compared here, because ids may be more than one statement takes.
            if coding_ids is None or coding_id in coding_ids:
                found.add((key, answer_id))
    # In the order of the keys where two are as frequent, so that the list is always the same.
    return dict(Counter(key for key, _ in sorted(found)).most_common())
