"""The screen itself: sizes, mouse, help, palette, long answers,
and what happens when something breaks.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from screen_driver import OpenWorkbench, until
from tipcoder.errors import EnvironmentFault
from tipcoder.store import events
from tipcoder.tui.app import TipcoderApp
from tipcoder.tui.commands import ScreenName, list_commands
from tipcoder.tui.widgets.answer_list import AnswerList
from tipcoder.tui.widgets.answer_text import AnswerText
from tipcoder.tui.widgets.code_list import CodeList
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy


@pytest.mark.parametrize("size", [(80, 24), (200, 60), (60, 16)])
async def test_answer_codes_and_keys_are_on_screen_at_every_size(
    here: OpenStudy, workbench_of: OpenWorkbench, size: tuple[int, int]
) -> None:
    async with workbench_of(here, size=size) as bench:
        answer = bench.session.read_answer(bench.coding.ids[0])
        assert answer.text.split()[0] in bench.text
        assert "0 of 12 finished" in bench.text
        assert "1   " in bench.text
        if size[0] >= 80:
            assert "? Help" in bench.text


async def test_the_list_of_codes_and_the_card_have_more_room_on_a_large_screen(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here, size=(200, 60)) as bench:
        assert bench.coding.query_one(AnswerList).region.width > 60
        assert bench.coding.query_one(AnswerList).region.height > 40


async def test_a_narrow_list_shows_words_before_what_stands_beside_the_answer(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here, size=(120, 36)) as bench:
        listed = bench.coding.query_one(AnswerList)
        width = listed.scrollable_content_region.width
        for index, answer_id in enumerate(bench.coding.ids[:12]):
            answer = bench.session.read_answer(answer_id)
            line = listed.render_line(index)
            assert line.cell_length == width, "else it pushes the answer aside"
            assert answer.case in line.text
            assert answer.text[:10] in line.text
        await bench.pilot.resize_terminal(200, 60)
        first = bench.session.read_answer(bench.coding.ids[0])
        assert f"{first.question} {first.language}" in listed.render_line(0).text


async def test_a_window_too_small_says_so_and_loses_nothing(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("down", "s")
        span = bench.coding.query_one(AnswerText).selection.span
        for size in ((40, 10), (1, 1), (20, 5)):
            await bench.pilot.resize_terminal(*size)
        await bench.pilot.resize_terminal(40, 10)
        assert "needs 60 columns" in bench.text.replace("\n", " ")
        await bench.pilot.resize_terminal(80, 24)
        assert bench.coding.index == 1
        assert bench.coding.query_one(AnswerText).selection.span == span


async def test_a_click_on_the_list_shows_that_answer(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.pilot.click(AnswerList, offset=(10, 3))
        assert bench.coding.index == 3


async def test_a_click_on_a_code_puts_it_on(here: OpenStudy, workbench_of: OpenWorkbench) -> None:
    async with workbench_of(here) as bench:
        ranked = bench.session.rank_codes(bench.coding.ids[0])
        await bench.pilot.click(CodeList, offset=(6, 2))
        assert bench.codes(0)[0][0] == ranked[2]


async def test_the_mouse_selects_words_to_code(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.pilot.mouse_down(AnswerText, offset=(0, 0))
        await bench.pilot.hover(AnswerText, offset=(6, 0))
        await bench.pilot.mouse_up(AnswerText, offset=(6, 0))
        await bench.press("1")
        text = bench.session.read_answer(bench.coding.ids[0]).text
        assert [quote for _, quote in bench.codes(0)] == [text[:7]]


async def test_help_shows_every_command_of_the_table(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here, size=(200, 180)) as bench:
        await bench.press("question_mark")
        for command in list_commands(ScreenName.CODING):
            assert f"{command.label}. " in bench.text, command.id
        await bench.press("escape")
        assert "? Help" in bench.text


async def test_typing_narrows_the_help_and_esc_shows_all_again_then_closes(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here, size=(80, 24)) as bench:
        await bench.press("question_mark")
        await bench.type("merge into")
        assert "Merge into. Move everybody's" in bench.text
        assert "Elsewhere: Codebook" in bench.text
        assert "codebook.merge" in bench.text, "its id, for workbench.toml"
        assert "Undo. " not in bench.text
        await bench.press("escape")
        assert "One key codes a whole answer" in bench.text
        await bench.press("pagedown", "pagedown", "escape")
        assert bench.app.screen is bench.coding


async def test_the_footer_names_what_can_be_done_now_and_a_click_does_it(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here, size=(160, 36)) as bench:
        footer = bench.text.splitlines()[-1]
        assert "Enter Finish" in footer
        assert "] Longer" not in footer
        await bench.press("s")
        assert "] Longer" in bench.text.splitlines()[-1]
        await bench.press("semicolon")
        assert "Longer" not in bench.text, "the screen's keys do nothing while a box is open"
        await bench.press("escape", "escape")
        footer = bench.text.splitlines()[-1]
        await bench.pilot.click("#keys", offset=(footer.index("b Codebook") + 3, 0))
        await bench.pilot.pause()
        assert bench.screen.screen_name is ScreenName.CODEBOOK
        assert "Esc Coding" in bench.text.splitlines()[-1]


async def test_the_palette_runs_commands_of_the_table(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("1", "ctrl+p")
        await bench.type("Undo")
        await bench.pilot.pause(0.5)
        await bench.press("enter")
        await until(bench, lambda: bench.codes(0) == [])


async def test_an_answer_of_megabytes_is_shown_from_its_beginning_and_can_be_coded_at_its_end(
    make_study: Callable[..., Path], small_study_toml: str, workbench_of: OpenWorkbench
) -> None:
    long = "слово " * 400_000 + "the very end."
    folder = make_study(
        f"id,organisation,loop,country,active,role,how\n7,Org,1,Peru,Yes,{long},\n",
        small_study_toml,
    )
    with open_study_folder(folder) as study:
        async with workbench_of(study) as bench:
            assert "слово слово" in bench.text
            assert "more characters" in bench.text
            text = bench.coding.query_one(AnswerText)
            text.selection.select_span(len(long) - len("very end."), len(long) - 1)
            text.redraw_selection()
            await bench.pilot.pause()
            assert "the very end." in bench.text
            await bench.press("1")
            assert [quote for _, quote in bench.codes(0)] == ["very end"]


async def test_an_act_that_the_store_refuses_is_said_and_not_painted(
    here: OpenStudy, workbench_of: OpenWorkbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with workbench_of(here) as bench:

        def full(*_: object, **__: object) -> None:
            raise EnvironmentFault(
                "study.db: the disk is full; this act was not kept.", "Free some space."
            )

        with monkeypatch.context() as patched:
            patched.setattr(events, "begin_act", full)
            await bench.press("1")
        assert "the disk is full" in bench.status
        assert bench.coding.index == 0
        assert "●" not in bench.text
        await bench.press("1")
        assert len(bench.codes(0)) == 1, "the same key works once there is room again"


async def test_a_crash_tells_the_place_and_none_of_the_respondents_words(
    here: OpenStudy,
    workbench_of: OpenWorkbench,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(*_: object) -> None:
        answer = "".join(("they ", "told ", "us"))
        raise ZeroDivisionError(len(answer))

    app: TipcoderApp | None = None
    with pytest.raises(ZeroDivisionError):
        async with workbench_of(here) as bench:
            app = bench.app
            monkeypatch.setattr(type(bench.coding), "action_move", broken)
            await bench.press("down")
    assert app is not None
    assert app.return_code == 1
    told = capsys.readouterr().err
    assert "ZeroDivisionError" in told
    assert "test_screen.py" in told
    assert "they told us" not in told
