"""A network of codes: names meet nothing, everything lies inside, and every number is right."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

import pytest

from tipcoder.analysis.code_pairs import PairCount, count_pairs
from tipcoder.export.figures import Cooccurrence
from tipcoder.export.pictures.circle_order import order_on_circle
from tipcoder.export.pictures.network import (
    MOST_TIES,
    CodeNetwork,
    NetworkNode,
    NetworkTie,
    lay_out_network,
)
from tipcoder.export.pictures.network_figure import build_network_figure, choose_grey
from tipcoder.export.pictures.text_width import estimate_text_width
from tipcoder.privacy.small_cells import USUAL
from tipcoder.text import measure_cell_width
from tipcoder.workbench.publishing.small_counts import CountScreen

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Makes a suggestion about the information that people get who do not speak the language"
LETTERS = 12


def build_network(codes: int) -> CodeNetwork:
    """Codes with long names of their own, each on the cases of several others."""
    nodes = tuple(NetworkNode(f"{n} {LONG}", 200 - 4 * n) for n in range(codes))
    ties = []
    for one, other in combinations(range(codes), 2):
        if (one * 7 + other * 3) % 5 == 0:
            ties.append(NetworkTie(one, other, 60 - one - other // 2, 250))
    return CodeNetwork("Codes <together>", nodes, tuple(ties), "Majority.")


def read_boxes(svg: str) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of every line of letters, as wide as wide letters make it."""
    boxes = []
    for mark in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        words = (mark.findtext(f"{SVG}title") or "", "".join(mark.itertext()))
        shown = words[1].removeprefix(words[0])
        width = estimate_text_width(shown, LETTERS)
        x, foot = float(mark.attrib["x"]), float(mark.attrib["y"])
        shift = {"start": 0.0, "middle": width / 2, "end": width}[mark.attrib["text-anchor"]]
        boxes.append((x - shift, foot - 9, x - shift + width, foot + 3))
    return boxes


@pytest.mark.parametrize("codes", [2, 3, 8, 23, 40])
def test_no_name_meets_another_and_all_lies_in_the_picture(codes: int) -> None:
    figure = build_network_figure(build_network(codes))
    drawing = ElementTree.fromstring(figure.svg)
    _, _, width, height = map(float, drawing.attrib["viewBox"].split())
    boxes = read_boxes(figure.svg)
    for left, top, right, bottom in boxes:
        assert left >= 0 and top >= 0 and right <= width and bottom <= height
    for one, other in combinations(boxes, 2):
        is_beside = one[2] <= other[0] or other[2] <= one[0]
        assert is_beside or one[3] <= other[1] or other[3] <= one[1], (one, other)


def test_no_line_leaves_the_ellipse_of_the_codes() -> None:
    """Names stand outside of it, and a quadratic curve lies within its three points."""
    layout = lay_out_network(build_network(40).find_drawn())
    height = max(node.at.y for node in layout.nodes) + 13
    widest = max(abs(node.at.x) for node in layout.nodes)
    for placed in layout.ties:
        for point in (placed.start, placed.bend, placed.end):
            # The ellipse is a little wider than the code nearest to its middle line.
            assert (point.x / (widest * 1.01)) ** 2 + (point.y / height) ** 2 <= 1.001
    for node in layout.nodes:
        assert (node.at.x < 0) == node.is_left


def test_the_same_codes_are_drawn_alike_and_neighbours_share_cases() -> None:
    network = build_network(30)
    assert build_network_figure(network).svg == build_network_figure(network).svg
    # A ring of six, written in a mixed order: walking along it passes only ties.
    ring = [0, 3, 1, 5, 2, 4]
    ties = {}
    for place, one in enumerate(ring):
        other = ring[(place + 1) % 6]
        ties[min(one, other), max(one, other)] = 1.0
    order = order_on_circle(6, ties)
    steps = 0
    for one, other in ties:
        apart = abs(order.index(one) - order.index(other))
        steps += min(apart, 6 - apart)
    # No order of a ring of six has fewer than six steps; the order of the numbers has twelve.
    assert steps == 6


def test_figures_of_a_pair_stand_in_every_form() -> None:
    """12 cases have both, 30 and 22 have each: 12 of 30 + 22 − 12 = 40 have either, .30."""
    nodes = (NetworkNode("Late & slow", 30), NetworkNode("Price", 22), NetworkNode("Alone", 9))
    figure = build_network_figure(CodeNetwork("Pairs", nodes, (NetworkTie(0, 1, 12, 40),), ""))
    words = "Late & slow and Price: both on 12 of 40 cases, Jaccard .30"
    assert words in [each.text for each in ElementTree.fromstring(figure.svg).iter(f"{SVG}title")]
    assert figure.values is not None
    assert figure.values.texts == [["Late & slow", "Price", "12", "30", "22", ".30"]]
    assert "12   .30" in figure.letters
    assert "the 1 pair on 12 cases and more" in figure.caption
    assert "Alone" not in figure.svg


def test_a_crowded_network_says_from_how_many_cases_it_draws() -> None:
    """Of 780 pairs with 1 to 780 cases the 60 with the most are drawn: 721 and more."""
    pairs = list(combinations(range(40), 2))
    nodes = tuple(NetworkNode(str(n), 800) for n in range(40))
    ties = tuple(NetworkTie(*pair, n + 1, 800) for n, pair in enumerate(pairs))
    network = CodeNetwork("Many", nodes, ties, "")
    assert (len(network.rank_ties()), network.least) == (MOST_TIES, 721)
    alike = CodeNetwork("Many", nodes, tuple(NetworkTie(*pair, 7, 800) for pair in pairs), "")
    assert len(alike.rank_ties()) == 780, "nothing tells them apart"


def test_pairs_and_codes_of_few_people_stay_at_the_gate() -> None:
    nodes = (NetworkNode("A", 30), NetworkNode("B", 22), NetworkNode("C", 4), NetworkNode("D", 9))
    # All but three have E.
    nodes = (*nodes, NetworkNode("E", 60, 3))
    ties = (NetworkTie(0, 1, 12, 40), NetworkTie(0, 2, 4, 30), NetworkTie(1, 3, 4, 27))
    ties = (*ties, NetworkTie(0, 4, 25, 65))
    network = CodeNetwork("Few", nodes, ties, "")
    screened = CountScreen(USUAL).screen_network(network)
    assert [node.label for node in screened.nodes] == ["A", "B", "D"]
    assert screened.ties == (NetworkTie(0, 1, 12, 40),)
    told = CountScreen(None)
    assert told.screen_network(network) == network
    assert told.sentences and "below 5" in told.sentences[0]


def test_lines_are_seen_on_white_and_letters_fit_the_screen() -> None:
    # WCAG 2.1 wants a contrast of 3 for what is no text, which #949494 has on white.
    for strength in (0.0, 0.5, 1.0):
        grey = choose_grey(strength)
        assert grey[1:3] == grey[3:5] == grey[5:7]
        assert int(grey[1:3], 16) <= 0x94
    figure = build_network_figure(build_network(20))
    for width in (60, 78, 118):
        assert max(map(measure_cell_width, figure.fit_letters(width).splitlines())) <= width
    # Names are whole, however narrow the screen.
    words = " ".join(figure.fit_letters(60).split())
    assert "do not speak the language" in words


def test_a_pair_is_left_out_where_few_have_one_code_without_the_other() -> None:
    """Of 40 cases 20 have A, 14 have B, 12 have both: 8 have A alone, 14 − 12 = 2 have B alone.

    Nobody says 2, but 14 and 12 do. Of A and C, 13 of 20 and 21 have both: 7, 8 and 40 − 28 = 12
    are left. Of A and D, 15 of 20 and 32: 5, 17 and 40 − 37 = 3 have neither.
    """
    nodes = (NetworkNode("A", 20, 20), NetworkNode("B", 14, 26), NetworkNode("C", 21, 19))
    nodes = (*nodes, NetworkNode("D", 32, 8))
    ties = (
        NetworkTie(0, 1, 12, 22, (8, 2, 18)),
        NetworkTie(0, 2, 13, 28, (7, 8, 12)),
        NetworkTie(0, 3, 15, 37, (5, 17, 3)),
    )
    screen = CountScreen(USUAL)
    assert screen.screen_network(CodeNetwork("Few", nodes, ties, "")).ties == ties[1:2]
    assert screen.found == 2

    # The grid of the same page tells the same pairs, above and below its diagonal.
    counts = ((20, 12, 13, 15), (12, 14, 0, 0), (13, 0, 21, 0), (15, 0, 0, 32))
    beside: list[list[tuple[int, ...]]] = [[()] * 4 for _ in range(4)]
    for tie in ties:
        one, other, neither = tie.beside
        beside[0][tie.other], beside[tie.other][0] = (one, other, neither), (other, one, neither)
    for place, node in enumerate(nodes):
        beside[place][place] = (node.others,)
    grid = Cooccurrence("Grid", tuple("ABCD"), counts, "", tuple("ABCD"), tuple(map(tuple, beside)))
    screened = screen.screen_figure(grid)
    assert isinstance(screened, Cooccurrence)
    assert screened.counts == ((20, 0, 13, 0), (0, 14, 0, 0), (13, 0, 21, 0), (0, 0, 0, 32))
    assert "one without the other" in screened.note
    # What is left out of both is said once.
    assert screen.sentences == ("Left out: 2 counts below 5.",)


def test_pairs_are_counted_over_cases_of_which_both_codes_are_known() -> None:
    """By hand: of seven cases the fourth and the last are unknown of one of the two."""
    one = [1, 1, 0, -1, 1, 0, 0]
    other = [1, 0, 1, 1, 1, 0, -1]
    pair = count_pairs([one, other]).find(0, 1)
    assert pair == PairCount(both=2, one_alone=1, other_alone=1, neither=1)
    assert pair.either == 4
    assert count_pairs([one, other]).find(1, 0) == PairCount(2, 1, 1, 1)
    assert count_pairs([one]).find(0, 0) == PairCount(3, 0, 0, 3)
