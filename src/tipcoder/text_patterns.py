"""Regular expressions that people write, to find answers: checked, and never at work for ever.

The signs are those of the `regex` library, which knows Python's and a few more. Case does not
count. A pattern may be such that a machine would try it for years; every search has a limit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from tipcoder.errors import BadInput

if TYPE_CHECKING:
    import regex

_LONGEST = 500
"""Characters of a pattern."""
_MOST_REPEATS = 10_000
"""The product of all counts in braces: what is repeated so is written out in memory."""
_SECONDS_EACH = 0.5
_SECONDS_TOGETHER = 3.0
"""A coder waits no longer for a list."""
_SECONDS_TO_SHOW = 0.05
"""For a text that is drawn: a key waits for it."""
_COUNT = re.compile(r"\{(\d+)?(?:,(\d+)?)?\}")


def compile_text_pattern(pattern: str) -> regex.Pattern[str]:
    """The pattern as it is searched with. Raises BadInput that points at the place of a slip."""
    import regex  # here, because most processes search for no pattern

    pattern = _compose(pattern)
    if not pattern:
        raise BadInput("re: has no pattern.", "Write one behind it, such as re:polic(e|ia).")
    if len(pattern) > _LONGEST:
        raise BadInput(f"re: has {len(pattern)} characters; {_LONGEST} are the most.")
    _refuse_huge_counts(pattern)
    try:
        return regex.compile(pattern, regex.IGNORECASE)
    except regex.error as fault:
        # The library has both, its type stubs have not.
        message, place = getattr(fault, "msg", str(fault)), getattr(fault, "pos", None)
        raise BadInput(f"re:{pattern}: {_format_slip(message, place, pattern)}.") from None
    except (OverflowError, RecursionError):
        raise BadInput(f"re:{pattern}: is nested too deeply.", "Write it simpler.") from None


def _format_slip(message: str, place: int | None, pattern: str) -> str:
    """What is wrong, and where."""
    if place is None:
        return message
    if place >= len(pattern):
        return f"{message} at the end"
    # People count from 1.
    return f"{message} at character {place + 1}, before {pattern[place : place + 10]!r}"


def _compose(text: str) -> str:
    """An accent and its letter as one character, however they were typed (Unicode's NFC)."""
    return unicodedata.normalize("NFC", text)


def _refuse_huge_counts(pattern: str) -> None:
    """Raise BadInput where counts in braces would be written out more often than fits in memory."""
    product = 1
    for found in _COUNT.finditer(pattern):
        product *= max(int(digits) for digits in (found[1], found[2], "1") if digits)
        if product > _MOST_REPEATS:
            raise BadInput(
                f"re:{pattern}: {found[0]} at character {found.start() + 1} repeats too often.",
                "Use smaller counts, or * and + in their place.",
            )


def find_matching(texts: Iterable[tuple[int, str]], patterns: Sequence[str]) -> Iterator[int]:
    """Ids of those (id, text) in which every pattern is found somewhere, in their order.

    Raises BadInput for a pattern that takes too long.
    """
    compiled = [compile_text_pattern(pattern) for pattern in patterns]
    until = monotonic() + _SECONDS_TOGETHER
    for row, text in texts:
        if all(_is_found(one, text, until) for one in compiled):
            yield row


def find_pattern_spans(text: str, patterns: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Every place of these patterns in a composed text, as far as they are found soon."""
    for pattern in patterns:
        compiled = compile_text_pattern(pattern)
        # One that takes long on this text has said so when the list was made.
        with suppress(TimeoutError):
            for found in compiled.finditer(text, timeout=_SECONDS_TO_SHOW):
                if found.end() > found.start():
                    yield found.span()


def _is_found(pattern: regex.Pattern[str], text: str, until: float) -> bool:
    left = until - monotonic()
    try:
        if left <= 0:
            raise TimeoutError
        return pattern.search(_compose(text), timeout=min(left, _SECONDS_EACH)) is not None
    except TimeoutError:
        raise BadInput(
            f"re:{pattern.pattern}: takes too long on these answers.",
            "Write it so that no repetition stands within another one, as in (a+)+.",
        ) from None
