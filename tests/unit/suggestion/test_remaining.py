"""What is still to be found: an interval that holds the truth,
also after the likeliest were read first.
"""

from __future__ import annotations

import numpy as np
import pytest

from tipcoder.suggestion.remaining import FEWEST, estimate_remaining


@pytest.mark.parametrize("first", ["likeliest", "random"])
def test_the_interval_holds_the_truth_about_as_often_as_it_says(first: str) -> None:
    random = np.random.default_rng(11)
    held = 0
    for _ in range(100):
        scores = random.normal(size=400)
        carries = random.random(400) < 1 / (1 + np.exp(2.5 - 1.2 * scores))
        order = np.argsort(-scores) if first == "likeliest" else random.permutation(400)
        read = np.zeros(400, bool)
        read[order[:80]] = True
        found = estimate_remaining(scores, carries, read)
        assert found is not None
        assert found.low <= found.expected <= found.high
        held += found.low <= (carries & ~read).sum() <= found.high
    assert held >= 90


def test_many_texts_are_reckoned_as_few_are() -> None:
    random = np.random.default_rng(2)
    scores = random.normal(size=20_000)
    carries = random.random(20_000) < 1 / (1 + np.exp(3 - scores))
    read = random.random(20_000) < 0.1
    found = estimate_remaining(scores, carries, read)
    assert found is not None
    assert found.low <= (carries & ~read).sum() <= found.high
    assert found == estimate_remaining(scores, carries, read)


def test_with_little_read_nothing_is_said_and_with_everything_read_nothing_is_left() -> None:
    scores = np.linspace(-2, 2, FEWEST)
    carries = scores > 1
    read = np.ones(FEWEST, bool)
    everything = estimate_remaining(scores, carries, read)
    assert everything is not None
    assert (everything.unread, everything.low, everything.high) == (0, 0, 0)
    read[0] = False
    assert estimate_remaining(scores, carries, read) is None


def test_nothing_found_is_no_proof_that_nothing_is_there() -> None:
    scores = np.linspace(2, -2, 400)
    read = np.arange(400) < 30
    found = estimate_remaining(scores, np.zeros(400, bool), read)
    assert found is not None
    assert found.high > 0
    assert found.describe_remaining().startswith("0 found in 30 read; among 370 unread, ")
    assert "[" in found.describe_remaining()
