"""The review screen: proposals decided by key, the words to be released beside them,
and who has read them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.widgets import Static

from screen_driver import OpenWorkbench, WorkbenchDriver
from tipcoder.model.filters import AnswerFilter
from tipcoder.privacy.hits import Hit
from tipcoder.tui.screens.coding import CodingScreen
from tipcoder.tui.screens.redaction import RedactionScreen
from tipcoder.tui.widgets.line_list import LineList
from tipcoder.tui.widgets.redacted_text import RedactedText
from tipcoder.tui.widgets.released_text import ReleasedText
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.redaction.redactions import Redactions
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round
from tipcoder.workbench.study import OpenStudy


@pytest.fixture
def study(naming_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    """A study whose answers name people; anna has coded all of them."""
    with open_study_folder(naming_study()) as here:
        anna = CodingSession(here, here.register_coder("anna"))
        for answer_id in anna.find_answer_ids(AnswerFilter()):
            anna.add_coding(answer_id, "pressure", finish=True)
        yield here


async def settled(bench: WorkbenchDriver) -> RedactionScreen:
    """Go to the screen and wait until everything is searched."""
    if not isinstance(bench.screen, RedactionScreen):
        await bench.press("X")
    return await searched(bench)


async def searched(bench: WorkbenchDriver) -> RedactionScreen:
    """Wait until the search that is going on has ended."""
    for _ in range(400):
        await bench.pilot.pause(0.02)
        screen = bench.screen
        if (
            isinstance(screen, RedactionScreen)
            and not screen.workers._workers
            and screen.desk is not None
        ):
            break
    assert isinstance(bench.screen, RedactionScreen)
    return bench.screen


async def go_to(bench: WorkbenchDriver, words: str) -> None:
    """Go to the stretch that holds these words."""
    screen = bench.screen
    assert isinstance(screen, RedactionScreen)
    assert screen.desk is not None
    await bench.press("pageup")
    for _ in screen.queue.all:
        stretch = screen.stretch
        assert stretch is not None
        if words in screen.desk.sources[stretch.answer_id].text:
            return
        await bench.press("down")
    raise AssertionError(words)


def shown_in(bench: WorkbenchDriver, name: str) -> str:
    """What a part of the screen says."""
    if name == "#wording":
        return bench.screen.query_one(ReleasedText).selection.text
    return str(bench.screen.query_one(name, Static).visual)


async def test_it_searches_in_the_background_and_shows_how_every_stretch_stands(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=(140, 40)) as bench:
        await settled(bench)
        assert bench.title.startswith("0 of 8 read · 5 with open proposals")
        assert "1 answer says, it seems, that its writer does not want to be named" in bench.status
        await go_to(bench, "HALIN told")
        assert "2 open" in shown_in(bench, "#released-heading")
        assert "HALIN told the ministry in Chisinau" in shown_in(bench, "#wording")
        await bench.press("n")
        assert "own org · high · open" in shown_in(bench, "#proposal")
        assert "the respondent's organisation, acronym" in shown_in(bench, "#proposal")
        drawn = {
            segment.text.strip()
            for strip in bench.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None and segment.style.underline
        }
        assert "ministry" in drawn
        assert "underlined: few respondents use the word" in shown_in(bench, "#proposal")


async def test_two_keys_a_proposal_and_one_to_release_and_what_is_seen_is_what_leaves(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=(140, 40)) as bench:
        await settled(bench)
        await go_to(bench, "HALIN told")
        await bench.press("enter")
        assert "Not yet: 2 open here" in bench.status
        await bench.press("a", "a")
        assert "could a colleague in this country name the source?" in bench.status
        seen = shown_in(bench, "#wording")
        assert seen == "[organisation] told the ministry in [city] about it."
        assert "[organisation] told" in bench.text
        assert "[city]" in bench.text
        await bench.press("enter")
        assert bench.title.startswith("1 of 8 read")
        found = Redactions(study)
        (answer_id,) = (
            source.id for source in found.sources.values() if "HALIN told" in source.text
        )
        released = found.build_released(answer_id, 0, len(found.sources[answer_id].text))
        assert (released.wording, released.reviewed_by) == (seen, ("anna",))
        await bench.press("u")
        assert bench.title.startswith("0 of 8 read")
        await bench.press("u")
        assert "Chisinau" in shown_in(bench, "#wording")


async def test_undo_of_a_coding_takes_its_quote_off_the_list_and_redo_brings_it_back(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=(140, 40)) as bench:
        await settled(bench)
        await bench.press("u")
        assert bench.title.startswith("0 of 7 read")
        await bench.press("U")
        await searched(bench)
        assert bench.title.startswith("0 of 8 read · 5 with open proposals")


async def test_the_mouse_chooses_stretches_and_proposals(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=(140, 40)) as bench:
        screen = await settled(bench)
        await bench.pilot.click(LineList, offset=(5, 2))
        assert screen.stretch == screen.queue.listed[2]
        await go_to(bench, "HALIN told")
        await bench.pilot.click(RedactedText, offset=(1, 0))
        assert "own org · high · open" in shown_in(bench, "#proposal")
        await bench.press("a")
        assert shown_in(bench, "#wording").startswith("[organisation] told")
        await bench.pilot.click(ReleasedText, offset=(1, 0))
        assert shown_in(bench, "#wording").startswith("[organisation] told")


async def test_a_wider_noun_an_ellipsis_and_words_of_ones_own(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=(140, 40)) as bench:
        await settled(bench)
        await go_to(bench, "HALIN told")
        await bench.press("n", "full_stop", "v")
        assert shown_in(bench, "#wording") == "[...] told the ministry in [region] about it."
        await bench.press("shift+tab", "e")
        await bench.type("[a small group]")
        await bench.press("enter")
        assert shown_in(bench, "#wording").startswith("[a small group] told")
        await bench.press("tab", "e")
        await bench.type("[Moldova]")
        await bench.press("enter")
        assert "in the replacement" in bench.text
        assert "1 open" in shown_in(bench, "#released-heading")
        await bench.press("e")
        await bench.type("[the capital]")
        await bench.press("enter")
        assert (
            shown_in(bench, "#wording")
            == "[a small group] told the ministry in [the capital] about it."
        )
        assert "unread" in shown_in(bench, "#released-heading")


async def test_a_grave_proposal_is_rejected_with_a_reason_and_a_light_one_at_once(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=(140, 40)) as bench:
        await settled(bench)
        await go_to(bench, "HALIN told")
        await bench.press("n", "r", "enter")
        assert "Why may it stay?" in bench.text, "an empty reason is none"
        await bench.press("escape")
        assert "2 open" in shown_in(bench, "#released-heading")
        await bench.press("r")
        await bench.type("they asked for it")
        await bench.press("enter", "r")
        assert "HALIN told the ministry in Chisinau" in shown_in(bench, "#wording")
        assert "unread" in shown_in(bench, "#released-heading")


async def test_words_are_marked_by_hand_and_go_everywhere(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=(140, 40)) as bench:
        await settled(bench)
        await go_to(bench, "the people of brindlewick")
        await bench.press("m")
        assert "Select the words" in bench.status
        await bench.press("w", "w", "w", "w", "m")
        await bench.type("other_org")
        await bench.press("enter")
        assert "people of [partner organisation] help" in shown_in(bench, "#wording")
        await bench.press("d")
        assert "people of brindlewick help" in shown_in(bench, "#wording")
        await bench.press("A")
        await bench.type("other_org")
        await bench.press("enter")
        assert "people of [partner organisation] help" in shown_in(bench, "#wording")
        await go_to(bench, "asked brindlewick")
        assert "asked [partner organisation] and" in shown_in(bench, "#wording")


async def test_a_translation_is_put_in_and_said_to_be_one(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=(160, 40)) as bench:
        await settled(bench)
        await go_to(bench, "Camino Sereno")
        await bench.press("l")
        await bench.type("They asked for help.")
        await bench.press("escape")
        assert shown_in(bench, "#wording") == "They asked for help."
        assert "translated from original language" in shown_in(bench, "#released-heading")
        await bench.press("enter")
        assert bench.title.startswith("1 of 8 read")


async def test_a_second_reader_does_not_learn_what_the_first_one_said(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=(140, 40)) as bench:
        await settled(bench)
        await go_to(bench, "in the evening")
        await bench.press("H")
        assert "Held back." in bench.status
    async with workbench_of(study, coder="boris", size=(140, 40)) as bench:
        await settled(bench)
        await go_to(bench, "in the evening")
        assert "by another" in shown_in(bench, "#released-heading")
        assert "withheld" not in bench.text
        await bench.press("enter")
        assert "disputed" in bench.text
        await bench.press("f", "f", "f")
        assert "1 of 8 stretches: those held back or disputed" in bench.status


async def test_a_name_that_somebody_adds_is_looked_for_at_once_and_old_findings_are_dropped(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=(140, 40)) as bench:
        screen = await settled(bench)
        await go_to(bench, "the people of brindlewick")
        await bench.press("enter")
        await go_to(bench, "the people of brindlewick")
        assert bench.title.startswith("1 of 8 read")
        stretch, before = screen.stretch, screen.search.generation
        assert stretch is not None
        await bench.press("w", "w", "w", "w", "N", "enter")
        await searched(bench)
        assert screen.search.generation == before + 1
        assert bench.title.startswith("0 of 8 read · 6 with open proposals")
        assert screen.stretch == stretch
        hits = screen.desk.find_hits(stretch.answer_id) if screen.desk else []
        screen.search.take_found_proposals(
            before, {stretch.answer_id: [Hit(0, 3, "name", "low", ("of old",))]}
        )
        assert screen.desk is not None
        assert screen.desk.find_hits(stretch.answer_id) == hits


async def test_an_open_round_hides_where_others_found_something_to_quote(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    draw_round(
        study,
        study.register_coder("lead"),
        RoundPlan(coders=("carla", "dora"), overlap="100%", by=(), name="R1"),
    )
    async with workbench_of(study, coder="carla", size=(140, 40)) as bench:
        await settled(bench)
        assert bench.title.startswith("0 of 0 read")
        assert "nothing to quote" in bench.status or "does not want" in bench.status
        await bench.press(
            "n", "a", "r", "e", "enter", "y", "m", "l", "d", "A", "K", "N", "tab", "down", "escape"
        )
        assert isinstance(bench.screen, CodingScreen)


async def test_without_the_key_file_it_says_what_is_missing(
    study: OpenStudy, workbench_of: OpenWorkbench, keys_folder: Path
) -> None:
    for file in keys_folder.glob("*.*"):
        file.unlink()
    async with workbench_of(study, size=(140, 40)) as bench:
        await bench.press("X")
        for _ in range(100):
            await bench.pilot.pause(0.02)
            if "key file" in bench.status:
                break
        assert "the study's key file is not here" in bench.status
        await bench.press("n", "a", "enter", "escape")
        assert isinstance(bench.screen, CodingScreen)


@pytest.mark.parametrize("size", [(80, 24), (200, 60), (60, 16), (20, 5)])
async def test_it_lives_at_every_size(
    study: OpenStudy, workbench_of: OpenWorkbench, size: tuple[int, int]
) -> None:
    async with workbench_of(study, size=size) as bench:
        await settled(bench)
        await bench.press("n", "a", "tab", "down", "pagedown", "up", "f", "f", "f", "f", "y")
        assert ("To be released" in bench.text or "Not ready" in bench.text) == (size[0] >= 60)


HINTING_SURVEY = """\
id,organisation,how
1,Quiet Place,Our home for deaf sailors was closed twice. Kenya helped.
2,Brindle House,They came in the evening.
"""
HINTING_STUDY = """\
title = "Who writes"
languages = ["en"]
[respondent]
id = "id"
name = "organisation"
[[question]]
column = "how"
text = "How?"
"""


async def test_a_sentence_about_oneself_is_shown_folded_away_and_holds_nothing_back(
    make_study: Callable[..., Path], workbench_of: OpenWorkbench
) -> None:
    folder = make_study(HINTING_SURVEY, HINTING_STUDY)
    with open_study_folder(folder) as here:
        anna = CodingSession(here, here.register_coder("anna"))
        for answer_id in anna.find_answer_ids(AnswerFilter()):
            anna.add_coding(answer_id, "pressure", finish=True)
        async with workbench_of(here, size=(140, 40)) as bench:
            screen = await settled(bench)
            await go_to(bench, "deaf sailors")
            assert "1 open" in shown_in(bench, "#released-heading")
            assert "~ self description" in bench.text
            kinds = [proposal.hit.kind for proposal in screen.cursor.list_proposals()]
            assert kinds == ["self_description", "country"]
            await bench.press("tab")
            assert "nothing to decide" in shown_in(bench, "#proposal")
            await bench.press("escape", "D")
            assert "~ self description" not in bench.text
            await bench.press("n", "a")
            assert "1 open" not in shown_in(bench, "#released-heading")
            await bench.press("enter")
            assert bench.title.startswith("1 of 2 read")
            await bench.press("D", "pageup")
            assert "~ self description" in bench.text
