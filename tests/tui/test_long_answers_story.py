"""A long answer key by key: labels on sentences, finding words, moving the ends of a quote."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from screen_driver import OpenWorkbench, WorkbenchDriver
from tipcoder.tui.widgets.answer_text import AnswerText
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy

LONG = (
    "We began in spring. Nobody came at first. Then two villages wrote to us. "
    "The road was closed for weeks. Our driver found another one. "
    "The school lent us a room. A nurse gave the first talk. It rained all day. "
    "The embassy asked for reports every month, and the café paid for lunch. "
    "Later the embassy sent money. We still wait for the rest."
)


@pytest.fixture
def long_answer(
    make_study: Callable[..., Path], small_survey: str, small_study_toml: str
) -> Iterator[OpenStudy]:
    """The small study, whose first answer is a long one."""
    head, first, *rest = small_survey.splitlines()
    identity = first.split(",")[:5]
    row = ",".join([*identity, f'"{LONG}"', ""])
    survey = "\n".join([head, row, *rest]) + "\n"
    with open_study_folder(make_study(survey, small_study_toml)) as study:
        yield study


def said(bench: WorkbenchDriver) -> str:
    selection = bench.coding.answer_text.selection
    return LONG[slice(*selection.span)] if selection.span else ""


async def test_a_phrase_in_the_ninth_sentence_is_coded_with_at_most_five_keys(
    long_answer: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(long_answer) as bench:
        assert bench.session.read_answer(bench.coding.ids[0]).text == LONG
        await bench.press("comma")
        # In order of reach, the ninth letter is on the ninth sentence.
        assert "lThe" in bench.text
        await bench.press("comma")
        assert "qand" in bench.text, "clauses, after the same key"
        await bench.press("l", "1")
        assert bench.presses == 4
        ((_, quote),) = bench.codes(0)
        assert quote == "The embassy asked for reports every month", "without its comma"
        assert "lThe" not in bench.text


async def test_a_capital_begins_a_stretch_and_the_next_letter_ends_it(
    long_answer: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(long_answer) as bench:
        await bench.press("comma", "S", "d")
        assert said(bench) == "Nobody came at first. Then two villages wrote to us."
        await bench.press("1")
        assert len(bench.codes(0)) == 1
        # The same with a Russian layout; a key that is no letter ends it and does nothing.
        await bench.press("б", "ф")
        assert said(bench) == "We began in spring."
        await bench.press("comma", "escape")
        assert said(bench) == "We began in spring."


async def test_letters_follow_a_long_answer_down_on_a_small_screen(
    long_answer: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(long_answer, size=(80, 20)) as bench:
        await bench.press("comma", "ctrl+d", "ctrl+d")
        first, _ = bench.coding.query_one(AnswerText).span_in_view
        assert first > 0
        await bench.press("a")
        start, end = bench.coding.answer_text.selection.span or (0, 0)
        assert start <= first < end, "the first letter is on the first sentence that is seen"


async def test_words_are_found_while_they_are_typed_and_a_digit_codes_them(
    long_answer: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(long_answer) as bench:
        await bench.press("ctrl+f")
        await bench.type("EMBAS")
        assert "1 of 2" in bench.text
        assert said(bench) == "embassy"
        await bench.press("down")
        assert "2 of 2" in bench.text
        await bench.press("enter", "1")
        start = LONG.rindex("embassy")
        (coding,) = bench.session.read_codings(bench.coding.ids[0])
        assert (coding.start, coding.quote) == (start, "embassy")
        await bench.press("N")
        assert bench.coding.answer_text.selection.caret == LONG.index("embassy") + len("embassy")
        await bench.press("H")
        assert bench.status == "EMBAS: 2 of 2"

        await bench.press("ctrl+f")
        await bench.type("cafe ")
        await bench.press("escape")
        assert said(bench) == ""
        assert bench.coding.answer_text.selection.caret == LONG.index("café")
        await bench.press("ctrl+f")
        await bench.type("nowhere")
        assert "not in this answer" in bench.text
        await bench.press("enter", "j", "N")
        assert bench.status == "nowhere: not in this answer"


async def test_three_keys_correct_an_end_that_is_a_word_off(
    long_answer: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(long_answer) as bench:
        at = bench.coding.ids[0]
        bench.session.add_coding(at, "money", (3, 11))
        bench.session.add_coding(at, "training", (3, 11))
        bench.coding.repaint_all()
        bench.presses = 0
        await bench.press("A", "]", "enter")
        assert bench.presses == 3
        assert {quote for _, quote in bench.codes(0)} == {"began in spring."}
        assert len(bench.codes(0)) == 2
        await bench.press("u")
        assert {quote for _, quote in bench.codes(0)} == {"began in"}, "one act for all its codes"


async def test_both_ends_move_by_words_and_letters_and_escape_leaves_them(
    long_answer: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(long_answer) as bench:
        await bench.press("comma", "s", "1", "A")
        await bench.press("[", "}", "left")
        assert said(bench) == "came a"
        await bench.press("right", "shift+left", "{", "escape")
        assert said(bench) == "Nobody came at first."
        assert [quote for _, quote in bench.codes(0)] == ["Nobody came at first."]
        await bench.press("A", "}", "enter")
        assert [quote for _, quote in bench.codes(0)] == ["came at first."]
        await bench.press("d", "A")
        assert bench.status == "! There is no quote here to move."
