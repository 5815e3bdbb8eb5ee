"""The encoding of a file that is too long to be held, by the same rules as that of a short one.

Marks, a name given by the user and UTF-8 are told in passes over the file. Only what needs a guess
is held for it.
"""

from __future__ import annotations

import codecs
from dataclasses import replace
from itertools import chain

from tipcoder.errors import BadInput
from tipcoder.survey.encoding import (
    DecodedText,
    decode_survey,
    find_byte_order_mark,
    find_codec_behind_mark,
    invalid_bytes_error,
    parse_codec,
)
from tipcoder.survey.long_file import LongFile, LongText

GUESSED = 1 << 26
"""Bytes (64 MB) up to which an encoding is guessed: detectors need the whole file, several times
over."""
_BEGINNING = 1 << 16


def decode_long(
    file: LongFile, *, encoding: str | None = None, replace_errors: bool = False
) -> DecodedText:
    """The text of a long file.

    Raises BadInput where the encoding is not certain or bytes are invalid.
    """
    beginning = file.read_beginning(_BEGINNING)
    mark = find_byte_order_mark(beginning)
    if encoding is not None:
        codec = parse_codec(encoding, beginning, file.source)
        how = "given" if codec.startswith("utf") or not _is_utf8(file) else "given against utf-8"
        return _decode_checked(file, mark.codec or codec, how, mark.length, replace_errors)
    if mark.length:
        return _decode_checked(file, mark.codec, "bom", mark.length, replace_errors)
    fault = None if b"\0" in beginning else _find_first_fault(file, "utf-8", 0)
    if fault is None and b"\0" not in beginning:
        return DecodedText(LongText(file, "utf-8"), "utf-8", "utf-8")
    return _decode_by_guess(file, fault, replace_errors)


def _decode_by_guess(
    file: LongFile, fault: tuple[int, int] | None, replace_errors: bool
) -> DecodedText:
    if file.size > GUESSED:
        line = f", line {fault[1]}" if fault else ""
        raise BadInput(
            f"{file.source}{line}: is not UTF-8, and {file.size >> 20} MB are too much to guess "
            f"the encoding (up to {GUESSED >> 20} MB).",
            "Name it, for example --encoding cp1252, or export the survey again as CSV UTF-8.",
        )
    found = decode_survey(
        b"".join(file.iterate_stretches()), source=file.source, replace_errors=replace_errors
    )
    errors = "replace" if found.replaced else "strict"
    return replace(
        found, text=LongText(file, find_codec_behind_mark(found.encoding), errors=errors)
    )


def _decode_checked(
    file: LongFile, codec: str, how: str, skip: int, replace_errors: bool
) -> DecodedText:
    plain = find_codec_behind_mark(codec)
    fault = _find_first_fault(file, plain, skip)
    if fault is None:
        return DecodedText(LongText(file, plain, skip=skip), codec, how)
    if not replace_errors:
        at, line = fault
        byte = next(file.iterate_stretches(at), b"")[:1]
        raise invalid_bytes_error(at, line, byte, plain, how, file.source)
    # The text may hold such signs of its own, which are no faults: they stay where faults go.
    counts = []
    for errors in ("replace", "ignore"):
        text = LongText(file, plain, skip=skip, errors=errors)
        counts.append(sum(piece.count("\ufffd") for piece in text.iterate_pieces()))
    text = LongText(file, plain, skip=skip, errors="replace")
    return DecodedText(text, codec, how, counts[0] - counts[1])


def _find_first_fault(file: LongFile, codec: str, skip: int) -> tuple[int, int] | None:
    """Byte of the file, and line, of the first invalid place; None if there is none."""
    decoder = codecs.getincrementaldecoder(codec)()
    at, line, last = skip, 1, ""
    # The empty stretch is the end, where half a letter is a fault too.
    for stretch in chain(file.iterate_stretches(skip), (b"",)):
        waiting = len(decoder.getstate()[0])
        try:
            text = decoder.decode(stretch, final=not stretch)
        except UnicodeDecodeError as error:
            text = bytes(error.object[: error.start]).decode(codec, "ignore")
            return at - waiting + error.start, line + _count_line_ends(last, text)
        line, last = line + _count_line_ends(last, text), text[-1:] or last
        at += len(stretch)
    return None


def _count_line_ends(before: str, text: str) -> int:
    """Line ends in a piece of text; a CRLF that lies on the cut was counted with the carriage
    return."""
    both = text.count("\r\n") + (before == "\r" and text.startswith("\n"))
    return text.count("\n") + text.count("\r") - both


def _is_utf8(file: LongFile) -> bool:
    """Whether letters beyond ASCII are written in UTF-8."""
    try:
        ascii_only = [piece.isascii() for piece in LongText(file, "utf-8").iterate_pieces()]
    except UnicodeDecodeError:
        return False
    return not all(ascii_only)
