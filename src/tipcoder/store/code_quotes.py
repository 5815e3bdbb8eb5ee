"""All quotes of some codes: their numbers at once, their words and answers a page at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, select

from tipcoder.store import schema
from tipcoder.store.blindness import build_visibility_condition
from tipcoder.store.drift import (
    build_listed_condition,
    find_lots,
    find_open_copies,
    hides_waves,
    load_veiled_labels,
)
from tipcoder.store.engine import Db
from tipcoder.store.filtered_answers import find_labelled_cases
from tipcoder.text import fold_text, normalise_text

_c, _a, _m = schema.coding.c, schema.answer.c, schema.memo.c
_case, _question = schema.survey_case.c, schema.question.c


@dataclass(frozen=True)
class QuoteScope:
    """Which quotes are listed; empty fields do not restrict."""

    codes: tuple[str, ...] = ()
    """Keys of codes; a caller adds those below them."""
    questions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    """Labels of cases; a respondent's label stands for all of their cases."""
    coders: tuple[str, ...] = ()
    """Names of coders."""
    words: str = ""
    """Quotes that hold each of these words or parts of words, whatever their case and accents."""


class QuoteHead(NamedTuple):
    """What can be counted and grouped of a quote without its words."""

    coding_id: int
    answer_id: int
    respondent_id: int
    question: str
    language: str
    coder_id: int


@dataclass(frozen=True)
class CodeQuote:
    """A quote with what is shown around it. One whose coding is gone has no text."""

    coding_id: int
    answer_id: int = 0
    code: str = ""
    coder: str = ""
    start: int = 0
    end: int = 0
    """Code points of the text, half-open."""
    quote: str = ""
    text: str = ""
    """The whole answer."""
    language: str = ""
    case: str = ""
    question: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    memo: str = ""
    """What the coder who looks wrote on it."""


def find_quote_heads(db: Db, scope: QuoteScope, coder_id: int) -> list[QuoteHead]:
    """Quotes on answers that the coder can list and may see, in reading order.

    On the same place those of `coder_id` come first. Of answers that she codes again in a drift
    round the order is by lot, as it is in every list.
    """
    cases = find_labelled_cases(db, scope.cases) if scope.cases else None
    words = fold_text(normalise_text(scope.words).text).split()
    copies = find_open_copies(db, coder_id)
    query = _select_heads(coder_id).where(build_listed_condition(copies))
    query = _apply_scope(db, query, scope)
    # The words of an answer hold those of its quotes: what is left is looked at one by one.
    for word in words:
        query = query.where(_a.search_key.contains(word, autoescape=True))
    if words:
        query = query.add_columns(_c.quote)

    heads = []
    for row in db.execute(query):
        if cases is not None and row.case_id not in cases:
            continue
        if words and not _holds_words(row.quote, words):
            continue
        heads.append(QuoteHead._make(row[:6]))
    return _order_by_lot(heads, find_lots(db, coder_id)) if copies else heads


def _order_by_lot(heads: Sequence[QuoteHead], lots: Mapping[int, int]) -> list[QuoteHead]:
    """The same quotes, in each question those with a lot first."""
    in_order = dict.fromkeys(head.question for head in heads)
    questions = {name: number for number, name in enumerate(in_order)}

    def find_rank(head: QuoteHead) -> tuple[int, bool, int]:
        return questions[head.question], head.answer_id not in lots, lots.get(head.answer_id, 0)

    return sorted(heads, key=find_rank)


def _select_heads(coder_id: int) -> Select[*tuple[Any, ...]]:
    is_of_others = _c.coder_id != coder_id
    return (
        select(
            _c.id,
            _c.answer_id,
            _case.respondent_id,
            _question.name,
            _a.language,
            _c.coder_id,
            _a.case_id,
        )
        .join(schema.answer, _a.id == _c.answer_id)
        .join(schema.survey_case, _case.id == _a.case_id)
        .join(schema.question, _question.id == _a.question_id)
        .where(_c.live == 1)
        .order_by(_question.position, _question.id, _a.case_id, _c.start, is_of_others, _c.id)
    )


def _apply_scope(
    db: Db, query: Select[*tuple[Any, ...]], scope: QuoteScope
) -> Select[*tuple[Any, ...]]:
    """The query for what the viewer may see of the codes, questions, languages and coders asked
    for.
    """
    query = query.where(build_visibility_condition(db, _c.answer_id, _c.coder_id))
    if scope.codes:
        code = schema.code.c
        query = query.where(_c.code_id.in_(select(code.id).where(code.key.in_(scope.codes))))
    if scope.coders:
        coder = schema.coder.c
        query = query.where(_c.coder_id.in_(select(coder.id).where(coder.name.in_(scope.coders))))
    if scope.questions:
        query = query.where(_question.name.in_(scope.questions))
    if scope.languages:
        query = query.where(_a.language.in_(scope.languages))
    return query


def _holds_words(quote: str, words: Sequence[str]) -> bool:
    folded = fold_text(quote)
    return all(word in folded for word in words)


def load_code_quotes(
    db: Db, coding_ids: Sequence[int], coder_id: int, attributes: Sequence[str]
) -> dict[int, CodeQuote]:
    """Quotes by the numbers of their codings, with the named attributes of their cases and the
    memos of `coder_id`.

    Meant for a page, not for thousands. A quote that was removed meanwhile has no text.
    """
    query = _select_code_quotes(coder_id).where(
        _c.id.in_(coding_ids),
        build_listed_condition(find_open_copies(db, coder_id)),
        build_visibility_condition(db, _c.answer_id, _c.coder_id),
    )
    rows = db.execute(query).all()
    veiled = _load_veiled_labels(db, [row.answer_id for row in rows])
    found = {coding_id: CodeQuote(coding_id) for coding_id in coding_ids}
    for row in rows:
        known = json.loads(row.attributes)
        found[row.id] = CodeQuote(
            coding_id=row.id,
            answer_id=row.answer_id,
            code=row.key,
            coder=row.coder,
            start=row.start,
            end=row.end,
            quote=row.quote,
            text=row.text,
            language=row.language,
            case=veiled.get(row.answer_id, row.label),
            question=row.question,
            attributes={name: known[name] for name in attributes if name in known},
            memo=row.memo or "",
        )
    return found


def _select_code_quotes(coder_id: int) -> Select[*tuple[Any, ...]]:
    """Quotes that are there, with the memos of a coder."""
    is_own_memo = and_(_m.coding_id == _c.id, _m.coder_id == coder_id, _m.live == 1)
    return (
        select(
            _c.id,
            _c.answer_id,
            schema.code.c.key,
            schema.coder.c.name.label("coder"),
            _c.start,
            _c.end,
            _c.quote,
            _a.text,
            _a.language,
            _case.label,
            _question.name.label("question"),
            _case.attributes,
            _m.text.label("memo"),
        )
        .join(schema.code, schema.code.c.id == _c.code_id)
        .join(schema.coder, schema.coder.c.id == _c.coder_id)
        .join(schema.answer, _a.id == _c.answer_id)
        .join(schema.survey_case, _case.id == _a.case_id)
        .join(schema.question, _question.id == _a.question_id)
        .outerjoin(schema.memo, is_own_memo)
        .where(_c.live == 1)
    )


def _load_veiled_labels(db: Db, answer_ids: Sequence[int]) -> dict[int, str]:
    """Labels without the wave, where the viewer may not know it; else none."""
    return load_veiled_labels(db, answer_ids) if hides_waves(db) else {}


class LatestQuote(NamedTuple):
    """A quote as it is shown beside a definition."""

    case: str
    language: str
    quote: str


def load_latest_quotes(
    db: Db, codes: Sequence[str], coder_id: int, limit: int
) -> list[LatestQuote]:
    """The quotes of some codes that were made last, on answers that the coder can list and as far
    as she may see them; the newest first.
    """
    query = (
        select(_c.answer_id, _case.label, _a.language, _c.quote)
        .join(schema.code, schema.code.c.id == _c.code_id)
        .join(schema.answer, _a.id == _c.answer_id)
        .join(schema.survey_case, _case.id == _a.case_id)
        .where(
            _c.live == 1,
            build_listed_condition(find_open_copies(db, coder_id)),
            schema.code.c.key.in_(codes),
            build_visibility_condition(db, _c.answer_id, _c.coder_id),
        )
        .order_by(_c.id.desc())
        .limit(limit)
    )
    rows = db.execute(query).all()
    veiled = _load_veiled_labels(db, [row.answer_id for row in rows])
    return [
        LatestQuote(veiled.get(row.answer_id, row.label), row.language, row.quote) for row in rows
    ]
