"""`stats presence --corrected`: a program has coded everything, two people have judged a sample.

80 answers. Every third speaks of grants, and Anna and Boris see it. The program misses those whose
number can be divided by 12, and takes those that end in 1 for grants, whatever they say.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.exchange.codings_import import import_codings
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round, freeze_round
from tipcoder.workbench.statistics.settled_sample import CheckedAnswer, SettledSample
from tipcoder.workbench.survey.creating import StudyPlan, create_study

STUDY = """\
title = "Grants"
languages = ["en"]

[respondent]
id = "id"
attributes = ["town"]

[privacy]
response_ids = "from-column"

[[question]]
column = "need"

[outcome.score]
column = "score"
type = "number"

[outcome.trust]
column = "trust"
levels = ["low", "some", "high"]
"""
CODEBOOK = """\
title = "Grants"
[code.money]
label = "Money"
definition = "Grants and other funding."
"""
ANSWERS = range(80)


def is_grant(n: int) -> bool:
    return n % 3 == 0


def program_says(n: int) -> bool:
    if is_grant(n):
        return n % 12 != 0
    return n % 10 == 1


def score_of(n: int) -> int:
    return 3 + 4 * is_grant(n) + n % 4


MISSED = 1007
"""An answer about grants on which Boris does not see them."""


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program has coded everything; Anna and Boris have judged 60 answers in an open round."""
    folder = tmp_path_factory.mktemp("grants")
    lines = ["id,town,size,score,trust,need"]
    rows = ["case,question,coder,code,start,end"]
    for n in ANSWERS:
        words = "Grants that pay for house" if is_grant(n) else "A night nurse for house"
        town = "Alder" if n % 2 else "Birch"
        trust = ("low", "some", "high")[n % 5 % 3]
        lines.append(f"{1001 + n},{town},{1 + n % 2},{score_of(n)},{trust},{words} number {n}.")
        rows.append(f"{1001 + n},need,program,{'money' if program_says(n) else ''},,")
    for name, written in (("survey.csv", lines), ("program.csv", rows)):
        (folder / name).write_text("\n".join(written) + "\n", "utf-8")
    (folder / "codebook.toml").write_text(CODEBOOK, "utf-8")
    plan = StudyPlan(
        folder=folder / "study",
        survey=folder / "survey.csv",
        codebook=folder / "codebook.toml",
    )
    create_study(plan, STUDY, "lead")
    with open_study_folder(folder / "study") as study:
        import_codings(study, study.register_coder("lead"), folder / "program.csv")
        sample = RoundPlan(("anna", "boris"), "60", seed=3, only_overlap=True)
        draw_round(study, study.register_coder("lead"), sample)
        for name in ("anna", "boris"):
            judge_sample(CodingSession(study, study.register_coder(name)))
    return folder / "study"


def judge_sample(session: CodingSession) -> None:
    grants, others = [], []
    for answer_id in session.find_answer_ids(AnswerFilter(rounds=("R1",))):
        answer = session.read_answer(answer_id)
        is_missed = session.coder.name == "boris" and answer.case == str(MISSED)
        is_seen = answer.text.startswith("Grants") and not is_missed
        (grants if is_seen else others).append(answer_id)
    session.add_coding(grants[0], "money", also=grants[1:], finish=True)
    session.finish_answers(others[0], also=others[1:])


@pytest.fixture
def folder(coded: Path, tmp_path: Path) -> Path:
    """A copy of it with the round frozen."""
    folder = Path(shutil.copytree(coded, tmp_path / "study"))
    with open_study_folder(folder) as study:
        freeze_round(study, study.register_coder("lead"), "R1")
    return folder


@pytest.fixture
def settled(folder: Path, tipcoder: Any) -> Path:
    """And what Boris did not see was decided."""
    words = ("adjudicate", "settle", str(MISSED), "need", "money", "--side", "anna")
    assert tipcoder(*words, cwd=folder).status == 0
    return folder


def find_drawn(folder: Path) -> set[int]:
    """The numbers of the answers in the sample."""
    with open_study_folder(folder) as study:
        session = CodingSession(study, study.register_coder("anna"))
        ids = session.find_answer_ids(AnswerFilter(rounds=("R1",)))
        return {int(session.read_answer(answer_id).case) - 1001 for answer_id in ids}


def show(tipcoder: Any, folder: Path, *words: str, coder: str = "program") -> Any:
    return tipcoder(
        *("stats", "presence", "--code", "money", "--corrected", "--codings-of", coder),
        *words,
        cwd=folder,
    )


def test_the_corrected_share_stands_beside_that_of_the_program(
    settled: Path, tipcoder: Any
) -> None:
    drawn = find_drawn(settled)
    assert len(drawn) == 60
    assert MISSED - 1001 in drawn
    done = show(tipcoder, settled, "--by", "all", "--format", "json")
    (line,) = done.json()
    # By the definitions, with equal chances of 60 in 80.
    said = sum(map(program_says, ANSWERS)) / 80
    missed = sum(1 for n in drawn if is_grant(n) and not program_says(n))
    invented = sum(1 for n in drawn if program_says(n) and not is_grant(n))
    there = sum(map(is_grant, drawn))
    assert (line["sampled"], line["sampled_present"]) == (60, there)
    assert line["sampled_errors"] == missed + invented
    assert line["corrected"] == pytest.approx(said + (missed - invented) / 60)
    sensitivity = 1 - missed / there
    specificity = 1 - invented / (60 - there)
    assert line["sensitivity"] == pytest.approx(sensitivity)
    by_formula = (said + specificity - 1) / (sensitivity + specificity - 1)
    assert line["rogan_gladen"] == pytest.approx(by_formula)
    assert line["corrected_low"] < line["corrected"] < line["corrected_high"]
    assert "by 60 answers that were drawn by chance in round R1 and settled" in done.err

    shown = show(tipcoder, settled, "--by", "all").out
    assert "corrected, 95% CI" in shown
    assert "Rogan-Gladen" in shown


def test_a_difference_of_segments_is_corrected_in_each(settled: Path, tipcoder: Any) -> None:
    drawn = find_drawn(settled)
    lines = show(tipcoder, settled, "--by", "town", "--format", "json").json()
    by_town = {}
    for is_odd in (0, 1):
        here = [n for n in ANSWERS if n % 2 == is_odd]
        errors = [is_grant(n) - program_says(n) for n in here if n in drawn]
        by_town[is_odd] = sum(map(program_says, here)) / 40 + sum(errors) / len(errors)
    alder, birch = lines
    assert alder["segment"] == "Alder"
    assert alder["corrected"] == pytest.approx(by_town[1])
    assert alder["corrected_difference"] == pytest.approx(by_town[1] - by_town[0])
    assert birch["corrected_difference"] == pytest.approx(-alder["corrected_difference"])
    assert alder["rogan_gladen_difference"] is not None

    # A number of cases of the sample is a count like every other.
    for form in ("csv", "markdown", "html", "latex"):
        assert show(tipcoder, settled, "--by", "town", "--format", form).status == 0
    left = show(tipcoder, settled, "--by", "all", "--smallest-cell", "25", "--format", "json")
    assert left.json()[0]["sampled_present"] is None


def test_a_difference_of_means_by_the_code_is_that_of_the_truth(
    settled: Path, tipcoder: Any
) -> None:
    drawn = find_drawn(settled)
    words = ("stats", "--code", "money", "--codings-of", "program", "--corrected")
    done = tipcoder(*words, "--format", "json", cwd=settled)
    results = {result["outcome"]: result for result in done.json()}
    score, trust = results["score"], results["trust"]
    # Code times score, and the code, each corrected by its mean error in the sample.
    errors = {n: is_grant(n) - program_says(n) for n in drawn}
    share = sum(map(program_says, ANSWERS)) / 80 + sum(errors.values()) / 60
    product = sum(score_of(n) for n in ANSWERS if program_says(n)) / 80
    product += sum(error * score_of(n) for n, error in errors.items()) / 60
    total = sum(map(score_of, ANSWERS)) / 80
    by_definition = product / share - (total - product) / (1 - share)
    assert score["corrected"]["value"] == pytest.approx(by_definition)
    # Grants make 4 more; the program's errors hide a part of it.
    naive = score["groups"][0]["mean"] - score["groups"][1]["mean"]
    assert abs(naive) < 3.5 < by_definition
    assert score["corrected"]["low"] < 4 < score["corrected"]["high"]
    assert trust["corrected"]["value"] is None
    assert "stats presence --by trust --corrected" in trust["corrected"]["note"]

    assert "corrected difference of means = " in tipcoder(*words, cwd=settled).out
    rows = tipcoder(*words, "--outcome", "score", "--format", "csv", cwd=settled).csv()
    assert float(rows[0]["corrected"]) == pytest.approx(by_definition)
    assert tipcoder(*words, "--format", "latex", cwd=settled).status == 0


def test_what_coders_still_differ_on_is_no_truth(folder: Path, tipcoder: Any) -> None:
    (line,) = show(tipcoder, folder, "--by", "all", "--format", "json").json()
    assert line["corrected"] is None
    assert "coders differ on it on 1 case of the sample" in line["correction_note"]
    assert "not corrected" in show(tipcoder, folder, "--by", "all").out


def test_an_open_round_corrects_nothing(coded: Path, tipcoder: Any) -> None:
    done = show(tipcoder, coded)
    assert done.status == 2
    assert "No answer has been settled" in done.err


def test_a_majority_is_corrected_by_the_errors_of_who_coded_the_rest(
    settled: Path, tipcoder: Any
) -> None:
    """Outside the sample nobody but the program coded, so that its errors are all that matters."""
    of_program, of_all = (
        show(tipcoder, settled, "--by", "town", "--format", "json", coder=coder).json()
        for coder in ("program", "majority")
    )
    for one, other in zip(of_program, of_all, strict=True):
        assert other["corrected"] == pytest.approx(one["corrected"])
        assert other["corrected_se"] == pytest.approx(one["corrected_se"])
        assert other["corrected_difference"] == pytest.approx(one["corrected_difference"])


def test_a_line_for_each_case_has_no_share_to_correct(settled: Path, tipcoder: Any) -> None:
    done = show(tipcoder, settled, "--by", "case")
    assert done.status == 2
    assert "Leave --corrected or --by out." in done.err


def test_a_correction_knows_the_weights_of_the_study(settled: Path, tipcoder: Any) -> None:
    toml = settled / "study.toml"
    weighted = toml.read_text("utf-8").replace('["town"]', '["town"]\nweight = "size"')
    toml.write_text(weighted, "utf-8")
    assert "Weighted by size" in show(tipcoder, settled).err
    assert "Weighted by size" not in show(tipcoder, settled, "--unweighted").err


def test_a_coder_counts_in_the_sample_as_he_judged_in_the_round(
    settled: Path, tipcoder: Any
) -> None:
    """Boris corrects himself once it was decided; that he missed it stays an error."""
    with open_study_folder(settled) as study:
        boris = CodingSession(study, study.register_coder("boris"))
        (missed,) = boris.find_answer_ids(AnswerFilter(cases=(str(MISSED),)))
        boris.add_coding(missed, "money", finish=True)
    (line,) = show(tipcoder, settled, "--by", "all", "--format", "json", coder="boris").json()
    assert line["sampled_errors"] == 1
    there = sum(map(is_grant, find_drawn(settled)))
    assert line["share"] == pytest.approx(there / 60), "as he codes now"
    assert line["corrected"] == pytest.approx(there / 60)


def test_the_sample_says_what_it_does_not_speak_for() -> None:
    read = [CheckedAnswer(case, True, frozenset(), None, 1.0) for case in range(100)]
    drawn = SettledSample({"need": read}, 20, ("R1",), represented=60.0)
    assert "drawn from 60 answers, and 100 answers count" in drawn.sentence
    assert "like these" not in SettledSample({"need": read}, 20, ("R1",), represented=99.0).sentence
    undrawn = SettledSample({"need": read}, 20, ())
    assert "not drawn by chance" in undrawn.sentence
    assert "like the rest" in undrawn.sentence
