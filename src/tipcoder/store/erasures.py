"""What was erased, as far as the store still knows: the places, the acts, and never a word.

`erasing` erases. Here it is asked where words must not come back: by a survey file, by a bundle or
by an older codebook. A digest takes long to compute, so that a short wording is not easily guessed.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select

from tipcoder.store import schema, survey_data
from tipcoder.store.engine import Db
from tipcoder.store.schema.survey import ERASED_BUT_JUDGED

SALT = "erasure_salt"
"""Under this name `meta` has what every digest of this study is made with."""
_ROUNDS = 20_000
"""Of PBKDF2: some milliseconds for each wording that is looked at."""

_x, _a = schema.erasure.c, schema.answer.c

AnswerPlace = tuple[int, int]
"""(case id, question id)."""


class ErasedPlace(NamedTuple):
    """What may not come in at one place."""

    at: str
    is_closed: bool
    """Whether no text at all may come in."""
    digests: frozenset[str]
    """Of the wordings that may not."""


def load_erased_places(db: Db, case_ids: Collection[int]) -> dict[AnswerPlace, ErasedPlace]:
    """Places of these cases where something was erased."""
    query = (
        select(_a.case_id, _a.question_id, _x.at, _x.whole, _x.digest)
        .join(schema.answer, _a.id == _x.answer_id)
        .where(_x.live == 1, _a.case_id.in_(case_ids))
        .order_by(_x.id)
    )
    places: dict[AnswerPlace, ErasedPlace] = {}
    for row in db.execute(query):
        place = row.case_id, row.question_id
        before = places.get(place, ErasedPlace(row.at, False, frozenset()))
        digests = before.digests | ({row.digest} if row.digest else set())
        places[place] = ErasedPlace(row.at, before.is_closed or bool(row.whole), digests)
    return places


def has_erasures(db: Db) -> bool:
    """Whether anything was ever erased here."""
    return db.execute(select(_x.id).limit(1)).first() is not None


def load_erased_answers(db: Db) -> dict[int, str]:
    """Answer id -> when its words were erased."""
    query = select(_x.answer_id, _x.at).where(_x.live == 1)
    return {row.answer_id: row.at for row in db.execute(query)}


def load_erased_sources(db: Db) -> dict[int, tuple[str, str]]:
    """Case and question, by answer id, of answers whose words were erased and whose codes count."""
    query = (
        select(_a.id, schema.survey_case.c.label, schema.question.c.name)
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .where(_a.live == 1, ERASED_BUT_JUDGED)
    )
    return {row.id: (row.label, row.name) for row in db.execute(query)}


def load_erased_respondents(db: Db) -> dict[str, str]:
    """Response ID -> when everything that names the respondent was erased."""
    gone = schema.erased_respondent.c
    query = (
        select(schema.respondent.c.response_id, gone.at)
        .join(schema.respondent, schema.respondent.c.id == gone.respondent_id)
        .where(gone.live == 1)
    )
    return {row.response_id: row.at for row in db.execute(query)}


def load_wording_digests(db: Db) -> frozenset[str]:
    """Digests of wordings that left the codebook with the answers that they were taken from."""
    e = schema.erased_wording.c
    return frozenset(db.execute(select(e.digest).where(e.live == 1)).scalars())


def find_salt(db: Db) -> str:
    """What digests of this study are made with; empty where nothing was erased yet."""
    return survey_data.get_meta(db, SALT) or ""


def require_salt(db: Db) -> str:
    """The same, drawn now if there is none."""
    salt = find_salt(db)
    if not salt:
        salt = secrets.token_hex(16)
        survey_data.set_meta(db, SALT, salt)
    return salt


def digest_wording(salt: str, wording: str) -> str:
    """The digest of a wording; white space does not count."""
    content = " ".join(wording.split()).encode("utf-8", "surrogatepass")
    return hashlib.pbkdf2_hmac("sha256", content, bytes.fromhex(salt), _ROUNDS).hex()
