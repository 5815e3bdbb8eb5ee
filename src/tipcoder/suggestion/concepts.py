"""Concepts of the field: what makes a definition in one language find an answer in another.

A concept has, per language, beginnings of words. An answer is compared with those of its own
language, and with the longer English ones, because the whole field borrows them; an answer whose
language cannot be told is compared with all. What would match too much is for the linter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tipcoder.language.detection import LIKE
from tipcoder.model.answers import LANGUAGE
from tipcoder.suggestion.word_keys import list_word_keys
from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import Example, Form, Section, declare_texts

SHORTEST = 4
"""Letters from which on an entry stands for longer words too."""
SHORTEST_ARABIC = 3
"""Its roots have three."""
BORROWED = "en"
"""Its words are written in answers of every language: "workshop", "lobbying", "follow-up"."""
BORROWED_LETTERS = 6
"""Letters from which on a borrowed entry counts there: shorter ones begin words of other
languages by chance."""
_WHOLE = "="


class Match(NamedTuple):
    """Why a word says a concept: the entry that fits, and its language in the list."""

    concept: str
    language: str
    entry: str

    def describe_match(self) -> str:
        """For people."""
        kind = "beginning"
        if " " in self.entry:
            kind = "words"
        elif self.entry.startswith(_WHOLE):
            kind = "word"
        name = self.concept.replace("_", " ")
        return f"{name} ({self.language}: {kind} “{self.entry.removeprefix(_WHOLE)}”)"


class _Piece(NamedTuple):
    """A word of an entry, or the beginning of one."""

    text: str
    whole: bool

    def fits_word(self, word: str) -> bool:
        """Whether a word is this one, or begins so."""
        if self.whole:
            return word == self.text
        return word.startswith(self.text)


class _PairEntry(NamedTuple):
    """An entry of two words."""

    first: _Piece
    second: _Piece
    match: Match


@dataclass(frozen=True)
class Concepts:
    """`entries`: concept -> language -> entries as they are written.

    Concepts are numbered in this order.
    """

    entries: Mapping[str, Mapping[str, tuple[str, ...]]]

    _begins: dict[str, list[Match]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Beginnings of words -> entries."""
    _wholes: dict[str, list[Match]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Words -> entries for the whole word."""
    _pairs: dict[str, list[_PairEntry]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """First two letters -> entries of two words: few words share them with any entry."""
    _begun: dict[str, list[_PairEntry]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Words that were looked up -> entries of two words that they begin."""

    def __post_init__(self) -> None:
        for match in self.iterate_entries():
            self._index_entry(match)

    def _index_entry(self, match: Match) -> None:
        pieces = _split_entry(match.entry)
        first = pieces[0]
        # Three tables, so that a word of a text is looked up and not compared with every entry.
        if len(pieces) == 2:
            self._pairs.setdefault(first.text[:2], []).append(_PairEntry(first, pieces[1], match))
        elif first.whole:
            self._wholes.setdefault(first.text, []).append(match)
        else:
            self._begins.setdefault(first.text, []).append(match)

    def iterate_entries(self) -> Iterator[Match]:
        """Every entry with its concept and language, in order of the list."""
        for concept, languages in self.entries.items():
            for language, entries in languages.items():
                for entry in entries:
                    yield Match(concept, language, entry)

    @property
    def names(self) -> list[str]:
        """All concepts, in order."""
        return list(self.entries)

    def find_in_word(self, word: str, language: str = "") -> list[Match]:
        """What a word (as `make_word_key` gives it) says by itself in an answer of a language.

        Of each concept one entry: of the answer's own language first, then the longest.
        """
        matches = list(self._wholes.get(word, ()))
        # From the whole word down to three letters, the shortest beginning that an entry may be.
        for end in range(len(word), 2, -1):
            matches += self._begins.get(word[:end], ())
        return self._choose_matches(matches, language)

    def find_in_pair(self, first: str, second: str, language: str = "") -> list[Match]:
        """What two words in a row say together in an answer of a language."""
        matches = []
        for entry in self._find_begun(first):
            if entry.second.fits_word(second):
                matches.append(entry.match)
        return self._choose_matches(matches, language) if matches else []

    def _find_begun(self, word: str) -> Sequence[_PairEntry]:
        """Entries of two words that begin with this one. Kept, because most words come again."""
        if word not in self._begun:
            found = self._pairs.get(word[:2], ())
            self._begun[word] = [entry for entry in found if entry.first.fits_word(word)]
        return self._begun[word]

    def _choose_matches(self, matches: Sequence[Match], language: str) -> list[Match]:
        """Of each concept the first match that counts, one of the answer's own language before."""
        spoken = LIKE.get(language, language)
        chosen: dict[str, Match] = {}
        for match in matches:
            if not self._counts_in(match, spoken):
                continue
            before = chosen.get(match.concept)
            is_nearer = match.language == spoken and before is not None
            if before is None or (is_nearer and before.language != spoken):
                chosen[match.concept] = match
        return list(chosen.values())

    def _counts_in(self, match: Match, spoken: str) -> bool:
        """Whether an entry counts in answers of a language."""
        if match.language == spoken:
            return True
        # A concept that has no words in this language is looked for by those of all others.
        if not self.entries[match.concept].get(spoken):
            return True
        return match.language == BORROWED and len(match.entry) >= BORROWED_LETTERS

    def may_begin_pair(self, word: str) -> bool:
        """Whether some entry of two words may begin with this one."""
        return bool(self._find_begun(word))

    def explain_matches(self, text: str, language: str = "") -> Iterator[tuple[str, Match]]:
        """Every word, or two words, of a text that say a concept, with the reason.

        It answers "why did this match". Without a `language` the entries of all count.
        """
        words = list_word_keys(text)
        for at, word in enumerate(words):
            for match in self.find_in_word(word, language):
                yield word, match
            if at + 1 < len(words):
                following = words[at + 1]
                for match in self.find_in_pair(word, following, language):
                    yield f"{word} {following}", match

    def merge_with(self, others: Concepts) -> Concepts:
        """These concepts with a study's own.

        One of the same name replaces, and one without entries removes.
        """
        merged = {**self.entries, **others.entries}
        kept = {name: languages for name, languages in merged.items() if any(languages.values())}
        # Reading all entries again takes a while, and few studies have concepts of their own.
        return self if kept == self.entries else Concepts(kept)


WORDS = declare_texts(
    "LANGUAGE",
    "Words that say the concept in this language, compared without case and accents. A word stands "
    "for every word that "
    'begins with it; "=word" is the whole word only, and so is one of fewer than four letters '
    "(three in Arabic). Two "
    "words are two beginnings, one after the other. It counts in answers of this language; English "
    "ones of six letters and more count in all, and where a concept has no words in the language "
    "of an answer, those of every language do.",
    'en = ["hotel", "=inn", "watch list"]',
)
CONCEPT = Section(
    "concept",
    Form.NAMED,
    "What people mean, and the words that say it. A concept replaces the one of the same NAME "
    "that comes with tipcoder; one without any words removes it.",
    (),
    (
        Example(
            "", (WORDS, 'es = ["hotel", "posada"]', 'fr = ["hôtel", "auberge"]'), name="lodging"
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
    """A document of `[concept.NAME]` tables with `en = [...]`.

    Raises BadInput naming place and remedy.
    """
    table = TomlTable(source, "", document)
    entries: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for name, child in CONCEPT.open_named(table):
        entries[name] = _read_languages(child)
    table.refuse_unknown_keys()
    return Concepts(entries)


def _read_languages(table: TomlTable) -> dict[str, tuple[str, ...]]:
    """Language -> entries of one concept."""
    by_language: dict[str, tuple[str, ...]] = {}
    for language in table.unread_keys():
        if not LANGUAGE.fullmatch(language):
            raise table.make_error(f"{language!r} is not a language.", "Use codes like en, es, ru.")
        by_language[language] = table.read_texts(language)
        for entry in by_language[language]:
            _check_entry(entry, table)
    table.refuse_unknown_keys()
    return by_language


def _check_entry(entry: str, table: TomlTable) -> None:
    # Cut into words as answers are, because that is what it is compared with.
    count = len(list_word_keys(entry))
    if not 1 <= count <= 2:
        raise table.make_error(
            f"{entry!r} has {count} words.",
            "An entry is one word or two, or the beginnings of them.",
        )
    is_whole = entry.startswith(_WHOLE)
    if _WHOLE in entry[1:] or (is_whole and count > 1):
        raise table.make_error(
            f"{entry!r} has an = where none can be.", 'Write "=word" for one whole word.'
        )


def _split_entry(entry: str) -> Sequence[_Piece]:
    is_whole = entry.startswith(_WHOLE)
    words = list_word_keys(entry)
    return [_Piece(word, is_whole or is_short(word)) for word in words]


def is_short(word: str) -> bool:
    """Whether an entry has too few letters to stand for anything longer."""
    is_arabic = "\u0600" <= word[:1] <= "\u06ff"
    least = SHORTEST_ARABIC if is_arabic else SHORTEST
    return len(word) < least


def no_concepts() -> Concepts:
    """For a study that wants none."""
    return Concepts({})
