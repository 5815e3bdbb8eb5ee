"""HTML and XML of web pages and drawings: what is shown, and comments, attributes and scripts that are not."""

from __future__ import annotations

import base64
from html.parser import HTMLParser
from urllib.parse import unquote_to_bytes

from tipcoder.privacy.audit.contents import ContentRow, Contents, Passage, Trace, build_headed_sheet
from tipcoder.privacy.audit.packages import bytes_as_text
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
_UNSEEN = frozenset(("script", "style", "noscript", "template", "metadata"))
_LOADS = {"src", "href", "data", "action", "poster", "srcset", "xlink:href"}


class _PageReader(HTMLParser):
    def __init__(self, contents: Contents) -> None:
        super().__init__(convert_charrefs=True)
        self.contents = contents
        self._text: list[str] = []
        self._inside: list[str] = []
        self._rows: list[ContentRow] | None = None
        self._cells: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._end_text()
        if tag in _UNSEEN:
            self._end_text()
            self._inside.append(tag)
        if tag == "script":
            self._add_trace("script", "holds a script")
        if tag == "table":
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._cells = []
        for name, value in attrs:
            if value and value.startswith("data:"):
                self._read_embedded(value)
            elif value and value.strip():
                self.contents.passages.append(
                    Passage(self._format_line(), value, True, f"attribute {name} of {tag}")
                )
                outside = name in _LOADS and value.strip().lower().startswith(
                    ("http:", "https:", "//", "file:")
                )
                if outside and tag not in ("a", "svg"):
                    self._add_trace("link", "loads something from elsewhere when it is opened")
            if name in ("hidden", "aria-hidden") or (
                name == "style" and "display:none" in (value or "").replace(" ", "")
            ):
                self._add_trace("hidden", "hides an element")

    def _read_embedded(self, value: str) -> None:
        """A file written into an attribute: its bytes are searched, a picture cannot be."""
        kind, _, content = value.partition(",")
        try:
            data = (
                base64.b64decode(content) if kind.endswith("base64") else unquote_to_bytes(content)
            )
        except ValueError:
            data = content.encode()
        self.contents.traces.append(
            Trace(
                "picture",
                self._format_line(),
                "holds an embedded file: nobody but you can see what it shows",
                grave=False,
            )
        )
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
        self.contents.passages.append(Passage(self._format_line(), data, True, "comments"))

    def handle_pi(self, data: str) -> None:
        self.contents.passages.append(Passage(self._format_line(), data, True, "instructions"))

    def handle_decl(self, decl: str) -> None:
        self.contents.passages.append(Passage(self._format_line(), decl, True, "declarations"))

    def unknown_decl(self, data: str) -> None:
        self.contents.passages.append(Passage(self._format_line(), data, True, "declarations"))

    def close(self) -> None:
        super().close()
        self._end_text()

    def _end_text(self, cell: str = "") -> None:
        text = "".join(self._text).strip()
        self._text.clear()
        if cell and self._cells is not None:
            self._cells.append(text)
        elif text:
            hidden = bool(self._inside)
            self.contents.passages.append(
                Passage(self._format_line(), text, hidden, self._inside[-1] if hidden else "text")
            )

    def _format_line(self) -> str:
        return f"line {self.getpos()[0]}"

    def _add_trace(self, kind: str, sentence: str) -> None:
        self.contents.traces.append(Trace(kind, self._format_line(), sentence))


def read_page(data: bytes) -> Contents:
    """A web page or an SVG drawing."""
    contents = Contents()
    reader = _PageReader(contents)
    reader.feed(decode_text(data, contents))
    reader.close()
    return contents
