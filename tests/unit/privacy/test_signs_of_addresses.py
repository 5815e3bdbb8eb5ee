"""Each kind of address is found by its own sign, where the text has no sign of another kind."""

from __future__ import annotations

import pytest

from tipcoder.privacy.contacts import find_contacts
from tipcoder.privacy.persons import find_persons


@pytest.mark.parametrize(
    ("text", "address", "kind"),
    [
        ("Write to mira at lantern dot example today", "mira at lantern dot example", "email"),
        ("Write to mira [at] lantern [dot] org", "mira [at] lantern [dot] org", "email"),
        ("Write to mira @ lantern . org today", "mira @ lantern . org", "email"),
        ("Write to mira\uff20lantern.org today", "mira\uff20lantern.org", "email"),
        ("See http ://lantern today", "http ://lantern", "url"),
        ("See WWW.Lantern today", "WWW.Lantern", "url"),
        ("See www3.lantern today", "www3.lantern", "url"),
        ("See lantern-house.org/help today", "lantern-house.org/help", "url"),
        ("We are @lantern_house today", "@lantern_house", "url"),
        ("We are #LanternHouse today", "#LanternHouse", "url"),
    ],
)
def test_an_address_stands_alone(text: str, address: str, kind: str) -> None:
    found = [(text[hit.start : hit.end], hit.kind) for hit in find_contacts(text)]
    assert (address, kind) in found


@pytest.mark.parametrize("name", ["M. Halin", "М. Галин", "Halin M.K.", "Ø. Halin"])
def test_an_initial_is_a_sign_in_any_alphabet(name: str) -> None:
    text = f"we spoke with {name} yesterday"
    found = [text[hit.start : hit.end] for hit in find_persons(text)]
    assert any(each.startswith(name.rstrip(".")) for each in found)
