"""Every object of a PDF, whether a page shows it or not: properties, comments, forms, outlines,
what is said aloud, attached files, and streams that nothing refers to."""

from __future__ import annotations

import re
from typing import Any

from tipcoder.privacy.audit.contents import Contents, Passage, Trace
from tipcoder.privacy.audit.nesting import Nest
from tipcoder.privacy.audit.raw_bytes import iterate_raw_texts
from tipcoder.privacy.audit.xmp import iterate_written_texts

_DATE = re.compile(r"D:\d{4,14}.*")
_GRAMMAR = frozenset(
    (
        *(
            "/ID",
            "/Lang",
            "/Registry",
            "/Ordering",
            "/CheckSum",
            "/Panose",
            "/Lookup",
            "/ColorSpace",
        ),
        *("/DA", "/O", "/U", "/OE", "/UE", "/Perms", "/CIDSet"),
    )
)
"""Keys of strings that are numbers, colours, fonts or keys of ciphers."""
_PIXELS = frozenset(("/Image",))
_OWN_STREAMS = frozenset(("/XRef", "/ObjStm"))
_FONTS = frozenset(("/Type1C", "/CIDFontType0C", "/OpenType"))
_FONT_KEYS = ("/Length1", "/Length2", "/Length3")
_JPEG = "/DCTDecode"
_DEEPEST = 100
_SHORTEST = 2
_COMMENTS = frozenset(("/Text", "/FreeText", "/Popup", "/Highlight", "/Note", "/Stamp", "/Ink"))
_RUNS = {
    "/JavaScript": "holds code",
    "/Launch": "starts a program when it is opened",
    "/SubmitForm": "sends what is written into it",
}
_OF_PAGE = re.compile(rb"\bBT\s.*?T[jJ]\s.*?\bET\b", re.S)
_SHOWN_LETTERS = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]{4,}>")


class PdfObjects:
    """Reads every object once."""

    def __init__(self, reader: Any, contents: Contents, nest: Nest) -> None:
        self._reader, self._contents, self._nest = reader, contents, nest
        self._seen: set[int] = set()
        """Numbers of streams whose text a page has shown."""
        self._said: set[str] = set()
        self._files = 0

    def note_seen(self, page: Any) -> None:
        """The streams of a page were read with it."""
        self._note_streams(page, 0)

    def _note_streams(self, holder: Any, depth: int) -> None:
        contents = holder.raw_get("/Contents") if "/Contents" in holder else None
        self._note_reference(contents)
        resolved = _resolve(contents)
        if isinstance(resolved, list):
            for one in resolved:
                self._note_reference(one)
        resources: Any = _resolve(holder.get("/Resources")) or {}
        forms: Any = _resolve(resources.get("/XObject")) or {}
        for name in forms:
            reference = forms.raw_get(name)
            number = getattr(reference, "idnum", None)
            form = _resolve(reference)
            if number in self._seen or depth > _DEEPEST or form.get("/Subtype") != "/Form":
                continue
            self._note_reference(reference)
            self._note_streams(form, depth + 1)

    def _note_reference(self, reference: Any) -> None:
        number = getattr(reference, "idnum", None)
        if number is not None:
            self._seen.add(number)

    def read_all(self) -> None:
        """Strings and streams of every object that the file lists."""
        from pypdf.generic import IndirectObject

        self._read(self._reader.trailer.get("/Info"), "/Info", 0)
        numbers = {(number, 0) for number in self._reader.xref_objStm}
        for generation, offsets in self._reader.xref.items():
            numbers |= {(number, generation) for number in offsets}
        for number, generation in sorted(numbers):
            reference = IndirectObject(number, generation, self._reader)
            found = self._reader.get_object(reference)
            if found is not None:
                self._read(found, f"object {number}", 0, number)

    def read_strings(self, value: Any, place: str) -> None:
        """Strings of a value that stands in the text of a page."""
        self._read(value, place, 0)

    def _read(self, value: Any, place: str, depth: int, number: int = 0, key: str = "") -> None:
        from pypdf.generic import (
            ArrayObject,
            ByteStringObject,
            DictionaryObject,
            StreamObject,
            TextStringObject,
        )

        if depth > _DEEPEST:
            return
        if isinstance(value, TextStringObject):
            self._take_string(str(value), place, key)
        elif isinstance(value, ByteStringObject):
            self._take_string(bytes(value).decode("latin-1"), place, key)
        elif isinstance(value, list | ArrayObject):
            for inner in value:
                self._read(inner, place, depth + 1, 0, key)
        elif isinstance(value, DictionaryObject):
            self._note_dictionary(value)
            for name in value:
                self._read(value.raw_get(name), place, depth + 1, 0, str(name))
            if isinstance(value, StreamObject):
                self._read_stream(value, place, number)

    def _take_string(self, text: str, place: str, key: str) -> None:
        if key in _GRAMMAR or len(text.strip()) < _SHORTEST:
            return
        if _DATE.fullmatch(text):
            self._say("time", "tells when it was made", grave=False)
            return
        if not any(char.isalnum() for char in text):
            return
        if key == "/Author":
            self._say("author", "names who made the file")
        # Names of keys tell what it is: /Title, /Contents, /V, /Alt, /URI.
        self._contents.passages.append(Passage(place, text, True, f"PDF {key}".strip()))

    def _note_dictionary(self, value: Any) -> None:
        kind = str(value.get("/S", ""))
        if kind in _RUNS:
            self._say("code", _RUNS[kind])
        if "/JS" in value:
            self._say("code", "holds code")
        if str(value.get("/Subtype", "")) in _COMMENTS:
            self._say("hidden", "has a comment")
        files = _resolve(value.get("/EF"))
        if files:
            self._read_attached(value, files)

    def _say(self, kind: str, sentence: str, *, grave: bool = True) -> None:
        if sentence not in self._said:
            self._said.add(sentence)
            self._contents.traces.append(Trace(kind, "the PDF", sentence, grave))

    def _read_attached(self, about: Any, files: Any) -> None:
        name = str(about.get("/UF") or about.get("/F") or "attached file")
        read: set[int] = set()
        for key in files:
            reference = files.raw_get(key)
            number = getattr(reference, "idnum", 0)
            if number in read:
                continue
            read.add(number)
            self._seen.add(number)
            data = _resolve(reference).get_data()
            self._nest.limits.count_unpacked(len(data), len(data))
            self._say("hidden", "has an attached file")
            self._nest.read_into(self._contents, name, data)

    def _read_stream(self, stream: Any, place: str, number: int) -> None:
        kind, subtype = str(stream.get("/Type", "")), str(stream.get("/Subtype", ""))
        if kind in _OWN_STREAMS or _is_font(stream, subtype):
            return
        if subtype in _PIXELS:
            self._read_picture(stream, place)
            return
        if number in self._seen or kind == "/EmbeddedFile":
            return
        data = stream.get_data()
        if kind == "/Metadata" or subtype == "/XML":
            self._contents.passages += iterate_written_texts(data, place, "XMP")
            return
        self._contents.passages += _iterate_letters(data, place)

    def _read_picture(self, stream: Any, place: str) -> None:
        """A photograph keeps its own file, with what the camera wrote into it."""
        filters = stream.get("/Filter")
        names = filters if isinstance(filters, list) else [filters]
        if [str(name) for name in names] == [_JPEG]:
            self._nest.read_into(self._contents, f"{place}.jpg", stream._data)


def _iterate_letters(data: bytes, place: str) -> Any:
    """Letters that a stream would show; operators and numbers around them are no text."""
    shown = []
    for found in _SHOWN_LETTERS.finditer(data):
        letters = found[0][1:-1]
        if found[0].startswith(b"<"):
            plain = re.sub(rb"\s", b"", letters).decode()
            letters = bytes.fromhex(plain[: len(plain) // 2 * 2])
        shown.append(letters)
    text = b"".join(shown) if _OF_PAGE.search(data) else data
    if b"begincmap" in data:
        # Which number stands for which letter: no text, but runs of digits.
        text = _SHOWN_LETTERS.sub(b" ", data)
    for passage in iterate_raw_texts(text, place):
        yield passage._replace(part="streams that no page shows")


def _is_font(stream: Any, subtype: str) -> bool:
    return subtype in _FONTS or any(key in stream for key in _FONT_KEYS)


def _resolve(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value
