"""Rounds: who codes which answers independently, and what was judged when a round was frozen."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select, update

from tipcoder.model.codings import DERIVED
from tipcoder.store import schema
from tipcoder.store.blindness import build_visibility_condition
from tipcoder.store.engine import Db
from tipcoder.store.events import Act, format_utc_now
from tipcoder.store.seals import seal_new_rows

_o, _s, _f = schema.coding_round.c, schema.assignment.c, schema.frozen_judgement.c
_a, _c, _r = schema.answer.c, schema.coding.c, schema.reading.c
_MILLION = 1_000_000


class Round(NamedTuple):
    """A round as the store keeps it."""

    id: int
    name: str
    lead: str
    design: Mapping[str, Any]
    at: str
    frozen_at: str
    """Empty while it is open."""

    @property
    def compares_coders(self) -> bool:
        """Whether it tells how far coders agree with each other; a drift round of one does not, nor
        does training.
        """
        if "training" in self.design:
            return False
        return "drift" not in self.design or len(self.design["coders"]) > 1


class RoundShare(NamedTuple):
    """One coder's part of a round."""

    coder: str
    answers: int
    shared: int
    finished: int
    again: int = 0
    """Of the answers, those of an earlier wave that are coded again."""


class Assignment(NamedTuple):
    """One answer given to one coder."""

    coder_id: int
    answer_id: int
    shared: bool
    chance: float
    """With what chance the answer came into the shared part: what a weight is the inverse of."""


class FrozenJudgement(NamedTuple):
    """How a coder had judged an answer when the round was frozen."""

    answer_id: int
    coder_id: int
    outcome: str
    revision: int
    codings: tuple[tuple[str, int, int], ...]
    """(code, start, end)."""


def load_rounds(db: Db) -> list[Round]:
    """Every round, oldest first."""
    query = (
        select(_o.id, _o.name, schema.coder.c.name.label("lead"), _o.design, _o.at, _o.frozen_at)
        .join(schema.coder, schema.coder.c.id == _o.coder_id)
        .where(_o.live == 1)
        .order_by(_o.id)
    )
    rounds = []
    for row in db.execute(query):
        design = json.loads(row.design)
        rounds.append(Round(row.id, row.name, row.lead, design, row.at, row.frozen_at))
    return rounds


def add_round(
    act: Act, name: str, lead_id: int, design: Mapping[str, Any], assigned: Sequence[Assignment]
) -> int:
    """Open a round with its assignments."""
    row = {
        "name": name,
        "coder_id": lead_id,
        "at": format_utc_now(),
        "frozen_at": "",
        "design": json.dumps(design, ensure_ascii=False),
    }
    round_id = act.insert_row(schema.coding_round, row)
    assignments = [
        {
            "round_id": round_id,
            "coder_id": one.coder_id,
            "answer_id": one.answer_id,
            "shared": int(one.shared),
            "chance": round(one.chance * _MILLION),
        }
        for one in assigned
    ]
    act.insert_rows(schema.assignment, assignments)
    # A coder who is assigned answers may never have made an act, and so have no seal yet.
    seal_new_rows(act, ["coder"])
    return round_id


def count_shares(db: Db, round_id: int) -> list[RoundShare]:
    """How far everybody is in a round, in order of arrival."""
    query = (
        select(
            schema.coder.c.name,
            func.count(),
            func.sum(_s.shared),
            func.count(_r.id),
            func.count(_a.copy_of),
        )
        .select_from(schema.assignment)
        .join(schema.answer, _a.id == _s.answer_id)
        .join(schema.coder, schema.coder.c.id == _s.coder_id)
        .join(
            schema.reading,
            (_r.answer_id == _s.answer_id)
            & (_r.coder_id == _s.coder_id)
            & (_r.live == 1)
            & (_r.origin.not_in(DERIVED)),
            isouter=True,
        )
        .where(_s.round_id == round_id, _s.live == 1)
        .group_by(schema.coder.c.id, schema.coder.c.name)
        .order_by(schema.coder.c.id)
    )
    return [RoundShare(row[0], *map(int, row[1:])) for row in db.execute(query)]


def load_assignments(db: Db, round_id: int) -> list[Assignment]:
    """Every assignment of a round."""
    query = select(_s.coder_id, _s.answer_id, _s.shared, _s.chance).where(
        _s.round_id == round_id, _s.live == 1
    )
    return [
        Assignment(r.coder_id, r.answer_id, bool(r.shared), r.chance / _MILLION)
        for r in db.execute(query)
    ]


def find_assigned_to(db: Db, coder_id: int, names: Sequence[str] | None = None) -> set[int]:
    """Answers given to a coder, in rounds of these names or in all."""
    query = (
        select(_s.answer_id)
        .join(schema.coding_round, _o.id == _s.round_id)
        .where(_s.live == 1, _o.live == 1, _s.coder_id == coder_id)
    )
    if names is not None:
        query = query.where(_o.name.in_(names))
    return set(db.execute(query).scalars())


def find_open_round_answers(db: Db) -> set[int]:
    """Answers that somebody is coding independently at present."""
    return set(db.execute(select_open_round_answers()).scalars())


def is_in_open_round(db: Db, answer_id: int) -> bool:
    """Whether somebody is coding this answer independently at present."""
    query = select_open_round_answers().where(_s.answer_id == answer_id).limit(1)
    return db.execute(query).first() is not None


def select_open_round_answers() -> Select[int]:
    """A query for the answers that somebody is coding independently at present."""
    return (
        select(_s.answer_id)
        .join(schema.coding_round, _o.id == _s.round_id)
        .where(_s.live == 1, _o.live == 1, _o.frozen_at == "")
    )


def freeze_round(act: Act, round_id: int) -> int:
    """Close a round and keep the judgements made in it; returns their number."""
    db = act.db
    given = (
        select(_s.answer_id, _s.coder_id).where(_s.round_id == round_id, _s.live == 1).subquery()
    )
    readings = (
        select(_r.answer_id, _r.coder_id, _r.outcome, _r.revision)
        .join(given, (given.c.answer_id == _r.answer_id) & (given.c.coder_id == _r.coder_id))
        # What was carried over or coded with many others is nobody's independent judgement.
        .where(_r.live == 1, _r.origin.not_in(DERIVED))
        .order_by(_r.id)  # the order in which answers were finished: drift is seen along it
    )
    applied = (
        select(_c.answer_id, _c.coder_id, schema.code.c.key, _c.start, _c.end)
        .join(given, (given.c.answer_id == _c.answer_id) & (given.c.coder_id == _c.coder_id))
        .join(schema.code, schema.code.c.id == _c.code_id)
        .where(_c.live == 1)
        .order_by(_c.start, _c.end, schema.code.c.key)
    )
    codings: dict[tuple[int, int], list[tuple[str, int, int]]] = {}
    for row in db.execute(applied):
        place = row.answer_id, row.coder_id
        codings.setdefault(place, []).append((row.key, row.start, row.end))

    judgements = []
    for answer_id, coder_id, outcome, revision in db.execute(readings):
        judgement = {
            "round_id": round_id,
            "answer_id": answer_id,
            "coder_id": coder_id,
            "outcome": outcome,
            "revision": revision,
            "codings": json.dumps(codings.get((answer_id, coder_id), [])),
        }
        judgements.append(judgement)
    act.change_row(
        schema.coding_round, round_id, {"frozen_at": ""}, {"frozen_at": format_utc_now()}
    )
    act.insert_rows(schema.frozen_judgement, judgements)
    _make_drawing_final(act.db, round_id)
    return len(judgements)


def _make_drawing_final(db: Db, round_id: int) -> None:
    """Let nobody undo the drawing of a frozen round: its judgements would be of no round."""
    event, acts = schema.event.c, schema.act.c
    about = select(event.act_id).where(
        event.entity == schema.coding_round.name, event.entity_id == str(round_id)
    )
    drawing = acts.id.in_(about) & (acts.state == "done")
    db.execute(update(schema.act).where(drawing).values(state="final"))


def load_judgements(db: Db, round_id: int) -> list[FrozenJudgement]:
    """The judgements of a frozen round, in the order in which answers were finished.

    A coder who is given the same answers in a later, open round does not see the others' judgements
    here.
    """
    query = select(_f.answer_id, _f.coder_id, _f.outcome, _f.revision, _f.codings)
    query = query.where(
        _f.round_id == round_id,
        _f.live == 1,
        build_visibility_condition(db, _f.answer_id, _f.coder_id),
    ).order_by(_f.id)
    found = []
    for row in db.execute(query):
        # Each is [code, start, end]; JSON knows no tuples.
        codings = tuple((code, start, end) for code, start, end in json.loads(row.codings))
        found.append(
            FrozenJudgement(row.answer_id, row.coder_id, row.outcome, row.revision, codings)
        )
    return found
