"""Digits that stay: pinned at the keyboard, and the same after everything that moves digits."""

from __future__ import annotations

from screen_driver import OpenWorkbench, WorkbenchDriver, until
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.screens.grid import GridScreen
from tipcoder.tui.widgets.code_list import CodeList
from tipcoder.workbench.coding.digit_codes import CodePlaces
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.study import OpenStudy


def places(bench: WorkbenchDriver) -> CodePlaces:
    return bench.coding.code_places()


def pinned(bench: WorkbenchDriver) -> tuple[str | None, str | None]:
    digits = places(bench).digits
    return digits.get(1), digits.get(3)


async def test_pinned_digits_are_the_same_after_suggestions_a_new_code_undo_and_a_restart(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here, size=(120, 40)) as bench:
        last, second = list(places(bench).digits.values())[-1], places(bench).digits[2]
        for _ in places(bench).codes[1:]:
            await bench.press("J")
        await bench.press("number_sign", "1")
        assert bench.status.endswith("stays on 1, on role.")
        assert f"1▪  {bench.session.code_label(last)}" in bench.text
        bench.coding.query_one(CodeList).go_to(second)
        await bench.press("number_sign", "a", "3")
        assert "every question" in bench.status
        kept = (last, second)
        assert pinned(bench) == kept

        await bench.press("p")
        await until(bench, lambda: bench.coding.suggestions.offers is not None)
        assert pinned(bench) == kept
        await bench.press("p", "semicolon")
        await bench.type("+Brand new")
        await bench.press("enter")
        assert pinned(bench) == kept
        await bench.press("k", "3")
        answer = bench.coding.ids[0]
        assert second in {coding.code for coding in bench.session.read_codings(answer)}
        await bench.press("u", "u", "u")
        assert pinned(bench) == kept

    async with workbench_of(here) as bench:
        assert pinned(bench) == kept
        bench.coding.query_one(CodeList).go_to(last)
        await bench.press("number_sign", "delete")
        assert "has no pin now" in bench.status
        assert last not in places(bench).pinned
    async with workbench_of(here, coder="boris") as bench:
        assert not places(bench).pinned, "they are hers alone"


async def test_the_grid_pins_a_code_found_by_its_letters_to_the_digit_that_it_has(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        label = bench.session.code_label("training")
        digit = places(bench).find_digit("training")
        await bench.press("g")
        assert isinstance(bench.screen, GridScreen)
        await bench.press("number_sign")
        await bench.type("training")
        await bench.press("enter", "enter")
        assert f"{label} stays on {digit}" in bench.status
        assert f"{digit}▪{label}" in bench.text


async def test_no_digit_changes_its_code_because_the_workbench_was_left(
    thirty_codes: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(thirty_codes) as bench:
        before = dict(bench.coding.code_places().digits)
        assert before[1] == "code_01", "nothing was used yet: as in the codebook"
        # By how often they are used the third code would come first now.
        await bench.press("3", "3")
        assert dict(bench.coding.code_places().digits) == before
    async with workbench_of(thirty_codes) as bench:
        assert dict(bench.coding.code_places().digits) == before
        await bench.press("home")
        assert dict(bench.coding.code_places().digits) == before
    async with workbench_of(thirty_codes, coder="boris") as bench:
        assert bench.coding.code_places().digits[1] == "code_01", "hers are nobody else's"


async def test_no_digit_changes_its_code_because_the_window_was_closed(
    thirty_codes: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(thirty_codes) as bench:
        before = dict(bench.coding.code_places().digits)
        await bench.press("3", "3")
        # The program ends here without leaving the workbench.
        again = CodingSession(thirty_codes, bench.session.coder)
        answer_id = again.find_answer_ids(AnswerFilter())[0]
        assert dict(again.place_codes(answer_id).digits) == before
