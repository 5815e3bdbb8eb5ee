"""What negates in a language, and what ends the reach of it: data/reference/negation.toml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tipcoder.shipped_data import reference_file
from tipcoder.suggestion.patterns.answer_words import split_word
from tipcoder.suggestion.word_keys import find_word_places
from tipcoder.tomlfile import TomlTable, load_toml

_FILE = "negation.toml"
Phrase = tuple[str, ...]
"""Keys of words in a row."""


@dataclass(frozen=True)
class NegationRules:
    """The rules of one language; every word as `answer_words` gives its key."""

    phrases: Mapping[str, tuple[tuple[Phrase, str], ...]]
    """What negates, by its first word, the longest first; each with its kind, see `KINDS`."""
    answers: frozenset[str]
    """Words that answer a question where a comma follows."""
    voided_by: frozenset[str]
    """Behind a negation they take it back: not only."""
    stops: frozenset[str]
    """Words that end the reach of a negation."""
    absorbing: frozenset[str]
    """Verbs that take the negation themselves: do not know whether."""
    speakers: frozenset[str]
    """Words with which a new clause begins behind a comma."""


KINDS = ("verb", "noun", "subject", "act", "after")
"""verb: negates the verb behind it (not, never). noun: the nouns behind it, a list of these too
(no, without). subject: everything that is said of it (nobody). act: an act of not doing (fail to),
which says the opposite where it is negated. after: like noun, and the word before it too.
"""
_WORDS = ("answers", "voided_by", "stops", "absorbing", "speakers")


@cache
def load_negation_rules(language: str) -> NegationRules:
    """The rules of a language; of one that has none, rules by which nothing is negated.

    Raises BadInput for a file that cannot be read.
    """
    path = reference_file(_FILE)
    table = TomlTable(path.name, "", load_toml(path))
    section = table.read_table(language) or TomlTable(path.name, language, {})
    phrases: dict[str, list[tuple[Phrase, str]]] = {}
    for kind in KINDS:
        for text in section.read_texts(kind):
            phrase = _cut_phrase(text)
            phrases.setdefault(phrase[0], []).append((phrase, kind))
    words = {name: _collect_keys(section.read_texts(name)) for name in _WORDS}
    section.refuse_unknown_keys()
    return NegationRules(_sort_longest_first(phrases), **words)


def _sort_longest_first(
    phrases: Mapping[str, list[tuple[Phrase, str]]],
) -> dict[str, tuple[tuple[Phrase, str], ...]]:
    ordered: dict[str, tuple[tuple[Phrase, str], ...]] = {}
    for first, listed in phrases.items():
        ordered[first] = tuple(sorted(listed, key=lambda entry: -len(entry[0])))
    return ordered


def _cut_phrase(text: str) -> Phrase:
    keys: list[str] = []
    for start, end in find_word_places(text):
        keys += (part.key for part in split_word(text[start:end]))
    return tuple(keys)


def _collect_keys(entries: Sequence[str]) -> frozenset[str]:
    keys: set[str] = set()
    for entry in entries:
        keys.update(_cut_phrase(entry))
    return frozenset(keys)
