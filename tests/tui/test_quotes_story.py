"""All quotes of a code from wherever the code is and back to the very place, and what a code means
at a glance; by the keys that a coder presses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from screen_driver import OpenWorkbench, WorkbenchDriver, until
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.commands import ScreenName
from tipcoder.tui.screens.code_picker import CodePicker
from tipcoder.tui.screens.codebook import CodebookScreen
from tipcoder.tui.screens.peek_box import PeekBox
from tipcoder.tui.screens.quotes import QuotesScreen
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy

SURVEY = """\
id,view,role
1,Low,They asked first. They pressed the ministry. A law came. It is weak.
2,Low,They pressed hard.
3,High,They pressed and paid.
4,High,Nothing was done.
"""
STUDY = """\
title = "Four answers"
languages = ["en"]
[respondent]
id = "id"
attributes = ["view"]
[[question]]
column = "role"
text = "What do they do?"
[outcome.view]
column = "view"
levels = ["Low", "High"]
[privacy]
response_ids = "from-column"
"""
PRESSED = (18, 44)
"""`They pressed the ministry.` in the first answer."""
SIZE = (140, 40)


@pytest.fixture
def study(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    """Anna and boris have read all of it; Pressure is on three quotes of hers and one of his."""
    with open_study_folder(make_study(SURVEY, STUDY)) as here:
        for name, hard in (("anna", "pressure"), ("boris", "pushback")):
            coder = CodingSession(here, here.register_coder(name))
            one, two, three, four = coder.find_answer_ids(AnswerFilter())
            coder.add_coding(one, "pressure", PRESSED, finish=True)
            coder.add_coding(two, hard, (0, 12), finish=True)
            if name == "anna":
                coder.add_coding(three, "pressure", finish=True)
            coder.finish_answers(four)
        yield here


def quotes_of(bench: WorkbenchDriver) -> QuotesScreen:
    assert isinstance(bench.screen, QuotesScreen), bench.screen
    return bench.screen


def words_shown(bench: WorkbenchDriver) -> str:
    quote = quotes_of(bench).current_quote
    return quote.quote if quote is not None else ""


async def test_all_quotes_of_a_code_and_back_are_two_keys_and_nothing_has_moved(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study) as bench:
        await bench.press("home", "q")
        selection = bench.coding.answer_text.selection
        before, presses = bench.text, bench.presses
        await bench.press("Q")
        assert bench.title.startswith("4 quotes of Pressure by 3 respondents, 1 by others")
        assert words_shown(bench) == "They pressed the ministry."
        assert "They asked first. ▸They pressed the ministry.◂ A law came. …" in bench.text
        assert "view Low" in bench.text
        assert "What do they do?" in bench.text
        await bench.press("escape")
        assert bench.presses - presses == 2
        assert bench.screen is bench.coding
        assert bench.text == before
        assert bench.coding.answer_text.selection is selection
        assert selection.span == PRESSED


async def test_the_definition_of_a_code_at_hand_is_one_key_and_any_key_closes_it(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study) as bench:
        await bench.press("end")
        before, acts = bench.text, bench.session.find_last_act()
        presses = bench.presses
        await bench.press("h")
        assert bench.presses - presses == 1
        assert isinstance(bench.app.screen, PeekBox)
        for shown in ("Pressure", "Somebody makes a government act.", "An embassy or a report"):
            assert shown in bench.text
        lines = bench.text.splitlines()
        at = next(number for number, line in enumerate(lines) if "Latest quotes" in line)
        assert [line.split(maxsplit=3)[1] for line in lines[at + 1 : at + 4]] == ["1", "3", "2"]
        await bench.press("1")
        assert bench.text == before
        assert bench.session.find_last_act() == acts, "the key only closed the box"


async def test_the_code_is_that_of_the_quote_at_the_caret_or_of_the_cursor_moved_since(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study) as bench:
        await bench.press("home", "J", "h")
        assert "A government resists." in bench.text, "the cursor of the codes"
        await bench.press("x", "q", "h")
        assert "Somebody makes a government act." in bench.text, "the quote that is selected"
        await bench.press("x", "J", "h")
        assert "A government resists." in bench.text
        await bench.press("x", "s", "h")
        assert "A government resists." in bench.text, "other words wait for the code of the cursor"


async def test_from_the_picker_both_lie_on_the_box_and_what_was_typed_stays(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study) as bench:
        await bench.press("semicolon")
        await bench.type("push")
        before = bench.text
        await bench.press("f3")
        assert "Officials reject the report." in bench.text
        await bench.press("escape", "f4")
        assert "1 quote of Pushback by 1 respondent, 1 by others" in bench.title
        await bench.press("escape")
        assert isinstance(bench.app.screen, CodePicker)
        assert bench.text == before
        await bench.type("Q")
        assert isinstance(bench.app.screen, CodePicker), "letters are typed"
        await bench.press("backspace", "f4", "enter")
        assert bench.app.screen is bench.coding
        assert bench.coding.answer is not None
        assert bench.coding.answer.text == "They pressed hard."
        await bench.press("f2")
        assert "Nothing that you wrote waits" in bench.status, "letters of the picker are no draft"


async def test_a_quote_is_recoded_taken_off_and_noted_in_place_and_each_is_one_undo(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=SIZE) as bench:
        await bench.press("b", "down", "Q")
        assert quotes_of(bench).quotes.describe().startswith("4 quotes of Pressure")
        one, two, three, _ = bench.coding.ids
        acts = bench.session.find_last_act()

        await bench.press("down", "d")
        assert "boris, who alone can change it" in bench.status
        await bench.press("semicolon")
        assert bench.app.screen is bench.screen, "nothing opens for a quote that is not hers"
        assert bench.session.find_last_act() == acts

        await bench.press("down", "semicolon")
        await bench.type("money")
        await bench.press("enter")
        assert "Money in place of Pressure on 2 role" in bench.status
        assert [coding.code for coding in bench.session.read_codings(two)] == ["money"]
        assert "3 quotes of Pressure" in bench.title
        assert words_shown(bench) == "They pressed and paid.", "the next one"

        await bench.press("m")
        await bench.type("Both at once")
        await bench.press("escape")
        assert "Memo: Both at once" in bench.text
        await bench.press("d")
        assert bench.session.read_codings(three) == []
        assert bench.session.find_last_act() == acts + 3

        await bench.press("u")
        assert words_shown(bench) == "They pressed and paid."
        await bench.press("u")
        assert "Memo:" not in bench.text
        await bench.press("u")
        assert words_shown(bench) == "They pressed"
        assert [coding.code for coding in bench.session.read_codings(two)] == ["pressure"]
        await bench.press("escape")
        assert isinstance(bench.screen, CodebookScreen)
        assert bench.screen.code_in_view() == "pressure", "the cursor is where it was"
        assert bench.session.read_codings(one)[0].code == "pressure"


async def test_words_filter_the_list_and_enter_shows_a_quote_in_its_answer(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study) as bench:
        await bench.press("f")
        await bench.type("weak")
        await bench.press("enter", "Q", "slash")
        await bench.type("paid")
        await bench.press("enter")
        assert "1 quote of Pressure by 1 respondent · [paid]" in bench.title
        await bench.press("F")
        assert "4 quotes of Pressure" in bench.title
        await bench.press("home", "down", "down", "s")
        assert "3 quotes" not in bench.title
        assert "by language" in bench.title
        assert words_shown(bench) == "They pressed"
        await bench.press("enter")
        assert bench.screen is bench.coding
        assert bench.coding.answer is not None
        assert bench.coding.answer.text == "They pressed hard."
        assert bench.coding.answer_text.selection.span == (0, 12)
        await bench.press("Q")
        assert words_shown(bench) == "They pressed", "the list begins at the quote"


async def test_a_number_of_the_statistics_leads_to_the_quotes_behind_it(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=SIZE) as bench:
        await bench.press("T")
        await until(bench, lambda: "Testing" not in bench.title)
        await bench.press("down", "Q")
        assert "4 quotes of Pressure by 3 respondents" in bench.title
        await bench.press("escape", "enter", "Q")
        # On case 2 the coders differ, so that the cell does not count it as present.
        assert "2 quotes of Pressure by 1 respondent, 1 by others" in bench.title
        assert "view Low, present" in bench.title
        await bench.press("escape", "escape")
        assert bench.screen.screen_name is ScreenName.STATISTICS, "first out of the cells"


async def test_a_definition_longer_than_the_window_says_so_and_is_scrolled(
    make_study: Callable[..., Path], workbench_of: OpenWorkbench
) -> None:
    sentences = " ".join(f"Sentence {number} of a rule that is long." for number in range(1, 60))
    book = f"""\
title = "Long"
[code.pressure]
label = "Pressure"
definition = "{sentences} This is the end."
"""
    with open_study_folder(make_study(SURVEY, STUDY, book)) as study:
        async with workbench_of(study, size=(80, 24)) as bench:
            assert "▼ h F3 shows the rest" in bench.text, "the card beside the answer is cut"
            await bench.press("h")
            await until(bench, lambda: "more below" in bench.text)
            assert "This is the end." not in bench.text
            await bench.press("down", "down", "down", "down", "down", "down")
            await until(bench, lambda: "more below" not in bench.text)
            assert "any other key closes this" in bench.text
            assert "No quotes yet." in bench.text
            await bench.press("1")
            assert not isinstance(bench.app.screen, PeekBox)
            assert bench.codes(0) == [], "the key only closed the box"


async def test_a_column_of_two_coders_and_a_line_of_the_study_restrict_the_list(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=SIZE) as bench:
        await bench.press("V")
        await until(bench, lambda: "Pressure" in bench.text)
        await bench.press("h")
        assert isinstance(bench.app.screen, PeekBox)
        await bench.press("h", "N", "Q")
        assert "boris" not in bench.text, "names are hidden where they were hidden"
        assert "other" in bench.text
        await bench.press("escape", "escape", "t")
        await until(bench, lambda: bench.screen.screen_name is ScreenName.STUDY)
        while "role" not in bench.title:
            assert bench.screen.screen_name is ScreenName.STUDY
            await bench.press("down", "Q")
        assert bench.title.startswith("5 quotes by 3 respondents, 2 by others · role")


async def test_in_the_grid_the_code_of_the_row_is_meant(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study) as bench:
        await bench.press("g", "home", "Q")
        assert "4 quotes of Pressure" in bench.title
        await bench.press("Q", "end", "h")
        assert "There is no code on this answer." in bench.status
