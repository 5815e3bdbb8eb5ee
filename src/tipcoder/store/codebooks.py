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

from sqlalchemy import Text, cast, func, insert, literal, select, union_all

from tipcoder.errors import EnvironmentFault
from tipcoder.store import schema
from tipcoder.store.act_log import remove_counts
from tipcoder.store.blindness import find_hidden_answers
from tipcoder.store.engine import Db
from tipcoder.store.events import Act, format_utc_now
from tipcoder.store.schema.survey import UUID
from tipcoder.store.seals import seal_rows

CURRENT = "codebook_revision"
"""The key in `meta` of the number of the revision in force."""
_DAMAGED = (
    "Another program than tipcoder has written there; `tipcoder restore FILE` restores a backup."
)
ELSEWHERE = "in force in another copy of the study; came with a bundle"
"""The sentence of a revision that was never in force here."""


class RevisionInForce(NamedTuple):
    """The codebook that holds, and the study that it is of."""

    number: int
    """0 before the first."""
    document: str | None
    """As it was kept; None where it is gone."""
    study_uuid: str
    """Empty where the store holds no study yet."""

    def require_document(self) -> str:
        """Raises EnvironmentFault where the document is gone, or is not a codebook."""
        return check_document(self.document, self.number)


def load_in_force(db: Db) -> RevisionInForce:
    """The revision in force, in one statement: on a server each is a journey there and back.

    Raises EnvironmentFault if what the store keeps as its number is not a number.
    """
    meta, revision = schema.meta.c, schema.codebook_revision.c
    in_force = select(meta.value).where(meta.key == CURRENT).scalar_subquery()
    document = select(literal("document"), revision.document)
    query = union_all(
        select(meta.key, meta.value).where(meta.key.in_((CURRENT, UUID))),
        document.where(cast(revision.number, Text) == in_force),
    )
    found = {row[0]: row[1] for row in db.execute(query)}
    number = parse_revision_number(found.get(CURRENT))
    return RevisionInForce(number, found.get("document"), found.get(UUID, ""))


def read_current_revision(db: Db) -> int:
    """The number of the revision in force, 0 before the first.

    Raises EnvironmentFault if what the store keeps there is not a number.
    """
    found = db.execute(
        select(schema.meta.c.value).where(schema.meta.c.key == CURRENT)
    ).scalar_one_or_none()
    return parse_revision_number(found)


def parse_revision_number(found: str | None) -> int:
    """What `meta` has as the number of the revision in force; None stands for no entry.

    Raises EnvironmentFault if it is not a number.
    """
    if found and not found.isdecimal():
        raise EnvironmentFault(
            f"The store has {found[:40]!r} as the number of the codebook in force.", _DAMAGED
        )
    return int(found) if found else 0


def load_document(db: Db, number: int) -> str:
    """A revision as the JSON it was kept as.

    Raises EnvironmentFault where it is gone, or is not a codebook.
    """
    query = select(schema.codebook_revision.c.document).where(
        schema.codebook_revision.c.number == number
    )
    return check_document(db.execute(query).scalar_one_or_none(), number)


def check_document(found: str | None, number: int) -> str:
    """The document of a revision.

    Raises EnvironmentFault where it is gone, or is not a codebook.
    """
    if found is None:
        raise EnvironmentFault(f"Revision {number} of the codebook is not in the store.", _DAMAGED)
    # Codebooks are written with nothing around their braces: looking at the ends costs nothing.
    if not (found.startswith("{") and found.endswith("}")):
        raise EnvironmentFault(f"Revision {number} of the codebook is not a codebook.", _DAMAGED)
    return found


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
    """Whether the revision in force is it, or came of it; not so where it was undone."""


def load_revisions(db: Db) -> list[Revision]:
    """Every revision ever kept, oldest first."""
    r, event, act = schema.codebook_revision.c, schema.event.c, schema.act.c
    made = (
        select(event.before, event.after, schema.coder.c.name, act.sentence)
        .join(schema.act, act.id == event.act_id)
        .join(schema.coder, schema.coder.c.id == act.coder_id)
        .where(event.entity == schema.meta.name, event.entity_id == CURRENT)
    )
    # How many codings an edit reached would tell of work that an open round hides.
    is_blind = bool(find_hidden_answers(db))
    authors: dict[int, tuple[str, str]] = {}
    changed: dict[int, int] = {}
    for before, after, coder, sentence in db.execute(made):
        number = int(json.loads(after)["value"])
        authors[number] = coder, remove_counts(sentence) if is_blind else sentence
        changed[number] = int(json.loads(before)["value"])

    kept = db.execute(select(r.number, r.at).order_by(r.number)).all()
    parents = {row.number: changed.get(row.number, row.number - 1) for row in kept}
    current_line = set(_trace_ancestry(read_current_revision(db), parents))

    revisions = []
    for row in kept:
        coder, sentence = authors.get(row.number, ("", ELSEWHERE))
        is_current = row.number in current_line
        revisions.append(
            Revision(row.number, row.at, coder, sentence, parents[row.number], is_current)
        )
    return revisions


def _trace_ancestry(number: int, parents: dict[int, int]) -> list[int]:
    """A revision and those it came of, newest first."""
    line = []
    while number in parents:
        line.append(number)
        number = parents[number] if parents[number] < number else 0
    return line


def add_revision(act: Act, content: str, keys: Iterable[str]) -> int:
    """Keep a new revision, make it the one in force, add rows for new codes; returns its number."""
    db = act.db
    number = _insert_revision(db, content)
    before = read_current_revision(db)
    if before == 0 and number == 1:
        # An event changes a row that exists, so that undo can set it back.
        db.execute(insert(schema.meta).values(key=CURRENT, value="0"))
    act.change_row(schema.meta, CURRENT, {"value": str(before)}, {"value": str(number)})
    known = load_code_ids(db)
    new = [{"uuid": str(uuid.uuid4()), "key": key} for key in keys if key not in known]
    if new:
        db.execute(insert(schema.code), new)
        seal_rows(act, "code", set(load_code_ids(db).values()) - set(known.values()))
    seal_rows(act, "codebook_revision", [number])
    return number


def keep_revision(act: Act, content: str) -> int:
    """Keep a revision that was in force in another copy, without putting it in force here; returns
    its number.
    """
    number = _insert_revision(act.db, content)
    # Sealed as every revision is, so that a later change of the row is found.
    seal_rows(act, "codebook_revision", [number])
    return number


def _insert_revision(db: Db, content: str) -> int:
    """A row under the number behind the newest one."""
    newest = db.execute(
        select(func.coalesce(func.max(schema.codebook_revision.c.number), 0))
    ).scalar_one()
    number = int(newest) + 1
    db.execute(
        insert(schema.codebook_revision).values(
            number=number, document=content, at=format_utc_now()
        )
    )
    return number


def load_code_ids(db: Db) -> dict[str, int]:
    """Row ids of all codes ever known, by key."""
    return {row.key: row.id for row in db.execute(select(schema.code.c.key, schema.code.c.id))}
