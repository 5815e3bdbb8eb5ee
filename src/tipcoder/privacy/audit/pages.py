"""HTML and XML of web pages and drawings.

What is shown is read, and so are comments, attributes and scripts that are not.
"""

from __future__ import annotations

import base64
from html.parser import HTMLParser
from urllib.parse import unquote_to_bytes

from tipcoder.privacy.audit.contents import ContentRow, Contents, Passage, Trace, build_headed_sheet
from tipcoder.privacy.audit.other_members import bytes_as_text
from tipcoder.privacy.audit.plain_files import decode_text

_BLOCKS = frozenset(
    (
        *(
            "p",
            "div",
            "li",
            "td",
            "th",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "title",
            "figcaption",
            "caption",
            "text",
        ),
        *(
            "br",
            "blockquote",
            "tr",
            "table",
            "ul",
            "ol",
            "body",
            "head",
            "section",
            "article",
            "dt",
            "dd",
            "pre",
        ),
        "desc",
    )
)
"""Elements at whose ends a text ends; all others stand inside a sentence."""
_UNSEEN = frozenset(("script", "style", "noscript", "template", "metadata"))
_LOADS = {"src", "href", "data", "action", "poster", "srcset", "xlink:href"}


_OUTSIDE = ("http:", "https:", "//", "file:")


class _PageReader(HTMLParser):
    """Texts, tables and traces of a page.

    Its handlers have the names that HTMLParser gives them.
    """

    def __init__(self, contents: Contents) -> None:
        super().__init__(convert_charrefs=True)
        self.contents = contents
        self._text: list[str] = []
        self._inside: list[str] = []
        self._rows: list[ContentRow] | None = None
        self._cells: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS or tag in _UNSEEN:
            self._end_text()
        if tag in _UNSEEN:
            self._inside.append(tag)
        if tag == "script":
            self._add_trace("script", "holds a script")

        if tag == "table":
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._cells = []

        for name, value in attrs:
            self._read_attribute(tag, name, value or "")

    def _read_attribute(self, tag: str, name: str, value: str) -> None:
        """An attribute is not seen on the page, but whoever opens the file can read it."""
        if value.startswith("data:"):
            self._read_embedded(value)
        elif value.strip():
            self._add_hidden(value, f"attribute {name} of {tag}")
            self._note_loading(tag, name, value)
        if _hides_element(name, value):
            self._add_trace("hidden", "hides an element")

    def _note_loading(self, tag: str, name: str, value: str) -> None:
        # A link loads nothing until a reader follows it.
        outside = value.strip().lower().startswith(_OUTSIDE)
        if name in _LOADS and outside and tag not in ("a", "svg"):
            self._add_trace("link", "loads something from elsewhere when it is opened")

    def _read_embedded(self, value: str) -> None:
        """A file written into an attribute: its bytes are searched, a picture cannot be."""
        kind, _, content = value.partition(",")
        try:
            data = (
                base64.b64decode(content) if kind.endswith("base64") else unquote_to_bytes(content)
            )
        except ValueError:
            data = content.encode()
        sentence = "holds an embedded file: nobody but you can see what it shows"
        self._add_trace("picture", sentence, grave=False)
        self.contents.passages += bytes_as_text(data, self._format_line())

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS or tag in _UNSEEN:
            self._end_text(tag if tag in ("td", "th") else "")
        if tag in _UNSEEN and tag in self._inside:
            self._inside.remove(tag)
        if tag == "tr" and self._cells is not None and self._rows is not None:
            self._rows.append(ContentRow(self._format_line(), tuple(self._cells)))
            self._cells = None
        elif tag == "table" and self._rows is not None:
            self.contents.sheets.append(build_headed_sheet(self._rows))
            self._rows = None

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_comment(self, data: str) -> None:
        self._add_trace("comment", "holds a comment that readers do not see")
        self._add_hidden(data, "comments")

    def handle_pi(self, data: str) -> None:
        self._add_hidden(data, "instructions")

    def handle_decl(self, decl: str) -> None:
        self._add_hidden(decl, "declarations")

    def unknown_decl(self, data: str) -> None:
        self._add_hidden(data, "declarations")

    def close(self) -> None:
        super().close()
        self._end_text()

    def _end_text(self, cell: str = "") -> None:
        """What was read since the last end is one text. `cell` is the tag of the cell that ends."""
        text = "".join(self._text).strip()
        self._text.clear()
        if cell and self._cells is not None:
            self._cells.append(text)
        elif text and self._inside:
            self._add_hidden(text, self._inside[-1])
        elif text:
            self.contents.passages.append(Passage(self._format_line(), text, False, "text"))

    def _format_line(self) -> str:
        return f"line {self.getpos()[0]}"

    def _add_hidden(self, text: str, part: str) -> None:
        self.contents.passages.append(Passage(self._format_line(), text, True, part))

    def _add_trace(self, kind: str, sentence: str, grave: bool = True) -> None:
        self.contents.traces.append(Trace(kind, self._format_line(), sentence, grave))


def _hides_element(name: str, value: str) -> bool:
    """Whether an attribute keeps its element from being shown."""
    if name in ("hidden", "aria-hidden"):
        return True
    return name == "style" and "display:none" in value.replace(" ", "")


def read_page(data: bytes) -> Contents:
    """A web page or an SVG drawing."""
    contents = Contents()
    reader = _PageReader(contents)
    reader.feed(decode_text(data, contents))
    reader.close()
    return contents
