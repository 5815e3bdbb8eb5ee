"""What was carried over, or coded with many others, counts until a person has judged the answer."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, or_

from tipcoder.model.codings import DERIVED
from tipcoder.store import schema

_r = schema.reading.c
_judged = schema.reading.alias("judged")


def counts_as_judgement() -> ColumnElement[bool]:
    """A condition on readings: a person's, or a derived one that nobody has judged since.

    So what was carried over or coded with many others contradicts nobody, and has no vote beside
    a coder's judgement of the answer.
    """
    by_person = exists().where(
        _judged.c.answer_id == _r.answer_id,
        _judged.c.live == 1,
        _judged.c.origin.not_in(DERIVED),
    )
    return or_(_r.origin.not_in(DERIVED), ~by_person)
