"""What is wrong with a list of concepts, measured on the answers that it is meant for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tipcoder.language.detection import LIKE
from tipcoder.suggestion.concepts import Concepts, is_short
from tipcoder.suggestion.word_keys import list_word_keys

_TOO_OFTEN = 0.2
"""Share of answers from which on a concept says little about any of them."""
_PRESENT = 0.01
"""Share of answers from which on a language deserves entries."""
_FEW = 50
"""Answers below which shares say nothing."""


def lint_concepts(concepts: Concepts, texts: Sequence[str], languages: Sequence[str]) -> list[str]:
    """Sentences about entries that match too little or too much.

    `languages` are those of the texts, one each.
    """
    # What a person can correct by looking at the list comes before what is measured.
    return [
        *_lint_short(concepts),
        *_lint_repeated(concepts),
        *_lint_frequent(concepts, texts, languages),
        *_lint_untranslated(concepts, languages),
    ]


def _lint_short(concepts: Concepts) -> Iterable[str]:
    for concept, language, entry in concepts.iterate_entries():
        words = list_word_keys(entry)
        is_one_short_word = len(words) == 1 and is_short(words[0])
        # An entry with = asks for the whole word itself.
        if is_one_short_word and not entry.startswith("="):
            yield (
                f"{concept}, {language}: “{entry}” is too short to begin a longer word, "
                "so only the whole word counts."
            )


def _lint_repeated(concepts: Concepts) -> Iterable[str]:
    for concept, language, entry in concepts.iterate_entries():
        if entry.startswith("=") or is_short(entry):
            continue
        longer = _find_longer_entries(entry, concepts.entries[concept][language])
        if longer:
            quoted = ", ".join(f"“{other}”" for other in longer)
            yield f"{concept}, {language}: “{entry}” already covers {quoted}."


def _find_longer_entries(entry: str, others: Sequence[str]) -> list[str]:
    """Entries of one word that begin with this one."""
    longer = []
    for other in others:
        is_other_word = other != entry and " " not in other
        if is_other_word and other.removeprefix("=").startswith(entry):
            longer.append(other)
    return longer


def _lint_frequent(
    concepts: Concepts, texts: Sequence[str], languages: Sequence[str]
) -> Iterable[str]:
    if len(texts) < _FEW:
        return
    in_texts: Counter[str] = Counter()
    words_of: dict[str, Counter[str]] = {}
    for text, language in zip(texts, languages, strict=True):
        found = list(concepts.explain_matches(text, language))
        # A text counts once, however often it says a concept.
        in_texts.update({match.concept for _, match in found})
        for word, match in found:
            words_of.setdefault(match.concept, Counter())[word] += 1

    for concept, count in in_texts.most_common():
        share = count / len(texts)
        if count <= _TOO_OFTEN * len(texts):
            return
        common = ", ".join(word for word, _ in words_of[concept].most_common(3))
        yield (
            f"{concept}: occurs in {share:.0%} of the answers ({common}), "
            "so it tells few of them apart."
        )


def _lint_untranslated(concepts: Concepts, languages: Sequence[str]) -> Iterable[str]:
    if len(languages) < _FEW:
        return
    spoken = Counter(language for language in languages if language.isalpha())
    for language, count in spoken.most_common():
        if count < _PRESENT * len(languages):
            return
        absent = _find_concepts_without(concepts, language)
        if len(absent) == len(concepts.entries):
            yield f"{language}: {count} answers are in it, and no concept has an entry."
        elif absent:
            yield f"{language}: no entry for {', '.join(absent)}."


def _find_concepts_without(concepts: Concepts, language: str) -> list[str]:
    """Concepts with no entry in a language, nor in one that is written alike."""
    like = LIKE.get(language, "")
    absent = []
    for concept, by_language in concepts.entries.items():
        has_entry = bool(by_language.get(language) or by_language.get(like))
        if not has_entry:
            absent.append(concept)
    return absent
