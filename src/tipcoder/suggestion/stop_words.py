"""Words that are no evidence of anything: and, the, que, не. spaCy's lists, which need no model."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

from tipcoder.suggestion.words import list_word_keys, make_word_key

_ALWAYS = ("en",)
_LANGUAGE = 3
"""Letters that the name of a language has at most."""


def load_stop_words(languages: Iterable[str]) -> frozenset[str]:
    """The stop words of these languages and of English, as `words.key` gives them; none where spaCy
    has no list.
    """
    found: set[str] = set()
    for language in {*_ALWAYS, *languages}:
        found |= _load_language_list(language)
    return frozenset(found)


@cache
def _load_language_list(language: str) -> frozenset[str]:
    if not (language.isascii() and language.isalpha() and len(language) <= _LANGUAGE):
        return frozenset()
    package = find_spec("spacy")
    if package is None or package.origin is None:
        return frozenset()
    path = Path(package.origin).parent / "lang" / language / "stop_words.py"
    # Read by itself, because importing it the usual way imports the whole of spaCy, which takes a
    # second.
    spec = spec_from_file_location(f"stop_words_{language}", path)
    if spec is None or spec.loader is None or not path.is_file():
        return frozenset()
    module = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except ImportError:
        return frozenset()
    listed: Iterable[str] = module.STOP_WORDS
    return frozenset(
        word for phrase in listed for word in (make_word_key(phrase), *list_word_keys(phrase))
    )
