"""A database that goes away under an open workbench:
nothing breaks, nothing is lost, nothing is shown that is not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import StoreUrl
from line import BreakableLine
from screen_driver import OpenWorkbench, WorkbenchDriver, until
from tipcoder.store.patience import Patience
from tipcoder.tui.commands import STUDY_SCREENS, ScreenName, list_commands
from tipcoder.tui.screens.line_box import LineBox
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy

pytestmark = [pytest.mark.postgres, pytest.mark.long]

_GO_TO = {
    ScreenName.CODING: (),
    ScreenName.GRID: ("g",),
    ScreenName.CODEBOOK: ("b",),
    ScreenName.FRAME: ("b", "f"),
    ScreenName.QUOTES: ("b", "Q"),
    ScreenName.STUDY: ("t",),
    ScreenName.STATISTICS: ("T",),
    ScreenName.ADJUDICATION: ("V",),
    ScreenName.REDACTION: ("X",),
}
_OUTCOME = """
[outcome.active]
column = "active"
levels = ["No", "Yes"]
missing = ["Don't know"]
"""


@pytest.fixture
def line(postgres_url: StoreUrl) -> Iterator[BreakableLine]:
    line = BreakableLine(postgres_url.url)
    yield line
    line.close()


@pytest.fixture
def afar(
    line: BreakableLine,
    postgres_url: StoreUrl,
    make_study: Callable[..., Path],
    small_survey: str,
    small_study_toml: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[OpenStudy]:
    """The small study in PostgreSQL at the other end of a line."""
    short = Patience(connect=2, silence=0.3, act=20, read=20)
    monkeypatch.setattr("tipcoder.store.server.AT_A_SCREEN", short)
    where = replace(postgres_url, url=line.url)
    with open_study_folder(
        make_study(small_survey, small_study_toml + _OUTCOME, where=where)
    ) as study:
        yield study


def banner(bench: WorkbenchDriver) -> str:
    screen = bench.screen
    return str(screen.query_one("#banner").render()) if screen.has_class("-warned") else ""


async def comes_back(bench: WorkbenchDriver, line: BreakableLine) -> None:
    line.mend()
    await until(bench, lambda: not banner(bench))


def fits(bench: WorkbenchDriver) -> bool:
    """Whether banner and refusal are shown whole on 80 columns:
    both have a margin of one on each side.
    """
    refusal = bench.status if bench.status.startswith("!") else ""
    return max(len(refusal), len(banner(bench))) <= 78


async def test_a_digit_pressed_while_the_database_is_away_is_refused_and_works_again_afterwards(
    afar: OpenStudy, line: BreakableLine, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(afar) as bench:
        before, first = bench.text, bench.coding.ids[0]
        line.refuse()
        await bench.press("1")
        assert "Nothing was kept" in bench.status
        assert "has not answered since" in banner(bench)
        assert fits(bench)
        assert bench.coding.index == 0
        await bench.press("down", "3", "enter")
        assert bench.coding.index == 0
        bench.coding.open_box(LineBox("Why?"), lambda _: bench.coding.cursor.action_digit(1))
        await bench.type("words")
        await bench.press("enter")
        assert bench.status == "! Words stay a draft: the database does not answer."
        kept_rows = before.splitlines()[3:8]
        assert all(row in bench.text for row in kept_rows), "the screen is what it was"
        await comes_back(bench, line)
        assert "answers again" in bench.status
        assert bench.codes(0) == []
        assert bench.session.find_reading(first) is None
        await bench.press("1")
        assert len(bench.codes(0)) == 1
        assert bench.coding.index == 1


async def test_a_line_on_which_nothing_arrives_refuses_keys_instead_of_freezing_the_screen(
    afar: OpenStudy, line: BreakableLine, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(afar) as bench:
        line.stall()
        await bench.press("1", "2", "j", "t")
        assert "Nothing was kept" in bench.status
        assert "has not answered since" in banner(bench)
        assert bench.screen is bench.coding
        await comes_back(bench, line)
        await bench.press("1")
        assert [len(bench.codes(n)) for n in (0, 1)] == [1, 0]
    line.stall()  # nor does leaving wait


@pytest.mark.parametrize("passing_on", [True, False])
async def test_an_act_whose_end_was_in_doubt_is_neither_lost_nor_done_twice(
    afar: OpenStudy, line: BreakableLine, workbench_of: OpenWorkbench, passing_on: bool
) -> None:
    async with workbench_of(afar) as bench:
        await bench.press("down", "up")
        acts = newest_act(afar)
        line.cut_at(b"INSERT INTO event", b"COMMIT\x00", passing_on=passing_on, then_dead=True)
        await bench.press("1")
        assert line.cuts == 1
        assert "Not known whether" in bench.status
        assert fits(bench)
        assert bench.coding.index == 0, "what is not known to be kept is not shown"
        await bench.press("2")
        assert "Nothing was kept" in bench.status
        await comes_back(bench, line)
        assert ("was kept" in bench.status) == passing_on
        assert ("was not kept" in bench.status) != passing_on
        assert len(bench.codes(0)) == (1 if passing_on else 0)
        assert newest_act(afar) - acts == (1 if passing_on else 0)
        assert ("✓" in bench.text) == passing_on


async def test_an_act_that_was_kept_is_not_denied_where_only_the_look_after_it_fails(
    afar: OpenStudy, line: BreakableLine, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(afar) as bench:
        line.cut_at(
            b"INSERT INTO event", b"COMMIT\x00", b"SELECT", passing_on=False, then_dead=True
        )
        await bench.press("1")
        assert "was kept" in bench.status
        assert "Nothing was kept" not in bench.status
        await comes_back(bench, line)
        assert len(bench.codes(0)) == 1


async def test_a_lost_connection_alone_is_made_anew_without_a_word(
    afar: OpenStudy, line: BreakableLine, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(afar) as bench:
        line.break_all()
        await bench.press("1")
        assert not banner(bench)
        assert bench.coding.index == 1
        assert len(bench.codes(0)) == 1


async def walk(bench: WorkbenchDriver, place: ScreenName) -> None:
    """Do every command of a screen as its key does, and close every box that opens."""
    stack = list(bench.app.screen_stack)
    for command in list_commands(place):
        if command.id == "study.quit":
            continue
        await bench.app.run_action(
            "digit(1)" if command.action == "digit" else command.action, bench.screen
        )
        assert bench.app.is_running, command.id
        assert banner(bench), command.id
        assert fits(bench), (command.id, bench.status)
        while bench.app.screen is not bench.screen:
            await bench.pilot.pause()
            bench.app.screen.dismiss(None)
            await bench.pilot.pause()
        if command.action.startswith("go("):
            await bench.pilot.pause()
        assert bench.app.screen in stack, f"{command.id} opened a screen that cannot be filled"


async def test_no_key_of_any_screen_ends_the_program_while_the_database_is_away(
    afar: OpenStudy, line: BreakableLine, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(afar) as bench:
        await bench.press("1", "s", "2")
        acts = newest_act(afar)
        for place in STUDY_SCREENS:
            await bench.press(*_GO_TO[place])
            await bench.app.workers.wait_for_complete()
            await bench.pilot.pause()
            assert bench.screen.screen_name is place
            line.refuse()
            await bench.press("u")
            await until(bench, lambda: "has not answered since" in banner(bench))
            await walk(bench, place)
            await comes_back(bench, line)
        assert newest_act(afar) == acts
        await bench.press("u")
        assert newest_act(afar) == acts + 1
        assert "Undone" in bench.status


def newest_act(study: OpenStudy) -> int:
    from tipcoder.store import events

    with study.store.read() as db:
        return events.find_last_act(db)
