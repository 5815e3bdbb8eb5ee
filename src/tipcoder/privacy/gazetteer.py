"""Names of countries, nationalities and cities, from CLDR (through Babel) and two small tables of
ours."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from tipcoder.language.table_keys import (
    CAPITAL_CITIES,
    DEMONYM_ENDINGS,
    ENDINGS,
    NOT_CITIES,
    SENTENCE_WORDS,
    SMALL_PLACES,
)
from tipcoder.language.tables import LANGUAGES, list_words, load_language
from tipcoder.privacy.phrases import PhraseBook
from tipcoder.text import fold_text

_NOT_A_CITY = re.compile(r"\d|\w-\w{1,2}\b")
"""Bases with a number, and islands whose word is shortened at its end."""
_SHORTEST_STEM = 3
_LONGEST_ENDING = 6
_WITH_FORMS = "en"
"""The language whose nationalities are whole words in the table, and not stems."""
_GROUPS = frozenset(("EU", "EZ", "UN", "XA", "XB", "QO", "ZZ"))
"""Codes of CLDR that are unions, test locales or unknown, and not countries."""


@dataclass(frozen=True)
class GazetteerPlace:
    """What a phrase of the gazetteer names."""

    kind: str
    """country, nationality or place."""
    country: str
    """ISO code, or empty for a city."""


@dataclass(frozen=True)
class Gazetteer:
    """Phrases to look for, and what is matched in other ways."""

    names: PhraseBook[GazetteerPlace]
    shorts: dict[str, str]
    """Abbreviations, matched in capitals only, to ISO codes."""
    stems: dict[str, tuple[str, ...]]
    """Folded stems of nationalities, and the languages in which they take endings."""
    single_countries: tuple[str, ...]
    """Folded names of one Latin word, for misspellings."""
    words_read: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    """What single words were found to be, by the word as it is written."""

    @cached_property
    def dotted(self) -> list[tuple[str, re.Pattern[str]]]:
        """Abbreviations with dots, like `U.S.`, which are not one word, and their patterns."""
        dotted = []
        for short in self.shorts:
            if not short.isalnum():
                pattern = re.compile(rf"(?<![\w.]){re.escape(short)}(?!\w)")
                dotted.append((short, pattern))
        return dotted

    def is_lower_case_word(self, folded: str) -> bool:
        """Whether it means something else when written small."""
        return folded in _list_small_places()

    def is_sentence_word(self, folded: str) -> bool:
        """Whether it is a word so common that it may begin a sentence."""
        return folded in _list_sentence_words()

    def is_nationality(self, folded: str) -> bool:
        """Whether a folded word is a known stem with an ending of its language."""
        for cut in range(max(_SHORTEST_STEM, len(folded) - _LONGEST_ENDING), len(folded) + 1):
            for language in self.stems.get(folded[:cut], ()):
                if folded[cut:] in _list_endings(language):
                    return True
        return False


@cache
def _list_small_places() -> frozenset[str]:
    return frozenset(map(fold_text, list_words(SMALL_PLACES, SENTENCE_WORDS)))


@cache
def _list_sentence_words() -> frozenset[str]:
    return frozenset(map(fold_text, list_words(SENTENCE_WORDS)))


@cache
def _list_not_cities() -> frozenset[str]:
    return frozenset(map(fold_text, list_words(NOT_CITIES)))


@cache
def _list_endings(language: str) -> frozenset[str]:
    """Folded endings of a nationality, none among them."""
    table = load_language(language)
    return frozenset(map(fold_text, ("", *table[ENDINGS], *table[DEMONYM_ENDINGS])))


def build_gazetteer(demonyms: Iterable[str], cities: Iterable[str]) -> Gazetteer:
    """Built from the lines of `demonyms.csv` and `cities.txt`."""
    phrases: list[tuple[str, GazetteerPlace]] = []
    shorts: dict[str, str] = {}
    stems: dict[str, tuple[str, ...]] = {}

    for name, code in _iterate_territories():
        phrases.append((name, GazetteerPlace("country", code)))

    for row in csv.DictReader(demonyms):
        code = row["country"]
        phrases += _iterate_demonym_phrases(row)
        for name in _split_list(row["short"]):
            shorts[name] = code
        # Other languages inflect too much for a list of forms, so stems are matched.
        for language in LANGUAGES:
            for stem in _split_list(row.get(language) or "") if language != _WITH_FORMS else ():
                folded = fold_text(stem)
                stems[folded] = (*stems.get(folded, ()), language)

    city = GazetteerPlace("place", "")
    for name in _iterate_zone_cities():
        phrases.append((name, city))
    for line in cities:
        name = line.strip()
        if name and not name.startswith("#"):
            phrases.append((name, city))

    return Gazetteer(PhraseBook(phrases), shorts, stems, _list_single_countries(phrases))


def _iterate_demonym_phrases(row: Mapping[str, str]) -> Iterator[tuple[str, GazetteerPlace]]:
    """Further names of a country, and its English nationalities in the singular and plural."""
    code = row["country"]
    for name in _split_list(row["names"]):
        yield name, GazetteerPlace("country", code)

    nationality = GazetteerPlace("nationality", code)
    for name in _split_list(row["en"]):
        plural = name[:-1] + "ies" if name.endswith("y") else name + "s"
        yield name, nationality
        yield plural, nationality


def _list_single_countries(phrases: Iterable[tuple[str, GazetteerPlace]]) -> tuple[str, ...]:
    """Folded names of countries that are one long Latin word: short ones are too near to others."""
    single = set()
    for name, place in phrases:
        if place.kind == "country" and re.fullmatch("[A-Za-z]{6,}", name):
            single.add(fold_text(name))
    return tuple(sorted(single))


def _split_list(cell: str) -> list[str]:
    """The names in a cell of the tables, which semicolons separate."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def _iterate_territories() -> Iterator[tuple[str, str]]:
    """Names of countries with their codes, as CLDR has them and without what is added to them."""
    from babel import Locale

    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code not in _GROUPS:
                yield name, code
                # `Myanmar (Burma)` and `Hong Kong – China` are written without the addition too.
                yield re.sub(r"\s*\(.*?\)|\s*[-–]\s+.*", "", name), code


def _iterate_zone_cities() -> Iterator[str]:
    """Cities that time zones are named after: most capitals and many large cities."""
    from babel import Locale

    for language in LANGUAGES:
        for zone, facts in Locale(language).time_zones.items():
            if "/" not in zone or zone.startswith("Etc/"):
                continue

            # CLDR lists a city only where its name differs from the zone's.
            english = zone.rpartition("/")[2].replace("_", " ")
            for name in (facts.get("city"), english):
                if name and _is_city(name):
                    yield name

    for name in list_words(CAPITAL_CITIES):
        yield name.capitalize()


def _is_city(name: str) -> bool:
    """Whether the name of a time zone is that of a city that a survey may mention."""
    if "," in name or _NOT_A_CITY.search(name):
        return False
    return fold_text(name) not in _list_not_cities()
