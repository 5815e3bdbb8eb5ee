"""Flags, memos, sticky code, jump: what a coder does beside putting codes on."""

from __future__ import annotations

from screen_driver import OpenWorkbench
from tipcoder.model.codings import MemoTarget
from tipcoder.tui.screens.text_box import TextBox
from tipcoder.tui.widgets.code_list import CodeList
from tipcoder.workbench.study import OpenStudy


async def test_a_flag_is_seen_and_goes_with_the_same_key(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        at = bench.coding.ids[0]
        await bench.press("!")
        assert bench.session.is_flagged(at)
        assert "⚑" in bench.text
        assert bench.coding.index == 0, "a flag is no decision: the answer stays"
        await bench.press("!")
        assert "⚑" not in bench.text


async def test_a_memo_is_kept_by_escape_and_can_be_written_on(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        at = bench.coding.ids[0]
        await bench.press("m")
        await bench.type("ask boris")
        await bench.press("enter")
        await bench.type("1 or 2?")
        await bench.press("escape")
        assert [memo.text for memo in bench.session.read_memos(at)] == ["ask boris\n1 or 2?"]
        assert bench.codes(0) == [], "digits in a memo are letters"
        assert "✎1" in bench.text
        await bench.press("m")
        await bench.type(" or 3")
        await bench.press("ctrl+s")
        assert [memo.text for memo in bench.session.read_memos(at)] == ["ask boris\n1 or 2? or 3"]
        await bench.press("u", "u")
        assert bench.session.read_memos(at) == []
        await bench.press("m", "escape")
        assert bench.status.startswith("Undone"), "a memo left empty is no act"


async def test_a_memo_on_the_quote_selected_and_one_on_the_code(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        at = bench.coding.ids[0]
        await bench.press("w", "1", "q", "m")
        await bench.type("this word")
        await bench.press("escape", "M")
        await bench.type("too wide")
        await bench.press("escape")
        coding = bench.session.read_codings(at)[0]
        assert [memo.target for memo in bench.session.read_memos(at)] == [MemoTarget(at, coding.id)]
        assert [memo.text for memo in bench.session.read_code_memos(coding.code)] == ["too wide"]


async def test_what_others_wrote_on_a_code_is_shown(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here, coder="boris") as bench:
        code = bench.coding.query_one(CodeList).current_code
        bench.session.set_memo(MemoTarget(code=code), "[b]mine[/b] [/]")
    async with workbench_of(here, coder="anna") as bench:
        await bench.press("M")
        assert isinstance(bench.app.screen, TextBox)
        assert "boris: [b]mine[/b] [/]" in bench.text


async def test_with_a_sticky_code_one_key_codes_and_goes_to_the_next_words(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("J", "y", "w", "space", "w", "space")
        codes = bench.codes(0)
        words = bench.session.read_answer(bench.coding.ids[0]).text.split()
        assert len({code for code, _ in codes}) == 1
        assert [quote for _, quote in codes] == [words[0], words[2]], "the word between was skipped"
        assert "Space: " in bench.title
        await bench.press("y")
        assert "Space: " not in bench.title


async def test_a_sticky_code_at_the_end_of_the_answer_says_so(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("y", "s", "space")
        assert "end of the answer" in bench.status
        assert len(bench.codes(0)) == 1
        await bench.press("enter", "space")
        assert len(bench.codes(1)) == 1, "with nothing selected: the whole answer, and on"
        assert bench.coding.index == 2


async def test_a_letter_goes_to_an_answer_in_sight(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("apostrophe")
        assert "A   " in bench.text
        await bench.press("D")
        assert bench.coding.index == 2
        await bench.press("э", "Ы")
        assert bench.coding.index == 1, "the same keys on a Russian layout"
        await bench.press("apostrophe", "escape")
        assert bench.coding.index == 1
        await bench.press("1")
        assert len(bench.codes(1)) == 1, "after Esc the keys mean what they meant"


async def test_a_small_letter_puts_a_code_without_a_digit_on(
    thirty_codes: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(thirty_codes) as bench:
        ranked = bench.session.rank_codes(bench.coding.ids[0])
        await bench.press("apostrophe", "s")
        assert [code for code, _ in bench.codes(0)] == [ranked[10]]


async def test_what_an_answer_of_one_respondent_follows(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("R")
        cases = [bench.session.read_answer(i).case for i in bench.coding.ids]
        assert cases[0] == cases[1]
        assert "by respondent" in bench.title
        await bench.press("R")
        assert [bench.session.read_answer(i).question for i in bench.coding.ids] == ["role"] * 8 + [
            "how"
        ] * 4
