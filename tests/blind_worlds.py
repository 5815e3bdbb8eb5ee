"""Two studies that differ in nothing but what was coded by others than carla,
who is in an open round.

What she can get must not tell one from the other;
what a lead can get must, or nothing would be tried.
"""

from __future__ import annotations

from pathlib import Path

from tipcoder.model.codings import MemoTarget
from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.codebook.editor import CodebookEditor
from tipcoder.workbench.codebook.edits import EditText, MergeCodes
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round

MORE = """
[country]
column = "country"

[outcome.active]
column = "active"
levels = ["No", "Yes"]
missing = ["Don't know"]
"""
"""What the small study's study.toml needs beside, so that there are statistics."""

WORLDS = {
    "one": (("pressure", (0, 11)), ("money", (4, 16)), ("pushback", None)),
    "another": (("training", (3, 9)), ("pushback", (0, 8)), ("money", None)),
}
"""What is coded on three answers, by dora and, one place on, by anna.
As many codings and acts in both.
"""


def open_round(folder: Path) -> str:
    """A round of carla and dora on all of it, and carla's own work;
    returns the first answer's case.
    """
    (folder / "countries.csv").write_text("name,country\nРоссия,RUS\n", "utf-8")
    with open_study_folder(folder) as here:
        here.register_coder("anna")
        draw_round(here, here.register_coder("lead"), RoundPlan(("carla", "dora"), "100%", seed=1))
        carla = CodingSession(here, here.register_coder("carla"))
        for answer_id in carla.find_answer_ids(AnswerFilter())[:4]:
            carla.add_coding(answer_id, "training", (0, 7), finish=True)
        return carla.read_answer(carla.find_answer_ids(AnswerFilter())[0]).case


def code_as(folder: Path, world: str) -> None:
    """What dora, who is in the round, and anna, who is not, do in one of the worlds;
    then the lead edits codes.
    """
    with open_study_folder(folder) as here:
        for shift, name in enumerate(("dora", "anna")):
            session = CodingSession(here, here.register_coder(name))
            ids = session.find_answer_ids(AnswerFilter())
            for place in range(3):
                put, span = WORLDS[world][(place + shift) % 3]
                session.add_coding(ids[place], put, span, finish=True)
            session.finish_answers(ids[3])
            session.set_memo(
                MemoTarget(answer_id=ids[0]), f"{name} thinks of {WORLDS[world][0][0]}"
            )
        # A lead's acts reach what others coded: a sentence counts it, codings become stale.
        lead = CodebookEditor(here, here.register_coder("lead"))
        lead.make_edit(MergeCodes("pressure", "pushback"))
        lead.make_edit(EditText("pushback", "definition", "en", "Officials say no."))
