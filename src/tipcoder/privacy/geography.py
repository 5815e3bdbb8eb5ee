"""Where: countries, nationalities, languages and cities, inflected, abbreviated or misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from tipcoder.privacy.gazetteer import Gazetteer
from tipcoder.privacy.hits import LOW, MEDIUM, Hit
from tipcoder.privacy.words import Word

_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_SPANISH_ENDINGS = ("", "o", "a", "os", "as", "e", "es", "s", "ies", "an", "ans")
_RUSSIAN_ENDING = re.compile(
    "(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими|а|у|е|ы|и|ов|ам|ами|ах|ем|ей|ею|ою|ек|ки|ку|кой|ка|"
    "ок|і|їв|ів|ами|у|я|ин|ина|ину|ином|ине|ки|ским|ском|ская|)"
)
_ADMINISTRATIVE = re.compile(
    r"\b(?:[Pp]rovince|[Dd]istrict|[Cc]ounty|[Ss]tate|[Rr]egion|[Mm]unicipality|[Cc]ity|[Tt]own|"
    r"[Vv]illage|[Oo]blast|[Ll]ake|[Bb]order) of (?:the )?[A-Z]\w+(?: [A-Z]\w+)*|"
    r"\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)? (?:[Pp]rovince|[Dd]istrict|[Cc]ounty|[Oo]blast|[Rr]egion|"
    r"[Mm]unicipality|[Bb]order|[Ll]ake|[Ii]sland)\b|"
    r"\b(?:[Dd]epartamento|[Pp]rovincia|[Mm]unicipio|[Cc]iudad|[Ee]stado|[Ff]rontera|[Cc]omunidad|"
    r"[Vv]ereda|[Bb]arrio) (?:de|del|con) (?:la |el |los |las )?[A-ZÁÉÍÓÚÑ]\w+(?: "
    r"[A-ZÁÉÍÓÚÑ]\w+)*|"
    r"\b[А-ЯЁІЇЄ][а-яёіїє-]+(?:ск|цк|зьк)\w+ (?:област|район|кра[йяею]|губерни|округ)\w*|"
    r"\b(?:город|г\.|сел[оае]|посёлк?о?к?|област)\w* [А-ЯЁІЇЄ][а-яёіїє-]+"
)
_MISSPELT_FROM = 6


def find_places(text: str, words: Sequence[Word], names: Gazetteer) -> Iterator[Hit]:
    """Hits in the coordinates of `text`, whose words are `words`."""
    for found in names.names.find_phrases(words):
        first, last = words[found.first], words[found.last - 1]
        if found.last == found.first + 1 and not _is_meant(first, names, found.what.kind):
            continue
        yield Hit(first.start, last.end, found.what.kind, MEDIUM, (f"{found.what.kind}, by name",))
    for word in words:
        if word.text.isupper() and names.shorts.get(word.text):
            yield Hit(word.start, word.end, "country", MEDIUM, ("country, abbreviated",))
        elif word.text[:1].isupper() or not names.is_lower_case_word(word.folded):
            if _is_nationality(word, names):
                yield Hit(
                    word.start, word.end, "nationality", MEDIUM, ("nationality, by its stem",)
                )
            elif word.text[:1].isupper() and _is_misspelt(word.folded, names):
                yield Hit(word.start, word.end, "country", MEDIUM, ("country, misspelt",))
    for short in names.shorts:
        if not short.isalnum():
            for at in re.finditer(rf"(?<![\w.]){re.escape(short)}(?!\w)", text):
                yield Hit(at.start(), at.end(), "country", MEDIUM, ("country, abbreviated",))
    for at in _FLAG.finditer(text):
        yield Hit(at.start(), at.end(), "country", MEDIUM, ("country, as a flag",))
    for at in _ADMINISTRATIVE.finditer(text):
        yield Hit(at.start(), at.end(), "place", LOW, ("place, by the word beside it",))


def _is_meant(word: Word, names: Gazetteer, kind: str) -> bool:
    """Whether a single word is the place of that name, and not a word that is spelt alike."""
    if word.text[:1].isupper():
        return not (word.text.isupper() and len(word.text) < 3)
    return len(word.text) > 3 and kind != "place" and not names.is_lower_case_word(word.folded)


def _is_nationality(word: Word, names: Gazetteer) -> bool:
    folded = word.folded
    if folded.isascii():
        return any(
            folded.endswith(ending) and folded[: len(folded) - len(ending)] in names.spanish
            for ending in _SPANISH_ENDINGS
            if len(folded) - len(ending) > 2
        )
    return any(
        folded[:cut] in names.russian and _RUSSIAN_ENDING.fullmatch(folded[cut:])
        for cut in range(max(3, len(folded) - 4), len(folded) + 1)
    )


def _is_misspelt(folded: str, names: Gazetteer) -> bool:
    return (
        len(folded) >= _MISSPELT_FROM
        and folded.isascii()
        and folded.isalpha()
        and _is_near_known(folded, names.single_countries)
    )


@lru_cache(maxsize=65536)
def _is_near_known(folded: str, known: tuple[str, ...]) -> bool:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    # A word that is right itself was found before; one letter off, or two changed places, and the same first letter.
    near = process.extractOne(folded, known, scorer=OSA.distance, score_cutoff=1)
    return near is not None and near[0][0] == folded[0] and near[1] > 0
