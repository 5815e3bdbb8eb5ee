"""Values with their intervals, one line each: shares of codes, means of groups, changes, alpha."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from tipcoder.agreement.number_format import format_decimal
from tipcoder.export.document import Figure, Table, text_table
from tipcoder.export.pictures.letters import measure_widest, pad_left, wrap_name
from tipcoder.export.pictures.svg import INK, LETTERS, SOFT, SvgCanvas
from tipcoder.export.pictures.text_width import wrap_to_width
from tipcoder.text import make_excerpt, measure_cell_width

_LABEL, _PLOT, _VALUE, _ROW, _TOP, _MARGIN = 310, 360, 150, 22, 26, 10
"""Pixels of the drawing: names, axis, figures, height of a line, head, margin."""
_LEADING = 13
"""Pixels from a line of a name to the next."""
_LABEL_LETTERS = 38
_STEPS, _FEW_STEPS, _LEAST_STEPS = 40, 20, 10
"""Letters of the axis: at best, beside names that are wrapped, and at least."""
_LEAST_NAME, _GAP = 16, 2
"""Columns of a name beside its axis, and between what stands beside each other."""
_POINT = "#1f4e79"


@dataclass(frozen=True)
class IntervalRow:
    """One line. What is not known is None, and then not drawn."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    cases: int | None = None
    """How many the value rests on."""


class AxisMark(NamedTuple):
    """A value at which a line stands, such as a limit or no difference."""

    value: float
    name: str
    anchor: str = "middle"
    """Which part of the name stands at the line: start, middle or end."""


@dataclass(frozen=True)
class Axis:
    """The range that is drawn, and how its values are written."""

    low: float
    high: float
    is_share: bool = False
    """Whether values are parts of 1, written as percentages."""
    marks: tuple[AxisMark, ...] = ()
    decimals: int = 2
    is_coefficient: bool = False
    """Whether values cannot pass 1, so that they are written without a zero before the point."""

    def place(self, value: float) -> float:
        """Where a value lies between the ends, from 0 to 1; what is beyond them lies at them."""
        inside = min(max(value, self.low), self.high)
        return (inside - self.low) / (self.high - self.low)

    def write(self, value: float) -> str:
        """A value as a reader sees it."""
        if self.is_coefficient:
            return format_decimal(value, self.decimals)
        return f"{value * 100:.0f}%" if self.is_share else f"{value:.{self.decimals}f}"


_QUARTERS = (AxisMark(0.25, "25%"), AxisMark(0.5, "50%"), AxisMark(0.75, "75%"))
SHARES = Axis(0, 1, is_share=True, marks=_QUARTERS)
"""The axis of shares."""


def choose_ticks(low: float, high: float, *, is_share: bool = False) -> tuple[AxisMark, ...]:
    """Two to six round values between two ends, in steps of 1, 2 or 5 of a power of ten."""
    rough = (high - low) / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * one for one in (1, 2, 5, 10) if power * one >= rough)
    marks = []
    for number in range(math.ceil(low / step), math.floor(high / step) + 1):
        value = number * step
        name = f"{value * 100:.4g}%" if is_share else f"{value:.4g}"
        marks.append(AxisMark(value, name))
    return tuple(marks)


def choose_axis(rows: Sequence[IntervalRow], *, is_share: bool, zero: str) -> Axis:
    """An axis around no difference, which is called `zero`, as wide as the intervals reach."""
    reach = 0.0
    for row in rows:
        for value in (row.value, row.low, row.high):
            if value is not None and math.isfinite(value):
                reach = max(reach, abs(value))
    # Nothing but zeros would have no width.
    reach = reach * 1.05 or 1.0
    marks = []
    for mark in choose_ticks(-reach, reach, is_share=is_share):
        # A sign tells a change from a value; no difference has a name.
        name = f"+{mark.name}" if mark.value > 0 else mark.name.replace("-", "−")
        marks.append(AxisMark(mark.value, zero) if mark.value == 0 else AxisMark(mark.value, name))
    return Axis(-reach, reach, is_share=is_share, marks=tuple(marks))


def build_interval_figure(
    title: str, rows: Sequence[IntervalRow], axis: Axis, caption: str, head: str
) -> Figure:
    """The picture in every form. `head` says what a line stands for, as the head of its column.

    Raises nothing for what is empty: a picture without lines has its caption.
    """
    return Figure(
        _draw(title, rows, axis),
        caption,
        _write(rows, axis),
        _tabulate(rows, axis, head),
        write_letters=partial(_fit, rows, axis),
    )


def _draw(title: str, rows: Sequence[IntervalRow], axis: Axis) -> str:
    labels = [wrap_to_width(row.label, LETTERS, _LABEL - 8 - _MARGIN) for row in rows]
    row_height = _ROW if all(len(lines) == 1 for lines in labels) else _ROW + _LEADING - 5
    height = _TOP + row_height * len(rows) + _MARGIN
    canvas = SvgCanvas(_LABEL + _PLOT + _VALUE + _MARGIN, height, title)
    for mark in axis.marks:
        x = _LABEL + _PLOT * axis.place(mark.value)
        canvas.add_line((x, _TOP - 6), (x, height - _MARGIN), dashed=True)
        canvas.add_text((x, _TOP - 10), mark.name, anchor=mark.anchor, fill=SOFT)
    for number, (row, lines) in enumerate(zip(rows, labels, strict=True)):
        middle = _TOP + row_height * (number + 0.5)
        _draw_label(canvas, lines, middle, row.label)
        _draw_row(canvas, row, axis, middle)
    return canvas.render()


def _draw_label(canvas: SvgCanvas, lines: Sequence[str], middle: float, hover: str) -> None:
    foot = middle + 4 - _LEADING * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        canvas.add_text((_LABEL - 8, foot + _LEADING * number), line, anchor="end", hover=hover)


def _draw_row(canvas: SvgCanvas, row: IntervalRow, axis: Axis, middle: float) -> None:
    foot = middle + 4
    hover = f"{row.label}: {_format_value(row, axis)}"
    if row.value is None:
        return
    if row.low is not None and row.high is not None:
        start = _LABEL + _PLOT * axis.place(row.low)
        end = _LABEL + _PLOT * axis.place(row.high)
        canvas.add_line((start, middle), (end, middle), stroke=_POINT, width=2)
    canvas.add_circle((_LABEL + _PLOT * axis.place(row.value), middle), 4, _POINT, hover)
    written = axis.write(row.value) + ("" if row.cases is None else f"  n = {row.cases}")
    canvas.add_text((_LABEL + _PLOT + 12, foot), written, fill=INK, hover=hover)


def _format_value(row: IntervalRow, axis: Axis) -> str:
    """The value, its interval and its cases, as far as they are known."""
    if row.value is None:
        return "not shown"
    written = axis.write(row.value)
    if row.low is not None and row.high is not None:
        written += f" ({axis.write(row.low)} to {axis.write(row.high)})"
    return written if row.cases is None else f"{written}, n = {row.cases}"


def _write(rows: Sequence[IntervalRow], axis: Axis) -> str:
    """The same in letters: a line from end to end of the interval, and a point."""
    labels = [make_excerpt(row.label, _LABEL_LETTERS) for row in rows]
    room = max(map(measure_cell_width, labels), default=0)
    lines = []
    for row, label in zip(rows, labels, strict=True):
        gap = " " * (room - measure_cell_width(label))
        lines.append(f"{label}{gap}  {_write_axis(row, axis)}  {_format_value(row, axis)}")
    return "\n".join(lines)


def _fit(rows: Sequence[IntervalRow], axis: Axis, width: int) -> str:
    """The same in `width` columns: the axis is shortened, then names take several lines, and where
    that is not enough they stand above their axis.
    """
    values = [_format_value(row, axis) for row in rows]
    names = measure_widest([row.label for row in rows])
    left = width - measure_widest(values) - 2 * _GAP
    room = min(names, _LABEL_LETTERS, max(left - _FEW_STEPS - 1, _LEAST_NAME))
    steps = min(left - room - 1, _STEPS)
    is_stacked = steps < _LEAST_STEPS
    if is_stacked:
        room, steps = width, min(max(left - 1, _LEAST_STEPS), _STEPS)
    lines = [" " * (_GAP if is_stacked else room + _GAP) + _write_marks(axis, steps)]
    for row, value in zip(rows, values, strict=True):
        drawn = _write_axis(row, axis, steps)
        first, *others = wrap_name(row.label, room)
        if not is_stacked:
            lines += [f"{pad_left(first, room)}  {drawn}  {value}", *others]
        elif left > _LEAST_STEPS:
            lines += [first, *others, f"  {drawn}  {value}"]
        else:
            lines += [first, *others, f"  {drawn}", f"  {value}"]
    return "\n".join(line.rstrip() for line in lines if line.strip())


def _write_marks(axis: Axis, steps: int) -> str:
    """The names of the marks over their places, as many as have room beside each other."""
    line = ""
    for mark in sorted(axis.marks):
        shifts = {"start": 0, "middle": len(mark.name) // 2, "end": len(mark.name) - 1}
        start = round(axis.place(mark.value) * steps) - shifts[mark.anchor]
        if start >= len(line) + (1 if line else 0):
            line = f"{line:<{start}}{mark.name}"
    return line


def _write_axis(row: IntervalRow, axis: Axis, steps: int = _STEPS) -> str:
    letters = [" "] * (steps + 1)
    for mark in axis.marks:
        letters[round(axis.place(mark.value) * steps)] = "┊"
    if row.low is not None and row.high is not None:
        start, end = round(axis.place(row.low) * steps), round(axis.place(row.high) * steps)
        letters[start : end + 1] = ["─"] * (end + 1 - start)
    if row.value is not None:
        letters[round(axis.place(row.value) * steps)] = "●"
    return "".join(letters)


def _tabulate(rows: Sequence[IntervalRow], axis: Axis, head: str) -> Table:
    """The values alone, for documents that hold no drawing."""
    cells = []
    for row in rows:
        parts = (row.value, row.low, row.high)
        written = ["" if value is None else axis.write(value) for value in parts]
        cells.append((row.label, *written, "" if row.cases is None else str(row.cases)))
    return text_table((head, "value", "from", "to", "n"), cells, range(1, 5))
