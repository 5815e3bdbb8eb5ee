"""Where: countries, nationalities, languages and cities, inflected, abbreviated or misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from tipcoder.privacy.compared_words import Word
from tipcoder.privacy.gazetteer import Gazetteer
from tipcoder.privacy.hits import LOW, MEDIUM, Hit

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
"""Letters from which a word may be a misspelt country: shorter ones are too near to other words."""
_SHORTEST_STEM = 3


def find_places(text: str, words: Sequence[Word], names: Gazetteer) -> Iterator[Hit]:
    """Hits in the coordinates of `text`, whose words are `words`."""
    yield from _find_listed(words, names)
    yield from _find_words_alone(words, names)

    for dotted in _build_dotted(tuple(names.shorts)):
        for found in dotted.finditer(text):
            yield Hit(*found.span(), "country", MEDIUM, ("country, abbreviated",))

    for found in _FLAG.finditer(text):
        yield Hit(*found.span(), "country", MEDIUM, ("country, as a flag",))
    for found in _ADMINISTRATIVE.finditer(text):
        yield Hit(*found.span(), "place", LOW, ("place, by the word beside it",))


@lru_cache(maxsize=8)
def _build_dotted(shorts: tuple[str, ...]) -> list[re.Pattern[str]]:
    """Patterns of abbreviations with dots, like `U.S.`, which are not one word."""
    dotted = filter(lambda short: not short.isalnum(), shorts)
    return [re.compile(rf"(?<![\w.]){re.escape(short)}(?!\w)") for short in dotted]


def _find_listed(words: Sequence[Word], names: Gazetteer) -> Iterator[Hit]:
    """Phrases of the gazetteer."""
    for found in names.names.find_phrases(words):
        first, last = words[found.first], words[found.last - 1]
        kind = found.what.kind
        single = found.last == found.first + 1
        if single and not _is_meant(first, names, kind):
            continue
        yield Hit(first.start, last.end, kind, MEDIUM, (f"{kind}, by name",))


def _find_words_alone(words: Sequence[Word], names: Gazetteer) -> Iterator[Hit]:
    """Words that are an abbreviation, a nationality by its stem, or a misspelt country."""
    for word in words:
        large = word.text[:1].isupper()
        if word.text.isupper() and names.shorts.get(word.text):
            yield Hit(word.start, word.end, "country", MEDIUM, ("country, abbreviated",))
        elif not large and names.is_lower_case_word(word.folded):
            continue
        elif _is_nationality(word, names):
            yield Hit(word.start, word.end, "nationality", MEDIUM, ("nationality, by its stem",))
        elif large and _is_misspelt(word.folded, names):
            yield Hit(word.start, word.end, "country", MEDIUM, ("country, misspelt",))


def _is_meant(word: Word, names: Gazetteer, kind: str) -> bool:
    """Whether a single word is the place of that name, and not a word that is spelt alike."""
    if word.text[:1].isupper():
        # Two capitals are an abbreviation, which has a list of its own.
        return not (word.text.isupper() and len(word.text) < 3)
    return len(word.text) > 3 and kind != "place" and not names.is_lower_case_word(word.folded)


def _is_nationality(word: Word, names: Gazetteer) -> bool:
    """Whether a word is a known stem with an ending of its language."""
    folded = word.folded
    if folded.isascii():
        return _is_spanish_nationality(folded, names)

    # A Russian ending has four letters at most.
    for cut in range(max(_SHORTEST_STEM, len(folded) - 4), len(folded) + 1):
        if folded[:cut] in names.russian and _RUSSIAN_ENDING.fullmatch(folded[cut:]):
            return True
    return False


def _is_spanish_nationality(folded: str, names: Gazetteer) -> bool:
    """Whether a word is a known stem with an ending of gender or number."""
    # A Spanish ending has three letters at most.
    for cut in range(max(_SHORTEST_STEM, len(folded) - 3), len(folded) + 1):
        if folded[:cut] in names.spanish and folded[cut:] in _SPANISH_ENDINGS:
            return True
    return False


def _is_misspelt(folded: str, names: Gazetteer) -> bool:
    """Whether a word is nearly the name of a country in one Latin word."""
    if len(folded) < _MISSPELT_FROM or not folded.isascii() or not folded.isalpha():
        return False
    return _is_near_known(folded, names.single_countries)


@lru_cache(maxsize=65536)
def _is_near_known(folded: str, known: tuple[str, ...]) -> bool:
    """Whether a word is one error away from a known one that begins with the same letter.

    An error is a letter too many, missing or wrong, or two that changed places (optimal string
    alignment). The known word itself does not count: it was found before.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extractOne(folded, known, scorer=OSA.distance, score_cutoff=1)
    return near is not None and near[0][0] == folded[0] and near[1] > 0
