"""Figures as SVG, PDF and PNG, readable in greyscale, with the same bytes for the same data.

Text stays text in SVG; PDF embeds its fonts. No date, no name of a program and no random id is written.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipcoder.export.data_files import replace_file
from tipcoder.extras import check_extra

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 5.0
"""Inches: one column of a page."""
DPI = 200
_GREYS = ("#202020", "#7a7a7a", "#bdbdbd", "#e2e2e2")
_HATCHES = ("", "///", "...", "xx")
"""Groups differ in pattern too, so that no meaning hangs on shade alone."""
_LINE, _HEAD = 0.24, 1.3


@dataclass(frozen=True)
class PlotPoint:
    """A mean and its interval."""

    label: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class DotPlot:
    """Points with intervals, one line each; `ticks` name the places of a scale, whose ends are the figure's."""

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


def check_figures_extra() -> None:
    """Whether figures can be drawn on this machine. Raises EnvironmentFault that names the extra."""
    check_extra("matplotlib", "A figure")


def draw_figure(
    figure: DotPlot | GroupedBars | Cooccurrence, folder: Path, name: str, formats: Sequence[str]
) -> list[Path]:
    """Draw into `folder` as name.svg and so on; returns the files. Raises EnvironmentFault."""
    check_figures_extra()
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    settings: Any = {
        "svg.hashsalt": "tipcoder",
        "svg.fonttype": "none",
        "pdf.fonttype": 42,
        "font.family": "DejaVu Sans",
        "font.size": 8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "text.parse_math": False,
    }
    files = []
    with matplotlib.rc_context(settings):
        drawn = Figure(figsize=(WIDTH, _find_height(figure)), layout="constrained")
        FigureCanvasAgg(drawn)
        axes = drawn.subplots()
        if isinstance(figure, DotPlot):
            _draw_dots(axes, figure)
        elif isinstance(figure, GroupedBars):
            _draw_bars(drawn, axes, figure)
        else:
            _draw_grid(axes, figure)
        axes.set_title("\n".join(textwrap.wrap(figure.title, 64)), loc="left", fontsize=9)
        _add_note(drawn, figure.note)
        for form in formats:
            path = folder / f"{name}.{form}"
            replace_file(path, lambda new, form=form: _save_figure(drawn, new, form))  # type: ignore[misc]
            files.append(path)
    return files


def _find_height(figure: DotPlot | GroupedBars | Cooccurrence) -> float:
    if isinstance(figure, DotPlot):
        return _HEAD + _LINE * len(figure.points)
    if isinstance(figure, GroupedBars):
        return _HEAD + _LINE * len(figure.bars) * 0.8
    return WIDTH + 0.4


def _save_figure(figure: Figure, path: Path, form: str) -> None:
    nothing: dict[str, dict[str, Any]] = {
        "svg": {"Date": None, "Creator": None},
        "pdf": {"CreationDate": None, "Producer": None, "Creator": None},
        "png": {"Software": None},
    }
    figure.savefig(path, format=form, dpi=DPI, metadata=nothing[form])


def _add_note(figure: Figure, note: str) -> None:
    lines = [line for part in note.splitlines() for line in textwrap.wrap(part, 88)]
    figure.supxlabel("\n".join(lines), x=0.01, ha="left", fontsize=6)


def _draw_dots(axes: Axes, figure: DotPlot) -> None:
    places = range(len(figure.points))
    values = [point.value for point in figure.points]
    below = [max(0.0, point.value - point.low) for point in figure.points]
    above = [max(0.0, point.high - point.value) for point in figure.points]
    axes.errorbar(values, places, xerr=[below, above], fmt="o", color=_GREYS[0], markersize=4, linewidth=1, capsize=2)
    axes.set_yticks(list(places), [point.label for point in figure.points])
    axes.set_ylim(-0.7, len(figure.points) - 0.3)
    axes.grid(axis="x", color="#dddddd", linewidth=0.5)
    axes.set_axisbelow(True)
    if figure.ticks:
        ends = figure.ticks[0][0], figure.ticks[-1][0]
        margin = (ends[1] - ends[0]) * 0.02
        axes.set_xlim(ends[0] - margin, ends[1] + margin)
        axes.set_xticks([at for at, _ in figure.ticks], ["\n".join(textwrap.wrap(t, 16)) for _, t in figure.ticks])


def _draw_bars(drawn: Figure, axes: Axes, figure: GroupedBars) -> None:
    labels = list(dict.fromkeys(bar.label for bar in figure.bars))
    groups = list(dict.fromkeys(bar.group for bar in figure.bars))
    height = 0.8 / len(groups)
    for n, group in enumerate(groups):
        mine = [bar for bar in figure.bars if bar.group == group]
        places = [-labels.index(bar.label) - (n - (len(groups) - 1) / 2) * height for bar in mine]
        # A share of 0 or 1 is an end of its interval but for rounding.
        errors = [[max(0.0, b.share - b.low) for b in mine], [max(0.0, b.high - b.share) for b in mine]]
        axes.barh(
            places,
            [bar.share for bar in mine],
            height,
            xerr=errors,
            label=group,
            color=_GREYS[1 + n % 3] if len(groups) > 1 else _GREYS[2],
            hatch=_HATCHES[n % len(_HATCHES)],
            edgecolor=_GREYS[0],
            linewidth=0.5,
            error_kw={"elinewidth": 0.8, "ecolor": _GREYS[0]},
        )
    axes.set_yticks([-n for n in range(len(labels))], labels)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    axes.set_ylim(-len(labels) + 0.4, 0.6)
    if len(groups) > 1:
        drawn.legend(fontsize=6, frameon=False, loc="outside upper left", ncols=len(groups))


def _draw_grid(axes: Axes, figure: Cooccurrence) -> None:
    n = len(figure.labels)
    off = [[0 if i == j else figure.counts[i][j] for j in range(n)] for i in range(n)]
    most = max(1, max(max(row) for row in off))
    axes.imshow(off, cmap="Greys", vmin=0, vmax=most * 1.6)
    for i in range(n):
        for j in range(n):
            count = figure.counts[i][j]
            if count:
                weight = "bold" if i == j else "normal"
                axes.text(j, i, str(count), ha="center", va="center", fontsize=5, fontweight=weight)
    axes.set_xticks(range(n), figure.labels, rotation=90, fontsize=5)
    axes.set_yticks(range(n), figure.labels, fontsize=5)
