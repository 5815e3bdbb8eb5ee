"""Words that tell citations and counts, from data/reference/manuscript_words.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tipcoder.shipped_data import reference_file
from tipcoder.text import fold_text


@dataclass(frozen=True)
class ManuscriptWords:
    """All of them folded."""

    citing: tuple[str, ...]
    """Stand in front of response IDs; the longest first."""
    joining: tuple[str, ...]
    """Stand between response IDs."""
    numbers: Mapping[str, int]
    counted: frozenset[str]
    """What numbers count."""
    translated: tuple[str, ...]
    """Beginnings of words that say that a quotation is a translation."""


@cache
def load_manuscript_words() -> ManuscriptWords:
    """The shipped list."""
    document = tomllib.loads(reference_file("manuscript_words.toml").read_text("utf-8"))
    citing = sorted({fold_text(word) for word in document["citing"]}, key=len, reverse=True)
    return ManuscriptWords(
        citing=tuple(citing),
        joining=tuple(sorted({fold_text(word) for word in document["joining"]})),
        numbers={fold_text(word): number for word, number in document["numbers"].items()},
        counted=frozenset(fold_text(word) for word in document["counted"]),
        translated=tuple(fold_text(word) for word in document["translated"]),
    )
