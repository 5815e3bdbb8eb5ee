"""Sentences in which somebody says who they are: what they run, whom they serve, who pays them.

No name stands in them, and a colleague knows at once who writes. A rule can only point: it sees a
first person beside what organisations do or have, and cannot know how many do the same. So these
hits are weak. Nobody has to decide about them, and whoever reads may fold them away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from tipcoder.language.table_keys import (
    BEING,
    BELONGINGS,
    MONEY_WORDS,
    OUR_ENDINGS,
    SELF_DEEDS,
    SELF_FILLERS,
    SELF_OBJECTS,
    SELF_POSSESSIVES,
    SELF_POSTS,
    SELF_SUBJECTS,
    SPEAKING,
    WordsKey,
)
from tipcoder.language.tables import list_words, load_languages
from tipcoder.privacy.compared_words import Word
from tipcoder.privacy.hits import WEAK, Hit
from tipcoder.privacy.sound_keys import is_cyrillic
from tipcoder.text import fold_text

_SENTENCE_END = re.compile(r"[.!?;…][\"»”')\]]*\s|\n|\s/\s")
_CLAUSE_END = re.compile(r"[,:()\"«»]")
_FURTHEST_DEED = 4
"""Words from a subject to what it does."""
_FURTHEST_BELONGING = 5
"""Words from a possessive to what is owned, the adjectives between them counted."""
_FURTHEST_WITHOUT_VERB = 2
_LONGEST = 240
"""Letters of a hit; of a longer sentence the part that begins at the first person."""


# What a word may be in a sentence about oneself, as bits: a word may be several.
_SUBJECT, _POSSESSIVE, _OBJECT, _FILLER, _DEED = 1, 2, 4, 8, 16
_OUR_DEED, _BELONGING, _BEING, _POST, _MONEY = 32, 64, 128, 256, 512
_PERSON = _SUBJECT | _POSSESSIVE | _OBJECT | _OUR_DEED


@cache
def _gather(key: WordsKey) -> frozenset[str]:
    """The folded words under a key in all languages."""
    return frozenset(fold_text(word) for word in list_words(key))


def _compile_stems(key: WordsKey) -> re.Pattern[str]:
    stems = sorted(_gather(key), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, stems)))


def _compile_our_deeds() -> re.Pattern[str]:
    """Verbs that say `we` by their ending, in each language with the endings of that language."""
    patterns = []
    for table in load_languages():
        if table[OUR_ENDINGS]:
            deeds = "|".join(re.escape(fold_text(stem)) for stem in table[SELF_DEEDS])
            endings = "|".join(re.escape(fold_text(ending)) for ending in table[OUR_ENDINGS])
            patterns.append(rf"(?:{deeds})\w*(?:{endings})")
    return re.compile("|".join(patterns))


_WHOLE = (
    (_SUBJECT, SELF_SUBJECTS),
    (_POSSESSIVE, SELF_POSSESSIVES),
    (_OBJECT, SELF_OBJECTS),
    (_FILLER, SELF_FILLERS),
    (_BEING, BEING),
)
_STEMS = (
    (_DEED, SELF_DEEDS),
    (_BELONGING, BELONGINGS),
    (_POST, SELF_POSTS),
    (_MONEY, MONEY_WORDS),
)
_CAPITAL_ONLY = "i"
"""The English word for oneself, which is a word of other languages when it is written small."""


@cache
def _list_stem_patterns() -> tuple[tuple[int, re.Pattern[str]], ...]:
    """What a word may be by its beginning; verbs that say `we` must fit to their end."""
    patterns = [(part, _compile_stems(key)) for part, key in _STEMS]
    whole = re.compile(rf"(?:{_compile_our_deeds().pattern})$")
    return (*patterns, (_OUR_DEED, whole))


@lru_cache(maxsize=65536)
def _find_part(text: str, folded: str) -> int:
    """What a word may be, in any of the languages."""
    part = 0
    # `US` and `EU` are abbreviations, and `I` is always a capital.
    is_acronym = len(text) > 1 and text.isupper()
    if not is_acronym and (folded != _CAPITAL_ONLY or text == "I"):
        for each, key in _WHOLE:
            if folded in _gather(key):
                part |= each
    for each, stems in _list_stem_patterns():
        if stems.match(folded):
            part |= each
    return part


def find_self_descriptions(text: str, words: Sequence[Word]) -> Iterator[Hit]:
    """Hits in the coordinates of `text`, whose words are `words`.

    At most one of a sentence.
    """
    parts = [_find_part(word.text, word.folded) for word in words]
    for first, last in _iterate_sentences(text, words):
        sentence = parts[first:last]
        if not any(part & (_PERSON | _POST | _BEING) for part in sentence):
            continue
        found = _describe_sentence(text, words[first:last], sentence)
        if found is not None:
            kind, why, at = found
            yield _build_hit(words, first, last, first + at, kind, why)


def _iterate_sentences(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """First and last word (exclusive) of each sentence."""
    first = 0
    for at in range(1, len(words)):
        end, start = words[at - 1].end, words[at].start
        # Between most words is one blank.
        if text[end:start] != " " and _SENTENCE_END.search(text, end, start):
            yield first, at
            first = at
    if words:
        yield first, len(words)


def _describe_sentence(
    text: str, words: Sequence[Word], parts: Sequence[int]
) -> tuple[str, str, int] | None:
    """What a sentence says of its writer: the kind, why, and the word where it begins to."""
    at = _find_own_deed(text, words, parts)
    if at is not None:
        kind = "funding" if _has(parts, _MONEY) else "self_description"
        return kind, "says what its writer does", at
    at = _find_own_belonging(text, words, parts)
    if at is not None:
        return "self_description", "says what its writer is or has", at
    at = _find_first(parts, _PERSON)
    if at is not None and any(word.text.isdecimal() for word in words):
        return "self_description", "a number beside its writer", at
    at = _find_first(parts, _POST)
    if at is not None:
        return "role", "tells a post", at
    return None


def _find_own_deed(text: str, words: Sequence[Word], parts: Sequence[int]) -> int | None:
    for at, part in enumerate(parts):
        if part & _OUR_DEED:
            return at
        speaks = part & _BEING and words[at].folded in _gather(SPEAKING)
        opens = part & (_SUBJECT | _OBJECT) or speaks
        if opens and _leads_to_deed(text, words, parts, at):
            return at
        if part & _OBJECT and at > 0 and parts[at - 1] & _DEED:
            # They invited us.
            return at - 1
    return None


def _leads_to_deed(text: str, words: Sequence[Word], parts: Sequence[int], at: int) -> bool:
    for next_at in range(at + 1, min(at + 1 + _FURTHEST_DEED, len(parts))):
        if _is_parted(text, words, next_at):
            return False
        if parts[next_at] & _DEED:
            return True
        if not parts[next_at] & _FILLER:
            return False
    return False


def _find_own_belonging(text: str, words: Sequence[Word], parts: Sequence[int]) -> int | None:
    for at, part in enumerate(parts):
        furthest = _FURTHEST_BELONGING
        opens = bool(part & _POSSESSIVE)
        if part & _SUBJECT and is_cyrillic(words[at].folded):
            # There what somebody is follows without a verb.
            opens, furthest = True, _FURTHEST_WITHOUT_VERB
        if part & _BEING:
            # Some forms of the verb say by themselves who speaks.
            speaks = words[at].folded in _gather(SPEAKING)
            opens = opens or speaks or (at > 0 and bool(parts[at - 1] & _SUBJECT))
        if opens and _leads_to_belonging(text, words, parts, at, furthest):
            return at
    return None


def _leads_to_belonging(
    text: str, words: Sequence[Word], parts: Sequence[int], at: int, furthest: int
) -> bool:
    for next_at in range(at + 1, min(at + 1 + furthest, len(parts))):
        if _is_parted(text, words, next_at):
            return False
        if parts[next_at] & _BELONGING:
            return True
    return False


def _is_parted(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether a comma or a bracket stands before a word."""
    end, start = words[at - 1].end, words[at].start
    return text[end:start] != " " and _CLAUSE_END.search(text, end, start) is not None


def _has(parts: Iterable[int], wanted: int) -> bool:
    return any(part & wanted for part in parts)


def _find_first(parts: Iterable[int], wanted: int) -> int | None:
    for at, part in enumerate(parts):
        if part & wanted:
            return at
    return None


def _build_hit(words: Sequence[Word], first: int, last: int, at: int, kind: str, why: str) -> Hit:
    """The sentence, or of a long one the part from the word where it begins to speak of itself."""
    start, end = words[first].start, words[last - 1].end
    if end - start > _LONGEST:
        start = words[at].start
        behind = [word.end for word in words[at:last] if word.end - start <= _LONGEST]
        end = max(behind, default=words[at].end)
    return Hit(start, end, kind, WEAK, (why,))
