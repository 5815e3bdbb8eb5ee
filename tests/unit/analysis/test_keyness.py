"""Log-likelihood of words, as Dunning (1993) prints it."""

from __future__ import annotations

import pytest

from tipcoder.analysis.keyness import log_likelihood


@pytest.mark.parametrize(
    ("published", "cells"),
    [
        # His table of bigrams: -2 log lambda, and the four cells; "the swiss" is the first.
        (270.72, (110, 2442, 111, 29114)),
        (263.90, (29, 13, 123, 31612)),
        (256.84, (31, 23, 139, 31584)),
        (167.23, (10, 0, 3, 31764)),
    ],
)
def test_the_published_values(published: float, cells: tuple[int, int, int, int]) -> None:
    with_first, without_first, with_second, without_second = cells
    found = log_likelihood(
        with_first, with_second, with_first + without_first, with_second + without_second
    )
    assert round(found, 2) == published


def test_a_word_as_common_in_both_parts_tells_nothing() -> None:
    assert log_likelihood(5, 10, 100, 200) == pytest.approx(0.0, abs=1e-9)
    assert log_likelihood(3, 0, 10, 0) == 0.0
