"""Which value of study.toml a cell of the survey means, where the two are not spelled alike.

Exports of one questionnaire differ in blanks, case, look-alike characters, and in how they write a
number: `Yes`, `yes` and `YES ` are one answer, and so are `1`, `1.0` and `1,00`. A cell means a
spelled value if it is that value letter for letter. If it is none, these are set aside one after
the other: characters that only look different and blanks, case, how a number is written, leading
zeros. The first step that finds a value decides. A step that finds several decides that the cell
means none: `Us` means neither `US` nor `us`. Accents always count.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache

from tipcoder.errors import find_nearest

_LOOK_ALIKES = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u00b4`\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "\u066b": ".",  # the decimal sign of Arabic
    }
)
_PLAIN = re.compile(r"([+-]?)(\d*)(?:[.,](\d*))?")
_WITH_EXPONENT = re.compile(r"[+-]?\d+(?:[.,]\d+)?e[+-]?\d{1,2}")
_IN_THOUSANDS = re.compile(r"([+-]?)(\d{1,3}(?:([., '])\d{3})(?:\3\d{3})*)(?:[.,](\d+))?")
_ROOM = 16
"""Characters that zeros, blanks and signs that cannot be seen may add to a value."""
_LETTERS_OF_CHANGED, _LETTERS_OF_ADDED = 4, 2
"""Letters of the shorter text from which one that is changed, or added, may be a slip."""
_REMEMBERED = 10_000
"""Cells whose meaning is kept, so that each different value of a long column is read once."""


def list_no_words() -> tuple[str, ...]:
    """What plainly means "no" in a cell of a yes/no question, whatever the study says."""
    from tipcoder.table_words import NO_CELLS, list_table_words

    return list_table_words(NO_CELLS)


def list_yes_words() -> tuple[str, ...]:
    """What plainly means "yes" there."""
    from tipcoder.table_words import YES_CELLS, list_table_words

    return list_table_words(YES_CELLS)


@cache
def list_plain_words() -> frozenset[str]:
    """What plainly means "yes" or "no" there: thousands of cells are looked up in it."""
    return frozenset((*list_yes_words(), *list_no_words()))


def tidy_value(text: str) -> str:
    """The text without what cannot be seen: blanks at the ends, runs of blanks, look-alikes.

    Case is kept, and so are accents; full-width and ligature forms become plain (Unicode NFKC).
    """
    if text.isascii():
        return " ".join(text.translate(_LOOK_ALIKES).split())
    # Before, because NFKC takes an acute accent that stands alone apart; after, for what it makes.
    composed = unicodedata.normalize("NFKC", text.translate(_LOOK_ALIKES)).translate(_LOOK_ALIKES)
    visible = "".join(sign for sign in composed if unicodedata.category(sign) != "Cf")
    return " ".join(unicodedata.normalize("NFC", visible).split())


def fold_value(text: str) -> str:
    """The same without case; a Turkish dotted capital İ is an i."""
    return _drop_case(tidy_value(text))


def _drop_case(plain: str) -> str:
    lower = plain.casefold()
    if lower.isascii():
        return lower
    # A small dotted İ is an i with a dot of its own.
    return unicodedata.normalize("NFC", lower.replace("i\u0307", "i"))


def find_numbers(text: str) -> tuple[str, ...]:
    """The numbers that a text may be, each written in one way; leading zeros stay.

    Empty for other text. `1.0`, `1,00` and `+1.` are all `1`. `1.000` may be one or a thousand, so
    it has two readings.
    """
    return _find_folded_numbers(fold_value(text))


def _find_folded_numbers(plain: str) -> tuple[str, ...]:
    # Most cells have no digit at all, and are done here.
    if not any(map(str.isdecimal, plain)):
        return ()
    found: list[str] = []
    match = _PLAIN.fullmatch(plain)
    if match is not None:
        found.append(_format_number(match[1], match[2] or "0", match[3] or ""))
    elif _WITH_EXPONENT.fullmatch(plain):
        written_out = f"{Decimal(plain.replace(',', '.')):f}"
        whole, _, fraction = written_out.lstrip("+-").partition(".")
        found.append(_format_number(plain[0], whole, fraction))
    grouped = _IN_THOUSANDS.fullmatch(plain)
    if grouped is not None:
        whole = re.sub(r"\D", "", grouped[2])
        found.append(_format_number(grouped[1], whole, grouped[4] or ""))
    return tuple(dict.fromkeys(found))


def _format_number(sign: str, whole: str, fraction: str) -> str:
    """One spelling for one number: no plus, no zeros at the end, and no minus before a zero."""
    digits = _ascii_digits(whole)
    after = _ascii_digits(fraction).rstrip("0")
    minus = "-" if sign == "-" and (digits + after).strip("0") else ""
    return f"{minus}{digits}.{after}" if after else f"{minus}{digits}"


def _ascii_digits(digits: str) -> str:
    """Digits of any script, such as Arabic ones, in those that Python and SQL compare."""
    if digits.isascii():
        return digits
    return "".join(str(unicodedata.decimal(digit)) for digit in digits)


def _drop_leading_zeros(number: str) -> str:
    """Without leading zeros, but for the one that stands alone or before a point."""
    minus = "-" if number.startswith("-") else ""
    rest = number.removeprefix("-").lstrip("0")
    if not rest or rest.startswith("."):
        rest = f"0{rest}"
    return f"{minus}{rest}"


def _iterate_match_keys(text: str) -> Iterator[tuple[str, ...]]:
    """What a text shares with others that mean the same, from the strictest step to the laxest."""
    plain = tidy_value(text)
    yield (plain,)
    lower = _drop_case(plain)
    yield (lower,)
    numbers = _find_folded_numbers(lower)
    yield numbers
    yield tuple(dict.fromkeys(_drop_leading_zeros(number) for number in numbers))


_STEPS = 4


class Spellings:
    """The values that study.toml spells for one column, and which of them a cell means."""

    def __init__(self, values: Iterable[str], *, leading_zeros_count: bool = False) -> None:
        """With `leading_zeros_count`, `01` never means `1`."""
        self.values = tuple(dict.fromkeys(values))
        self._exact = frozenset(self.values)
        self._longest = 2 * max((len(value) for value in self.values), default=0) + _ROOM
        self._steps = _build_indexes(self.values)[: _STEPS - leading_zeros_count]
        self._remembered: dict[str, str | None] = {}

    def find_value(self, cell: str | None) -> str | None:
        """The value that the cell means, as study.toml spells it; None if it means none of them."""
        if cell is None or cell in self._exact:
            return cell
        if cell not in self._remembered:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            self._remembered[cell] = self._find_unremembered(cell)
        return self._remembered[cell]

    def __contains__(self, cell: object) -> bool:
        return isinstance(cell, str) and self.find_value(cell) is not None

    def _find_unremembered(self, cell: str) -> str | None:
        if len(cell) > self._longest and len(cell.strip()) > self._longest:
            return None  # an answer in words, which no spelled value is
        for keys, index in zip(_iterate_match_keys(cell), self._steps, strict=False):
            meant = {value for key in keys for value in index.get(key, ())}
            if len(meant) == 1:
                return meant.pop()
            if meant:
                return None
        return None

    def find_nearest_value(self, cell: str) -> str:
        """The spelled value most like a cell that means none, or an empty text."""
        by_key = {fold_value(value): value for value in reversed(self.values)}
        return by_key.get(find_nearest(fold_value(cell), by_key), "")


def _build_indexes(values: Sequence[str]) -> list[dict[str, tuple[str, ...]]]:
    """For each step the values by what they share with cells."""
    indexes: list[dict[str, tuple[str, ...]]] = [{} for _ in range(_STEPS)]
    for value in values:
        for index, keys in zip(indexes, _iterate_match_keys(value), strict=True):
            for key in keys:
                index[key] = (*index.get(key, ()), value)
    return indexes


def is_one_letter_off(cell: str, spelled: str) -> bool:
    """Whether two texts differ by one letter: missed, added, changed, or exchanged with its
    neighbour.

    Digits are no letters: `Tier 1` and `Tier 2` are two values. In a short word only an added
    letter is a slip, as in `Jaa`: otherwise `No` would be a slip of `Na`.
    """
    shorter, longer = sorted((fold_value(cell), fold_value(spelled)), key=len)
    more = len(longer) - len(shorter)
    least = _LETTERS_OF_CHANGED if more == 0 else _LETTERS_OF_ADDED
    if shorter == longer or more > 1 or len(shorter) < least:
        return False
    start = _count_common_letters(shorter, longer)
    at_difference = shorter[start : start + 1] + longer[start : start + 1]
    if any(sign.isdigit() for sign in at_difference):
        return False
    if more:
        return shorter[start:] == longer[start + 1 :]
    is_changed = shorter[start + 1 :] == longer[start + 1 :]
    return is_changed or _are_letters_exchanged(shorter[start:], longer[start:])


def _count_common_letters(shorter: str, longer: str) -> int:
    """How many letters both begin with."""
    start = 0
    while start < len(shorter) and shorter[start] == longer[start]:
        start += 1
    return start


def _are_letters_exchanged(one: str, other: str) -> bool:
    """Whether the texts differ by the order of their first two letters."""
    return one[:2] == other[:2][::-1] and one[2:] == other[2:]


def unify_spellings(cells: Sequence[str | None], spelled: Sequence[str] = ()) -> list[str | None]:
    """The cells, with values that differ only in blanks, case or as numbers brought to one
    spelling.

    A value that means one of `spelled` is written like that. Of others the commonest spelling
    stands for all, and among equals the one that comes first.
    """
    counts = Counter(cell for cell in cells if cell is not None)
    known = Spellings(spelled)
    standing: dict[str, str] = {}
    chosen: dict[str, str] = {}
    for value, _ in counts.most_common():
        chosen[value] = known.find_value(value) or standing.setdefault(make_value_key(value), value)
    return [None if cell is None else chosen[cell] for cell in cells]


def make_value_key(value: str) -> str:
    """The same for spellings of one value: whatever its case and blanks, and `1` for `1.0`.

    What may be two numbers is no number here.
    """
    numbers = find_numbers(value)
    return numbers[0] if len(numbers) == 1 else fold_value(value)
