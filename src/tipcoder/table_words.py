"""Words of tables that people bring, from data/reference/table_words.toml: headers, cells, files.

Each list is declared once, and read when it is first asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from tipcoder.shipped_data import reference_file
from tipcoder.tomlfile import TomlTable, load_toml
from tipcoder.tomlkeys import Example, Form, Key, Section, Values, declare_texts

TABLE_WORDS_FILE = "table_words.toml"
TableWordsKey = Key[tuple[str, ...]]
"""A list of words or of patterns."""
_SIGNS = {"(": "(?:", ")": ")", "|": "|", "?": "?", "_": r"\w+", "'": "['’ʼ]"}


def _declare_list(name: str, meaning: str) -> TableWordsKey:
    return declare_texts(name, meaning, f'{name} = ["..."]')


def _declare_table(path: str, meaning: str, *keys: TableWordsKey) -> Section:
    return Section(path, Form.ONE, meaning, keys, (Example("", keys),))


UNIT_HEADERS = _declare_list("unit", "What was rated.")
CODER_HEADERS = _declare_list("coder", "Who rated.")
PERSON_HEADERS = _declare_list("person", "Who may have rated, or answered.")
VALUE_HEADERS = _declare_list("value", "The rating itself.")
CODE_HEADERS = _declare_list("code", "Which code.")
TEXT_HEADERS = _declare_list("text", "Text beside a rating.")
NAME_HEADERS = _declare_list("name", "A name.")
CONSENSUS_HEADERS = _declare_list("consensus", "What was agreed on.")
CERTAINTY_HEADERS = _declare_list("certainty", "How sure a coder was.")
TIME_HEADERS = _declare_list("time", "When.")
ATTRIBUTE_HEADERS = _declare_list("attribute", "What a unit is besides.")
POSITION_HEADERS = _declare_list("position", "Where a quotation is.")
MATCH_HEADERS = _declare_list("match", "Whether coders agree.")
TOTAL_HEADERS = _declare_list("total", "A sum or a mean.")
QUESTION_HEADERS = _declare_list("question", "Which question.")
BY_WORDS = _declare_list("by", "Between a code and a coder in one header.")
AND_WORDS = _declare_list("and", "Between two codes in one cell.")

NO_CELLS = _declare_list("no", "No.")
YES_CELLS = _declare_list("yes", "Yes.")
PAIR_CELLS = _declare_list("pairs", "No and yes of one column.")
MARK_CELLS = _declare_list("marks", "Where a code is there.")
NO_CODE_CELLS = _declare_list("no_code", "That no code was applied.")
MISSING_CELLS = _declare_list("missing", "That nobody rated.")
MISSING_NUMBERS = _declare_list("missing_among_numbers", "The same among numbers only.")
LEVEL_CELLS = _declare_list("levels", "No and yes that numbers stand for.")

OPEN_TEXT_COLUMNS = _declare_list("open_text", "Open questions.")
PERSON_COLUMNS = _declare_list("person", "Names of people.")
BODY_COLUMNS = _declare_list("body", "Names of organisations.")
REACH_COLUMNS = _declare_list("reach", "Ways to reach somebody.")
PLACE_COLUMNS = _declare_list("place", "Names that many share.")
BARE_COLUMNS = _declare_list("bare", "Whole headers of names and ways to reach somebody.")
MOMENT_COLUMNS = _declare_list("moment", "When somebody answered.")
WHO_COLUMNS = _declare_list("asks_who", "Questions for a name.")
BACKGROUND_COLUMNS = _declare_list("background", "What a respondent is.")
WAVE_COLUMNS = _declare_list("wave", "Waves of a survey that is made again.")
RECOMMENDING_COLUMNS = _declare_list("recommending", "How likely somebody is to recommend.")
RATING_COLUMNS = _declare_list("rating", "Questions that are answered on a scale of few numbers.")
WEIGHT_COLUMNS = _declare_list("weight", "How many people a row stands for.")
ANSWERED_IN_COLUMNS = _declare_list("answered_in", "The language that somebody answered in.")
YEAR_COLUMNS = _declare_list("year", "Years, of the survey where they tell rows apart.")
COUNTRY_COLUMNS = _declare_list("country", "Countries.")
NO_OPINION_CELLS = _declare_list("no_opinion", "Answers that say nothing.")
CASE_COLUMNS = _declare_list("case", "Which of a respondent's rows it is.")
ID_COLUMNS = _declare_list("id_names", "Numbers of rows.")
PLATFORM_IDS = _declare_list("platform_ids", "Words, not patterns: IDs that platforms give.")
CALLED_IDS = _declare_list("called_ids", "Words, not patterns: IDs as people call them.")
CODE_ENDINGS = _declare_list("code_endings", "Words, not patterns: how codes' headers end.")
TRANSLATED_PARTS = _declare_list(
    "translated",
    "Words, not patterns: that a column is a translation, or into which language. No code that is "
    "a common word of headers, such as `no` and `is`.",
)
JOINING_PARTS = _declare_list("joining", "Small words between these and the column's name.")
ORIGINAL_PARTS = _declare_list("original", "Words: that a column is the original.")

CONFLICT_FILES = _declare_list("conflict", "Copies that a sync program makes.")

PHONE_WORDS = _declare_list("phone", "Before a phone number.")
PHONE_LINKS = _declare_list("phone_links", "Between such a word and the number.")
PLACEHOLDER_WORDS = _declare_list("placeholders", "What stands in the place of a name.")
FILLER_WORDS = _declare_list("fillers", "Small words beside the name of a place.")
PAGE_WORDS = _declare_list("pages", "Before the number of a page.")

RESPONSE_WORDS = _declare_list("response", "Before the number of a respondent.")

_SECTIONS = (
    _declare_table(
        "headers",
        "Headers of tables of ratings, and of codings.",
        UNIT_HEADERS,
        CODER_HEADERS,
        PERSON_HEADERS,
        VALUE_HEADERS,
        CODE_HEADERS,
        TEXT_HEADERS,
        NAME_HEADERS,
        CONSENSUS_HEADERS,
        CERTAINTY_HEADERS,
        TIME_HEADERS,
        ATTRIBUTE_HEADERS,
        POSITION_HEADERS,
        MATCH_HEADERS,
        TOTAL_HEADERS,
        QUESTION_HEADERS,
        BY_WORDS,
        AND_WORDS,
    ),
    _declare_table(
        "cells",
        "Cells that say yes, no or nothing.",
        NO_CELLS,
        YES_CELLS,
        PAIR_CELLS,
        MARK_CELLS,
        NO_CODE_CELLS,
        MISSING_CELLS,
        MISSING_NUMBERS,
        LEVEL_CELLS,
    ),
    _declare_table(
        "columns",
        "Headers of the columns of a survey, as patterns.",
        OPEN_TEXT_COLUMNS,
        PERSON_COLUMNS,
        BODY_COLUMNS,
        REACH_COLUMNS,
        PLACE_COLUMNS,
        BARE_COLUMNS,
        MOMENT_COLUMNS,
        WHO_COLUMNS,
        BACKGROUND_COLUMNS,
        WAVE_COLUMNS,
        RECOMMENDING_COLUMNS,
        RATING_COLUMNS,
        WEIGHT_COLUMNS,
        ANSWERED_IN_COLUMNS,
        YEAR_COLUMNS,
        COUNTRY_COLUMNS,
        NO_OPINION_CELLS,
        CASE_COLUMNS,
        ID_COLUMNS,
        PLATFORM_IDS,
        CALLED_IDS,
        CODE_ENDINGS,
        TRANSLATED_PARTS,
        JOINING_PARTS,
        ORIGINAL_PARTS,
    ),
    _declare_table(
        "files",
        "Names of files.",
        CONFLICT_FILES,
    ),
    _declare_table(
        "labels",
        "What stands beside names and numbers in finished files.",
        PHONE_WORDS,
        PHONE_LINKS,
        PLACEHOLDER_WORDS,
        FILLER_WORDS,
        PAGE_WORDS,
    ),
    _declare_table(
        "citations",
        "How respondents are cited.",
        RESPONSE_WORDS,
    ),
)


@cache
def _read_tables() -> Values:
    """Every list. Raises BadInput naming file, table and key."""
    path = reference_file(TABLE_WORDS_FILE)
    top = TomlTable(path.name, "", load_toml(path))
    found: dict[Key[tuple[str, ...]], tuple[str, ...]] = {}
    for section in _SECTIONS:
        table = section.open_one(top) or TomlTable(path.name, section.path, {})
        values = section.read_keys(table)
        for key in section.keys:
            found[key] = values[key]
        table.refuse_unknown_keys()
    top.refuse_unknown_keys()
    return Values(found)


def list_table_words(key: TableWordsKey) -> tuple[str, ...]:
    """The entries under a key, as they are written."""
    return _read_tables()[key]


def list_pairs(key: TableWordsKey) -> tuple[tuple[str, str], ...]:
    """Entries of two words each."""
    pairs = []
    for entry in list_table_words(key):
        first, second = entry.split()
        pairs.append((first, second))
    return tuple(pairs)


@cache
def compile_columns(key: TableWordsKey) -> re.Pattern[str]:
    """A pattern that finds any of the patterns under a key, in any case."""
    return re.compile("|".join(_iterate_sources(list_table_words(key))), re.I)


def _iterate_sources(patterns: Iterable[str]) -> Iterable[str]:
    for pattern in patterns:
        before = "" if pattern.startswith("*") else r"\b"
        behind = "" if pattern.endswith("*") else r"\b"
        middle = "".join(_SIGNS.get(sign, re.escape(sign)) for sign in pattern.strip("*"))
        yield f"{before}(?:{middle}){behind}"
