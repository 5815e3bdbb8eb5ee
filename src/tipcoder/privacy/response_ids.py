"""Random response IDs.

Drawn from the system's source of randomness, with no seed to give: IDs of a published study could
be recomputed because its code was public and its seed was fixed. No statistical test can tell such
IDs from random ones.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterable

from tipcoder.errors import BadInput

YEARS = range(1900, 2100)
"""Numbers that a reader would take for a year are never response IDs."""
_NUMBERS_FOR_EACH = 5
"""How many times as many numbers as respondents there should be, when more digits are asked for."""
_LISTED_DIGITS = 5
"""Digits up to which all free numbers are listed, which is exact; longer ones are drawn one by one.
"""


def find_numbers(texts: Iterable[str], digits: int) -> set[str]:
    """Numbers of exactly this many digits in the texts, so that no ID can be mistaken for one."""
    pattern = re.compile(rf"(?<![0-9])[0-9]{{{digits}}}(?![0-9])")
    found: set[str] = set()
    for text in texts:
        found.update(pattern.findall(text))
    return found


def draw_response_ids(count: int, digits: int, taken: Collection[str]) -> list[str]:
    """`count` fresh IDs of `digits` digits, none of them taken, a year, or starting with zero.

    Raises BadInput when the pool is too small to be random in.
    """
    if digits <= _LISTED_DIGITS:
        return _draw_from_list(count, digits, taken)
    return _draw_one_by_one(count, digits, taken)


def _draw_from_list(count: int, digits: int, taken: Collection[str]) -> list[str]:
    # Source IDs may be longer than any response ID, and texts that look like numbers longer still.
    blocked = {int(number) for number in taken if len(number) < 20 and number.isdecimal()}
    numbers = range(10 ** (digits - 1), 10**digits)
    pool = [number for number in numbers if number not in blocked and number not in YEARS]
    if count > len(pool):
        raise _build_pool_error(count, digits, len(pool))

    drawn = secrets.SystemRandom().sample(pool, count)
    return [str(number) for number in drawn]


def _draw_one_by_one(count: int, digits: int, taken: Collection[str]) -> list[str]:
    low, high = 10 ** (digits - 1), 10**digits
    seen = set(taken)
    if 2 * (count + len(seen)) > high - low:  # drawing one by one would take ever longer
        raise _build_pool_error(count, digits, max(high - low - len(seen), 0))

    drawn: list[str] = []
    while len(drawn) < count:
        number = str(low + secrets.randbelow(high - low))
        if number not in seen:
            seen.add(number)
            drawn.append(number)
    return drawn


def _build_pool_error(count: int, digits: int, left: int) -> BadInput:
    # Of numbers that do not begin with zero nine tenths are left.
    wanted = digits + 1
    while 9 * 10 ** (wanted - 1) < _NUMBERS_FOR_EACH * count:
        wanted += 1
    return BadInput(
        f"{count} respondents need a response ID and only {left} numbers of {digits} digits "
        "are left.",
        f"Set id_digits = {wanted} under [privacy], before anything is exported.",
    )
