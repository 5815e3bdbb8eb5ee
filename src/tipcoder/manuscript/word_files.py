"""Word documents (.docx) as paragraphs, and with comments beside them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from tipcoder.errors import BadInput
from tipcoder.extras import require_extra
from tipcoder.manuscript.paragraphs import NOTE_MARK, Note, Paragraph
from tipcoder.safe_xml import local_name, parse_xml

LARGEST = 1 << 27
"""Bytes (128 MB) that a part of a document may unpack to."""
_BODY, _FOOTNOTES, _ENDNOTES = "word/document.xml", "word/footnotes.xml", "word/endnotes.xml"
_QUOTE_STYLES = ("quote", "blocktext", "zitat", "cita", "citation")
_AUTHOR, _INITIALS = "tipcoder", "tip"


def read_word(data: bytes, name: str) -> list[Paragraph]:
    """Every paragraph of the body, those of tables too. Raises BadInput for what is no document."""
    parts = read_parts(data, name, (_BODY, _FOOTNOTES, _ENDNOTES))
    if _BODY not in parts:
        raise BadInput(f"{name} is no Word document.", "Save it as .docx.")
    notes = {
        **_read_notes(parts.get(_FOOTNOTES), "footnote", name),
        **_read_notes(parts.get(_ENDNOTES), "endnote", name),
    }
    paragraphs = []
    root = parse_xml(parts[_BODY], f"{name} ({_BODY})")
    for number, element in enumerate(_iterate_paragraphs(root), 1):
        text, hung = _read_runs(element, notes)
        is_quote = _find_style(element).startswith(_QUOTE_STYLES)
        place = f"paragraph {number}"
        paragraphs.append(Paragraph(number, text, tuple(hung), is_quote, place))
    return paragraphs


def read_parts(data: bytes, name: str, wanted: Sequence[str]) -> dict[str, bytes]:
    """Members of a zip archive by name. Raises BadInput for what is damaged or unfolds too far."""
    found = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in wanted:
                if member not in archive.namelist():
                    continue
                with archive.open(member) as part:
                    found[member] = part.read(LARGEST + 1)
    except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError, EOFError):
        raise BadInput(
            f"{name} is damaged or locked.", "Save it again without a password."
        ) from None
    for member, content in found.items():
        if len(content) > LARGEST:
            raise BadInput(f"{name}: {member} is larger than {LARGEST >> 20} MB.", "Split it.")
    return found


def _read_notes(content: bytes | None, kind: str, name: str) -> Mapping[tuple[str, str], str]:
    """(kind, id) -> the words of each note."""
    if content is None:
        return {}
    notes = {}
    for element in parse_xml(content, f"{name} ({kind}s)").iter():
        if local_name(element.tag) == kind:
            words = [_read_runs(part, {})[0] for part in _iterate_paragraphs(element)]
            notes[kind, _find_attribute(element, "id")] = " ".join(words).strip()
    return notes


def _iterate_paragraphs(root: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """In reading order; what stands in a text box is a paragraph of its own."""
    return (element for element in root.iter() if local_name(element.tag) == "p")


def _read_runs(
    paragraph: ElementTree.Element, notes: Mapping[tuple[str, str], str]
) -> tuple[str, list[Note]]:
    text, hung = "", []
    for element in _iterate_own_elements(paragraph):
        kind = local_name(element.tag)
        if kind == "t":
            text += element.text or ""
        elif kind in ("tab", "br", "cr"):
            text += " "
        elif kind == "noBreakHyphen":
            text += "-"
        elif kind in ("footnoteReference", "endnoteReference"):
            key = (kind.removesuffix("Reference"), _find_attribute(element, "id"))
            if notes.get(key):
                hung.append(Note(len(text), notes[key]))
                text += NOTE_MARK
    return text, hung


def _iterate_own_elements(paragraph: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """What belongs to a paragraph, without deleted text and without paragraphs inside of it."""
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if local_name(element.tag) in ("p", "del", "moveFrom", "instrText"):
            continue
        yield element
        stack += reversed(element)


def _find_style(paragraph: ElementTree.Element) -> str:
    for element in paragraph.iter():
        if local_name(element.tag) == "pStyle":
            return _find_attribute(element, "val").casefold().replace(" ", "")
    return ""


def _find_attribute(element: ElementTree.Element, name: str) -> str:
    for key, value in element.attrib.items():
        if local_name(key) == name:
            return value
    return ""


def comment_word(data: bytes, comments: Mapping[int, Sequence[str]]) -> bytes:
    """The document with comments, by the number of their paragraph as `read_word` counts.

    Raises EnvironmentFault without python-docx.
    """
    docx = require_extra("docx", "Comments in a Word document")
    paragraphs = require_extra("docx.text.paragraph", "Comments in a Word document")
    document: Any = docx.Document(io.BytesIO(data))
    elements = [
        element for element in document.element.body.iter() if local_name(element.tag) == "p"
    ]
    for number, texts in comments.items():
        paragraph = paragraphs.Paragraph(elements[number - 1], document._body)
        runs = paragraph.runs or [paragraph.add_run("")]
        for text in texts:
            document.add_comment(runs, text=text, author=_AUTHOR, initials=_INITIALS)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
