"""Names of countries brought together: as surveys and indices write them -> a three-letter code.

A name is known if it is written like one of the aliases, whatever its accents, apostrophes, blanks
and capitals. Any other name is proposed to a person with the nearest known ones, and matched only
by that person's decision.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

NO_COUNTRY = ""
"""The code of a name that is known not to mean a country, like "Global"."""
_NOT_A_LETTER = re.compile(r"[^\w]|_")
PROPOSALS = 3
_FAR = 60.0
"""Proposals that are less alike (of 100) would only mislead."""


def name_key(name: str) -> str:
    """What two spellings of one name share: letters and digits, folded.

    Accents, blanks and the article do not count, and `&` is `and`.
    """
    letters = []
    for char in unicodedata.normalize("NFKD", name):
        # Besides accents, letters that only modify: one of them serves as an apostrophe.
        if unicodedata.category(char) not in ("Mn", "Lm"):
            letters.append(char)

    # Case folding leaves the Turkish dotless i alone.
    plain = "".join(letters).casefold().replace("&", " and ").replace("ı", "i")
    words = _NOT_A_LETTER.sub(" ", plain).split()
    return "".join(word for word in words if word != "the")


@dataclass(frozen=True)
class CountryProposal:
    """A country that an unknown name may mean, and how alike they are (0 to 100)."""

    country: str
    name: str
    alike: float


@dataclass(frozen=True)
class Crosswalk:
    """Codes by name key, English names by code, and what people decided in this study."""

    names: Mapping[str, str]
    """`AFG` -> `Afghanistan`."""
    keys: Mapping[str, str]
    """Name key -> code, or NO_COUNTRY."""
    decided: Mapping[str, str] = field(default_factory=dict)
    """Name key -> code, or NO_COUNTRY; goes before `keys`."""

    def find_country(self, name: str | None) -> str | None:
        """The code, NO_COUNTRY for what is not a country, or None for an unknown name."""
        if name is None:
            return None
        key = name_key(name)
        if key in self.decided:
            return self.decided[key]
        return self.keys.get(key)

    def find_name(self, country: str) -> str:
        """The English name of a code; the code itself where there is none."""
        return self.names.get(country, country)

    def propose_countries(self, name: str) -> list[CountryProposal]:
        """Countries that an unknown name may mean, the likeliest first.

        Never to be taken without asking.
        """
        from rapidfuzz import fuzz, process

        found = process.extract(
            name_key(name), list(self.keys), scorer=fuzz.WRatio, limit=12, score_cutoff=_FAR
        )
        # Several spellings of one country may be alike; the nearest of them counts.
        best: dict[str, float] = {}
        for key, alike, _ in found:
            country = self.keys[key]
            if country != NO_COUNTRY:
                best[country] = max(alike, best.get(country, 0.0))

        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        proposals = []
        for country, alike in ranked[:PROPOSALS]:
            proposals.append(CountryProposal(country, self.find_name(country), alike))
        return proposals

    def add_decisions(self, decisions: Mapping[str, str]) -> Crosswalk:
        """The same with decisions (name as written -> code or NO_COUNTRY) added."""
        more = {name_key(name): country for name, country in decisions.items()}
        return Crosswalk(self.names, self.keys, {**self.decided, **more})


def build_crosswalk(rows: Iterable[Mapping[str, str]]) -> Crosswalk:
    """From rows with `country`, `name` and `aliases`.

    `country` has three letters or is empty for what is not a country; `aliases` are separated by |.
    Raises ValueError where two countries claim one name: such a table would match silently and
    wrongly.
    """
    names: dict[str, str] = {}
    keys: dict[str, str] = {}
    for row in rows:
        code = row["country"]
        if code:
            names[code] = row["name"]
        spellings = [row["name"], *filter(None, row["aliases"].split("|"))]
        # Files by country may write the code itself.
        if code:
            spellings.append(code)
        for spelling in spellings:
            key = name_key(spelling)
            if keys.setdefault(key, code) != code:
                raise ValueError(f"{spelling!r} means both {keys[key]!r} and {code!r}")
    return Crosswalk(names, keys)
