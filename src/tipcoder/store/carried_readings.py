"""What was carried over to an answer counts until a person has judged the answer."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, or_

from tipcoder.model import CARRIED
from tipcoder.store import schema

_r = schema.reading.c
_judged = schema.reading.alias("judged")


def counts_as_judgement() -> ColumnElement[bool]:
    """A condition on readings: a person's, or what was carried over and nobody has judged since.

    So what was carried over contradicts nobody, and has no vote beside a coder's.
    """
    by_person = exists().where(
        _judged.c.answer_id == _r.answer_id,
        _judged.c.live == 1,
        _judged.c.origin != CARRIED,
    )
    return or_(_r.origin != CARRIED, ~by_person)
