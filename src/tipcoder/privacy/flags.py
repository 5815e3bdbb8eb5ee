"""Flags of countries and of their parts, which are written with signs of their own.

A country's flag is two regional indicators. The flag of a part of one is a black flag with tag
characters behind it, which are invisible (Unicode Technical Standard 51).
"""

from __future__ import annotations

import re

BLACK_FLAG = "\U0001f3f4"
_FIRST_TAG, _LAST_TAG = "\U000e0020", "\U000e007f"
_FIRST_INDICATOR, _LAST_INDICATOR = "\U0001f1e6", "\U0001f1ff"
FLAG = re.compile(
    f"[{_FIRST_INDICATOR}-{_LAST_INDICATOR}]{{2}}|{BLACK_FLAG}[{_FIRST_TAG}-{_LAST_TAG}]+"
)
"""One flag, of a country or of a part of it. A black flag alone is no country's."""


def is_tag(char: str) -> bool:
    """Whether a character is an invisible one that says whose flag the one before it is."""
    return _FIRST_TAG <= char <= _LAST_TAG


def is_flag_part(char: str) -> bool:
    """Whether a character is one that flags are made of and that a reader sees."""
    return _FIRST_INDICATOR <= char <= _LAST_INDICATOR or char == BLACK_FLAG
