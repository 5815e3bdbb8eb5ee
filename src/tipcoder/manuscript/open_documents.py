"""OpenDocument texts (.odt) as paragraphs, and with comments beside them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree

from tipcoder.errors import BadInput
from tipcoder.manuscript.paragraphs import NOTE_MARK, Note, Paragraph
from tipcoder.manuscript.word_files import read_parts
from tipcoder.safe_xml import local_name, parse_xml

_CONTENT = "content.xml"
_QUOTE_STYLES = ("quotation", "quote", "zitat", "cita", "citation")
_PREFIX = re.compile(r'xmlns:([A-Za-z][\w.-]*)="([^"]+)"')
_OWN_PREFIX = re.compile(r"ns\d+")
"""What the writer makes up itself, and takes from nobody."""
_HEAD = 20_000
"""Bytes in which a document declares its prefixes."""
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_DC = "http://purl.org/dc/elements/1.1/"


def read_open_document(data: bytes, name: str) -> list[Paragraph]:
    """Every paragraph and heading. Raises BadInput for what is no such document."""
    root = _parse_content(data, name)
    paragraphs = []
    for number, element in enumerate(_iterate_paragraphs(root), 1):
        notes: list[Note] = []
        text = _read_element(element, notes)
        style = _find_style(element)
        is_quote = style.startswith(_QUOTE_STYLES)
        paragraphs.append(Paragraph(number, text, tuple(notes), is_quote, f"paragraph {number}"))
    return paragraphs


def _parse_content(data: bytes, name: str) -> ElementTree.Element:
    parts = read_parts(data, name, (_CONTENT,))
    if _CONTENT not in parts:
        raise BadInput(f"{name} is no OpenDocument text.", "Save it as .odt.")
    return parse_xml(parts[_CONTENT], f"{name} ({_CONTENT})")


def _iterate_paragraphs(root: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """In reading order, without those of notes, comments and deleted text."""
    stack = [root]
    while stack:
        element = stack.pop()
        kind = local_name(element.tag)
        if kind in ("note", "annotation", "tracked-changes"):
            continue
        if kind in ("p", "h"):
            yield element
        stack += reversed(element)


def _read_element(element: ElementTree.Element, notes: list[Note], before: str = "") -> str:
    """`before` followed by the words of an element; its notes are added to `notes`."""
    text = before + (element.text or "")
    for part in element:
        kind = local_name(part.tag)
        if kind == "note":
            body = [each for each in part.iter() if local_name(each.tag) == "note-body"]
            words = ["".join(each.itertext()) for each in body]
            notes.append(Note(len(text), " ".join(" ".join(words).split())))
            text += NOTE_MARK
        elif kind in ("s", "tab", "line-break"):
            text += " "
        elif kind not in ("annotation", "p", "h") and isinstance(part.tag, str):
            text = _read_element(part, notes, text)
        text += part.tail or ""
    return text


def _find_style(element: ElementTree.Element) -> str:
    for key, value in element.attrib.items():
        if local_name(key) == "style-name":
            return value.casefold()
    return ""


def comment_open_document(
    data: bytes, comments: Mapping[int, Sequence[str]], name: str, at: str
) -> bytes:
    """The document with comments, by the number of their paragraph; `at` is the time, ISO 8601."""
    root = _parse_content(data, name)
    for number, element in enumerate(_iterate_paragraphs(root), 1):
        for text in reversed(comments.get(number, ())):
            # A comment stands before the words of its paragraph.
            annotation = _build_annotation(text, at)
            annotation.tail, element.text = element.text, None
            element.insert(0, annotation)
    _keep_prefixes(read_parts(data, name, (_CONTENT,))[_CONTENT])
    content = ElementTree.tostring(root, "utf-8", xml_declaration=True)

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            kept = content if member.filename == _CONTENT else old.read(member)
            # `mimetype` has to stay as it is: the first one, and not compressed.
            new.writestr(member, kept)
    return out.getvalue()


def _keep_prefixes(content: bytes) -> None:
    """Write the document with the prefixes that it came with: programs look for some by name."""
    for prefix, namespace in _PREFIX.findall(content[:_HEAD].decode("utf-8", "replace")):
        if not _OWN_PREFIX.fullmatch(prefix):
            ElementTree.register_namespace(prefix, namespace)


def _build_annotation(text: str, at: str) -> ElementTree.Element:
    annotation = ElementTree.Element(f"{{{_OFFICE}}}annotation")
    ElementTree.SubElement(annotation, f"{{{_DC}}}creator").text = "tipcoder"
    ElementTree.SubElement(annotation, f"{{{_DC}}}date").text = at
    ElementTree.SubElement(annotation, f"{{{_TEXT}}}p").text = text
    return annotation
