"""How far a hit of the detector can be believed in a finished file."""

from __future__ import annotations

import pytest

from tipcoder.privacy.audit.likelihood import judge_hit
from tipcoder.privacy.hits import HIGH, Hit


@pytest.mark.parametrize(
    ("words", "likelihood"),
    [("All", "possible"), ("Alda", "likely"), ("ALL", "likely"), ("all", "possible")],
)
def test_a_word_of_every_text_names_nobody_by_beginning_a_heading(
    words: str, likelihood: str
) -> None:
    hit = Hit(0, len(words), "person", HIGH, ("part of a person's name",))
    assert judge_hit(hit, f"{words} codes together", False, ()) == likelihood
