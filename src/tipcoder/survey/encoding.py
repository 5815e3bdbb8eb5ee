"""Bytes of a survey file -> text, or a question to the user; never a silent guess.

UTF-16 without a mark is looked for before UTF-8: written in ASCII letters it is valid UTF-8 full of
NULs.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from encodings.aliases import aliases
from typing import NamedTuple

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.survey.encoding_guess import EncodingCandidate, find_candidates, guess_encoding
from tipcoder.survey.records import SurveyText

# The marks of UTF-32 come first, because that of UTF-16-LE is the beginning of that of UTF-32-LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
)
# Python codecs that decode anything into something, or are not character sets.
_NOT_FOR_FILES = frozenset(
    (
        "base64", "bz2", "charmap", "hex", "idna", "mbcs", "oem", "punycode", "quopri", "rot-13",
        "undefined", "uu", "zlib", "unicode-escape", "raw-unicode-escape",
    )
)  # fmt: skip
_HIGH_BYTES = frozenset(range(0x20)) - {9, 10, 13}
"""First bytes of UTF-16 for U+0000 to U+1FFF; as UTF-8 they would be control characters."""
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f]")


class ByteOrderMark(NamedTuple):
    """A byte order mark at the beginning of a file."""

    length: int
    """In bytes; 0 if there is none."""
    codec: str
    """The codec that it names."""
    family: str
    """What the codecs that may stand behind it begin with."""


@dataclass(frozen=True)
class DecodedText:
    """A file's text and how its encoding came to be known."""

    text: SurveyText
    encoding: str
    how: str
    """`bom`, `utf-8`, `utf-16 pattern`, `given`, `given against utf-8` or `guess`."""
    replaced: int = 0
    """Invalid places that became U+FFFD, by the user's leave."""


def decode_survey(
    data: bytes, *, source: str, encoding: str | None = None, replace_errors: bool = False
) -> DecodedText:
    """The text of `data`.

    Raises BadInput where the encoding is not certain or bytes are invalid.
    """
    mark = find_byte_order_mark(data)
    if encoding is not None:
        codec = parse_codec(encoding, data, source)
        how = "given" if codec.startswith("utf") or not _is_utf8(data) else "given against utf-8"
        return _decode_with(data, mark.codec or codec, how, source, mark.length, replace_errors)
    if mark.length:
        return _decode_with(data, mark.codec, "bom", source, mark.length, replace_errors)
    pattern = find_unmarked_utf16(data)
    if pattern:
        return DecodedText(data.decode(pattern), pattern, "utf-16 pattern")
    try:
        return DecodedText(data.decode("utf-8"), "utf-8", "utf-8")
    except UnicodeDecodeError as error:
        first = error.start
    if _is_mostly_utf8(data):
        return _decode_with(data, "utf-8", "utf-8", source, 0, replace_errors)
    codec = guess_encoding(data) or ""
    if codec:
        return DecodedText(data.decode(codec), codec, "guess")
    raise _uncertain_encoding_error(data, first, source, find_candidates(data))


def find_byte_order_mark(data: bytes) -> ByteOrderMark:
    """The byte order mark at the beginning; of length 0 if there is none."""
    for mark, codec, family in _MARKS:
        if data.startswith(mark):
            return ByteOrderMark(len(mark), codec, family)
    return ByteOrderMark(0, "", "")


def parse_codec(encoding: str, data: bytes, source: str) -> str:
    """The codec that a user's `--encoding` means for a file that begins like this.

    Raises BadInput.
    """
    mark = find_byte_order_mark(data)
    codec = _find_known_codec(encoding, source)
    if mark.length and not codec.startswith(mark.family):
        raise BadInput(
            f"{source}: begins with the byte order mark of {mark.family}, so it is not {encoding}.",
            "Leave --encoding out.",
        )
    if codec == "utf-16" and not mark.length:
        codec = find_unmarked_utf16(data) or "utf-16-le"
    return codec


def find_codec_behind_mark(codec: str) -> str:
    """The codec for what stands behind the mark."""
    return "utf-8" if codec == "utf-8-sig" else codec


def find_unmarked_utf16(data: bytes) -> str | None:
    """`utf-16-le` or `utf-16-be` if the NUL bytes lie as they do there, else None."""
    if len(data) % 2 or b"\0" not in data:
        return None

    sample = data[: 1 << 16]
    even, odd = sample[::2], sample[1::2]
    for codec, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if _looks_like_utf16(high, low) and _reads_as_text(data, codec):
            return codec
    return None


def _looks_like_utf16(high: bytes, low: bytes) -> bool:
    """Whether the high bytes of letters are those of at most four scripts, one of them Latin."""
    if not high.count(0) or low.count(0) > 0.01 * len(low):
        return False
    scripts = Counter(byte for byte in high if byte in _HIGH_BYTES).most_common(4)
    return sum(count for _, count in scripts) >= 0.95 * len(high)


def _reads_as_text(data: bytes, codec: str) -> bool:
    """Whether the file is text in this codec.

    Numbers of two bytes lie in the same pattern, and read as text they are control characters.
    """
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return False
    return "\0" not in text and len(_CONTROLS.findall(text)) <= 0.01 * len(text)


def _find_known_codec(name: str, source: str) -> str:
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        codec = ""
    if not codec or codec in _NOT_FOR_FILES:
        near = did_you_mean(name.lower().replace("_", "-"), _list_proposals())
        raise BadInput(
            f"{source}: {name!r} is not an encoding that is known.",
            near or "Try utf-8, cp1252 or cp1251.",
        )
    return codec


def _list_proposals() -> list[str]:
    """Names of encodings to propose.

    Python's table of aliases lacks a few, so it decides nothing.
    """
    named = {alias.removesuffix("_codec").replace("_", "-") for alias in aliases.values()}
    return sorted(named - _NOT_FOR_FILES)


def _decode_with(
    data: bytes, codec: str, how: str, source: str, mark: int, replace_errors: bool
) -> DecodedText:
    """The text behind a mark of `mark` bytes. Raises BadInput unless errors may be replaced."""
    plain = find_codec_behind_mark(codec)
    body = data[mark:] if mark else data
    try:
        return DecodedText(body.decode(plain), codec, how)
    except UnicodeDecodeError as error:
        if not replace_errors:
            at = error.start + mark
            line = _find_line(data, at, plain)
            byte = data[at : at + 1]
            raise invalid_bytes_error(at, line, byte, plain, how, source) from None

    # The text may hold such signs of its own, which are not damage.
    text = body.decode(plain, "replace")
    genuine = body.count("\ufffd".encode(plain)) if plain.startswith("utf") else 0
    return DecodedText(text, codec, how, text.count("\ufffd") - genuine)


def _is_utf8(data: bytes) -> bool:
    """Whether letters beyond ASCII are written in UTF-8, which in another encoding hardly comes
    about by chance."""
    try:
        return not data.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether valid UTF-8 sequences outnumber the invalid places.

    In texts of one-byte encodings valid sequences come about by chance only: one in five places in
    Russian cp866, one in hundreds elsewhere. A file that fits UTF-8 more often than not is UTF-8
    with damage.
    """
    text = data.decode("utf-8", "replace")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    invalid = text.count("\ufffd") - data.count("\ufffd".encode())
    return beyond_ascii - invalid >= invalid


def _find_line(data: bytes, at: int, codec: str) -> int:
    before = data[:at].decode(codec, "ignore")
    return before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1


def _describe_place(at: int, line: int, byte: bytes) -> str:
    shown = f" (0x{byte[0]:02X})" if byte else ""
    return f"line {line}: byte {at + 1} of the file{shown}"


def invalid_bytes_error(
    at: int, line: int, byte: bytes, codec: str, how: str, source: str
) -> BadInput:
    """What to raise about byte `at`, which is `byte` and stands in `line`."""
    unlike = ", unlike the rest" if how == "utf-8" else ""
    return BadInput(
        f"{source}, {_describe_place(at, line, byte)} is not valid {codec.upper()}{unlike}.",
        "Mend the file, or accept \ufffd in such places with --errors replace, or name another "
        "encoding with --encoding NAME.",
    )


def _uncertain_encoding_error(
    data: bytes, first: int, source: str, choices: list[EncodingCandidate]
) -> BadInput:
    place = _describe_place(first, _find_line(data, first, "ascii"), data[first : first + 1])
    readings = "; ".join(f"{choice.encoding}: “{choice.preview}”" for choice in choices)
    could_be = f" It could be {readings}." if readings else ""
    likely = choices[0].encoding if choices else "cp1252"
    return BadInput(
        f"{source}, {place} is not UTF-8, and the encoding is not certain.{could_be}",
        f"Name the encoding in which it reads right, for example --encoding {likely}; if the file "
        "is UTF-8 with damage, use --encoding utf-8 --errors replace.",
    )
