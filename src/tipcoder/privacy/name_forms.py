"""All forms under which the names of a study occur, each once."""

from __future__ import annotations

from collections.abc import Iterable

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

    def add_forms(forms: Iterable[NameForm]) -> None:
        for form in forms:
            out.setdefault((form.words, form.owner), form)

    # What a person gave comes first: it is looked for even where it is an ordinary word.
    for name, owner in aliases:
        add_forms(iterate_organisation_forms(name, owner, ALIAS))
    for name, owner in known_persons:
        add_forms(iterate_person_forms(name, owner, chosen=True))
    for name, owner in organisations:
        add_forms(iterate_address_forms(name, owner))
        add_forms(iterate_organisation_forms(EMAIL.sub(" ", name), owner))
    for name, owner in persons:
        add_forms(iterate_address_forms(name, owner))
        add_forms(iterate_person_forms(name, owner))
    return list(out.values())
