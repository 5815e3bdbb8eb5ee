"""Regular expressions that people write find answers, and never work for ever."""

from __future__ import annotations

import pytest

from tipcoder.errors import BadInput
from tipcoder.text_patterns import find_matching

TEXTS = [(1, "They trained the Police."), (2, "La policía no vino."), (3, "Полиция молчит.")]


@pytest.mark.parametrize(
    ("patterns", "found"),
    [
        (("polic(e|ía)",), [1, 2]),
        # Case does not count, in any letters.
        (("^полиц",), [3]),
        # Every pattern has to be found.
        (("polic", "vino"), [2]),
        # A letter in a word may be wrong.
        ((r"\b(?:trainde){e<=2}\b",), [1]),
        # An accent that was typed as two characters is the same letter.
        (("polici\u0301a",), [2]),
        ((r"\bno\b",), [2]),
    ],
)
def test_answers_are_found_in_their_order(patterns: tuple[str, ...], found: list[int]) -> None:
    assert list(find_matching(TEXTS, patterns)) == found


def test_a_pattern_that_would_take_years_is_given_up() -> None:
    # As many ways to cut sixty letters into ones and twos as the 61st Fibonacci number says.
    with pytest.raises(BadInput, match=r"re:\(a\|aa\)\+\$: takes too long") as fault:
        list(find_matching([(1, "a" * 60 + "b")], ["(a|aa)+$"]))
    assert "no repetition stands within another one" in str(fault.value)
