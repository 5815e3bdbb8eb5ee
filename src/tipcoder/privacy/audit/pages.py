"""HTML and XML of web pages and drawings.

What is shown is read, and so are comments, attributes and scripts that are not.
"""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser
from urllib.parse import unquote_to_bytes

from tipcoder.privacy.audit.contents import ContentRow, Contents, Passage, Trace, build_headed_sheet
from tipcoder.privacy.audit.joining import join_pieces
from tipcoder.privacy.audit.nesting import Nest
from tipcoder.privacy.audit.plain_files import decode_text
from tipcoder.shipped_data import read_page_script

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
        *("tspan", "option", "button", "label", "legend", "summary", "address", "img", "hr"),
        *("header", "footer", "main", "nav", "aside", "form", "figure", "thead", "tbody"),
    )
)
"""Elements at whose ends a text ends; all others stand inside a sentence."""
_UNSEEN = frozenset(("script", "style", "noscript", "template", "metadata"))
_LOADS = {"src", "href", "data", "action", "poster", "srcset", "xlink:href"}


_OUTSIDE = ("http:", "https:", "//", "file:")
_GRAMMAR = re.compile(
    r"url\(#[\w:.-]+\)|#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b|"
    r"(?:translate|rotate|scale|matrix|skew[XY])\([-+\d.,\seE]*\)"
)
"""Colours, moves, and what leads to another element of the page."""
_SPACES = re.compile(
    r"https?://(?:www\.)?(?:w3\.org|creativecommons\.org|purl\.org|inkscape\.org|"
    r"sodipodi\.sourceforge\.net|ns\.adobe\.com|schemas\.microsoft\.com)/[\w/.#-]*|"
    r"urn:schemas-microsoft-com:[\w:-]+"
)
"""Addresses that name a grammar and lead to nobody."""
_DRAWN = re.compile(r"(?:[MmLlHhVvCcSsQqTtAaZz]|[+-]?\d*\.?\d+(?:[eE][+-]?\d+)?|[\s,])*")
_GEOMETRY = frozenset(("d", "points", "viewbox", "values", "x", "y", "dx", "dy"))
"""Attributes whose numbers draw something and say nothing."""


def _drop_grammar(tag: str, name: str, value: str) -> str:
    """What an attribute says beside how something is drawn; empty where it says nothing."""
    if name in _GEOMETRY and _DRAWN.fullmatch(value):
        return ""
    if name.startswith("xmlns") and _SPACES.fullmatch(value):
        return ""
    if tag == "use" and value.startswith("#"):
        return ""  # the element that it leads to has its name read
    rest = _GRAMMAR.sub(" ", value)
    return rest if any(map(str.isalnum, rest)) else ""


class _PageReader(HTMLParser):
    """Texts, tables and traces of a page.

    Its handlers have the names that HTMLParser gives them.
    """

    def __init__(self, contents: Contents, nest: Nest) -> None:
        super().__init__(convert_charrefs=True)
        self.contents = contents
        self._nest = nest
        self._text: list[str] = []
        self._inside: list[str] = []
        self._script_begins: Trace | None = None
        self._has_own_script = False
        self._tables: list[_Table] = []
        """Tables that are being read, one in the cell of the other."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS or tag in _UNSEEN:
            self._end_text()
        if tag in _UNSEEN:
            self._inside.append(tag)
        if tag == "script":
            self._script_begins = Trace("script", self._format_line(), "holds a script", True)
            self._has_own_script = not attrs

        if tag == "table":
            self._tables.append(_Table())
        elif tag == "tr" and self._tables:
            self._end_row()

        for name, value in attrs:
            self._read_attribute(tag, name, value or "")

    def _read_attribute(self, tag: str, name: str, value: str) -> None:
        """An attribute is not seen on the page, but whoever opens the file can read it."""
        if value.lstrip().lower().startswith("data:"):
            self._read_embedded(value.strip())
        elif name == "srcdoc":
            self._nest.read_into(self.contents, "page in a frame.html", value.encode())
        else:
            said = _drop_grammar(tag, name, value)
            if said:
                self._add_hidden(said, f"attribute {name} of {tag}")
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
        self._nest.read_into(self.contents, f"file in {self._format_line()}", data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._end_script()
        if tag in _BLOCKS or tag in _UNSEEN:
            self._end_text(tag if tag in ("td", "th") else "")
        if tag in _UNSEEN and tag in self._inside:
            self._inside.remove(tag)
        if tag == "tr":
            self._end_row()
        elif tag == "table":
            self._end_table()

    def _end_script(self) -> None:
        """A script is told, unless it is letter for letter the one of our own pages."""
        if self._script_begins is None:
            return
        is_ours = self._has_own_script and "".join(self._text) == read_page_script()
        if is_ours:
            self._text.clear()
        else:
            self.contents.traces.append(self._script_begins)
        self._script_begins = None

    def _end_row(self) -> None:
        if self._tables and self._tables[-1].cells:
            table = self._tables[-1]
            table.rows.append(ContentRow(self._format_line(), tuple(table.cells)))
            table.cells = []

    def _end_table(self) -> None:
        self._end_row()
        if self._tables:
            self.contents.sheets.append(build_headed_sheet(self._tables.pop().rows))

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
        self._end_script()
        self._end_text()
        # A page may end before its tables do.
        while self._tables:
            self._end_table()

    def _end_text(self, cell: str = "") -> None:
        """What was read since the last end is one text. `cell` is the tag of the cell that ends."""
        texts = join_pieces(self._text)
        self._text.clear()
        if cell and self._tables:
            self._tables[-1].cells.append(texts[0].strip() if texts else "")
            self._add_texts(texts[1:])
        elif texts and self._inside:
            self._add_hidden(texts[0], self._inside[-1])
        else:
            self._add_texts(texts)

    def _add_texts(self, texts: list[str]) -> None:
        for text in filter(str.strip, texts):
            passage = Passage(self._format_line(), text.strip("\n"), False, "text")
            self.contents.passages.append(passage)

    def _format_line(self) -> str:
        return f"line {self.getpos()[0]}"

    def _add_hidden(self, text: str, part: str) -> None:
        self.contents.passages.append(Passage(self._format_line(), text, True, part))

    def _add_trace(self, kind: str, sentence: str, grave: bool = True) -> None:
        self.contents.traces.append(Trace(kind, self._format_line(), sentence, grave))


class _Table:
    """A table of a page, as far as it was read."""

    def __init__(self) -> None:
        self.rows: list[ContentRow] = []
        self.cells: list[str] = []


def _hides_element(name: str, value: str) -> bool:
    """Whether an attribute keeps its element from being shown."""
    if name in ("hidden", "aria-hidden"):
        return True
    return name == "style" and "display:none" in value.replace(" ", "")


def read_page(data: bytes, nest: Nest) -> Contents:
    """A web page or an SVG drawing."""
    contents = Contents()
    reader = _PageReader(contents, nest)
    reader.feed(decode_text(data, contents))
    reader.close()
    return contents
