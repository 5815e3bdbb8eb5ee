"""Verdicts turn where the page says, and not a step before:
at a probability of .95, and at an overlap of one half.
"""

from __future__ import annotations

import numpy as np
import pytest

from tipcoder.agreement.estimates import Estimate
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.resampling import Draws
from tipcoder.agreement.results import CoderCount, Counts, Verdict
from tipcoder.agreement.spans import Quotes, assess_spans
from tipcoder.agreement.verdicts import Chances, judge_alpha, judge_code

ALPHA = Estimate(0.6, 0.5, 0.7, "bootstrap", 0.05)


@pytest.mark.parametrize(
    ("reliable", "tentative", "verdict"),
    [
        (0.95, 1.0, Verdict.RELIABLE),
        (0.949, 0.95, Verdict.TENTATIVE),
        (0.0, 0.949, Verdict.INCONCLUSIVE),
        (0.0, 0.5, Verdict.INCONCLUSIVE),
        (0.0, 0.49, Verdict.INCONCLUSIVE),
        (0.0, 0.2, Verdict.INCONCLUSIVE),
        (0.0, 0.051, Verdict.INCONCLUSIVE),
        (0.0, 0.049, Verdict.NOT_RELIABLE),
        (0.0, 0.0, Verdict.NOT_RELIABLE),
    ],
)
def test_a_code_is_not_reliable_only_where_that_is_as_sure_as_reliable_would_be(
    reliable: float, tentative: float, verdict: Verdict
) -> None:
    assert judge_alpha(ALPHA, Chances(reliable, tentative), 100)[0] is verdict


@pytest.mark.parametrize(
    ("applied", "verdict"), [(9, Verdict.TOO_RARE), (10, Verdict.INCONCLUSIVE)]
)
def test_ten_applications_a_coder_are_judged_and_nine_are_not(
    applied: int, verdict: Verdict
) -> None:
    coders = tuple(CoderCount(name, 60, applied, 60) for name in ("anna", "boris"))
    counts = Counts(60, 0, 0, applied, 0, 60 - applied, coders)
    assert judge_code(counts, ALPHA, Chances(0.0, 0.5))[0] is verdict


@pytest.mark.parametrize(
    ("applied", "verdict", "said"),
    [(9, "too rare to judge", "Too rare"), (51, "too common to judge", "Too common")],
)
def test_the_verdict_in_files_is_that_of_its_sentence(
    applied: int, verdict: str, said: str
) -> None:
    coders = tuple(CoderCount(name, 60, applied, 60) for name in ("anna", "boris"))
    counts = Counts(60, 0, 0, applied, 0, 60 - applied, coders)
    found, sentence = judge_code(counts, ALPHA, Chances(0.0, 0.5))
    assert found.value == verdict
    assert sentence.startswith(said)
    assert found.is_too_one_sided


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ((0, 20), (0, 10), "half"),  # 10 of 20 characters: exactly one half
        ((0, 20), (10, 20), "half"),
        ((0, 21), (0, 10), "touching"),
        ((0, 20), (0, 18), "close"),  # exactly nine tenths
        ((0, 20), (0, 17), "half"),
        ((0, 20), (0, 20), "exact"),
        ((0, 10), (10, 20), "alone"),
    ],
)
def test_quotes_are_matched_by_what_they_share_of_both(
    one: tuple[int, int], other: tuple[int, int], kind: str
) -> None:
    ratings = Ratings(np.array([[[1, 1]]], np.int16), ("fees",), ("u1",), ("anna", "boris"))
    quotes = Quotes(lengths=(40,), marked={"fees": {(0, 0): [one], (0, 1): [other]}})
    found = assess_spans(ratings, quotes, Draws(5))["fees"]
    counted = {
        name: getattr(found, name) for name in ("exact", "close", "half", "touching", "alone")
    }
    expected = dict.fromkeys(counted, 0) | {kind: 2 if kind == "alone" else 1}
    assert counted == expected
    assert found.holsti == (1 if kind in ("exact", "close", "half") else 0)
