"""Which side of a test has the groups: the outcome or the variable."""

from __future__ import annotations

from tipcoder.analysis.pairs import Pair
from tipcoder.analysis.variables import Levels, Numbers


def pair_sides(outcome: Levels | Numbers, variable: Levels | Numbers) -> Pair:
    """Groups, and what is measured in them.

    The levels of an outcome are the groups. But a number outcome is measured in groups of the
    variable, "yes minus no", and so is any outcome where the variable has three or more
    categories.
    """
    if isinstance(variable, Levels):
        variable = variable.drop_unused(outcome.known)
        has_several = len(variable.labels) > 2
        if has_several or isinstance(outcome, Numbers):
            groups = variable.swap_labels() if variable.labels == ("no", "yes") else variable
            ordered = isinstance(outcome, Levels)
            return Pair(
                outcome.name,
                variable.name,
                groups,
                outcome,
                ordered=ordered,
                has_nominal_groups=has_several and not variable.is_ordered,
                has_ordered_groups=has_several and variable.is_ordered,
            )
    assert isinstance(outcome, Levels), "two numbers are correlated"
    return Pair(outcome.name, variable.name, outcome, variable, ordered=True)
