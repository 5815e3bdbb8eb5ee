"""The forms under which a name occurs: in full, in parts, as an acronym, run together, in an
address.

Of a hundred mentions of their own organisation respondents write some twenty as it is registered.
The others are parts, acronyms, translations and misspellings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from tipcoder.privacy.name_words import (
    DESKS,
    GENERIC_LATIN,
    MAIL_PROVIDERS,
    SMALL_LATIN,
    SMALL_WORDS,
    is_own_word,
)
from tipcoder.privacy.words import Word, fold_word, spell_in_latin, split_words

_LEGAL = re.compile(
    r"\b(?:inc|ltd|llc|gmbh|e\.?\s?v|a\.?\s?c|s\.?\s?a|asbl|ngo|ong|оф|оо|нко|нпо|го)\b\.?", re.I
)
"""What says under which law an organisation is registered."""
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
class Form:
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


def organisation_forms(name: str, owner: str, how: str = "name in full") -> Iterator[Form]:
    """Forms of an organisation's name or of an alias of it.

    The same words may come under two headings; `build_forms` keeps the first of them.
    """
    plain = _LEGAL.sub(" ", name)
    outside = _BRACKETED.sub(" ", plain)
    # A name may stand in brackets as a whole.
    full = _split_latin_words(outside) or _split_latin_words(plain)

    if _is_telling(full):
        yield Form(full, how, owner)
    yield from _iterate_parts(plain, full, owner)
    yield from _iterate_joined(full, owner)
    yield from _iterate_acronyms(name, outside, owner)
    yield from _iterate_rare_words(full, owner)


def _iterate_parts(plain: str, full: tuple[str, ...], owner: str) -> Iterator[Form]:
    """Parts between brackets and dashes, and each two neighbouring words."""
    for part in _PARTS.split(plain):
        parted = _split_latin_words(part)
        if parted != full and len(parted) > 1 and _is_telling(parted):
            yield Form(parted, "part of the name", owner)

    if len(full) <= 2:
        return
    for first, second in pairwise(full):
        small = first in SMALL_LATIN or second in SMALL_LATIN
        generic = first in GENERIC_LATIN and second in GENERIC_LATIN
        if not small and not generic:
            yield Form((first, second), "part of the name", owner)


def _iterate_joined(full: tuple[str, ...], owner: str) -> Iterator[Form]:
    """The name without spaces, as in handles and addresses, and each two words of it."""
    if len(full) < 2:
        return

    joined = "".join(full)
    if len(joined) >= _FEWEST_JOINED and _is_telling(full):
        yield Form((joined,), "name run together", owner)

    for pair in pairwise(full):
        together = "".join(pair)
        if SMALL_LATIN.isdisjoint(pair) and len(together) >= _FEWEST_JOINED_PAIR:
            yield Form((together,), "name run together", owner)


def _iterate_acronyms(name: str, outside: str, owner: str) -> Iterator[Form]:
    """Acronyms that the name gives, and those that its initials make."""
    for word in split_words(name):
        letters = word.text
        # In a name that is all capitals they do not tell an acronym from a word.
        written = letters.isupper() and letters.isalpha() and not name.isupper()
        if written and 3 <= len(letters) <= 10:
            spelled = spell_in_latin(fold_word(letters))
            yield Form((spelled,), "acronym in the name", owner, capitals=len(letters) < 4)

    words = split_words(outside)
    for left_out in (SMALL_WORDS, frozenset[str]()):
        initials = _join_initials(words, left_out)
        if 3 <= len(initials) <= 8:
            yield Form((initials,), "acronym made of the name", owner, capitals=True)


def _join_initials(words: Iterable[Word], left_out: frozenset[str]) -> str:
    initials = [spell_in_latin(word.folded)[:1] for word in words if word.folded not in left_out]
    return "".join(initials)


def _iterate_rare_words(full: tuple[str, ...], owner: str) -> Iterator[Form]:
    """Words of a longer name that no other name is likely to have."""
    if len(full) < 2:
        return
    for word in full:
        if len(word) >= _FEWEST_RARE and word.isalpha() and is_own_word(word):
            yield Form((word,), "rare word of the name", owner)


def person_forms(name: str, owner: str) -> Iterator[Form]:
    """Forms of a person's name: all of it in any order, and the words that are rare
    enough alone."""
    without_address = _EMAIL.sub(" ", name)
    words = _split_latin_words(without_address)
    names = tuple(word for word in words if len(word) > 1 and word not in SMALL_LATIN)

    if len(names) == 1:
        if len(names[0]) >= _FEWEST_PERSON:
            yield Form(names, "person", owner)
        return

    if names:
        yield Form(names, "person", owner, any_order=True)
    for word in names:
        if len(word) >= _FEWEST_PERSON and word not in GENERIC_LATIN:
            yield Form((word,), "part of a person's name", owner)


def address_forms(text: str, owner: str) -> Iterator[Form]:
    """Forms of the e-mail addresses in a cell: what stands before the @, and the domain's name."""
    for local, domain in _EMAIL.findall(text):
        for part in (local, *re.split(r"[._+-]", local)):
            word = spell_in_latin(fold_word(part))
            personal = word.isalpha() and word not in DESKS and word not in GENERIC_LATIN
            if len(word) >= _FEWEST_MAILBOX and personal:
                yield Form((word,), "e-mail part", owner)

        # The last label is a country or a kind of domain.
        for label in domain.split(".")[:-1]:
            word = spell_in_latin(fold_word(label.replace("-", "")))
            private = word not in MAIL_PROVIDERS and word not in GENERIC_LATIN
            if len(word) >= _FEWEST_DOMAIN and private:
                yield Form((word,), "e-mail part", owner)


def build_forms(
    organisations: Iterable[tuple[str, str]],
    persons: Iterable[tuple[str, str]],
    aliases: Iterable[tuple[str, str]],
) -> list[Form]:
    """Forms of (name, owner) pairs, each once; cells that hold addresses give their parts too."""
    out: dict[tuple[object, ...], Form] = {}

    def add_forms(forms: Iterable[Form]) -> None:
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
    return tuple(spell_in_latin(word.folded) for word in split_words(text))


def _is_telling(words: tuple[str, ...]) -> bool:
    """Whether a name has a word of its own, or is told from others by its words together."""
    large = [word for word in words if word not in SMALL_LATIN and not word.isdigit()]
    own = [word for word in large if word not in GENERIC_LATIN and len(word) > 2]
    return bool(own) or len(large) > 1
