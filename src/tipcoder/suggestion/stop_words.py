"""Words that are no evidence of anything: and, the, que. spaCy's lists, which need no model."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from tipcoder.language.stop_word_lists import read_stop_words
from tipcoder.suggestion.word_keys import list_word_keys, make_word_key

_ALWAYS = ("en",)


def load_stop_words(languages: Iterable[str]) -> frozenset[str]:
    """The stop words of these languages and of English, as `make_word_key` gives them.

    A language of which spaCy has no list adds none.
    """
    found: set[str] = set()
    for language in {*_ALWAYS, *languages}:
        found |= _load_language_list(language)
    return frozenset(found)


@cache
def _load_language_list(language: str) -> frozenset[str]:
    found: set[str] = set()
    for phrase in read_stop_words(language):
        found.add(make_word_key(phrase))
        # Some entries are several words, of which a text has each by itself.
        found.update(list_word_keys(phrase))
    return frozenset(found)
