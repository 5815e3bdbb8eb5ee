"""What parts several codes in one cell.

That are signs, words for "and", and the brackets that programs write around lists.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tipcoder.table_words import AND_WORDS, list_table_words

AND, LINE_BREAK, TAGS = "\x1d", "\x1c", "\x1e"
"""Three characters that are in no cell, for what has no single one.

They are words like `and`, a line break written as `\\n`, and what begins each of `#law #fees`.
"""
SEPARATORS = (
    ";",
    "|",
    "\n",
    LINE_BREAK,
    "؛",
    "；",
    "•",
    "·",
    ",",
    "،",
    "、",
    "，",
    "/",
    "+",
    "&",
    TAGS,
    AND,
)
"""The surest first: labels have commas in them, and some have slashes."""
SURE = "".join(SEPARATORS[:8])
"""Signs that hardly occur in labels."""
USUAL = ";|\n,"
"""Where no sign is found and there must be one."""
_PATTERNS = {
    AND: rf"\s+(?:{'|'.join(list_table_words(AND_WORDS))})\s+",
    LINE_BREAK: r"\\r?\\?n",
    TAGS: r"\s+(?=#)|(?<=[\])}])\s*(?=[\[({])",
}
_LIST = re.compile(r"\[(?P<square>[^\[\]]*)\]|\{(?P<curly>[^{}]*)\}|\((?P<round>[^()]*)\)")
_QUOTES = "\"'“”«»`"


@lru_cache(256)
def _compile_separators(signs: str) -> re.Pattern[str]:
    """A pattern for any of the signs, of which some are more than one character."""
    single = ""
    patterns = []
    for sign in signs:
        if sign in _PATTERNS:
            patterns.append(_PATTERNS[sign])
        else:
            single += sign
    # In one class they are tried together, which is quicker than one by one.
    if single:
        patterns.insert(0, f"[{re.escape(single)}]")
    return re.compile("|".join(patterns), re.IGNORECASE)


def has_sign(cell: str, sign: str) -> bool:
    """Whether the sign is in the cell."""
    return bool(_compile_separators(sign).search(cell))


def split_codes(cell: str, signs: str) -> list[str]:
    """What is between the signs, without the brackets and quotes of a list that a program wrote.

    Without signs the cell is one code.
    """
    # A cell is one value until a sign is found that parts codes.
    if not signs:
        return [cell] if cell else []
    parts = _compile_separators(signs).split(_strip_brackets(cell))
    stripped = map(_strip_enclosing_signs, parts)
    return list(filter(None, stripped))


def _strip_brackets(text: str) -> str:
    """Without brackets around all of it."""
    whole = _LIST.fullmatch(text)
    if whole is None or whole.lastgroup is None:
        return text
    return whole[whole.lastgroup]


def _strip_enclosing_signs(part: str) -> str:
    """Without blanks, brackets or quotes around all of it."""
    # Tags are written as `[law] [fees]` by some programs.
    part = _strip_brackets(part.strip()).strip()
    if len(part) > 1 and part[0] in _QUOTES and part[-1] in _QUOTES:
        part = part[1:-1].strip()
    return part
