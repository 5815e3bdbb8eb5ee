"""What the word that is being written in a filter could become."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from tipcoder.text import fold_text

Term = tuple[str, str]
"""A term, and what it means."""
_LEAD = re.compile(r"-?\(*-?")
_VALUES = re.compile(r"(\w[\w.-]*:)(.*,)?([^,]*)")


class BegunWord(NamedTuple):
    """The last word of a filter, which is still being written."""

    kept: str
    """Everything before it, with a minus, brackets or values that are complete already."""
    begun: str
    """What its proposals begin with, or hold."""
    in_list: bool
    """Whether it is a further value of a list: the key stands there already."""


def find_begun_word(typed: str) -> BegunWord:
    """The word at the end; an empty one where none is begun."""
    at = max(typed.rfind(" "), typed.rfind("\t")) + 1
    # Inside of quotes a word is whatever it is.
    if typed.count('"') % 2:
        return BegunWord(typed, "", False)
    lead = _LEAD.match(typed, at)
    at = lead.end() if lead is not None else at
    found = _VALUES.fullmatch(typed, at)
    if found is not None and found[2] is not None:
        begins = found.start(3)
        return BegunWord(typed[:begins], f"{found[1]}{found[3]}", True)
    return BegunWord(typed[:at], typed[at:], False)


def propose_terms(terms: Sequence[Term], typed: str) -> list[Term]:
    """Terms that the last word could become, those first that begin with its letters."""
    if typed.count('"') % 2:
        return []
    begun = fold_text(find_begun_word(typed).begun)
    ranked: list[list[Term]] = [[], [], [], []]
    for term, meaning in terms:
        folded = fold_text(term)
        value = folded.partition(":")[2]
        tests = (
            folded.startswith(begun),
            bool(value) and value.startswith(begun),
            begun in folded,
            begun in fold_text(meaning),
        )
        if True in tests:
            ranked[tests.index(True)].append((term, meaning))
    return [each for rank in ranked for each in rank]


def take_term(typed: str, term: str) -> str:
    """What was typed, with the term in the place of its last word."""
    word = find_begun_word(typed)
    put = term.partition(":")[2] if word.in_list else term
    # Behind a key comes its value, and else the next word: the list offers all terms again.
    gap = "" if term.endswith((":", "=")) else " "
    return f"{word.kept}{put}{gap}"
