"""Numbers as people read them: no zero before the point, two places, a dash for "cannot be said"."""

from __future__ import annotations

from tipcoder.agreement.results import Estimate

NOTHING = "—"


def format_decimal(value: float | None, places: int = 2) -> str:
    """`.74`, `−.02`, `1.00`, `—`."""
    if value is None:
        return NOTHING
    shown = f"{abs(value):.{places}f}"
    if shown.startswith("0."):
        shown = shown[1:]
    return f"−{shown}" if value < 0 and shown.strip(".0") else shown


def format_percent(value: float | None) -> str:
    """`94 %`."""
    if value is None:
        return NOTHING
    places = 1 if 0.99 < value < 1 or 0 < value < 0.01 else 0
    return f"{100 * value:.{places}f} %"


def format_interval(found: Estimate) -> str:
    """`[.58, .86]`, or nothing where there is none."""
    return (
        ""
        if found.low is None or found.high is None
        else f"[{format_decimal(found.low)}, {format_decimal(found.high)}]"
    )


def format_with_interval(found: Estimate | None) -> str:
    """`.74 [.58, .86]`."""
    if found is None:
        return NOTHING
    return f"{format_decimal(found.value)} {format_interval(found)}".rstrip()


def join_names(names: tuple[str, ...] | list[str]) -> str:
    """`anna`, `anna and boris`, `anna, boris and vera`."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def format_response_count(n: int) -> str:
    """`1 response`, `2 responses`."""
    return "1 response" if n == 1 else f"{n} responses"
