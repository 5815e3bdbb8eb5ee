"""Names of countries, nationalities and cities, from CLDR (through Babel) and two small tables of
ours."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tipcoder.privacy.compared_words import split_word_list
from tipcoder.privacy.phrases import PhraseBook
from tipcoder.text import fold_text

LANGUAGES = ("en", "es", "ru", "uk", "fr", "pt")
"""Languages whose names of countries are read: those of the founding survey, and two more."""
_LOWER_CASE_WORDS = frozenset(
    split_word_list(
        "polish turkey china chad jordan georgia guinea jersey togo pole finn dane scot turk "
        "greek karen shan ewe swede thai lao tico nica kiwi edo luo creole indi chin rus corean "
        "siri belg curd mali niger oman чад мали того куба штат штата штаты штатов america "
        "americano bahamas gaza wales samoa mars chapin"
    )
)
"""Words of their own when they begin with a small letter."""
_NOT_CITIES = frozenset(
    split_word_list(
        "center nome troll casey davis palmer mawson vostok syowa easter wake midway eucla "
        "resolute creston adak knox beulah marengo vincennes winamac vevay canton norfolk darwin "
        "lindeman merida thule восток центр ном тролль маэ вена киров дарвин кантон трук уэйк "
        "юкла палмер норфолк дейвис кейси питер николаев днепр ош central mountain eastern "
        "pacific general unknown gmt utc uct universal zulu"
    )
)
"""Folded names of time zones that are words, surnames, bases or islands and not cities of a survey.
"""
_CITIES_WITH_CAPITAL = frozenset(split_word_list("вена киров питер николаев днепр ош merida"))
"""Cities among them that are unmistakable with a capital: added again as they are written then."""
_NOT_A_CITY = re.compile(r"\d|о-в|-ва\b")
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
    spanish: dict[str, str]
    """Stems of Spanish nationalities, folded."""
    russian: dict[str, str]
    """Stems of Russian and Ukrainian nationalities, folded."""
    single_countries: tuple[str, ...]
    """Folded names of one Latin word, for misspellings."""

    def is_lower_case_word(self, folded: str) -> bool:
        """Whether it means something else when written small."""
        return folded in _LOWER_CASE_WORDS


def build_gazetteer(demonyms: Iterable[str], cities: Iterable[str]) -> Gazetteer:
    """Built from the lines of `demonyms.csv` and `cities.txt`."""
    phrases: list[tuple[str, GazetteerPlace]] = []
    shorts: dict[str, str] = {}
    spanish: dict[str, str] = {}
    russian: dict[str, str] = {}

    for name, code in _iterate_territories():
        phrases.append((name, GazetteerPlace("country", code)))

    for row in csv.DictReader(demonyms):
        code = row["country"]
        phrases += _iterate_demonym_phrases(row)
        for name in _split_list(row["short"]):
            shorts[name] = code
        # Spanish and Russian inflect too much for a list of forms, so stems are matched.
        for stem in _split_list(row["es"]):
            spanish[fold_text(stem)] = code
        for stem in _split_list(row["ru"]):
            russian[fold_text(stem)] = code

    city = GazetteerPlace("place", "")
    for name in _iterate_zone_cities():
        phrases.append((name, city))
    for line in cities:
        name = line.strip()
        if name and not name.startswith("#"):
            phrases.append((name, city))

    return Gazetteer(PhraseBook(phrases), shorts, spanish, russian, _list_single_countries(phrases))


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

    for name in _CITIES_WITH_CAPITAL:
        yield name.capitalize()


def _is_city(name: str) -> bool:
    """Whether the name of a time zone is that of a city that a survey may mention."""
    if "," in name or _NOT_A_CITY.search(name):
        return False
    return fold_text(name) not in _NOT_CITIES
