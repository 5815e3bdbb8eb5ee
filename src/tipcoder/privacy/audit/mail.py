"""Mail, mailboxes and pages saved as mail: headers, every part, and what is attached."""

from __future__ import annotations

import email
import email.errors
import email.utils
import re
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message

from tipcoder.privacy.audit.contents import Contents, Passage, Trace
from tipcoder.privacy.audit.nesting import Nest

_FROM = re.compile(rb"^From [^\n]*\n", re.M)
"""What a message of a mailbox begins with (RFC 4155)."""
_ENDINGS = {
    "text/plain": ".txt",
    "text/html": ".html",
    "text/csv": ".csv",
    "text/xml": ".xml",
    "application/xml": ".xml",
    "application/json": ".json",
    "text/calendar": ".txt",
}
"""What a part without a name is called."""
_GRAMMAR = frozenset(
    ("mime-version", "content-transfer-encoding", "content-type", "content-disposition")
)
"""Headers that say how a part is written; names in them are read as the names of files."""
_DEEPEST = 50
"""Parts inside parts; deeper ones are read as one text."""


def read_mail(data: bytes, nest: Nest) -> Contents:
    """A message with everything that it brings along."""
    contents = Contents()
    _read_part(email.message_from_bytes(data), contents, nest, 0)
    return contents


def read_mailbox(data: bytes, nest: Nest) -> Contents:
    """Messages one after the other."""
    contents = Contents()
    starts = [found.start() for found in _FROM.finditer(data)] or [0]
    ends = [*starts[1:], len(data)]
    before = data[: starts[0]]
    if before.strip():
        nest.read_into(contents, "before the first message", before)
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        message = data[start:end]
        found = _FROM.match(message)
        first = found[0] if found else b""
        place = f"message {number}"
        text = first.decode("utf-8", "replace")
        contents.passages.append(Passage(place, text, True, "headers"))
        nest.read_into(contents, f"{place}.eml", message[len(first) :])
    return contents


def _read_part(part: Message, contents: Contents, nest: Nest, depth: int) -> None:
    _read_headers(part, contents)
    for text in (part.preamble, part.epilogue):
        if text and text.strip():
            contents.passages.append(Passage("around the parts", text, True, "around the parts"))

    payload = part.get_payload()
    if isinstance(payload, list) and depth < _DEEPEST:
        for inner in payload:
            if isinstance(inner, Message):
                _read_part(inner, contents, nest, depth + 1)
        return
    _read_content(part, contents, nest)


def _read_content(part: Message, contents: Contents, nest: Nest) -> None:
    kind = part.get_content_type()
    name = _decode(part.get_filename() or part.get_param("name") or "")
    if name:
        contents.traces.append(Trace("attachment", name, "is attached to mail", grave=False))
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        data = part.as_bytes()
    if not data.strip():
        return
    if kind.startswith("text/"):
        data = _recode(data, part.get_content_charset() or "utf-8")
    nest.read_into(contents, name or f"part{_ENDINGS.get(kind, '')}", data)


def _recode(data: bytes, charset: str) -> bytes:
    """A text of a part in UTF-8; one in an alphabet that does not exist as it is."""
    try:
        return data.decode(charset).encode()
    except (LookupError, UnicodeError):
        return data


def _read_headers(part: Message, contents: Contents) -> None:
    for name, value in part.raw_items():
        if name.lower() in _GRAMMAR:
            contents.passages += _iterate_file_names(part)
            continue
        text = _decode(value)
        contents.passages.append(Passage(f"header {name}", text, False, f"header {name}"))


def _iterate_file_names(part: Message) -> Iterator[Passage]:
    for name in {_decode(part.get_filename() or ""), _decode(part.get_param("name") or "")}:
        if name:
            stem = re.sub(r"\.\w{1,8}$", "", name)
            yield Passage("list of files", stem, True, "names of files")


def _decode(value: object) -> str:
    """A header as it is read; a broken one as it is written."""
    if isinstance(value, tuple):  # of RFC 2231: alphabet, language, text
        return email.utils.collapse_rfc2231_value(value)
    try:
        return str(make_header(decode_header(str(value))))
    except (LookupError, UnicodeError, ValueError, email.errors.MessageError):
        return str(value)
