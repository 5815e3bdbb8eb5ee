"""Words in headers that say what a column holds, in the languages that surveys are coded in.

They are compared without accents, capitals and digits: `Coder_1`, `coder 2` and `CODER` all say
"coder".
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from tipcoder.table_words import (
    ATTRIBUTE_HEADERS,
    CERTAINTY_HEADERS,
    CODE_HEADERS,
    CODER_HEADERS,
    CONSENSUS_HEADERS,
    MATCH_HEADERS,
    NAME_HEADERS,
    PERSON_HEADERS,
    POSITION_HEADERS,
    TEXT_HEADERS,
    TIME_HEADERS,
    TOTAL_HEADERS,
    UNIT_HEADERS,
    VALUE_HEADERS,
    TableWordsKey,
    list_table_words,
)

_TOKEN = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def split_header(header: str) -> list[str]:
    """The words of a header, plain."""
    return [strip_accents(word) for word in _TOKEN.findall(_CAMEL.sub(" ", header))]


@cache
def strip_accents(word: str) -> str:
    """Without accents and capitals."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _list_words(key: TableWordsKey) -> frozenset[str]:
    return frozenset(strip_accents(word) for word in list_table_words(key))


UNIT = _list_words(UNIT_HEADERS)
CODER = _list_words(CODER_HEADERS)
PERSON = _list_words(PERSON_HEADERS)
"""Who may be a coder where the lines of a table are ratings.

Where they are units it may be who answered.
"""
VALUE = _list_words(VALUE_HEADERS)
CODE = _list_words(CODE_HEADERS)
TEXT = _list_words(TEXT_HEADERS)
NAME = _list_words(NAME_HEADERS)
CONSENSUS = _list_words(CONSENSUS_HEADERS)
CERTAINTY = _list_words(CERTAINTY_HEADERS)
TIME = _list_words(TIME_HEADERS)
ATTRIBUTE = _list_words(ATTRIBUTE_HEADERS)
POSITION = _list_words(POSITION_HEADERS)
"""Where a quotation is in its document, and how much it covers.

Programs write that beside each quotation.
"""
MATCH = _list_words(MATCH_HEADERS)
TOTAL = _list_words(TOTAL_HEADERS)
AN_ATTRIBUTE = "an attribute"
"""Of a unit, never of a coder."""
EXTRAS = (
    (POSITION, "where a quotation is"),
    (MATCH, "whether coders agree"),
    (CONSENSUS, "a consensus"),
    (CERTAINTY, "how sure a coder was"),
    (TIME, "dates or times"),
    (TEXT, "text"),
    (NAME, "names"),
    (ATTRIBUTE, AN_ATTRIBUTE),
)
"""What headers call columns beside ratings, in the order in which it counts."""


def has_header_word(header: str, words: frozenset[str]) -> bool:
    """Whether one of the header's words is among these; also its words run together (`coderid`)."""
    found = split_header(header)
    return not words.isdisjoint(found) or "".join(found) in words


def describe_extra_column(header: str) -> str:
    """What the header says that the column holds besides ratings; empty where it says nothing.

    The name of a coder says who rated.
    """
    # A coder is often called by a word that alone means something else.
    if "".join(split_header(header)) in CODER | PERSON:
        return ""
    for words, what in EXTRAS:
        if has_header_word(header, words):
            # `coder name` is who rated, and `name` alone is anybody.
            names_coder = words is NAME and has_header_word(header, CODER)
            return "" if names_coder else what
    return ""


def names_a_coder(header: str) -> bool:
    """Whether the header speaks of a coder and of nothing that a coder wrote beside the ratings."""
    return has_header_word(header, CODER) and not describe_extra_column(header)


def names_a_person(header: str) -> bool:
    """The same of words that may also mean who answered."""
    return has_header_word(header, PERSON) and not describe_extra_column(header)


def names_a_unit(header: str) -> bool:
    """Whether the header speaks of a unit, and not of a coder."""
    return has_header_word(header, UNIT) and not names_a_coder(header)


def is_numbered_rater(header: str) -> bool:
    """Whether the header is `r1`, `R 2` or the like."""
    return bool(re.fullmatch(r"[rR] ?\d+", header))
