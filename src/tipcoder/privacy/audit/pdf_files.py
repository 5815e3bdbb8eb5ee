"""PDF as an audit reads it: the text of every page, and everything that no page shows.

A page that is a picture of text is said to be unreadable, and so are letters that cannot be told.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from tipcoder.errors import BadInput, TipcoderError
from tipcoder.privacy.audit.contents import Contents, Passage, Trace
from tipcoder.privacy.audit.nesting import Nest
from tipcoder.privacy.audit.pdf_objects import PdfObjects
from tipcoder.privacy.audit.plain_files import mend_hyphens
from tipcoder.privacy.audit.scales import part_scales

_END = re.compile(rb"%%EOF[\r\n ]*")
_UNKNOWN_LETTER = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]|/G[0-9A-F]{2}|\\(cid:\\d+\\)")
_MOST_UNKNOWN = 0.1
"""The share of letters of a page that may be signs without a meaning, such as bullets."""
_MOST_VERSIONS = 20
_SHOWS_TEXT = frozenset((b"Tj", b"TJ", b"'", b'"'))


def read_pdf(data: bytes, nest: Nest) -> Contents:
    """Pages, properties, comments, forms, attachments and earlier versions of a PDF."""
    import pypdf

    # What it says of damaged files would stand on the terminal, with words of the file.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    contents = Contents()
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        _require_unlocked(reader)
        if not len(reader.pages):
            raise BadInput("The PDF has no pages that can be read.", "Write it again.")
        objects = PdfObjects(reader, contents, nest)
        texts = _read_pages(reader, contents, objects)
        objects.read_all()
        _read_earlier(data, texts, contents)
    except TipcoderError:
        raise
    except Exception as error:
        # Damage of a PDF shows in errors of every kind, whose messages may repeat its words.
        raise BadInput(
            f"The PDF is damaged and cannot be read ({type(error).__name__}).",
            "Write it again, or audit the file that it was made from.",
        ) from None
    return contents


def _require_unlocked(reader: Any) -> None:
    """A PDF whose password is empty opens for everybody, and so here."""
    if not reader.is_encrypted:
        return
    try:
        opened = bool(reader.decrypt(""))
    except Exception:
        opened = False  # a cipher that is not installed
    if not opened:
        raise BadInput(
            "The PDF is locked with a password or a cipher and cannot be read.",
            "Write it again, without one.",
        )


def _read_pages(reader: Any, contents: Contents, objects: PdfObjects) -> set[str]:
    texts = set()
    for number, page in enumerate(reader.pages, 1):
        place = f"page {number}"
        text = _read_page(page, place, contents, objects)
        texts.add(text)
    return texts


def _read_page(page: Any, place: str, contents: Contents, objects: PdfObjects) -> str:
    written: list[bool] = []

    def hear_operand(operator: bytes, operands: Any, *_: Any) -> None:
        if operator in _SHOWS_TEXT:
            written.append(True)
        elif operator in (b"BDC", b"DP"):
            # What a reading program says aloud in place of letters or pictures.
            objects.read_strings(operands, place)

    text = str(page.extract_text(visitor_operand_before=hear_operand))
    for passage in _iterate_page_texts(text, place):
        contents.passages.append(passage)
    _judge_page(page, text, bool(written), place, contents)
    objects.note_seen(page)
    return text


def _iterate_page_texts(text: str, place: str) -> Iterator[Passage]:
    """The text of a page, as it breaks and without its hyphens; figures have numbers apart."""
    for stretch in part_scales(text):
        for one in dict.fromkeys((stretch, mend_hyphens(stretch))):
            if one.strip():
                yield Passage(place, one, part="text")


def _judge_page(page: Any, text: str, written: bool, place: str, contents: Contents) -> None:
    """Say of a page what of it was not read."""
    letters = len(text.split()) and len("".join(text.split()))
    unknown = len(_UNKNOWN_LETTER.findall(text))
    has_picture = _has_picture(page)
    if written and (not letters or unknown > _MOST_UNKNOWN * letters):
        fault = BadInput(
            "Its letters cannot be told from each other.",
            "Audit the file that it was made from, or write it with other fonts.",
        )
        contents.add_unread(place, fault)
    elif not letters and has_picture:
        fault = BadInput(
            "It is a picture without text, which cannot be read.",
            "Let a program recognise its letters, or audit what it was made from.",
        )
        contents.add_unread(place, fault)
    elif has_picture:
        sentence = "is a picture: nobody but you can read what it shows"
        contents.traces.append(Trace("picture", place, sentence, grave=False))
    elif not letters:
        sentence = "shows no text: nobody but you can read what is drawn"
        contents.traces.append(Trace("picture", place, sentence, grave=False))


def _has_picture(holder: Any, depth: int = 0) -> bool:
    """Whether a page, or a form on it, shows a picture made of pixels."""
    resources = holder.get("/Resources") or {}
    resources = resources.get_object() if hasattr(resources, "get_object") else resources
    found = resources.get("/XObject") or {}
    found = found.get_object() if hasattr(found, "get_object") else found
    for value in found.values():
        inner = value.get_object()
        kind = inner.get("/Subtype")
        if kind == "/Image" or (kind == "/Form" and depth < 8 and _has_picture(inner, depth + 1)):
            return True
    return False


def _read_earlier(data: bytes, texts: set[str], contents: Contents) -> None:
    """Pages as they were before the file was changed: a program may append and leave the rest."""
    ends = [found.end() for found in _END.finditer(data)]
    if b"/Linearized" in data[:2048]:
        # Such a file is written in two parts, of which the first is no version.
        ends = ends[1:]
    earlier = ends[:-1][-_MOST_VERSIONS:]
    if earlier:
        sentence = "keeps earlier versions of itself"
        contents.traces.append(Trace("hidden", "the PDF", sentence))
    for number, end in enumerate(earlier, 1):
        for text in _read_version(data[:end]):
            if text not in texts:
                texts.add(text)
                place = f"an earlier version ({number})"
                contents.passages.append(Passage(place, text, True, "earlier versions"))


def _read_version(data: bytes) -> list[str]:
    import pypdf

    try:
        return [str(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    except Exception:
        # Not a version but two letters of a stream that look like an end.
        return []
