"""Guesses what each column of a survey is for: respondent, case, identity, open question, gate."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.survey.column_facts import ColumnFacts, TableFacts
from tipcoder.survey.identity_columns import has_names, is_identifying
from tipcoder.survey.respondent_column import (
    find_case_column,
    find_respondent_column,
    group_rows_by_respondent,
)
from tipcoder.survey.table import SurveyTable

_TEXT_HEADER = re.compile(
    r"text\b|_other\b|\bother\b|specif|comment|\bwhy\b|\bhow\b|describe|explain|comentario|"
    r"por qué|otro|почему|коммент|"
    r"pourquoi|autre|\bwarum\b",
    re.I,
)
_TEXT_OF = re.compile(r"(?P<gate>.+?)(?:[_. -]text|[_. -]other|\[other\]|[_. -]specify)", re.I)
_GATE_VALUES = 3
_GATED = 0.8


@dataclass(frozen=True)
class GuessedGate:
    """The closed column that leads to an open one, and its values that do."""

    column: str
    equals: tuple[str, ...]


@dataclass(frozen=True)
class OpenColumn:
    """A column that people wrote into."""

    facts: ColumnFacts
    gate: GuessedGate | None
    once: bool
    """Whether a respondent's cases all repeat it."""


@dataclass(frozen=True)
class ColumnRoles:
    """What the columns are taken for."""

    respondent: ColumnFacts
    case: ColumnFacts | None
    repeated: int
    """Rows whose respondent and case stand in an earlier row."""
    name: ColumnFacts | None
    identity: tuple[ColumnFacts, ...]
    """With `name`."""
    open: tuple[OpenColumn, ...]
    closed: tuple[ColumnFacts, ...]


def guess_roles(table: SurveyTable, facts: TableFacts) -> ColumnRoles | None:
    """Guess the role of every column; None if no column tells the respondents apart."""
    respondent = find_respondent_column(facts.columns)
    if respondent is None:
        return None
    rows = group_rows_by_respondent(table, respondent)
    case = find_case_column(table, facts.columns, respondent, rows)
    rest = [column for column in facts.columns if column not in (respondent, case)]
    identity = [column for column in rest if is_identifying(column, len(rows))]
    written = [column for column in rest if column not in identity and _is_open(column)]
    closed = [column for column in rest if column not in identity and column not in written]
    several = [own for own in rows if len(own) > 1] if case else []
    return ColumnRoles(
        respondent=respondent,
        case=case,
        repeated=0 if case else sum(len(own) - 1 for own in rows),
        name=next((column for column in identity if has_names(column)), None),
        identity=tuple(identity),
        open=tuple(
            OpenColumn(c, _find_gate(table, c, closed), _is_asked_once(table, c, several))
            for c in written
        ),
        closed=tuple(closed),
    )


def _is_open(column: ColumnFacts) -> bool:
    if not column.is_text or column.is_list_of_choices:
        return False
    if _TEXT_OF.fullmatch(column.name) and column.variety > 0.1:
        return True
    if column.distinct_count < 2 and column.rows > 3:
        return False
    asked = bool(_TEXT_HEADER.search(column.name) or _TEXT_HEADER.search(column.wording))
    if column.median_words < 1.5:
        return asked and column.distinct_count >= 5 and column.variety >= 0.4
    if column.filled_count < 5:
        return column.median_words >= 2 and column.variety > 0.9
    if column.variety >= 0.5:
        return True
    many = column.distinct_count > 20
    return (many and column.median_words >= 4) or (
        column.variety >= 0.2 and (many or (asked and column.distinct_count >= 5))
    )


def _find_gate(
    table: SurveyTable, column: ColumnFacts, closed: Sequence[ColumnFacts]
) -> GuessedGate | None:
    """`Q5_4` for `Q5_4_TEXT`, if that column has the same few values wherever there is text."""
    named = _TEXT_OF.fullmatch(column.name)
    gate = next((c for c in closed if named and c.name == named["gate"]), None)
    if gate is None:
        return None
    pairs = [
        (row.cells[column.column.position].strip(), row.cells[gate.column.position])
        for row in table.rows
    ]
    beside = Counter(value for text, value in pairs if text in column.values)
    known = [
        value
        for value, _ in beside.most_common()
        if value.strip() in gate.values and value.isprintable()
    ]
    leads = sum(beside[value] for value in known) >= _GATED * beside.total()
    if not (leads and 0 < len(known) <= _GATE_VALUES) or all(value in known for _, value in pairs):
        return None
    return GuessedGate(gate.name, tuple(known))


def _is_asked_once(
    table: SurveyTable, column: ColumnFacts, several: Sequence[Sequence[int]]
) -> bool:
    position = column.column.position
    answers = [{table.rows[number].cells[position] for number in numbers} for numbers in several]
    written = [texts for texts in answers if any(text.strip() in column.values for text in texts)]
    return len(written) > 1 and all(len(texts) == 1 for texts in written)
