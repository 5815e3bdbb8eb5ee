"""The answer grid: skim, sort, filter, mark many, code them at once, take it back at once."""

from __future__ import annotations

import pytest

from screen_driver import OpenWorkbench
from tipcoder.model.codings import Outcome
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.screens.coding import CodingScreen
from tipcoder.tui.screens.grid import GridScreen
from tipcoder.tui.widgets.answer_grid import AnswerGrid
from tipcoder.workbench.study import OpenStudy


async def test_the_grid_shows_attributes_and_codes_and_comes_back_to_the_same_answer(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here, size=(140, 40)) as bench:
        await bench.press("1", "g")
        assert isinstance(bench.screen, GridScreen)
        for heading in ("Case", "Question", "country", "active", "Codes", "Answer"):
            assert heading in bench.text
        assert "Peru" in bench.text
        code = bench.session.read_codings(bench.coding.ids[0])[0].code
        row = next(line for line in bench.text.splitlines() if "Peru" in line)
        assert bench.session.code_label(code) in row
        await bench.press("down", "down", "enter")
        assert isinstance(bench.screen, CodingScreen)
        assert bench.coding.index == 3
        assert bench.coding.answer is not None
        assert bench.coding.answer.text.split()[0] in bench.text


async def test_the_grid_opens_with_its_cursor_in_sight_however_far_down_it_is(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here, size=(80, 16)) as bench:
        await bench.press("end", "g")
        await bench.pilot.pause()
        answer = bench.coding.answer
        assert answer is not None
        assert bench.coding.index > bench.screen.query_one(AnswerGrid).page_size + 1, (
            "it would be in sight anyhow"
        )
        marked = [line for line in bench.text.splitlines() if line.startswith("▸")]
        assert len(marked) == 1
        assert answer.case in marked[0]
        assert answer.question in marked[0]


async def test_marked_rows_are_coded_in_one_act_and_undone_in_one(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("g", "space", "space", "down", "space", "2")
        done = [bench.session.read_codings(bench.coding.ids[i]) for i in range(5)]
        assert [len(codings) for codings in done] == [1, 1, 0, 1, 0]
        assert len({codings[0].code for codings in done if codings}) == 1
        assert "and 2 more" in bench.status
        assert "3 of 12 finished" in bench.title
        assert "marked" not in bench.title, "nothing stays marked"
        await bench.press("u")
        assert [bench.session.read_codings(i) for i in bench.coding.ids[:5]] == [[]] * 5
        assert "0 of 12 finished" in bench.title


async def test_with_nothing_marked_the_row_of_the_cursor_is_coded_and_the_next_is_current(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("g", "1", "1", "0")
        ids = bench.coding.ids
        assert [len(bench.session.read_codings(i)) for i in ids[:3]] == [1, 1, 0]
        reading = bench.session.find_reading(ids[2])
        assert reading is not None
        assert reading.outcome is Outcome.NONE_APPLIES
        assert bench.coding.list.index == 3


async def test_all_rows_of_a_filter_are_finished_at_once(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("g", "f")
        await bench.type("country=Kenya")
        await bench.press("enter")
        assert [
            bench.session.read_answer(i).attributes["country"] for i in bench.coding.list.ids
        ] == ["Kenya", "Kenya"]
        await bench.press("A", "x")
        assert len(bench.session.find_answer_ids(AnswerFilter(finished=True))) == 2
        await bench.press("F")
        assert "2 of 12 finished" in bench.title


async def test_rows_from_one_to_another_are_marked(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("g", "down", "space", "down", "down", "v")
        assert "4 marked" in bench.title
        await bench.press("escape")
        assert "marked" not in bench.title
        assert isinstance(bench.screen, GridScreen), "the first Esc only unmarks"
        await bench.press("escape")
        assert isinstance(bench.screen, CodingScreen)


async def test_a_code_is_taken_off_marked_rows_after_asking_which(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        first, second = bench.coding.ids[:2]
        bench.session.add_coding(first, "money")
        bench.session.add_coding(second, "money")
        bench.session.add_coding(second, "training")
        await bench.press("g", "home", "space", "space", "d")
        await bench.type("mon")
        await bench.press("enter")
        assert [c.code for i in (first, second) for c in bench.session.read_codings(i)] == [
            "training"
        ]


async def test_repeats_are_folded_and_coded_once(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        first, second = bench.session.find_answer_ids(AnswerFilter(words="no comment"))
        await bench.press("D")
        assert "1 folded" in bench.title
        assert "folded; one act reaches all" in bench.status
        bench.coding.go_to(bench.coding.list.find_place(first) or 0)
        await bench.pilot.pause()
        assert "codes 2 at once" in bench.text
        await bench.press("x")
        outcomes = [r.outcome for i in (first, second) if (r := bench.session.find_reading(i))]
        assert outcomes == [Outcome.OFF_TOPIC] * 2
        await bench.press("u", "D")
        assert bench.session.find_reading(second) is None
        assert len(bench.coding.ids) == 12


async def test_rows_are_ordered_by_an_attribute_and_turned_round(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here, size=(140, 40)) as bench:
        await bench.press("g", "s")
        await bench.type("country")
        await bench.press("enter")

        def countries() -> list[str]:
            return [
                bench.session.read_answer(i).attributes["country"] for i in bench.coding.list.ids
            ]

        assert countries() == sorted(countries())
        assert "▾country" in bench.text
        await bench.press("s")
        await bench.type("country")
        await bench.press("enter")
        assert countries() == sorted(countries(), reverse=True)
        assert "▴country" in bench.text


async def test_the_mouse_goes_to_a_row_opens_it_and_orders_by_a_heading(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here, size=(140, 40)) as bench:
        await bench.press("g")
        await bench.pilot.click(AnswerGrid, offset=(30, 4))
        assert bench.coding.list.index == 3
        await bench.pilot.click(AnswerGrid, offset=(8, 0))
        assert bench.coding.list.order.by == "respondent"
        await bench.pilot.click(AnswerGrid, offset=(30, 6), times=2)
        assert isinstance(bench.screen, CodingScreen)


async def test_an_empty_list_says_why(here: OpenStudy, workbench_of: OpenWorkbench) -> None:
    async with workbench_of(here) as bench:
        await bench.press("g", "f")
        await bench.type("nobodysaidthis")
        await bench.press("enter", "1", "space", "v", "A", "enter")
        assert "No answer passes the filter" in bench.text


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 36), (160, 45), (200, 60)])
async def test_all_nine_digits_stand_below_the_table_at_every_size(
    thirty_codes: OpenStudy, workbench_of: OpenWorkbench, size: tuple[int, int]
) -> None:
    async with workbench_of(thirty_codes, size=size) as bench:
        labels = [bench.session.code_label(code) for code in bench.coding.code_places().codes[:9]]
        await bench.press("g")
        for digit, label in enumerate(labels, start=1):
            assert f"{digit} {label}" in bench.text


@pytest.mark.parametrize("size", [(80, 24), (200, 60), (60, 16), (40, 10)])
async def test_the_grid_lives_at_every_size(
    here: OpenStudy, workbench_of: OpenWorkbench, size: tuple[int, int]
) -> None:
    async with workbench_of(here, size=size) as bench:
        await bench.press("g", "end", "pageup", "home", "pagedown")
        if size[0] >= 60:
            assert "Answer" in bench.text
        else:
            assert "needs 60 columns" in bench.text.replace("\n", " ")
