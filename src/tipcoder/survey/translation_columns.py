"""Which column is a translation of which open one: by its name, and by where it is filled.

`why_en`, `why (translated)`, `English translation of why` and `whyEnglish` beside `why` are all
called what the other is called, and what language it is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tipcoder.survey.column_facts import ColumnFacts
from tipcoder.survey.table import SurveyTable
from tipcoder.table_words import (
    JOINING_PARTS,
    ORIGINAL_PARTS,
    TRANSLATED_PARTS,
    list_table_words,
)

_PART = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=[a-zß-öø-ÿ0-9])(?=[A-ZÀ-Ý])|[\W_]+")
_BESIDE = 0.8
"""The share of translations beside which an original must stand."""


def find_translations(
    table: SurveyTable, written: Sequence[ColumnFacts], closed: Sequence[ColumnFacts]
) -> dict[ColumnFacts, ColumnFacts]:
    """Original -> translation; `written` are open columns, and only these have one.

    A translation may look like a closed column, where few answers were translated. Of several
    translations of one column it is the first.
    """
    originals = {_name_original(column): column for column in reversed(written)}
    found: dict[ColumnFacts, ColumnFacts] = {}
    for column in sorted((*written, *closed), key=lambda one: one.column.position):
        if not column.is_text:
            continue
        for name in _iterate_translated_names(column):
            original = originals.get(name)
            if original is None or original is column or original in found:
                continue
            # What is a translation itself is translated no further.
            if original not in found.values() and _stands_beside(table, column, original):
                found[original] = column
                break
    return found


def _split_name(column: ColumnFacts) -> tuple[str, ...]:
    """`whyEnglish` and `Why (English)` are both `why`, `english`."""
    return tuple(part.casefold() for part in _PART.split(column.name) if part)


def _name_original(column: ColumnFacts) -> tuple[str, ...]:
    """The name without what says that it is the original."""
    parts = _split_name(column)
    marks = list_table_words(ORIGINAL_PARTS)
    rest = tuple(part for part in parts if part not in marks)
    return rest or parts


def _iterate_translated_names(column: ColumnFacts) -> Iterator[tuple[str, ...]]:
    """What the original may be called: the name without a beginning, or an end, about language."""
    parts = _split_name(column)
    for at in range(1, len(parts)):
        if _tells_language(parts[at:]):
            yield parts[:at]
        if _tells_language(parts[:at]):
            yield parts[at:]


def _tells_language(parts: Sequence[str]) -> bool:
    """Whether these say only that something is translated, or into what."""
    translated = set(parts).intersection(list_table_words(TRANSLATED_PARTS))
    return bool(translated) and set(parts) <= translated.union(list_table_words(JOINING_PARTS))


def _stands_beside(table: SurveyTable, column: ColumnFacts, original: ColumnFacts) -> bool:
    """Whether the original is filled where the translation is.

    A form in two languages has columns of the same names, of which each respondent filled one.
    """
    at, original_at = column.column.position, original.column.position
    filled = beside = 0
    for row in table.rows:
        if row.cells[at].strip() in column.values:
            filled += 1
            beside += row.cells[original_at].strip() in original.values
    return filled > 0 and beside >= _BESIDE * filled
