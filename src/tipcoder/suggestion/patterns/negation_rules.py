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
    denials: Mapping[str, tuple[tuple[Phrase, str], ...]]
    """What takes a judgement back, like `phrases`; each with `DENIAL` or `DENIAL_AFTER`."""
    openings: Mapping[Phrase, str]
    """Denials that have a word before what they deny as well -> that word."""
    expectations: Mapping[str, tuple[tuple[Phrase, str], ...]]
    """What tells of a fear, like `phrases`; each with `EXPECTED` or `SUPPOSED`."""
    forecasts: frozenset[str]
    """Words that make a supposition one about what comes: would."""
    turns: Mapping[str, tuple[tuple[Phrase, str], ...]]
    """What tells that it came otherwise, like `phrases`."""


KINDS = ("verb", "noun", "subject", "act", "after")
"""verb: negates the verb behind it (not, never). noun: the nouns behind it, a list of these too
(no, without). subject: everything that is said of it (nobody). act: an act of not doing (fail to),
which says the opposite where it is negated. after: like noun, and the word before it too.
"""
DENIAL, DENIAL_AFTER = "denial", "denial_after"
"""denial: takes back what stands behind it (cannot say that). denial_after: what stands before it
(is not the word).
"""
EXPECTED, SUPPOSED = "expected", "supposed"
"""expected: tells of a fear or an expectation by itself (feared). supposed: does so where a
forecast follows (thought that it would).
"""
_TURNS = "turns"
_OPEN = "…"
"""In a denial: here stands what is denied."""
_WORDS = ("answers", "voided_by", "stops", "absorbing", "speakers", "forecasts")


@cache
def load_negation_rules(language: str) -> NegationRules:
    """The rules of a language; of one that has none, rules by which nothing is negated.

    Raises BadInput for a file that cannot be read.
    """
    path = reference_file(_FILE)
    table = TomlTable(path.name, "", load_toml(path))
    section = table.read_table(language) or TomlTable(path.name, language, {})
    negating = _read_phrases(section, KINDS)
    denying = {kind: section.read_texts(kind) for kind in (DENIAL, DENIAL_AFTER)}
    expectations = _read_phrases(section, (EXPECTED, SUPPOSED))
    turns = _read_phrases(section, (_TURNS,))
    words = {name: _collect_keys(section.read_texts(name)) for name in _WORDS}
    section.refuse_unknown_keys()
    return NegationRules(
        negating,
        denials=_order_phrases(denying),
        openings=_collect_openings(denying[DENIAL_AFTER]),
        expectations=expectations,
        turns=turns,
        **words,
    )


def _read_phrases(
    section: TomlTable, kinds: Sequence[str]
) -> dict[str, tuple[tuple[Phrase, str], ...]]:
    return _order_phrases({kind: section.read_texts(kind) for kind in kinds})


def _order_phrases(
    texts: Mapping[str, Sequence[str]],
) -> dict[str, tuple[tuple[Phrase, str], ...]]:
    """Kind -> its phrases: by their first word, the longest first; each with its kind."""
    phrases: dict[str, list[tuple[Phrase, str]]] = {}
    for kind, written in texts.items():
        for text in written:
            phrase = _cut_phrase(text.rpartition(_OPEN)[2])
            phrases.setdefault(phrase[0], []).append((phrase, kind))
    ordered: dict[str, tuple[tuple[Phrase, str], ...]] = {}
    for first, listed in phrases.items():
        ordered[first] = tuple(sorted(listed, key=lambda entry: -len(entry[0])))
    return ordered


def _collect_openings(texts: Sequence[str]) -> dict[Phrase, str]:
    """Of denials such as "de … no tuvo nada" what stands before the … by what stands behind it."""
    openings: dict[Phrase, str] = {}
    for text in texts:
        before, _, behind = text.rpartition(_OPEN)
        if before:
            openings[_cut_phrase(behind)] = _cut_phrase(before)[-1]
    return openings


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
