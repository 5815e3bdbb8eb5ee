"""A project of the REFI-QDA standard (version 1.5, 2019) as data.

Positions in these classes are code points of the text with LF as its line end, half-open, unless a
class says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RefiUser:
    """Somebody who coded."""

    guid: str
    name: str


@dataclass(frozen=True, slots=True)
class RefiCode:
    """A code. Parents stand before what is below them."""

    guid: str
    name: str
    parent: str = ""
    """The identifier of the code above it; empty for none."""
    description: str = ""
    colour: str = ""
    codable: bool = True
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefiVariable:
    """A closed column. `kind` is one of the standard's types, such as `Text` or `Integer`."""

    guid: str
    name: str
    kind: str = "Text"


@dataclass(frozen=True, slots=True)
class RefiCase:
    """A respondent's case: the values of its variables, and what it wrote."""

    guid: str
    name: str
    values: Mapping[str, str] = field(default_factory=dict)
    """By the identifier of the variable; one that is missing is left out."""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefiCoding:
    """A code on a selection or on a whole source."""

    code: str
    user: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefiSelection:
    """A stretch of a text. In a project that was read, positions are counted as its writer does."""

    start: int
    end: int
    codings: tuple[RefiCoding, ...] = ()
    notes: tuple[str, ...] = ()
    user: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class RefiSource:
    """A text, and what was coded in it."""

    guid: str
    name: str
    text: str | None
    """As it stands in the file, with its own line ends; None where it is missing."""
    selections: tuple[RefiSelection, ...] = ()
    codings: tuple[RefiCoding, ...] = ()
    """Codes on the source as a whole."""
    notes: tuple[str, ...] = ()
    has_mark: bool = False
    """Whether a byte order mark stands before the text, which is no part of it."""


@dataclass(frozen=True, slots=True)
class RefiNote:
    """A memo."""

    guid: str
    name: str
    text: str
    user: str = ""
    at: str = ""
    """UTC, ISO 8601, to the second; empty where nobody said it."""


@dataclass(frozen=True, slots=True)
class RefiSet:
    """Sources that belong together, such as the answers to one question."""

    guid: str
    name: str
    description: str = ""
    sources: tuple[str, ...] = ()
