"""What a key asks of the store: few statements in a file, few journeys to a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import StoreUrl
from counting import count_statements
from line import BreakableLine
from screen_driver import OpenWorkbench, WorkbenchDriver
from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy


@pytest.fixture(autouse=True)
def nobody_looks_around(monkeypatch: pytest.MonkeyPatch) -> None:
    """The look for news once a second is not what a key costs."""
    for module in ("screens.main_screen", "app"):
        monkeypatch.setattr(f"tipcoder.tui.{module}.LOOK_SECONDS", 3600.0)


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
) -> Iterator[OpenStudy]:
    """The small study on a server whose line counts journeys."""
    folder = make_study(small_survey, small_study_toml, where=replace(postgres_url, url=line.url))
    with open_study_folder(folder, viewer="anna") as study:
        study.register_coder("anna")
    line.trips = 0
    # As the workbench opens it: the screen looks at codebook.toml by itself.
    with open_study_folder(folder, viewer="anna", import_edits=False) as study:
        yield study


async def count_journeys(bench: WorkbenchDriver, line: BreakableLine, *keys: str) -> int:
    before = line.trips
    await bench.press(*keys)
    await bench.pilot.pause()
    return line.trips - before


async def test_in_a_file_a_digit_is_eight_statements_and_the_next_answer_is_read_ahead(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("1")
        await bench.pilot.pause()
        # BEGIN and COMMIT are counted. The read needs neither: it is one statement by itself.
        with count_statements(here.store) as digit:
            await bench.press("2")
            await bench.pilot.pause()
        assert len(bench.codes(1)) == 1
        assert len(digit.statements) <= 8
        assert digit.transactions == 1
        assert digit.statements.index("COMMIT") >= len(digit.statements) - 2, "one read afterwards"

        with count_statements(here.store) as following:
            await bench.press("j")
            assert following.statements[1:] == [], "what is read is for the key after this one"
        with count_statements(here.store) as back:
            await bench.press("k")
            await bench.pilot.pause()
        assert back.statements == []

        await bench.press("s")
        with count_statements(here.store) as quote:
            await bench.press("1")
            await bench.pilot.pause()
        assert len(quote.statements) <= 8
        with count_statements(here.store) as finishing:
            await bench.press("enter")
            await bench.pilot.pause()
        assert len(finishing.statements) <= 8
        assert bench.session.find_reading(bench.coding.ids[1]) is not None


async def test_in_a_file_a_flag_a_memo_and_a_removal_ask_no_more_than_a_digit(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("s", "1", "escape", "m")
        await bench.type("look again")
        # The memo's box is open: its words are kept first.
        for key in ("ctrl+s", "exclamation_mark", "d"):
            with count_statements(here.store) as asked:
                await bench.press(key)
                await bench.pilot.pause()
            assert len(asked.statements) <= 8, key
            assert asked.transactions == 1, key
        assert bench.codes(0) == []
        assert bench.session.is_flagged(bench.coding.ids[0])
        assert len(bench.session.read_memos(bench.coding.ids[0])) == 1

        # Undo has to judge whether others have built on the act, and shows the list anew.
        with count_statements(here.store) as undoing:
            await bench.press("u")
            await bench.pilot.pause()
        assert len(bench.codes(0)) == 1
        assert undoing.transactions <= 3
        assert sum("IMMEDIATE" in statement for statement in undoing.statements) == 1


@pytest.mark.postgres
async def test_on_a_server_a_flag_and_a_removal_are_six_journeys_at_most(
    afar: OpenStudy, workbench_of: OpenWorkbench, line: BreakableLine
) -> None:
    async with workbench_of(afar) as bench:
        await bench.press("s", "1", "escape")
        assert await count_journeys(bench, line, "exclamation_mark") <= 5
        assert bench.session.is_flagged(bench.coding.ids[0])
        assert await count_journeys(bench, line, "d") <= 6
        assert bench.codes(0) == []


@pytest.mark.postgres
async def test_on_a_server_a_digit_is_four_journeys_and_the_next_answer_at_most_one(
    afar: OpenStudy, workbench_of: OpenWorkbench, line: BreakableLine
) -> None:
    async with workbench_of(afar) as bench:
        # The driver asks twice for a connection: whether it may be encrypted, and to be let in.
        # Then: version, coder, study, list, what is finished, answers, lines of the page. Settings
        # of the session go with the version; a quick server answers them before it has got that,
        # which the line counts, though nobody waits for it.
        assert line.trips <= 2 + 7 + 1
        await count_journeys(bench, line, "1")
        assert await count_journeys(bench, line, "2") <= 4
        assert len(bench.codes(1)) == 1
        assert await count_journeys(bench, line, "j") <= 1
        assert await count_journeys(bench, line, "k") == 0
        await bench.press("s")
        assert await count_journeys(bench, line, "1") <= 4, "a quote"
        assert await count_journeys(bench, line, "enter") <= 4
        assert await count_journeys(bench, line, "u") <= 12, "8 for the act, 4 for the screen"


def test_what_the_coder_does_elsewhere_is_read_again_at_the_next_look(here: OpenStudy) -> None:
    anna = here.register_coder("anna")
    first, second = CodingSession(here, anna), CodingSession(here, anna)
    answer_id, other_id = first.find_answer_ids(AnswerFilter())[:2]
    first.read_ahead([answer_id, other_id])
    second.add_coding(answer_id, "training", finish=True)
    news = first.read_news()
    assert news is not None
    assert news.mine
    sheet = first.read_sheet(answer_id)
    assert [coding.code for coding in sheet.codings] == ["training"]
    assert sheet.reading == first.find_reading(answer_id)
    assert list(sheet.codings) == first.read_codings(answer_id)

    # An act looks for itself, whatever was read before.
    second.remove_code([answer_id], "training")
    second.add_coding(answer_id, "money")
    first.add_coding(answer_id, "money")
    assert [coding.code for coding in first.read_codings(answer_id)] == ["money"]
    first.toggle_flag(answer_id)
    assert first.read_sheet(answer_id).is_flagged
    first.undo()
    assert not first.read_sheet(answer_id).is_flagged
