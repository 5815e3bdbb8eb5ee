"""All that a screen shows of some answers and one coder's work on them, in one statement.

A screen is drawn at every key, and on a server each statement is a journey there and back. So the
facts come as rows of several kinds from one `union all`, which also sees one state of the store
without a transaction around it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Text,
    bindparam,
    cast,
    exists,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from tipcoder.model.answers import Answer, AnswerState
from tipcoder.model.codings import AppliedCode, CodedAnswer, Coding, Outcome, Reading
from tipcoder.slices import iterate_chunks
from tipcoder.store import schema
from tipcoder.store.codebooks import CURRENT, parse_revision_number
from tipcoder.store.drift import remove_wave, select_open_copies, select_open_copy_ids
from tipcoder.store.engine import Db, find_viewer
from tipcoder.store.schema.base import Big
from tipcoder.store.suggestions import EDITED, REJECTED, TAKEN, TakenSuggestion
from tipcoder.store.write_batch import find_notes, is_server

_a, _c, _r = schema.answer.c, schema.coding.c, schema.reading.c
_f, _m, _g, _t = schema.flag.c, schema.memo.c, schema.suggestion.c, schema.answer_translation.c
_NUMBERS, _TEXTS = 4, 9
"""Columns of either kind that a row has beside its kind and its answer."""
_AT_ONCE = 2000
"""Answers in one statement, which names each of them several times."""
_NOBODY = -1
"""In place of a coder's id, where nobody looks."""

CODING_ROWS = ("coding", "reading")
"""The tables that coding an answer adds rows to."""
FLAG_ROWS = ("flag",)
MEMO_ROWS = ("memo",)

ChooseAttributes = Callable[[bool], Sequence[str]]
"""Whether waves are hidden -> the attributes that may be shown."""


@dataclass(frozen=True)
class AnswerSheet:
    """One answer, and what one coder did with it."""

    answer: Answer
    is_current: bool
    """Whether no later import has replaced the text; so is a copy whose round is open."""
    codings: tuple[Coding, ...] = ()
    """By start, the longest first."""
    reading: Reading | None = None
    reading_id: int | None = None
    flag_id: int | None = None
    memos: int = 0
    """On the answer and on its codings."""
    rejected: frozenset[str] = frozenset()
    """Codes that were suggested and turned down or replaced."""
    taken: tuple[TakenSuggestion, ...] = ()
    """Suggestions that the coder took."""

    @property
    def is_flagged(self) -> bool:
        """Whether the coder wants to come back to it."""
        return self.flag_id is not None

    @property
    def standing(self) -> CodedAnswer:
        """The codes and the state, as they matter where several answers are looked at together."""
        applied = []
        for coding in self.codings:
            is_whole = coding.end - coding.start == len(self.answer.text)
            # A code on the whole answer needs no quote: the answer stands beside it.
            applied.append(AppliedCode(coding.id, coding.code, "" if is_whole else coding.quote))
        outcome = self.reading.outcome if self.reading is not None else None
        return CodedAnswer(tuple(applied), outcome)


class SheetReading(NamedTuple):
    """What one look brought."""

    sheets: dict[int, AnswerSheet]
    """By answer id; ids that are in no store are left out."""
    revision: int
    """Of the codebook in force."""
    has_undone: bool
    """Whether the coder has acts that could be redone."""


@dataclass
class _Gathered:
    """Rows of one answer while they come in."""

    answer: Row[Any] | None = None
    is_open_copy: bool = False
    codings: list[Coding] = field(default_factory=list)
    reading: Reading | None = None
    reading_id: int | None = None
    flag_id: int | None = None
    memos: int = 0
    rejected: set[str] = field(default_factory=set)
    taken: list[TakenSuggestion] = field(default_factory=list)


def load_sheets(
    db: Db,
    answer_ids: Collection[int],
    coder_id: int,
    choose_attributes: ChooseAttributes,
    *,
    reserve: tuple[str, ...] = (),
) -> SheetReading:
    """The sheets of these answers. Meant for a few, not for thousands.

    In a transaction that writes, ids are reserved on a server for a row of each answer in the
    tables of `reserve`. Raises EnvironmentFault if what the store keeps as the
    number of the codebook in force is no number.
    """
    viewer = find_viewer(db)
    parameters = {"coder": coder_id, "viewer": _NOBODY if viewer is None else viewer}
    gathered: dict[int, _Gathered] = {}
    study: dict[str, str] = {}
    notes = find_notes(db) if is_server(db) else None
    statement = _build_statement(reserve if notes is not None else ())
    for some in iterate_chunks(list(answer_ids), _AT_ONCE):
        for row in db.execute(statement, {**parameters, "ids": some, "rows": len(some)}):
            if row.kind == "id" and notes is not None:
                notes.reserved.setdefault(row.t0, []).append(row.n0)
            elif row.answer_id is None:
                study[row.kind] = row.t0 or ""
            else:
                _TAKE[row.kind](gathered.setdefault(row.answer_id, _Gathered()), row)

    hides_waves = "veil" in study
    attributes = choose_attributes(hides_waves)
    sheets = {}
    for answer_id, found in gathered.items():
        if found.answer is not None:
            sheets[answer_id] = _build_sheet(found, found.answer, attributes, hides_waves)
    return SheetReading(sheets, parse_revision_number(study.get("revision")), "undone" in study)


# --- the statement --------------------------------------------------------------------------------


@cache
def _build_statement(reserve: tuple[str, ...]) -> Any:
    """Built once: putting it together takes longer than SQLite needs to answer it."""
    return union_all(
        _select_answers(),
        _select_codings(),
        _select_readings(),
        _as_rows("flag", _f.answer_id, (_f.id,)).where(_f.live == 1, *_is_of_coder(_f)),
        _as_rows("memo", _m.answer_id).where(_m.live == 1, *_is_of_coder(_m)),
        _select_verdicts(),
        _select_copies(),
        *_select_study_facts(),
        *_select_reserved_ids(reserve),
    )


def _is_of_coder(columns: Any) -> tuple[ColumnElement[bool], ...]:
    return _is_wanted(columns.answer_id), columns.coder_id == bindparam("coder")


def _is_wanted(answer_id: Any) -> ColumnElement[bool]:
    wanted: ColumnElement[bool] = answer_id.in_(bindparam("ids", expanding=True))
    return wanted


def _as_rows(
    kind: str, answer_id: Any, numbers: Sequence[Any] = (), texts: Sequence[Any] = ()
) -> Select[Any]:
    """Rows of one kind, with the same columns as those of every other kind."""
    filled_numbers = [*numbers, *[null()] * (_NUMBERS - len(numbers))]
    filled_texts = [*texts, *[null()] * (_TEXTS - len(texts))]
    columns: tuple[Any, ...] = (
        cast(literal_column(f"'{kind}'"), Text).label("kind"),
        cast(answer_id, Big).label("answer_id"),
        *[cast(one, Big).label(f"n{at}") for at, one in enumerate(filled_numbers)],
        *[cast(one, Text).label(f"t{at}") for at, one in enumerate(filled_texts)],
    )
    return select(*columns)


def _select_answers() -> Select[Any]:
    case, people, question = schema.survey_case.c, schema.respondent.c, schema.question.c
    twins = schema.answer.alias("twins").c
    count = (
        select(func.count())
        .where(twins.duplicate_key == _a.duplicate_key, twins.live == 1, twins.state == "answered")
        .correlate(schema.answer)
        .scalar_subquery()
    )
    texts = (
        _a.state,
        _a.text,
        _a.language,
        case.label,
        case.attributes,
        question.name,
        _t.text,
        case.wave,
        people.response_id,
    )
    return (
        _as_rows("answer", _a.id, (count, _a.live), texts)
        .select_from(schema.answer)
        .join(schema.survey_case, case.id == _a.case_id)
        .join(schema.respondent, people.id == case.respondent_id)
        .join(schema.question, question.id == _a.question_id)
        .outerjoin(schema.answer_translation, (_t.answer_id == _a.id) & (_t.live == 1))
        .where(_is_wanted(_a.id))
    )


def _select_codings() -> Select[Any]:
    numbers = (_c.id, _c.start, _c.end, _c.revision)
    texts = (schema.code.c.key, schema.coder.c.name, _c.quote, _c.origin)
    return (
        _as_rows("coding", _c.answer_id, numbers, texts)
        .select_from(schema.coding)
        .join(schema.code, schema.code.c.id == _c.code_id)
        .join(schema.coder, schema.coder.c.id == _c.coder_id)
        .where(_c.live == 1, *_is_of_coder(_c))
    )


def _select_readings() -> Select[Any]:
    texts = (_r.outcome, _r.origin, schema.coder.c.name)
    return (
        _as_rows("reading", _r.answer_id, (_r.id, _r.revision), texts)
        .select_from(schema.reading)
        .join(schema.coder, schema.coder.c.id == _r.coder_id)
        .where(_r.live == 1, *_is_of_coder(_r))
    )


def _select_verdicts() -> Select[Any]:
    return (
        _as_rows("verdict", _g.answer_id, (_g.id,), (schema.code.c.key, _g.verdict))
        .select_from(schema.suggestion)
        .join(schema.code, schema.code.c.id == _g.code_id)
        .where(_g.verdict.in_((REJECTED, EDITED, *TAKEN)), *_is_of_coder(_g))
    )


def _select_copies() -> Select[Any]:
    ids = select_open_copy_ids().where(_is_wanted(_a.id)).subquery()
    return _as_rows("copy", ids.c.id)


def _select_study_facts() -> Iterator[Select[Any]]:
    """What is about no answer: these rows have no id."""
    act = schema.act.c
    yield _as_rows("revision", null(), texts=(schema.meta.c.value,)).where(
        schema.meta.c.key == CURRENT
    )
    undone = exists().where(act.coder_id == bindparam("coder"), act.state == "undone")
    yield _as_rows("undone", null()).where(undone)
    yield _as_rows("veil", null()).where(select_open_copies(bindparam("viewer")).exists())


def _select_reserved_ids(tables: Iterable[str]) -> Iterator[Select[Any]]:
    """Ids of rows that are going to be inserted (PostgreSQL)."""
    for table in tables:
        number = func.nextval(func.pg_get_serial_sequence(table, "id"))
        every = func.generate_series(1, bindparam("rows")).table_valued("row")
        rows = _as_rows("id", null(), (number,), (literal_column(f"'{table}'"),))
        yield rows.select_from(every)


# --- its rows -------------------------------------------------------------------------------------


def _take_answer(found: _Gathered, row: Row[Any]) -> None:
    found.answer = row


def _take_coding(found: _Gathered, row: Row[Any]) -> None:
    found.codings.append(
        Coding(row.n0, row.answer_id, row.t0, row.t1, row.n1, row.n2, row.t2, row.n3, row.t3)
    )


def _take_reading(found: _Gathered, row: Row[Any]) -> None:
    found.reading = Reading(row.answer_id, row.t2, Outcome(row.t0), row.n1, row.t1)
    found.reading_id = row.n0


def _take_flag(found: _Gathered, row: Row[Any]) -> None:
    found.flag_id = row.n0


def _take_memo(found: _Gathered, _row: Row[Any]) -> None:
    found.memos += 1


def _take_verdict(found: _Gathered, row: Row[Any]) -> None:
    if row.t1 in TAKEN:
        found.taken.append(TakenSuggestion(row.n0, row.t0, row.t1))
    else:
        found.rejected.add(row.t0)


def _take_copy(found: _Gathered, _row: Row[Any]) -> None:
    found.is_open_copy = True


_TAKE = {
    "answer": _take_answer,
    "coding": _take_coding,
    "reading": _take_reading,
    "flag": _take_flag,
    "memo": _take_memo,
    "verdict": _take_verdict,
    "copy": _take_copy,
}


def _build_sheet(
    found: _Gathered, row: Row[Any], attributes: Iterable[str], hides_waves: bool
) -> AnswerSheet:
    known = json.loads(row.t4)
    answer = Answer(
        id=row.answer_id,
        case=remove_wave(row.t3, row.t7, row.t8) if hides_waves else row.t3,
        question=row.t5,
        state=AnswerState(row.t0),
        text=row.t1,
        language=row.t2,
        attributes={name: known[name] for name in attributes if name in known},
        duplicates=row.n0,
        translation=row.t6 or "",
    )
    return AnswerSheet(
        answer,
        is_current=row.n1 == 1 or found.is_open_copy,
        codings=tuple(sorted(found.codings, key=lambda one: (one.start, -one.end, one.id))),
        reading=found.reading,
        reading_id=found.reading_id,
        flag_id=found.flag_id,
        memos=found.memos,
        rejected=frozenset(found.rejected),
        taken=tuple(found.taken),
    )
