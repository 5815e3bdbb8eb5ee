"""Words that stand in many names and in many addresses, and so tell none from another."""

from __future__ import annotations

from functools import cache

from tipcoder.language.table_keys import BODIES, CAUSES, EVERYDAY, NAMING_LINKS, OPENING_LINKS
from tipcoder.language.table_keys import DESKS as DESK_WORDS
from tipcoder.language.table_keys import GENERIC as GENERIC_WORDS
from tipcoder.language.table_keys import SMALL_WORDS as SMALL
from tipcoder.language.tables import list_words
from tipcoder.privacy.compared_words import find_latin_stems, spell_in_latin
from tipcoder.text import fold_text

SMALL_WORDS = frozenset(
    (*(fold_text(word) for word in list_words(SMALL)), "que", "und", "der", "die", "das")
)
"""Articles, prepositions and conjunctions, which part the words of a name; folded."""
LINKING_WORDS = frozenset(fold_text(word) for word in list_words(NAMING_LINKS))
"""Words with which a name of ordinary words goes on; folded."""
OPENING_WORDS = frozenset(fold_text(word) for word in list_words(OPENING_LINKS))
"""Words behind the first word of a sentence that make it a part of a name; folded."""
CAUSE_WORDS = frozenset(fold_text(word) for word in list_words(CAUSES))
"""What organisations are for or against, at the end of a name; folded."""
GENERIC = frozenset(fold_text(word) for word in list_words(GENERIC_WORDS))
"""Words that many names share; alone they name nobody."""
MAIL_PROVIDERS = frozenset(
    (
        *("gmail", "googlemail", "yahoo", "hotmail", "outlook", "live", "aol", "mail", "yandex"),
        *("rambler", "ukr", "gmx", "web", "icloud", "protonmail", "inbox", "list", "bk", "msn"),
        *("ymail", "zoho", "tutanota", "email", "example", "edu", "ac", "org", "com", "net"),
        *("gov", "co"),
    )
)
"""Labels of mail domains that are a provider or a kind of domain, and not an organisation."""
DESKS = frozenset(fold_text(word) for word in list_words(DESK_WORDS))
"""What stands before the @ of an address that belongs to a desk and not to a person."""

SMALL_LATIN = frozenset(spell_in_latin(word) for word in SMALL_WORDS)
GENERIC_LATIN = frozenset(spell_in_latin(word) for word in GENERIC)
"""The same in Latin letters, the way in which names are compared."""

BODY_LATIN = frozenset(spell_in_latin(fold_text(word)) for word in list_words(BODIES))
"""Words at the beginning of a name that say what kind of body it is, and that people leave out."""


@cache
def list_everyday_stems() -> frozenset[str]:
    """Words that organisations like to be called by, under all their stems in Latin letters."""
    stems: set[str] = set()
    for word in list_words(EVERYDAY):
        folded = fold_text(word)
        stems.update(find_latin_stems(folded))
        if folded.isascii():
            stems.add(folded + "s")
    return frozenset(stems)


_SHARED_LATIN = SMALL_LATIN | GENERIC_LATIN


def is_own_word(word: str) -> bool:
    """Whether a word in Latin letters is one that a name does not share with many others."""
    return word not in _SHARED_LATIN
