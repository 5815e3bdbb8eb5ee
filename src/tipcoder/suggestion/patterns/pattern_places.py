"""Where patterns stand in the codebook, which is how a pattern is named everywhere else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tipcoder.model.codes import Code


class PatternPlace(NamedTuple):
    """Where a pattern stands in the codebook, and what it may do; `number` counts from 1 among the
    patterns of its code and language.
    """

    code: str
    language: str
    number: int
    find: str
    weight: float


def iterate_places(code: Code, language: str) -> Iterator[PatternPlace]:
    """The patterns of a code in a language, in their order."""
    for number, written in enumerate(code.patterns[language], start=1):
        line = " ".join(written.find.split())
        yield PatternPlace(code.key, language, number, line, written.weight)
