"""What the patterns of codes say of texts: of one at once, of all piece by piece.

Looking through all texts of a large study takes seconds, so it can be done while nobody waits.
Until then a ranking of texts knows what has been looked through.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from tipcoder.model.codes import Code
from tipcoder.suggestion.patterns.compiled import CompiledPatterns, list_codes_with_patterns
from tipcoder.suggestion.patterns.scores import MOST, ScoreRows
from tipcoder.suggestion.patterns.word_lists import build_lists
from tipcoder.yielding import iterate_yielding

if TYPE_CHECKING:
    from tipcoder.arrays import Floats
    from tipcoder.codebook.pattern_keys import WordLists
    from tipcoder.suggestion.patterns.matches import PatternMatch
    from tipcoder.suggestion.patterns.pattern_places import PatternPlace

_AT_ONCE = 500
"""Texts that are looked through together."""


class MatchKeeper(Protocol):
    """Remembers what was found in texts, from one process to the next."""

    def knows(self, text: str, language: str) -> bool:
        """Whether somebody has looked before."""
        ...

    def find_matches(self, text: str, language: str) -> Sequence[PatternMatch] | None:
        """What the same patterns were found to say of a text; None where nobody has looked."""
        ...

    def find_places(self, text: str, language: str) -> Sequence[PatternPlace] | None:
        """The same without its words: quicker than `find_matches`."""
        ...

    def keep_matches(self, text: str, language: str, found: Sequence[PatternMatch]) -> None:
        """Remember it."""
        ...


class PatternWeights:
    """Weights of patterns, by the numbers of codes and the rows of texts."""

    def __init__(
        self,
        texts: Sequence[str],
        languages: Sequence[str],
        codes: Sequence[Code],
        lists: WordLists,
    ) -> None:
        """`languages` has one for each text; codes have their numbers by their order."""
        self._texts = texts
        self._languages = languages
        self._patterned = list_codes_with_patterns(codes)
        self._number = {code.key: number for number, code in enumerate(codes)}
        self._lists = lists
        self._row = -1
        self._matches: dict[int, list[PatternMatch]] = {}
        self._searched = 0
        """Texts that were looked through, from the first."""
        self.searches_later = False
        """Whether somebody has all texts looked through piece by piece.

        Until then, what was not looked through weighs nothing. Else whoever asks waits.
        """

        self.keeper: MatchKeeper | None = None
        """Who remembers what was found, where anybody does."""

    @cached_property
    def _compiled(self) -> CompiledPatterns:
        # Made when it is first needed: most processes suggest nothing.
        return CompiledPatterns(self._patterned, build_lists(self._lists))

    @cached_property
    def _totals(self) -> Mapping[int, Floats]:
        """For each code with patterns, the sum of their weights in every text."""
        import numpy as np

        return {self._number[code.key]: np.zeros(len(self._texts)) for code in self._patterned}

    def make_ready(self) -> None:
        """Read the patterns now, and not when they are first needed: those of every language in
        which there is a text of which nobody knows yet what they say.
        """
        unread = set()
        for text, language in zip(self._texts, self._languages, strict=True):
            if self.keeper is None or not self.keeper.knows(text, language):
                unread.add(language)
        if self._patterned and unread:
            self._compiled.read_languages(unread)

    def has_any(self, code: int) -> bool:
        """Whether a code has patterns."""
        return code in self._totals

    def find_matches(self, row: int, code: int) -> Sequence[PatternMatch]:
        """The patterns of a code that stand in a text."""
        if not self._patterned:
            return ()
        # Kept for one text, of which many codes are asked in turn.
        if row != self._row:
            self._row, self._matches = row, {}
            for match in self._find_in_text(self._texts[row], self._languages[row]):
                self._matches.setdefault(self._number[match.code], []).append(match)
        return self._matches.get(code, ())

    def _find_in_text(self, text: str, language: str) -> Sequence[PatternMatch]:
        if self.keeper is None:
            return self._compiled.find_matches(text, language)
        found = self.keeper.find_matches(text, language)
        if found is None:
            found = self._compiled.find_matches(text, language)
            self.keeper.keep_matches(text, language, found)
        return found

    def find_best(self, row: int, code: int) -> float:
        """The weight of a code's strongest pattern in a text; 0 where it has none."""
        return max((match.weight for match in self.find_matches(row, code)), default=0.0)

    def sum_text(self, row: int, code: int) -> float:
        """The sum of the weights of a code's patterns in a text."""
        if code not in self._totals:
            return 0.0
        if row < self._searched:
            return float(self._totals[code][row])
        return min(sum(match.weight for match in self.find_matches(row, code)), MOST)

    def sum_texts(self, code: int) -> Floats:
        """The same of every text, or of all that were looked through."""
        if not self.searches_later:
            self.search_more()
        return self._totals[code]

    @property
    def is_searched(self) -> bool:
        """Whether all texts were looked through, or nothing is to be looked for."""
        return not self._patterned or self._searched >= len(self._texts)

    def search_more(self, most: int | None = None) -> None:
        """Look through the next texts, at most so many."""
        end = len(self._texts)
        if most is not None:
            end = min(end, self._searched + most)
        while self._patterned and self._searched < end:
            self._search_some(slice(self._searched, min(self._searched + _AT_ONCE, end)))

    def _search_some(self, here: slice) -> None:
        keys = [code.key for code in self._patterned]
        rows = ScoreRows(keys)
        for row in iterate_yielding(range(here.start, here.stop)):
            for place in self._find_places(self._texts[row], self._languages[row]):
                rows.add_weight(row - here.start, place.code, place.weight)
        totals = rows.build_scores(here.stop - here.start).total.toarray()
        for column, key in enumerate(keys):
            self._totals[self._number[key]][here] = totals[:, column]
        self._searched = here.stop

    def _find_places(
        self, text: str, language: str
    ) -> Iterable[PatternPlace] | Iterable[PatternMatch]:
        if self.keeper is None:
            return self._compiled.find_places(text, language)
        found = self.keeper.find_places(text, language)
        return self._find_in_text(text, language) if found is None else found
