"""Every main screen at every size: what a person reads has room, and nothing lies over anything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

import pytest
from textual.geometry import Region
from textual.widget import Widget

from screen_driver import OpenWorkbench, WorkbenchDriver, until
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.widgets.answer_grid import AnswerGrid
from tipcoder.tui.widgets.answer_list import AnswerList
from tipcoder.tui.widgets.code_list import CodeList
from tipcoder.tui.widgets.digit_row import DigitRow
from tipcoder.tui.widgets.line_list import LineList
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.study import OpenStudy

SIZES = list(product((80, 100, 120, 160, 200), (24, 36, 50)))
LEAST = 24
"""Columns that anything that is read has at least."""
QUESTION = "Q3.18_4_TEXT_long"
SCREENS = {
    "coding": (),
    "grid": ("g",),
    "codebook": ("b",),
    "study": ("t",),
    "quotes": ("Q",),
    "statistics": ("T",),
    "disagreements": ("V",),
    "disagreement": ("V", "enter"),
    "redaction": ("X",),
}


def list_shown(widget: Widget) -> Iterator[Widget]:
    """The widgets that are drawn by themselves: those without others in them."""
    children = [child for child in widget.children if child.display]
    if not children:
        yield widget
    for child in children:
        yield from list_shown(child)


def find_faults(bench: WorkbenchDriver, size: tuple[int, int]) -> list[str]:
    """What has too little room, stands out of the window, or lies over something else."""
    window = Region(0, 0, *size)
    faults = []
    regions: list[tuple[str, Region]] = []
    for widget in list_shown(bench.app.screen):
        if not widget.region.area:
            continue
        seen = bench.app.screen.find_widget(widget).visible_region
        name = f"{type(widget).__name__}#{widget.id}"
        regions.append((name, seen))
        if widget.scrollable_content_region.width < LEAST:
            faults.append(f"{name} is {widget.scrollable_content_region.width} wide")
        if widget.region.x < 0 or widget.region.right > window.right:
            faults.append(f"{name} stands out")
    for (one, first), (other, second) in combinations(regions, 2):
        if first.overlaps(second):
            faults.append(f"{one} lies over {other}")
    assert len(regions) >= 4, "title, work, status and keys at least"
    return [*faults, *find_poor_lines(bench), *find_hidden_digits(bench)]


def find_poor_lines(bench: WorkbenchDriver) -> Iterator[str]:
    """Lists drawn by hand whose words have too little room."""
    screen = bench.app.screen
    for answers in screen.query(AnswerList):
        words = sum(segment.cell_length for segment in list(answers.render_line(0))[2:])
        if words < LEAST:
            yield f"words in the list have {words} columns"
    for lines in screen.query(LineList):
        words = list(lines.render_line(0))[-1].cell_length
        if words < LEAST:
            yield f"words in the list have {words} columns"
    for grid in screen.query(AnswerGrid):
        words = grid._columns.fit_columns(grid.scrollable_content_region.width)[-1].width
        if words < LEAST:
            yield f"words in the grid have {words} columns"


def find_hidden_digits(bench: WorkbenchDriver) -> Iterator[str]:
    """Codes on digits out of sight."""
    screen = bench.app.screen
    for codes in screen.query(CodeList):
        if codes.rows_in_view < 9:
            yield f"{codes.rows_in_view} codes are in sight"
    for row in screen.query(DigitRow):
        if len(str(row.render()).splitlines()) > row.size.height:
            yield "a digit is out of sight"


@pytest.fixture
def differing(here: OpenStudy) -> OpenStudy:
    """A study with a disagreement on its first answer, and quotes."""
    for coder, code in (("boris", "pressure"), ("carla", "money")):
        session = CodingSession(here, here.register_coder(coder))
        session.add_coding(session.find_answer_ids(AnswerFilter())[0], code, (0, 20), finish=True)
    return here


@pytest.mark.parametrize("name", SCREENS)
async def test_at_every_size_all_that_is_read_has_room_and_nothing_is_covered(
    differing: OpenStudy, workbench_of: OpenWorkbench, name: str
) -> None:
    async with workbench_of(differing, size=(80, 24)) as bench:
        await bench.press("1", "k", *SCREENS[name])
        if name == "redaction":
            await until(bench, lambda: "searched" not in bench.title)
        faults = {}
        for size in SIZES:
            await bench.pilot.resize_terminal(*size)
            await bench.pilot.pause()
            if found := find_faults(bench, size):
                faults[size] = found
        assert faults == {}
