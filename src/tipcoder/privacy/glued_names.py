"""Names without spaces between their words: handles, hashtags, addresses, and slips of a hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from tipcoder.privacy.compared_words import Word
from tipcoder.privacy.written_forms import NameForm

_FEWEST_LETTERS = 7
_MISSPELT_FROM = 9
_TWO_ERRORS_FROM = 20
"""Letters from which one may be wrong, and two."""
_INSIDE_FROM = 10
"""Letters of a name that counts inside a longer word, as in `wearelanternhouse`."""
_END = 4
"""Letters at one end of a misspelt word, which an error at the other end leaves as they are."""


class GluedNames:
    """Forms of one word that several words of a name make together."""

    def __init__(self, forms: Iterable[NameForm]) -> None:
        by_word: dict[str, list[NameForm]] = defaultdict(list)
        for form in forms:
            by_word[form.words[0]].append(form)
        self._by_word: Mapping[str, Sequence[NameForm]] = by_word
        self._long = [word for word in by_word if len(word) >= _INSIDE_FROM]
        self._ends: dict[str, list[str]] = defaultdict(list)
        for word in by_word:
            if len(word) >= _MISSPELT_FROM:
                self._ends[word[:_END]].append(word)
                self._ends["-" + word[-_END:]].append(word)
        # A study asks for the same words again and again.
        self._find_by_stems = lru_cache(maxsize=65536)(self._look_up)

    def find_forms(self, word: Word) -> Sequence[NameForm]:
        """The names that a word is, is nearly, or holds; the nearest first."""
        if word.end - word.start < _FEWEST_LETTERS:
            return ()
        return self._find_by_stems(word.latin)

    def _look_up(self, stems: tuple[str, ...]) -> Sequence[NameForm]:
        for stem in stems:
            if stem in self._by_word:
                return self._by_word[stem]
        for stem in stems:
            near = self._find_misspelt(stem) or self._find_inside(stem)
            if near:
                return self._by_word[near]
        return ()

    def _find_misspelt(self, stem: str) -> str:
        """A known word one letter away, or two where both are long; else empty."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        if len(stem) < _MISSPELT_FROM:
            return ""
        candidates = {*self._ends.get(stem[:_END], ()), *self._ends.get("-" + stem[-_END:], ())}
        errors = 2 if len(stem) >= _TWO_ERRORS_FROM else 1
        found = process.extractOne(
            stem, sorted(candidates), scorer=OSA.distance, score_cutoff=errors
        )
        return found[0] if found is not None else ""

    def _find_inside(self, stem: str) -> str:
        """The longest name that stands in a longer word; else empty."""
        if len(stem) <= _INSIDE_FROM:
            return ""
        inside = [word for word in self._long if word in stem]
        return max(inside, key=len, default="")


def choose_form(forms: Sequence[NameForm], own: str) -> NameForm:
    """Of forms of several owners the writer's own, if it is among them."""
    for form in forms:
        if own and form.owner == own:
            return form
    return forms[0]
