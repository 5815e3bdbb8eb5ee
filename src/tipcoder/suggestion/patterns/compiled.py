"""All patterns of a codebook, ready to be looked for in answers.

The language of an answer chooses the patterns; where nobody can tell it, those of every language
are tried. Those of a language are read when its first answer comes: whoever waits for one answer
waits for one language. One pattern counts once in an answer, however often it is found there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tipcoder.errors import BadInput
from tipcoder.model.answers import UNKNOWN_LANGUAGE
from tipcoder.model.codes import Code
from tipcoder.progress import ProgressCallback, ignore_progress
from tipcoder.suggestion.patterns.language_patterns import LanguagePatterns
from tipcoder.suggestion.patterns.matches import PatternMatch
from tipcoder.suggestion.patterns.names import read_named_words
from tipcoder.suggestion.patterns.parsing import parse_pattern
from tipcoder.suggestion.patterns.pattern_places import PatternPlace, iterate_places
from tipcoder.suggestion.patterns.scores import PatternScores, ScoreRows
from tipcoder.suggestion.patterns.word_lists import PatternLists
from tipcoder.yielding import iterate_yielding, yield_if_asked

_TOLD_EVERY = 500
"""Texts after which whoever waits hears how far it is."""


class PatternFault(NamedTuple):
    """A pattern that cannot be looked for, and why."""

    place: PatternPlace
    error: BadInput


class CompiledPatterns:
    """Patterns of codes in some languages. Not safe for use by several threads at once.

    One that cannot be understood is left out and stands in `list_faults`: a slip in it must not
    close the workbench.
    """

    def __init__(
        self, codes: Iterable[Code], lists: PatternLists, languages: Iterable[str] | None = None
    ) -> None:
        """`languages` are those to be looked for; by default all that codes have patterns in."""
        every = tuple(codes)
        patterned = list_codes_with_patterns(every)
        self.codes = tuple(code.key for code in patterned)
        self._patterned = patterned
        self._lists = lists
        self._below = _map_codes_below(every)
        wanted = None if languages is None else frozenset(languages)
        spoken: dict[str, None] = {}
        for code in patterned:
            for language in code.patterns:
                if wanted is None or language in wanted:
                    spoken[language] = None
        self.languages = tuple(spoken)
        """The languages that have patterns, in the order of the codebook."""
        self._read: dict[str, LanguagePatterns] = {}
        self._faults: dict[str, list[PatternFault]] = {}

    def read_languages(self, languages: Iterable[str]) -> None:
        """Read what texts in these languages need now, and not when the first one comes."""
        for language in languages:
            self._choose_languages(language)

    def list_faults(self) -> list[PatternFault]:
        """The patterns of all languages that cannot be understood, one language after the other."""
        faults: list[PatternFault] = []
        for language in self.languages:
            self._read_language(language)
            faults += self._faults[language]
        return faults

    def _read_language(self, language: str) -> LanguagePatterns:
        """The patterns of a language, which has some."""
        if language not in self._read:
            its = LanguagePatterns(language, read_named_words(language, self._lists))
            self._faults[language] = []
            for code in self._patterned:
                if language in code.patterns:
                    self._add_patterns(code, its)
            # Only now: a thread that was stopped in between begins anew.
            self._read[language] = its
        return self._read[language]

    def _add_patterns(self, code: Code, its: LanguagePatterns) -> None:
        language = its.language
        written = code.patterns[language]
        for pattern, place in zip(written, iterate_places(code, language), strict=True):
            yield_if_asked()
            try:
                read = parse_pattern(pattern.find, language, self._lists)
                if read.silences:
                    # Those of the code and of the ones under it.
                    its.add_silence(self._below[code.key], read)
                else:
                    its.add_pattern(place, read)
            except BadInput as error:
                self._faults[language].append(PatternFault(place, error))

    def find_matches(self, text: str, language: str) -> list[PatternMatch]:
        """Every pattern that is found in a text, in the order of the codebook.

        Places are code points of the text, half-open. The first place of each pattern is given.
        """
        found: list[PatternMatch] = []
        for its in self._choose_languages(language):
            found += its.find_matches(text)
        order = {key: number for number, key in enumerate(self.codes)}
        return sorted(found, key=lambda match: order[match.code])

    def find_places(self, text: str, language: str) -> list[PatternPlace]:
        """Every pattern that is found in a text, without its words: quicker than `find_matches`."""
        found: list[PatternPlace] = []
        for its in self._choose_languages(language):
            found += its.find_places(text)
        return found

    def score_texts(
        self,
        texts: Sequence[str],
        languages: Sequence[str],
        progress: ProgressCallback = ignore_progress,
    ) -> PatternScores:
        """What patterns say of each text and code; `languages` has one for each text.

        Rows are texts, columns `codes`. Rests between texts where that is asked of the thread.
        """
        rows = ScoreRows(self.codes)
        for number, text in enumerate(iterate_yielding(texts)):
            for place in self.find_places(text, languages[number]):
                rows.add_weight(number, place.code, place.weight)
            if number % _TOLD_EVERY == 0:
                progress(number, len(texts))
        progress(len(texts), len(texts))
        return rows.build_scores(len(texts))

    def _choose_languages(self, language: str) -> list[LanguagePatterns]:
        if language == UNKNOWN_LANGUAGE or not language:
            return [self._read_language(each) for each in self.languages]
        return [self._read_language(language)] if language in self.languages else []


def _map_codes_below(codes: Sequence[Code]) -> dict[str, list[str]]:
    """Code -> itself and every code of `codes` under it, children of children too."""
    parents = {code.key: code.parent for code in codes}
    below: dict[str, list[str]] = {code.key: [] for code in codes}
    for key in parents:
        above: str | None = key
        # A codebook that is being written may have a ring of parents.
        while above is not None and above in parents and key not in below[above]:
            below[above].append(key)
            above = parents[above]
    return below


def list_codes_with_patterns(codes: Iterable[Code]) -> list[Code]:
    """Codes that have a pattern in any language."""
    return [code for code in codes if any(code.patterns.values())]
