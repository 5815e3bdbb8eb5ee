"""The text of a pattern, character by character, and the errors that name one of them."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from tipcoder.errors import BadInput
from tipcoder.text import make_excerpt

NOT = "not"
UNLESS = "unless"
LIST = "@"
_IN_WORDS = "'’ʼ-"
_BETWEEN_LETTERS = "./&"
_SIGNS = "|()?~*@"
_SHOWN = 60
"""Characters of a pattern in an error."""


_PLAIN = re.compile(r"([^\W_]+)(~?)(?=[\s|)]|\Z)")
"""A word of letters and digits alone, as nearly all in patterns are."""
_WORD = r"[^\W_]++~?+"
_WORDS = rf"{_WORD}(?: {_WORD})*+"
_PLAIN_WAYS = re.compile(rf"{_WORD}(?:\|{_WORD})*+(?=[\s)]|\Z)")
"""Several of them with | between them."""
_PLAIN_GROUP = re.compile(rf"{_WORDS}(?:\|{_WORDS})*+(?=\))")
"""All that stands in parentheses, where that is such words."""
_NO_BLANK = re.compile(r"\S")


class PlainWord(NamedTuple):
    """A word as it stands in a pattern, and whether a ~ stands behind it."""

    letters: str
    inflected: bool


class Scanner:
    """A place in a text, from which the next sign is read."""

    def __init__(self, text: str, *, is_entry: bool) -> None:
        self.text = text
        self.is_entry = is_entry
        """Entries of lists are words: `not` and `unless` in them are words too."""
        self.at = 0
        self.depth = 0
        """Parentheses that are open."""

    def fail(self, sentence: str, remedy: str, at: int | None = None) -> BadInput:
        """The error about the character at `at`, else about the next one."""
        place = self.at if at is None else at
        line = self.text.count("\n", 0, place)
        column = place - (self.text.rfind("\n", 0, place) + 1) + 1
        where = f"line {line + 1}, character {column}" if line else f"character {column}"
        shown = make_excerpt(" ".join(self.text.split()), _SHOWN)
        return BadInput(f"Pattern “{shown}”, {where}: {sentence}", remedy)

    def ends_row(self) -> bool:
        """Whether a row of signs ends here; something is left of the text."""
        if self.text[self.at] == ")":
            return True
        if self.text[self.at] == "|":
            return self.depth > 0
        return self.depth == 0 and self.sees_word(UNLESS)

    def ends_atom(self) -> bool:
        """Whether a word, a list or parentheses end here."""
        return self.text[self.at].isspace() or self.text[self.at] in "|)~"

    def skip_blanks(self) -> bool:
        """Returns whether anything is left."""
        found = _NO_BLANK.search(self.text, self.at)
        self.at = len(self.text) if found is None else found.start()
        return found is not None

    def sees_word(self, word: str) -> bool:
        """Whether one of the signs that are words stands here."""
        if self.is_entry or not self.text.startswith(word, self.at):
            return False
        end = self.at + len(word)
        after = self.text[end : end + 1]
        return not after or after.isspace() or after in "()"

    def take_word(self, word: str) -> bool:
        """Read one of the signs that are words; returns whether it was there."""
        self.skip_blanks()
        found = self.sees_word(word)
        self.at += len(word) if found else 0
        return found

    def take_plain_word(self) -> PlainWord | None:
        """Read a word of letters and digits alone; None where something else stands here."""
        found = _PLAIN.match(self.text, self.at)
        if found is None:
            return None
        self.at = found.end()
        return PlainWord(found[1], bool(found[2]))

    def see_plain_ways(self) -> str:
        """The words of letters and digits alone that stand here with | between them, inside
        parentheses up to their end; empty where something else does. Nothing is read: whoever
        takes them goes on behind them.
        """
        found = (_PLAIN_GROUP if self.depth else _PLAIN_WAYS).match(self.text, self.at)
        return found[0] if found is not None else ""

    def fail_at_bar(self) -> BadInput:
        """The error about the | before this place."""
        remedy = "Write a|b without blanks, or (a b|c d)."
        return self.fail("a | stands between two words.", remedy, self.at - 1)

    def fail_at_sign(self) -> BadInput:
        """The error about a character that cannot stand here."""
        sign = self.text[self.at : self.at + 1]
        if sign == "|":
            remedy = "Write a|b without blanks, or (a b|c d)."
            return self.fail("a | stands between two words.", remedy)
        remedies = {
            ")": "Add the ( before it, or leave it out.",
            "?": "It stands behind parentheses: colo(u)?r.",
            "~": "It stands behind a word: invite~.",
            "*": "Put a blank on both sides of it.",
            "@": "Put a blank before it.",
            ",": "Leave it out: commas part no words.",
            ".": "Leave it out: patterns look inside one sentence.",
        }
        remedy = remedies.get(sign, "Leave it out: only words and " + " ".join(_SIGNS) + " count.")
        return self.fail(f"“{sign}” cannot stand here.", remedy)


def is_of_word(text: str, at: int) -> bool:
    """Whether a character belongs to a word: letters, and what may stand in one."""
    letter = text[at]
    if letter in _IN_WORDS:
        return True
    before = text[at - 1] if at else ""
    # A mark belongs to the letter before it; stops and slashes may stand between two: U.S, and/or.
    if letter in _BETWEEN_LETTERS:
        is_last_stop = letter == "." and text[at - 2 : at - 1] == "."
        return before.isalnum() and (text[at + 1 : at + 2].isalnum() or is_last_stop)
    return letter.isalnum() or (before.isalnum() and _is_mark(letter))


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M")
