"""Role nouns that stand in a released quote where a name stood, in four languages.

They are role nouns and never numbers: a number would tell which of a list was meant.
"""

from __future__ import annotations

from collections.abc import Mapping

Noun = tuple[str, str, str, str]
"""In English, Spanish, Russian and Ukrainian; other languages get the English one."""
ROLE_NOUNS: Mapping[str, Noun] = {
    "own_org": ("[organisation]", "[organización]", "[организация]", "[організація]"),
    "other_org": (
        "[partner organisation]",
        "[organización socia]",
        "[партнёрская организация]",
        "[партнерська організація]",
    ),
    "person": ("[person]", "[persona]", "[человек]", "[людина]"),
    "email": (
        "[contact removed]",
        "[contacto eliminado]",
        "[контакт удалён]",
        "[контакт вилучено]",
    ),
    "url": ("[contact removed]", "[contacto eliminado]", "[контакт удалён]", "[контакт вилучено]"),
    "phone": (
        "[contact removed]",
        "[contacto eliminado]",
        "[контакт удалён]",
        "[контакт вилучено]",
    ),
    "address": ("[address]", "[dirección]", "[адрес]", "[адреса]"),
    "country": ("[country]", "[país]", "[страна]", "[країна]"),
    "nationality": ("[nationality]", "[nacionalidad]", "[национальность]", "[національність]"),
    "place": ("[city]", "[ciudad]", "[город]", "[місто]"),
    "gov_body": (
        "[national agency]",
        "[organismo nacional]",
        "[национальное ведомство]",
        "[національне відомство]",
    ),
    "law": ("[national law]", "[ley nacional]", "[национальный закон]", "[національний закон]"),
    "project": ("[project]", "[proyecto]", "[проект]", "[проєкт]"),
    "date": ("[date]", "[fecha]", "[дата]", "[дата]"),
    "number": ("[number]", "[número]", "[число]", "[число]"),
    "name": ("[name]", "[nombre]", "[название]", "[назва]"),
    "event": ("[event]", "[evento]", "[событие]", "[подія]"),
}
"""The usual noun for each kind of hit."""
_NGO = ("[an NGO]", "[una ONG]", "[НПО]", "[НУО]")
WIDER_NOUNS: Mapping[str, tuple[Noun, ...]] = {
    "own_org": (
        ("[an organisation]", "[una organización]", "[одна организация]", "[одна організація]"),
        _NGO,
    ),
    "other_org": (
        (
            "[another organisation]",
            "[otra organización]",
            "[другая организация]",
            "[інша організація]",
        ),
        _NGO,
    ),
    "person": (
        ("[official]", "[funcionario]", "[чиновник]", "[посадовець]"),
        ("[colleague]", "[colega]", "[коллега]", "[колега]"),
    ),
    "country": (
        ("[the country]", "[el país]", "[эта страна]", "[ця країна]"),
        (
            "[a country in the region]",
            "[un país de la región]",
            "[страна региона]",
            "[країна регіону]",
        ),
    ),
    "nationality": (
        ("[national]", "[nacional]", "[национальный]", "[національний]"),
        ("[local]", "[local]", "[местный]", "[місцевий]"),
    ),
    "place": (
        ("[region]", "[región]", "[регион]", "[регіон]"),
        ("[country]", "[país]", "[страна]", "[країна]"),
    ),
    "gov_body": (
        ("[the government]", "[el gobierno]", "[правительство]", "[уряд]"),
        ("[authorities]", "[autoridades]", "[власти]", "[влада]"),
    ),
    "law": (("[a law]", "[una ley]", "[закон]", "[закон]"),),
    "date": (
        ("[year]", "[año]", "[год]", "[рік]"),
        ("[recently]", "[recientemente]", "[недавно]", "[нещодавно]"),
    ),
    "number": (
        ("[several]", "[varios]", "[несколько]", "[кілька]"),
        ("[many]", "[muchos]", "[много]", "[багато]"),
    ),
}
"""Nouns that say less than the usual one, for a person to choose."""
_COLUMN = {"en": 0, "es": 1, "ru": 2, "uk": 3}


def choose_language(noun: Noun, language: str) -> str:
    """The noun in the language of an answer, a code of ISO 639; in English where there is none."""
    return noun[_COLUMN.get(language, 0)]
