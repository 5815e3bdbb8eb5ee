"""The plan of a new study on one screen, by key presses. All surveys are invented."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.pilot import Pilot

from screen_driver import PATIENCE
from tipcoder.study.reading import read_study_text
from tipcoder.tui.commands import ScreenName, list_commands
from tipcoder.tui.plan_app import PlanApp
from tipcoder.workbench.survey.creating import StudyPlan, begin_planning
from tipcoder.workbench.survey.planning import StudyPlanning

_SPANISH = (
    "Dieron talleres para los fiscales de nuestra ciudad y para sus ayudantes",
    "Nada cambia en nuestra ciudad porque nadie pregunta a las familias",
)
SURVEY = f"""\
id,shelter,email,country,helped,why,importance,Status
r1,Blue House,b@example.org,Kenya,Yes,They trained the [/] police in our town,Most,IP Address
r2,Green Door,g@example.org,Kenya,No,,Not,IP Address
r3,Casa Sol,s@example.org,Peru,Yes,{_SPANISH[0]},Somewhat,IP Address
r4,Casa Luna,l@example.org,Peru,Yes,{_SPANISH[1]},Somewhat,Survey Preview
r5,Open Hand,o@example.org,Nepal,No,,Not,IP Address
r6,Safe Stairs,t@example.org,Nepal,Yes,The embassy asked for a law,Most,IP Address
r7,Harbour,h@example.org,Kenya,Yes,Training and a workshop,Somewhat,IP Address
"""
# Listed: why, id, shelter, email, country, helped, importance, Status.


@dataclass
class PlanDriver:
    """The plan's screen, in memory."""

    app: PlanApp
    pilot: Pilot[None]
    planning: StudyPlanning

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    @property
    def text(self) -> str:
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def status(self) -> str:
        return str(self.app.screen_stack[0].query_one("#status").render())

    async def shows(self, words: str) -> None:
        """Wait for what comes in its own time."""
        for _ in range(PATIENCE * 50):
            if words in self.text:
                return
            await self.pilot.pause(0.02)
        raise AssertionError(f"never seen: {words!r}\n{self.text}")

    def role(self, name: str) -> str:
        columns = map(self.planning.describe_column, range(len(self.planning)))
        return next(str(column.role) for column in columns if column.name == name)


OpenPlan = Callable[..., AbstractAsyncContextManager[PlanDriver]]


@pytest.fixture
def plan_of(tmp_path: Path) -> OpenPlan:
    """`async with plan_of(survey_text, size=(80, 24)) as bench`."""

    @asynccontextmanager
    async def run(
        text: str = SURVEY, size: tuple[int, int] = (80, 24)
    ) -> AsyncIterator[PlanDriver]:
        survey = tmp_path / "answers.csv"
        survey.write_text(text, "utf-8")
        before = sorted(tmp_path.rglob("*"))
        planning = begin_planning(StudyPlan(tmp_path / "answers", survey))
        app = PlanApp(planning)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield PlanDriver(app, pilot, planning)
        assert sorted(tmp_path.rglob("*")) == before, "the screen writes nothing"

    return run


async def test_most_files_need_only_enter(plan_of: OpenPlan) -> None:
    async with plan_of() as bench:
        assert "answers.csv · 7 rows · 7 respondents · 1 open question" in bench.text
        assert "called id, 7 different values in 7 rows" in bench.text
        assert "1 row is previews or tests; e leaves them out" in bench.text
        await bench.press("enter")
    assert bench.app.decision is not None
    assert bench.app.decision.is_made
    study = read_study_text(bench.app.decision.text)
    assert (study.respondent_id, study.respondent_name) == ("id", "shelter")
    assert study.privacy.identity == ("email",)
    assert [question.column for question in study.questions] == ["why"]


async def test_a_letter_takes_the_column_for_something_else_and_u_takes_it_back(
    plan_of: OpenPlan,
) -> None:
    async with plan_of() as bench:
        await bench.press("end", "up", "o")
        assert bench.role("importance") == "outcome"
        assert bench.status == "importance is an outcome now."
        assert "levels: Most < Not < Somewhat" in bench.text
        await bench.press("up", "a", "up", "x")
        assert (bench.role("helped"), bench.role("country")) == ("attribute", "left out")
        await bench.press("home", "u", "u")
        assert bench.status == "Undone: helped is an attribute now."
        assert (bench.role("helped"), bench.role("country")) == ("kept", "attribute")
        assert "helped · kept" in bench.text, "the cursor goes where something was undone"
        await bench.press("u", "u")
        assert bench.role("importance") == "kept"
        assert bench.status == "! There is nothing to undo."
        await bench.press("i", "s")
    assert bench.app.decision is not None
    assert not bench.app.decision.is_made
    assert read_study_text(bench.app.decision.text).respondent_id == "importance"


async def test_every_role_has_a_key_that_gives_it_and_shows_it(plan_of: OpenPlan) -> None:
    keys = {
        "q": "question",
        "l": "translation",
        "i": "ID",
        "c": "case",
        "a": "attribute",
        "n": "name",
        "p": "private",
        "o": "outcome",
        "f": "factor",
        "0": "kept",
        "x": "left out",
    }
    async with plan_of() as bench:
        await bench.press("down", "down", "down", "down", "down")
        await bench.press("x")
        for key, role in keys.items():
            await bench.press(key)
            if role == "case":
                # The column had the IDs before.
                assert "Without IDs every row is a respondent" in bench.status
                await bench.press("u", "c")
            assert bench.role("helped") == role, bench.status
            assert f"▸{role}" in bench.text


async def test_without_a_question_enter_says_so_and_the_plan_stays(plan_of: OpenPlan) -> None:
    async with plan_of() as bench:
        await bench.press("p", "enter")
        assert bench.status.startswith("! No column is an open question.")
        assert bench.app.is_running
        await bench.press("t", "s")
        assert bench.status.startswith("! No column is an open question.")
        await bench.press("escape")
    assert bench.app.decision is None


async def test_escape_is_asked_again_where_something_was_changed(plan_of: OpenPlan) -> None:
    async with plan_of() as bench:
        await bench.press("x", "escape")
        assert bench.status == "Again leaves without your changes; s keeps them in a file."
        await bench.press("u", "x", "escape")
        assert bench.app.is_running, "another key in between makes it the first time again"
        await bench.press("u", "escape")
    assert bench.app.decision is None
    assert not bench.planning.is_changed


async def test_values_of_columns_that_say_who_somebody_is_are_shown_only_when_asked_for(
    plan_of: OpenPlan,
) -> None:
    names = ("Blue House", "b@example.org", "r1 ")
    async with plan_of(size=(200, 60)) as bench:
        for _ in range(len(bench.planning)):
            assert not any(name in bench.text for name in names)
            await bench.press("down")
        await bench.press("home", "down", "down")
        assert "Its values say who somebody is; v shows them." in bench.text
        await bench.press("v")
        assert "Blue House" in bench.text
        await bench.press("down")
        assert "b@example.org" not in bench.text, "asked for one column, and not for all"
        await bench.press("up", "v", "v")
        assert "Blue House" not in bench.text


async def test_answers_are_shown_as_they_are_and_never_as_markup(plan_of: OpenPlan) -> None:
    async with plan_of() as bench:
        assert "They trained the [/] police in our town" in bench.text
    hostile = SURVEY.replace("Kenya", "[red]Ken\x1b[31mya[/]").replace(
        "country", "[/] \x1b]0;x\x07"
    )
    async with plan_of(hostile, size=(200, 60)) as bench:
        await bench.press("down", "down", "down", "down", "t", "escape")
        assert "[red]Ken" in bench.text
        assert "\x1b" not in bench.text


async def test_previews_are_left_out_by_one_key_and_stand_in_the_study(plan_of: OpenPlan) -> None:
    async with plan_of() as bench:
        await bench.press("b")
        assert bench.status.startswith(
            "! answers.csv: no row is known to be broken off or screened out"
        )
        await bench.press("e")
        assert "1 row is left out as previews or tests; e takes them in again" in bench.text
        await bench.press("enter")
    assert bench.app.decision is not None
    assert "\n[[exclude]]\n" in bench.app.decision.text


async def test_languages_come_when_the_screen_stands(plan_of: OpenPlan) -> None:
    async with plan_of() as bench:
        await bench.shows("7 respondents · 1 open question · en, es · 8 columns")


async def test_study_toml_notes_and_help_are_boxes_over_the_plan(plan_of: OpenPlan) -> None:
    async with plan_of(size=(120, 130)) as bench:
        await bench.press("t")
        assert 'id = "id"' in bench.text
        await bench.press("escape", "N")
        assert "About the file" in bench.text
        await bench.press("escape", "question_mark")
        for command in list_commands(ScreenName.PLAN):
            assert f"{command.label}. " in bench.text, command.id
        await bench.press("escape", "escape")
    assert bench.app.decision is None


async def test_letters_work_on_a_russian_layout_and_lines_with_the_mouse(
    plan_of: OpenPlan,
) -> None:
    async with plan_of() as bench:
        await bench.pilot.click("LineList", offset=(5, 4))
        await bench.press("щ")  # the key of o
        assert bench.role("country") == "outcome"
        await bench.pilot.click("#roles", offset=(1, 0))
        assert bench.role("country") == "question"


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_every_role_and_every_key_of_the_footer_is_in_sight(
    plan_of: OpenPlan, size: tuple[int, int]
) -> None:
    async with plan_of(size=size) as bench:
        await bench.shows("Enter Make the study")  # the footer is built in its own time
        for words in ("q▸question", "x left out", "Enter Make the study", "? Help", "Esc Leave"):
            assert words in bench.text
        for name in ("why", "id", "shelter", "email", "country", "importance", "Status"):
            assert any(name in line for line in bench.text.splitlines()[2:12])


async def test_a_window_too_small_says_so_and_loses_nothing(plan_of: OpenPlan) -> None:
    async with plan_of(size=(50, 12)) as bench:
        assert "The plan needs 60 columns" in bench.text
        await bench.press("x")
        await bench.pilot.resize_terminal(80, 24)
        await bench.pilot.pause()
        assert "why is left out now." in bench.text


async def test_a_wide_survey_is_listed_whole(plan_of: OpenPlan) -> None:
    header = ["id", "why", *(f"Q{n}" for n in range(398))]
    said = [line.split(",")[5] for line in SURVEY.splitlines()[1:]]
    rows = [[f"r{n}", answer, *["Yes" if n % 2 else "No"] * 398] for n, answer in enumerate(said)]
    text = "\n".join(",".join(row) for row in [header, *rows])
    async with plan_of(text) as bench:
        await bench.press("end", "a")
        assert bench.role("Q397") == "attribute"
        await bench.press("home", "pagedown", "pageup", "enter")
    assert bench.app.decision is not None
    assert read_study_text(bench.app.decision.text).attributes == ("Q397",)
