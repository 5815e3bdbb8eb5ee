"""The day of a coder, key by key."""

from __future__ import annotations

import pytest

from screen_driver import OpenWorkbench
from tipcoder.model.codings import Outcome
from tipcoder.workbench.study import OpenStudy


async def test_one_key_codes_a_whole_answer_and_shows_the_next(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        first = bench.coding.ids[0]
        code = bench.session.rank_codes(first)[1]
        await bench.press("2")
        assert bench.presses == 1
        assert [c for c, _ in bench.codes(0)] == [code]
        assert bench.session.find_reading(first) is not None
        assert bench.coding.index == 1


async def test_three_keys_code_a_sentence_and_go_on(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        code = bench.session.rank_codes(bench.coding.ids[0])[0]
        await bench.press("s", "1", "enter")
        assert bench.presses == 3
        assert [c for c, _ in bench.codes(0)] == [code]
        reading = bench.session.find_reading(bench.coding.ids[0])
        assert reading is not None
        assert reading.outcome is Outcome.CODED
        assert bench.coding.index == 1


async def test_a_clause_can_be_coded_inside_a_sentence_and_both_are_drawn(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("f")
        await bench.type("lang:ru")
        await bench.press("enter")
        await bench.press("s", "1", "c", "2")
        sentence, clause = sorted((q for _, q in bench.codes(0)), key=len, reverse=True)
        assert sentence.startswith(clause)
        assert len(clause) < len(sentence)
        assert bench.text.count("└─") == 1, (
            "the sentence is the whole answer, and so a label; the clause has a bar"
        )


async def test_several_codes_on_a_whole_answer(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("a", "1", "3", "enter")
        text = bench.session.read_answer(bench.coding.ids[0]).text
        assert {quote for _, quote in bench.codes(0)} == {text}
        assert len(bench.codes(0)) == 2
        assert bench.coding.index == 1


async def test_the_same_key_also_works_on_a_russian_keyboard(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("ы", "1")
        assert len(bench.codes(0)) == 1
        await bench.press("г")
        assert bench.codes(0) == []


async def test_a_code_taken_off_is_gone_from_the_screen_too(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("w", "1")
        assert "● " in bench.text
        await bench.press("d")
        assert bench.codes(0) == []
        assert bench.coding.codings == []
        assert "● " not in bench.text


async def test_undo_names_what_it_takes_back_and_shows_where_it_was(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("1", "2")
        assert bench.coding.index == 2
        await bench.press("u")
        assert bench.coding.index == 1
        assert bench.status.startswith("Undone: ")
        assert bench.codes(1) == []
        assert bench.session.find_reading(bench.coding.ids[1]) is None
        await bench.press("u", "u")
        assert bench.codes(0) == []
        assert bench.status == "! There is nothing to undo."
        await bench.press("U", "U")
        assert len(bench.codes(0)) == len(bench.codes(1)) == 1


async def test_another_coders_acts_are_not_mine_to_undo(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here, coder="boris") as bench:
        await bench.press("1")
    async with workbench_of(here, coder="anna") as bench:
        assert bench.codes(0) == [], "her layer is her own"
        await bench.press("u")
        assert bench.status == "! There is nothing to undo."
    async with workbench_of(here, coder="boris") as bench:
        assert len(bench.codes(0)) == 1
        assert bench.coding.index == 1, "work goes on where it was left"


@pytest.mark.parametrize(
    ("key", "outcome"),
    [
        ("enter", Outcome.NONE_APPLIES),
        ("0", Outcome.NONE_APPLIES),
        ("x", Outcome.OFF_TOPIC),
        ("z", Outcome.UNCODABLE),
    ],
)
async def test_an_answer_without_a_code_is_finished_with_one_key(
    here: OpenStudy, workbench_of: OpenWorkbench, key: str, outcome: Outcome
) -> None:
    async with workbench_of(here) as bench:
        await bench.press(key)
        reading = bench.session.find_reading(bench.coding.ids[0])
        assert reading is not None
        assert reading.outcome is outcome
        assert bench.coding.index == 1
        await bench.press("up", "r")
        assert bench.session.find_reading(bench.coding.ids[0]) is None


async def test_saying_that_none_applies_takes_codes_off_in_one_act(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("s", "1", "2", "0")
        assert bench.codes(0) == []
        await bench.press("u")
        assert len(bench.codes(0)) == 2


async def test_the_code_under_the_selection_is_taken_off(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("w", "1", "w", "2", "w", "3")
        codes = [code for code, _ in bench.codes(0)]
        await bench.press("W", "d")
        assert [code for code, _ in bench.codes(0)] == [codes[0], codes[2]]
        await bench.press("escape", "home", "q", "d")
        assert [code for code, _ in bench.codes(0)] == [codes[2]]


async def test_a_code_that_is_removed_is_gone_from_the_screen_at_once(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        label = bench.session.code_label(bench.session.rank_codes(bench.coding.ids[0])[0])
        await bench.press("1", "k")
        place = bench.screen.query_one("#place")
        assert f"finished   {label}" in str(place.render())
        await bench.press("q", "d")
        assert label not in str(place.render())
        assert "finished" not in str(place.render()), "coded with no code is not finished"
        await bench.press("escape", "1", "k", "d")  # and with nothing selected
        assert label not in str(place.render())
        await bench.press("u")
        assert f"finished   {label}" in str(place.render())


async def test_of_several_codes_on_a_quote_the_one_that_would_be_removed_is_named(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here, size=(200, 60)) as bench:
        first, second = list(bench.coding.code_places().digits.values())[:2]
        await bench.press("s", "1", "q")
        assert "d removes it," in bench.status
        await bench.press("2", "escape", "q")
        assert f"d removes {bench.session.code_label(second)}," in bench.status
        await bench.press("d")
        assert [code for code, _ in bench.codes(0)] == [first]


async def test_a_code_is_found_by_letters_and_put_on(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("s", "semicolon")
        await bench.type("otpor")
        await bench.press("enter")
        assert [code for code, _ in bench.codes(0)] == ["pushback"]
        assert bench.coding.index == 0, "words were selected, so the answer is not finished yet"


async def test_the_last_code_is_repeated_with_a_stop(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("3", "full_stop", "full_stop")
        assert bench.coding.index == 3
        assert bench.codes(0)[0][0] == bench.codes(1)[0][0] == bench.codes(2)[0][0]


async def test_the_code_under_the_cursor_shows_its_card_and_is_put_on_with_space(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        ranked = bench.session.rank_codes(bench.coding.ids[0])
        await bench.press("J", "J")
        definition = bench.session.codebook.codes[ranked[2]].definition["en"]
        assert definition.split()[0] in bench.text
        await bench.press("space")
        assert bench.codes(0)[0][0] == ranked[2]


async def test_answers_are_filtered_by_question_and_language(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        everything = len(bench.coding.ids)
        await bench.press("f")
        await bench.type("q:how lang:es")
        await bench.press("enter")
        answers = [bench.session.read_answer(i) for i in bench.coding.ids]
        assert {(a.question, a.language) for a in answers} == {("how", "es")}
        assert "[q:how lang:es]" in bench.text
        await bench.press("F")
        assert len(bench.coding.ids) == everything


async def test_a_term_is_taken_from_the_list_with_tab(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("f")
        await bench.type("ru")
        await bench.press("tab", "enter")
        assert {bench.session.read_answer(i).language for i in bench.coding.ids} == {"ru"}


async def test_a_filter_that_means_nothing_says_so_and_can_be_mended(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("f")
        await bench.type("q:hwo")
        await bench.press("enter")
        assert "There is no question 'hwo'" in bench.text
        assert "Did you mean 'how'?" in bench.text
        await bench.press("escape")
        assert len(bench.coding.ids) > 0


async def test_a_filter_that_lets_nothing_through_leaves_a_screen_that_says_so(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("f")
        await bench.type("xylophone")
        await bench.press("enter")
        assert "No answer passes the filter" in bench.text
        await bench.press("1", "s", "d", "enter", "down", "q", "n", "pagedown", "end", "J")
        await bench.press("F")
        assert len(bench.coding.ids) > 0


async def test_an_undo_beyond_the_filter_lifts_it_and_says_so(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("1")
        coded = bench.coding.ids[0]
        await bench.press("f")
        await bench.type("lang:ru")
        await bench.press("enter", "u")
        assert bench.coding.ids[bench.coding.index] == coded
        assert "no filter" in bench.status


async def test_when_all_is_finished_the_program_says_so(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press(*["1"] * len(bench.coding.ids))
        assert "every answer listed is finished" in bench.status
        assert "100%" in bench.text
