"""`stats presence --corrected` where two coders divided the answers, and judged some of them both.

120 answers, of which every third speaks of grants. Anna misses every fourth of these; Boris takes
answers that end in 1 for grants.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round, freeze_round
from tipcoder.workbench.survey.creating import StudyPlan, create_study

STUDY = """\
title = "Grants"
languages = ["en"]

[respondent]
id = "id"

[privacy]
response_ids = "from-column"

[[question]]
column = "need"

[[question]]
column = "more"

[outcome.score]
column = "score"
type = "number"
"""
CODEBOOK = """\
title = "Grants"
[code.money]
label = "Money"
definition = "Grants and other funding."
"""
ANSWERS = range(120)


def is_grant(n: int) -> bool:
    return n % 3 == 0


def anna_says(n: int) -> bool:
    return is_grant(n) and n % 12 != 0


def boris_says(n: int) -> bool:
    return is_grant(n) or n % 10 == 1


def score_of(n: int) -> int:
    return 3 + 4 * is_grant(n) + n % 4


SAYS = {"anna": anna_says, "boris": boris_says}


@pytest.fixture(scope="module")
def divided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A frozen round: 48 answers for both, the others dealt out; what they differ on is decided."""
    folder = tmp_path_factory.mktemp("divided")
    lines = ["id,score,need,more"]
    for n in ANSWERS:
        lines.append(f"{1001 + n},{score_of(n)},What house {n} needs.,What else house {n} needs.")
    (folder / "survey.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "codebook.toml").write_text(CODEBOOK, "utf-8")
    plan = StudyPlan(
        folder=folder / "study",
        survey=folder / "survey.csv",
        codebook=folder / "codebook.toml",
    )
    create_study(plan, STUDY, "lead")
    with open_study_folder(folder / "study") as study:
        lead = study.register_coder("lead")
        draw_round(study, lead, RoundPlan(tuple(SAYS), "48", questions=("need",), seed=3))
        for name, says in SAYS.items():
            judge(CodingSession(study, study.register_coder(name)), says)
        freeze_round(study, lead, "R1")
    return folder / "study"


def judge(session: CodingSession, says: Any) -> None:
    with_it, without = [], []
    for answer_id in session.find_answer_ids(AnswerFilter(rounds=("R1",))):
        n = int(session.read_answer(answer_id).case) - 1001
        (with_it if says(n) else without).append(answer_id)
    session.add_coding(with_it[0], "money", also=with_it[1:], finish=True)
    session.finish_answers(without[0], also=without[1:])


@pytest.fixture
def settled(divided: Path, tmp_path: Path, tipcoder: Any) -> Path:
    folder = Path(shutil.copytree(divided, tmp_path / "study"))
    both = find_given(folder, "anna") & find_given(folder, "boris")
    for n in both:
        if anna_says(n) != boris_says(n):
            side = "anna" if anna_says(n) == is_grant(n) else "boris"
            words = ("adjudicate", "settle", str(1001 + n), "need", "money", "--side", side)
            assert tipcoder(*words, cwd=folder).status == 0
    return folder


def find_given(folder: Path, name: str) -> set[int]:
    """The numbers of the answers that a coder had to judge."""
    with open_study_folder(folder) as study:
        session = CodingSession(study, study.register_coder(name))
        ids = session.find_answer_ids(AnswerFilter(rounds=("R1",)))
        return {int(session.read_answer(answer_id).case) - 1001 for answer_id in ids}


def test_the_share_of_the_work_of_two_is_corrected_by_the_errors_of_each(
    settled: Path, tipcoder: Any
) -> None:
    given = {name: find_given(settled, name) for name in SAYS}
    both = given["anna"] & given["boris"]
    assert (len(both), [len(one - both) for one in given.values()]) == (48, [36, 36])
    words = ("stats", "presence", "--code", "money", "--corrected", "--by", "all")
    done = tipcoder(*words, "--format", "json", cwd=settled)
    (line,) = done.json()

    # Each did half: on the 48 a code counts as the mean of what both said.
    alone = sum(sum(map(says, given[name] - both)) for name, says in SAYS.items())
    said = {name: sum(map(says, both)) for name, says in SAYS.items()}
    there = sum(map(is_grant, both))
    expected = (said["anna"] + said["boris"]) / 2
    assert line["corrected"] == pytest.approx((alone + expected) / 120 + (there - expected) / 48)
    missed = sum(1 for n in both if is_grant(n) and not anna_says(n))
    invented = sum(1 for n in both if boris_says(n) and not is_grant(n))
    assert line["sampled_errors"] == missed + invented
    assert line["sensitivity"] == pytest.approx(1 - missed / there / 2)
    assert line["specificity"] == pytest.approx(1 - invented / (48 - there) / 2)
    assert "2 coders divided the answers, dealt out by chance" in done.err

    tests = ("stats", "--code", "money", "--corrected", "--format", "json")
    (result,) = tipcoder(*tests, cwd=settled).json()
    assert result["corrected"]["low"] < 4 < result["corrected"]["high"]


def test_a_case_that_nobody_coded_as_a_whole_is_not_corrected(settled: Path, tipcoder: Any) -> None:
    """Boris judged another answer of a case that was Anna's; one question corrects again."""
    case = min(find_given(settled, "anna") - find_given(settled, "boris"))
    with open_study_folder(settled) as study:
        boris = CodingSession(study, study.register_coder("boris"))
        wanted = AnswerFilter(cases=(str(1001 + case),), questions=("more",))
        (other,) = boris.find_answer_ids(wanted)
        boris.add_coding(other, "money", finish=True)
    words = ("stats", "presence", "--code", "money", "--corrected", "--by", "all")
    (line,) = tipcoder(*words, "--format", "json", cwd=settled).json()
    assert line["corrected"] is None
    assert "nobody coded the whole of it" in line["correction_note"]
    (line,) = tipcoder(*words, "--question", "need", "--format", "json", cwd=settled).json()
    assert line["corrected"] is not None


def test_answers_that_no_round_dealt_out_are_said(settled: Path, tipcoder: Any) -> None:
    """Boris goes on with answers of his choice."""
    with open_study_folder(settled) as study:
        boris = CodingSession(study, study.register_coder("boris"))
        others = boris.find_answer_ids(AnswerFilter(questions=("more",)))[:20]
        boris.finish_answers(others[0], also=others[1:])
    words = ("stats", "presence", "--code", "money", "--corrected", "--by", "all")
    assert "Rounds did not deal all of them out by chance" in tipcoder(*words, cwd=settled).err
