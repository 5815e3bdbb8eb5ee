"""What a test of the errors of suggestions says, as sentences for a person."""

from __future__ import annotations

from tipcoder.results.tests import StatisticalTest

REJECTED, MISSED = "turned down", "missed"
"""The two kinds of error."""
_UNITS = {REJECTED: "suggestions", MISSED: "applied codes"}
_EFFECTS = {"cramers_v": "Cramér's V", "hedges_g": "Hedges' g"}
"""Effect sizes that say how large a difference may be."""
_BASIS = {
    REJECTED: "decided suggestions were turned down, replaced or passed over",
    MISSED: "codes that were applied had not been suggested",
}


def describe_basis(error: str, wrong: int, rows: int, answers: int, coders: int) -> str:
    """How many rows of a kind of error there are, and how much work they come from."""
    coders_noun = "coder" if coders == 1 else "coders"
    return f"{wrong} of {rows} {_BASIS[error]} ({answers} answers, {coders} {coders_noun})."


def describe_finding(error: str, result: StatisticalTest, differs: bool) -> str:
    """One kind of error by one variable: what was found, in which groups."""
    heading = f"{error.capitalize()} by {result.variable_heading}"
    # A test that was refused says why in its first note.
    if result.p is None:
        return f"{heading}: {result.notes[0] if result.notes else 'Not tested.'}"
    says = "differs" if differs else "no difference was found"
    groups = [_format_group(error, result, place) for place in range(len(result.groups))]
    basis = f"{result.n} {_UNITS[error]}"
    # A difference that was found needs no word on what could be hidden.
    reach = "" if differs else _describe_reach(result)
    return f"{heading}: {says} in {basis}: {'; '.join(groups)}{reach}."


def _describe_reach(result: StatisticalTest) -> str:
    """How large a difference may be there all the same; empty where no interval says it."""
    for effect in result.effects:
        if effect.name not in _EFFECTS:
            continue
        if effect.low is None or effect.high is None:
            return ""
        # An interval may reach to both sides of zero.
        largest = max(abs(effect.low), abs(effect.high))
        return f"; {_EFFECTS[effect.name]} up to {largest:.2f} is not ruled out"
    return ""


def _format_group(error: str, result: StatisticalTest, place: int) -> str:
    group = result.groups[place]
    if group.counts:
        return f"{group.name} {group.counts.get(error, 0)} of {group.n}"
    if group.mean is None:
        return f"{group.name} {group.n}"
    return f"{group.name} {group.n}, mean {group.mean:.2f}"
