"""What is worked out once for a pattern is what each unit, and each code, would have by itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tipcoder.agreement.coefficients import ALPHA, compute_disagreement
from tipcoder.agreement.patterns import find_code_patterns
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.replicated_estimates import estimate_agreement
from tipcoder.agreement.resampling import Draws
from tipcoder.agreement.sums import build_unit_sums


def rate_at_random(codes: int, units: int, coders: int) -> Ratings:
    random = np.random.default_rng(8)
    return Ratings(
        values=random.integers(-1, 2, (codes, units, coders)).astype(np.int16),
        codes=tuple(f"code{number}" for number in range(codes)),
        units=tuple(map(str, range(units))),
        coders=tuple(f"coder{number}" for number in range(coders)),
    )


def test_patterns_of_five_units_by_hand() -> None:
    """Both have it on two units; on two one has it alone; one unit a single coder has read."""
    cells = [[1, 1], [0, 1], [1, 1], [-1, 0], [0, 1]]
    found = find_code_patterns(np.array([cells, cells], np.int16), 2)
    assert len(found.distinct) == 1
    assert found.place.tolist() == [0, 0]
    patterns = found.of_code(1)
    assert patterns.rows.tolist() == [[-1, 0], [0, 1], [1, 1]]
    assert patterns.number.tolist() == [2, 1, 2, 0, 1]
    assert patterns.times.tolist() == [1, 2, 2]
    assert patterns.count_units(patterns.is_joint) == 4
    joint = patterns.select_patterns(patterns.is_joint)
    assert joint.rows[joint.number].tolist() == [[1, 1], [0, 1], [1, 1], [0, 1]]


@pytest.mark.parametrize("coders", [2, 5, 40])
def test_every_unit_has_the_cells_of_its_pattern_and_no_two_patterns_are_the_same(
    coders: int,
) -> None:
    rated = rate_at_random(3, 60, coders)
    for code, cells in enumerate(rated.values):
        patterns = rated.patterns.of_code(code)
        assert patterns.spread(patterns.rows).tolist() == cells.tolist()
        assert len(patterns.rows) == len(np.unique(cells, axis=0))
        assert patterns.raters.tolist() == (patterns.rows >= 0).sum(axis=1).tolist()


def test_units_are_joint_and_known_where_any_code_is() -> None:
    rated = rate_at_random(3, 60, 4)
    known = rated.values >= 0
    assert rated.joint_units.tolist() == (known.sum(axis=2) >= 2).any(axis=0).tolist()
    assert rated.known_units.tolist() == known.any(axis=0).tolist()


@pytest.mark.parametrize("coders", [2, 3])
def test_codes_that_are_alike_have_the_same_figures_and_count_each_in_those_of_all(
    coders: int,
) -> None:
    two = rate_at_random(2, 80, coders)
    first = two.values[:1]
    three = replace(
        two, values=np.concatenate([two.values, first]), codes=("code0", "code1", "again")
    )
    apart, together = (estimate_agreement(each, Draws(40)) for each in (two, three))
    for name, estimates in apart.by_name.items():
        of_first, of_second, again = together.by_name[name]
        # Thirds, of three coders, are rounded in single precision.
        assert (of_first.value, of_first.se) == (again.value, again.se)
        assert (of_first.low, of_first.high) == pytest.approx((again.low, again.high), abs=1e-6)
        assert of_first.value == estimates[0].value
        assert of_second.value == estimates[1].value
    # The ratio of sums, in which the first code stands twice.
    sums = build_unit_sums(two)
    observed, expected = compute_disagreement(sums.sum_units())
    ratio = (2 * observed[0] + observed[1]) / (2 * expected[0] + expected[1])
    assert together.pooled.value == pytest.approx(1 - ratio)
    alphas = [estimate.value or 0 for estimate in apart.by_name[ALPHA]]
    assert together.macro.value == pytest.approx((2 * alphas[0] + alphas[1]) / 3)


def test_resamples_are_those_of_one_long_draw() -> None:
    """However they are counted, a seed stands for the numbers that it always gave."""
    picked = np.random.default_rng(20_260_101).integers(0, 23, (9, 23), dtype=np.int32)
    expected = [np.bincount(row, minlength=23).tolist() for row in picked]
    assert np.concatenate(list(Draws(9).iterate_counts(23))).tolist() == expected
