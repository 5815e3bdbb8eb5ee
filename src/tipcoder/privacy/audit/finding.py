"""What an audit says: sentences with places, brought together where the same is true of many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

_PLACES = 3


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
        shown = ", ".join(self.places[:_PLACES])
        more = f" and {len(self.places) - _PLACES} more" if len(self.places) > _PLACES else ""
        part = "" if not self.part or self.part == self.places[0] else f"{self.part}: "
        return f"{part}{shown}{more}"


def group_leaks(leaks: Iterable[Leak]) -> list[LeakFinding]:
    """Findings, the grave ones first, each with its places in order."""
    places: dict[tuple[bool, str, str, str], dict[str, None]] = {}
    words: dict[tuple[bool, str, str, str], dict[str, None]] = {}
    for leak in leaks:
        key = (not leak.grave, leak.kind, leak.part, leak.sentence)
        places.setdefault(key, {})[leak.place] = None
        if leak.words:
            words.setdefault(key, {})[leak.words] = None
    return [
        LeakFinding(kind, part, sentence, not mild, tuple(places[key]), tuple(words.get(key, ())))
        for key in sorted(places, key=lambda key: key[0])
        for mild, kind, part, sentence in (key,)
    ]
