"""What is wrong with a list of concepts, measured on the answers that it is meant for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tipcoder.language.detection import LIKE
from tipcoder.suggestion.concepts import Concepts, is_short
from tipcoder.suggestion.words import list_word_keys

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
    return [
        *_lint_short(concepts),
        *_lint_repeated(concepts),
        *_lint_frequent(concepts, texts),
        *_lint_untranslated(concepts, languages),
    ]


def _lint_short(concepts: Concepts) -> Iterable[str]:
    for name, language, entry in _iterate_entries(concepts):
        words = list_word_keys(entry)
        if len(words) == 1 and is_short(words[0]) and not entry.startswith("="):
            yield f"{name}, {language}: “{entry}” is too short to begin a longer word, so only the whole word counts."


def _lint_repeated(concepts: Concepts) -> Iterable[str]:
    for name, by_language in concepts.entries.items():
        for language, entries in by_language.items():
            for entry in entries:
                longer = [
                    e
                    for e in entries
                    if e != entry and " " not in entry and e.removeprefix("=").startswith(entry)
                ]
                if longer and not entry.startswith("=") and not is_short(entry):
                    yield f"{name}, {language}: “{entry}” already covers {', '.join(f'“{e}”' for e in longer)}."


def _lint_frequent(concepts: Concepts, texts: Sequence[str]) -> Iterable[str]:
    if len(texts) < _FEW:
        return
    in_texts: Counter[str] = Counter()
    words_of: dict[str, Counter[str]] = {}
    for text in texts:
        found = list(concepts.explain_matches(text))
        in_texts.update({match.concept for _, match in found})
        for word, match in found:
            words_of.setdefault(match.concept, Counter())[word] += 1
    for name, count in in_texts.most_common():
        if count <= _TOO_OFTEN * len(texts):
            return
        common = ", ".join(word for word, _ in words_of[name].most_common(3))
        yield f"{name}: stands in {count / len(texts):.0%} of the answers ({common}), so it tells few of them apart."


def _lint_untranslated(concepts: Concepts, languages: Sequence[str]) -> Iterable[str]:
    if len(languages) < _FEW:
        return
    spoken = Counter(language for language in languages if language.isalpha())
    for language, count in spoken.most_common():
        if count < _PRESENT * len(languages):
            return
        absent = [
            name
            for name, by_language in concepts.entries.items()
            if not (by_language.get(language) or by_language.get(LIKE.get(language, "")))
        ]
        if len(absent) == len(concepts.entries):
            yield f"{language}: {count} answers are in it, and no concept has an entry."
        elif absent:
            yield f"{language}: no entry for {', '.join(absent)}."


def _iterate_entries(concepts: Concepts) -> Iterable[tuple[str, str, str]]:
    for name, by_language in concepts.entries.items():
        for language, entries in by_language.items():
            for entry in entries:
                yield name, language, entry
