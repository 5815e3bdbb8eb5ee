"""Quotations in a paragraph: what stands between marks of any language, or is set apart."""

from __future__ import annotations

import re
from typing import NamedTuple

from tipcoder.manuscript.paragraphs import NOTE_MARK, Paragraph

_PAIRS = {"“": "”“", "„": "“”", "«": "»", "»": "«", "‹": "›", "‚": "‘’", "‘": "’"}
"""An opening mark, and those that may close it."""
_STRAIGHT = '"'
_LETTER = re.compile(r"\w")
_MOST = 6_000
"""Characters of a quotation; what is longer has lost its closing mark."""


class Quotation(NamedTuple):
    """Words that a manuscript gives as somebody's; without their marks.

    Offsets are code points of the paragraph's text, half-open.
    """

    paragraph: int
    start: int
    end: int
    text: str


def find_quotations(paragraph: Paragraph) -> list[Quotation]:
    """All of a paragraph in order; quotations in quotations belong to the outer one."""
    text = paragraph.text
    found: list[Quotation] = []
    place = 0
    while place < len(text):
        closers = _find_closers(text, place)
        end = _find_end(text, place + 1, closers) if closers else -1
        if end < 0:
            place += 1
            continue
        words = text[place + 1 : end]
        if _LETTER.search(words):
            found.append(Quotation(paragraph.number, place + 1, end, words))
        place = end + 1
    if paragraph.is_block_quote and not found and _LETTER.search(text):
        found.append(_quote_block(paragraph))
    return found


def _find_closers(text: str, place: int) -> str:
    """The marks that may close what opens here; empty where nothing does."""
    mark = text[place]
    before = text[place - 1] if place else " "
    if mark == _STRAIGHT:
        return _STRAIGHT if not _LETTER.match(before) else ""
    # After a letter it is an apostrophe, or the end of something.
    if mark in _PAIRS and not _LETTER.match(before):
        return _PAIRS[mark]
    return ""


def _find_end(text: str, start: int, closers: str) -> int:
    """Where the quotation that begins at `start` is closed; -1 where it is not."""
    is_single = "’" in closers and "”" not in closers
    depth = 0
    for place in range(start, min(len(text), start + _MOST)):
        letter = text[place]
        if letter not in closers:
            # German and French writers put the same marks inside again.
            depth += letter in "„«" and letter not in closers and "»" in closers
            continue
        after = text[place + 1] if place + 1 < len(text) else " "
        if is_single and _LETTER.match(after):
            continue  # an apostrophe
        if depth:
            depth -= 1
            continue
        return place if place > start else -1
    return -1


def _quote_block(paragraph: Paragraph) -> Quotation:
    """All of a paragraph that is set apart, without the citation at its end."""
    text = paragraph.text
    end = len(text)
    closing = re.search(
        r"[\s—–-]*\([^()]*\)[.\s" + NOTE_MARK + r"]*$|" + NOTE_MARK + r"+\s*$", text
    )
    if closing is not None and closing.start() > 0:
        end = closing.start()
    start = len(text) - len(text.lstrip())
    return Quotation(paragraph.number, start, end, text[start:end].rstrip())
