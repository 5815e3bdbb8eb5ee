"""XML of a project, read one record at a time, so that a project of any length fits.

A record is a user, a codebook, a case, a source and so on. Nothing else of the file is held. A file
that declares a document type is refused: that could hide or unfold anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn, Protocol
from xml.etree import ElementTree
from xml.parsers import expat

from tipcoder.errors import BadInput

RECORDS = frozenset(
    (
        *("User", "Codes", "Variable", "Case", "Note"),
        *("TextSource", "PDFSource", "PictureSource", "AudioSource", "VideoSource"),
    )
)
"""What is built as a whole, wherever it stands outside of another record."""
COUNTED = frozenset(("Set", "Graph", "Link"))
"""What is told by its first tag alone."""
_MOST_ELEMENTS = 200_000
"""Elements of one record: a long interview has some thousand."""
_LONGEST_TEXT = 1 << 25
"""Letters (32 million) of one record."""
_DEEPEST = 500
_STRETCH = 1 << 16


class ByteStream(Protocol):
    """What can be read piece by piece."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes, and none at the end."""


class RecordReader:
    """Feeds a stream to the parser, and hands on each record when it is complete."""

    def __init__(self, stream: ByteStream, source: str, what: str = "project") -> None:
        """`what` the stream is to be, for a refusal."""
        self._stream, self._source, self._what = stream, source, what
        self.root: ElementTree.Element | None = None
        """The first tag, with the project's name and origin."""
        self._builder: ElementTree.TreeBuilder | None = None
        self._depth = 0
        self._began = 0
        self._elements = self._letters = 0
        self._done: list[ElementTree.Element] = []
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._take_text
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype

    def iterate_records(self) -> Iterator[ElementTree.Element]:
        """Every record in order, its tags without namespaces.

        Raises BadInput for what is no XML, is cut off, has a document type or is built to harm.
        """
        try:
            while stretch := self._stream.read(_STRETCH):
                self._parser.Parse(stretch, False)
                yield from self._done
                self._done.clear()
            self._parser.Parse(b"", True)
        except (expat.ExpatError, LookupError):
            raise BadInput(
                f"{self._source}: is no REFI-QDA {self._what}, or is cut off.",
                f"Export the {self._what} again.",
            ) from None
        yield from self._done

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self._depth += 1
        if self._depth > _DEEPEST:
            self._refuse("has elements that are nested too deep to follow")
        plain = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        if self.root is None:
            self.root = ElementTree.Element(name, plain)
        elif self._builder is not None:
            self._grow(elements=1)
            self._builder.start(name, plain)
        elif name in RECORDS:
            self._builder = ElementTree.TreeBuilder()
            self._began, self._elements, self._letters = self._depth, 0, 0
            self._builder.start(name, plain)
        elif name in COUNTED:
            self._done.append(ElementTree.Element(name, plain))

    def _end(self, tag: str) -> None:
        if self._builder is not None:
            self._builder.end(tag.rpartition("}")[2])
            if self._depth == self._began:
                self._done.append(self._builder.close())
                self._builder = None
        self._depth -= 1

    def _take_text(self, text: str) -> None:
        if self._builder is not None:
            self._grow(letters=len(text))
            self._builder.data(text)

    def _grow(self, elements: int = 0, letters: int = 0) -> None:
        self._elements += elements
        self._letters += letters
        if self._elements > _MOST_ELEMENTS or self._letters > _LONGEST_TEXT:
            self._refuse("has a part that is too large to read")

    def _refuse_doctype(self, *_: object) -> None:
        self._refuse("has a DTD, which is not read")

    def _refuse(self, why: str) -> NoReturn:
        raise BadInput(f"{self._source}: {why}.", "Export it again.")
