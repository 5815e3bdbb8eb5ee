"""The picture of alpha by code and pair of coders:
the number stands in its cell, colour only repeats it.
"""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from tipcoder.agreement.assessment import ReportRequest, assess_agreement
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.resampling import Draws
from tipcoder.agreement.results import Agreement
from tipcoder.export.heat_map import draw_heat_map, format_heat_map

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def found() -> Agreement:
    """Three coders: a code that all agree on, one where vera stands apart,
    a rare one, and one nobody used.
    """
    half = [1, 0] * 15
    common = [[v, v, v] for v in half]
    apart = [[v, v, 1 - v] for v in half]
    rare = [[1, 1, 1]] + [[0, 0, 0]] * 29
    values = np.array([common, apart, rare, [[0, 0, 0]] * 30], np.int16)
    names = ("common", "apart <&>", "rare", "unused")
    return assess_agreement(
        Ratings(values, names, tuple(map(str, range(30))), ("anna", "boris", "<vera>")),
        ReportRequest("a study", Draws(50)),
    )


def read_words(text: ElementTree.Element) -> str:
    """What is drawn, without what shows under the pointer."""
    title = text.find(f"{SVG}title")
    return (text.text if title is None else title.tail) or ""


def test_every_value_stands_in_its_cell_and_names_are_escaped(found: Agreement) -> None:
    root = ElementTree.fromstring(draw_heat_map(found))
    texts = list(map(read_words, root.iter(f"{SVG}text")))
    assert texts.count("1.00") == 7  # three of common, anna with boris of apart, three of rare
    assert texts.count("—") == 3
    assert "apart <&>" in texts
    assert "anna / <vera>" in texts
    assert sum(each.get("fill") == "url(#rare)" for each in root.iter(f"{SVG}rect")) == 3


def test_agreement_and_disagreement_differ_in_colour_and_not_in_red_and_green(
    found: Agreement,
) -> None:
    root = ElementTree.fromstring(draw_heat_map(found))
    fills = {each.get("fill") for each in root.iter(f"{SVG}rect")}
    assert {"#2166ac", "#b35806"} <= fills  # blue and orange


def test_in_letters_a_rare_code_is_in_brackets(found: Agreement) -> None:
    head, common, apart, rare, unused = format_heat_map(found).splitlines()
    assert "anna/boris" in head
    assert common.count("███ 1.00") == 3
    assert apart.count("███ 1.00") == 1
    assert apart.count("░░░ −") == 2
    assert rare.count("(1.00)") == 3
    assert unused.count("—") == 3
