"""Role nouns that stand in a released quote where a name stood.

They are role nouns and never numbers: a number would tell which of a list was meant. The nouns of a
language stand in its file in data/languages.
"""

from __future__ import annotations

from functools import cache

from tipcoder.language.tables import LANGUAGES, load_language

NAMED_KINDS = (
    *("own_org", "other_org", "person", "email", "url", "phone", "address", "country"),
    *("nationality", "place", "gov_body", "law", "project", "date", "number", "name", "event"),
)
"""Kinds of hits that have a noun of their own."""
_OTHERWISE = "en"


def list_nouns(kind: str, language: str) -> tuple[str, ...]:
    """The usual noun for a kind of hit, then wider ones that say less, for a person to choose.

    `language` is that of the answer, a code of ISO 639; in English where it has no table. Empty for
    a kind without nouns.
    """
    code = language if language in LANGUAGES else _OTHERWISE
    return load_language(code).nouns.get(kind, ())


@cache
def list_usual_nouns() -> tuple[str, ...]:
    """The usual nouns in all languages, each once."""
    usual: dict[str, None] = {}
    for kind in NAMED_KINDS:
        for language in LANGUAGES:
            usual.update(dict.fromkeys(list_nouns(kind, language)[:1]))
    return tuple(usual)


@cache
def list_all_nouns() -> frozenset[str]:
    """Every noun in every language."""
    every: set[str] = set()
    for kind in NAMED_KINDS:
        for language in LANGUAGES:
            every.update(list_nouns(kind, language))
    return frozenset(every)
