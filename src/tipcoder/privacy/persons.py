"""People by how their names are written: titles, initials, patronymics."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipcoder.privacy.hits import MEDIUM, Hit

_CAP = r"[A-ZÁÉÍÓÚÑÀÂÇÈÊËÎÏÔÙÛÜÖÄŠŽČĆ][\w’'-]+"
_CYR = r"[А-ЯЁІЇЄҐ][а-яёіїєґ'’-]+"
"""A word that begins with a capital, in Latin and in Cyrillic letters."""
_PATTERNS = (
    (
        re.compile(
            rf"\b(?:(?:Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Sr|Sra|Srta|Dra|Lic|Licda|Ing|M|Mme|Mlle)\.?|"
            rf"Miss|Professor|Sir|Madam|Judge|Justice|Minister|Ambassador|President|Senator|"
            rf"Congressman|Congresswoman|Pastor|Father|Sister|Bishop|Reverend|Captain|Colonel|"
            rf"Inspector|Chief|Don|Doña|Padre|Hermana|Monseñor|Ministra|Ministro|Embajador|"
            rf"Embajadora|Presidente|Presidenta|Diputado|Diputada|Fiscal|Juez|"
            rf"Jueza) (?:(?:de|del|la|los|von|van|al|el|bin) )*{_CAP}(?: (?:(?:de|del|la|los|von|"
            rf"van|al|el|y) )*{_CAP}){{0,3}}"
        ),
        "person, by a title",
    ),
    (
        re.compile(
            rf"\b(?:[Гг]осподин|[Гг]оспож|[Гг]-н|[Гг]-ж|[Сс]удь|[Мм]инистр|[Пп]осол|[Пп]осла|"
            rf"[Дд]епутат|[Пп]рокурор|[Пп]ан|[Пп]ані)(?:а|е|я|ей|у|ом|ы|и|ой|"
            rf"ю)? {_CYR}(?: {_CYR}){{0,2}}"
        ),
        "person, by a title",
    ),
    (
        re.compile(
            rf"(?:{_CYR} )?{_CYR} [А-ЯЁІЇЄҐ][а-яёіїє]+(?:ович|евич|ич|овн|евн|ичн|івн|"
            rf"йович)[а-яёіїє]{{0,3}}(?: {_CYR})?"
        ),
        "person, by a patronymic",
    ),
    (re.compile(rf"(?<!\w)[А-ЯЁІЇЄҐ]\.\s?(?:[А-ЯЁІЇЄҐ]\.\s?)?{_CYR}"), "person, by initials"),
    (re.compile(rf"(?<!\w){_CYR}\s[А-ЯЁІЇЄҐ]\.\s?[А-ЯЁІЇЄҐ]\."), "person, by initials"),
    (
        re.compile(r"(?<![\w.])(?!U\.\s?S)[A-Z]\.\s?(?:[A-Z]\.\s?)?[A-Z][a-zñáéíóú]{3,}(?![\w.])"),
        "person, by initials",
    ),
)
_NOT_NAMES = re.compile(
    r"^(?:Mr|M|Chief|Fiscal|President|Minister|Father|Don)\.? (?:The|of|de|General|Obama|Trump)\b"
)
"""Titles of offices, and of heads of state whom answers name and nobody hides."""


def find_persons(text: str) -> Iterator[Hit]:
    """Hits in the coordinates of `text`."""
    for pattern, why in _PATTERNS:
        for found in pattern.finditer(text):
            if not _NOT_NAMES.match(found[0]):
                yield Hit(*found.span(), "person", MEDIUM, (why,))
