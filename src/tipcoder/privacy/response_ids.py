"""Random response IDs.

Drawn from the system's source of randomness, with no seed to give: IDs of a published study could be recomputed
because its code was public and its seed was fixed. No statistical test can tell such IDs from random ones.
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


def find_numbers(texts: Iterable[str], digits: int) -> set[str]:
    """Numbers of exactly this many digits in the texts, so that no ID can be mistaken for one of them."""
    pattern = re.compile(rf"(?<![0-9])[0-9]{{{digits}}}(?![0-9])")
    found: set[str] = set()
    for text in texts:
        found.update(pattern.findall(text))
    return found


def draw_response_ids(count: int, digits: int, taken: Collection[str]) -> list[str]:
    """`count` fresh IDs of `digits` digits, none of them taken, a year, or starting with zero.

    Raises BadInput when the pool is too small to be random in.
    """
    low, high = 10 ** (digits - 1), 10**digits
    if digits <= 5:
        blocked = {int(number) for number in taken if len(number) < 20 and number.isdecimal()}
        pool = [n for n in range(low, high) if n not in blocked and n not in YEARS]
        if count > len(pool):
            raise _build_pool_error(count, digits, len(pool))
        return [str(n) for n in secrets.SystemRandom().sample(pool, count)]
    drawn: list[str] = []
    seen = set(taken)
    if 2 * (count + len(seen)) > high - low:  # drawing one by one would take ever longer
        raise _build_pool_error(count, digits, max(high - low - len(seen), 0))
    while len(drawn) < count:
        number = str(low + secrets.randbelow(high - low))
        if number not in seen:
            seen.add(number)
            drawn.append(number)
    return drawn


def _build_pool_error(count: int, digits: int, left: int) -> BadInput:
    wanted = digits + 1
    while 9 * 10 ** (wanted - 1) < _NUMBERS_FOR_EACH * count:
        wanted += 1
    return BadInput(
        f"{count} respondents need a response ID and only {left} numbers of {digits} digits are "
        f"left.",
        f"Set id_digits = {wanted} under [privacy], before anything is exported.",
    )
