"""What a codebook says of a code, as texts that can be compared with answers."""

from __future__ import annotations

from typing import NamedTuple

from tipcoder.model import Code


class Hint(NamedTuple):
    """A phrase or an example, as respondents write; without a language it fits every text."""

    text: str
    language: str


def list_descriptions(code: Code) -> list[str]:
    """What the codebook says of a code in whole sentences, in every language."""
    found = []
    for texts in (code.label, code.definition, code.use_when):
        found += [text for text in texts.values() if text.strip()]
    return found


def list_cues(code: Code) -> list[str]:
    """Phrases and examples as respondents write them; the descriptions of a code that has none."""
    return [hint.text for hint in list_hints(code)]


def list_hints(code: Code) -> list[Hint]:
    """The same with their languages."""
    found = []
    for by_language in (code.cues, code.examples):
        for language, texts in by_language.items():
            found += [Hint(text, language) for text in texts if text.strip()]
    if found:
        return found
    return [Hint(text, "") for text in list_descriptions(code)]
