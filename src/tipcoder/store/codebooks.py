"""Codebook revisions and the codes that codings point at.

A revision is kept whole and never changed; the current one is a pointer, so that a codebook edit
can be undone like any other act. A code that leaves the codebook keeps its row, because codings
still point at it.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import func, insert, select

from tipcoder.errors import EnvironmentFault
from tipcoder.store import schema
from tipcoder.store.act_log import remove_counts
from tipcoder.store.blindness import find_hidden_answers
from tipcoder.store.engine import Db
from tipcoder.store.events import Act, format_utc_now

CURRENT = "codebook_revision"
_DAMAGED = "Something else than tipcoder has written there; `tipcoder restore FILE` brings back a backup."
ELSEWHERE = "in force in another copy of the study; came with a bundle"
"""What is said of a revision that was never in force here."""


def read_current_revision(db: Db) -> int:
    """The number of the revision in force, 0 before the first. Raises EnvironmentFault if the store
    names none.
    """
    found = db.execute(select(schema.meta.c.value).where(schema.meta.c.key == CURRENT)).scalar_one_or_none()
    if found and not found.isdecimal():
        raise EnvironmentFault(f"The store says that {found[:40]!r} is the codebook in force.", _DAMAGED)
    return int(found) if found else 0


def load_document(db: Db, number: int) -> str:
    """A revision as the JSON it was kept as. Raises EnvironmentFault where it is gone, or is no
    codebook.
    """
    query = select(schema.codebook_revision.c.document).where(schema.codebook_revision.c.number == number)
    found = db.execute(query).scalar_one_or_none()
    # Codebooks are written with nothing around their braces: looking at the ends costs nothing.
    if found is None or not (found.startswith("{") and found.endswith("}")):
        what = "is not in the store" if found is None else "is no codebook"
        raise EnvironmentFault(f"Revision {number} of the codebook {what}.", _DAMAGED)
    return str(found)


def find_revision_with(db: Db, content: str) -> int | None:
    """The newest revision with exactly this content, or None."""
    r = schema.codebook_revision.c
    found = db.execute(select(func.max(r.number)).where(r.document == content)).scalar_one()
    return None if found is None else int(found)


class Revision(NamedTuple):
    """One revision: who made it, in which act, and of which one."""

    number: int
    at: str
    coder: str
    sentence: str
    parent: int
    """The revision that was changed, 0 for the first."""
    standing: bool
    """Whether the revision in force came of it; not so where it was undone."""


def load_revisions(db: Db) -> list[Revision]:
    """Every revision ever kept, oldest first."""
    r, event, act = schema.codebook_revision.c, schema.event.c, schema.act.c
    made = (
        select(event.before, event.after, schema.coder.c.name, act.sentence)
        .join(schema.act, act.id == event.act_id)
        .join(schema.coder, schema.coder.c.id == act.coder_id)
        .where(event.entity == schema.meta.name, event.entity_id == CURRENT)
    )
    blind = bool(find_hidden_answers(db))
    known = {
        int(json.loads(row.after)["value"]): (
            row.name,
            remove_counts(row.sentence) if blind else row.sentence,
            int(json.loads(row.before)["value"]),
        )
        for row in db.execute(made)
    }
    kept = db.execute(select(r.number, r.at).order_by(r.number)).all()
    parents = {row.number: known[row.number][2] if row.number in known else row.number - 1 for row in kept}
    standing = set(_trace_ancestry(read_current_revision(db), parents))
    nobody = ("", ELSEWHERE, 0)
    return [
        Revision(row.number, row.at, *known.get(row.number, nobody)[:2], parents[row.number], row.number in standing)
        for row in kept
    ]


def _trace_ancestry(number: int, parents: dict[int, int]) -> list[int]:
    """A revision and those it came of, newest first."""
    line = []
    while number in parents:
        line.append(number)
        number = parents[number] if parents[number] < number else 0
    return line


def add_revision(act: Act, content: str, keys: Iterable[str]) -> int:
    """Keep a new revision, put it in force and make rows for new codes; returns its number."""
    from tipcoder.store.seals import seal_rows  # revisions are read by everybody and added by few

    db = act.db
    newest = db.execute(select(func.coalesce(func.max(schema.codebook_revision.c.number), 0))).scalar_one()
    number = int(newest) + 1
    db.execute(insert(schema.codebook_revision).values(number=number, document=content, at=format_utc_now()))
    before = read_current_revision(db)
    if before == 0 and number == 1:
        db.execute(insert(schema.meta).values(key=CURRENT, value="0"))
    act.change_row(schema.meta, CURRENT, {"value": str(before)}, {"value": str(number)})
    known = load_code_ids(db)
    new = [{"uuid": str(uuid.uuid4()), "key": key} for key in keys if key not in known]
    if new:
        db.execute(insert(schema.code), new)
        seal_rows(act, "code", set(load_code_ids(db).values()) - set(known.values()))
    seal_rows(act, "codebook_revision", [number])
    return number


def load_code_ids(db: Db) -> dict[str, int]:
    """Row ids of all codes ever known, by key."""
    return {row.key: row.id for row in db.execute(select(schema.code.c.key, schema.code.c.id))}
