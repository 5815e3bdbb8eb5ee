"""Erasing words: out of rows, out of the log's events, and out of the digests that seals hold.

An answer whose codes count keeps its length: blocks stand in the place of its characters, so that
every span is where it was. Rows and events change alike, so that the log still gives the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, Table, select, update

from tipcoder.slices import iterate_chunks
from tipcoder.store import schema
from tipcoder.store.engine import CHUNK, Db
from tipcoder.store.events import (
    DEAD,
    LIVE,
    Act,
    encode_values,
    format_utc_now,
    parse_event_side,
)
from tipcoder.store.schema.survey import ERASED_BUT_JUDGED, READABLE
from tipcoder.store.seals import renew_digests
from tipcoder.text import fold_text, hash_text, make_answer_key

BLOCK = "\u2588"
"""What stands in the place of an erased character."""

_a, _e = schema.answer.c, schema.event.c

OF_ANSWERS: dict[str, tuple[Table, tuple[str, ...]]] = {
    "coding": (schema.coding, ("quote",)),
    "answer_translation": (schema.answer_translation, ("text", "search_key")),
    "memo": (schema.memo, ("text",)),
    "redaction": (schema.redaction, ("replacement", "reason")),
    "quote_review": (schema.quote_review, ("state",)),
    "settlement": (schema.settlement, ("note",)),
    "withdrawal": (schema.withdrawal, ("reason",)),
}
"""Rows about an answer, by the entity of their events: the table, and its columns with words."""
_RETRACTED = ("answer_translation", "memo", "redaction", "quote_review", "withdrawal")
"""Those that say nothing without their words, and are retracted with them."""
CODES = ("coding", "reading", "settlement", "frozen_judgement")
"""Rows by which an answer counts in tables and agreement."""


class ErasableAnswer(NamedTuple):
    """One version of an answer, with its words."""

    id: int
    case_id: int
    question_id: int
    case: str
    question: str
    response_id: str
    version: int
    live: int
    text: str


def select_erasable() -> Select[Any]:
    """Every version of every answer that has words."""
    return (
        select(
            _a.id,
            _a.case_id,
            _a.question_id,
            schema.survey_case.c.label,
            schema.question.c.name,
            schema.respondent.c.response_id,
            _a.version,
            _a.live,
            _a.text,
        )
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.respondent, schema.respondent.c.id == schema.survey_case.c.respondent_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .where(_a.text != "", ~ERASED_BUT_JUDGED)
        .order_by(schema.question.c.position, _a.case_id, _a.version)
    )


def load_erasable(db: Db, *conditions: Any) -> list[ErasableAnswer]:
    """Versions with words that meet these conditions, in reading order."""
    return [ErasableAnswer._make(row) for row in db.execute(select_erasable().where(*conditions))]


def erase_answers(
    act: Act,
    answers: Sequence[ErasableAnswer],
    *,
    closed: Collection[int],
    digests: Mapping[int, str],
    with_codes: bool,
) -> None:
    """Erase the words of these versions, and of everything that was said of them.

    `closed` are those (ids) in whose place no text may come in again; of the others `digests` has
    the digest of the wording that may not. `with_codes` retracts codes and readings as well.
    """
    ids = [answer.id for answer in answers]
    translation = schema.answer_translation
    if with_codes:
        for entity in CODES:
            _retract_rows(act, schema.metadata.tables[entity], ids)
    for entity in _RETRACTED:
        _retract_rows(act, OF_ANSWERS[entity][0], ids)
    # Events of the act go out first: what they repeat is erased with everything else.
    act.write_events()

    for table, columns in OF_ANSWERS.values():
        _blank_rows(act.db, table, columns, ids)
    for answer in answers:
        _erase_text(act, answer)
    act.write_events()
    renew_digests(act.db, "answer", ids)
    renew_digests(act.db, "answer_translation", _find_rows(act.db, translation, ids))
    at = format_utc_now()
    for answer in answers:
        row = {
            "answer_id": answer.id,
            "act_id": act.id,
            "at": at,
            "whole": int(answer.id in closed),
            "digest": digests.get(answer.id, ""),
        }
        act.insert_row(schema.erasure, row)


def _retract_rows(act: Act, table: Table, answer_ids: Sequence[int]) -> None:
    for some in iterate_chunks(answer_ids, CHUNK):
        query = select(table.c.id).where(table.c.live == 1, table.c.answer_id.in_(some))
        act.change_rows(table, list(act.db.execute(query).scalars()), LIVE, DEAD)


def _blank_rows(db: Db, table: Table, columns: Sequence[str], answer_ids: Sequence[int]) -> None:
    """Erase words of all rows about these answers, counting or not."""
    ids = _find_rows(db, table, answer_ids)
    rewrite_rows(db, table, ids, dict.fromkeys(columns, _make_blank(table)))


def _find_rows(db: Db, table: Table, answer_ids: Sequence[int]) -> list[int]:
    ids: list[int] = []
    for some in iterate_chunks(answer_ids, CHUNK):
        query = select(table.c.id).where(table.c.answer_id.in_(some))
        ids += db.execute(query).scalars()
    return ids


def _make_blank(table: Table) -> Callable[[str], str]:
    if table is schema.coding:
        return make_blocks
    return lambda _words: ""


def make_blocks(words: str) -> str:
    """As many blocks as there are characters."""
    return BLOCK * len(words)


def _erase_text(act: Act, answer: ErasableAnswer) -> None:
    """The text, and all that was computed of it. That it is withheld now is an event."""
    db, this = act.db, _a.id == answer.id
    text = make_blocks(answer.text) if _has_spans(db, answer.id) else ""
    columns = {
        "text": text,
        "text_hash": hash_text(text),
        "search_key": fold_text(text),
        "duplicate_key": make_answer_key(answer.question, text) if text else "",
    }
    db.execute(update(schema.answer).where(this).values(columns))
    fixed = {"text_hash": lambda _old: columns["text_hash"]}
    rewrite_events(db, "answer", [answer.id], fixed)
    act.change_row(schema.answer, answer.id, {"state": "answered"}, {"state": "withheld"})


def _has_spans(db: Db, answer_id: int) -> bool:
    """Whether somebody coded the answer, so that its length has to stay."""
    for table in (schema.coding, schema.settlement, schema.frozen_judgement):
        query = select(table.c.id).where(table.c.answer_id == answer_id).limit(1)
        if db.execute(query).first() is not None:
            return True
    return False


# --- rows and their events ------------------------------------------------------------------------


def rewrite_rows(
    db: Db, table: Table, row_ids: Iterable[int], changes: Mapping[str, Callable[[str], str]]
) -> None:
    """Put other words into columns of rows, and into every event about them.

    It is no act: undo cannot bring the words back.
    """
    ids = sorted(row_ids)
    for some in iterate_chunks(ids, CHUNK):
        query = select(table.c.id, *(table.c[name] for name in changes)).where(table.c.id.in_(some))
        for row in db.execute(query).all():
            old = row._mapping
            new = {name: change(old[name]) for name, change in changes.items()}
            if any(old[name] != value for name, value in new.items()):
                db.execute(update(table).where(table.c.id == row.id).values(new))
    rewrite_events(db, table.name, ids, changes)


def rewrite_events(
    db: Db, entity: str, row_ids: Iterable[int], changes: Mapping[str, Callable[[str], str]]
) -> None:
    """The same in what the log keeps of these rows."""
    for some in iterate_chunks(sorted(row_ids), CHUNK):
        query = select(_e.seq, _e.before, _e.after).where(
            _e.entity == entity, _e.entity_id.in_([str(row_id) for row_id in some])
        )
        for event in db.execute(query).all():
            sides = {
                "before": _rewrite_side(event.before, changes),
                "after": _rewrite_side(event.after, changes),
            }
            if (sides["before"], sides["after"]) != (event.before, event.after):
                db.execute(update(schema.event).where(_e.seq == event.seq).values(sides))


def _rewrite_side(kept: str, changes: Mapping[str, Callable[[str], str]]) -> str:
    values = parse_event_side(kept)
    touched = changes.keys() & values.keys()
    if not touched:
        return kept
    for name in touched:
        values[name] = changes[name](str(values[name]))
    return encode_values(values)


def load_attributes(db: Db, case_ids: Collection[int]) -> dict[int, str]:
    """Attributes of cases as they are kept, by the row id of the case."""
    case = schema.survey_case.c
    query = select(case.id, case.attributes).where(case.id.in_(case_ids))
    return {row.id: row.attributes for row in db.execute(query)}


def rewrite_attributes(db: Db, case_ids: Collection[int], change: Callable[[str], str]) -> None:
    """Put other attributes into cases and into the log."""
    rewrite_rows(db, schema.survey_case, case_ids, {"attributes": change})
    renew_digests(db, "survey_case", case_ids)


def rewrite_revisions(db: Db, documents: Mapping[int, str]) -> None:
    """Put these documents in the place of codebook revisions."""
    r = schema.codebook_revision.c
    for number, document in documents.items():
        change = update(schema.codebook_revision).where(r.number == number)
        db.execute(change.values(document=document))
    renew_digests(db, "codebook_revision", list(documents))


def load_revision_documents(db: Db) -> dict[int, str]:
    """Every codebook revision as it is kept."""
    r = schema.codebook_revision.c
    return {row.number: row.document for row in db.execute(select(r.number, r.document))}


def add_erased_wordings(act: Act, digests: Iterable[str]) -> None:
    """Know these wordings again, wherever a copy of the codebook still has them."""
    rows = [{"act_id": act.id, "digest": digest} for digest in sorted(digests)]
    act.insert_rows(schema.erased_wording, rows)


def add_erased_respondent(act: Act, response_id: str) -> None:
    """Let nothing come in of a respondent any more. The response ID stays theirs."""
    people = schema.respondent.c
    respondent_id = act.db.execute(
        select(people.id).where(people.response_id == response_id)
    ).scalar_one()
    gone = schema.erased_respondent
    known = select(gone.c.id).where(gone.c.respondent_id == respondent_id, gone.c.live == 1)
    if act.db.execute(known.limit(1)).first() is None:
        row = {"respondent_id": respondent_id, "act_id": act.id, "at": format_utc_now()}
        act.insert_row(gone, row)


def has_text_elsewhere(db: Db, words: str, answer_ids: Collection[int]) -> bool:
    """Whether a current answer that is not among these, or its translation, has the words.

    Case does not count.
    """
    folded = fold_text(words)
    t = schema.answer_translation.c
    found = select(_a.id).where(READABLE, _a.search_key.contains(folded, autoescape=True))
    translated = (
        select(_a.id)
        .join(schema.answer_translation, t.answer_id == _a.id)
        .where(READABLE, t.live == 1, t.search_key.contains(folded, autoescape=True))
    )
    return any(
        answer_id not in answer_ids
        for query in (found, translated)
        for answer_id in db.execute(query).scalars()
    )


class ErasureScope(NamedTuple):
    """Which versions of which answers; an empty part leaves the choice open."""

    case: str = ""
    question: str = ""
    response_id: str = ""
    only_replaced: bool = False
    """Only wordings that a later import replaced."""


def find_erasable(db: Db, scope: ErasureScope) -> list[ErasableAnswer]:
    """Every version with words in a scope, and the same words of the same respondent.

    What was asked once per respondent stands in each of their cases.
    """
    conditions = []
    if scope.case:
        conditions.append(schema.survey_case.c.label == scope.case)
    if scope.question:
        conditions.append(schema.question.c.name == scope.question)
    if scope.response_id:
        conditions.append(schema.respondent.c.response_id == scope.response_id)
    if scope.only_replaced:
        conditions.append(_a.live == 0)
        # The copies of a drift round go with the answers that they are of.
        conditions.append(_a.copy_of.is_(None))
    chosen = load_erasable(db, *conditions)
    if not scope.case or scope.only_replaced:
        return chosen

    known = {answer.id for answer in chosen}
    words = {answer.text for answer in chosen}
    for owner in sorted({answer.response_id for answer in chosen}):
        asked = schema.question.c.name == scope.question
        for answer in load_erasable(db, schema.respondent.c.response_id == owner, asked):
            if answer.id not in known and answer.text in words:
                chosen.append(answer)
    return chosen
