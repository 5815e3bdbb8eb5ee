"""Numbers as people read them.

There is no zero before the point, there are two places, and a dash says "cannot be said".
"""

from __future__ import annotations

from tipcoder.agreement.estimates import Estimate

NOTHING = "—"


def format_decimal(value: float | None, places: int = 2) -> str:
    """`.74`, `−.02`, `1.00`, `—`."""
    if value is None:
        return NOTHING
    shown = f"{abs(value):.{places}f}"
    # As journals print numbers that cannot pass 1.
    if shown.startswith("0."):
        shown = shown[1:]
    # What rounds to zero has no sign.
    is_zero = not shown.strip(".0")
    return f"−{shown}" if value < 0 and not is_zero else shown


def format_percent(value: float | None) -> str:
    """`94 %`; with a decimal where rounding would give 0 or 100 %."""
    if value is None:
        return NOTHING
    is_near_an_end = 0.99 < value < 1 or 0 < value < 0.01
    places = 1 if is_near_an_end else 0
    return f"{100 * value:.{places}f} %"


def format_interval(found: Estimate) -> str:
    """`[.58, .86]`, or nothing where there is none."""
    if found.low is None or found.high is None:
        return ""
    return f"[{format_decimal(found.low)}, {format_decimal(found.high)}]"


def format_with_interval(found: Estimate | None) -> str:
    """`.74 [.58, .86]`."""
    if found is None:
        return NOTHING
    return f"{format_decimal(found.value)} {format_interval(found)}".rstrip()
