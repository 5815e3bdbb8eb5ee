"""A fictional panel of shelters, asked in 2023 and in 2025 what they need.

In both waves 12 answered (P01 to P12), 12 more in 2023 only (A01 to A12) and 12 more in 2025 only
(B01 to B12). Every text says whether it is about money, so that a test can tell what is right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.survey.creating import StudyPlan, create_study

if TYPE_CHECKING:
    from pathlib import Path

    from tipcoder.workbench.study import OpenStudy

STUDY = """\
title = "Shelters, asked twice"
languages = ["en"]
[respondent]
id = "rid"
wave = "year"
[privacy]
response_ids = "from-column"
[[question]]
column = "need"
text = "What does your shelter need most?"
[outcome.trust]
column = "trust"
levels = ["low", "some", "high"]
label = "Trust in the council"
"""
CODEBOOK = """\
title = "What shelters need"
[code.money]
label = "Money"
definition = "Grants and other funding."
[code.training]
label = "Training"
definition = "Courses and workshops."
"""
MONEY = "Grants that pay for house number {}."
OTHER = "A night nurse for house number {}."
_PANEL_BEFORE, _PANEL_AFTER = 3, 9
_OTHERS_BEFORE, _OTHERS_AFTER = 3, 6
"""How many of twelve ask for money: whoever of the panel did so before does so again."""


def write_survey() -> str:
    """The survey of both waves in one file, with the column `year`."""
    lines = ["rid,year,country,trust,need"]
    lines += _write_wave("P", "2023", _PANEL_BEFORE)
    lines += _write_wave("A", "2023", _OTHERS_BEFORE)
    lines += _write_wave("P", "2025", _PANEL_AFTER)
    lines += _write_wave("B", "2025", _OTHERS_AFTER)
    return "\n".join([*lines, ""])


def _write_wave(letter: str, year: str, asking: int) -> list[str]:
    lines = []
    for number in range(1, 13):
        text = MONEY if number <= asking else OTHER
        country = "Peru" if number % 2 else "Kenya"
        trust = ("low", "some", "high")[(number + (year == "2025")) % 3]
        house = f"{letter}{number:02}{year[2:]}"
        lines.append(f"{letter}{number:02},{year},{country},{trust},{text.format(house)}")
    return lines


def make_coded_study(folder: Path, coder: str, year: str = "") -> Path:
    """The study in a new folder, with everything coded rightly by one coder, or all of a year."""
    survey = folder / "survey.csv"
    survey.write_text(write_survey(), "utf-8")
    codebook = folder / "codebook.toml"
    codebook.write_text(CODEBOOK, "utf-8")
    plan = StudyPlan(folder=folder / "study", survey=survey, codebook=codebook)
    create_study(plan, STUDY, coder)
    with open_study_folder(folder / "study") as study:
        code_all(study, coder, words=f"{year[2:]}." if year else "house")
    return folder / "study"


def code_all(study: OpenStudy, coder: str, words: str = "house") -> None:
    """Have a coder finish every answer with these words: money where it is about grants."""
    session = CodingSession(study, study.register_coder(coder))
    for answer_id in session.find_answer_ids(AnswerFilter(words=words)):
        code_rightly(session, answer_id)


def code_rightly(session: CodingSession, answer_id: int) -> None:
    """Code one answer as its text says, and finish it."""
    if "Grants" in session.read_answer(answer_id).text:
        session.add_coding(answer_id, "money", finish=True)
    else:
        session.finish_answers(answer_id)
