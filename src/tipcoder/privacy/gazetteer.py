"""Names of countries, nationalities and cities, from CLDR (through Babel) and two small tables of ours."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tipcoder.privacy.phrases import PhraseBook
from tipcoder.privacy.words import split_word_list
from tipcoder.text import fold_text

LANGUAGES = ("en", "es", "ru", "uk", "fr", "pt")
"""Whose names of countries are read: the languages of the surveys this was made for, and two more."""
_LOWER_CASE_WORDS = frozenset(
    split_word_list(
        "polish turkey china chad jordan georgia guinea jersey togo pole finn dane scot turk "
        "greek karen shan ewe swede thai lao tico nica kiwi edo luo creole indi chin rus corean "
        "siri belg curd mali niger oman чад мали того куба штат штата штаты штатов america "
        "americano bahamas gaza wales samoa mars chapin"
    )
)
"""Words of their own when they begin with a small letter."""
_NO_CITIES = frozenset(
    split_word_list(
        "center nome troll casey davis palmer mawson vostok syowa easter wake midway eucla "
        "resolute creston adak knox beulah marengo vincennes winamac vevay canton norfolk darwin "
        "lindeman merida thule восток центр ном тролль маэ вена киров дарвин кантон трук уэйк "
        "юкла палмер норфолк дейвис кейси питер николаев днепр ош central mountain eastern "
        "pacific general unknown gmt utc uct universal zulu"
    )
)
_CITIES_WITH_CAPITAL = frozenset(split_word_list("вена киров питер николаев днепр ош merida"))
_NO_CITY = re.compile(r"\d|о-в|-ва\b")
_GROUPS = frozenset(("EU", "EZ", "UN", "XA", "XB", "QO", "ZZ"))


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
    phrases: list[tuple[str, GazetteerPlace]] = [
        (name, GazetteerPlace("country", code)) for name, code in _iterate_territories()
    ]
    shorts: dict[str, str] = {}
    spanish: dict[str, str] = {}
    russian: dict[str, str] = {}
    for row in csv.DictReader(demonyms):
        code = row["country"]
        phrases += [(name, GazetteerPlace("country", code)) for name in _split_list(row["names"])]
        shorts.update((name, code) for name in _split_list(row["short"]))
        for name in _split_list(row["en"]):
            plural = name[:-1] + "ies" if name.endswith("y") else name + "s"
            phrases += [
                (name, GazetteerPlace("nationality", code)),
                (plural, GazetteerPlace("nationality", code)),
            ]
        spanish.update((fold_text(stem), code) for stem in _split_list(row["es"]))
        russian.update((fold_text(stem), code) for stem in _split_list(row["ru"]))
    named = (line.strip() for line in cities)
    phrases += [(name, GazetteerPlace("place", "")) for name in _iterate_zone_cities()]
    phrases += [
        (name, GazetteerPlace("place", "")) for name in named if name and not name.startswith("#")
    ]
    single = {
        fold_text(name)
        for name, place in phrases
        if place.kind == "country" and re.fullmatch("[A-Za-z]{6,}", name)
    }
    return Gazetteer(PhraseBook(phrases), shorts, spanish, russian, tuple(sorted(single)))


def _split_list(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _iterate_territories() -> Iterator[tuple[str, str]]:
    from babel import Locale

    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code not in _GROUPS:
                yield name, code
                yield re.sub(r"\s*\(.*?\)|\s*[-–]\s+.*", "", name), code


def _iterate_zone_cities() -> Iterator[str]:
    from babel import Locale

    for language in LANGUAGES:
        for zone, facts in Locale(language).time_zones.items():
            if "/" in zone and not zone.startswith("Etc/"):
                # CLDR lists a city only where its name differs from the zone's.
                names = (facts.get("city"), zone.rpartition("/")[2].replace("_", " "))
                yield from (name for name in names if _is_city(name))
    yield from (name.capitalize() for name in _CITIES_WITH_CAPITAL)


def _is_city(name: str | None) -> bool:
    return (
        bool(name)
        and "," not in str(name)
        and fold_text(str(name)) not in _NO_CITIES
        and not _NO_CITY.search(str(name))
    )
