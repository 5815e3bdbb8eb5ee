"""What is read of a manuscript, whatever its format: paragraphs of text with their notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

NOTE_MARK = "\ufffc"
"""Stands in a text where a note hangs."""


class Note(NamedTuple):
    """A footnote or endnote."""

    offset: int
    """Of its mark in the paragraph, in code points."""
    text: str


@dataclass(frozen=True)
class Paragraph:
    """One paragraph. Offsets are code points of its text."""

    number: int
    """From 1 on, in reading order; paragraphs without text are counted too."""
    text: str
    notes: tuple[Note, ...] = ()
    is_block_quote: bool = False
    """Whether its style says that all of it is quoted."""
    place: str = ""
    """Where a person finds it: `line 12`, `paragraph 7`."""
