"""The screen of disagreements: codes with their agreement, what each coder says,
and one key to decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from screen_driver import OpenWorkbench, WorkbenchDriver, hurry, until
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.screens.adjudication import AdjudicationScreen
from tipcoder.tui.screens.coding import CodingScreen
from tipcoder.workbench.adjudication.adjudication import Adjudication, DisagreementFilter
from tipcoder.workbench.codebook.file import read_codebook_in_force
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round, freeze_round
from tipcoder.workbench.study import OpenStudy

SURVEY = "id,role,how\n" + "".join(
    f"{n},{words},Nothing to add.\n"
    for n, words in enumerate(
        (
            "They pressed the ministry.",
            "They paid.",
            "They trained police and paid for it.",
            "Nothing came of it.",
            "Officials were angry at the report.",
        ),
        start=1,
    )
)
STUDY = """\
title = "Five answers"
languages = ["en"]
[respondent]
id = "id"
[[question]]
column = "role"
text = "What do they do?"
[[question]]
column = "how"
[privacy]
response_ids = "from-column"
"""
Put = dict[str, tuple[str, tuple[int, int] | None]]
PUT: dict[str, Put] = {
    "anna": {
        "pressed": ("pressure", None),
        "paid.": ("money", None),
        "trained": ("training", (5, 19)),
    },
    "boris": {
        "pressed": ("pressure", None),
        "paid.": ("money", None),
        "trained": ("money", None),
        "came": ("pushback", None),
        "angry": ("pushback", (0, 20)),
    },
}
"""They differ on training and money (3), and on pushback (4 and 5)."""


def code_all(here: OpenStudy, name: str, put: Put) -> None:
    """Code and finish every answer."""
    coder = CodingSession(here, here.register_coder(name))
    for at in coder.find_answer_ids(AnswerFilter()):
        found = next(
            (what for words, what in put.items() if words in coder.read_answer(at).text), None
        )
        if found is None:
            coder.finish_answers(at)
        else:
            coder.add_coding(at, found[0], found[1], finish=True)


@pytest.fixture
def study(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    with open_study_folder(make_study(SURVEY, STUDY)) as here:
        for name, put in PUT.items():
            code_all(here, name, put)
        yield here


def decisions(study: OpenStudy) -> dict[tuple[str, str], tuple[str, str, str]]:
    """(case, code) -> (side, reason, note) of everything that is settled."""
    found = Adjudication(study, study.register_coder("lead")).list_disagreements(
        DisagreementFilter(settled=True, words_too=True)
    )
    return {
        (one.case, one.code): (
            one.settled.decision.side,
            one.settled.decision.reason,
            one.settled.decision.note,
        )
        for one in found
        if one.settled is not None
    }


async def at_codes(bench: WorkbenchDriver) -> None:
    """Go to the screen and wait for its figures."""
    await bench.press("V")
    for _ in range(200):
        await bench.pilot.pause(0.02)
        if "…" not in bench.text.split("Code", 1)[-1]:
            return


async def test_a_lead_settles_everything_in_a_few_keys(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, coder="lead") as bench:
        await at_codes(bench)
        assert "0 of 4 resolved · A anna, B boris" in bench.title
        first, second, third = (line.split() for line in bench.text.splitlines()[2:5])
        # Pushback and training are split on every answer where one put them, money on one of two.
        assert (first[0], first[-2:]) == ("Pushback", ["2", "·"])
        assert (second[0], second[-2:]) == ("Training", ["1", "·"])
        assert (third[0], third[-2:]) == ("Money", ["1", "·"])
        heading = bench.text.splitlines()[1]
        assert heading.rstrip().endswith("resolved"), "every column fits"
        # alpha of money by hand: 10 answers, 1 agreed, 1 split: 1 - 19 * 1 / (3 * 17) = .63
        assert third[1] == ".63"
        await bench.press("enter")
        await bench.pilot.pause()
        assert "Pushback · 4 role · en · 1 of 2" in bench.text
        assert "1  A anna ○ did not apply it" in bench.text
        assert "2  B boris ● applied it to the whole answer" in bench.text
        assert "A government resists." in bench.text, "the definition stands beside"
        before = bench.presses
        await bench.press("1")
        assert bench.presses - before == 1
        assert bench.status == "resolved Pushback on 4 role: as anna has it, it is not there"
        assert "Pushback · 5 role · en · 2 of 2" in bench.text
        assert "applied it to “Officials were angry”" in bench.text
        await bench.press("2")
        assert bench.status.endswith("as boris has it, it is there — everything listed is resolved")
        await bench.press("escape", "down", "enter")
        await bench.pilot.pause()
        await bench.press("0", "escape", "down", "enter")
        await bench.pilot.pause()
        await bench.press("space", "escape")
        assert "4 of 4 resolved" in bench.title
        await bench.press("escape")
        assert isinstance(bench.screen, CodingScreen)
    assert decisions(study) == {
        ("4", "pushback"): ("coder", "", ""),
        ("5", "pushback"): ("coder", "", ""),
        ("3", "training"): ("neither", "", ""),
        ("3", "money"): ("both", "", ""),
    }


async def test_a_digit_pressed_right_after_enter_decides_the_disagreement_that_opens(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, coder="lead") as bench:
        await at_codes(bench)
        hurry(bench, "enter", "1")
        await until(bench, lambda: bool(bench.status))
        assert bench.status.endswith("Pushback on 4 role: as anna has it, it is not there")
        # A whole run at once: back to the codes, the next code, its disagreement, the verdict.
        hurry(bench, "2", "escape", "down", "enter", "0", "escape", "down", "enter", "space")
        await until(bench, lambda: "4 of 4" in bench.title)
    assert decisions(study) == {
        ("4", "pushback"): ("coder", "", ""),
        ("5", "pushback"): ("coder", "", ""),
        ("3", "training"): ("neither", "", ""),
        ("3", "money"): ("both", "", ""),
    }


async def test_reason_and_note_go_with_the_decision_before_it_and_after(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, coder="lead") as bench:
        await at_codes(bench)
        await bench.press("enter")
        await bench.pilot.pause()
        await bench.press("r", "3", "m")
        await bench.type("silence")
        await bench.press("escape")
        assert "○ not resolved · reason: definition gap · silence" in bench.text
        await bench.press("1")
        assert decisions(study) == {("4", "pushback"): ("coder", "definition gap", "silence")}
        assert "○ not resolved · reason: –" in bench.text, "the next one starts anew"
        await bench.press("k", "r", "5")
        assert decisions(study) == {("4", "pushback"): ("coder", "slip", "silence")}
        assert "✓ resolved: as anna has it, it is not there, by lead on 20" in bench.text
        await bench.press("m")
        await bench.type(" again")
        await bench.press("escape", "r", "0")
        assert decisions(study) == {("4", "pushback"): ("coder", "", "silence again")}
        await bench.press("r", "escape", "2")
        assert decisions(study)["4", "pushback"] == ("coder", "", "silence again"), (
            "another side keeps the note"
        )


async def test_undo_goes_back_to_the_disagreement_and_d_reopens_it(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, coder="lead") as bench:
        await at_codes(bench)
        await bench.press("enter")
        await bench.pilot.pause()
        await bench.press("1", "2", "u")
        assert "Undone: resolved Pushback on 5 role" in bench.status
        assert "Pushback · 5 role · en · 2 of 2" in bench.text
        assert set(decisions(study)) == {("4", "pushback")}
        await bench.press("U")
        assert set(decisions(study)) == {("4", "pushback"), ("5", "pushback")}
        await bench.press("d")
        assert bench.status == "reopened Pushback on 5 role"
        await bench.press("d")
        assert "is not resolved" in bench.status
        await bench.press("n")
        assert "5 role" in bench.text
        await bench.press("escape", "escape", "u")
        assert "Undone: reopened Pushback on 5 role" in bench.status
        assert set(decisions(study)) == {("4", "pushback"), ("5", "pushback")}


async def test_words_are_selected_and_put_in_the_place_of_what_was_marked(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, coder="lead") as bench:
        await at_codes(bench)
        await bench.press("enter")
        await bench.pilot.pause()
        await bench.press("j", "e")
        assert "Select the words first" in bench.status
        assert decisions(study) == {}
        assert "└─B boris" in bench.text, "what she marked has her bar"
        await bench.press("w", "e")
        await bench.press("j", "w", "w", "w", "w", "E")
        found = (
            Adjudication(study, study.register_coder("lead"))
            .require_disagreement("5", "role", "pushback")
            .settled
        )
        assert found is not None
        text = "Officials were angry at the report."
        assert [text[start:end] for start, end in found.decision.spans] == ["Officials", "at"]
        assert found.decision.side == "edited"


async def test_a_code_put_for_another_leads_to_the_other(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, coder="lead") as bench:
        await at_codes(bench)
        await bench.press("down", "enter")
        await bench.pilot.pause()
        assert "Training · 3 role" in bench.text
        assert "Also on this answer (Tab): ○ Money" in bench.text
        await bench.press("1", "tab")
        assert "Money · 3 role" in bench.text
        assert "Also on this answer (Tab): ✓ Training" in bench.text
        await bench.press("1", "tab")
        assert "Training · 3 role" in bench.text
        assert decisions(study) == {
            ("3", "training"): ("coder", "", ""),
            ("3", "money"): ("coder", "", ""),
        }
        await bench.press("escape", "up", "enter")
        await bench.pilot.pause()
        await bench.press("tab")
        assert bench.status == "There is no other disagreement on this answer."


async def test_a_large_terminal_has_the_definition_and_the_verdict_beside_the_codes(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    desk = Adjudication(study, study.register_coder("lead"))
    desk.settle_disagreement(
        desk.require_disagreement("4", "role", "pushback"), "neither", reason="slip"
    )
    async with workbench_of(study, coder="lead", size=(160, 40)) as bench:
        await at_codes(bench)
        assert "A government resists." in bench.text
        # Pushback by hand: 10 answers, 2 split, nothing agreed: 1 - 19 * 2 / (2 * 18) = -.06
        assert "Agreement α = −.06" in bench.text
        assert "1 of 1 resolved on Pushback: slip." in bench.text
        await bench.press("down")
        assert "Courses and workshops." in bench.text


async def test_names_can_be_hidden_and_nothing_tells_them(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, coder="lead") as bench:
        await at_codes(bench)
        await bench.press("N", "enter")
        await bench.pilot.pause()
        await bench.press("j", "2", "k", "j")
        assert "as B has it" in bench.text
        for name in ("anna", "boris"):
            assert name not in bench.text
        await bench.press("u")
        assert bench.status.endswith("as B has it, it is there")
        await bench.press("N")
        assert "boris" in bench.text


async def test_only_words_that_differ_are_left_out_until_asked(
    make_study: Callable[..., Path], workbench_of: OpenWorkbench
) -> None:
    with open_study_folder(make_study(SURVEY, STUDY)) as here:
        for name, span in (("anna", (0, 12)), ("boris", (5, 25))):
            code_all(here, name, {"pressed": ("pressure", span)})
        async with workbench_of(here, coder="lead") as bench:
            await at_codes(bench)
            assert "0 of 0 resolved" in bench.title
            await bench.press("enter")
            assert "v lists these too" in bench.status
            await bench.press("v", "enter")
            await bench.pilot.pause()
            assert "Differ: other words" in bench.text
            await bench.press("space")
            (one,) = Adjudication(here, here.register_coder("lead")).list_disagreements(
                DisagreementFilter(words_too=True)
            )
            assert one.settled is not None
            assert one.settled.decision.spans == ((0, 25),)


async def test_pairs_of_three_coders_are_cells_that_open_their_disagreements(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    code_all(study, "cyril", PUT["boris"])
    async with workbench_of(study, coder="lead", size=(140, 40)) as bench:
        await at_codes(bench)
        line = next(
            line for line in bench.text.splitlines() if line.strip().startswith("Pushback")
        ).split("▏")[0]
        assert line.split()[-5:] == ["2", "·", "2", "2", "·"], "split, resolved, A–B, A–C, B–C"
        await bench.press("right", "right", "right", "enter")
        assert "No coders differ on Pushback here." in bench.status
        await bench.press("left", "enter")
        await bench.pilot.pause()
        assert "1 of 2" in bench.text
        assert "3  C cyril ●" in bench.text
        await bench.press("3")
        assert "as cyril has it" in bench.status
        await bench.press("4")
        assert "There are 3 coders here." in bench.status


async def test_questions_and_rounds_narrow_what_is_listed(
    make_study: Callable[..., Path], workbench_of: OpenWorkbench
) -> None:
    with open_study_folder(make_study(SURVEY, STUDY)) as here:
        draw_round(
            here,
            here.register_coder("lead"),
            RoundPlan(("anna", "boris"), "100%", only_overlap=True, by=()),
        )
        for name, put in PUT.items():
            code_all(here, name, put)
        async with workbench_of(here, coder="lead") as bench:
            await bench.press("V")
            await until(bench, lambda: "left out until it is frozen" in bench.text)
            await bench.press("O")
            assert "No round has been frozen yet." in bench.status
        freeze_round(here, here.register_coder("lead"), "R1")
        async with workbench_of(here, coder="lead") as bench:
            await at_codes(bench)
            await bench.press("O")
            assert "0 of 4 resolved" in bench.title
            assert "round R1" in bench.title
            await bench.press("q")
            assert "· role" in bench.title
            await bench.press("q", "O")
            await bench.press("enter")
            await bench.pilot.pause()
            assert "round R1" in bench.text


async def test_a_round_that_is_open_again_is_left_at_once(
    make_study: Callable[..., Path], workbench_of: OpenWorkbench
) -> None:
    with open_study_folder(make_study(SURVEY, STUDY)) as here:
        draw_round(
            here,
            here.register_coder("lead"),
            RoundPlan(("anna", "boris"), "100%", only_overlap=True, by=()),
        )
        for name, put in PUT.items():
            code_all(here, name, put)
        freeze_round(here, here.register_coder("lead"), "R1")
        # Rounds that were frozen before freezing was for good can still be opened by undo.
        with here.store.write() as db:
            db.exec_driver_sql("update act set state = 'done' where sentence like 'froze round%'")
        async with workbench_of(here, coder="lead") as bench:
            await at_codes(bench)
            await bench.press("O", "enter")
            await bench.pilot.pause()
            assert "round R1" in bench.title
            await bench.press("u")
            assert "0 of 0 resolved" in bench.title
            assert "round R1" not in bench.title
            assert "left out until it is frozen" in bench.text
            assert "Pushback" not in bench.text


async def test_a_rule_is_drafted_shown_first_and_written_only_by_the_person(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    before = study.codebook_file.read_bytes()
    async with workbench_of(study, coder="lead") as bench:
        await at_codes(bench)
        await bench.press("R")
        assert "Nothing is resolved on this code yet." in bench.status
        await bench.press("enter")
        await bench.pilot.pause()
        await bench.press("m")
        await bench.type("where nobody acts")
        await bench.press("escape", "r", "3", "1", "R")
        assert "1 of 1 resolved on Pushback: definition gap." in bench.text
        await bench.press("escape")
        assert study.codebook_file.read_bytes() == before
        await bench.press("R", "enter", "escape")
        assert read_codebook_in_force(study).codes["pushback"].avoid_when == {
            "en": "Not where nobody acts."
        }
        assert "rewrote the rule when not to use of Pushback in en" in bench.status
        await bench.press("u")
        assert read_codebook_in_force(study).codes["pushback"].avoid_when == {}


async def test_what_another_settles_meanwhile_is_shown(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, coder="lead") as bench:
        await at_codes(bench)
        other = Adjudication(study, study.register_coder("vera"))
        other.settle_disagreement(other.require_disagreement("4", "role", "pushback"), "neither")
        bench.screen.look_for_news()
        await bench.pilot.pause()
        assert "1 of 4 resolved" in bench.title
        assert "vera: settle, resolved Pushback on 4 role" in bench.status


async def test_columns_fit_beside_a_scroll_bar(
    make_study: Callable[..., Path], workbench_of: OpenWorkbench
) -> None:
    codes = "".join(f'[code.code_{n:02}]\nlabel = "Code {n:02}"\n\n' for n in range(40))
    with open_study_folder(make_study(SURVEY, STUDY, f'title = "Forty"\n\n{codes}')) as here:
        for name, code in (("anna", "code_01"), ("boris", "code_02")):
            code_all(here, name, {"pressed": (code, None)})
        desk = Adjudication(here, here.register_coder("lead"))
        desk.settle_disagreement(desk.require_disagreement("1", "role", "code_01"), "neither")
        async with workbench_of(here, coder="lead") as bench:
            await at_codes(bench)
            line = next(line for line in bench.text.splitlines() if "Code 01" in line)
            assert line.split()[-2:] == ["1", "1"]


async def test_a_study_of_one_coder_says_that_there_is_nothing_to_compare(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("V")
        await until(bench, lambda: "No answer was finished by two coders" in bench.text)
        for key in (
            "enter",
            "1",
            "0",
            "space",
            "e",
            "r",
            "m",
            "d",
            "R",
            "n",
            "j",
            "right",
            "q",
            "v",
            "N",
            "s",
            "[",
        ):
            await bench.press(key)
            assert bench.app.is_running
        assert isinstance(bench.screen, AdjudicationScreen)


@pytest.mark.parametrize("size", [(80, 24), (200, 60), (60, 16), (20, 5)])
async def test_it_lives_at_every_size(
    study: OpenStudy, workbench_of: OpenWorkbench, size: tuple[int, int]
) -> None:
    async with workbench_of(study, coder="lead", size=size) as bench:
        await at_codes(bench)
        await bench.press("enter")
        await bench.pilot.pause()
        await bench.press("1", "u", "j", "s")
        if size[0] >= 60:
            assert "Pushback" in bench.text
