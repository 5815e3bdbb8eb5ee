"""Shares and means with their intervals, drawn with characters on one scale."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.workbench.statistics.crosstabs import CrosstabLevel


def find_scale(bands: Sequence[CrosstabLevel], unit: str) -> tuple[float, float]:
    """The ends of the scale: 0 to 1 for shares, what the intervals span for means."""
    if unit == "share":
        return 0.0, 1.0
    ends = [end for band in bands for end in (band.low, band.high, band.value) if end is not None]
    if not ends:
        return 0.0, 1.0
    low, high = min(ends), max(ends)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def draw_interval(band: CrosstabLevel, scale: tuple[float, float], width: int) -> str:
    """One interval in exactly `width` columns: `├──●──┤`, the mark always between its ends."""
    if band.value is None:
        return " " * width
    low, high = scale

    def find_column(value: float) -> int:
        return min(max(round((value - low) / (high - low) * (width - 1)), 0), width - 1)

    line = [" "] * width
    at = find_column(band.value)
    if band.low is not None and band.high is not None:
        first, last = min(find_column(band.low), at), max(find_column(band.high), at)
        line[first : last + 1] = "─" * (last - first + 1)
        line[first], line[last] = "├", "┤"
    line[at] = "●"
    return "".join(line)
