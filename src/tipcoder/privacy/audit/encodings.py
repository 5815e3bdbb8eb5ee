"""Words that stand in a file in another writing: percent signs, escapes, base64 and the like.

Each is decoded once, as a browser, a mail program or one command would do it.
"""

from __future__ import annotations

import base64
import binascii
import html
import quopri
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_ESCAPE = re.compile(
    r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2}))"
)
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_ENTITY = re.compile(r"&(?:amp;)?#(?:\d{1,7}|[xX][0-9A-Fa-f]{1,6});|&amp;[A-Za-z]{2,31};")
_QUOTED = re.compile(r"=[0-9A-F]{2}|=\r?\n")
_BASE64 = re.compile(r"(?<![\w+/=-])[\w+/-](?:[\w+/-]|\r?\n(?=[\w+/-])){14,}[\w+/-]={0,2}")
_FEWEST_BASE64 = 16
_HEX = re.compile(
    r"(?<![0-9A-Za-z])(?:0x)?(?:[0-9A-Fa-f]{2}[ :]?){5,}[0-9A-Fa-f]{2}(?![0-9A-Za-z])"
)
_UTF7 = re.compile(r"\+([A-Za-z0-9+/]{3,})-?")
_NUL_PAIRS = re.compile("(?:[^\0]\0){4,}|(?:\0[^\0]){4,}")
_LETTERS = re.compile(r"[^\W\d_]")
_MOST_ODD = 0.1
"""The share of characters that no text has, from which decoded bytes are no text."""
_FEWEST_LETTERS, _FEWEST_IN_UTF7 = 4, 2
_LOOKED_AT = 2_000
_LAST_ALPHABET = 0x2E80
"""Behind it are the signs of East Asia, which chance makes of any two bytes."""
_FEWEST_WIDE, _MOST_ALPHABETS = 8, 3


class Decoded(NamedTuple):
    """A text, or a part of one, as it reads when it is decoded."""

    how: str
    text: str


def iterate_decoded(text: str) -> Iterator[Decoded]:
    """What a text says in each of the writings that stand in it."""
    for how, marks, decode in _WRITINGS:
        if marks in text if isinstance(marks, str) else marks(text):
            found = decode(text)
            if found and found != text:
                yield Decoded(how, found)


def _decode_percent(text: str) -> str:
    if not _PERCENT.search(text):
        return ""
    plain = unquote(text, errors="replace")
    # A server of old may have written another alphabet than UTF-8.
    return unquote(text, "cp1252", "replace") if "\ufffd" in plain else plain.replace("+", " ")


def _decode_escapes(text: str) -> str:
    if not _ESCAPE.search(text):
        return ""
    plain = _ESCAPE.sub(_read_escape, text)
    joined = _SURROGATES.sub(_join_surrogates, plain)
    if _looks_like_bytes(joined):
        joined = joined.encode("latin-1", "ignore").decode("utf-8", "replace")
    return joined.encode("utf-8", "replace").decode("utf-8")


def _read_escape(found: re.Match[str]) -> str:
    code = int(next(filter(None, found.groups())), 16)
    return chr(code) if code <= 0x10FFFF else found[0]


def _join_surrogates(found: re.Match[str]) -> str:
    return found[0].encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _looks_like_bytes(text: str) -> bool:
    r"""Whether escapes like `\xc3\xa9` were bytes of UTF-8 and not characters."""
    try:
        return text.encode("latin-1").decode("utf-8") != text
    except UnicodeError:
        return False


def _decode_entities(text: str) -> str:
    if not _ENTITY.search(text):
        return ""
    # `&amp;#72;` is an entity that was escaped once too often.
    return html.unescape(html.unescape(text))


def _decode_quoted(text: str) -> str:
    if len(_QUOTED.findall(text)) < 2:
        return ""
    raw = quopri.decodestring(text.encode("utf-8", "replace"))
    plain = _read_bytes(raw)
    return plain if _is_readable(plain) else ""


def _decode_base64(text: str) -> str:
    return _decode_runs(text, _BASE64, _read_base64)


def _read_base64(run: str) -> str:
    joined = "".join(run.split()).rstrip("=")
    # A word of letters is in no other writing; base64 of a text mixes them with digits and cases.
    if len(joined) < _FEWEST_BASE64 or joined.isdigit() or joined.islower() or joined.isupper():
        return ""
    # Addresses have two letters of their own, because `+` and `/` mean something in them.
    usual = joined.translate({ord("-"): "+", ord("_"): "/"})
    try:
        data = base64.b64decode(usual + "=" * (-len(usual) % 4), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return _read_bytes(data)


def _decode_hex(text: str) -> str:
    return _decode_runs(text, _HEX, _read_hex)


def _read_hex(run: str) -> str:
    digits = re.sub(r"[ :]", "", run.removeprefix("0x"))
    return "" if digits.isdigit() and len(digits) < 20 else _read_bytes(bytes.fromhex(digits))


def _decode_runs(
    text: str, runs: re.Pattern[str], read: Callable[[str], str], fewest: int = _FEWEST_LETTERS
) -> str:
    """The text with each run that reads as words replaced by them; empty where none does."""
    changed = False

    def replace(found: re.Match[str]) -> str:
        nonlocal changed
        plain = read(found[0])
        if not _is_readable(plain, fewest):
            return found[0]
        changed = True
        return plain

    out = runs.sub(replace, text)
    return out if changed else ""


def _decode_utf7(text: str) -> str:
    return _decode_runs(text, _UTF7, _read_utf7, _FEWEST_IN_UTF7)


def _read_utf7(run: str) -> str:
    letters = run.lstrip("+").rstrip("-")
    padded = letters + "=" * (-len(letters) % 4)
    try:
        data = base64.b64decode(padded, validate=True)
        return data[: len(data) // 2 * 2].decode("utf-16-be")
    except (binascii.Error, ValueError):
        return ""


def _decode_wide(text: str) -> str:
    """Letters of two bytes each that were read as letters of one."""
    return _NUL_PAIRS.sub(lambda found: found[0].replace("\0", ""), text)


def _read_bytes(data: bytes) -> str:
    """Bytes as a text, in UTF-8 or UTF-16 or the old encoding of Cyrillic; empty where they are
    none."""
    for encoding in _guess_encodings(data):
        try:
            plain = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_readable(plain):
            return plain
    return ""


def _guess_encodings(data: bytes) -> Iterator[str]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield "utf-16"
        return
    yield "utf-8"
    # Of two bytes a letter, one says the alphabet and is nearly always the same.
    if len(data) >= _FEWEST_WIDE and len(data) % 2 == 0:
        for encoding, high in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
            if len(set(high)) <= _MOST_ALPHABETS:
                yield encoding
    cyrillic = sum(byte >= 0xC0 for byte in data)
    if cyrillic > len(data) / 2 and all(byte >= 0xC0 or 32 <= byte < 127 for byte in data):
        yield "cp1251"


def _is_readable(text: str, fewest: int = _FEWEST_LETTERS) -> bool:
    """Whether it is words and not what chance makes of bytes."""
    begin = text[:_LOOKED_AT]
    if len(_LETTERS.findall(begin)) < fewest:
        return False
    odd = sum(not (char.isprintable() or char.isspace()) for char in begin)
    strange = sum(ord(char) > _LAST_ALPHABET for char in begin)
    return odd + strange <= _MOST_ODD * len(begin)


_WRITINGS: tuple[tuple[str, str | Callable[[str], object], Callable[[str], str]], ...] = (
    ("percent signs", "%", _decode_percent),
    ("escapes", "\\", _decode_escapes),
    ("entities", "&", _decode_entities),
    ("quoted-printable", "=", _decode_quoted),
    ("base64", _BASE64.search, _decode_base64),
    ("hexadecimal digits", _HEX.search, _decode_hex),
    ("UTF-7", "+", _decode_utf7),
    ("UTF-16", "\0", _decode_wide),
)
"""How it is called, what stands in every text of it, and how it is decoded."""
