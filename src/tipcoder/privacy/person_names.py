"""The forms of a person's name and of the addresses beside it.

All of the name in any order, the surname alone, with initials before or behind it, and the initials
alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipcoder.privacy.name_words import DESKS, GENERIC_LATIN, MAIL_PROVIDERS, SMALL_LATIN
from tipcoder.privacy.written_forms import (
    PERSON,
    PERSON_PART,
    NameForm,
    spell_initials,
    spell_one,
    spell_words,
    split_folded_words,
)

PERSON_INITIALS = "initials of a person"
MAIL_PART = "e-mail part"
EMAIL = re.compile(r"([\w.+%-]+)@((?:[\w-]+\.)+[\w-]+)")
_FEWEST_PERSON = 4
_FEWEST_MAILBOX = 5
_FEWEST_DOMAIN = 4
_FEWEST_INITIALS = 3
"""Letters; two of them are half of all abbreviations."""


def iterate_person_forms(name: str, owner: str, *, chosen: bool = False) -> Iterator[NameForm]:
    """Forms of a person's name: all of it in any order, and the words that are rare
    enough alone.

    `chosen` says that somebody has given this name by hand.
    """
    folded = []
    for word in split_folded_words(EMAIL.sub(" ", name)):
        (spelled,) = spell_words((word,))
        if len(spelled) > 1 and spelled not in SMALL_LATIN:
            folded.append(word)
    names = spell_words(folded)

    if len(names) == 1:
        if len(names[0]) >= _FEWEST_PERSON:
            yield NameForm(names, PERSON, owner, folded=tuple(folded))
        return

    if names:
        yield NameForm(names, PERSON, owner, any_order=True, folded=tuple(folded))
    for place, word in enumerate(names):
        if len(word) >= _FEWEST_PERSON and word not in GENERIC_LATIN:
            others = names[:place] + names[place + 1 :]
            written = (folded[place],)
            yield NameForm(
                (word,), PERSON_PART, owner, folded=written, others=others, chosen=chosen
            )
    yield from _iterate_initials(tuple(folded), owner)


def _iterate_initials(folded: tuple[str, ...], owner: str) -> Iterator[NameForm]:
    """The initials in the order of the name, and with the first of them last."""
    if len(folded) >= _FEWEST_INITIALS:
        for order in (folded, folded[1:] + folded[:1]):
            yield NameForm((spell_initials(order),), PERSON_INITIALS, owner, capitals=True)


def iterate_address_forms(text: str, owner: str) -> Iterator[NameForm]:
    """Forms of the e-mail addresses in a cell: what stands before the @, and the domain's name."""
    for local, domain in EMAIL.findall(text):
        yield from _iterate_mailbox(local, owner)
        yield from _iterate_domain(domain, owner)


def _iterate_mailbox(local: str, owner: str) -> Iterator[NameForm]:
    """What stands before the @, and each part of it: often the first and last name of a person."""
    for part in (local, *re.split(r"[._+-]", local)):
        word = spell_one(part)
        if word in DESKS or word in GENERIC_LATIN:
            continue
        if word.isalpha() and len(word) >= _FEWEST_MAILBOX:
            yield NameForm((word,), MAIL_PART, owner)


def _iterate_domain(domain: str, owner: str) -> Iterator[NameForm]:
    """Labels of a domain but the last, which is a country or a kind of domain."""
    for label in domain.split(".")[:-1]:
        word = spell_one(label.replace("-", ""))
        if word in MAIL_PROVIDERS or word in GENERIC_LATIN:
            continue
        if len(word) >= _FEWEST_DOMAIN:
            yield NameForm((word,), MAIL_PART, owner)
