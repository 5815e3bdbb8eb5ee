"""Alpha of every code that can be judged with its interval, as a picture and in letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tipcoder.agreement.coefficients import ALPHA
from tipcoder.agreement.estimates import Estimate
from tipcoder.agreement.results import Agreement, CodeAgreement
from tipcoder.export.agreement_tables import name_alpha, name_code
from tipcoder.export.document import Figure
from tipcoder.export.pictures.intervals import (
    Axis,
    AxisMark,
    IntervalRow,
    build_interval_figure,
)

# The two limits are near each other: their names stand on either side.
_LIMITS = (AxisMark(0.667, "tentative", "end"), AxisMark(0.8, "reliable", "start"))
ALPHAS = Axis(0, 1, marks=_LIMITS, is_coefficient=True)
"""The axis of coefficients with the limits of Krippendorff."""


def build_alpha_figure(found: Agreement, codes: Sequence[CodeAgreement]) -> Figure:
    """A line for each code in the order given, over the range from 0 to 1."""
    alpha = name_alpha(found)
    caption = (
        f"Krippendorff's {alpha} with its 95 % interval; lines at .667 and .800. "
        "What is below 0 is drawn at 0."
    )
    rows = []
    for code in codes:
        figure = code.coefficients.get(ALPHA, Estimate())
        rows.append(IntervalRow(name_code(found, code), figure.value, figure.low, figure.high))
    title = f"{alpha} with its interval by code"
    drawn = build_interval_figure(title, rows, ALPHAS, caption, found.terms.thing)
    # Without a table of values: it would repeat the one that stands above the picture.
    return replace(drawn, values=None, repeats_table=True)
