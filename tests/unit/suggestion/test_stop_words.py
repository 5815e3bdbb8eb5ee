"""Words that are no evidence come from spaCy's lists, without waiting for spaCy."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from tipcoder.suggestion.stop_words import load_stop_words
from tipcoder.suggestion.word_keys import make_word_key


@pytest.mark.parametrize("language", ["en", "es", "ru", "uk", "fr", "ar", "pt"])
def test_every_word_of_spacys_list_is_one(language: str) -> None:
    listed = importlib.import_module(f"spacy.lang.{language}.stop_words").STOP_WORDS
    assert {make_word_key(word) for word in listed} <= load_stop_words([language])


@pytest.mark.parametrize("language", ["?", "", "xx", "../en", "toolong"])
def test_what_is_no_language_of_spacys_adds_nothing(language: str) -> None:
    assert load_stop_words([language]) == load_stop_words([])


def test_spacy_itself_is_not_loaded() -> None:
    code = (
        "import sys; from tipcoder.suggestion.stop_words import load_stop_words; "
        "load_stop_words(['es']); print('spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
