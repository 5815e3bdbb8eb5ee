"""A network of codes as SVG, in letters, and as a table of pairs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from tipcoder.agreement.number_format import format_decimal
from tipcoder.export.document import Figure, Table, text_table
from tipcoder.export.pictures.network import (
    CodeNetwork,
    NetworkLayout,
    PlacedNode,
    PlacedTie,
    Point,
    lay_out_network,
    measure_height,
)
from tipcoder.export.pictures.svg import LETTERS, SvgCanvas
from tipcoder.export.pictures.text_width import estimate_text_width, wrap_to_width
from tipcoder.export.text_layout import break_line
from tipcoder.text import format_count

_LABEL_ROOM = 240.0
"""Pixels for a line of the name of a code."""
_LEADING = 12.5
"""Pixels from a line of a name to the next."""
_GAP, _MARGIN = 6.0, 8.0
_FOOT = 4.0
"""How far below the middle of a line of letters its foot is."""
_POINT = "#1f4e79"
_FAINTEST, _DARKEST = 0x8C, 0x30
"""Greys of lines; the faintest keeps a contrast of 3 on white."""
_BAR_LETTERS, _SCREEN, _WIDE_SCREEN = 12, 80, 56
"""Columns of the bar of a pair, of a usual screen, and of one that has room for bars."""


def build_network_figure(network: CodeNetwork) -> Figure:
    """The network in every form."""
    drawn = network.find_drawn()
    return Figure(
        draw_network(drawn),
        network.caption,
        write_network(drawn, _SCREEN),
        tabulate_ties(drawn),
        write_letters=partial(write_network, drawn),
    )


def draw_network(network: CodeNetwork) -> str:
    """An SVG of its own size; every name in it is escaped."""
    layout = lay_out_network(network)
    labels = [wrap_to_width(node.label, LETTERS, _LABEL_ROOM) for node in network.nodes]
    half = _MARGIN + max(map(_reach, layout.nodes, labels), default=0.0)
    height = 2 * _MARGIN + measure_height(len(layout.nodes))
    canvas = SvgCanvas(2 * half, height, network.title)
    middle = Point(half, height / 2)
    for placed in layout.ties:
        path = _format_path(placed, middle)
        words = network.describe_tie(placed.tie)
        grey = choose_grey(placed.strength)
        canvas.add_curve(path, stroke=grey, width=placed.width, hover=words)
    _add_numbers(canvas, network, layout, middle)
    for node, placed_node, label in zip(network.nodes, layout.nodes, labels, strict=True):
        hover = f"{node.label}: {format_count(node.cases, 'case')}"
        _add_node(canvas, placed_node, label, hover, middle)
    return canvas.render()


def choose_grey(strength: float) -> str:
    """The grey of a line, from 0 for the faintest to 1."""
    grey = round(_FAINTEST + (_DARKEST - _FAINTEST) * strength)
    return f"#{grey:02x}{grey:02x}{grey:02x}"


def _reach(node: PlacedNode, lines: Sequence[str]) -> float:
    """How far from the middle a point and its name reach."""
    widest = max(estimate_text_width(line, LETTERS) for line in lines)
    return abs(node.at.x) + node.radius + _GAP + widest


def _format_path(placed: PlacedTie, middle: Point) -> str:
    start, bend, end = (_move(one, middle) for one in (placed.start, placed.bend, placed.end))
    return f"M{start.x:.1f} {start.y:.1f}Q{bend.x:.1f} {bend.y:.1f} {end.x:.1f} {end.y:.1f}"


def _move(at: Point, middle: Point) -> Point:
    return Point(at.x + middle.x, at.y + middle.y)


def _add_numbers(
    canvas: SvgCanvas, network: CodeNetwork, layout: NetworkLayout, middle: Point
) -> None:
    for placed in layout.ties:
        if placed.number_at is not None:
            x, y = _move(placed.number_at, middle)
            hover = network.describe_tie(placed.tie)
            text = str(placed.tie.both)
            at = (round(x, 1), round(y + _FOOT, 1))
            canvas.add_text(at, text, anchor="middle", hover=hover, on_lines=True)


def _add_node(
    canvas: SvgCanvas, node: PlacedNode, label: Sequence[str], hover: str, middle: Point
) -> None:
    x, y = _move(node.at, middle)
    canvas.add_circle((round(x, 1), round(y, 1)), round(node.radius, 1), _POINT, hover)
    beside = node.radius + _GAP
    left = round(x - beside if node.is_left else x + beside, 1)
    foot = y + _FOOT - _LEADING * (len(label) - 1) / 2
    for number, line in enumerate(label):
        at = (left, round(foot + _LEADING * number, 1))
        canvas.add_text(at, line, anchor="end" if node.is_left else "start", hover=hover)


def write_network(network: CodeNetwork, width: int) -> str:
    """A line for each pair, the most cases first, in `width` columns."""
    ranked = network.rank_ties()
    if not ranked:
        return "No two codes are on so many cases together."
    most = ranked[0].both
    lines = []
    for tie in ranked:
        before = f"{tie.both:>5} {format_decimal(tie.share):>5}  "
        if width >= _WIDE_SCREEN:
            bar = "█" * max(round(_BAR_LETTERS * tie.both / most), 1)
            before += f"{bar:<{_BAR_LETTERS}}  "
        pair = f"{network.nodes[tie.one].label} ─ {network.nodes[tie.other].label}"
        lines += _write_pair(before, pair, width)
    return "\n".join(["cases Jaccard", *lines])


def _write_pair(before: str, pair: str, width: int) -> list[str]:
    """The figures and the names; what is too wide goes on below the names."""
    first, *others = break_line(pair, max(width - len(before), 20))
    return [before + first, *(" " * len(before) + other for other in others)]


def tabulate_ties(network: CodeNetwork) -> Table:
    """The pairs as a table, the most cases first."""
    rows = []
    for tie in network.rank_ties():
        one, other = network.nodes[tie.one], network.nodes[tie.other]
        counts = (tie.both, one.cases, other.cases)
        share = format_decimal(tie.share)
        rows.append((one.label, other.label, *map(str, counts), share))
    head = ("code", "other code", "both", "cases", "cases of the other", "Jaccard")
    return text_table(head, rows, range(2, 6))
