"""What is known of each language, read from data/languages once a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tipcoder.language.table_keys import NOUNS, SECTIONS, WordsKey
from tipcoder.shipped_data import language_file
from tipcoder.tomlfile import TomlTable, load_toml
from tipcoder.tomlkeys import Key, Values

LANGUAGES = ("en", "es", "ru", "uk", "fr", "pt")
"""Languages that have a table, codes of ISO 639: those of the founding survey, and two more."""


@dataclass(frozen=True)
class LanguageTable:
    """The lists of one language, asked for by the declaration of their key."""

    code: str
    source: str
    """Name of its file, for errors."""
    nouns: Mapping[str, tuple[str, ...]]
    """Role nouns by kind of hit: the usual one, then wider ones."""
    _values: Values

    def __getitem__(self, key: WordsKey) -> tuple[str, ...]:
        return self._values[key]


def parse_language(document: Mapping[str, object], code: str, source: str) -> LanguageTable:
    """A language from its TOML document. Raises BadInput naming file, table and key."""
    top = TomlTable(source, "", document)
    found: dict[Key[tuple[str, ...]], tuple[str, ...]] = {}
    for section in SECTIONS:
        # A table that is absent is one whose keys are all absent.
        table = section.open_one(top) or TomlTable(source, section.path, {})
        values = section.read_keys(table)
        for key in section.keys:
            found[key] = values[key]
        table.refuse_unknown_keys()

    nouns = _read_nouns(top)
    top.refuse_unknown_keys()
    return LanguageTable(code, source, nouns, Values(found))


def _read_nouns(top: TomlTable) -> dict[str, tuple[str, ...]]:
    """The role nouns of a language, whose kinds the detectors decide."""
    table = top.read_table(NOUNS)
    if table is None:
        raise top.make_missing_error(NOUNS, f"`{NOUNS}` is missing.", f"Add [{NOUNS}].")
    return {kind: table.read_texts(kind) for kind in table.unread_keys()}


@cache
def load_language(code: str) -> LanguageTable:
    """One language. Raises BadInput for a table that cannot be read."""
    path = language_file(code)
    return parse_language(load_toml(path), code, path.name)


def load_languages() -> tuple[LanguageTable, ...]:
    """Every language that has a table."""
    return tuple(load_language(code) for code in LANGUAGES)


def list_words(*keys: WordsKey) -> tuple[str, ...]:
    """The entries of all languages under some keys, each once."""
    words: dict[str, None] = {}
    for language in load_languages():
        for key in keys:
            words.update(dict.fromkeys(language[key]))
    return tuple(words)
