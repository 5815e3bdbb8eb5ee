"""Suggestions at the keyboard: asked for, accepted, moved, replaced, turned down, undone;
silent in open rounds.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from screen_driver import OpenWorkbench, WorkbenchDriver, until
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import suggestions
from tipcoder.tui.screens.offer_deciding import OfferDeciding
from tipcoder.tui.widgets.code_pane import CodePane
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.suggestions.offers import Offers


async def asked(bench: WorkbenchDriver, key: str = "p") -> Offers:
    await bench.press(key)
    await until(bench, lambda: bench.coding.suggestions.offers is not None)
    offers = bench.coding.suggestions.offers
    assert offers is not None
    return offers


async def at(bench: WorkbenchDriver, words: str) -> int:
    """Go to the answer that says these words; returns its place."""
    (answer_id,) = bench.session.find_answer_ids(AnswerFilter(words=words))
    place = bench.coding.ids.index(answer_id)
    bench.coding.go_to(place)
    await bench.pilot.pause()
    return place


def verdicts(bench: WorkbenchDriver) -> dict[str, str]:
    """Code -> verdict of everything that was suggested."""
    with bench.session.study.store.read() as db:
        return {one.code: one.verdict for one in suggestions.load_records(db)}


async def test_nothing_is_suggested_before_it_is_asked_for(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("j", "1", "k", "n")
        assert bench.coding.suggestions.offers is None
        assert not bench.app.desk.ready
        assert verdicts(bench) == {}


async def test_suggestions_stand_on_the_first_digits_with_their_strength_and_words(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here, size=(120, 40)) as bench:
        place = await at(bench, "unfair")
        text = bench.session.read_answer(bench.coding.ids[place]).text
        offers = await asked(bench)
        first = offers.offers[0]
        line = next(
            line
            for line in bench.text.splitlines()
            # A case may be called 8401.
            if re.search(r"(?<!\d)1   ", line) and first.strength in line
        )
        assert bench.session.code_label(first.code) in line
        assert "none decided yet" in bench.status
        for piece in first.evidence:
            assert text[piece.start : piece.end] == piece.text
            assert f"“{piece.text}”" in bench.status
        underlined = bench.coding.answer_text._evidence
        assert [text[start:end] for start, end in underlined] == [
            piece.text for piece in first.evidence
        ]
        assert bench.codes(place) == [], "nothing is put on by itself"
        await until(
            bench, lambda: verdicts(bench) == {offer.code: "open" for offer in offers.offers}
        )
        await bench.press("p")
        assert bench.coding.suggestions.offers is None
        assert bench.coding.answer_text._evidence == ()


async def test_a_digit_accepts_on_the_words_offered_and_enter_goes_on(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        place = await at(bench, "unfair")
        offers = await asked(bench)
        first, second = offers.offers[:2]
        text = bench.session.read_answer(offers.answer_id).text
        await bench.press("1")
        assert bench.coding.index == place, "there may be more to accept"
        assert bench.codes(place) == [(first.code, text[slice(*first.span)])]
        await bench.press("2", "enter")
        assert {code for code, _ in bench.codes(place)} == {first.code, second.code}
        assert bench.coding.index == place + 1
        assert verdicts(bench)[first.code] == verdicts(bench)[second.code] == "accepted"
        assert bench.coding.suggestions.offers is None, "the next answer has none until she asks"


async def test_an_offer_that_was_accepted_is_drawn_once_as_the_quote(
    here: OpenStudy, workbench_of: OpenWorkbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if the answer were longer: an offer of all of it has no bar.
    monkeypatch.setattr(OfferDeciding, "_covers_whole_answer", lambda *_: False)
    async with workbench_of(here, size=(120, 40)) as bench:
        await at(bench, "unfair")
        first = (await asked(bench)).offers[0]
        bar = f"{bench.session.code_label(first.code)}?"
        assert bar in bench.text
        await bench.press("1", "K")
        assert bench.coding.query_one(CodePane).current_code == first.code
        assert bar not in bench.text


async def test_a_suggestion_is_accepted_on_other_words(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        place = await at(bench, "unfair")
        offers = await asked(bench)
        first = offers.offers[0]
        await bench.press("v")
        assert bench.coding.answer_text.selection.span == first.span
        await bench.press("shift+left", "1")
        text = bench.session.read_answer(offers.answer_id).text
        assert bench.codes(place) == [(first.code, text[first.span[0] : first.span[1] - 1])]
        assert verdicts(bench)[first.code] == "moved"


async def test_another_code_goes_on_the_words_of_a_suggestion(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        place = await at(bench, "unfair")
        offers = await asked(bench)
        first = offers.offers[0]
        other = "training" if first.code != "training" else "money"
        await bench.press("E")
        await bench.type(other)
        await bench.press("enter")
        text = bench.session.read_answer(offers.answer_id).text
        assert bench.codes(place) == [(other, text[slice(*first.span)])]
        assert verdicts(bench)[first.code] == "edited"


async def test_a_suggestion_turned_down_stays_away_until_that_is_undone(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await at(bench, "unfair")
        offers = await asked(bench)
        first, second = offers.offers[:2]
        await bench.press("minus")
        assert bench.status.startswith(f"turned down {bench.session.code_label(first.code)} on ")
        assert "not this" in bench.text
        assert bench.coding.code_in_view() == second.code, "the cursor is on the next"
        await bench.press("p")
        assert first.code not in [offer.code for offer in (await asked(bench)).offers]
        await bench.press("p", "u")
        assert verdicts(bench)[first.code] == "open"
        assert first.code in [offer.code for offer in (await asked(bench)).offers]


async def test_undo_takes_back_what_was_accepted_and_the_offer_stands_again(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        place = await at(bench, "unfair")
        offers = await asked(bench)
        await bench.press("1", "u")
        assert bench.codes(place) == []
        assert verdicts(bench)[offers.offers[0].code] == "open"
        assert bench.coding.suggestions.offers is offers
        await bench.press("1")
        assert len(bench.codes(place)) == 1
        await bench.press("1")
        assert "is applied to this answer already" in bench.status


async def test_in_the_explicit_mode_one_key_is_enough_for_an_answer_that_is_offered_whole(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        place = await at(bench, "unfair")
        first = (await asked(bench, "P")).offers[0]
        text = bench.session.read_answer(first.shown.answer_id).text
        assert first.span == (0, len(text)), "this story needs an answer of one sentence"
        await bench.press("1")
        assert bench.codes(place) == [(first.code, text)]
        assert bench.coding.index == place + 1
        with bench.session.study.store.read() as db:
            said = {(one.answer_id, one.code): one.verdict for one in suggestions.load_records(db)}
        assert said[first.shown.answer_id, first.code] == "accepted"


async def test_an_explicit_mode_suggests_on_every_answer_until_it_ends(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        first = await at(bench, "unfair")
        await asked(bench, "P")
        assert "suggesting" in bench.title
        await at(bench, "workshops")
        await until(bench, lambda: bench.coding.suggestions.offers is not None)
        assert bench.coding.suggestions.offers is not None
        assert (
            bench.coding.suggestions.offers.answer_id
            == bench.coding.ids[bench.coding.index]
            != bench.coding.ids[first]
        )
        await until(bench, lambda: len(verdicts(bench)) > 0)
        with here.store.read() as db:
            assert {one.shown for one in suggestions.load_records(db)} == {"mode"}
        await bench.press("P", "j")
        assert "suggesting" not in bench.title
        assert bench.coding.suggestions.offers is None


async def test_nothing_is_shown_on_an_answer_of_an_open_round(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    draw_round(here, here.register_coder("lead"), RoundPlan(("anna", "boris"), overlap="100%"))
    async with workbench_of(here, coder="lead") as bench:
        await at(bench, "unfair")
        await bench.press("p")
        await until(bench, lambda: "open round" in bench.status)
        assert bench.coding.suggestions.offers is None
        await bench.press("P", "j")
        await until(bench, lambda: "open round" in bench.status)
        assert verdicts(bench) == {}


async def test_while_the_pile_is_read_every_key_works_and_a_stale_offer_never_comes(
    here: OpenStudy, workbench_of: OpenWorkbench, slow_pile: threading.Event
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("p")
        assert "being read" in bench.status
        await bench.press("1", "2", "u")
        assert len(bench.codes(0)) == 1
        slow_pile.set()
        await until(bench, lambda: bench.app.desk.ready)
        await bench.pilot.pause(0.1)
        assert bench.coding.suggestions.offers is None, "it was asked for another answer"
        assert verdicts(bench) == {}


async def test_what_a_key_does_is_painted_before_the_pile_is_read_further(
    here: OpenStudy,
    workbench_of: OpenWorkbench,
    rest_after_a_key: tuple[threading.Event, threading.Event],
) -> None:
    rests, go_on = rest_after_a_key
    async with workbench_of(here) as bench:
        await bench.press("p")
        await until(bench, rests.is_set)
        assert "being read" in bench.status
        assert not bench.app.desk.ready
        go_on.set()
        await until(bench, lambda: bench.coding.suggestions.offers is not None)


async def test_an_offer_that_comes_after_she_went_on_changes_no_digit_until_she_asks_again(
    here: OpenStudy, workbench_of: OpenWorkbench, slow_pile: threading.Event
) -> None:
    async with workbench_of(here) as bench:
        place = await at(bench, "unfair")
        usual = bench.coding.code_places()
        await bench.press("p", "s")
        slow_pile.set()
        await until(bench, lambda: "p shows them" in bench.status)
        assert bench.coding.code_places() == usual
        await bench.press("2")
        assert [code for code, _ in bench.codes(place)] == [usual.digits[2]]
        await bench.press("p")
        assert bench.coding.suggestions.offers is not None, "they are there already"
        assert (
            bench.coding.code_places().digits[1] == bench.coding.suggestions.offers.offers[0].code
        )
        await until(bench, lambda: len(verdicts(bench)) > 0)


async def test_letters_to_jump_by_keep_their_codes(
    here: OpenStudy, workbench_of: OpenWorkbench, slow_pile: threading.Event
) -> None:
    async with workbench_of(here) as bench:
        await at(bench, "unfair")
        await bench.press("p", "apostrophe")
        slow_pile.set()
        await until(bench, lambda: "p shows them" in bench.status)
        assert bench.coding.suggestions.offers is None
        await bench.press("escape")


async def test_one_can_leave_while_the_pile_is_read(
    here: OpenStudy, workbench_of: OpenWorkbench, slow_pile: threading.Event
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("p", "ctrl+q")
        await until(bench, lambda: bench.app._exit)
    assert not slow_pile.is_set()


async def test_hostile_words_in_answers_and_codebook_are_shown_and_not_obeyed(
    make_study: Callable[..., Path],
    small_survey: str,
    small_study_toml: str,
    workbench_of: OpenWorkbench,
) -> None:
    hostile = (
        "The [red]grants[/] [/] came \x1b[31mwith\x1b]52;c;aGk=\x07 \u202emoney\u202c and police "
        "courses."
    )
    row = f'3237569999,Org,1,Mali,Yes,"{hostile}",\n'
    book = (
        '[code.money]\nlabel = "Mo[/]ney \\u001b[31m"\ndefinition = "Grants."\n[code.money.cues]\n'
        'en = ["[/]grants"]\n'
    )
    with open_study_folder(
        make_study(small_survey + row, small_study_toml, f'title = "Hostile"\n\n{book}')
    ) as study:
        async with workbench_of(study, size=(120, 40)) as bench:
            await at(bench, "police courses")
            offers = await asked(bench)
            assert offers.offers[0].code == "money"
            shown = bench.text
            assert "\x1b" not in shown
            assert "\u202e" not in shown
            assert "Mo[/]ney" in shown
            await bench.press("v", "1", "minus", "p")


async def test_the_words_of_a_pattern_are_shown_with_the_gap_between_them(
    make_study: Callable[..., Path],
    small_survey: str,
    small_study_toml: str,
    small_codebook_toml: str,
    workbench_of: OpenWorkbench,
) -> None:
    pattern = '{ find = "say * unfair", weight = 3 }'
    resists = 'definition = "A government resists."\n'
    book = small_codebook_toml.replace(resists, f"{resists}patterns.en = [{pattern}]\n")
    with open_study_folder(make_study(small_survey, small_study_toml, book)) as study:
        async with workbench_of(study, size=(170, 40)) as bench:
            await at(bench, "unfair")
            offers = await asked(bench)
            first = offers.offers[0]
            assert (first.code, first.strength) == ("pushback", "strong")
            assert "Pushback, strong (none decided yet): “say … unfair”" in bench.status
            assert "“say … unfair”: a pattern of this code" in " ".join(bench.text.split())


async def test_the_study_screen_says_how_suggestions_did_so_far(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here, size=(120, 50)) as bench:
        await bench.press("t")
        assert "Suggestions so far" not in bench.text
        await bench.press("t")
        await at(bench, "unfair")
        offers = await asked(bench)
        strength = offers.offers[0].strength
        of = sum(offer.strength == strength for offer in offers.offers)
        await until(bench, lambda: len(verdicts(bench)) == len(offers.offers))
        await bench.press("1", "enter", "t")
        assert f"{strength}: 1 of {of} accepted" in bench.text
        assert "tipcoder suggest bias" in bench.text
