"""Codes that are on the same cases, as points that lines join.

The points stand on an ellipse in equal steps of height, each with its name outside: no name meets
another name or a line, however many there are. What belongs together stands side by side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tipcoder.agreement.number_format import format_decimal
from tipcoder.export.pictures.circle_order import order_on_circle
from tipcoder.text import format_count

LEAST_CASES, MOST_TIES = 2, 60
"""Cases of a pair that is drawn, and pairs in one picture."""
STEP = 26.0
"""Least height from one point to the next on its side; other lengths are in its unit, too."""
_USUAL_HEIGHT, _LARGEST_STEP = 220.0, 70.0
"""Height that few points share, and at most from one to the next."""
_LARGEST, _SMALLEST = 11.0, 3.0
"""Radius of a point."""
_NARROWEST, _WIDEST = 170.0, 250.0
"""Half of the width of the ellipse."""
_THINNEST, _THICKEST = 1.0, 8.0
_DEEPEST = 0.8
"""How far to the middle of the ellipse a line bends that crosses it; a short one bends less."""
_PLACES_OF_NUMBERS = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73)
"""Where on a line its number may stand."""
_NUMBER_ROOM = (15.0, 8.0)
"""Half of the width and of the height that a number on a line needs."""


@dataclass(frozen=True)
class NetworkNode:
    """A code, and on how many cases it is present."""

    label: str
    cases: int
    others: int = 0
    """Cases that are known not to have it, which may be few, too."""
    key: str = ""
    """What tells it from every other code, in other pictures too; its label where it is empty."""

    @property
    def identity(self) -> str:
        """What tells it from every other code."""
        return self.key or self.label


@dataclass(frozen=True)
class NetworkTie:
    """Two codes by their numbers, the lower first: cases with both, and with either."""

    one: int
    other: int
    both: int
    either: int
    beside: tuple[int, ...] = ()
    """What the figures of the pair tell, too: cases with one code alone, with the other alone, and
    with neither. They may be few."""

    @property
    def share(self) -> float:
        """Cases with both as a part of those with either (Jaccard, 1901)."""
        return self.both / self.either


@dataclass(frozen=True)
class CodeNetwork:
    """Codes, and every pair of them on the same cases that may be shown."""

    title: str
    nodes: tuple[NetworkNode, ...]
    ties: tuple[NetworkTie, ...]
    note: str

    @property
    def least(self) -> int:
        """Pairs on so many cases and more are drawn: as many as can still be told apart."""
        counts = sorted((tie.both for tie in self.ties), reverse=True)
        least = max(counts[-1], LEAST_CASES) if counts else LEAST_CASES
        if len(counts) > MOST_TIES and counts[MOST_TIES] >= least:
            # One more than the count of the first that is too many, but for a tie of them all.
            least = min(counts[MOST_TIES] + 1, counts[0])
        return least

    @property
    def caption(self) -> str:
        """How the picture is read, and what is not in it."""
        least = self.least
        drawn = sum(tie.both >= least for tie in self.ties)
        return (
            "A point is a code, the larger the more cases have it. A line joins two codes on the "
            "same cases, the thicker and darker the more cases; the number on a line counts them. "
            f"Drawn are the {format_count(drawn, 'pair')} on {least} cases and more, and the "
            "codes in them. Codes that share many of their cases (Jaccard) stand near each other; "
            f"directions and distances mean nothing else. {self.note}".strip()
        )

    def find_drawn(self) -> CodeNetwork:
        """The same with the pairs that are drawn and the codes in them."""
        ties = self.rank_ties()
        joined = sorted({number for tie in ties for number in (tie.one, tie.other)})
        place_of = {number: place for place, number in enumerate(joined)}
        drawn = []
        for tie in ties:
            drawn.append(replace(tie, one=place_of[tie.one], other=place_of[tie.other]))
        nodes = tuple(self.nodes[number] for number in joined)
        return CodeNetwork(self.title, nodes, tuple(drawn), self.note)

    def rank_ties(self) -> list[NetworkTie]:
        """The pairs that are drawn, that on the most cases first."""
        least = self.least
        drawn = [tie for tie in self.ties if tie.both >= least]
        return sorted(drawn, key=lambda tie: (-tie.both, -tie.share, tie.one, tie.other))

    def describe_tie(self, tie: NetworkTie) -> str:
        """A pair in words."""
        one, other = self.nodes[tie.one].label, self.nodes[tie.other].label
        share = format_decimal(tie.share)
        return f"{one} and {other}: both on {tie.both} of {tie.either} cases, Jaccard {share}"


class Point(NamedTuple):
    """A place; x grows to the right and y downward. The middle of the ellipse is 0, 0."""

    x: float
    y: float


@dataclass(frozen=True)
class PlacedNode:
    """A point of the drawing, and the side on which its name stands."""

    at: Point
    radius: float
    is_left: bool


@dataclass(frozen=True)
class PlacedTie:
    """A line of the drawing, a quadratic Bézier curve from `start` over `bend` to `end`."""

    tie: NetworkTie
    start: Point
    bend: Point
    end: Point
    width: float
    strength: float
    """From 0 for the fewest cases to 1 for the most."""
    number_at: Point | None
    """Where the number of cases stands; None where it would meet another one."""


@dataclass(frozen=True)
class NetworkLayout:
    """Where everything stands. Points are in the order of the nodes, the faintest line is first."""

    nodes: tuple[PlacedNode, ...]
    ties: tuple[PlacedTie, ...]


def lay_out_network(network: CodeNetwork) -> NetworkLayout:
    """Places for every code and every pair; the same network gives the same places."""
    ranked = network.rank_ties()
    strengths = {(tie.one, tie.other): tie.share for tie in ranked}
    order = order_on_circle(len(network.nodes), strengths)
    at = dict(zip(order, _place_on_ellipse(len(order)), strict=True))
    most = max((node.cases for node in network.nodes), default=1) or 1
    nodes = []
    for number, node in enumerate(network.nodes):
        place, is_left = at[number]
        # The area tells the number.
        radius = max(_LARGEST * math.sqrt(node.cases / most), _SMALLEST)
        nodes.append(PlacedNode(place, radius, is_left))
    ties = _place_ties(ranked, nodes)
    return NetworkLayout(tuple(nodes), tuple(reversed(ties)))


def measure_height(count: int) -> float:
    """The height of the ellipse of so many points."""
    right = max((count + 1) // 2, 1)
    return max(right * STEP, min(_USUAL_HEIGHT, right * _LARGEST_STEP))


def _place_on_ellipse(count: int) -> list[tuple[Point, bool]]:
    """Places clockwise from the top, and whether they are on the left."""
    right = (count + 1) // 2
    height = measure_height(count)
    step = height / max(right, 1)
    half = min(max(height / 2, _NARROWEST), _WIDEST)
    places = []
    for number in range(count):
        is_left = number >= right
        row = count - 1 - number if is_left else number
        # One more stands on the right of an odd number: the others lie between its steps.
        shift = 0.5 if is_left and count % 2 else 0.0
        y = (row + 0.5 + shift) * step - height / 2
        x = half * math.sqrt(1 - (2 * y / height) ** 2)
        places.append((Point(-x if is_left else x, y), is_left))
    return places


def _place_ties(ranked: Sequence[NetworkTie], nodes: Sequence[PlacedNode]) -> list[PlacedTie]:
    """The lines, the strongest first, which gets the best place for its number."""
    most = ranked[0].both if ranked else 1
    least = ranked[-1].both if ranked else 1
    numbers: list[Point] = []
    placed = []
    for tie in ranked:
        start, end = nodes[tie.one].at, nodes[tie.other].at
        middle = Point((start.x + end.x) / 2, (start.y + end.y) / 2)
        pull = min(math.dist(start, end) / (2 * _NARROWEST), _DEEPEST)
        bend = Point(middle.x * (1 - pull), middle.y * (1 - pull))
        strength = (tie.both - least) / (most - least) if most > least else 1.0
        width = _THINNEST + (_THICKEST - _THINNEST) * tie.both / most
        at = _find_number_place((start, bend, end), numbers, nodes)
        if at is not None:
            numbers.append(at)
        placed.append(PlacedTie(tie, start, bend, end, width, strength, at))
    return placed


def _find_number_place(
    curve: tuple[Point, Point, Point], taken: Sequence[Point], nodes: Sequence[PlacedNode]
) -> Point | None:
    """The first place on a line where a number meets no other number and no point."""
    for along in _PLACES_OF_NUMBERS:
        at = _follow(curve, along)
        if not _meets_number(at, taken) and not _meets_node(at, nodes):
            return at
    return None


def _follow(curve: tuple[Point, Point, Point], along: float) -> Point:
    """A place on a quadratic Bézier curve, from 0 at its start to 1 at its end."""
    start, bend, end = curve
    parts = (1 - along) ** 2, 2 * along * (1 - along), along**2
    x = parts[0] * start.x + parts[1] * bend.x + parts[2] * end.x
    y = parts[0] * start.y + parts[1] * bend.y + parts[2] * end.y
    return Point(x, y)


def _meets_number(at: Point, taken: Sequence[Point]) -> bool:
    width, height = 2 * _NUMBER_ROOM[0], 2 * _NUMBER_ROOM[1]
    return any(abs(one.x - at.x) < width and abs(one.y - at.y) < height for one in taken)


def _meets_node(at: Point, nodes: Sequence[PlacedNode]) -> bool:
    width, height = _NUMBER_ROOM
    for node in nodes:
        is_beside = abs(node.at.x - at.x) < width + node.radius
        if is_beside and abs(node.at.y - at.y) < height + node.radius:
            return True
    return False
