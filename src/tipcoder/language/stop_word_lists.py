"""spaCy's lists of words that say nothing by themselves: and, the, que. They need no model."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

_LANGUAGE = 3
"""Letters that the name of a language has at most."""


@cache
def read_stop_words(language: str) -> tuple[str, ...]:
    """The list of a language, some entries of which are several words.

    Empty where spaCy has no list of it.
    """
    # The name becomes a part of a path, and a study's languages may be anything.
    is_name = language.isascii() and language.isalpha() and len(language) <= _LANGUAGE
    path = _find_list(language) if is_name else None
    return tuple(_read_list(language, path)) if path is not None else ()


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
