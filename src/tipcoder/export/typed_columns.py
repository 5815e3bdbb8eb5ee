"""Texts of a survey as what they are: numbers, labelled levels, or texts.

A survey file knows texts only. CSV keeps them; the files of statistical programs take a number for
a number.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tipcoder.export.data_column import NOMINAL, ORDINAL, SCALE, DataColumn
from tipcoder.table_words import LEVEL_CELLS, list_pairs

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
"""A number without leading zeros: 00003 is somebody's ID, and as a number it would be another one.
"""
_EXACT_DIGITS = 15
"""What a double keeps of any whole number; a longer one is an ID that would change its last digits.
"""
_NO_NUMBER = "NaN"
"""What R and others write where a division by zero left no number."""
_MOST_LEVELS = 50
_FEW_LEVELS = 7
"""So few different words are levels as soon as one of them stands twice; more, where they stand
twice on average.
"""
_LONGEST_LEVEL = 60
"""Characters of a cell; what is longer is rather a sentence of somebody's own."""
_LONGEST_OWN_NUMBER = 6
"""Digits of a number that a level keeps among words."""
_NO_YES = list_pairs(LEVEL_CELLS)


_Levels = dict[int, str]
"""Texts of a column by the numbers that stand for them."""


def find_type(column: DataColumn) -> DataColumn:
    """The column with numbers for its texts, where that loses nothing; else as it is."""
    if column.kind != "text" or column.identifies:
        return column
    texts = list(map(_read_cell, column.values))
    words = Counter(filter(None, texts))
    known = words.keys() - {_NO_NUMBER}
    if not known:
        return column
    # NaN beside numbers is a number that could not be computed: missing.
    if all(map(_is_number, known)):
        return _as_numbers(column, texts)
    if any(map(_is_long_or_padded, words)):
        return column  # IDs, or codes with leading zeros
    levels = _find_levels(column, words)
    return _label_values(column, texts, levels) if levels else column


def _read_cell(value: object) -> str | None:
    """The cell as text; None where there is nothing but blanks."""
    text = "" if value is None else str(value)
    return text if text.strip() else None


def _is_number(cell: str) -> bool:
    """Whether a cell is a number that a file of numbers keeps as it is."""
    word = cell.strip()
    if _NUMBER.fullmatch(word) is None:
        return False
    digits = word.removeprefix("-")
    if digits.isdecimal():
        return len(digits) <= _EXACT_DIGITS
    return math.isfinite(float(word))


def _is_long_or_padded(cell: str) -> bool:
    """Whether a cell has digits only, and is no number nevertheless."""
    return cell.isdecimal() and not _is_number(cell)


def _as_numbers(column: DataColumn, texts: Sequence[str | None]) -> DataColumn:
    """The column with whole numbers where all are whole, and with decimals otherwise."""
    numbers = [None if text is None or text == _NO_NUMBER else float(text) for text in texts]
    known = _list_known(numbers)
    measured = _measure_numbers(column, known)
    if all(map(_is_exact_whole, known)):
        whole = [None if number is None else int(number) for number in numbers]
        return replace(column, values=whole, measured=measured)
    return replace(column, values=numbers, measured=measured)


def _list_known(numbers: Iterable[float | None]) -> list[float]:
    return [number for number in numbers if number is not None]


def _is_exact_whole(number: float) -> bool:
    """Whether a number is whole and small enough that a double keeps each digit."""
    return number.is_integer() and abs(number) < 10**_EXACT_DIGITS


def _measure_numbers(column: DataColumn, known: Iterable[float]) -> str:
    """The level of measurement of a column of numbers."""
    if column.measured:
        return column.measured
    different = set(known)
    # Levels that are numbers themselves keep their order by size.
    declared = set(map(float, filter(_is_number, column.levels)))
    if column.levels and different <= declared:
        return ORDINAL
    # A box that is ticked or not.
    return NOMINAL if different <= {0.0, 1.0} else SCALE


def _find_levels(column: DataColumn, words: Counter[str]) -> _Levels:
    """The number of every text; nothing for a column of free words."""
    if any(map(_is_number, column.levels)):
        # A level called 2 must not become the number 3.
        return _number_words([*column.levels, *words])
    if column.levels:
        return _number_declared(column.levels, words)
    no_and_yes = _number_no_and_yes(words)
    if no_and_yes is not None:
        return no_and_yes
    return _number_words(words) if _are_levels(words) else {}


def _are_levels(words: Counter[str]) -> bool:
    """Whether words look like the answers to a closed question: few, short, and given more than
    once.
    """
    if len(words) > _MOST_LEVELS or max(map(len, words)) > _LONGEST_LEVEL:
        return False
    # A name stands once, an answer to a closed question many times.
    cells = sum(words.values())
    is_twice_on_average = 2 * len(words) <= cells
    is_few_and_repeated = len(words) <= _FEW_LEVELS and len(words) < cells
    return is_twice_on_average or is_few_and_repeated


def _number_declared(declared: Sequence[str], words: Iterable[str]) -> _Levels:
    """The levels of a closed question in their order, and behind them what else stands in the
    column.
    """
    # A survey may hold answers that the study does not declare, such as "don't know".
    others = [word for word in words if word not in declared]
    if len(others) > _MOST_LEVELS:
        return {}
    return dict(enumerate([*declared, *sorted(others)], start=1))


def _number_no_and_yes(words: Iterable[str]) -> _Levels | None:
    """0 = no and 1 = yes, in any of a few languages; other words, like "don't know", follow.

    None for other columns.
    """
    given = list(words)
    by_fold = {word.strip().casefold(): word for word in given}
    if len(by_fold) < len(given):
        return None  # the same word in two spellings
    for pair in _NO_YES:
        if not _is_about(by_fold, pair):
            continue
        first = _number_pair(by_fold, pair)
        others = sorted(set(given) - set(first.values()))
        if len(others) <= _MOST_LEVELS and not any(map(_is_number, others)):
            return first | dict(enumerate(others, start=2))
    return None


def _number_pair(by_fold: dict[str, str], pair: tuple[str, str]) -> _Levels:
    """The words of a pair as they stand in the column: 0 for the first, 1 for the second."""
    levels = {}
    for number, word in enumerate(pair):
        if word in by_fold:
            levels[number] = by_fold[word]
    return levels


def _is_about(by_fold: dict[str, str], pair: tuple[str, str]) -> bool:
    """Whether both words stand in a column, or one of them alone."""
    found = by_fold.keys() & set(pair)
    return len(found) == 2 or (len(found) == 1 and len(by_fold) == 1)


def _number_words(words: Iterable[str]) -> _Levels:
    """Texts in alphabetical order from 1; among them a whole number keeps its own, or nothing is
    numbered.
    """
    different = set(words)
    numeric = set(filter(_is_number, different))
    if not all(map(_is_short_number, numeric)):
        return {}
    numbered = {int(word): word for word in sorted(numeric, key=int)}
    first = max(numbered, default=0) + 1
    texts = sorted(different - numeric)
    return numbered | dict(enumerate(texts, start=first))


def _is_short_number(word: str) -> bool:
    """Whether a number is whole, and short enough to stand for itself among words."""
    return word.isdecimal() and len(word) <= _LONGEST_OWN_NUMBER


def _label_values(column: DataColumn, texts: Sequence[str | None], levels: _Levels) -> DataColumn:
    """The column with the number of each text, and the texts as labels."""
    # Looked up by text: a column has many cells and few levels.
    numbers = {text: number for number, text in levels.items()}
    values = [None if text is None else numbers[text] for text in texts]
    has_only_declared = bool(column.levels) and len(levels) == len(column.levels)
    measured = column.measured or (ORDINAL if has_only_declared else NOMINAL)
    return replace(column, values=values, value_labels=levels, measured=measured)
