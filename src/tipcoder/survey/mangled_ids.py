"""IDs that a spreadsheet has changed: rounded to `1.18E+10`, or without their leading zeros.

Taken as they stand they would make one respondent of many, or two of one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from tipcoder.errors import BadInput

_ROUNDED = re.compile(r"-?\d(?:[.,]\d+)?[eE][+]\d{1,3}")
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


def check_changed_ids(source: str, fresh: Iterable[str], stored: Collection[str]) -> None:
    """Raise BadInput where an ID that is not stored is a stored one without its leading zeros.

    `3` beside `00003` is the same respondent after a spreadsheet took the zeros away, unless both
    stand in one file.
    """
    by_number = {}
    for known in stored:
        if known.isdecimal() and known.startswith("0"):
            by_number[known.lstrip("0") or "0"] = known
    if not by_number:
        return
    lost = {value: by_number[value] for value in fresh if value in by_number}
    if not lost:
        return
    new, old = next(iter(lost.items()))
    raise BadInput(
        f"{source}: {len(lost)} of its IDs lack the leading zeros that they have in the study, "
        f"such as {new!r} for {old!r}.",
        "Take the file as the platform exported it, or give the column its zeros back.",
    )
