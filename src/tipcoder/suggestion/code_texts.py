"""What a codebook says of a code, as texts that can be compared with answers."""

from __future__ import annotations

from typing import NamedTuple

from tipcoder.model.codes import Code


class Hint(NamedTuple):
    """A text of the codebook; without a language it fits every answer."""

    text: str
    language: str


def list_profile(code: Code) -> list[Hint]:
    """Everything that is said of a code, with its languages: descriptions, cues and examples."""
    descriptions = _list_descriptions(code)
    # A code without cues is described twice: its descriptions stand in for them.
    return [*descriptions, *(_list_phrases(code) or descriptions)]


def list_hints(code: Code) -> list[Hint]:
    """Phrases and examples as respondents write them; the descriptions of a code that has none."""
    found = _list_phrases(code)
    if found:
        return found
    # A description is compared with answers in every language.
    return [Hint(hint.text, "") for hint in _list_descriptions(code)]


def _list_descriptions(code: Code) -> list[Hint]:
    found = []
    for texts in (code.label, code.definition, code.use_when):
        for language, text in texts.items():
            if text.strip():
                found.append(Hint(text, language))
    return found


def _list_phrases(code: Code) -> list[Hint]:
    found = []
    for by_language in (code.cues, code.examples):
        for language, texts in by_language.items():
            found += [Hint(text, language) for text in texts if text.strip()]
    return found
