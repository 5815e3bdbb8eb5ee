"""Ordinary words that are a name because the words before them say so.

Many organisations are called by words that everybody writes, and their own capital is all that is
left of the name: `a group called Safe steps`, `partners like Open hands`.
"""

from __future__ import annotations

import re
from functools import cache

from tipcoder.language.table_keys import INTRODUCTIONS, SMALL_WORDS
from tipcoder.privacy.phrase_patterns import BEFORE, SPACE, join_phrases, read_letters

_REACH = 40
"""Letters before a word in which the words that introduce it stand."""


def is_introduced(text: str, start: int) -> bool:
    """Whether a name begins at `start`, going by the words right before it."""
    before = read_letters(text).small[max(start - _REACH, 0) : start]
    return _build_introductions().search(before) is not None


@cache
def _build_introductions() -> re.Pattern[str]:
    article = rf"(?:{join_phrases(SMALL_WORDS)}{SPACE})?"
    return re.compile(rf"{BEFORE}{join_phrases(INTRODUCTIONS)}:?{SPACE}{article}[\"'«„“(]?$")
