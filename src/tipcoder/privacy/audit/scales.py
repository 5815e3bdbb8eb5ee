"""Numbers of figures and tables on a page, kept apart.

Read on, one after the other, they would look like the number of a phone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_NUMBER = re.compile(r"[-+−]?\d+(?:[.,]\d+)?%?")
_NEARLY = 1e-6


def part_scales(text: str) -> list[str]:
    """A text parted where lines of numbers alone follow each other, and at the numbers of a scale.

    A single line of other numbers stays where it is: it may be the second half of a number.
    """
    stretches: list[str] = []
    around: list[str] = []
    lines = text.split("\n")
    bare = [_is_bare(line) for line in lines]
    for at, line in enumerate(lines):
        beside = (at > 0 and bare[at - 1]) or (at + 1 < len(lines) and bare[at + 1])
        if not bare[at] or not (beside or _is_scale(line)):
            around.append(line)
            continue
        stretches.append("\n".join(around))
        around.clear()
        stretches += line.split() if _is_scale(line) else [line]
    return [*stretches, "\n".join(around)]


def _is_bare(line: str) -> bool:
    """Whether a line is numbers and nothing else."""
    words = line.split()
    return bool(words) and all(map(_NUMBER.fullmatch, words))


def _is_scale(line: str) -> bool:
    """Whether numbers of a line go on by equal steps."""
    numbers = list(_iterate_numbers(line.split()))
    steps = {round(after - before, 6) for before, after in pairwise(numbers)}
    return len(numbers) >= 3 and len(steps) == 1 and abs(steps.pop()) > _NEARLY


def _iterate_numbers(words: Sequence[str]) -> Iterator[float]:
    for word in words:
        yield float(word.replace("−", "-").replace(",", ".").rstrip("%"))
