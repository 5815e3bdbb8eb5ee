"""An answer as patterns see it: its words with their places, and what stands between them.

Commas, quotation marks, hyphens and slashes part words and say nothing else. Sentences are those
that a coder selects with one key (`language.units`). Offsets are code points of the text.
"""

from __future__ import annotations

from enum import IntEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.language.units import TextUnit, find_spans
from tipcoder.suggestion.word_keys import find_word_places
from tipcoder.text import fold_text

if TYPE_CHECKING:
    from regex import Pattern

NOT = "n't"
"""The key of what is left of "not" behind a verb."""
_WHOLE_VERBS = {"ca": "can", "wo": "will", "sha": "shall"}
_BARE = frozenset(
    (
        "dont",
        "doesnt",
        "didnt",
        "isnt",
        "arent",
        "wasnt",
        "werent",
        "havent",
        "hasnt",
        "hadnt",
        "couldnt",
        "wouldnt",
        "shouldnt",
        "cant",
        "wont",
        "aint",
        "mustnt",
    )
)
"""Written without their apostrophe, as many do."""
_DROPPED = frozenset(("s", "ve", "re", "ll", "d", "m"))
"""What an English apostrophe may be followed by, and what says nothing."""
_APOSTROPHES = "'’ʼ"
_TYPED_FOR_IT = {ord(letter): "’" for letter in "´`‘′"}
"""What people type where an apostrophe should stand, as on Spanish keyboards."""
_WORDS_KEPT = 100_000


class Break(IntEnum):
    """What stands before a word."""

    NONE = 0
    COMMA = 1
    CLAUSE = 2
    """One of ; : ( ) or a dash."""
    SENTENCE = 3


class WordPart(NamedTuple):
    """A piece of a written word that counts as a word: its key, and its place in it."""

    key: str
    written: str
    """In small letters, with accents."""
    start: int
    end: int


class AnswerWords(NamedTuple):
    """The words of a text in order; all lists are of one length."""

    keys: list[str]
    starts: list[int]
    ends: list[int]
    breaks: list[Break]


@lru_cache(maxsize=_WORDS_KEPT)
def split_word(written: str) -> tuple[WordPart, ...]:
    """The words in one written word: "didn't" is two, "l'ONG" is two, "today's" is one."""
    if written.isalnum() and written.isascii():
        return _split_plain(written)
    pieces: list[tuple[int, int]] = []
    start = 0
    for at, letter in enumerate(written):
        if letter in _APOSTROPHES and not _is_inside_cyrillic(written, at):
            pieces.append((start, at))
            start = at + 1
    pieces.append((start, len(written)))
    return tuple(_join_pieces(written, pieces))


def _split_plain(written: str) -> tuple[WordPart, ...]:
    low = written.casefold()
    if low == "cannot":
        return (WordPart("can", "can", 0, 3), WordPart("not", "not", 3, 6))
    if low in _BARE:
        cut = len(low) - 2
        verb = _WHOLE_VERBS.get(low[:cut], low[:cut])
        return (WordPart(verb, verb, 0, cut), WordPart(NOT, NOT, cut, len(low)))
    return (WordPart(low, low, 0, len(low)),)


def _is_inside_cyrillic(written: str, at: int) -> bool:
    """Whether an apostrophe is a letter, as in Ukrainian."""
    around = written[at - 1 : at] + written[at + 1 : at + 2]
    return len(around) == 2 and all("\u0400" <= letter <= "\u052f" for letter in around)


def _join_pieces(written: str, pieces: list[tuple[int, int]]) -> list[WordPart]:
    parts: list[WordPart] = []
    last = len(pieces) - 1
    for number, (start, end) in enumerate(pieces):
        piece = written[start:end]
        before = written[pieces[number - 1][0] : start - 1] if number else ""
        if number and piece.casefold() == "t" and before[-1:] in ("n", "N"):
            parts += _split_negated_verb(parts.pop(), end)
        elif not (number and number == last and piece.casefold() in _DROPPED) and piece:
            parts.append(_make_part(piece, start, end))
    return parts


def _split_negated_verb(verb: WordPart, end: int) -> list[WordPart]:
    cut = verb.end - 1
    negation = WordPart(NOT, NOT, cut, end)
    if cut == verb.start:
        return [negation]
    key = _WHOLE_VERBS.get(verb.key[:-1], verb.key[:-1])
    return [WordPart(key, key, verb.start, cut), negation]


def _make_part(piece: str, start: int, end: int) -> WordPart:
    small = piece.casefold()
    for apostrophe in _APOSTROPHES:
        small = small.replace(apostrophe, "")
    return WordPart(fold_text(small), small, start, end)


def unify_apostrophes(text: str) -> str:
    """The text with one kind of apostrophe, a code point for a code point."""
    return text if text.isascii() and "`" not in text else text.translate(_TYPED_FOR_IT)


def read_words(text: str) -> AnswerWords:
    """The words of an answer, whose apostrophes are unified, with what stands before each."""
    words = AnswerWords([], [], [], [])
    sentence_starts = _find_sentence_starts(text)
    before = 0
    for start, end in find_word_places(text):
        gap = _find_break(text, before, start)
        if sentence_starts and start >= sentence_starts[0]:
            gap = Break.SENTENCE
            while sentence_starts and start >= sentence_starts[0]:
                sentence_starts.pop(0)
        for part in split_word(text[start:end]):
            words.keys.append(part.key)
            words.starts.append(start + part.start)
            words.ends.append(start + part.end)
            words.breaks.append(gap)
            gap = Break.NONE
        before = end
    return words


def _find_sentence_starts(text: str) -> list[int]:
    """Where each sentence but the first begins; the first word of all begins one too."""
    return [0, *(start for start, _ in find_spans(text, TextUnit.SENTENCE)[1:])]


def _find_break(text: str, start: int, end: int) -> Break:
    """What the characters between two words do."""
    between = text[start:end]
    if between in (" ", ""):
        return Break.NONE
    if _compile_clause_ends().search(between) or _runs_together(text, start, end):
        return Break.CLAUSE
    return Break.COMMA if "," in between or "،" in between else Break.NONE


def _runs_together(text: str, start: int, end: int) -> bool:
    """Whether a stop lacks its blank: "They asked.We came." """
    is_stop = text[start:end] == "." and start > 0
    return is_stop and text[start - 1].islower() and text[end : end + 1].isupper()


@cache
def _compile_clause_ends() -> Pattern[str]:
    import regex  # here, because most of the command line has no use for it

    # A hyphen parts clauses only between blanks, and a colon not inside a time.
    return regex.compile(r"[;()\[\]؛—…!?]|:\s|\s[–-]+\s|\.\.\.")
