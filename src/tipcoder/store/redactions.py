"""Decisions about spans of answers and strings of the study, and who has read which quote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, func, or_, select

from tipcoder.store import schema
from tipcoder.store.attributes import load_attributes_by_case
from tipcoder.store.blindness import build_visibility_condition
from tipcoder.store.engine import Db
from tipcoder.store.events import DEAD, LIVE, Act, format_utc_now
from tipcoder.store.schema.survey import READABLE
from tipcoder.store.shared_words import SharedWords, iterate_rows

REPLACE, KEEP = "replace", "keep"
RELEASE, WITHHOLD = "release", "withhold"
_d, _s, _v, _a = schema.redaction.c, schema.redaction_rule.c, schema.quote_review.c, schema.answer.c


class RedactionDecision(NamedTuple):
    """What a person decided about a span. Offsets are code points of the stored text, half-open."""

    answer_id: int
    start: int
    end: int
    decision: str
    kind: str
    replacement: str
    reason: str
    id: int = 0


class RedactionRule(NamedTuple):
    """What a person decided about a string wherever it is proposed; `string` is folded."""

    string: str
    decision: str
    kind: str
    replacement: str
    reason: str


class QuoteReview(NamedTuple):
    """That a person has read a stretch of an answer as it would be released."""

    answer_id: int
    coder_id: int
    start: int
    end: int
    verdict: str
    state: str


class SourceAnswer(NamedTuple):
    """An answer and whose it is."""

    id: int
    case: str
    respondent: str
    question: str
    text: str
    language: str
    attributes: Mapping[str, str]


def load_sources_with_any(db: Db, stems: Iterable[str], *, after: int = 0) -> list[SourceAnswer]:
    """Readable answers whose folded text holds one of these stems, without attributes.

    Only answers whose id is above `after`.
    """
    found = or_(*(_a.search_key.contains(stem, autoescape=True) for stem in stems))
    return [
        _as_source(row, {}) for row in db.execute(_select_sources().where(found, _a.id > after))
    ]


def load_sources_at(db: Db, ids: Collection[int]) -> list[SourceAnswer]:
    """Those of these answers that are readable, without attributes."""
    return [_as_source(row, {}) for row in db.execute(_select_sources().where(_a.id.in_(ids)))]


def find_newest_answer(db: Db) -> int:
    """The highest id of an answer; texts are frozen, so what is not above it has been seen."""
    return int(db.execute(select(func.max(_a.id))).scalar() or 0)


def load_sources(db: Db) -> list[SourceAnswer]:
    """Every readable answer in reading order, with every attribute of its case."""
    # Attributes are JSON: parsed once for a case, and not for each of its answers.
    attributes = load_attributes_by_case(db)
    return [
        _as_source(row, attributes.get(row.case_id, {})) for row in db.execute(_select_sources())
    ]


def load_decided_sources(db: Db) -> list[SourceAnswer]:
    """Those of the readable answers about which somebody decided, without attributes."""
    decided = select(_d.answer_id).where(_d.live == 1)
    return [_as_source(row, {}) for row in db.execute(_select_sources().where(_a.id.in_(decided)))]


def load_writings(db: Db) -> list[tuple[str, str]]:
    """(respondent, text) of every readable answer in reading order."""
    query = _select_sources().with_only_columns(schema.respondent.c.response_id, _a.text)
    people = SharedWords()
    return [(people[respondent], text) for respondent, text in iterate_rows(db, query)]


def _as_source(row: Row[*tuple[Any, ...]], attributes: Mapping[str, str]) -> SourceAnswer:
    return SourceAnswer(
        row.id, row.label, row.response_id, row.name, row.text, row.language, attributes
    )


def _select_sources() -> Select[*tuple[Any, ...]]:
    return (
        select(
            _a.id,
            schema.survey_case.c.label,
            schema.respondent.c.response_id,
            schema.question.c.name,
            _a.text,
            _a.language,
            _a.case_id,
        )
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.respondent, schema.respondent.c.id == schema.survey_case.c.respondent_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .where(READABLE, schema.survey_case.c.live == 1)
        .order_by(schema.question.c.position, _a.case_id)
    )


def load_quoted_spans(db: Db) -> dict[int, list[tuple[int, int]]]:
    """Coded spans of current answers, each once, by answer id, as far as they may be seen."""
    c = schema.coding.c
    query = (
        select(c.answer_id, c.start, c.end)
        .join(schema.answer, _a.id == c.answer_id)
        .where(c.live == 1, _a.live == 1, build_visibility_condition(db, c.answer_id, c.coder_id))
        .distinct()
        .order_by(c.answer_id, c.start, c.end)
    )
    out: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in db.execute(query):
        out[row.answer_id].append((row.start, row.end))
    return out


def load_decisions(db: Db, answer_id: int | None = None) -> dict[int, list[RedactionDecision]]:
    """Live decisions by answer, of all answers or of one."""
    query = select(
        _d.answer_id, _d.start, _d.end, _d.decision, _d.kind, _d.replacement, _d.reason, _d.id
    )
    if answer_id is not None:
        query = query.where(_d.answer_id == answer_id)
    out: dict[int, list[RedactionDecision]] = defaultdict(list)
    for row in db.execute(query.where(_d.live == 1).order_by(_d.start, _d.end)):
        out[row.answer_id].append(RedactionDecision(*row))
    return out


def load_rules(db: Db) -> dict[str, RedactionRule]:
    """Live decisions about strings, by the string."""
    query = select(_s.string, _s.decision, _s.kind, _s.replacement, _s.reason).where(_s.live == 1)
    return {row.string: RedactionRule(*row) for row in db.execute(query)}


def load_reviews(db: Db, answer_id: int | None = None) -> dict[int, list[QuoteReview]]:
    """Live reviews by answer, of all answers or of one."""
    query = select(_v.answer_id, _v.coder_id, _v.start, _v.end, _v.verdict, _v.state).where(
        _v.live == 1
    )
    if answer_id is not None:
        query = query.where(_v.answer_id == answer_id)
    out: dict[int, list[QuoteReview]] = defaultdict(list)
    # The latest review of a coder comes last.
    for row in db.execute(query.order_by(_v.id)):
        out[row.answer_id].append(QuoteReview(*row))
    return out


def add_decision(act: Act, coder_id: int, decision: RedactionDecision) -> None:
    """Keep a decision, and retract those that it overrules.

    A replacement overrules replacements that it overlaps and what was kept inside it. Keeping a
    span overrules a decision about exactly that span only, so that the words around a name can be
    kept.
    """
    for before in load_decisions(act.db, decision.answer_id).get(decision.answer_id, []):
        if _overrules_decision(decision, before):
            act.change_row(schema.redaction, before.id, LIVE, DEAD)
    act.insert_row(
        schema.redaction,
        {**_decision_columns(decision), "coder_id": coder_id, "at": format_utc_now()},
    )


def _decision_columns(decision: RedactionDecision) -> dict[str, int | str]:
    # The id belongs to the row of the decision before, or is nothing yet.
    return {name: value for name, value in decision._asdict().items() if name != "id"}


def _overrules_decision(new: RedactionDecision, old: RedactionDecision) -> bool:
    is_same_span = (new.start, new.end) == (old.start, old.end)
    if is_same_span or new.decision == KEEP:
        return is_same_span
    # What was kept may reach out of the new span: that part of it is not decided anew.
    if old.decision == KEEP:
        is_inside = new.start <= old.start and old.end <= new.end
        return is_inside
    # A character can be replaced only once.
    overlaps = old.start < new.end and new.start < old.end
    return overlaps


def retract_decisions(act: Act, decision_ids: Iterable[int]) -> None:
    """Retract decisions; their rows stay in the store, no longer live."""
    for decision_id in decision_ids:
        act.change_row(schema.redaction, decision_id, LIVE, DEAD)


def set_rule(act: Act, coder_id: int, rule: RedactionRule) -> None:
    """Keep a decision about a string; it replaces the one before."""
    drop_rule(act, rule.string)
    act.insert_row(
        schema.redaction_rule, {**rule._asdict(), "coder_id": coder_id, "at": format_utc_now()}
    )


def drop_rule(act: Act, string: str) -> bool:
    """Retract the decision about a string; False where there is none."""
    query = select(_s.id).where(_s.live == 1, _s.string == string)
    before = act.db.execute(query).scalars().first()
    if before is not None:
        act.change_row(schema.redaction_rule, before, LIVE, DEAD)
    return before is not None


def set_reviews(act: Act, found: Sequence[QuoteReview]) -> None:
    """Keep reviews; each replaces its coder's earlier review of the same span."""
    query = select(_v.id, _v.answer_id, _v.coder_id, _v.start, _v.end).where(_v.live == 1)
    earlier = {}
    for row in act.db.execute(query):
        earlier[row.answer_id, row.coder_id, row.start, row.end] = row.id
    for review in found:
        before = earlier.get((review.answer_id, review.coder_id, review.start, review.end))
        if before is not None:
            act.change_row(schema.quote_review, before, LIVE, DEAD)
    at = format_utc_now()
    act.insert_rows(schema.quote_review, [{**review._asdict(), "at": at} for review in found])
