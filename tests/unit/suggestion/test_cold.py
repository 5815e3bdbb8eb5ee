"""Scores before anybody has coded: a text is compared with those of its own language,
as far as there are some.
"""

from __future__ import annotations

import numpy as np
import pytest

from tipcoder.suggestion.scaling import scale_among_peers, scale_columns


def test_the_best_of_a_language_far_from_the_codebook_is_nearly_as_good_as_that_of_a_near_one() -> (
    None
):
    english, russian = np.linspace(0, 10, 200), np.linspace(0, 3, 200)
    columns = np.concatenate([english, russian])[:, None]
    apart = scale_columns(columns)[:, 0]
    assert apart[199] - apart[399] > 2.5
    together = scale_among_peers(columns, ["en"] * 200 + ["ru"] * 200)[:, 0]
    assert together[199] - together[399] < 0.5
    # Within a language nothing changes places.
    assert (np.diff(together[:200]) > 0).all()
    assert (np.diff(together[200:]) > 0).all()


def test_few_texts_of_a_language_stay_about_where_they_are_among_all() -> None:
    columns = np.linspace(0, 10, 200)[:, None]
    languages = ["en"] * 199 + ["lt"]
    moved = scale_among_peers(columns, languages) - scale_columns(columns)
    assert abs(moved[199, 0]) < 0.3


@pytest.mark.parametrize("languages", [(), ["?"] * 9, [""] * 9])
def test_where_no_language_is_known_texts_are_compared_with_all(languages: list[str]) -> None:
    columns = np.arange(9.0)[:, None]
    assert np.array_equal(scale_among_peers(columns, languages), scale_columns(columns))


def test_a_code_that_says_nothing_of_a_language_scores_nothing_there() -> None:
    columns = np.concatenate([np.arange(50.0), np.zeros(50)])[:, None]
    assert np.allclose(
        scale_among_peers(columns, ["en"] * 50 + ["ar"] * 50)[50:],
        scale_among_peers(columns, ["en"] * 50 + ["ar"] * 50)[50],
    )
    assert np.isfinite(scale_among_peers(np.zeros((3, 2)), ["en"] * 3)).all()
