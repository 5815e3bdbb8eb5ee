"""The forms under which a name occurs: in full, in parts, as an acronym, run together, in an
address.

Of a hundred mentions of their own organisation respondents write some twenty as it is registered.
The others are parts, acronyms, translations and misspellings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from tipcoder.language.table_keys import LEGAL_FORMS
from tipcoder.privacy.compared_words import Word, fold_word, spell_in_latin, split_words
from tipcoder.privacy.name_words import (
    DESKS,
    GENERIC_LATIN,
    MAIL_PROVIDERS,
    SMALL_LATIN,
    SMALL_WORDS,
    is_own_word,
)
from tipcoder.privacy.phrase_patterns import BEFORE, BEHIND, join_phrases

_PARTS = re.compile(r"\s*(?:[()\[\]«»“”„\"|/;:,]|\s[-–—]\s)\s*")
"""Where a name may consist of two: at brackets, quotation marks, bars and dashes."""
_BRACKETED = re.compile(r"\([^)]*\)")
_EMAIL = re.compile(r"([\w.+%-]+)@((?:[\w-]+\.)+[\w-]+)")
_FEWEST_JOINED = 7
"""Letters of a name run together: a shorter one may be a word of the language."""
_FEWEST_JOINED_PAIR = 9
_FEWEST_RARE = 5
_FEWEST_PERSON = 4
_FEWEST_MAILBOX = 5
_FEWEST_DOMAIN = 4


@dataclass(frozen=True)
class NameForm:
    """One way to write a name, as words in Latin letters without endings."""

    words: tuple[str, ...]
    how: str
    """name in full, alias, part of the name, acronym, name run together, e-mail part, person."""
    owner: str
    """Response ID of whose name it is; empty for third parties."""
    capitals: bool = False
    """Only where it is written in capitals."""
    any_order: bool = False
    """Names of people stand in any order."""


FIRM = frozenset(("name in full", "alias", "person"))
"""Forms that name somebody beyond doubt."""


@cache
def _build_legal_forms() -> re.Pattern[str]:
    """What says under which law an organisation is registered."""
    listed = join_phrases(LEGAL_FORMS, any_case=True)
    return re.compile(rf"{BEFORE}(?:gmbh|e\.?\s?v|{listed}){BEHIND}\.?", re.I)


def organisation_forms(name: str, owner: str, how: str = "name in full") -> Iterator[NameForm]:
    """Forms of an organisation's name or of an alias of it.

    The same words may come under two headings; `build_forms` keeps the first of them.
    """
    plain = _build_legal_forms().sub(" ", name)
    outside = _BRACKETED.sub(" ", plain)
    # A name may stand in brackets as a whole.
    full = _split_latin_words(outside) or _split_latin_words(plain)

    if _is_telling(full):
        yield NameForm(full, how, owner)
    yield from _iterate_parts(plain, full, owner)
    yield from _iterate_joined(full, owner)
    yield from _iterate_acronyms(name, outside, owner)
    yield from _iterate_rare_words(full, owner)


def _iterate_parts(plain: str, full: tuple[str, ...], owner: str) -> Iterator[NameForm]:
    """Parts between brackets and dashes, and each two neighbouring words.

    `plain` is the name without its legal form, `full` are all its words in Latin letters.
    """
    for part in _PARTS.split(plain):
        parted = _split_latin_words(part)
        if parted != full and len(parted) > 1 and _is_telling(parted):
            yield NameForm(parted, "part of the name", owner)

    # Of a name of two words the pair is the name itself.
    pairs = pairwise(full) if len(full) > 2 else ()
    for pair in pairs:
        if SMALL_LATIN.isdisjoint(pair) and not GENERIC_LATIN.issuperset(pair):
            yield NameForm(pair, "part of the name", owner)


def _iterate_joined(full: tuple[str, ...], owner: str) -> Iterator[NameForm]:
    """The name without spaces, as in handles and addresses, and each two words of it."""
    if len(full) < 2:
        return

    joined = "".join(full)
    if len(joined) >= _FEWEST_JOINED and _is_telling(full):
        yield NameForm((joined,), "name run together", owner)

    for pair in pairwise(full):
        together = "".join(pair)
        if SMALL_LATIN.isdisjoint(pair) and len(together) >= _FEWEST_JOINED_PAIR:
            yield NameForm((together,), "name run together", owner)


def _iterate_acronyms(name: str, outside: str, owner: str) -> Iterator[NameForm]:
    """Acronyms that the name gives, and those that its initials make.

    `outside` is the name without its legal form and without what stands in brackets.
    """
    # In a name that is all capitals they do not tell an acronym from a word.
    words = [] if name.isupper() else split_words(name)
    for word in words:
        letters = word.text
        if letters.isupper() and letters.isalpha() and 3 <= len(letters) <= 10:
            spelled = spell_in_latin(fold_word(letters))
            # Three letters are a word of some language too, so they must be capitals.
            yield NameForm((spelled,), "acronym in the name", owner, capitals=len(letters) < 4)

    # Most acronyms leave out small words, and some keep them.
    for left_out in (SMALL_WORDS, frozenset[str]()):
        initials = _join_initials(split_words(outside), left_out)
        if 3 <= len(initials) <= 8:
            yield NameForm((initials,), "acronym made of the name", owner, capitals=True)


def _join_initials(words: Iterable[Word], left_out: frozenset[str]) -> str:
    """The first letters of the words in Latin, in small letters."""
    initials = [spell_in_latin(word.folded)[:1] for word in words if word.folded not in left_out]
    return "".join(initials)


def _iterate_rare_words(full: tuple[str, ...], owner: str) -> Iterator[NameForm]:
    """Words of a longer name that no other name is likely to have."""
    if len(full) < 2:
        return
    for word in full:
        if len(word) >= _FEWEST_RARE and word.isalpha() and is_own_word(word):
            yield NameForm((word,), "rare word of the name", owner)


def person_forms(name: str, owner: str) -> Iterator[NameForm]:
    """Forms of a person's name: all of it in any order, and the words that are rare
    enough alone."""
    without_address = _EMAIL.sub(" ", name)
    words = _split_latin_words(without_address)
    names = tuple(word for word in words if len(word) > 1 and word not in SMALL_LATIN)

    if len(names) == 1:
        if len(names[0]) >= _FEWEST_PERSON:
            yield NameForm(names, "person", owner)
        return

    if names:
        yield NameForm(names, "person", owner, any_order=True)
    for word in names:
        if len(word) >= _FEWEST_PERSON and word not in GENERIC_LATIN:
            yield NameForm((word,), "part of a person's name", owner)


def address_forms(text: str, owner: str) -> Iterator[NameForm]:
    """Forms of the e-mail addresses in a cell: what stands before the @, and the domain's name."""
    for local, domain in _EMAIL.findall(text):
        yield from _iterate_mailbox(local, owner)
        yield from _iterate_domain(domain, owner)


def _iterate_mailbox(local: str, owner: str) -> Iterator[NameForm]:
    """What stands before the @, and each part of it: often the first and last name of a person."""
    for part in (local, *re.split(r"[._+-]", local)):
        word = spell_in_latin(fold_word(part))
        if word in DESKS or word in GENERIC_LATIN:
            continue
        if word.isalpha() and len(word) >= _FEWEST_MAILBOX:
            yield NameForm((word,), "e-mail part", owner)


def _iterate_domain(domain: str, owner: str) -> Iterator[NameForm]:
    """Labels of a domain but the last, which is a country or a kind of domain."""
    for label in domain.split(".")[:-1]:
        word = spell_in_latin(fold_word(label.replace("-", "")))
        if word in MAIL_PROVIDERS or word in GENERIC_LATIN:
            continue
        if len(word) >= _FEWEST_DOMAIN:
            yield NameForm((word,), "e-mail part", owner)


def build_forms(
    organisations: Iterable[tuple[str, str]],
    persons: Iterable[tuple[str, str]],
    aliases: Iterable[tuple[str, str]],
) -> list[NameForm]:
    """Forms of (name, owner) pairs, each once; cells that hold addresses give their parts too."""
    out: dict[tuple[object, ...], NameForm] = {}

    def add_forms(forms: Iterable[NameForm]) -> None:
        for form in forms:
            out.setdefault((form.words, form.owner), form)

    # Aliases come first: what a person gave is looked for even where it is an ordinary word.
    for name, owner in aliases:
        add_forms(organisation_forms(name, owner, "alias"))
    for name, owner in organisations:
        add_forms(address_forms(name, owner))
        add_forms(organisation_forms(_EMAIL.sub(" ", name), owner))
    for name, owner in persons:
        add_forms(address_forms(name, owner))
        add_forms(person_forms(name, owner))
    return list(out.values())


def _split_latin_words(text: str) -> tuple[str, ...]:
    """Words of a text as forms have them: folded, and in Latin letters."""
    return tuple(spell_in_latin(word.folded) for word in split_words(text))


def _is_telling(words: tuple[str, ...]) -> bool:
    """Whether a name has a word of its own, or is told from others by its words together."""
    # Years and house numbers tell nothing.
    named = [word for word in words if not word.isdigit()]
    large = [word for word in named if word not in SMALL_LATIN]
    own = [word for word in named if is_own_word(word) and len(word) > 2]
    return bool(own) or len(large) > 1
