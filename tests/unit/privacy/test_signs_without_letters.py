"""Spans without letters: flags, signs and digits can be proposed, decided and covered."""

from __future__ import annotations

import pytest

from tipcoder.privacy.detection import Detector
from tipcoder.privacy.hits import is_covered

GUATEMALA = "🇬🇹"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
"""A black flag with the tags g, b, s, c, t and the end of them (Unicode Technical Standard 51)."""


@pytest.mark.parametrize("flag", [GUATEMALA, SCOTLAND])
def test_a_flag_is_proposed_as_a_country_also_beside_a_name_that_may_stay(
    detector: Detector, flag: str
) -> None:
    text = f"The US Embassy told us {flag} to wait."
    found = [(text[hit.start : hit.end], hit.kind) for hit in detector.find_proposals(text)]
    assert (flag, "country") in found


def test_a_black_flag_without_a_place_is_nobodys(detector: Detector) -> None:
    text = "They raised a \U0001f3f4 over it."
    assert [hit for hit in detector.find_proposals(text) if hit.kind == "country"] == []


@pytest.mark.parametrize("span", [GUATEMALA, "☎☎", "1325", "№ 7", "★"])
def test_nothing_covers_a_span_that_nobody_decided_about(span: str) -> None:
    text = f"a {span} b"
    start, end = 2, 2 + len(span)
    assert not is_covered(text, start, end, [])
    assert not is_covered(text, start, end, [(0, 1)])
    assert is_covered(text, start, end, [(start, end)])


def test_a_flag_beside_a_word_is_covered_with_the_word_only() -> None:
    text = f"in {GUATEMALA} Guatemala"
    word = text.index("Guatemala")
    assert not is_covered(text, 3, len(text), [(word, len(text))])
    assert is_covered(text, 3, len(text), [(3, 5), (word, len(text))])


@pytest.mark.parametrize("text", ["Ask ⓗⓐⓛⓘⓝ.", "Ask 🅷🅰🅻🅸🅽.", "Ring 5️⃣5️⃣5️⃣ 0️⃣1️⃣ 9️⃣9️⃣ 2️⃣2️⃣ now."])
def test_letters_and_digits_that_are_drawn_are_read(detector: Detector, text: str) -> None:
    assert {"own_org", "other_org", "phone"} & {hit.kind for hit in detector.find_proposals(text)}
