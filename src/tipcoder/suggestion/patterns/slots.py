"""Places of patterns, and which words of answers fit which of them.

Every place of every pattern is a slot: a set of words of which one has to stand there. A word of an
answer is looked up once, whatever the number of patterns, and is then known by the numbers of the
slots that it fits.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.suggestion.patterns.answer_words import split_word
from tipcoder.suggestion.patterns.inflection import Inflection

if TYPE_CHECKING:
    from tipcoder.suggestion.patterns.pattern import Word

Slots = frozenset[int]
_NONE: Slots = frozenset()
_FIRST = 4
"""Letters under which beginnings are kept; shorter ones under all that they have."""


class _Beginning(NamedTuple):
    """What longer words begin with, and by how many letters they may be longer."""

    letters: str
    more: int
    slot: int


class SlotIndex:
    """The slots of one language."""

    def __init__(self, language: str) -> None:
        self._inflection = Inflection(language)
        self._numbers: dict[frozenset[Word], int] = {}
        self._of_key: dict[str, set[int]] = {}
        self._of_stem: dict[str, set[int]] = {}
        self._beginnings: dict[str, list[_Beginning]] = {}
        self._known: dict[str, tuple[Slots, ...]] = {}
        """Written word -> slots of each of its parts."""
        self._unions: dict[str, Slots] = {}

    def add_slot(self, words: frozenset[Word]) -> int:
        """The number of the place where one of these words stands; 0 is the first."""
        if words not in self._numbers:
            self._numbers[words] = len(self._numbers)
            for word in words:
                self._index_word(word, self._numbers[words])
        return self._numbers[words]

    def list_words(self) -> list[frozenset[Word]]:
        """The words of every slot, by its number."""
        return list(self._numbers)

    def _index_word(self, word: Word, slot: int) -> None:
        self._of_key.setdefault(word.key, set()).add(slot)
        if not word.inflected:
            return
        for stem in self._inflection.list_stems(word.written):
            self._of_stem.setdefault(stem, set()).add(slot)
        beginning = self._inflection.find_beginning(word.written)
        if beginning is not None:
            entry = _Beginning(*beginning, slot)
            self._beginnings.setdefault(entry.letters[:_FIRST], []).append(entry)

    def find_in_words(self, written: Iterable[str]) -> Slots:
        """The slots that any of these words fits, with any of its parts."""
        unions = self._unions
        found: set[int] = set()
        for word in written:
            slots = unions.get(word)
            if slots is None:
                slots = unions[word] = _NONE.union(*self.find_in_parts(word))
            if slots:
                found |= slots
        return frozenset(found)

    def find_in_parts(self, written: str) -> tuple[Slots, ...]:
        """The slots that each part of a written word fits."""
        known = self._known.get(written)
        if known is None:
            known = tuple(self._find_slots(part.key, part.written) for part in split_word(written))
            self._known[written] = known
        return known

    def _find_slots(self, key: str, written: str) -> Slots:
        found = set(self._of_key.get(key, ()))
        if self._of_stem:
            for stem in self._inflection.list_stems(written):
                found |= self._of_stem.get(stem, _NONE)
        for length in range(1, _FIRST + 1):
            for beginning in self._beginnings.get(key[:length], ()):
                if len(beginning.letters[:_FIRST]) == length and _goes_on(key, beginning):
                    found.add(beginning.slot)
        return frozenset(found) if found else _NONE


def _goes_on(key: str, beginning: _Beginning) -> bool:
    longer = len(key) - len(beginning.letters)
    return longer <= beginning.more and key.startswith(beginning.letters)
