"""Pictures in a document say the same as SVG, in letters and as a table."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest

from tipcoder.export.pictures.cells import CellGrid, build_cell_figure
from tipcoder.export.pictures.intervals import (
    SHARES,
    Axis,
    IntervalRow,
    build_interval_figure,
    choose_axis,
    choose_ticks,
)
from tipcoder.export.pictures.text_width import estimate_text_width
from tipcoder.text import measure_cell_width

SVG = "{http://www.w3.org/2000/svg}"
ROWS = (
    IntervalRow("Light & <air>", 0.5, 0.25, 0.75, cases=40),
    IntervalRow("Crowds", 0.0, 0.0, 0.1, cases=12),
    IntervalRow("Nobody knows", None),
)


def test_a_share_lies_where_its_axis_has_it() -> None:
    figure = build_interval_figure("Shares", ROWS, SHARES, "Below.", "code")
    drawing = ElementTree.fromstring(figure.svg)
    half, none = (float(mark.attrib["cx"]) for mark in drawing.iter(f"{SVG}circle"))
    quarter, three_quarters = sorted(
        float(line.attrib["x1"])
        for line in drawing.iter(f"{SVG}line")
        if line.attrib.get("stroke-dasharray") and line.attrib["x1"] != f"{half:g}"
    )
    # From none to a quarter is as far as from a quarter to a half, and so on.
    assert half - quarter == pytest.approx(quarter - none) == pytest.approx(three_quarters - half)
    hovers = [title.text for title in drawing.iter(f"{SVG}title")]
    assert "Light & <air>: 50% (25% to 75%), n = 40" in hovers


def test_letters_and_table_say_the_same() -> None:
    figure = build_interval_figure("Shares", ROWS, SHARES, "Below.", "code")
    first, second, third = figure.letters.splitlines()
    # 41 letters from 0 to 100 %: the middle is the 21st.
    axis = first.removeprefix("Light & <air>  ")[:41]
    assert (axis[10], axis[20], axis[30]) == ("─", "●", "─")
    assert axis.strip() == axis[10:31]
    assert second.endswith("0% (0% to 10%), n = 12")
    assert third.endswith("not shown")
    assert figure.values is not None
    assert figure.values.texts[0] == ["Light & <air>", "50%", "25%", "75%", "40"]
    assert figure.values.texts[2] == ["Nobody knows", "", "", "", ""]


def test_an_axis_of_changes_reaches_as_far_on_both_sides() -> None:
    rows = (IntervalRow("a", -0.1, -0.4, 0.2), IntervalRow("b", None))
    axis = choose_axis(rows, is_share=True, zero="no change")
    assert (axis.low, axis.high) == (pytest.approx(-0.42), pytest.approx(0.42))
    assert axis.place(0) == 0.5
    # What lies beyond the ends is drawn at them.
    assert (axis.place(-3), axis.place(3)) == (0, 1)
    flat = choose_axis((IntervalRow("a", 0.0),), is_share=False, zero="none")
    assert flat.low < flat.high
    assert Axis(1, 3).write(2.345) == "2.35"


def test_a_cell_has_its_number_and_an_unknown_one_is_blank() -> None:
    grid = CellGrid(("Light", "Crowds"), ("Day", "Year"), ((0.4, None), (0.0, 0.1)), 0.4, True)
    figure = build_cell_figure("Codes by ticket", grid, "Below.", "code")
    drawing = ElementTree.fromstring(figure.svg)
    assert len(list(drawing.iter(f"{SVG}rect"))) == 3
    fills = [box.attrib["fill"] for box in drawing.iter(f"{SVG}rect")]
    assert len(set(fills)) == 3, "none, a little and the most are told apart"
    assert figure.values is not None
    assert figure.values.texts == [["Light", "40%", ""], ["Crowds", "0%", "10%"]]
    light, crowds = figure.letters.splitlines()[1:]
    assert light.split() == ["Light", "███", "40%"]
    assert crowds.split() == ["Crowds", "0%", "▒▒▒", "10%"]


def test_a_control_character_in_a_name_breaks_no_drawing() -> None:
    """XML 1.0 has no place for an escape sign, even as a reference."""
    name = "red \x1b[31m & <b>"
    grid = CellGrid((name,), (name,), ((0.4,),), 0.4, True)
    shares = (IntervalRow(name, 0.5, 0.2, 0.8),)
    for figure in (
        build_cell_figure(name, grid, "Below.", "code"),
        build_interval_figure(name, shares, SHARES, "Below.", "code"),
    ):
        drawing = ElementTree.fromstring(figure.svg)
        assert any("& <b>" in (title.text or "") for title in drawing.iter(f"{SVG}title"))


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.1."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_numbers_can_be_read_on_every_shade() -> None:
    grid = CellGrid((), (), (), 1.0)
    for value in (0, 0.1, 0.3, 0.6, 1.0):
        fill, ink, _ = grid.choose_shade(value)
        high, low = sorted((luminance(fill), luminance(ink)), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5, value


def measure_right_end(mark: ElementTree.Element) -> float:
    """Where a turned or level line of letters ends."""
    shown = "".join(mark.itertext()).removeprefix(mark.findtext(f"{SVG}title") or "")
    width = estimate_text_width(shown, 12)
    x = float(mark.attrib["x"])
    if "transform" in mark.attrib:
        return x + width * math.cos(math.radians(40))
    return x + {"start": width, "middle": width / 2, "end": 0.0}[mark.attrib["text-anchor"]]


def test_long_names_stay_inside_the_picture() -> None:
    """Names of columns were cut at the edge, and two names that began alike looked alike."""
    long = "Совершенствование межведомственного взаимодействия"
    grid = CellGrid((long, "Light"), (long, long), ((0.4, 0.2), (None, 0.1)), 0.4, True)
    rows = (IntervalRow(f"{long} на местах", 0.5, 0.2, 0.8, 12345),)
    for figure in (
        build_cell_figure("Codes", grid, "Below.", "code"),
        build_interval_figure("Shares", rows, SHARES, "Below.", "code"),
    ):
        drawing = ElementTree.fromstring(figure.svg)
        _, _, width, _ = map(float, drawing.attrib["viewBox"].split())
        for mark in drawing.iter(f"{SVG}text"):
            assert measure_right_end(mark) <= width
            if mark.attrib["text-anchor"] == "end":
                shown = "".join(mark.itertext()).removeprefix(mark.findtext(f"{SVG}title") or "")
                assert float(mark.attrib["x"]) >= estimate_text_width(shown, 12)


@pytest.mark.parametrize("width", [40, 76, 116])
def test_letters_fit_the_screen_and_lose_no_word(width: int) -> None:
    long = "Makes a suggestion about transport to the office and its opening hours"
    rows = (IntervalRow(long, 0.5, 0.25, 0.75, 288), IntervalRow("Crowds", None))
    names = tuple(f"question {number}" for number in range(12))
    grid = CellGrid((long, "Crowds"), names, ((0.4,) * 12, (None,) * 12), 0.4, True)
    for figure in (
        build_interval_figure("Shares", rows, SHARES, "Below.", "code"),
        build_cell_figure("Codes", grid, "Below.", "code"),
    ):
        letters = figure.fit_letters(width)
        assert max(map(measure_cell_width, letters.splitlines())) <= width
        assert set(long.split()) <= set(letters.split())
    assert "50% (25% to 75%), n = 288" in build_interval_figure(
        "Shares", rows, SHARES, "Below.", "code"
    ).fit_letters(width)
    cells = build_cell_figure("Codes", grid, "Below.", "code").fit_letters(width)
    assert cells.count("███ 40%") == 12


def test_an_axis_has_round_values_on_it() -> None:
    """A picture of means had nothing on its axis."""
    assert [mark.name for mark in choose_ticks(0.88, 1.74)] == ["1", "1.2", "1.4", "1.6"]
    assert [mark.name for mark in choose_ticks(-62, 31)] == ["-60", "-40", "-20", "0", "20"]
    assert [mark.name for mark in choose_ticks(-0.42, 0.42, is_share=True)] == [
        *("-40%", "-20%", "0%", "20%", "40%")
    ]
    changes = choose_axis((IntervalRow("a", -0.1, -0.4, 0.2),), is_share=True, zero="no change")
    assert [mark.name for mark in changes.marks] == [*("−40%", "−20%", "no change", "+20%", "+40%")]


def test_shades_of_a_column_stand_below_each_other() -> None:
    """A number of two digits moved its shade by a letter, below one of three."""
    grid = CellGrid(("a", "b"), ("1",), ((120.0,), (85.0,)), 120.0)
    first, second = build_cell_figure("Pairs", grid, "", "code").letters.splitlines()[1:3]
    assert first.endswith("███ 120")
    assert second.endswith("  85")
    assert first.index("█") == min(second.index(letter) for letter in "░▒▓█" if letter in second)
