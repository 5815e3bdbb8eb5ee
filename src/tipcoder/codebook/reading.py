"""codebook.toml -> Codebook.

Each key is declared once, beside the code that reads it; docs/reference/codebook-toml.md is written
from these declarations. `checking.py` has what a list of codes must hold to.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from tipcoder.codebook.checks import check_codebook
from tipcoder.codebook.pattern_keys import LIST, PATTERNS, read_lists
from tipcoder.model.codes import Code, Codebook
from tipcoder.tomlfile import TomlTable, parse_toml, read_toml_bytes
from tipcoder.tomlkeys import (
    Example,
    Form,
    Key,
    Section,
    declare_flag,
    declare_number,
    declare_text,
    declare_texts,
)

Texts = tuple[str, Mapping[str, str]]
"""A plain text, or a text for each language."""
Lists = tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]]
"""A plain list of texts, or one for each language."""


def _declare_texts_by_language(
    name: str, meaning: str, example: str, default: str = "none"
) -> Key[Texts]:
    def read_texts(table: TomlTable) -> Texts:
        return table.read_text_per_language(name)

    kind = "text, or table: language = text"
    return Key(name, kind, meaning, example, default, read_texts)


def _declare_lists_by_language(name: str, meaning: str, example: str) -> Key[Lists]:
    def read_lists(table: TomlTable) -> Lists:
        return table.read_texts_per_language(name)

    kind = "list of texts, or table: language = list"
    return Key(name, kind, meaning, example, "none", read_lists)


TITLE = declare_text(
    "title", "What the codebook is called.", 'title = "What shelters say"', default='""'
)
LANGUAGE_KEY = declare_text(
    "language",
    "The language of texts that are written without one.",
    'language = "en"',
    default='"en"',
)

LABEL = _declare_texts_by_language(
    "label",
    "What people see. One line, at most 200 characters.",
    'label = { en = "Fees", es = "Cuotas", fr = "Frais" }',
    default="NAME with blanks for _",
)
PARENT = declare_text(
    "parent",
    "The NAME of the code above this one. Counts of a parent include the codes below it.",
    'parent = "money"',
    default="none: a code at the top",
)
DEFINITION = _declare_texts_by_language(
    "definition",
    "What the code means. A change of it makes earlier codings of the code stale.",
    'definition = "Somebody has to pay for what should be free."',
)
USE_WHEN = _declare_texts_by_language(
    "use_when", "When to use the code.", 'use_when = "A price, a bribe or a deposit is named."'
)
AVOID_WHEN = _declare_texts_by_language(
    "avoid_when",
    "When not to use it, and what to use instead.",
    'avoid_when = "Money that was received: use funding."',
)
EXAMPLES = _declare_lists_by_language(
    "examples", "Quotes that carry the code.", 'examples = ["They wanted money for the bed"]'
)
CUES = _declare_lists_by_language(
    "cues",
    "Words that point at the code, for suggestions and for finding it by a few letters. A cue "
    "belongs to one code only.",
    'cues = { en = ["fee", "bribe"], es = ["cuota"], fr = ["frais", "pot-de-vin"] }',
)
COLOUR = declare_text(
    "colour",
    "The colour of its quotes on screen, as #rrggbb. Meaning never hangs on it alone.",
    'colour = "#b45f06"',
    default="that of the code above it",
)
NUMBER = declare_number(
    "number",
    "The number of the code in a numbered frame, as sheets of coders and statistics programs use "
    "it. No two codes have the same.",
    "number = 12",
    0,
    0,
    999_999,
    in_words="none",
)
DIGIT = declare_number(
    "digit",
    "The key that applies the code, on the questions that it is meant for. It stays on this key "
    "whatever is used most, suggested or new; codes without one take the keys that are free. No "
    "two codes of one question have the same.",
    "digit = 1",
    0,
    1,
    9,
    in_words="none",
)
CODABLE = declare_flag(
    "codable",
    "false for a folder, which groups the codes below it and is applied to nothing itself.",
    "codable = true",
    default=True,
)
AGAINST = declare_text(
    "against",
    "The NAME of the code's neutral neighbour: the same topic without the judgement. It lowers the "
    "code among suggestions, and is suggested in its place where no pattern speaks for the code.",
    'against = "money_received"',
)
QUESTIONS = declare_texts(
    "questions",
    "Columns of the questions that the code is meant for. It is suggested on answers to these "
    "alone; what is found elsewhere is a second list. It may be used everywhere.",
    'questions = ["Q3.13", "Q4.1"]',
    default="every question",
)
_CODE_KEYS = (
    LABEL,
    PARENT,
    DEFINITION,
    USE_WHEN,
    AVOID_WHEN,
    EXAMPLES,
    CUES,
    COLOUR,
    NUMBER,
    DIGIT,
    CODABLE,
    QUESTIONS,
    AGAINST,
    PATTERNS,
)
CODE = Section(
    "code",
    Form.NAMED,
    "One code. NAME is its key in files and on the command line, and never changes: at most 64 "
    "characters, no leading @, and no two keys that differ only in case or accents.",
    _CODE_KEYS,
    (
        Example("A folder", ('label = "Money"', "codable = false"), name="money"),
        Example("Its neutral code", ('label = "Money received"',), name="money_received"),
        Example(
            "A code in it",
            _CODE_KEYS,
            name="fees",
        ),
    ),
    required=True,
)
CODEBOOK = Section(
    "",
    Form.TOP,
    "What comes above the first code.",
    (TITLE, LANGUAGE_KEY),
    (Example("", (TITLE, LANGUAGE_KEY)),),
    sections=(LIST, CODE),
)
"""Everything that a codebook.toml may say."""


def read_codebook(path: Path) -> Codebook:
    """Read and check a codebook. Raises BadInput naming file, code and remedy."""
    return _parse_codebook_bytes(read_toml_bytes(path), path)


@lru_cache(maxsize=8)
def _parse_codebook_bytes(data: bytes, path: Path) -> Codebook:
    """One verb asks several times whether somebody edited the file, which is large."""
    return parse_codebook(parse_toml(data, str(path)), path.name)


def parse_codebook(document: Mapping[str, object], source: str) -> Codebook:
    """A codebook from a TOML document already loaded; `source` is named in errors."""
    table = TomlTable(source, "", document)
    told = CODEBOOK.read_keys(table)
    language = told[LANGUAGE_KEY] or "en"
    lists = read_lists(table)
    codes: dict[str, Code] = {}
    for key, entry in CODE.open_named(table):
        codes[key] = _read_code(key, entry, language)
    table.refuse_unknown_keys()
    codebook = Codebook(told[TITLE] or "", language, codes, lists=lists)
    check_codebook(codebook, source)
    return codebook


def _read_code(key: str, table: TomlTable, language: str) -> Code:
    """One code; what is written without a language is in `language`."""

    def texts_of(written: Texts) -> Mapping[str, str]:
        plain, by_language = written
        return {language: plain} if plain else by_language

    def lists_of(written: Lists) -> Mapping[str, tuple[str, ...]]:
        plain, by_language = written
        return {language: plain} if plain else by_language

    told = CODE.read_keys(table)
    plain_patterns, patterns = told[PATTERNS]
    code = Code(
        key=key,
        label=texts_of(told[LABEL]) or {language: key.replace("_", " ")},
        parent=told[PARENT],
        definition=texts_of(told[DEFINITION]),
        use_when=texts_of(told[USE_WHEN]),
        avoid_when=texts_of(told[AVOID_WHEN]),
        examples=lists_of(told[EXAMPLES]),
        cues=lists_of(told[CUES]),
        colour=told[COLOUR],
        number=told[NUMBER],
        digit=told[DIGIT],
        codable=told[CODABLE],
        questions=told[QUESTIONS],
        against=told[AGAINST],
        patterns={language: plain_patterns} if plain_patterns else patterns,
    )
    table.refuse_unknown_keys()
    return code
