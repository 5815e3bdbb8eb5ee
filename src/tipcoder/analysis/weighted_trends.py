"""Trends over groups with an order in weighted data.

Jonckheere-Terpstra and Cochran-Armitage count cases, and have no weighted form here. In their place
stands the slope of what was measured on the places of the groups, with an error that knows the
design (Binder, 1983). Of a yes or no that is the linear trend which Cochran-Armitage tests; levels
with an order count their places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipcoder.analysis.correlations import transform_interval
from tipcoder.analysis.intervals import two_sided_p
from tipcoder.analysis.means import Tested
from tipcoder.analysis.pairs import DESIGN_TREND, Pair, make_supporting_test
from tipcoder.analysis.variables import Levels, Numbers
from tipcoder.analysis.weighted_slopes import find_weighted_slope
from tipcoder.results.tests import Effect, SupportingTest

if TYPE_CHECKING:
    from tipcoder.analysis.survey_design import SurveyDesign
    from tipcoder.arrays import Floats, Ints


def find_weighted_trend(
    places: Ints, values: Floats, design: SurveyDesign
) -> tuple[Tested, Effect] | None:
    """t of the slope of values on the places of groups, taken as equally far apart, on the degrees
    of freedom of the design; and their correlation, whose sign is the direction.

    An entry a case, all of which have a weight above 0. None where nothing varies around the line,
    and with fewer than two degrees of freedom.
    """
    import numpy as np

    found = find_weighted_slope(places.astype(np.float64), values, design)
    # What is left of a subtraction that should give 0 is no error.
    if found is None or not found.error > 1e-12 or abs(found.r) == 1:
        return None
    t = found.r / found.error
    effect = transform_interval(
        "pearson_r", found.r, (found.error_of_r / (1 - found.r * found.r)) ** 2
    )
    return Tested(t, (found.df,), two_sided_p(t, found.df)), effect


def find_pair_trend(
    pair: Pair, codes: Ints, usable: Ints, design: SurveyDesign
) -> list[SupportingTest]:
    """The trend beside a test of a pair, wherever the test without weights has one beside it.

    `codes` are the groups of the cases at the `usable` places, and `design` is that of these.
    """
    import numpy as np

    groups, measured = len(pair.groups.labels), pair.measured
    if isinstance(measured, Numbers):
        has_order = pair.has_ordered_groups or (pair.ordered and not pair.has_nominal_groups)
        if not has_order or groups < 3:
            return []
        found = find_weighted_trend(codes, measured.values[usable], design)
    else:
        categories = len(measured.labels)
        is_nominal = pair.has_nominal_groups or not pair.ordered
        if is_nominal or 2 not in (groups, categories) or max(groups, categories) < 3:
            return []
        columns = measured.codes[usable]
        sides = (columns, codes) if groups == 2 else (codes, columns)
        found = find_weighted_trend(sides[0], sides[1].astype(np.float64), design)
    if found is None:
        return []
    return [make_supporting_test("beside", DESIGN_TREND, found[0], len(codes))]


def find_code_trend(levels: Levels, states: Ints, design: SurveyDesign) -> float | None:
    """p of the trend of a code along segments in their order; None where there is none.

    `design` is that of all cases.
    """
    import numpy as np

    places = design.keep_weighted(np.flatnonzero(levels.known & (states >= 0)))
    if not places.size:
        return None
    values = states[places].astype(np.float64)
    found = find_weighted_trend(levels.codes[places], values, design.choose(places))
    return None if found is None else found[0].p
