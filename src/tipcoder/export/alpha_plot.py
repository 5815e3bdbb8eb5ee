"""Alpha of every code that can be judged with its interval, as a picture and in letters."""

from __future__ import annotations

import html
from collections.abc import Sequence

from tipcoder.agreement.coefficients import ALPHA
from tipcoder.agreement.estimates import Estimate
from tipcoder.agreement.number_format import format_decimal
from tipcoder.agreement.results import Agreement, CodeAgreement
from tipcoder.export.agreement_tables import name_alpha, name_code
from tipcoder.export.document import Figure
from tipcoder.text import make_excerpt, measure_cell_width

_LABEL, _PLOT, _VALUE, _ROW, _TOP, _MARGIN = 260, 360, 60, 22, 26, 10
"""Pixels of the picture: names, axis, figures, height of a line, head, margin."""
_LABEL_LETTERS = 36
_STEPS = 40
"""Letters of the axis from 0 to 1."""
_LINES = ((0.667, "tentative", "end"), (0.8, "reliable", "start"))
"""Limits, their names, and which end of a name stands at its line: the two are near each other."""
_INK, _LINE = "#1f4e79", "#b0b0b0"


def build_alpha_figure(found: Agreement, codes: Sequence[CodeAgreement]) -> Figure:
    """A line for each code in the order given, over the range from 0 to 1."""
    caption = (
        f"Krippendorff's {name_alpha(found)} with its 95 % interval; lines at .667 and .800. "
        "What is below 0 is drawn at 0."
    )
    # Without a table of values: it would repeat the one that stands above the picture.
    return Figure(_draw(found, codes), caption, _write(found, codes))


def _draw(found: Agreement, codes: Sequence[CodeAgreement]) -> str:
    """An SVG of its own size; the names in it are escaped."""
    width = _LABEL + _PLOT + _VALUE + _MARGIN
    height = _TOP + _ROW * len(codes) + _MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" '
        'font-family="system-ui, sans-serif" font-size="12" role="img">',
        f"<title>{html.escape(name_alpha(found))} with its interval by code</title>",
    ]
    for value, name, side in _LINES:
        x = _LABEL + _PLOT * value
        lines.append(
            f'<line x1="{x:g}" y1="{_TOP - 6}" x2="{x:g}" y2="{height - _MARGIN}" '
            f'stroke="{_LINE}" stroke-dasharray="4 3"/>'
        )
        lines.append(f'<text x="{x:g}" y="{_TOP - 10}" text-anchor="{side}">{name}</text>')
    for number, code in enumerate(codes):
        lines += _draw_code(found, code, _TOP + _ROW * number + _ROW / 2)
    return "\n".join([*lines, "</svg>"]) + "\n"


def _draw_code(found: Agreement, code: CodeAgreement, middle: float) -> list[str]:
    figure = code.coefficients.get(ALPHA, Estimate())
    label = html.escape(make_excerpt(name_code(found, code), _LABEL_LETTERS))
    foot = middle + 4
    lines = [f'<text x="{_LABEL - 8}" y="{foot:g}" text-anchor="end">{label}</text>']
    if figure.value is None:
        return lines
    if figure.low is not None and figure.high is not None:
        start, end = (_LABEL + _PLOT * _clamp(value) for value in (figure.low, figure.high))
        lines.append(
            f'<line x1="{start:g}" y1="{middle:g}" x2="{end:g}" y2="{middle:g}" '
            f'stroke="{_INK}" stroke-width="2"/>'
        )
    x = _LABEL + _PLOT * _clamp(figure.value)
    lines.append(f'<circle cx="{x:g}" cy="{middle:g}" r="4" fill="{_INK}"/>')
    place = _LABEL + _PLOT + _VALUE
    value = format_decimal(figure.value)
    lines.append(f'<text x="{place}" y="{foot:g}" text-anchor="end">{value}</text>')
    return lines


def _clamp(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def _write(found: Agreement, codes: Sequence[CodeAgreement]) -> str:
    """The same in letters: a line from end to end of the interval, and a point."""
    labels = [make_excerpt(name_code(found, code), _LABEL_LETTERS) for code in codes]
    room = max(map(measure_cell_width, labels), default=0)
    lines = []
    for code, label in zip(codes, labels, strict=True):
        figure = code.coefficients.get(ALPHA, Estimate())
        gap = " " * (room - measure_cell_width(label))
        lines.append(f"{label}{gap}  {_write_axis(figure)} {format_decimal(figure.value)}")
    return "\n".join(lines)


def _write_axis(figure: Estimate) -> str:
    axis = [" "] * (_STEPS + 1)
    for value, _, _ in _LINES:
        axis[round(value * _STEPS)] = "┊"
    if figure.low is not None and figure.high is not None:
        start, end = (round(_clamp(value) * _STEPS) for value in (figure.low, figure.high))
        axis[start : end + 1] = ["─"] * (end + 1 - start)
    if figure.value is not None:
        axis[round(_clamp(figure.value) * _STEPS)] = "●"
    return "".join(axis)
