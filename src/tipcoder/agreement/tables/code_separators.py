"""What parts several codes in one cell: signs, words for "and", and the brackets that programs write around lists."""

from __future__ import annotations

import re
from functools import lru_cache

AND, LINE_BREAK, TAGS = "\x1d", "\x1c", "\x1e"
"""Stand for words like `and`, for a line break written as `\\n`, and for what begins each of `#law #fees`."""
SEPARATORS = (";", "|", "\n", LINE_BREAK, "؛", "；", "•", "·", ",", "،", "、", "，", "/", "+", "&", TAGS, AND)
"""The surest first: labels have commas in them, and some have slashes."""
SURE = "".join(SEPARATORS[:8])
"""Signs that hardly stand in labels."""
USUAL = ";|\n,"
"""Where no sign is found and there must be one."""
_PATTERNS = {
    AND: r"\s+(?:and|und|y|e|et|ed|и|en|plus)\s+",
    LINE_BREAK: r"\\r?\\?n",
    TAGS: r"\s+(?=#)|(?<=[\])}])\s*(?=[\[({])",
}
_LIST = re.compile(r"\[([^\[\]]*)\]|\{([^{}]*)\}|\(([^()]*)\)")
_QUOTES = "\"'“”«»`"


@lru_cache(256)
def _compile_separators(signs: str) -> re.Pattern[str]:
    single = [sign for sign in signs if sign not in _PATTERNS]
    parts = ["[" + re.escape("".join(single)) + "]"] if single else []
    parts += [_PATTERNS[sign] for sign in signs if sign in _PATTERNS]
    return re.compile("|".join(parts), re.IGNORECASE)


def has_sign(cell: str, sign: str) -> bool:
    """Whether the sign stands in the cell."""
    return bool(_compile_separators(sign).search(cell))


def split_codes(cell: str, signs: str) -> list[str]:
    """What stands between the signs, without the brackets and quotes of a list that a program wrote."""
    if not signs:
        return [cell] if cell else []
    whole = _LIST.fullmatch(cell)
    inside = next(part for part in whole.groups() if part is not None) if whole else cell
    parts = [_strip_enclosing_signs(part.strip()) for part in _compile_separators(signs).split(inside)]
    return [part for part in parts if part]


def _strip_enclosing_signs(part: str) -> str:
    """Without brackets or quotes around all of it."""
    whole = _LIST.fullmatch(part)
    if whole:
        part = next(inside for inside in whole.groups() if inside is not None).strip()
    if len(part) > 1 and part[0] in _QUOTES and part[-1] in _QUOTES:
        part = part[1:-1].strip()
    return part
