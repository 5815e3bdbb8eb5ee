"""Words that are no evidence of anything: and, the, que. spaCy's lists, which need no model."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

from tipcoder.suggestion.word_keys import list_word_keys, make_word_key

_ALWAYS = ("en",)
_LANGUAGE = 3
"""Letters that the name of a language has at most."""


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
    # The name becomes a part of a path, and a study's languages may be anything.
    is_name = language.isascii() and language.isalpha() and len(language) <= _LANGUAGE
    path = _find_list(language) if is_name else None
    if path is None:
        return frozenset()

    found: set[str] = set()
    for phrase in _read_list(language, path):
        found.add(make_word_key(phrase))
        # Some entries are several words, of which a text has each by itself.
        found.update(list_word_keys(phrase))
    return frozenset(found)


def _find_list(language: str) -> Path | None:
    """The file with a language's list; None where there is none, or no spaCy."""
    package = find_spec("spacy")
    if package is None or package.origin is None:
        return None
    path = Path(package.origin).parent / "lang" / language / "stop_words.py"
    return path if path.is_file() else None


def _read_list(language: str, path: Path) -> Iterable[str]:
    # Read by itself, because importing it the usual way imports the whole of spaCy, which takes a
    # second.
    spec = spec_from_file_location(f"stop_words_{language}", path)
    if spec is None or spec.loader is None:
        return ()
    module = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except ImportError:
        return ()
    listed: Iterable[str] = module.STOP_WORDS
    return listed
