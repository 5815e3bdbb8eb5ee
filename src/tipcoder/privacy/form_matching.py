"""Whether words of an answer are a form of a known name, and not words that stand in it too."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tipcoder.privacy.compared_words import Word
from tipcoder.privacy.name_forms import NameForm
from tipcoder.privacy.name_words import is_own_word

ALONE = frozenset(
    ("rare word of the name", "part of a person's name", "e-mail part", "name run together")
)
"""Forms of one word that might be a word of the language."""
RARE_WORD = "rare word of the name"
"""Counts with a small letter only in an answer of whose name it is."""
_CHOSEN = "alias"
"""A person gave it, so it is a name even where it is a word that many use."""
_SHORTEST_TOGETHER = 6
"""Letters that a form of several words has together."""
_SHORTEST_MISSPELT = 6
"""Letters of a single word that counts even where it is misspelt."""


class FormJudge:
    """Judges what the look-up found.

    `ordinary` are stems in Latin letters that name nobody alone.
    """

    def __init__(self, ordinary: Collection[str]) -> None:
        self._ordinary = frozenset(ordinary)

    def is_telling(
        self, form: NameForm, window: Sequence[Word], loud: bool, likeness: float
    ) -> bool:
        """Whether several words are this name and not just words that stand in it too.

        `loud` says that the whole answer is in capitals; `likeness` is in percent.
        """
        if len("".join(form.words)) < _SHORTEST_TOGETHER:
            return False
        if form.how == _CHOSEN and likeness == 100:
            return True
        if any(self._is_distinctive(word) for word in form.words):
            return True

        # Without a word of its own the name must be written like one.
        return _is_named(window) and (not loud or len(window) > 2)

    def _is_distinctive(self, word: str) -> bool:
        """Whether few names and few sentences have this word."""
        return is_own_word(word) and word not in self._ordinary

    def is_single_match(self, form: NameForm, word: Word, loud: bool, own: str) -> bool:
        """Whether a word is a form of one word. `own` is the response ID of whose answer it is."""
        exact = form.words[0] in word.latin
        large = word.text[:1].isupper() and not loud
        if form.how == _CHOSEN and exact:
            return True
        if form.how in ALONE:
            return self._is_part(form, word, exact, large, form.owner == own)
        return self._is_whole_name(form, word, exact, large, loud)

    def _is_whole_name(
        self, form: NameForm, word: Word, exact: bool, large: bool, loud: bool
    ) -> bool:
        """Whether a word is a name of one word, or an acronym.

        `exact` says that the word is spelt like the form, `large` that it begins with a capital.
        """
        name = form.words[0]
        if form.capitals or name in self._ordinary:
            return exact and word.text.isupper() and not loud
        return exact or (large and len(name) >= _SHORTEST_MISSPELT)

    def _is_part(self, form: NameForm, word: Word, exact: bool, large: bool, mine: bool) -> bool:
        """Whether a word is a part of a name that might be a word of the language.

        `mine` says that it is an answer of whose name it is.
        """
        if not self._ordinary.isdisjoint(word.latin):
            return False
        if form.how == RARE_WORD and not mine:
            return exact and large

        name = form.words[0]
        if exact or _is_inflected(name, word):
            return True
        # A misspelling of a single word may be another word.
        return len(name) >= _SHORTEST_MISSPELT and (large or mine)


def _is_inflected(name: str, word: Word) -> bool:
    """Whether a stem of the word is the name without its last letter."""
    return any(stem and name.startswith(stem) and len(name) - len(stem) < 2 for stem in word.latin)


def _is_named(window: Sequence[Word]) -> bool:
    """Whether words are written like a name."""
    capitals = sum(1 for word in window if word.text[:1].isupper())
    return capitals > len(window) / 2


def is_loud(words: Sequence[Word]) -> bool:
    """Whether a whole answer is in capitals, so that they say nothing."""
    long_words = [word for word in words if word.text.isalpha() and len(word.text) > 3]
    if len(long_words) <= 2:
        return False

    capitals = sum(1 for word in long_words if word.text.isupper())
    return capitals > 0.7 * len(long_words)


def compute_likeness(names: Sequence[str], window: Sequence[Word]) -> float:
    """How alike a form and as many words are, in percent (rapidfuzz, normalised InDel
    similarity)."""
    from rapidfuzz import fuzz

    nearest = []
    for name, word in zip(names, window, strict=True):
        # Of a word's stems the one that is as long as the name's, so that endings do not count.
        distances = [(abs(len(stem) - len(name)), at) for at, stem in enumerate(word.latin)]
        _, at = min(distances)
        nearest.append(word.latin[at])
    return float(fuzz.ratio(" ".join(names), " ".join(nearest)))
