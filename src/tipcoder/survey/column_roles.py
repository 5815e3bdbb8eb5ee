"""Guesses what each column of a survey is for: respondent, case, identity, open question, gate."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tipcoder.survey.column_facts import ColumnFacts, TableFacts
from tipcoder.survey.identity_columns import has_names, is_identifying
from tipcoder.survey.listed_options import find_listed_options
from tipcoder.survey.multi_selects import MultiSelect, find_multi_selects, repeats_its_name
from tipcoder.survey.rating_columns import NPS, find_number_type, find_scale
from tipcoder.survey.respondent_column import (
    find_case_columns,
    find_repeating_ids,
    find_respondent_column,
    group_rows_by_respondent,
)
from tipcoder.survey.table import SurveyTable
from tipcoder.survey.translation_columns import find_translations
from tipcoder.survey.wave_column import find_wave_column
from tipcoder.table_words import (
    BACKGROUND_COLUMNS,
    OPEN_TEXT_COLUMNS,
    PLACE_COLUMNS,
    compile_columns,
)

_TEXT_HEADER = compile_columns(OPEN_TEXT_COLUMNS)
"""Words in headers of open questions, in the languages of the surveys."""
_PLACE = compile_columns(PLACE_COLUMNS)
_TEXT_OF = re.compile(r"(?P<gate>.+?)(?:[_. -]text|[_. -]other|\[other\]|[_. -]specify)", re.I)
"""The header of a text field beside an option: `Q5_4_TEXT` belongs to `Q5_4`."""
BACKGROUND = compile_columns(BACKGROUND_COLUMNS)
"""Headers of columns that say something of the respondent and not of the topic."""
_ATTRIBUTES = 5
"""Closed columns that are proposed for coders to see."""
_GATE_VALUES = 3
"""Values of a gate that may lead to an open question."""
_GATED = 0.8
"""The share of the texts that must stand beside such a value."""


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
    translation: ColumnFacts | None = None
    """The column that has it in another language."""


@dataclass(frozen=True)
class ColumnRoles:
    """What the columns are taken for."""

    respondent: ColumnFacts | None
    """None where every row is taken for a respondent of its own."""
    case: tuple[ColumnFacts, ...]
    """The columns that together tell the rows of a respondent apart, those of one wave if there are
    waves."""
    repeated: int
    """Rows whose respondent and case stand in an earlier row."""
    name: ColumnFacts | None
    identity: tuple[ColumnFacts, ...]
    """With `name`."""
    open: tuple[OpenColumn, ...]
    closed: tuple[ColumnFacts, ...]
    """All that is kept beside the answers, with the three that follow."""
    attributes: tuple[ColumnFacts, ...] = ()
    """Closed columns that coders see beside an answer."""
    outcomes: tuple[ColumnFacts, ...] = ()
    factors: tuple[ColumnFacts, ...] = ()
    multi_selects: tuple[MultiSelect, ...] = ()
    """Closed questions of which several options could be chosen."""
    ignored: tuple[ColumnFacts, ...] = ()
    """Columns of which nothing is kept."""
    wave: ColumnFacts | None = None
    """The column that says in which wave a row was answered."""
    weight: ColumnFacts | None = None
    """The survey weight, where a person said that it is one."""


def guess_roles(table: SurveyTable, facts: TableFacts) -> ColumnRoles:
    """Guess the role of every column."""
    respondent = find_respondent_column(facts.columns)
    if respondent is None:
        respondent = find_repeating_ids(table, facts.columns)
    case: tuple[ColumnFacts, ...] = ()
    if respondent is None:
        rows = [[number] for number in range(len(table.rows))]
    else:
        rows = group_rows_by_respondent(table, respondent)
        case = find_case_columns(table, facts.columns, respondent, rows)
    others = [column for column in facts.columns if column is not respondent]
    wave = find_wave_column(others, case)
    case = tuple(column for column in case if column is not wave)
    rest = [column for column in others if column not in (wave, *case)]
    identity, written, closed = _sort_columns(rest, len(rows))

    translations = find_translations(table, written, closed)
    taken = set(translations.values())
    written = [column for column in written if column not in taken]
    closed = [column for column in closed if column not in taken]

    several = list_several(table, rows, wave) if case else []
    open_columns = []
    for column in written:
        opened = open_column(table, column, closed, several)
        open_columns.append(replace(opened, translation=translations.get(column)))
    background = [column for column in closed if is_background(column)]

    return ColumnRoles(
        respondent=respondent,
        case=case,
        repeated=0 if case or wave else sum(len(own) - 1 for own in rows),
        name=next((column for column in identity if has_names(column)), None),
        identity=tuple(identity),
        open=tuple(open_columns),
        closed=tuple(closed),
        attributes=tuple(background[:_ATTRIBUTES]),
        outcomes=tuple(filter(_says_what_numbers_are, closed)),
        wave=wave,
        multi_selects=find_multi_selects(closed, written),
    )


def _says_what_numbers_are(column: ColumnFacts) -> bool:
    """Whether the wording of a question says what its numbers are for."""
    return find_number_type(column) == NPS or bool(find_scale(column))


def list_several(
    table: SurveyTable, rows: Sequence[Sequence[int]], wave: ColumnFacts | None
) -> list[list[int]]:
    """The rows of each respondent who has more than one, those of each wave apart."""
    return [own for own in split_by_wave(table, rows, wave) if len(own) > 1]


def split_by_wave(
    table: SurveyTable, rows: Sequence[Sequence[int]], wave: ColumnFacts | None
) -> list[list[int]]:
    """The rows of each respondent, those of each wave apart."""
    if wave is None:
        return [list(own) for own in rows]
    position = wave.column.position
    parts: list[list[int]] = []
    for own in rows:
        by_wave: dict[str, list[int]] = {}
        for at in own:
            by_wave.setdefault(table.rows[at].cells[position].strip(), []).append(at)
        parts += by_wave.values()
    return parts


def open_column(
    table: SurveyTable,
    column: ColumnFacts,
    closed: Sequence[ColumnFacts],
    several: Sequence[Sequence[int]],
) -> OpenColumn:
    """An open column with what leads to it. `several` has the rows of each respondent with more
    than one, where a column tells them apart.
    """
    gate = _find_gate(table, column, closed)
    return OpenColumn(column, gate, is_asked_once(table, column, several))


def is_background(column: ColumnFacts) -> bool:
    """Whether a closed column says something of the respondent that helps to read an answer."""
    named = BACKGROUND.search(column.plain_name) is not None
    return named and column.distinct_count > 1 and column.is_text


def _sort_columns(
    columns: Sequence[ColumnFacts], respondents: int
) -> tuple[list[ColumnFacts], list[ColumnFacts], list[ColumnFacts]]:
    """Columns that identify, those that people wrote into, and closed ones."""
    identity: list[ColumnFacts] = []
    written: list[ColumnFacts] = []
    closed: list[ColumnFacts] = []
    for column in columns:
        # A box called Email, in which nothing but Email stands, names nobody.
        if repeats_its_name(column):
            closed.append(column)
        # Identity comes first: what may name somebody is never taken for an answer.
        elif is_identifying(column, respondents):
            identity.append(column)
        elif _is_open(column):
            written.append(column)
        else:
            closed.append(column)
    return identity, written, closed


def _is_open(column: ColumnFacts) -> bool:
    """Whether people answered in words of their own."""
    if not column.is_text or column.is_list_of_choices:
        return False
    if column.labels or _names_place(column):
        return False
    if _TEXT_OF.fullmatch(column.name) and column.variety > 0.1:
        return True
    if column.distinct_count < 2 and column.rows > 3:
        return False
    if not _reads_like_answers(column):
        return False
    listed = find_listed_options(column)
    return listed is None or not listed.are_sure


def _names_place(column: ColumnFacts) -> bool:
    """Whether the header is that of a place or a language, and the values are as short."""
    header = _PLACE.fullmatch(column.plain_name) is not None
    return header and not column.is_long_text


def _reads_like_answers(column: ColumnFacts) -> bool:
    """Whether a column of text has answers rather than options, by how much its values differ."""
    asked = bool(_TEXT_HEADER.search(column.name) or _TEXT_HEADER.search(column.wording))
    several = column.distinct_count >= 5
    if column.median_words < 1.5:
        return asked and several and column.variety >= 0.4
    if column.filled_count < 5:
        return column.median_words >= 2 and column.variety > 0.9
    if column.variety >= 0.5:
        return True

    # In a long file even answers in words repeat each other.
    many = column.distinct_count > 20
    if many and column.median_words >= 4:
        return True
    return column.variety >= 0.2 and (many or (asked and several))


def _find_gate(
    table: SurveyTable, column: ColumnFacts, closed: Sequence[ColumnFacts]
) -> GuessedGate | None:
    """`Q5_4` for `Q5_4_TEXT`, if that column has the same few values wherever there is text."""
    gate = _find_named_gate(column, closed)
    if gate is None:
        return None

    text_at, gate_at = column.column.position, gate.column.position
    beside: Counter[str] = Counter()
    all_values = set()
    for row in table.rows:
        value = row.cells[gate_at]
        all_values.add(value)
        if row.cells[text_at].strip() in column.values:
            beside[value] += 1

    known = [value for value, _ in beside.most_common() if _is_gate_value(value, gate)]
    if not 0 < len(known) <= _GATE_VALUES or all_values.issubset(known):
        return None
    if sum(beside[value] for value in known) < _GATED * beside.total():
        return None
    return GuessedGate(gate.name, tuple(known))


def _find_named_gate(column: ColumnFacts, closed: Sequence[ColumnFacts]) -> ColumnFacts | None:
    """The closed column that a text field is named after."""
    named = _TEXT_OF.fullmatch(column.name)
    if named is None:
        return None
    return next((other for other in closed if other.name == named["gate"]), None)


def _is_gate_value(value: str, gate: ColumnFacts) -> bool:
    """Whether a cell holds a value that study.toml can spell."""
    return value.strip() in gate.values and value.isprintable()


def is_asked_once(
    table: SurveyTable, column: ColumnFacts, several: Sequence[Sequence[int]]
) -> bool:
    """Whether respondents with several rows have the same text on all of theirs."""
    position = column.column.position
    written = 0
    for numbers in several:
        texts = {table.rows[number].cells[position] for number in numbers}
        if column.values.keys().isdisjoint(map(str.strip, texts)):
            continue
        if len(texts) > 1:
            return False
        written += 1
    return written > 1
