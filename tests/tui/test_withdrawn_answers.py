"""An answer that the survey file no longer has, as the screens show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.widgets import Static

from erasing_world import CODEBOOK, STUDY, find_answer, write_survey
from screen_driver import OpenWorkbench, WorkbenchDriver
from tipcoder.store.erasing import ErasureScope
from tipcoder.tui.screens.redaction import RedactionScreen
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.erasure.erasing import erase_words
from tipcoder.workbench.erasure.plan import EraseRequest
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.survey.importing import import_survey
from tipcoder.workbench.withdrawal.answers import keep_withdrawn, list_withdrawals


@pytest.fixture
def study(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    """Anna has coded an answer that the survey file withholds since."""
    folder = make_study(write_survey(), STUDY, CODEBOOK)
    with open_study_folder(folder) as opened:
        anna = CodingSession(opened, opened.register_coder("anna"))
        anna.add_coding(find_answer(opened, "weavers"), "visits", finish=True)
        again = folder.parent / "again.csv"
        again.write_text(write_survey("REDACTED"), "utf-8")
        import_survey(opened, opened.register_coder("lead"), again)
        yield opened


async def wait_for_search(bench: WorkbenchDriver) -> RedactionScreen:
    for _ in range(400):
        await bench.pilot.pause(0.02)
        screen = bench.screen
        if (
            isinstance(screen, RedactionScreen)
            and not screen.workers._workers
            and screen.desk is not None
        ):
            return screen
    raise AssertionError("the search did not end")


async def test_the_study_screen_says_what_waits_and_how_to_decide(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    case = list_withdrawals(study)[0].case
    async with workbench_of(study) as bench:
        await bench.press("t")
        shown = " ".join(bench.text.split())
        assert "1 answer withdrawn, 1 quote is held back: `tipcoder withdrawn`." in shown
        lead = study.find_coder("lead")
        keep_withdrawn(study, lead, [(case, "role")], "the export lost a column")
        await bench.press("escape", "t")
        assert "withdrawn" not in bench.text


async def test_the_redaction_screen_says_it_in_80_columns_and_marks_the_quote(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study) as bench:
        await bench.press("X")
        await wait_for_search(bench)
        assert bench.status.startswith(
            "! 1 answer withdrawn, 1 quote is held back: `tipcoder withdrawn`."
        )
        assert "withdrawn" in str(bench.screen.query_one("#released-heading", Static).visual)
        # Whoever reads it all the same has not decided: it stays held back.
        await bench.press("n", "a", "a", "a", "enter")
        assert bench.title.startswith("0 of 1 read")


async def test_an_erased_answer_is_no_longer_there_to_code_or_to_read(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    case = list_withdrawals(study)[0].case
    async with workbench_of(study, size=(120, 40)) as bench:
        assert "The quiet" in bench.text
        request = EraseRequest(ErasureScope(case=case, question="role"), "asked for")
        erase_words(study, study.find_coder("lead"), request)
    async with workbench_of(study, size=(120, 40)) as bench:
        assert "The quiet" not in bench.text
        assert "0 of 5 finished" in bench.title
        # Her act was about these words, so it can no longer be undone, and that is said.
        await bench.press("u")
        assert "were erased on" in bench.status
        assert "They are gone" in bench.status
