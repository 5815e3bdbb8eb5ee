"""What an audit says: sentences with places.

Where the same is true of many places they are brought together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

_PLACES = 3
"""Places that a finding names one by one."""


class Leak(NamedTuple):
    """One thing found at one place. Sentences tell what it is, and never repeat it."""

    kind: str
    part: str
    """The column, or the part of the file."""
    place: str
    sentence: str
    grave: bool
    words: str = ""
    """The words themselves, for whoever asks to see them."""


@dataclass(frozen=True)
class LeakFinding:
    """The same thing at one place or many."""

    kind: str
    part: str
    sentence: str
    grave: bool
    places: tuple[str, ...]
    words: tuple[str, ...] = ()

    @property
    def location(self) -> str:
        """The part, and the first places in it."""
        first = ", ".join(self.places[:_PLACES])
        rest = len(self.places) - _PLACES
        more = f" and {rest} more" if rest > 0 else ""
        # A file that is one part has one place of the same name.
        part = "" if not self.part or self.part == self.places[0] else f"{self.part}: "
        return f"{part}{first}{more}"


def group_leaks(leaks: Iterable[Leak]) -> list[LeakFinding]:
    """Findings, the grave ones first, each with its places in order."""
    # Dictionaries keep each place and each wording once, in the order in which they came.
    places: dict[_FindingKey, dict[str, None]] = {}
    words: dict[_FindingKey, dict[str, None]] = {}
    for leak in leaks:
        key = _FindingKey(not leak.grave, leak.kind, leak.part, leak.sentence)
        places.setdefault(key, {})[leak.place] = None
        if leak.words:
            words.setdefault(key, {})[leak.words] = None

    out = []
    for key in sorted(places, key=lambda key: key.mild):
        found = tuple(places[key])
        said = tuple(words.get(key, ()))
        out.append(LeakFinding(key.kind, key.part, key.sentence, not key.mild, found, said))
    return out


class _FindingKey(NamedTuple):
    """What leaks have in common that are one finding."""

    mild: bool
    kind: str
    part: str
    sentence: str
