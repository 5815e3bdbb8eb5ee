"""langdetect's n-gram profiles, as log probabilities of whole words.

langdetect's own detector draws n-grams at random until it is sure, which washes out any prior: one
answer in twenty-five changes its language with the seed. Its profiles are good, so they are read
from its private map, each n-gram counted once. In these profiles no n-gram crosses a space, hence a
text is the sum of its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.language.letters import find_script

if TYPE_CHECKING:
    from tipcoder.arrays import Floats, Ints

_UNSEEN = 0.5 / 10_000
"""langdetect's own smoothing of an n-gram that a language's profile lacks."""
_MAIN_SCRIPT = 0.1
"""Share of its letters from which on a script belongs to a language: Latin letters stand in every
profile.
"""
_WORDS_AT_ONCE = 4_000
_NAMES = {"zh-cn": "zh", "zh-tw": "zh"}
"""One language in two profiles: the choice of characters is no matter for a coder."""


class WordsFit(NamedTuple):
    """How well words fit languages, in the order of `Profiles.languages`."""

    evidence: Floats
    """Nats by which their n-grams are likelier in the language than n-grams it never saw."""
    known: Ints
    """How many of their n-grams with letters beyond ASCII the language has."""
    beyond_ascii: int
    """How many such n-grams there are."""


@dataclass(frozen=True)
class Profiles:
    """`languages` in alphabetical order; they are the columns of every matrix."""

    languages: tuple[str, ...]
    scripts: Mapping[str, frozenset[str]]
    """The languages written in a script, by the script's name."""
    _probabilities: Mapping[str, list[float]]
    """As langdetect has it: n-gram -> a probability per profile, in the order of its list."""
    _fold: Floats
    """Turns a row of that map into one of ours."""

    def score_words(self, words: Sequence[str]) -> Floats:
        """For each word and language: log P, summed over n-grams.

        Words are in lower case, as `letters.cut_into_words` cuts them.
        """
        import numpy as np

        scores = np.zeros((len(words), len(self.languages)))
        for start in range(0, len(words), _WORDS_AT_ONCE):
            part = words[start : start + _WORDS_AT_ONCE]
            scores[start : start + len(part)] = self._score_part(part)
        return scores

    def _score_part(self, words: Sequence[str]) -> Floats:
        """The same for so many words that the rows of all their n-grams fit into memory."""
        import numpy as np

        scores = np.zeros((len(words), len(self.languages)))
        rows: dict[str, int] = {}
        grams: list[int] = []
        owners: list[int] = []
        firsts: list[int] = []
        for at, word in enumerate(words):
            known = [gram for gram in _iterate_grams(word) if gram in self._probabilities]
            if not known:
                continue
            owners.append(at)
            firsts.append(len(grams))
            # Each different n-gram is looked up once, however many words have it.
            grams += [rows.setdefault(gram, len(rows)) for gram in known]
        if grams:
            log = np.log(self._look_up_rows(list(rows)) + _UNSEEN)
            scores[owners] = np.add.reduceat(log[grams], firsts, axis=0)
        return scores

    def fit_words(self, words: Sequence[str]) -> WordsFit:
        """How well words fit each language, letters that it does not know included.

        Words are in lower case. Unlike `score_words`, what no language knows counts against none.
        """
        import numpy as np

        grams = [gram for word in words for gram in _iterate_grams(word)]
        beyond = sum(not gram.isascii() for gram in grams)
        known = [gram for gram in grams if gram in self._probabilities]
        if not known:
            size = len(self.languages)
            return WordsFit(np.zeros(size), np.zeros(size, dtype=int), beyond)
        rows = self._look_up_rows(known)
        is_beyond = np.array([not gram.isascii() for gram in known])
        evidence = np.log(rows / _UNSEEN + 1).sum(axis=0)
        return WordsFit(evidence, (rows[is_beyond] > 0).sum(axis=0), beyond)

    def knows_letter(self, letter: str) -> bool:
        """Whether any language uses this letter, as `letters.plain` makes it."""
        return any(self._probabilities.get(letter, ()))

    def _look_up_rows(self, grams: Sequence[str]) -> Floats:
        import numpy as np

        return np.array([self._probabilities[gram] for gram in grams]) @ self._fold


@cache
def load_profiles() -> Profiles:
    """The profiles that come with langdetect: a third of a second, once."""
    import numpy as np
    from langdetect import detector_factory

    detector_factory.init_factory()
    factory = detector_factory._factory
    # langlist is in the order of the folder, which differs between machines.
    names = [_NAMES.get(name, name) for name in factory.langlist]
    languages = tuple(sorted(set(names)))
    fold = np.zeros((len(names), len(languages)))
    for row, name in enumerate(names):
        # A language in two profiles gets the mean of both.
        fold[row, languages.index(name)] = 1 / names.count(name)
    raw: Mapping[str, list[float]] = factory.word_lang_prob_map
    unscripted = Profiles(languages, {}, raw, fold)
    letters = [gram for gram in raw if len(gram) == 1]
    scripts = _group_by_script(languages, letters, unscripted._look_up_rows(letters))
    return Profiles(languages, scripts, raw, fold)


def _iterate_grams(word: str) -> Iterator[str]:
    padded = f" {word} "
    for end in range(2, len(padded) + 1):
        if end < len(padded):
            yield padded[end - 1]
        yield padded[end - 2 : end]
        if end > 2:
            yield padded[end - 3 : end]


def _group_by_script(
    languages: Sequence[str], letters: Sequence[str], rows: Floats
) -> dict[str, frozenset[str]]:
    sums: dict[str, Floats] = {}
    for letter, row in zip(letters, rows, strict=True):
        name = find_script(letter)
        sums[name] = sums[name] + row if name in sums else row
    users: dict[str, frozenset[str]] = {}
    for name, row in sums.items():
        # A script that no language is mainly written in tells nothing.
        if row.max() < _MAIN_SCRIPT:
            continue
        shares = zip(languages, row, strict=True)
        users[name] = frozenset(language for language, share in shares if share >= _MAIN_SCRIPT)
    return users
