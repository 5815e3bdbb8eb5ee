"""Which words are inflections of one: what `word~` stands for, by language.

English, Spanish, Russian, French and Portuguese: words with the same stem, as the Snowball stemmers
cut it (Porter 2001). In Russian, whose stems differ between the forms of a verb, the word stands
for what begins with it too, with up to four letters more. Ukrainian, which has no such stemmer,
goes by the endings in data/languages. In any other language the word stands for every word that
begins with it and has at most four letters more.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Protocol, cast

from tipcoder.language.table_keys import ENDINGS
from tipcoder.language.tables import LANGUAGES, load_language
from tipcoder.text import fold_text

_STEMMERS = {
    "en": "english",
    "es": "spanish",
    "ru": "russian",
    "fr": "french",
    "pt": "portuguese",
}
_LATIN = frozenset(("es", "fr", "pt"))
"""Languages whose accents many people leave out."""
_LONGER = frozenset(("ru",))
"""Languages with a stemmer in which one word has several stems."""
_SHORTEST = 4
"""Letters that a beginning has."""
_MORE = 4
"""Letters by which a word may be longer than the beginning of it."""
_MORE_IN_UKRAINIAN = 5
"""The same behind a stem without its ending."""
_WORDS_KEPT = 50_000
"""Words whose stem is kept."""


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str:
        """The stem of a word in small letters."""
        ...


class Inflection:
    """The inflections of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._stemmer = _STEMMERS.get(language, "")
        self._stems: dict[str, frozenset[str]] = {}
        """Word -> its stems: patterns name the same words again and again."""

    def list_stems(self, written: str) -> frozenset[str]:
        """The stems of a word in small letters, folded: with its accents, and as without them.

        Empty in a language without a stemmer.
        """
        if not self._stemmer:
            return frozenset()
        stems = self._stems.get(written)
        if stems is None:
            stems = self._stems[written] = self._cut_stems(written)
        return stems

    def _cut_stems(self, written: str) -> frozenset[str]:
        composed = unicodedata.normalize("NFC", written)
        stems = {_cut_stem(self._stemmer, composed)}
        if self.language in _LATIN:
            plain = fold_text(composed)
            stems.add(_cut_stem(self._stemmer, plain))
            if plain.endswith("cion"):
                # The commonest accent of Spanish, and the one that its stemmer needs.
                stems.add(_cut_stem(self._stemmer, plain[:-2] + "\u00f3n"))
        return frozenset(stems)

    def find_beginning(self, written: str) -> tuple[str, int] | None:
        """The folded beginning that longer words share with a word of a pattern, and how many
        letters they may have more. None where only stems count.
        """
        folded = fold_text(written)
        if not self._stemmer:
            ending = _find_ending(folded, self.language)
            if ending:
                return folded.removesuffix(ending), _MORE_IN_UKRAINIAN
            return folded, _MORE_IN_UKRAINIAN if self.language in LANGUAGES else _MORE
        is_beginning = self.language in _LONGER and len(folded) >= _SHORTEST
        return (folded, _MORE) if is_beginning else None


@lru_cache(maxsize=_WORDS_KEPT)
def _cut_stem(stemmer: str, word: str) -> str:
    """Kept, because patterns name the same words again and again, and answers say them."""
    return fold_text(_load_stemmer(stemmer).stemWord(word))


@cache
def _load_stemmer(name: str) -> _Stemmer:
    import snowballstemmer  # here, because only patterns have a use for it

    return cast("_Stemmer", snowballstemmer.stemmer(name))


@cache
def _list_endings(language: str) -> tuple[str, ...]:
    if language not in LANGUAGES:
        return ()
    folded = {fold_text(ending) for ending in load_language(language)[ENDINGS]}
    return tuple(sorted(folded, key=len, reverse=True))


def _find_ending(folded: str, language: str) -> str:
    """The longest ending that leaves a word of enough letters; empty for none."""
    for ending in _list_endings(language):
        if folded.endswith(ending) and len(folded) - len(ending) >= _SHORTEST:
            return ending
    return ""
