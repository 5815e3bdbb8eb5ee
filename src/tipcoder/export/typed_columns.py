"""Texts of a survey as what they are: numbers, labelled levels, or texts.

A survey file knows texts only. CSV keeps them; the files of statistical programs take a number for a number.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tipcoder.export.data_column import NOMINAL, ORDINAL, SCALE, DataColumn

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
"""A number without leading zeros: 00003 is somebody's ID, and as a number it would be another one."""
_EXACT_DIGITS = 15
"""What a double keeps of any whole number; a longer one is an ID that would change its last digits."""
_NO_NUMBER = "NaN"
"""What R and others write where a division by zero left no number."""
_MOST_LEVELS = 50
_FEW_LEVELS = 7
"""So few different words are levels as soon as one of them stands twice; more, where they stand twice on average."""
_LONGEST_LEVEL = 60
"""Characters of a cell; what is longer is rather a sentence of somebody's own."""
_NO_YES = (
    ("no", "yes"),
    ("false", "true"),
    ("n", "y"),
    ("no", "sí"),
    ("no", "si"),
    ("нет", "да"),
    ("non", "oui"),
    ("nein", "ja"),
    ("não", "sim"),
)


def infer_types(column: DataColumn) -> DataColumn:
    """The column with numbers for its texts, where that loses nothing; else as it is."""
    if column.kind != "text" or column.identifies:
        return column
    texts = [_as_text(value) for value in column.values]
    words = Counter(text for text in texts if text is not None)
    if not words.keys() - {_NO_NUMBER}:
        return column
    if all(_is_number(word) for word in words if word != _NO_NUMBER):
        return _as_numbers(column, [None if text == _NO_NUMBER else text for text in texts])
    if any(word.isdecimal() and not _is_number(word) for word in words):
        return column  # IDs, or codes with leading zeros
    levels = _number_levels(column, words)
    return _apply_levels(column, texts, levels) if levels else column


def _as_text(value: object) -> str | None:
    """The cell as text; None where there is nothing but blanks."""
    text = "" if value is None else str(value)
    return text if text.strip() else None


def _is_number(cell: str) -> bool:
    word = cell.strip()
    if _NUMBER.fullmatch(word) is None:
        return False
    digits = word.removeprefix("-")
    if digits.isdecimal():
        return len(digits) <= _EXACT_DIGITS
    return math.isfinite(float(word))


def _as_numbers(column: DataColumn, texts: Sequence[str | None]) -> DataColumn:
    numbers = [None if text is None else float(text) for text in texts]
    known = [number for number in numbers if number is not None]
    measured = _find_number_measure(column, known)
    if all(number.is_integer() and abs(number) < 10**_EXACT_DIGITS for number in known):
        whole = [None if number is None else int(number) for number in numbers]
        return replace(column, values=whole, measured=measured)
    return replace(column, values=numbers, measured=measured)


def _find_number_measure(column: DataColumn, known: Sequence[float]) -> str:
    if column.measured:
        return column.measured
    if column.levels and set(known) <= {float(level) for level in column.levels if _is_number(level)}:
        return ORDINAL
    # A box that is ticked or not.
    return NOMINAL if set(known) <= {0.0, 1.0} else SCALE


def _number_levels(column: DataColumn, words: Counter[str]) -> dict[int, str]:
    """The number of every text; nothing for a column of free words."""
    if any(_is_number(level) for level in column.levels):
        # A level called 2 must not become the number 3.
        return _number_texts(Counter([*column.levels, *words]))
    if column.levels:
        declared = dict(enumerate(column.levels, start=1))
        others = sorted(word for word in words if word not in column.levels)
        if len(others) > _MOST_LEVELS:
            return {}
        return declared | dict(enumerate(others, start=len(declared) + 1))
    if (yes_no := _number_no_and_yes(words)) is not None:
        return yes_no
    known = sum(words.values())
    repeated = 2 * len(words) <= known or (len(words) < known and len(words) <= _FEW_LEVELS)
    short = max(map(len, words)) <= _LONGEST_LEVEL
    if not repeated or not short or len(words) > _MOST_LEVELS:
        return {}
    return _number_texts(words)


def _number_no_and_yes(words: Counter[str]) -> dict[int, str] | None:
    """0 = no and 1 = yes, in any of a few languages; other words, like "don't know", follow."""
    by_fold = {word.strip().casefold(): word for word in words}
    if len(by_fold) < len(words):
        return None
    for no, yes in _NO_YES:
        if not {no, yes}.intersection(by_fold) or (len(by_fold) > 1 and not {no, yes} <= by_fold.keys()):
            continue
        first = {number: by_fold[word] for number, word in enumerate((no, yes)) if word in by_fold}
        others = sorted(word for word in words if word not in first.values())
        if len(others) <= _MOST_LEVELS and not any(_is_number(word) for word in others):
            return first | dict(enumerate(others, start=2))
    return None


def _number_texts(words: Counter[str]) -> dict[int, str]:
    """Texts in alphabetical order from 1; among them a whole number keeps its own, or nothing is numbered."""
    numeric = [word for word in words if _is_number(word)]
    texts = sorted(word for word in words if word not in numeric)
    if not all(word.isdecimal() and len(word) <= 6 for word in numeric):
        return {}
    numbered = {int(word): word for word in sorted(numeric, key=int)}
    first = max(numbered, default=0) + 1
    return numbered | dict(enumerate(texts, start=first))


def _apply_levels(column: DataColumn, texts: Sequence[str | None], levels: dict[int, str]) -> DataColumn:
    numbers = {text: number for number, text in levels.items()}
    values = [None if text is None else numbers[text] for text in texts]
    only_declared = bool(column.levels) and len(levels) == len(column.levels)
    measured = column.measured or (ORDINAL if only_declared else NOMINAL)
    return replace(column, values=values, value_labels=levels, measured=measured)
