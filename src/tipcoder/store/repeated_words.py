"""Words of an erased answer where people repeated them: in memos, notes, rules and the log."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from sqlalchemy import Table, select, update

from tipcoder.store import schema
from tipcoder.store.engine import Db
from tipcoder.store.erasing import rewrite_rows
from tipcoder.store.events import DEAD, LIVE, Act, parse_event_side
from tipcoder.store.schema.survey import READABLE
from tipcoder.store.seals import renew_digests

_a = schema.answer.c

_FREE_TEXTS: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (schema.memo, ("text",)),
    (schema.settlement, ("note",)),
    (schema.redaction, ("replacement", "reason")),
    (schema.redaction_rule, ("string", "replacement", "reason")),
    (schema.withdrawal, ("reason",)),
    (schema.accepted_finding, ("reason",)),
    (schema.coding_round, ("design",)),
)
"""What people wrote, wherever it stands: it may repeat an answer's words."""


KEPT_NAMES: tuple[tuple[Table, str, str], ...] = (
    (schema.code, "key", "the key of a code"),
    (schema.coder, "name", "the name of a coder"),
    (schema.coding_round, "name", "the name of a round"),
    (schema.import_batch, "source", "the name of a survey file"),
    (schema.question, "name", "the column of a question"),
    (schema.survey_case, "label", "the label of a case"),
    (schema.survey_case, "number", "the number of a case"),
    (schema.survey_case, "wave", "the name of a wave"),
    (schema.respondent, "response_id", "a response ID"),
)
"""Words by which rows are known: they stay, and whoever erases is told where they repeat some."""


def find_repeating_rows(
    db: Db, mask: Callable[[str], str], except_answers: Collection[int] = ()
) -> dict[str, list[int]]:
    """By table, rows of other places that `mask` would change."""
    found: dict[str, list[int]] = {}
    for table, columns in _FREE_TEXTS:
        about = getattr(table.c, "answer_id", None)
        query = select(table.c.id, *(table.c[name] for name in columns))
        if about is not None:
            query = query.add_columns(about.label("about"))
        for row in db.execute(query.order_by(table.c.id)):
            values = row._mapping
            if values.get("about") in except_answers:
                continue
            if any(mask(values[name]) != values[name] for name in columns):
                found.setdefault(table.name, []).append(row.id)
    return found


def find_repeating_names(db: Db, repeats: Callable[[str], bool]) -> list[str]:
    """What kinds of names hold words for which `repeats` is true, each kind once."""
    found = []
    for table, column, what in KEPT_NAMES:
        names = db.execute(select(table.c[column]).distinct()).scalars()
        # Keys and names of files have no blanks.
        if any(repeats(name.replace("-", " ").replace("_", " ")) for name in names):
            found.append(what)
    return found


def mask_free_texts(act: Act, mask: Callable[[str], str]) -> None:
    """Mask passages of erased answers in what people wrote elsewhere, and in the log."""
    repeating = find_repeating_rows(act.db, mask)
    for table, columns in _FREE_TEXTS:
        ids = {
            *repeating.get(table.name, ()),
            *_find_repeating_events(act.db, table, columns, mask),
        }
        rewrite_rows(act.db, table, ids, dict.fromkeys(columns, mask))
    _mask_sentences(act.db, mask)
    _mask_reports(act.db, mask)


def _find_repeating_events(
    db: Db, table: Table, columns: Sequence[str], mask: Callable[[str], str]
) -> set[int]:
    """Rows of which the log keeps a text that `mask` would change.

    A row that was written over no longer has what it had: only its events do.
    """
    event = schema.event.c
    found = set()
    query = select(event.entity_id, event.before, event.after).where(event.entity == table.name)
    for row in db.execute(query):
        for side in (row.before, row.after):
            values = parse_event_side(side)
            kept = [str(values[name]) for name in columns if name in values]
            if any(mask(words) != words for words in kept):
                found.add(int(row.entity_id))
    return found


def _mask_sentences(db: Db, mask: Callable[[str], str]) -> None:
    t = schema.act.c
    for row in db.execute(select(t.id, t.sentence)).all():
        masked = mask(row.sentence)
        if masked != row.sentence:
            db.execute(update(schema.act).where(t.id == row.id).values(sentence=masked))


def _mask_reports(db: Db, mask: Callable[[str], str]) -> None:
    """Reports of imports may quote cells."""
    batch = schema.import_batch.c
    changed = []
    for row in db.execute(select(batch.id, batch.report)).all():
        masked = mask(row.report)
        if masked != row.report:
            change = update(schema.import_batch).where(batch.id == row.id)
            db.execute(change.values(report=masked))
            changed.append(row.id)
    renew_digests(db, "import_batch", changed)


def find_rules(db: Db, folded_texts: Sequence[str], answer_ids: Collection[int]) -> list[int]:
    """Rules, in force or not, about strings that stand in these (folded) texts and in no current
    answer but these."""
    rules = schema.redaction_rule.c
    found = []
    for row in db.execute(select(rules.id, rules.string)).all():
        if not row.string or not any(row.string in text for text in folded_texts):
            continue
        holding = select(_a.id).where(READABLE, _a.search_key.contains(row.string, autoescape=True))
        if set(db.execute(holding).scalars()) <= set(answer_ids):
            found.append(row.id)
    return found


def erase_rules(act: Act, rule_ids: Sequence[int]) -> None:
    """Retract rules and erase their words."""
    rules = schema.redaction_rule
    in_force = select(rules.c.id).where(rules.c.live == 1, rules.c.id.in_(rule_ids))
    act.change_rows(rules, list(act.db.execute(in_force).scalars()), LIVE, DEAD)
    act.write_events()
    blank = dict.fromkeys(("string", "replacement", "reason"), _make_empty)
    rewrite_rows(act.db, rules, rule_ids, blank)


def _make_empty(_words: str) -> str:
    return ""
