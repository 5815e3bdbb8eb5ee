"""The forms of an organisation's name: in full, in parts, as an acronym, run together.

Of a hundred mentions of their own organisation respondents write some twenty as it is registered.
The others are parts, acronyms, translations and misspellings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from tipcoder.language.table_keys import LEGAL_FORMS
from tipcoder.privacy.capitals import list_harmless
from tipcoder.privacy.compared_words import split_words
from tipcoder.privacy.name_words import (
    BODY_LATIN,
    GENERIC_LATIN,
    SMALL_LATIN,
    SMALL_WORDS,
    is_own_word,
)
from tipcoder.privacy.phrase_patterns import BEFORE, BEHIND, join_phrases
from tipcoder.privacy.written_forms import (
    COMMON_TOGETHER,
    RUN_TOGETHER,
    NameForm,
    is_telling_name,
    spell_initials,
    spell_one,
    spell_words,
    split_folded_words,
)

IN_FULL = "name in full"
CORE = "name without its kind of body"
PART = "part of the name"
GIVEN_ACRONYM = "acronym in the name"
MADE_ACRONYM = "acronym made of the name"
RARE_WORD = "rare word of the name"
_PARTS = re.compile(r"\s*(?:[()\[\]«»“”„\"|/;:,]|\s[-–—]\s)\s*")
"""Where a name may consist of two: at brackets, quotation marks, bars and dashes."""
_QUOTED = re.compile(r"[«„“\"]([^«»„“”\"]+)[»”“\"]")
_BRACKETED = re.compile(r"\([^)]*\)")
_APOSTROPHE = re.compile("['’ʼ]")
_FEWEST_JOINED = 7
"""Letters of a name run together: a shorter one may be a word of the language."""
_FEWEST_JOINED_PART = 8
_MOST_WORDS = 10
"""Words of a name whose parts are looked for run together: a longer one is a sentence."""
_TELLING_TOGETHER = 3
"""Words that many names share, and that tell one from another together."""
_FEWEST_RARE = 5


@cache
def _build_legal_forms() -> re.Pattern[str]:
    """What says under which law an organisation is registered."""
    listed = join_phrases(LEGAL_FORMS, any_case=True)
    return re.compile(rf"{BEFORE}(?:gmbh|e\.?\s?v|{listed}){BEHIND}\.?", re.I)


def iterate_organisation_forms(name: str, owner: str, how: str = IN_FULL) -> Iterator[NameForm]:
    """Forms of an organisation's name or of an alias of it.

    The same words may come under two headings; the first of them counts.
    """
    plain = _build_legal_forms().sub(" ", name)
    outside = _BRACKETED.sub(" ", plain)
    # A name may stand in brackets as a whole.
    folded = split_folded_words(outside) or split_folded_words(plain)
    full = spell_words(folded)

    if is_telling_name(full):
        yield NameForm(full, how, owner, folded=folded)
    for core in _list_cores(plain, folded):
        if core != folded and is_telling_name(spell_words(core)):
            yield NameForm(spell_words(core), CORE, owner, folded=core)
    yield from _iterate_parts(plain, folded, owner)
    # With an apostrophe that is left out, too: `womens` for `women's`.
    for written in (outside, _APOSTROPHE.sub("", outside)):
        yield from _iterate_joined(split_folded_words(written), owner)
    yield from _iterate_acronyms(name, outside, owner)
    yield from _iterate_rare_words(folded, owner)


def _list_cores(plain: str, folded: tuple[str, ...]) -> list[tuple[str, ...]]:
    """What people call it: the name without what kind of body it is, and what stands in quotes."""
    first = 0
    while first < len(folded) and spell_words(folded[first : first + 1])[0] in BODY_LATIN:
        first += 1
    cores = [folded[first:]] if first else []
    cores += [split_folded_words(found) for found in _QUOTED.findall(plain)]
    return [core for core in cores if len(core) > 1]


def _iterate_parts(plain: str, folded: tuple[str, ...], owner: str) -> Iterator[NameForm]:
    """Parts between brackets and dashes, and each two neighbouring words.

    `plain` is the name without its legal form, `folded` are all its words.
    """
    for part in _PARTS.split(plain):
        parted = split_folded_words(part)
        if parted != folded and len(parted) > 1 and is_telling_name(spell_words(parted)):
            yield NameForm(spell_words(parted), PART, owner, folded=parted)

    # Of a name of two words the pair is the name itself.
    pairs = pairwise(folded) if len(folded) > 2 else ()
    for pair in pairs:
        words = spell_words(pair)
        if SMALL_LATIN.isdisjoint(words) and not GENERIC_LATIN.issuperset(words):
            yield NameForm(words, PART, owner, folded=pair)


def _iterate_joined(folded: tuple[str, ...], owner: str) -> Iterator[NameForm]:
    """The name without spaces, as in handles, hashtags and addresses, and parts of it."""
    if not 2 <= len(folded) <= _MOST_WORDS:
        return
    for first in range(len(folded) - 1):
        for last in range(first + 2, len(folded) + 1):
            part = folded[first:last]
            fewest = _FEWEST_JOINED if part == folded else _FEWEST_JOINED_PART
            yield from _join_words(part, fewest, owner, spell_words(folded))


def _join_words(
    folded: tuple[str, ...], fewest: int, owner: str, others: tuple[str, ...]
) -> Iterator[NameForm]:
    """Words of a name as one, with its small words and without them."""
    words = spell_words(folded)
    large = [word for word in words if word not in SMALL_LATIN]
    if len(large) < 2 or not is_telling_name(words):
        return
    how = RUN_TOGETHER
    is_part = len(words) < len(others)
    if is_part and len(large) < _TELLING_TOGETHER and GENERIC_LATIN.issuperset(large):
        how = COMMON_TOGETHER
    for joined in dict.fromkeys(("".join(words), "".join(large))):
        if len(joined) >= fewest:
            yield NameForm((joined,), how, owner, others=others)


def _iterate_acronyms(name: str, outside: str, owner: str) -> Iterator[NameForm]:
    """Acronyms that the name gives, and those that its initials make.

    `outside` is the name without its legal form and without what stands in brackets.
    """
    # In a name that is all capitals they do not tell an acronym from a word.
    words = [] if name.isupper() else split_words(name)
    for word in words:
        letters = word.text
        if letters.isupper() and letters.isalpha() and 3 <= len(letters) <= 10:
            spelled = spell_one(letters)
            if is_own_word(spelled) and spelled not in list_harmless():
                # Three letters are a word of some language too, so they must be capitals.
                short = len(letters) < 4
                yield NameForm((spelled,), GIVEN_ACRONYM, owner, capitals=short)

    # Most acronyms leave out small words, and some keep them.
    for left_out in (SMALL_WORDS, frozenset[str]()):
        initials = [word for word in split_folded_words(outside) if word not in left_out]
        if 3 <= len(initials) <= 8:
            yield NameForm((spell_initials(initials),), MADE_ACRONYM, owner, capitals=True)


def _iterate_rare_words(folded: tuple[str, ...], owner: str) -> Iterator[NameForm]:
    """Words of a longer name that no other name is likely to have."""
    if len(folded) < 2:
        return
    for word, written in zip(spell_words(folded), folded, strict=True):
        if len(word) >= _FEWEST_RARE and word.isalpha() and is_own_word(word):
            yield NameForm((word,), RARE_WORD, owner, folded=(written,))
