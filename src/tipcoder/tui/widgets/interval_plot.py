"""Shares and means with their intervals, drawn with characters on one scale."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.workbench.statistics.crosstab_bands import CrosstabLevel


def find_scale(bands: Sequence[CrosstabLevel], unit: str) -> tuple[float, float]:
    """The ends of the scale: 0 to 1 for shares, what the intervals span for means."""
    if unit == "share":
        return 0.0, 1.0
    ends = []
    for band in bands:
        ends += [end for end in (band.low, band.high, band.value) if end is not None]
    if not ends:
        return 0.0, 1.0

    low = min(ends)
    high = max(ends)
    if high > low:
        return low, high
    # One value only: it is drawn in the middle of a scale around it.
    return low - 0.5, high + 0.5


def draw_interval(band: CrosstabLevel, scale: tuple[float, float], width: int) -> str:
    """One interval in exactly `width` columns: `├──●──┤`, the mark always between its ends."""
    if band.value is None:
        return " " * width

    at = _find_column(band.value, scale, width)
    line = [" "] * width
    if band.low is not None and band.high is not None:
        # Rounding must not put the mark outside its interval.
        first = min(_find_column(band.low, scale, width), at)
        last = max(_find_column(band.high, scale, width), at)
        line[first : last + 1] = "─" * (last - first + 1)
        line[first] = "├"
        line[last] = "┤"
    line[at] = "●"
    return "".join(line)


def _find_column(value: float, scale: tuple[float, float], width: int) -> int:
    """The column of a value; what lies beyond the scale is drawn at its end."""
    low, high = scale
    column = round((value - low) / (high - low) * (width - 1))
    return min(max(column, 0), width - 1)
