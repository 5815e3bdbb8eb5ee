"""Codes spread over columns called code 1, code 2, code 3: which column a code stands in says nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tipcoder.agreement.tables.header_words import CODE, has_header_word

SIGN = "\x1f"
"""Between codes that are put together from several cells; in no label."""
_NUMBERED = re.compile(r"(.*?)[ _.-]*\d+")


def are_spread_codes(names: Sequence[str]) -> bool:
    """Whether these are headers like code1, code2: one word for a code, and numbers."""
    matches = [_NUMBERED.fullmatch(name.strip()) for name in names]
    stems = {match[1].casefold() for match in matches if match is not None}
    if len(names) < 2 or None in matches or len(stems) != 1:
        return False
    return has_header_word(next(iter(stems)), CODE)


def join_codes(line: Mapping[str, str], names: Sequence[str]) -> str | None:
    """The codes of one unit and coder in one cell; None where there is no line."""
    if not line:
        return None
    return SIGN.join(line[name] for name in names if line.get(name))
