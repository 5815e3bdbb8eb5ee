"""Small examples out of papers and textbooks, written down here
so that a checkout alone can tell right from wrong.
"""

from __future__ import annotations

import pytest

from by_definition import alpha
from tipcoder.agreement.coefficients import (
    AC1,
    CONGER,
    NEGATIVE,
    PERCENT,
    POSITIVE,
    compute_coefficients,
)
from tipcoder.agreement.levels import compute_level_alpha
from tipcoder.agreement.ratings import build_presence_ratings, build_ratings
from tipcoder.agreement.sums import build_unit_sums

Cells = list[list[int | None]]

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C:
# four observers, twelve units.
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
UNITS: Cells = [list(unit) for unit in zip(*OBSERVERS, strict=True)]
ALPHAS = {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849, "ratio": 0.797}


@pytest.mark.parametrize(("level", "published"), ALPHAS.items())
def test_krippendorffs_four_observers_have_his_alphas(level: str, published: float) -> None:
    assert compute_level_alpha(build_ratings(UNITS), level) == pytest.approx(published, abs=0.0005)
    assert alpha(UNITS, level) == pytest.approx(published, abs=0.0005), "the tests' own alpha"


def test_the_nominal_alpha_of_the_report_is_the_same() -> None:
    found = compute_coefficients(build_unit_sums(build_ratings(UNITS)).sum_units())
    assert found["krippendorff_alpha"][0] == pytest.approx(0.743, abs=0.0005)


def test_gwets_two_raters_of_125_have_his_ac1_and_the_paradox_of_kappa() -> None:
    """Gwet (2008), British Journal of Mathematical and Statistical Psychology 61:
    AC1 .94 where kappa is -.02.
    """
    cells: Cells = [[1, 1]] * 118 + [[1, 0]] * 5 + [[0, 1]] * 2
    found = {
        name: value[0]
        for name, value in compute_coefficients(
            build_unit_sums(build_presence_ratings(cells)).sum_units()
        ).items()
    }
    assert found[AC1] == pytest.approx(0.9408, abs=0.0001)
    assert found[CONGER] == pytest.approx(-0.0234, abs=0.0001)
    assert found[POSITIVE] == pytest.approx(236 / 243)
    assert found[NEGATIVE] == 0


def test_cohens_kappa_of_a_fourfold_table_as_textbooks_work_it_out() -> None:
    """20 and 15 agreements of 50, margins 25:25 and 30:20:
    agreement .70, by chance .50, kappa .40.
    """
    cells: Cells = [[1, 1]] * 20 + [[1, 0]] * 5 + [[0, 1]] * 10 + [[0, 0]] * 15
    found = {
        name: value[0]
        for name, value in compute_coefficients(
            build_unit_sums(build_presence_ratings(cells)).sum_units()
        ).items()
    }
    assert found[PERCENT] == pytest.approx(0.7)
    assert found[CONGER] == pytest.approx(0.4)


def test_scores_of_many_values_have_the_alpha_of_the_definition() -> None:
    scores: Cells = [
        [(37 * n) % 101, (37 * n) % 101 + n % 7, None if n % 3 else (37 * n) % 101 + 2]
        for n in range(70)
    ]
    for level in ("ordinal", "interval", "ratio"):
        assert compute_level_alpha(build_ratings(scores), level) == pytest.approx(
            alpha(scores, level), abs=1e-9
        ), level


def test_large_scores_that_differ_little_keep_their_differences() -> None:
    near: Cells = [[1_000_000_000 + n, 1_000_000_000 + n + n % 2] for n in range(12)]
    assert compute_level_alpha(build_ratings(near), "interval") == pytest.approx(
        alpha(near, "interval"), abs=1e-9
    )
