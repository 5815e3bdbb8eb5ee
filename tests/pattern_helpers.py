"""Patterns looked for in one text, for tests."""

from __future__ import annotations

from collections.abc import Mapping

from tipcoder.model.codes import Code, CodePattern
from tipcoder.suggestion.patterns.compiled import CompiledPatterns
from tipcoder.suggestion.patterns.matches import PatternMatch
from tipcoder.suggestion.patterns.word_lists import build_lists

Lists = Mapping[str, Mapping[str, tuple[str, ...]]]


def compile_one(find: str, language: str = "en", lists: Lists | None = None) -> CompiledPatterns:
    """One pattern of one code. Raises BadInput where it cannot be understood."""
    code = Code("code", {}, patterns={language: (CodePattern(find),)})
    compiled = CompiledPatterns([code], build_lists(lists))
    for fault in compiled.faults:
        raise fault.error
    return compiled


def find(
    pattern: str, text: str, language: str = "en", lists: Lists | None = None
) -> list[PatternMatch]:
    """The pattern in the text: no match, or one."""
    return compile_one(pattern, language, lists).find_matches(text, language)


def find_words(
    pattern: str, text: str, language: str = "en", lists: Lists | None = None
) -> str | None:
    """The words that were found, with … for gaps; None where nothing was."""
    found = find(pattern, text, language, lists)
    return found[0].words if found else None
