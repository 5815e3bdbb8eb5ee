"""The log of acts as people read it, newest first.

Where an open round hides others' work, sentences that would tell of it are hidden as well.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, select

from tipcoder.store import schema
from tipcoder.store.blindness import find_hidden_answers
from tipcoder.store.drift import find_veiling_act
from tipcoder.store.engine import Db, find_viewer
from tipcoder.store.events import OF_ONE_CODER, SEAL

HIDDEN = "not shown while your round is open"
_CODING = (
    "code",
    "remove",
    "recode",
    "finish",
    "reopen",
    "turn down",
    "settle",
    "import codings",
    "confirm",
    "export",
)
# An undo repeats the sentence of the act that it undoes, and a memo may name a code.
_TELLING_CODES = (*_CODING, "undo", "redo", "memo")
_TOUCHED = re.compile(r", \d+ codings? of \d+ coders? (?:moved|stay)$")
"""How many codings an edit of the codebook reached, at the end of its sentence."""


TOUCHING_ONLY_THEMSELVES = (*OF_ONE_CODER, "settle")
"""Acts that change nothing in the lists and layers of other coders."""


class LogLine(NamedTuple):
    """One act as the log shows it."""

    act: int
    at: str
    coder: str
    verb: str
    sentence: str
    state: str
    events: int


def load_log(db: Db, limit: int | None = None, coder_id: int | None = None) -> list[LogLine]:
    """Acts, newest first."""
    acts, coders = schema.act, schema.coder
    changes = schema.event.c.act_id == acts.c.id, schema.event.c.entity != SEAL
    count = select(func.count()).where(*changes).scalar_subquery()
    query = (
        select(
            acts.c.id, acts.c.at, coders.c.name, acts.c.verb, acts.c.sentence, acts.c.state, count
        )
        .join(coders, coders.c.id == acts.c.coder_id)
        .where(~_is_part(acts.c))
        .order_by(acts.c.id.desc())
    )
    if coder_id is not None:
        query = query.where(acts.c.coder_id == coder_id)
    if limit is not None:
        query = query.limit(limit)
    more = _count_events_of_parts(db)
    lines = []
    for row in db.execute(query):
        line = LogLine(*row)
        lines.append(line._replace(events=line.events + more.get(line.act, 0)))
    return _veil_lines(db, lines)


def _count_events_of_parts(db: Db) -> dict[int, int]:
    """How many rows the further acts reached that belong to an act."""
    acts = schema.act.c
    query = (
        select(acts.target, func.count())
        .join(schema.event, schema.event.c.act_id == acts.id)
        .where(_is_part(acts))
        .group_by(acts.target)
    )
    return {row[0]: row[1] for row in db.execute(query)}


def _is_part(acts: Any) -> ColumnElement[bool]:
    """Whether an act is part of an earlier one. `undo` and `redo` name an act too, but are not."""
    return and_(acts.target.is_not(None), acts.verb.not_in(("undo", "redo")))


def load_log_since(db: Db, act_id: int) -> list[LogLine]:
    """Acts after that one, oldest first."""
    acts, coders = schema.act, schema.coder
    query = (
        select(acts.c.id, acts.c.at, coders.c.name, acts.c.verb, acts.c.sentence, acts.c.state)
        .join(coders, coders.c.id == acts.c.coder_id)
        .where(acts.c.id > act_id)
        .order_by(acts.c.id)
    )
    return _veil_lines(db, [LogLine(*row, events=0) for row in db.execute(query)])


def _veil_lines(db: Db, lines: list[LogLine]) -> list[LogLine]:
    """The log as the viewer may see it: during an open round, nothing that others coded anywhere,
    and in a drift round nothing that was coded before it was opened.

    An act may reach many answers, and its sentence names only the first of them, so a line cannot
    be judged by its answer.
    """
    viewer = find_viewer(db)
    if viewer is None or not find_hidden_answers(db):
        return lines
    # By id, because two people may have one name.
    acts, numbers = schema.act.c, [line.act for line in lines]
    between = acts.id.between(min(numbers, default=0), max(numbers, default=0))
    mine = set(db.execute(select(acts.id).where(acts.coder_id == viewer, between)).scalars())
    # What she coded before she was given some of it to code again would tell her how.
    opened = find_veiling_act(db, viewer)
    return [line if line.act in mine and line.act > opened else _veil_line(line) for line in lines]


def _veil_line(line: LogLine) -> LogLine:
    sentence = HIDDEN if line.verb in _TELLING_CODES else remove_counts(line.sentence)
    return line._replace(sentence=sentence, events=0)


def remove_counts(sentence: str) -> str:
    """What an edit of the codebook did, without how many codings it reached."""
    return _TOUCHED.sub("", sentence)
