"""Figures as SVG, PDF and PNG, readable in greyscale, with the same bytes for the same data.

Text stays text in SVG; PDF embeds its fonts. No date, no name of a program and no random id is
written.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipcoder.export.leaving import LeavingFile
from tipcoder.export.network_plot import draw_network_on_axes, measure_network_height
from tipcoder.export.pictures.network import CodeNetwork
from tipcoder.export.statistic_symbols import write_plain_symbols
from tipcoder.extras import check_extra, require_extra

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, WIDE = 5.0, 6.5
"""Inches: a figure beside text, and one over the whole page, for codes by codes."""
_TALLEST = 8.6
"""Inches that bars share at most, so that a figure with its notes is no longer than a page."""
DPI = 200
_BLACK, *_SHADES = ("#202020", "#7a7a7a", "#bdbdbd", "#e2e2e2")
_HATCHES = ("", "///", "...", "xx")
"""Groups differ in pattern too, so that no meaning hangs on shade alone."""
_HEADS_WIDTH, _CELL_WIDTH = 2.6, 0.22
_LINE_HEIGHT, _HEAD_HEIGHT = 0.24, 1.3
"""Inches."""
_GRID_LETTERS = 6
"""Points."""
_TITLE_LETTERS, _NOTE_LETTERS, _TICK_LETTERS = 64, 88, 16
"""Letters of a line."""
_SETTINGS: dict[str, Any] = {
    "svg.hashsalt": "tipcoder",  # names of clip paths, which would be drawn at random
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.parse_math": False,  # a label with two dollar signs is no formula
}
_NO_METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Producer": None, "Creator": None},
    "png": {"Software": None},
}


@dataclass(frozen=True)
class PlotPoint:
    """A mean and its interval."""

    label: str
    value: float
    low: float
    high: float
    cases: int | None = None
    """How many it rests on, where that is known."""


@dataclass(frozen=True)
class DotPlot:
    """Points with intervals, one line each; `ticks` name the places of a scale, whose ends are the
    figure's.
    """

    title: str
    points: tuple[PlotPoint, ...]
    ticks: tuple[tuple[float, str], ...]
    note: str


@dataclass(frozen=True)
class PlotBar:
    """A share with its interval, of one group."""

    label: str
    group: str
    share: float
    low: float
    high: float
    cases: int | None = None
    """How many are in the share, where that is known."""
    others: int | None = None
    """How many of the group are not."""


@dataclass(frozen=True)
class GroupedBars:
    """Shares, the groups of one label side by side."""

    title: str
    bars: tuple[PlotBar, ...]
    note: str


@dataclass(frozen=True)
class Cooccurrence:
    """Counts of pairs, drawn as a grid with the numbers in it."""

    title: str
    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    note: str
    keys: tuple[str, ...]
    """What tells each code from every other, in other figures too."""
    beside: tuple[tuple[tuple[int, ...], ...], ...]
    """What a count tells, too: cases with one code alone, with the other alone, and with neither.
    Of a code and itself, cases without it."""


@dataclass(frozen=True)
class CurvePoint:
    """A place on a curve: what was counted there, and what is expected with its interval."""

    at: float
    counted: float
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Curve:
    """A step line of what was counted, beside a line with a band of what is expected."""

    title: str
    points: tuple[CurvePoint, ...]
    names: tuple[str, str]
    """What was counted, and what is expected."""
    axes: tuple[str, str]
    """What goes along, and what goes up."""
    note: str


Drawing = DotPlot | GroupedBars | Cooccurrence | Curve | CodeNetwork


def check_figures_extra() -> None:
    """Whether figures can be drawn on this machine.

    Raises EnvironmentFault that names the extra.
    """
    check_extra("matplotlib", "A figure")


def draw_figure(
    figure: Drawing, folder: Path, name: str, formats: Sequence[str]
) -> list[LeavingFile]:
    """Draw for `folder` as name.svg and so on; the files are not written yet.

    The same figure gives the same bytes. Raises EnvironmentFault where matplotlib is not installed.
    """
    matplotlib: Any = require_extra("matplotlib", "A figure")
    with matplotlib.rc_context(_SETTINGS):
        drawn = _draw_on_page(figure)
        # Everything is put into its place once, and not again for each format: that takes longest.
        drawn.draw_without_rendering()
        drawn.set_layout_engine("none")
        files = []
        for form in formats:
            content = _render_drawing(drawn, form)
            files.append(LeavingFile(folder / f"{name}.{form}", content, f".{form}"))
    return files


def _draw_on_page(figure: Drawing) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    size = (_measure_width(figure), _measure_height(figure))
    drawn = Figure(figsize=size, dpi=DPI, layout="constrained")
    FigureCanvasAgg(drawn)  # a canvas of its own, so that no window system is asked for one
    axes = drawn.subplots()
    match figure:
        case DotPlot():
            _draw_dots(axes, figure)
        case GroupedBars():
            _draw_bars(drawn, axes, figure)
        case Cooccurrence():
            _draw_grid(axes, figure)
        case Curve():
            _draw_curve(axes, figure)
        case CodeNetwork():
            draw_network_on_axes(axes, figure)
    title = textwrap.wrap(figure.title, _TITLE_LETTERS)
    axes.set_title("\n".join(title), loc="left", fontsize=9)
    _write_note(drawn, figure.caption if isinstance(figure, CodeNetwork) else figure.note)
    return drawn


def _measure_width(figure: Drawing) -> float:
    match figure:
        case CodeNetwork():
            return WIDE
        case Cooccurrence():
            # Cells of a few codes need not fill a page.
            return min(_HEADS_WIDTH + _CELL_WIDTH * len(figure.labels), WIDE)
        case _:
            return WIDTH


def _measure_height(figure: Drawing) -> float:
    match figure:
        case DotPlot():
            return _HEAD_HEIGHT + _LINE_HEIGHT * len(figure.points)
        case GroupedBars():
            return min(_HEAD_HEIGHT + _LINE_HEIGHT * len(figure.bars) * 0.8, _TALLEST)
        case Cooccurrence():
            return _measure_width(figure) + 0.4
        case CodeNetwork():
            return _HEAD_HEIGHT + measure_network_height(figure)
        case Curve():
            return WIDTH * 0.75


def _render_drawing(figure: Figure, form: str) -> bytes:
    content = io.BytesIO()
    figure.savefig(content, format=form, dpi=DPI, metadata=_NO_METADATA[form])
    return content.getvalue()


def _write_note(figure: Figure, note: str) -> None:
    lines: list[str] = []
    for part in write_plain_symbols(note).splitlines():
        lines += textwrap.wrap(part, round(_NOTE_LETTERS * figure.get_figwidth() / WIDTH))
    figure.supxlabel("\n".join(lines), x=0.01, ha="left", fontsize=6)


def _draw_dots(axes: Axes, figure: DotPlot) -> None:
    points = figure.points
    places = list(range(len(points)))
    values, labels, errors = [], [], _ErrorBars()
    for point in points:
        values.append(point.value)
        labels.append(point.label)
        errors.add(point.low, point.value, point.high)
    # A mean may lie outside its interval by a rounding error, and matplotlib takes no negative
    # length.
    look: dict[str, Any] = {
        "fmt": "o",
        "color": _BLACK,
        "markersize": 4,
        "linewidth": 1,
        "capsize": 2,
    }
    axes.errorbar(values, places, xerr=[errors.below, errors.above], **look)
    axes.set_yticks(places, labels)
    # The first is at the top, as that of bars.
    axes.set_ylim(len(points) - 0.3, -0.7)
    axes.grid(axis="x", color="#dddddd", linewidth=0.5)
    axes.set_axisbelow(True)
    if figure.ticks:
        _set_scale(axes, figure.ticks)


class _ErrorBars:
    """How far intervals reach to both sides of what they belong to."""

    def __init__(self) -> None:
        self.below: list[float] = []
        self.above: list[float] = []

    def add(self, low: float, value: float, high: float) -> None:
        """An interval; where rounding puts a value outside of it, its bar has no length."""
        self.below.append(max(0.0, value - low))
        self.above.append(max(0.0, high - value))


def _set_scale(axes: Axes, ticks: Sequence[tuple[float, str]]) -> None:
    """The whole scale, so that means of several figures can be compared."""
    first, last = ticks[0][0], ticks[-1][0]
    margin = (last - first) * 0.02
    axes.set_xlim(first - margin, last + margin)
    places, labels = [], []
    for place, text in ticks:
        places.append(place)
        labels.append("\n".join(textwrap.wrap(text, _TICK_LETTERS)))
    axes.set_xticks(places, labels)


def _draw_bars(drawn: Figure, axes: Axes, figure: GroupedBars) -> None:
    by_label: dict[str, None] = {}
    by_group: dict[str, list[PlotBar]] = {}
    for bar in figure.bars:
        by_label[write_plain_symbols(bar.label)] = None
        by_group.setdefault(bar.group, []).append(bar)
    labels, groups = list(by_label), list(by_group)
    height = 0.8 / len(groups)
    for number, group in enumerate(groups):
        mine = by_group[group]
        shift = (number - (len(groups) - 1) / 2) * height
        places = [-labels.index(write_plain_symbols(bar.label)) - shift for bar in mine]
        colour = _SHADES[number % len(_SHADES)] if len(groups) > 1 else _SHADES[1]
        hatch = _HATCHES[number % len(_HATCHES)]
        _draw_group(axes, mine, places, height, group=group, colour=colour, hatch=hatch)
    axes.set_yticks([-number for number in range(len(labels))], labels)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    axes.set_ylim(-len(labels) + 0.4, 0.6)
    if len(groups) > 1:
        drawn.legend(fontsize=6, frameon=False, loc="outside upper left", ncols=len(groups))


def _draw_group(
    axes: Axes,
    bars: Sequence[PlotBar],
    places: Sequence[float],
    height: float,
    *,
    group: str,
    colour: str,
    hatch: str,
) -> None:
    # A share of 0 or 1 is an end of its interval but for rounding.
    shares, errors = [], _ErrorBars()
    for bar in bars:
        shares.append(bar.share)
        errors.add(bar.low, bar.share, bar.high)
    axes.barh(
        places,
        shares,
        height,
        xerr=[errors.below, errors.above],
        label=group,
        color=colour,
        hatch=hatch,
        edgecolor=_BLACK,
        linewidth=0.5,
        error_kw={"elinewidth": 0.8, "ecolor": _BLACK},
    )


def _draw_grid(axes: Axes, figure: Cooccurrence) -> None:
    size = len(figure.labels)
    pairs = _list_pairs(figure)
    most = max(1, *map(max, pairs)) if pairs else 1
    # The darkest pair stays light enough for black letters.
    axes.imshow(pairs, cmap="Greys", vmin=0, vmax=most * 1.6)
    for row, counts in enumerate(figure.counts):
        for column, count in enumerate(counts):
            if count:
                weight = "bold" if row == column else "normal"
                axes.text(
                    column,
                    row,
                    str(count),
                    ha="center",
                    va="center",
                    fontsize=_GRID_LETTERS,
                    fontweight=weight,
                )
    axes.set_xticks(range(size), figure.labels, rotation=90, fontsize=_GRID_LETTERS)
    axes.set_yticks(range(size), figure.labels, fontsize=_GRID_LETTERS)


def _draw_curve(axes: Axes, figure: Curve) -> None:
    places = [point.at for point in figure.points]
    values = [point.value for point in figure.points]
    low = [point.low for point in figure.points]
    high = [point.high for point in figure.points]
    axes.fill_between(places, low, high, color=_SHADES[2], linewidth=0)
    axes.plot(places, values, color=_BLACK, linewidth=1, linestyle="--", label=figure.names[1])
    counted = [point.counted for point in figure.points]
    axes.step(places, counted, where="post", color=_BLACK, linewidth=1.2, label=figure.names[0])
    axes.set_xlabel(figure.axes[0])
    axes.set_ylabel(figure.axes[1])
    axes.set_ylim(bottom=0)
    axes.legend(fontsize=6, frameon=False, loc="lower right")


def _list_pairs(figure: Cooccurrence) -> list[list[int]]:
    """The counts without the diagonal, which would outshine them: every code is on all cases of its
    own.
    """
    pairs = []
    for row, counts in enumerate(figure.counts):
        others = list(counts)
        others[row] = 0
        pairs.append(others)
    return pairs
