"""Intervals drawn with characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tipcoder.tui.widgets.interval_plot import draw_interval, find_scale
from tipcoder.workbench.statistics.crosstab_bands import CrosstabLevel


def band(value: float | None, low: float | None = None, high: float | None = None) -> CrosstabLevel:
    return CrosstabLevel("level", 10, 10, value, low, high, ())


def test_a_share_lies_between_the_ends_of_its_interval() -> None:
    assert draw_interval(band(0.5, 0.0, 1.0), (0.0, 1.0), 11) == "├────●────┤"
    assert draw_interval(band(0.0, 0.0, 0.5), (0.0, 1.0), 11) == "●────┤     "
    assert draw_interval(band(1.0), (0.0, 1.0), 11) == "          ●"
    assert draw_interval(band(None), (0.0, 1.0), 11) == " " * 11


def test_shares_have_the_whole_scale_and_means_what_they_span() -> None:
    assert find_scale([band(0.2, 0.1, 0.3)], "share") == (0.0, 1.0)
    assert find_scale([band(2.0, 1.5, 2.5), band(3.0, 2.0, 4.0)], "mean") == (1.5, 4.0)
    assert find_scale([band(2.0)], "mean") == (1.5, 2.5)
    assert find_scale([band(None)], "mean") == (0.0, 1.0)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.integers(1, 90))
def test_it_has_its_width_and_one_mark_whatever_the_numbers(
    one: float, two: float, three: float, width: int
) -> None:
    low, value, high = sorted((one, two, three))
    line = draw_interval(band(value, low, high), (0.0, 1.0), width)
    assert len(line) == width
    assert line.count("●") == 1
