"""Whether words of an answer are a form of a known name, and not words that stand in it too."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from tipcoder.privacy.capitals import begins_sentence
from tipcoder.privacy.common_words import list_stop_words
from tipcoder.privacy.compared_words import Word
from tipcoder.privacy.name_forms import ALIAS
from tipcoder.privacy.name_words import GENERIC_LATIN, is_own_word, list_everyday_stems
from tipcoder.privacy.organisation_names import CORE, GIVEN_ACRONYM, IN_FULL, PART, RARE_WORD
from tipcoder.privacy.person_names import MAIL_PART
from tipcoder.privacy.sound_keys import is_cyrillic
from tipcoder.privacy.written_forms import PERSON_PART, NameForm

ALONE = frozenset((RARE_WORD, PERSON_PART, MAIL_PART))
"""Forms of one word that might be a word of the language."""
ALIKE = 86
"""Percent from which a name with misspelt words counts as a whole."""
_SHORTEST_TOGETHER = 6
"""Letters that a form of several words has together."""
_SHORTEST_MISSPELT = 6
"""Letters of a single word that counts even where it is misspelt."""
_SHORTEST_CHOSEN = 6
"""Letters of a part of a person's name, given by hand, that counts in small letters too."""
_LARGE_ENOUGH = 3
"""Words besides articles from which ordinary words in the order of a name are that name."""


class Answer(NamedTuple):
    """An answer, word by word."""

    text: str
    words: Sequence[Word]
    names: Sequence[frozenset[str]]
    """For each word, the words of known names that it may stand for."""
    loud: bool
    """All of it is in capitals, so that they say nothing."""
    own: str
    """Response ID of whose answer it is."""


class FormJudge:
    """Judges what the look-up found.

    `ordinary` are stems in Latin letters that name nobody alone.
    """

    def __init__(self, ordinary: Collection[str]) -> None:
        self._ordinary = frozenset(ordinary)
        # Names are made of them, and sentences too.
        self._everyday = list_everyday_stems()

    def is_telling(
        self, form: NameForm, window: Sequence[Word], answer: Answer, likeness: float
    ) -> bool:
        """Whether several words are this name and not just words that stand in it too.

        `likeness` is in percent.
        """
        if len("".join(form.words)) < _SHORTEST_TOGETHER:
            return False
        mine = _is_of_writer(form, answer)
        if form.how == PART and not mine and not self._is_named_part(form, window):
            return False

        has_own_word = any(self._is_distinctive(word) for word in form.words)
        # In another alphabet no words of a language stand in that order by chance.
        if has_own_word or _crosses(form, window):
            return True
        # Whoever bears a name may misspell it in small letters too.
        spelt_like = is_spelt_like(form, window) or (mine and likeness >= ALIKE)
        if spelt_like and self._is_whole(form, mine):
            return True

        # Without a word of its own the name must be written like one.
        capitals_tell = not answer.loud or len(window) > 2
        return capitals_tell and _is_named(window)

    def _is_named_part(self, form: NameForm, window: Sequence[Word]) -> bool:
        """Whether words of a part of somebody else's name are written like a name.

        Two words that everybody writes are a topic, even with capitals.
        """
        if len(window) > 2 or _crosses(form, window):
            return True
        return _is_named(window) and not all(self._is_usual(word) for word in window)

    def _is_usual(self, word: Word) -> bool:
        return any(stem in self._ordinary or not is_own_word(stem) for stem in word.latin)

    def _is_whole(self, form: NameForm, mine: bool) -> bool:
        """Whether ordinary words in this order are a name even in small letters.

        `mine` says that it is an answer of whose name it is.
        """
        if form.how == ALIAS:
            return True
        if form.how not in (IN_FULL, CORE):
            return False
        if form.count_large() >= _LARGE_ENOUGH or len(form.words) > _LARGE_ENOUGH:
            return True
        # Two ordinary words stand beside each other by chance; less so where their bearer writes.
        return mine and not GENERIC_LATIN.issuperset(form.words)

    def _is_distinctive(self, word: str) -> bool:
        """Whether few names and few sentences have this word."""
        everyday = word in self._ordinary or word in self._everyday
        return is_own_word(word) and not everyday

    def is_single_match(self, form: NameForm, answer: Answer, at: int) -> bool:
        """Whether a word of an answer is a form of one word."""
        word = answer.words[at]
        exact = form.words[0] in word.latin
        if form.how == ALIAS and exact:
            return True
        if form.how in ALONE:
            # `All` is no misspelt Ala, nor is `Will` alone a person, unless somebody says so.
            if word.folded in list_stop_words() and not form.chosen:
                return False
            large = _has_telling_capital(word, answer, anywhere=form.how != RARE_WORD)
            return self._is_part(form, word, exact, large, _is_of_writer(form, answer))
        large = _has_telling_capital(word, answer, anywhere=exact)
        return self._is_whole_name(form, word, exact, large, answer.loud)

    def _is_whole_name(
        self, form: NameForm, word: Word, exact: bool, large: bool, loud: bool
    ) -> bool:
        """Whether a word is a name of one word, or an acronym.

        `exact` says that the word is spelt like the form, `large` that it begins with a capital.
        """
        name = form.words[0]
        if not exact and not self._ordinary.isdisjoint(word.latin):
            return False  # a word of the language is no misspelling
        if form.how == GIVEN_ACRONYM and word.text.islower() and name in self._everyday:
            return False
        if form.capitals or name in self._ordinary:
            return exact and word.text.isupper() and not loud
        return exact or (large and len(name) >= _SHORTEST_MISSPELT)

    def _is_part(self, form: NameForm, word: Word, exact: bool, large: bool, mine: bool) -> bool:
        """Whether a word is a part of a name that might be a word of the language.

        `mine` says that it is an answer of whose name it is.
        """
        name = form.words[0]
        crosses = _crosses(form, (word,))
        is_ordinary = not crosses and not self._ordinary.isdisjoint(word.latin)
        if is_ordinary:
            # A name that somebody gave may be a word that many write: then it needs its capital.
            return form.chosen and exact and (large or len(name) >= _SHORTEST_CHOSEN)

        is_everyday = not crosses and not self._everyday.isdisjoint(word.latin)
        is_word_of_others = form.how == RARE_WORD and not mine
        if is_word_of_others or (is_everyday and not form.chosen):
            return exact and large
        if exact or _is_inflected(name, word):
            return True
        # A misspelling of a single word may be another word.
        return len(name) >= _SHORTEST_MISSPELT and (large or mine)


def _is_of_writer(form: NameForm, answer: Answer) -> bool:
    """Whether it is an answer of whose name it is."""
    return bool(answer.own) and form.owner == answer.own


def is_spelt_like(form: NameForm, window: Sequence[Word]) -> bool:
    """Whether each word is that of the form, with another ending at most."""
    for stems, word in zip(form.list_stems(), window, strict=True):
        if stems.isdisjoint(word.latin):
            return False
    return True


def _has_telling_capital(word: Word, answer: Answer, *, anywhere: bool) -> bool:
    """Whether a capital says that the word is a name.

    At the beginning of a sentence every word has one; there it counts only with `anywhere`.
    """
    if answer.loud or not word.text[:1].isupper():
        return False
    return anywhere or not begins_sentence(answer.text, word.start)


def _crosses(form: NameForm, window: Sequence[Word]) -> bool:
    """Whether a name of one alphabet is written in the other one."""
    if not form.folded:
        return False
    return any(is_cyrillic(word.folded) != form.is_cyrillic for word in window)


def _is_inflected(name: str, word: Word) -> bool:
    """Whether a stem of the word is the name without its last letter."""
    for stem in word.latin:
        letters_less = len(name) - len(stem)
        if stem and name.startswith(stem) and letters_less < 2:
            return True
    return False


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
