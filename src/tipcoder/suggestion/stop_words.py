"""Words that are no evidence of anything: and, the, que, не. spaCy's lists, which need no model."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from tipcoder.suggestion.words import key, keys

_ALWAYS = ("en",)
_LANGUAGE = 3
"""Letters that the name of a language has at most."""


def stop_words(languages: Iterable[str]) -> frozenset[str]:
    """The stop words of these languages and of English, as `words.key` gives them; none where spaCy has no list."""
    found: set[str] = set()
    for language in {*_ALWAYS, *languages}:
        found |= _listed(language)
    return frozenset(found)


@cache
def _listed(language: str) -> frozenset[str]:
    from importlib import import_module

    if not (language.isascii() and language.isalpha() and len(language) <= _LANGUAGE):
        return frozenset()
    try:
        listed: Iterable[str] = import_module(f"spacy.lang.{language}.stop_words").STOP_WORDS
    except ImportError:
        return frozenset()
    return frozenset(word for phrase in listed for word in (key(phrase), *keys(phrase)))
