"""The filter: written with proposals, seen in the answers, kept under a name, gone back from."""

from __future__ import annotations

import pytest
from rich.style import Style
from textual.widgets import Input

from screen_driver import OpenWorkbench, WorkbenchDriver
from tipcoder.tui.themes import HIT_PAPER
from tipcoder.workbench.study import OpenStudy


def marked_words(bench: WorkbenchDriver) -> list[str]:
    """What is drawn as with a pen, from the top."""

    def is_marked(style: Style | None) -> bool:
        colour = style.bgcolor if style is not None else None
        return colour is not None and colour.get_truecolor().hex == HIT_PAPER

    strips = bench.app.screen._compositor.render_strips()
    return [segment.text for strip in strips for segment in strip if is_marked(segment.style)]


async def test_a_filter_is_written_with_proposals_seen_saved_and_gone_back_from(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here, size=(140, 40)) as bench:
        everything = list(bench.coding.ids)
        await bench.press("down", "down")
        place = bench.coding.index
        await bench.press("f")
        await bench.type("(embassy or полиции) la")
        # The marked proposal is taken by Enter; Enter once more shows the list.
        await bench.press("down", "enter")
        box = bench.app.screen.query_one(Input)
        assert box.value == "(embassy or полиции) lang:ru "
        await bench.press("ctrl+s")
        await bench.type("help")
        await bench.press("enter")
        assert "@help is saved." in bench.text
        await bench.press("enter")
        assert [bench.session.read_answer(i).language for i in bench.coding.ids] == ["ru"]
        assert "[lang:ru (embassy or полиции)]" in bench.title
        # In the list, where the word is in sight, and in the answer.
        assert "полиции" in marked_words(bench)
        assert set(marked_words(bench)) == {"полиции"}

        await bench.press("less_than_sign")
        assert bench.coding.ids == everything
        assert bench.coding.index == place
        assert marked_words(bench) == []
        await bench.press("greater_than_sign")
        assert len(bench.coding.ids) == 1
        await bench.press("g")
        assert "полиции" in marked_words(bench)
        await bench.press("less_than_sign", "less_than_sign")
        assert bench.screen.list.ids == everything  # type: ignore[attr-defined]
        assert "no list before" in bench.status

        # It is there again by its name, until it is forgotten, which is asked about.
        await bench.press("f")
        await bench.type("@he")
        await bench.press("tab", "enter")
        assert len(bench.screen.list.ids) == 1  # type: ignore[attr-defined]
        await bench.press("f", "ctrl+u")
        await bench.type("@help")
        await bench.press("down", "ctrl+r", "escape")
        assert list(bench.session.read_saved_filters()) == ["help"]
        await bench.press("ctrl+r", "enter")
        assert "@help is forgotten." in bench.text
        assert bench.session.read_saved_filters() == {}


async def test_a_slip_is_selected_in_the_box_so_that_it_can_be_written_over(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("f")
        await bench.type("lang:ru codex:training police")
        await bench.press("enter")
        assert "At character 9:" in bench.text
        assert "There is no term 'codex:'. Did you mean 'code'?" in bench.text
        assert bench.app.screen.query_one(Input).selected_text == "codex:training"
        await bench.type("q:how")
        await bench.press("enter")
        assert bench.title.count("q:how lang:ru police") == 1


@pytest.mark.parametrize("key", ["ctrl+s", "ctrl+r"])
async def test_there_is_nothing_to_save_or_forget_in_an_empty_box(
    here: OpenStudy, workbench_of: OpenWorkbench, key: str
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("f", key)
        assert "nothing to save" in bench.text or "↓ marks a saved filter" in bench.text
        assert bench.session.read_saved_filters() == {}


async def test_the_filter_and_the_place_are_there_again_and_typing_replaces_the_filter(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        everything = list(bench.coding.ids)
        await bench.press("f")
        await bench.type("lang:ru")
        await bench.press("enter", "end")
        listed, place = list(bench.coding.ids), bench.coding.index
        assert 0 < len(listed) < len(everything)
        assert place > 0
    async with workbench_of(here, coder="boris") as bench:
        assert bench.coding.ids == everything, "hers is nobody else's"
    async with workbench_of(here) as bench:
        assert (bench.coding.ids, bench.coding.index) == (listed, place)
        assert "F lists all." in bench.status
        assert bench.session.read_saved_filters() == {}, "it has no name to be chosen by"
        await bench.press("f")
        assert bench.app.screen.query_one(Input).selected_text.strip() == "lang:ru"
        await bench.type("lang:en")
        await bench.press("enter")
        assert set(bench.coding.ids).isdisjoint(listed)
        await bench.press("F")
    async with workbench_of(here) as bench:
        assert bench.coding.ids == everything
