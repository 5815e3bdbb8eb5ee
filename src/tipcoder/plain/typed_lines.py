"""What one typed line asks for: some words of the answer, a deed, and what it is done with.

1               the code on digit 1, on the whole answer
s2 1            the same on the second sentence; `s2-4` is a stretch, `c` clauses, `l` lines
"the words" 3   on these words
m some words    a letter, and what belongs to it
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from tipcoder.errors import BadInput
from tipcoder.text import make_excerpt
from tipcoder.tui.keyboard import latin_twin
from tipcoder.workbench.coding.text_units import TextUnit

UNITS = {"s": TextUnit.SENTENCE, "c": TextUnit.CLAUSE, "l": TextUnit.LINE}
"""The screen's letters for the units that it selects."""
WHOLE = "a"
DIGITS = "123456789"
_MOST_SHOWN = 40
_UNIT = re.compile(r"(\w)\s?([0-9]{1,6})(?:\s?-\s?([0-9]{1,6}))?(?:\s+|$)")
_WHOLE = re.compile(r"(\w)(?:\s+|$)")
_CLOSING = {'"': '"', "“": "”", "«": "»", "„": "“”"}
"""Quotation marks, by the one that opens: keyboards and languages differ."""


@dataclass(frozen=True)
class Selection:
    """Words of the answer, as a line names them: units by number, or the words themselves."""

    unit: TextUnit | None = None
    first: int = 0
    last: int = 0
    """Numbers of units, from 1, both included; 0 where no number was written."""
    words: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the whole answer is meant."""
        return self.unit is None and not self.words


@dataclass(frozen=True)
class TypedLine:
    """A line that was understood."""

    selection: Selection | None = None
    letter: str = ""
    """The deed: a digit, a letter or a sign; empty where the line only selects, or is empty."""
    rest: str = ""
    """What was written behind it."""


def parse_line(line: str, letters: Collection[str]) -> TypedLine:
    """Read a line; `letters` are those of the deeds.

    Letters may be typed in a Russian layout. Raises BadInput, with the words as data, where the
    line cannot be understood.
    """
    selection, left = _take_selection(line.strip())
    if not left:
        return TypedLine(selection)
    head, rest = left[0], left[1:]
    letter = head if head in letters else latin_twin(head)
    # A word that only begins with a letter of ours is a word: whoever pastes an answer codes
    # nothing.
    is_apart = not rest or rest[0].isspace() or rest.isdecimal() or not letter.isalnum()
    is_known = letter in letters and is_apart
    if not is_known or (letter.isdecimal() and rest):
        raise BadInput(
            f"Not understood: {make_excerpt(line.strip(), _MOST_SHOWN)}.",
            "Nothing was changed. ? says what can be written.",
        )
    return TypedLine(selection, letter, rest.strip())


def _take_selection(line: str) -> tuple[Selection | None, str]:
    """What a line selects at its beginning, and what follows."""
    if line[:1] in _CLOSING and line:
        return _take_quoted_words(line)
    found = _UNIT.match(line)
    if found is not None:
        unit = UNITS.get(_as_latin(found[1]))
        if unit is not None:
            first = int(found[2])
            last = int(found[3]) if found[3] else first
            return Selection(unit, first, last), line[found.end() :]
    found = _WHOLE.match(line)
    if found is not None:
        letter, left = _as_latin(found[1]), line[found.end() :]
        if letter == WHOLE:
            return Selection(), left
        if letter in UNITS and not left:
            return Selection(UNITS[letter]), ""
    return None, line


def _take_quoted_words(line: str) -> tuple[Selection, str]:
    # The last closing mark: words of an answer may have marks in them.
    end = max(line.rfind(mark) for mark in _CLOSING[line[0]])
    if end < 1:
        raise BadInput(
            "The quotation mark is not closed.", 'Write "the words" and then what to do with them.'
        )
    words = line[1:end].strip()
    if not words:
        raise BadInput("There are no words between the quotation marks.", "Nothing was changed.")
    return Selection(words=words), line[end + 1 :].strip()


def _as_latin(letter: str) -> str:
    return letter if letter.isascii() else latin_twin(letter)
