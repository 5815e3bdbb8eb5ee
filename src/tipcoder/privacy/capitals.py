"""Words written like names: capitals inside a sentence, and acronyms.

The coarsest layer: half of what it points at is harmless, but it sees lower down than any list of
names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from tipcoder.language.calendar_words import list_months, list_weekdays
from tipcoder.language.table_keys import HARMLESS
from tipcoder.language.tables import LANGUAGES, list_words
from tipcoder.privacy.common_words import CommonWords, list_stop_words
from tipcoder.privacy.compared_words import Word, find_latin_stems
from tipcoder.privacy.hits import LOW, Hit
from tipcoder.privacy.introduced_names import is_introduced
from tipcoder.privacy.name_words import (
    CAUSE_WORDS,
    GENERIC,
    LINKING_WORDS,
    OPENING_WORDS,
    SMALL_WORDS,
    list_everyday_stems,
)
from tipcoder.text import fold_text

_ENDS = frozenset(".!?…:;\n/")
"""What ends a sentence, or begins a clause that people write with a capital."""
_BETWEEN = frozenset("-–—•*»«\"“”'()[].)¡¿")
"""What may stand between the end of a sentence and the first word of the next.

Digits and white space may stand there too.
"""
_INSIDE_NAMES = SMALL_WORDS | LINKING_WORDS
_MOST_SMALL = 2
"""Small words between two capitals of one name: Voice of the North."""
_LONGEST_LABEL = 12
"""Letters up to which a text may be all capitals and still name something: a label or an acronym.
"""


@cache
def list_harmless() -> frozenset[str]:
    """Folded words that may have a capital and name nobody, months and days among them."""
    words = set(list_words(HARMLESS))
    for language in LANGUAGES:
        words.update(list_months(language), list_weekdays(language))
    return frozenset(fold_text(word) for word in words)


_NONE_COMMON = CommonWords()


def find_capitals(
    text: str,
    words: Sequence[Word],
    common: CommonWords = _NONE_COMMON,
    whole: Sequence[Hit] = (),
) -> Iterator[Hit]:
    """Hits in the coordinates of `text`, whose words are `words`.

    `whole` are names that others have found: they end where they end.

    A hit is a run of neighbouring words that are written like names. The harmless words at both
    ends of the run are left out, and a run of common words says nothing.
    """
    for run in find_name_runs(text, words, whole):
        why = _find_reason(text, run, common)
        if why:
            yield Hit(run[0].start, run[-1].end, "name", LOW, (why,))


def _find_reason(text: str, run: Sequence[Word], common: CommonWords) -> str:
    """Why a run of words may be a name; empty where it is none."""
    if _is_everyday(run, common):
        return "introduced like a name" if _is_introduced_name(text, run, common) else ""
    alone = len(run) == 1 and _is_acronym(run[0].text)
    return "acronym" if alone else "written like a name"


def find_name_runs(
    text: str, words: Sequence[Word], whole: Sequence[Hit] = ()
) -> Iterator[list[Word]]:
    """Neighbouring words of a text that are written like one name.

    A word that lies in one of the `whole` hits does not go on as a name.
    """
    if is_mostly_capitals(text):
        return  # in such a text a capital says nothing

    at = 0
    while at < len(words):
        # Most words are written small.
        end = at if words[at].text.islower() else _find_run_end(text, words, at)
        if end == at:
            at += 1
            continue
        run = _trim_run(text, words[at:end], whole)
        at = end
        if run:
            yield run if _is_inside(run[0], whole) else _lead_on(text, words, run, at)


def _is_inside(word: Word, whole: Sequence[Hit]) -> bool:
    return any(hit.start <= word.start < hit.end for hit in whole)


def _lead_on(text: str, words: Sequence[Word], run: list[Word], behind: int) -> list[Word]:
    """A single word together with what it is of, as in `Justice for all`.

    Only a word that organisations like to be called by goes on, or one before what organisations
    are for. Behind `Marta and` or `Peru to the` a sentence goes on, and no name.
    """
    is_last = bool(run) and behind < len(words) and run[-1] is words[behind - 1]
    if len(run) != 1 or not is_last or _is_acronym(run[0].text):
        return run
    after = _skip_small_words(text, words, behind)
    if not behind < after < len(words) or words[behind].folded not in LINKING_WORDS:
        return run
    if not _are_beside(text, words[after - 1], words[after]):
        return run
    last = words[after].folded
    names_cause = last in CAUSE_WORDS
    if names_cause or (_is_telling(run[0]) and last not in list_stop_words()):
        return [*run, *words[behind : after + 1]]
    return run


def _is_telling(word: Word) -> bool:
    """Whether organisations like to be called by an ordinary word."""
    if word.folded in GENERIC:
        return True
    return not list_everyday_stems().isdisjoint(find_latin_stems(word.folded))


@lru_cache(maxsize=64)
def is_mostly_capitals(text: str) -> bool:
    """Whether more than half of the letters of a sentence or more are capitals."""
    letters = sum(map(str.isalpha, text))
    if letters <= _LONGEST_LABEL:
        return False

    capitals = sum(map(str.isupper, text))
    return capitals > 0.5 * letters


def _find_run_end(text: str, words: Sequence[Word], first: int) -> int:
    """The word behind the run of names that begins at `first`; `first` itself if none
    begins there."""
    if not _is_named(words[first]):
        return first
    last = first + 1
    while last < len(words):
        behind = _skip_small_words(text, words, last)
        if behind == len(words) or not _is_named(words[behind]):
            break
        if not _are_beside(text, words[behind - 1], words[behind]):
            break
        last = behind + 1
    return last


def _skip_small_words(text: str, words: Sequence[Word], at: int) -> int:
    """The word behind the articles and prepositions that may stand inside a name."""
    behind = at
    while behind < len(words) and behind - at < _MOST_SMALL:
        if words[behind].folded not in _INSIDE_NAMES or _is_named(words[behind]):
            break
        if not _are_beside(text, words[behind - 1], words[behind]):
            break
        behind += 1
    return behind


def _is_everyday(run: Sequence[Word], common: CommonWords) -> bool:
    """Whether a run names nobody: one common word, or words of what the study asks about."""
    if len(run) == 1:
        return common.is_common(run[0].text, run[0].folded)
    large = [word for word in run if word.text[:1].isupper()]
    if len(large) == 1 and large[0].folded in common.stops:
        return True
    # Several ordinary words with capitals are how most organisations are called.
    return common.is_topic([word.folded for word in run])


def _is_introduced_name(text: str, run: Sequence[Word], common: CommonWords) -> bool:
    """Whether an ordinary word is a name by the words before it."""
    word = run[0]
    if len(run) > 1 or _is_acronym(word.text):
        return False
    # `Like The ...` begins no name, and what the study asks about is introduced everywhere.
    if word.folded in common.stops or word.folded in common.topics:
        return False
    return is_introduced(text, word.start)


def _trim_run(text: str, words: Sequence[Word], whole: Sequence[Hit]) -> list[Word]:
    """What of a run may be a name: without a sentence's first word and without harmless words."""
    run = list(words)

    # The first word of a sentence has a capital anyway, so the capital says nothing about it.
    if not _is_acronym(run[0].text) and begins_sentence(text, run[0].start):
        run = run if _opens_name(run, whole) else run[1:]

    while run and _is_idle(run[-1]):
        run.pop()
    while run and (_is_idle(run[0]) or _only_leads_to(run, whole)):
        run.pop(0)
    return run


def _only_leads_to(run: Sequence[Word], whole: Sequence[Hit]) -> bool:
    """Whether a word with a needless capital stands before a name that is whole: `However Kenya`.

    A name that nobody else has found may begin with such a word: `Our Lady`.
    """
    if len(run) < 2 or not _is_inside(run[1], whole):
        return False
    return run[0].folded in list_stop_words() and not _is_inside(run[0], whole)


def _opens_name(run: Sequence[Word], whole: Sequence[Hit]) -> bool:
    """Whether the first word of a sentence is a part of the name behind it: `Save the Children`."""
    link = run[1].folded if len(run) > 2 else ""
    if link not in OPENING_WORDS:
        return False
    following = run[2]
    if not _is_named(following) or _is_acronym(following.text):
        return False
    if _is_idle(following) or _is_inside(following, whole):
        return False
    # Any sentence goes on with an article.
    if link in SMALL_WORDS:
        return _is_telling(run[0])
    return run[0].folded not in list_stop_words()


def _is_idle(word: Word) -> bool:
    """Whether a word is no part of a name at the end of one."""
    return word.folded in list_harmless() or word.folded in SMALL_WORDS


def begins_sentence(text: str, at: int) -> bool:
    """Whether nothing but white space, digits and brackets parts `at` from the sentence before."""
    while at > 0:
        char = text[at - 1]
        if char in _ENDS:
            return True
        if not (char.isspace() or char.isdigit() or char in _BETWEEN):
            return False
        at -= 1
    return True


def _is_named(word: Word) -> bool:
    """Whether a word is written like a name. One Latin letter alone is an initial or `I`."""
    if _is_acronym(word.text):
        return True

    long_enough = len(word.text) > 1 or not word.text.isascii()
    return long_enough and word.text[0].isupper()


@lru_cache(maxsize=65536)
def _is_acronym(text: str) -> bool:
    """Whether most letters are capitals, like in `NGOs` or `UNHCR`."""
    return len(text) > 1 and sum(map(str.isupper, text)) > len(text) / 2


def _are_beside(text: str, one: Word, other: Word) -> bool:
    """Whether two words may belong to one name, going by what parts them."""
    return text[one.end : other.start] in (" ", "-", "'", "’", " & ", "&")
