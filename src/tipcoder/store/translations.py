"""Translations beside frozen answers: each of one version of one answer.

A translation that a later file corrects is replaced, without a new version of the answer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import insert, select

from tipcoder.slices import iterate_chunks
from tipcoder.store import schema
from tipcoder.store.engine import CHUNK, Db
from tipcoder.store.events import DEAD, LIVE, Act
from tipcoder.text import fold_text

_t = schema.answer_translation.c


class StoredTranslation(NamedTuple):
    """The current translation of an answer."""

    id: int
    text: str


class NewTranslation(NamedTuple):
    """A translation as a survey file has it."""

    answer_id: int
    text: str


def load_translations(db: Db, answer_ids: Collection[int]) -> dict[int, StoredTranslation]:
    """Current translations by answer id; answers without one are left out."""
    found = {}
    for some in iterate_chunks(sorted(answer_ids), CHUNK):
        query = select(_t.id, _t.answer_id, _t.text).where(_t.live == 1, _t.answer_id.in_(some))
        for row in db.execute(query):
            found[row.answer_id] = StoredTranslation(row.id, row.text)
    return found


def load_translation(db: Db, answer_id: int) -> str:
    """The current translation of an answer; empty where there is none."""
    found = load_translations(db, [answer_id]).get(answer_id)
    return "" if found is None else found.text


def load_every_wording(db: Db, answer_ids: Collection[int]) -> list[str]:
    """All that is or was a translation of these answers: an erasure looks for it."""
    texts: list[str] = []
    for some in iterate_chunks(sorted(answer_ids), CHUNK):
        query = select(_t.text).where(_t.text != "", _t.answer_id.in_(some)).order_by(_t.id)
        texts += db.execute(query).scalars()
    return texts


def insert_first_translations(db: Db, new: Sequence[NewTranslation]) -> None:
    """Translations of a first import, without an event each; a seal keeps them."""
    if new:
        db.execute(insert(schema.answer_translation), _build_rows(new))


def add_translations(act: Act, new: Sequence[NewTranslation]) -> None:
    """Translations of a later import; an undo hides them again."""
    # The words are in the row itself, and a seal keeps their digest.
    act.insert_rows(schema.answer_translation, _build_rows(new), ("answer_id",))


def retire_translation(act: Act, translation_id: int) -> None:
    """A translation that another one replaces, or that the file no longer has."""
    act.change_row(schema.answer_translation, translation_id, LIVE, DEAD)


def _build_rows(new: Sequence[NewTranslation]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for answer_id, text in new:
        rows.append({"answer_id": answer_id, "text": text, "search_key": fold_text(text)})
    return rows
