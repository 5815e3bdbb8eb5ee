"""Where lines of survey text end: at LF, CRLF or CR, and nowhere else.

`str.splitlines` must not be used on survey text: it also breaks at U+2028, U+0085 and form feeds inside answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n)|[^\r\n]++")


def lines(text: str) -> Iterator[str]:
    """Lines with their ends."""
    # Not io.StringIO: it keeps four bytes for every character of the file.
    return (found.group() for found in _LINE.finditer(text))
