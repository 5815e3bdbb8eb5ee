"""Concepts of the field: what makes a definition in one language find an answer in another.

A concept has, per language, beginnings of words. They are compared with every word, whatever the
language of the answer: answers mix languages, and the short ones cannot be told. What would match
too much is for the linter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tipcoder.model import LANGUAGE
from tipcoder.suggestion.words import list_word_keys
from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import Example, Form, Section, declare_texts

SHORTEST = 4
"""Letters from which on an entry stands for longer words too."""
SHORTEST_ARABIC = 3
"""Its roots have three."""
_WHOLE = "="


class Match(NamedTuple):
    """Why a word says a concept: the entry that fits, and the language it stands under."""

    concept: str
    language: str
    entry: str

    def describe_match(self) -> str:
        """For people."""
        kind = (
            "words"
            if " " in self.entry
            else "word"
            if self.entry.startswith(_WHOLE)
            else "beginning"
        )
        return f"{self.concept.replace('_', ' ')} ({self.language}: {kind} “{self.entry.removeprefix(_WHOLE)}”)"


class _Piece(NamedTuple):
    text: str
    whole: bool

    def fits_word(self, word: str) -> bool:
        return word == self.text if self.whole else word.startswith(self.text)


@dataclass(frozen=True)
class Concepts:
    """`entries`: concept -> language -> entries as they are written. Concepts are numbered in this
    order.
    """

    entries: Mapping[str, Mapping[str, tuple[str, ...]]]

    def __post_init__(self) -> None:
        begins: dict[str, list[Match]] = {}
        wholes: dict[str, list[Match]] = {}
        pairs: dict[str, list[tuple[_Piece, _Piece, Match]]] = {}
        for concept, languages in self.entries.items():
            for language, entries in languages.items():
                for entry in entries:
                    match, pieces = Match(concept, language, entry), _split_entry(entry)
                    if len(pieces) == 2:
                        pairs.setdefault(pieces[0].text[:2], []).append(
                            (pieces[0], pieces[1], match)
                        )
                    else:
                        (wholes if pieces[0].whole else begins).setdefault(
                            pieces[0].text, []
                        ).append(match)
        object.__setattr__(self, "_begins", begins)
        object.__setattr__(self, "_wholes", wholes)
        object.__setattr__(self, "_pairs", pairs)

    @property
    def names(self) -> list[str]:
        """All concepts, in order."""
        return list(self.entries)

    def find_in_word(self, word: str) -> list[Match]:
        """What a word (as `words.key` gives it) says by itself, the longest entry of
        each concept.
        """
        begins: Mapping[str, list[Match]] = self._begins  # type: ignore[attr-defined]
        wholes: Mapping[str, list[Match]] = self._wholes  # type: ignore[attr-defined]
        found = {match.concept: match for match in reversed(wholes.get(word, ()))}
        for end in range(len(word), 2, -1):
            for match in begins.get(word[:end], ()):
                found.setdefault(match.concept, match)
        return list(found.values())

    def find_in_pair(self, first: str, second: str) -> list[Match]:
        """What two words in a row say together."""
        pairs: Mapping[str, list[tuple[_Piece, _Piece, Match]]] = self._pairs  # type: ignore[attr-defined]
        found = {
            match.concept: match
            for one, other, match in pairs.get(first[:2], ())
            if one.fits_word(first) and other.fits_word(second)
        }
        return list(found.values())

    def may_begin_pair(self, word: str) -> bool:
        """Whether some entry of two words may begin with this one."""
        pairs: Mapping[str, list[tuple[_Piece, _Piece, Match]]] = self._pairs  # type: ignore[attr-defined]
        return any(one.fits_word(word) for one, _, _ in pairs.get(word[:2], ()))

    def explain_matches(self, text: str) -> Iterator[tuple[str, Match]]:
        """Every word, or two words, of a text that say a concept, with the reason: "why did this
        match".
        """
        words = list_word_keys(text)
        for at, word in enumerate(words):
            yield from ((word, match) for match in self.find_in_word(word))
            if at + 1 < len(words):
                yield from (
                    (f"{word} {words[at + 1]}", match)
                    for match in self.find_in_pair(word, words[at + 1])
                )

    def merge_with(self, others: Concepts) -> Concepts:
        """These concepts with a study's own: one of the same name replaces, one without entries
        removes.
        """
        merged = {**self.entries, **others.entries}
        return Concepts(
            {name: languages for name, languages in merged.items() if any(languages.values())}
        )


WORDS = declare_texts(
    "LANGUAGE",
    "Words that say the concept in this language, compared without case and accents. A word stands "
    "for every word that "
    'begins with it; "=word" is the whole word only, and so is one of fewer than four letters '
    "(three in Arabic). Two "
    "words are two beginnings, one after the other.",
    'en = ["hotel", "=inn", "watch list"]',
)
CONCEPT = Section(
    "concept",
    Form.NAMED,
    "What people mean, and the words that say it. A concept replaces the one of the same NAME "
    "that comes along; one without any words removes it.",
    (),
    (
        Example(
            "", (WORDS, 'es = ["hotel", "posada"]', 'ru = ["гостиниц", "отел"]'), name="lodging"
        ),
        Example("No longer looked for", ("en = []",), name="parliament"),
    ),
    any_key=WORDS,
)
CONCEPTS = Section(
    "", Form.TOP, "A concepts.toml has no keys above its tables.", (), (), sections=(CONCEPT,)
)
"""Everything that a concepts.toml may say."""


def parse_concepts(document: Mapping[str, object], source: str) -> Concepts:
    """A document of `[concept.NAME]` tables with `en = [...]`. Raises BadInput naming place and
    remedy.
    """
    table = TomlTable(source, "", document)
    entries: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for name, child in CONCEPT.open_named(table):
        entries[name] = _read_words(child)
    table.refuse_unknown_keys()
    return Concepts(entries)


def _read_words(table: TomlTable) -> dict[str, tuple[str, ...]]:
    """Language -> its entries; every key of the table is a language."""
    words: dict[str, tuple[str, ...]] = {}
    for language in table.unread_keys():
        if not LANGUAGE.fullmatch(language):
            raise table.make_error(f"{language!r} is no language.", "Use codes like en, es, ru.")
        words[language] = table.read_texts(language)
        for entry in words[language]:
            _check_entry(entry, table)
    table.refuse_unknown_keys()
    return words


def _check_entry(entry: str, table: TomlTable) -> None:
    count = len(list_word_keys(entry))
    if not 1 <= count <= 2:
        raise table.make_error(
            f"{entry!r} has {count} words.",
            "An entry is one word or two, or the beginnings of them.",
        )
    if _WHOLE in entry[1:] or (entry.startswith(_WHOLE) and count > 1):
        raise table.make_error(
            f"{entry!r} has an = where none can be.", 'Write "=word" for one whole word.'
        )


def _split_entry(entry: str) -> Sequence[_Piece]:
    found = list_word_keys(entry)
    return [_Piece(word, entry.startswith(_WHOLE) or is_short(word)) for word in found]


def is_short(word: str) -> bool:
    """Whether an entry has too few letters to stand for anything longer."""
    return len(word) < (SHORTEST_ARABIC if "\u0600" <= word[:1] <= "\u06ff" else SHORTEST)


def no_concepts() -> Concepts:
    """For a study that wants none."""
    return Concepts({})
