"""Texts that one coder coded in different ways, where answers to one question say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from tipcoder.model.codings import Outcome
from tipcoder.slices import iterate_chunks
from tipcoder.store import schema
from tipcoder.store.blindness import build_visibility_condition
from tipcoder.store.engine import CHUNK, Db
from tipcoder.store.schema.survey import READABLE

_a, _c, _r = schema.answer.c, schema.coding.c, schema.reading.c
_case = schema.survey_case.c


@dataclass(frozen=True)
class UnevenText:
    """A text that one coder finished several times, and not always alike."""

    question: str
    coder: str
    versions: Mapping[tuple[str, ...], Sequence[str]]
    """Codes in order of the alphabet, or how it was finished without one -> labels of the cases.
    There are at least two.
    """


@dataclass(frozen=True)
class _FinishedText:
    answer_id: int
    coder_id: int
    coder: str
    case: str
    question: str
    key: str
    outcome: str


def find_uneven_texts(db: Db) -> list[UnevenText]:
    """Every one that the viewer may see, in reading order.

    Case and white space of a text do not count, nor on which of its words a code is.
    """
    finished = _load_repeated_texts(db)
    codes = _load_codes(db, sorted({one.answer_id for one in finished}))
    texts: dict[tuple[str, str, str], dict[tuple[str, ...], list[str]]] = {}
    for one in finished:
        applied = codes.get((one.answer_id, one.coder_id), set())
        version = tuple(sorted(applied)) or (Outcome(one.outcome).value.replace("_", " "),)
        versions = texts.setdefault((one.question, one.key, one.coder), {})
        versions.setdefault(version, []).append(one.case)
    return [
        UnevenText(question, coder, versions)
        for (question, _, coder), versions in texts.items()
        if len(versions) > 1
    ]


def _load_repeated_texts(db: Db) -> list[_FinishedText]:
    """What somebody finished of answers whose text several have."""
    repeated = (
        select(_a.duplicate_key)
        .where(READABLE, _a.duplicate_key != "")
        .group_by(_a.duplicate_key)
        .having(func.count() > 1)
    )
    query = (
        select(
            _a.id,
            _r.coder_id,
            schema.coder.c.name,
            _case.label,
            schema.question.c.name,
            _a.duplicate_key,
            _r.outcome,
        )
        .join(schema.reading, _r.answer_id == _a.id)
        .join(schema.coder, schema.coder.c.id == _r.coder_id)
        .join(schema.survey_case, _case.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .where(
            READABLE,
            _case.live == 1,
            _r.live == 1,
            _a.duplicate_key.in_(repeated),
            build_visibility_condition(db, _r.answer_id, _r.coder_id),
        )
        .order_by(schema.question.c.position, _a.case_id, _r.coder_id)
    )
    return [_FinishedText(*row) for row in db.execute(query)]


def _load_codes(db: Db, answer_ids: Sequence[int]) -> dict[tuple[int, int], set[str]]:
    """Codes by (answer, coder); nobody asks for those that the viewer may not see."""
    codes: dict[tuple[int, int], set[str]] = {}
    for some in iterate_chunks(answer_ids, CHUNK):
        query = (
            select(_c.answer_id, _c.coder_id, schema.code.c.key)
            .join(schema.code, schema.code.c.id == _c.code_id)
            .where(
                _c.live == 1,
                _c.answer_id.in_(some),
                build_visibility_condition(db, _c.answer_id, _c.coder_id),
            )
        )
        for row in db.execute(query):
            codes.setdefault((row.answer_id, row.coder_id), set()).add(row.key)
    return codes
