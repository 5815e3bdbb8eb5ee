"""Names that crossed from one alphabet into the other, by how they sound.

People write foreign names by ear: one surname is Haiduk and Gaiduk, another Zhuravin and Jouravine,
and a Latin name in Cyrillic letters is nobody's standard. What such spellings share is the order of
their consonants. So words are compared by consonants, and only across alphabets: within one, two
words of the same consonants are mostly two words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache

from tipcoder.privacy.compared_words import Word, spell_in_latin

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_SPELLINGS = (
    ("tion", "shn"),
    ("dge", "dzh"),
    ("ght", "t"),
    ("shch", "S"),
    ("tsch", "C"),
    ("tch", "C"),
    ("sch", "S"),
    ("sh", "S"),
    ("ch", "C"),
    ("zh", "Z"),
    ("dj", "Z"),
    ("ph", "f"),
    ("ck", "k"),
    ("th", "t"),
    ("ts", "s"),
    ("tz", "s"),
    ("ow", "ou"),
    ("aw", "ou"),
    ("ew", "iu"),
    ("qu", "kv"),
    ("x", "ks"),
    ("w", "v"),
    ("q", "k"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "sy"),
    ("c", "k"),
    # Between vowels an `s` is read as `z`.
    ("z", "s"),
    # One letter of Ukrainian and Russian is `h` to some and `g` to others.
    ("g", "h"),
)
"""How Latin letters are read, the longest first; a capital stands for one sound of several letters.
"""
_VOWELS = re.compile("[aeiouy]+")
_FEWEST_CONSONANTS = 2
_ALIKE = 50
"""Percent of both spellings that must agree besides (rapidfuzz, normalised InDel similarity)."""


def is_cyrillic(folded: str) -> bool:
    """Whether a folded word has letters of the Cyrillic alphabet."""
    return _CYRILLIC.search(folded) is not None


@lru_cache(maxsize=65536)
def read_aloud(latin: str) -> str:
    """A word in Latin letters with one sign for each sound."""
    spelled = latin
    for letters, sound in _SPELLINGS:
        spelled = spelled.replace(letters, sound)
    return spelled


@lru_cache(maxsize=65536)
def find_sound_keys(latin: str) -> frozenset[str]:
    """The consonants of a word, in order and each run of one as one.

    More than one where there is a `j`, which is a vowel to some, and `zh` or `h` to others.
    """
    spelled = read_aloud(latin)
    keys = set()
    readings = [spelled.replace("j", sound) for sound in ("Z", "h", "")]
    for reading in dict.fromkeys(readings):
        consonants = _VOWELS.sub("", reading)
        key = re.sub(r"(.)\1+", r"\1", consonants)
        if len(key) >= _FEWEST_CONSONANTS:
            keys.add(key)
    return frozenset(keys)


class SoundIndex:
    """The words of known names by how they sound, for each alphabet.

    An alphabet is read aloud when the first word of the other one asks for it: most texts that are
    looked through have words of one alphabet alone, and a study may know twenty thousand names.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """`words` are folded, in their own alphabet."""
        self._words = tuple(dict.fromkeys(words))

    @cached_property
    def _latin(self) -> dict[str, set[str]]:
        return _index_sounds(word for word in self._words if not is_cyrillic(word))

    @cached_property
    def _cyrillic(self) -> dict[str, set[str]]:
        return _index_sounds(word for word in self._words if is_cyrillic(word))

    def find_alike(self, word: Word) -> frozenset[str]:
        """Words of names in the other alphabet, in Latin letters, that a word may stand for."""
        index = self._latin if is_cyrillic(word.folded) else self._cyrillic
        if not index:
            return frozenset()
        return self._look_up(word.latin, index)

    @staticmethod
    def _look_up(stems: tuple[str, ...], index: dict[str, set[str]]) -> frozenset[str]:
        found = set()
        for stem in stems:
            for key in find_sound_keys(stem):
                for name in index.get(key, ()):
                    if _sound_alike(stem, name):
                        found.add(name)
        return frozenset(found)


def _index_sounds(words: Iterable[str]) -> dict[str, set[str]]:
    """Words in Latin letters by their consonants."""
    index: dict[str, set[str]] = defaultdict(set)
    for word in words:
        spelled = spell_in_latin(word)
        # A possessive is read with its `s`.
        for read in (spelled, spelled + "s"):
            for key in find_sound_keys(read):
                index[key].add(spelled)
    return index


@lru_cache(maxsize=65536)
def _sound_alike(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    readings = [read_aloud(each).replace("j", "Z") for each in (one, other)]
    return fuzz.ratio(*readings) >= _ALIKE
