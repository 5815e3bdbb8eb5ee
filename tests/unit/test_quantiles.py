"""Quantiles that are worked out here are those of scipy, which is not imported for them."""

from __future__ import annotations

import math
import subprocess
import sys

import pytest
from scipy.special import stdtrit

from tipcoder.quantiles import find_t_quantile

SHARES = (1e-9, 0.001, 0.025, 0.3, 0.4999, 0.6, 0.95, 0.975, 0.995, 0.99999)
FREEDOM = (0.4, 1, 1.5, 2, 3, 7.3, 29, 299, 999.5, 1000, 1799, 1e6, 1e12)


@pytest.mark.parametrize("df", FREEDOM)
def test_a_quantile_is_that_of_scipy(df: float) -> None:
    for share in SHARES:
        assert find_t_quantile(share, df) == pytest.approx(float(stdtrit(df, share)), rel=1e-10)
    assert find_t_quantile(0.5, df) == 0


@pytest.mark.parametrize(
    ("share", "df"), [(0, 5), (1, 5), (-0.1, 5), (0.9, 0), (0.9, -1), (0.9, math.nan)]
)
def test_where_there_is_no_quantile_it_is_no_number(share: float, df: float) -> None:
    assert math.isnan(find_t_quantile(share, df))


def test_nobody_waits_for_scipy() -> None:
    asked = (
        "import sys; from tipcoder.quantiles import find_t_quantile; "
        "find_t_quantile(0.975, 12); print('scipy' in sys.modules, 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
