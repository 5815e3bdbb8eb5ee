"""IDs that a spreadsheet has changed: rounded to `1.18E+10`, or without their leading zeros.

Taken as they stand they would make one respondent of many, or two of one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from tipcoder.errors import BadInput

_ROUNDED = re.compile(r"-?\d(?:[.,]\d+)?[eE][+]\d{1,3}")
_WITH_DECIMALS = re.compile(r"(\d+)[.,]0+")
_EXACT_DIGITS = 15
"""Digits of a number that a spreadsheet keeps; it writes zeros for the others."""
_SHOWN = 3


def check_rounded_ids(source: str, column: str, ids: Iterable[str]) -> None:
    """Raise BadInput where IDs read like `1.18E+10`."""
    rounded = [value for value in dict.fromkeys(ids) if _ROUNDED.fullmatch(value.strip())]
    if not rounded:
        return
    listed = ", ".join(rounded[:_SHOWN])
    raise BadInput(
        f"{source}, column {column}: a spreadsheet has rounded its IDs ({listed}), so respondents "
        "cannot be told apart.",
        "Take the file as the platform exported it, or format the column as a number without "
        "decimals and save it again.",
    )


class _Change(NamedTuple):
    """One thing that spreadsheets do to IDs."""

    damage: Callable[[str], str]
    """A stored ID as it would be afterwards; the ID itself where nothing would be changed."""
    repair: Callable[[str], str]
    """An ID of a file as it is compared with such ones."""
    sentence: str
    """What became of them, with the number of IDs in front."""
    remedy: str
    whole_column: bool = False
    """Whether it happens to every ID of a file or to none: one that is left whole excludes it."""


def _lose_zeros(known: str) -> str:
    return (known.lstrip("0") or "0") if known.isdecimal() else known


def _lose_digits(known: str) -> str:
    if not known.isdecimal() or len(known) <= _EXACT_DIGITS:
        return known
    return known[:_EXACT_DIGITS] + "0" * (len(known) - _EXACT_DIGITS)


def _drop_decimals(value: str) -> str:
    return _WITH_DECIMALS.sub(r"\1", value)


_EXPORTED = "Take the file as the platform exported it"
_CHANGES = (
    _Change(
        _lose_zeros,
        str,
        "of its IDs lack the leading zeros that they have in the study",
        f"{_EXPORTED}, or give the column its zeros back.",
    ),
    _Change(
        _lose_digits,
        str,
        "of its IDs end in zeros where they have other digits in the study",
        f"{_EXPORTED}: a spreadsheet keeps {_EXACT_DIGITS} digits of a number, and the others are "
        "lost.",
        whole_column=True,
    ),
    _Change(
        str,
        _drop_decimals,
        "of its IDs have decimals that they lack in the study",
        f"{_EXPORTED}, or save the column without decimals.",
    ),
)


def check_changed_ids(source: str, fresh: Collection[str], stored: Collection[str]) -> None:
    """Raise BadInput where an ID that is not stored is a stored one that a spreadsheet changed.

    `3` beside `00003` is the same respondent after it took the zeros away, unless both stand in one
    file. So is a number of which it kept fifteen digits, and `3.0` beside `3`.
    """
    for change in _CHANGES:
        if change.whole_column and any(change.damage(value) != value for value in fresh):
            continue
        by_damaged = {change.damage(known): known for known in stored}
        changed = {}
        for value in fresh:
            known = by_damaged.get(change.repair(value))
            if known is not None and known != value:
                changed[value] = known
        if changed:
            new, old = next(iter(changed.items()))
            count = len(changed)
            raise BadInput(
                f"{source}: {count} {change.sentence}, such as {new!r} for {old!r}.", change.remedy
            )
