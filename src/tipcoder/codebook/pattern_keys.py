"""Patterns and lists of words in a codebook.toml: their keys, and how they are read.

Here a pattern is a text with a weight and two sentences. What its signs mean is known to
`tipcoder.suggestion.patterns`, so that a slip in one pattern does not close the whole codebook.
"""

from __future__ import annotations

from collections.abc import Mapping

from tipcoder.model.answers import LANGUAGE
from tipcoder.model.codes import CodePattern
from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import (
    Example,
    Form,
    Key,
    Section,
    declare_required_text,
    declare_text,
    declare_texts,
)

WEIGHTS = (0.5, 1, 2, 3)
Patterns = tuple[tuple[CodePattern, ...], Mapping[str, tuple[CodePattern, ...]]]
"""A plain list of patterns, or one for each language."""
WordLists = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Name of a list -> language -> entries."""


def _read_weight(table: TomlTable) -> float:
    written = table.read_scalar("weight")
    if written is None:
        return CodePattern.weight
    # In Python true is a number too.
    if not isinstance(written, bool) and written in WEIGHTS:
        # 2.0 is written like 2, so that equal weights look alike everywhere.
        return WEIGHTS[WEIGHTS.index(written)]
    raise table.make_error(f"`weight` must be 0.5, 1, 2 or 3, not {written!r}.")


FIND = declare_required_text(
    "find", "What to look for; [patterns](patterns.md) has every sign.", 'find = "not invite~"'
)
WEIGHT = Key(
    "weight",
    "number",
    "What the pattern may do: 0.5 orders answers only, 1 supports other signs, 2 offers the code, "
    "3 offers it as strong.",
    "weight = 2",
    "2",
    _read_weight,
    allowed="0.5, 1, 2, 3",
)
YES = declare_text(
    "yes", "A sentence that the pattern must find.", 'yes = "They did not invite us."'
)
NO = declare_text("no", "A sentence that it must not find.", 'no = "They invited us."')
_KEYS = (FIND, WEIGHT, YES, NO)
_PATTERN = Section("pattern", Form.LISTED, "", _KEYS, ())
"""One pattern that is written as a table; it has no heading of its own."""


def _read_patterns(table: TomlTable) -> Patterns:
    plain, by_language = table.read_entries_per_language("patterns")
    patterns = {}
    for language, entries in by_language.items():
        patterns[language] = tuple(_read_pattern(entry, table) for entry in entries)
    return tuple(_read_pattern(entry, table) for entry in plain), patterns


def _read_pattern(entry: str | TomlTable, table: TomlTable) -> CodePattern:
    if isinstance(entry, str):
        if not entry.strip():
            raise table.make_error("`patterns` has an empty pattern.", "Remove it.")
        return CodePattern(entry)
    told = _PATTERN.read_keys(entry)
    entry.refuse_unknown_keys()
    return CodePattern(told[FIND], told[WEIGHT], told[YES] or "", told[NO] or "")


PATTERNS: Key[Patterns] = Key(
    "patterns",
    "list of patterns, or table: language = list",
    "Words that speak for the code, as [patterns](patterns.md). Each is a text, which has weight "
    "2, or a table with the keys below. A change of them makes no coding stale.",
    'patterns.en = [\n  "pay~ * (bed|room)",\n'
    '  { find = "@money * (demand~|ask~ for)", weight = 3, yes = "A deposit was demanded.", '
    'no = "The deposit was paid back." },\n]\n'
    'patterns.es = ["cobrar~ * cama"]',
    "none",
    _read_patterns,
    inside=_KEYS,
)

WORDS = declare_texts(
    "LANGUAGE",
    "The list in this language: words, or several words in a row, written as in a pattern. It "
    "replaces the list of the same NAME and language that comes with tipcoder; there, @NAME "
    "stands for that one.",
    'en = ["deposit~", "fee", "money"]',
)
LIST = Section(
    "list",
    Form.NAMED,
    "Words that patterns name as @NAME. Lists stand above the first code.",
    (),
    (Example("", (WORDS, 'es = ["depósito", "cuota~"]'), name="money"),),
    any_key=WORDS,
)


def read_lists(table: TomlTable) -> WordLists:
    """Every `[list.NAME]` of a codebook. Raises BadInput naming place and remedy."""
    lists: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for name, child in LIST.open_named(table):
        by_language: dict[str, tuple[str, ...]] = {}
        for language in child.unread_keys():
            if not LANGUAGE.fullmatch(language):
                sentence = f"{language!r} is not a language."
                raise child.make_error(sentence, "Use codes like en, es, ru.")
            by_language[language] = child.read_texts(language)
        lists[name] = by_language
    return lists
