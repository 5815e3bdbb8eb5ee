"""All forms under which the names of a study occur, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tipcoder.privacy.organisation_names import IN_FULL, iterate_organisation_forms
from tipcoder.privacy.person_names import EMAIL, iterate_address_forms, iterate_person_forms
from tipcoder.privacy.written_forms import PERSON
from tipcoder.privacy.written_forms import NameForm as NameForm

ALIAS = "alias"
"""A name that a person has given."""
FIRM = frozenset((IN_FULL, ALIAS, PERSON))
"""Forms that name somebody beyond doubt."""

OwnedNames = Iterable[tuple[str, str]]
"""Names, each with the response ID of its owner; empty for third parties."""


def build_forms(
    organisations: OwnedNames,
    persons: OwnedNames,
    aliases: OwnedNames,
    known_persons: OwnedNames = (),
) -> list[NameForm]:
    """Forms of all names, each once; cells that hold addresses give their parts too.

    `aliases` are organisations and `known_persons` people whom somebody has named by hand.
    """
    out: dict[tuple[object, ...], NameForm] = {}
    # What a person gave comes first: it is looked for even where it is an ordinary word.
    given = (
        (aliases, _iterate_alias_forms),
        (known_persons, _iterate_chosen_forms),
        (organisations, _iterate_cell_forms),
        (persons, _iterate_person_cell_forms),
    )
    for names, iterate_forms in given:
        known: dict[str, list[NameForm]] = {}
        for name, owner in names:
            # Who answered twice, and branches of one body, have the same names.
            if name not in known:
                known[name] = list(iterate_forms(name, owner))
            for form in known[name]:
                if (form.words, owner) not in out:
                    mine = form if form.owner == owner else replace(form, owner=owner)
                    out[form.words, owner] = mine
    return list(out.values())


def _iterate_alias_forms(name: str, owner: str) -> Iterator[NameForm]:
    yield from iterate_organisation_forms(name, owner, ALIAS)


def _iterate_chosen_forms(name: str, owner: str) -> Iterator[NameForm]:
    yield from iterate_person_forms(name, owner, chosen=True)


def _iterate_cell_forms(name: str, owner: str) -> Iterator[NameForm]:
    yield from iterate_address_forms(name, owner)
    yield from iterate_organisation_forms(EMAIL.sub(" ", name), owner)


def _iterate_person_cell_forms(name: str, owner: str) -> Iterator[NameForm]:
    yield from iterate_address_forms(name, owner)
    yield from iterate_person_forms(name, owner)
