"""Codes spread over columns called code 1, code 2, code 3.

Which of these columns a code is in says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tipcoder.agreement.tables.header_words import CODE, has_header_word

SIGN = "\x1f"
"""Between codes that are put together from several cells; in no label."""
_NUMBERED = re.compile(r"(.*?)[ _.-]*\d+")


def are_spread_codes(names: Sequence[str]) -> bool:
    """Whether these are headers like code1, code2: one word for a code, and numbers."""
    stems = set()
    for name in names:
        match = _NUMBERED.fullmatch(name.strip())
        if match is None:
            return False
        stems.add(match[1].casefold())
    # A single column called code has no places to be spread over.
    if len(names) < 2 or len(stems) != 1:
        return False
    (stem,) = stems
    return has_header_word(stem, CODE)


def join_codes(line: Mapping[str, str], names: Sequence[str]) -> str | None:
    """The codes of one unit and coder in one cell; None where there is no line."""
    if not line:
        return None
    return SIGN.join(line[name] for name in names if line.get(name))
