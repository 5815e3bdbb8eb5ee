"""What left the study, as the log keeps it: columns, filters, whose rows, and digests of wording.

An export is an act that cannot be undone, because no program brings a file back. Its one event
holds everything that a later export is judged by. Words are kept as short digests of runs of words:
enough to see that two files share a quote, and not enough to read it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Select, func, insert, select

from tipcoder.model.codings import Coder
from tipcoder.store import schema
from tipcoder.store.coders import ensure_coder
from tipcoder.store.engine import Db
from tipcoder.store.events import begin_act, encode_values, finish_act, parse_event_side

ENTITY = "export"
"""The entity of the events that exports are kept in."""
EXPORT, FORGET = "export", "forget export"
"""Verbs of the acts."""
_e, _t = schema.event.c, schema.act.c


class LeftPassage(NamedTuple):
    """One row of a file that left: whose it is, and what joins it to rows of other files."""

    case_id: int
    question: str
    """Empty for a row that is not of one question."""
    shown: bool
    """Whether the columns stood beside it; they may have been left blank."""
    words: int
    kinds: tuple[str, ...]
    """Kinds of what rules pointed at in it and a person kept."""
    marks: frozenset[str]
    """Digests of its runs of words."""
    columns: tuple[str, ...] | None = None
    """Those of the file's columns that stand beside it; None for all of them."""


@dataclass(frozen=True)
class ExportFacts:
    """What a file is, apart from its rows."""

    kind: str
    """What was made: `quotes`, `merge`, `stats joint`."""
    ending: str
    """Of the file's name, such as `.docx`. The name and the folder are nobody's business."""
    columns: tuple[str, ...] = ()
    """Beside the ID and the words, by name."""
    filters: Mapping[str, str] = field(default_factory=dict)
    """What was asked for, by option: `codes` -> `pushback`."""
    has_fresh_ids: bool = False
    """Whether its IDs are in no other file."""
    ids: tuple[str, ...] = ()
    """These IDs, by number. Only the key file knows whose they are."""
    is_public: bool = True
    """Whether it may be given to anybody, so that later files are judged together with it."""


@dataclass(frozen=True)
class ExportRecord:
    """A file that left."""

    number: int
    """Of the act, which `tipcoder log` shows as well."""
    at: str
    coder: str
    facts: ExportFacts
    passages: tuple[LeftPassage, ...]
    forgotten: str = ""
    """The reason why it no longer counts; empty while it does."""


def record_export(
    db: Db, coder: Coder, sentence: str, facts: ExportFacts, passages: Iterable[LeftPassage]
) -> int:
    """Keep in the log that a file leaves; returns its number. It cannot be undone."""
    rows = []
    for passage in passages:
        marks = " ".join(sorted(passage.marks))
        row = [*passage[:4], list(passage.kinds), marks]
        # Beside most rows stand all columns of the file.
        rows.append(row if passage.columns is None else [*row, list(passage.columns)])
    return _write_final_act(db, coder, EXPORT, sentence, asdict(facts) | {"rows": rows})


def forget_export(db: Db, coder: Coder, sentence: str, number: int, reason: str) -> int:
    """Keep in the log that a file was never given to anybody, so that it no longer counts."""
    return _write_final_act(db, coder, FORGET, sentence, {"number": number, "reason": reason})


def _write_final_act(
    db: Db, coder: Coder, verb: str, sentence: str, content: Mapping[str, Any]
) -> int:
    person = ensure_coder(db, coder)
    act = begin_act(db, person.id, verb, sentence, final=True)
    number = content.get("number", act.id)
    # Written past the act's own list of changes: it changes no row, so what was undone before it
    # can still be done again.
    values = {
        "act_id": act.id,
        "entity": ENTITY,
        "entity_id": str(number),
        "before": "{}",
        "after": encode_values(content),
    }
    db.execute(insert(schema.event), values)
    finish_act(act, keep=True)
    return act.id


def load_exports(db: Db, *, with_forgotten: bool = False) -> list[ExportRecord]:
    """Files that left, oldest first; forgotten ones only if they are asked for."""
    reasons = _load_forgotten(db)
    people = schema.coder.c
    query = (
        select(_t.id, _t.at, people.name, _e.after)
        .join(schema.event, _e.act_id == _t.id)
        .join(schema.coder, people.id == _t.coder_id)
        .where(_t.verb == EXPORT, _e.entity == ENTITY)
        .order_by(_t.id)
    )
    exports = []
    for number, at, coder, after in db.execute(query):
        reason = reasons.get(number, "")
        if reason and not with_forgotten:
            continue
        content = parse_event_side(after)
        facts, passages = _parse_facts(content), _parse_passages(content)
        exports.append(ExportRecord(number, at, coder, facts, passages, reason))
    return exports


def _load_forgotten(db: Db) -> dict[int, str]:
    """By number of an export, why it no longer counts."""
    query = (
        select(_e.entity_id, _e.after)
        .join(schema.act, _t.id == _e.act_id)
        .where(_t.verb == FORGET, _e.entity == ENTITY)
        .order_by(_e.seq)
    )
    found = {}
    for entity_id, after in db.execute(query):
        found[int(entity_id)] = str(parse_event_side(after).get("reason", "")) or "no reason given"
    return found


def _parse_facts(content: Mapping[str, Any]) -> ExportFacts:
    # What a later program adds is not known here, and what it leaves out is empty.
    return ExportFacts(
        kind=str(content.get("kind", "")),
        ending=str(content.get("ending", "")),
        columns=tuple(content.get("columns", ())),
        filters=dict(content.get("filters", {})),
        has_fresh_ids=bool(content.get("has_fresh_ids", False)),
        ids=tuple(content.get("ids", ())),
        is_public=bool(content.get("is_public", True)),
    )


def _parse_passages(content: Mapping[str, Any]) -> tuple[LeftPassage, ...]:
    passages = []
    for case_id, question, shown, words, kinds, marks, *beside in content.get("rows", ()):
        digests = frozenset(marks.split())
        columns = tuple(beside[0]) if beside else None
        passages.append(
            LeftPassage(case_id, question, shown, words, tuple(kinds), digests, columns)
        )
    return tuple(passages)


def find_last_export(db: Db) -> int:
    """The number of the newest act that left or forgot a file; 0 if there is none."""
    query = select(_t.id).where(_t.verb.in_((EXPORT, FORGET))).order_by(_t.id.desc()).limit(1)
    return int(db.execute(query).scalar() or 0)


def select_last_export(coder_id: int, act_id: Any) -> Select[int | None]:
    """The number of the file that this coder let out last, if that was after an act."""
    exports = schema.act.alias("exports").c
    mine = exports.verb == EXPORT, exports.coder_id == coder_id, exports.id > act_id
    return select(func.max(exports.id)).where(*mine)


def find_exports_of(db: Db, case_id: int) -> list[ExportRecord]:
    """Files that left with a row of this case, oldest first, also those that no longer count.

    Each with the rows of this case alone.
    """
    found = []
    for record in load_exports(db, with_forgotten=True):
        own = tuple(passage for passage in record.passages if passage.case_id == case_id)
        if own:
            found.append(
                ExportRecord(
                    record.number, record.at, record.coder, record.facts, own, record.forgotten
                )
            )
    return found


def erase_marks(db: Db, case_ids: Iterable[int]) -> int:
    """Take the digests of these cases' words out of the log, for good; returns how many rows had
    some.

    That and when a row left stays known. The caller's act has to say that it was done.
    """
    wanted, erased = set(case_ids), 0
    query = (
        select(_e.seq, _e.after)
        .join(schema.act, _t.id == _e.act_id)
        .where(_t.verb == EXPORT, _e.entity == ENTITY)
    )
    for seq, after in db.execute(query).all():
        content = parse_event_side(after)
        touched = _clear_marks(content.get("rows", ()), wanted)
        if touched:
            this = schema.event.update().where(_e.seq == seq)
            db.execute(this.values(after=json.dumps(content, ensure_ascii=False)))
        erased += touched
    return erased


def _clear_marks(rows: Sequence[list[Any]], wanted: set[int]) -> int:
    touched = 0
    for row in rows:
        if row[0] in wanted and row[5]:
            row[5] = ""
            touched += 1
    return touched
