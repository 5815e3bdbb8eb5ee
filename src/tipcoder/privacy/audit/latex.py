"""LaTeX and BibTeX as they are read: accents on their letters, no commands."""

from __future__ import annotations

import re
import unicodedata

from tipcoder.privacy.audit.contents import Contents
from tipcoder.privacy.audit.plain_files import read_text

_MARKS = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "c": "\u0327",
    "v": "\u030c",
    "u": "\u0306",
    "H": "\u030b",
    "k": "\u0328",
    "r": "\u030a",
}
"""What stands over or under a letter, by the command that puts it there."""
_LETTERS = {
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "aa": "å",
    "AA": "Å",
    "i": "i",
    "j": "j",
}
_ACCENT = re.compile(
    r"\\(?:(['`^\"~=.])|([cvuHkr])(?=[\s{\\]))\s*(?:\{\s*\\?([A-Za-z])\s*\}|\\?([A-Za-z]))"
)
_LETTER = re.compile(rf"\\({'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?![A-Za-z])\s*")
_COMMAND = re.compile(r"\\[A-Za-z]+\*?|\\[/,;:!-]|[{}]")
_ESCAPED = re.compile(r"\\([&%$#_])")


def read_latex(data: bytes) -> Contents:
    """Every paragraph as it is printed, with comments and whatever else is not."""
    plain = read_text(data)
    contents = Contents(traces=plain.traces)
    for passage in plain.passages:
        contents.passages.append(passage._replace(text=_show_text(passage.text)))
    return contents


def _show_text(text: str) -> str:
    """A text as it is printed: accents on their letters, no commands, no braces."""
    text = _ACCENT.sub(_put_accent, text)
    text = _LETTER.sub(lambda found: _LETTERS[found[1]], text)
    text = _ESCAPED.sub(r"\1", text)
    return _COMMAND.sub("", text).replace("~", " ")


def _put_accent(found: re.Match[str]) -> str:
    letter = found[3] or found[4]
    return unicodedata.normalize("NFC", letter + _MARKS[found[1] or found[2]])
