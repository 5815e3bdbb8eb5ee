"""A name that several respondents have is looked for once, and everybody is told what they were
told before: that it is their own name, or somebody else's.
"""

from __future__ import annotations

import pytest

from tipcoder.privacy.compared_words import split_words
from tipcoder.privacy.hits import Hit, merge_overlapping
from tipcoder.privacy.known_entities import KnownEntities
from tipcoder.privacy.name_forms import NameForm, build_forms
from tipcoder.privacy.shared_forms import share_forms

ORGANISATION, PERSON = "Harbour Lantern Network", "Ana Maria Brillova"
TEXT = (
    "Harbor Lantern Network and HarbourLantern met Brillova Ana; "
    "the H L N and Lantern Network stayed."
)


def forms_of(*owners: str) -> list[NameForm]:
    """Forms of one organisation and one person, who belong to each of the owners."""
    organisations = [(ORGANISATION, owner) for owner in owners]
    persons = [(PERSON, owner) for owner in owners]
    return build_forms(organisations, persons, [])


def find(owners: tuple[str, ...], own: str) -> list[Hit]:
    words = split_words(TEXT)
    return merge_overlapping(KnownEntities(forms_of(*owners)).find_names(words, TEXT, own))


def test_forms_that_differ_by_their_owner_alone_are_one() -> None:
    assert len(share_forms(forms_of("1", "2", "3"))) == len(share_forms(forms_of("1")))
    # A third party has no owner, and is told of in other words.
    assert len(share_forms(forms_of("1", ""))) == 2 * len(share_forms(forms_of("1")))


@pytest.mark.parametrize("owners", [("1", "2"), ("2", "1"), ("1", "2", "3"), ("3", "1", "2")])
@pytest.mark.parametrize("own", ["", "9"])
def test_to_others_it_is_the_name_of_somebody_else(owners: tuple[str, ...], own: str) -> None:
    found = find(owners, own)
    assert found == find(("1",), own)
    assert {hit.kind for hit in found} == {"other_org", "person"}


@pytest.mark.parametrize("owners", [("1", "2"), ("2", "1"), ("3", "1", "2")])
def test_to_each_of_its_bearers_it_is_their_own(owners: tuple[str, ...]) -> None:
    for own in owners:
        alone = find((own,), own)
        found = find(owners, own)
        assert [(hit.start, hit.end) for hit in found] == [(hit.start, hit.end) for hit in alone]
        for hit, mine in zip(found, alone, strict=True):
            assert set(mine.reasons) <= set(hit.reasons)
            assert hit.firm
        assert any("the respondent's" in reason for hit in found for reason in hit.reasons)


def test_a_form_of_which_too_few_words_are_written_is_not_looked_at() -> None:
    shared = {each.form.words: each for each in share_forms(forms_of("1"))}
    whole = shared["harbour", "lantern", "network"]
    assert not whole.may_stand_in({"network"})
    assert whole.may_stand_in({"harbour", "network"})
    person = shared["ana", "maria", "brillova"]
    assert not person.may_stand_in({"ana"})
    assert person.may_stand_in({"ana", "brillova"})
