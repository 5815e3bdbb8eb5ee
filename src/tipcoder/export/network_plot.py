"""A network of codes as a figure for a journal: what `figures.draw_figure` draws on its axes."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from tipcoder.export.pictures.network import (
    STEP,
    CodeNetwork,
    PlacedTie,
    lay_out_network,
    measure_height,
)
from tipcoder.export.pictures.network_figure import choose_grey
from tipcoder.text import make_excerpt

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INCHES = 0.21
"""Height of a step between two points."""
_LINE_LETTERS = 36
_LABEL_LETTERS = 62
"""Letters of a line, and of the name of a code, which has two of them."""
_LETTERS, _SMALL_LETTERS = 6.5, 5.5
_POINTS = 0.5
"""Printer's points for a pixel of the drawing."""
_BLACK = "#202020"


def measure_network_height(network: CodeNetwork) -> float:
    """Inches of the points, one above the other."""
    return _INCHES * measure_height(len(network.find_drawn().nodes)) / STEP + 0.2


def draw_network_on_axes(axes: Axes, network: CodeNetwork) -> None:
    """The network as it is drawn for a page, without axes."""
    network = network.find_drawn()
    layout = lay_out_network(network)
    for placed in layout.ties:
        _draw_tie(axes, placed)
    for node, placed_node in zip(network.nodes, layout.nodes, strict=True):
        x, y = placed_node.at.x, -placed_node.at.y
        size = (2 * placed_node.radius * _POINTS) ** 2
        axes.scatter([x], [y], s=size, color=_BLACK, edgecolors="white", linewidths=0.5, zorder=3)
        beside = placed_node.radius + STEP / 4
        axes.text(
            x - beside if placed_node.is_left else x + beside,
            y,
            _wrap_label(node.label, node.cases),
            ha="right" if placed_node.is_left else "left",
            va="center",
            fontsize=_LETTERS,
            linespacing=0.95,
        )
    axes.set_axis_off()
    axes.margins(0.03)
    half = measure_height(len(network.nodes)) / 2
    axes.set_ylim(-half, half)


def _wrap_label(label: str, cases: int) -> str:
    """A name and its cases, which stay together, on two lines."""
    words = f"{make_excerpt(label, _LABEL_LETTERS)}\N{NO-BREAK SPACE}({cases})"
    return "\n".join(textwrap.wrap(words, _LINE_LETTERS))


def _draw_tie(axes: Axes, placed: PlacedTie) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path
    from matplotlib.patheffects import withStroke

    points = [(one.x, -one.y) for one in (placed.start, placed.bend, placed.end)]
    path = Path(points, [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    look = {"facecolor": "none", "edgecolor": choose_grey(placed.strength)}
    axes.add_patch(PathPatch(path, linewidth=placed.width * _POINTS, zorder=1, **look))
    if placed.number_at is not None:
        rim = [withStroke(linewidth=1.5, foreground="white")]
        at = placed.number_at
        axes.text(
            at.x,
            -at.y,
            str(placed.tie.both),
            ha="center",
            va="center",
            fontsize=_SMALL_LETTERS,
            path_effects=rim,
            zorder=2,
        )
