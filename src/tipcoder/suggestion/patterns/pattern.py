"""A pattern as it was understood: words, gaps, choices, negations and exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Word(NamedTuple):
    """One word; `key` is its folded form, without apostrophes and hyphens."""

    key: str
    written: str
    """As it was written, small letters with accents: what a stemmer needs."""
    inflected: bool = False
    """Whether every inflection of it counts."""


class Gap(NamedTuple):
    """Up to so many words of any kind, inside one sentence."""

    limit: int
    crosses_clauses: bool
    """Whether it may go past ; : ( ) and dashes."""


@dataclass(frozen=True)
class Choice:
    """One of several rows of signs; an empty row makes all of it optional."""

    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Negated:
    """What stands under a negation."""

    row: Row


Sign = Word | Gap | Choice | Negated
Row = tuple[Sign, ...]
"""Signs one after the other."""


@dataclass(frozen=True)
class Pattern:
    """A whole pattern."""

    text: str
    language: str
    row: Row
    """Empty in a pattern of nothing but `unless`, which silences others of its code."""
    unless: tuple[Row, ...] = ()
    """It does not count in a sentence that has one of these; one without a row silences others in a
    clause that begins with one of these.
    """
    unless_negated: bool = False
    """It does not count where its own words stand under a negation."""

    @property
    def silences(self) -> bool:
        """Whether it finds nothing itself, and says where others do not count."""
        return not self.row
