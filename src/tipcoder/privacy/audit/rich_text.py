"""RTF as an audit reads it: the text that is shown, and every group beside it that is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.contents import Contents, Passage, Trace
from tipcoder.privacy.audit.joining import join_pieces
from tipcoder.privacy.audit.nesting import Nest
from tipcoder.privacy.audit.raw_bytes import iterate_raw_texts
from tipcoder.privacy.audit.rich_text_words import (
    CHARACTERS,
    CODEPAGES,
    ENDS,
    HEXADECIMAL,
    HIDING,
    SHOWN_APART,
    UNSEEN,
    find_codec,
)

_TOKEN = re.compile(
    rb"(?P<open>\{)|(?P<close>\})|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<line>[\r\n]+)|(?P<text>[^\\{}\r\n]+)",
    re.S,
)
_DEEPEST = 2000
"""Groups in groups."""


class _Token(NamedTuple):
    """A piece of the file: what kind it is, its letters, and the number behind a word."""

    kind: str
    value: bytes
    number: int | None
    end: int


@dataclass
class _Group:
    """What holds between two braces."""

    apart: str = "text"
    """The name of what is read apart from the text; `text` for the text itself."""
    skip: int = 1
    """Letters that stand for one of `\\u`, for programs that do not know it."""
    font: int = -1
    starred: bool = False
    fresh: bool = True
    """Whether nothing stood in it so far, so that a word may say what it is."""


@dataclass
class _Buffer:
    """A text that is being read."""

    pieces: list[str] = field(default_factory=list)
    letters: bytearray = field(default_factory=bytearray)
    """Letters of an older alphabet that are not yet read: one may take two bytes."""
    cut: bool = True
    """Whether the next letters begin a piece of their own."""


def read_rich_text(data: bytes, nest: Nest) -> Contents:
    """A passage a paragraph, and one for each note, comment, field and property."""
    contents = Contents()
    _RichTextReader(contents, nest).read(data)
    return contents


class _RichTextReader:
    """Goes through the file once, token by token."""

    def __init__(self, contents: Contents, nest: Nest) -> None:
        self._contents, self._nest = contents, nest
        self._groups = [_Group()]
        self._buffers: dict[str, _Buffer] = {}
        self._charsets: dict[int, str] = {}
        self._codec = "cp1252"
        self._skipping = 0
        self._paragraphs = 0
        self._objects = 0
        self._said: set[str] = set()

    def read(self, data: bytes) -> None:
        for token in _iterate_tokens(data):
            self._take(token)
        for apart in list(self._buffers):
            self._flush(apart)

    @property
    def _group(self) -> _Group:
        return self._groups[-1]

    @property
    def _buffer(self) -> _Buffer:
        return self._buffers.setdefault(self._group.apart, _Buffer())

    def _take(self, token: _Token) -> None:
        if token.kind == "open":
            self._open_group()
        elif token.kind == "close":
            self._close_group()
        elif token.kind == "word":
            self._take_word(token.value.decode(), token.number)
        elif token.kind == "symbol":
            self._take_symbol(token.value)
        elif token.kind == "binary":
            self._read_binary(token.value)
        elif token.kind != "line":
            self._take_letters(token.kind, token.value)

    def _open_group(self) -> None:
        if len(self._groups) > _DEEPEST:
            raise BadInput("Its groups are nested too deep to follow.", "Save it as .docx.")
        self._read_letters()
        self._buffer.cut = True
        self._skipping = 0
        self._groups.append(replace(self._group, starred=False, fresh=True))

    def _close_group(self) -> None:
        if len(self._groups) == 1:
            return
        # Its font goes with the group.
        self._read_letters()
        closed = self._groups.pop()
        self._skipping = 0
        if closed.apart != self._group.apart:
            self._flush(closed.apart)
        self._buffer.cut = True

    def _take_symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._group.starred = True
            return
        shown = {b"~": " ", b"_": "-", b"\n": "\n", b"\r": "\n"}.get(symbol, "")
        if symbol in b"\\{}":
            shown = symbol.decode()
        # An optional hyphen (`\-`) shows at the end of a line only.
        self._add(shown)

    def _take_word(self, word: str, number: int | None) -> None:
        group = self._group
        if group.fresh and (group.starred or word in UNSEEN or word in SHOWN_APART):
            self._flush(word)
            group.apart = word
        group.fresh = False
        if word == "u" and number is not None:
            self._take_letter(number)
        elif word in CHARACTERS:
            self._add(CHARACTERS[word])
        elif word in ENDS:
            self._add("\t" if word == "tab" else "\n")
            if word != "tab" and word != "line":
                self._flush(group.apart)
        else:
            self._take_setting(word, number)

    def _take_letter(self, number: int) -> None:
        """A letter of Unicode; numbers are of 16 bits with a sign."""
        self._read_letters()
        code = number + 0x10000 if number < 0 else number
        self._append(chr(code) if code < 0x110000 else "\ufffd")
        self._skipping = self._group.skip

    def _take_setting(self, word: str, number: int | None) -> None:
        group = self._group
        if word == "uc" and number is not None:
            group.skip = number
        elif word == "f" and number is not None:
            self._read_letters()
            group.font = number
        elif word == "fcharset" and number is not None:
            self._charsets[group.font] = find_codec(number, self._codec)
        elif word == "ansicpg" and number is not None:
            self._codec = CODEPAGES.get(number, f"cp{number}")
        self._note_word(word, number)
        self._buffer.cut = True

    def _note_word(self, word: str, number: int | None) -> None:
        """What a word tells, once: a long document may have thousands of changes."""
        if word not in HIDING or number == 0 or word in self._said:
            return
        self._said.add(word)
        kind, sentence = HIDING[word]
        grave = kind != "time"
        self._contents.traces.append(Trace(kind, "the document", sentence, grave))

    def _take_letters(self, kind: str, value: bytes) -> None:
        self._group.fresh = False
        if kind == "hex":
            if self._skipping:
                self._skipping -= 1
            else:
                self._buffer.letters += bytes.fromhex(value.decode())
            return
        value, self._skipping = value[self._skipping :], max(self._skipping - len(value), 0)
        self._buffer.letters += value

    def _read_letters(self) -> None:
        """Letters of an older alphabet as text."""
        buffer = self._buffer
        if buffer.letters:
            codec = self._charsets.get(self._group.font, self._codec)
            letters = bytes(buffer.letters)
            buffer.letters.clear()
            self._append(_decode(letters, codec))

    def _add(self, text: str) -> None:
        self._read_letters()
        self._append(text)

    def _append(self, text: str) -> None:
        buffer = self._buffer
        if buffer.cut or not buffer.pieces:
            buffer.pieces.append(text)
        else:
            buffer.pieces[-1] += text
        buffer.cut = False

    def _flush(self, apart: str) -> None:
        """A text is at its end."""
        buffer = self._buffers.pop(apart, None)
        if buffer is None:
            return
        if buffer.letters:
            codec = self._charsets.get(self._group.font, self._codec)
            buffer.pieces.append(_decode(bytes(buffer.letters), codec))
        if apart in HEXADECIMAL:
            self._read_embedded(apart, "".join(buffer.pieces))
            return
        texts = [text for text in join_pieces(buffer.pieces) if text.strip()]
        if not texts:
            return
        self._paragraphs += apart == "text"
        place = f"paragraph {self._paragraphs}" if apart == "text" else apart
        hidden = apart != "text" and apart not in SHOWN_APART
        for text in texts:
            self._contents.passages.append(Passage(place, text.strip(), hidden, apart))

    def _read_embedded(self, apart: str, letters: str) -> None:
        plain = re.sub(r"[^0-9a-fA-F]", "", letters)
        self._read_binary(bytes.fromhex(plain[: len(plain) // 2 * 2]), apart)

    def _read_binary(self, data: bytes, apart: str = "") -> None:
        apart = apart or self._group.apart
        if not data:
            return
        self._objects += 1
        if apart in ("objdata", "pict"):
            name = "picture" if apart == "pict" else "embedded object"
            ending = ".wmf" if apart == "pict" else ""
            self._nest.read_into(self._contents, f"{name} {self._objects}{ending}", data)
        else:
            self._contents.passages += iterate_raw_texts(data, apart)


def _iterate_tokens(data: bytes) -> Iterator[_Token]:
    at = 0
    while at < len(data):
        found = _TOKEN.match(data, at)
        if found is None:
            at += 1
            continue
        at = found.end()
        kind = found.lastgroup or ""
        if kind == "number":
            kind = "word"
        number = int(found["number"]) if found["number"] else None
        if kind == "word" and found["word"] == b"bin" and number:
            # Bytes follow that are no tokens.
            yield _Token("binary", data[at : at + number], None, at)
            at += max(number, 0)
        else:
            yield _Token(kind, found[kind], number, at)


def _decode(letters: bytes, codec: str) -> str:
    try:
        return letters.decode(codec, "replace")
    except LookupError:
        return letters.decode("cp1252", "replace")
