"""Why a code is offered, as a coder reads it."""

from __future__ import annotations

import pytest

from tipcoder.tui.screens.offer_deciding import shorten_reason


@pytest.mark.parametrize(
    ("why", "shown"),
    [
        ("pattern “not * (true~|fact~) unless law~”", "a pattern of this code"),
        ("concept improve (en: beginning “better”)", "concept improve"),
        ("cue “asked for a law (again)”", "cue “asked for a law (again)”"),
        ("like the words of its description", "like the words of its description"),
    ],
)
def test_a_card_has_the_kind_of_reason_and_no_signs_of_patterns(why: str, shown: str) -> None:
    assert shorten_reason(why) == shown
