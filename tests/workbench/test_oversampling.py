"""Rare codes: more of the answers that are likely to carry them, each with a chance that is known
and corrected for.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.agreement.methods import format_methods_paragraph
from tipcoder.agreement.resampling import Draws
from tipcoder.errors import BadInput
from tipcoder.export.agreement_files import make_agreement_files
from tipcoder.export.leaving import put_in_place
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import rounds
from tipcoder.workbench.agreement.study_agreement import assess_study
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.rounds.forecasts import CodeForecast
from tipcoder.workbench.rounds.rounds import (
    DrawnRound,
    RoundPlan,
    draw_round,
    freeze_round,
    require_round,
)

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

STUDY = """\
title = "Many answers"
languages = ["en"]

[respondent]
id = "id"

[[question]]
column = "role"
text = "What does the embassy do?"
"""

CODEBOOK = """\
title = "Two codes"

[code.training]
label = "Training"
definition = "Police officers are trained in workshops."
cues = { en = ["trained police officers"] }

[code.money]
label = "Money"
definition = "Somebody gives grants."
cues = { en = ["gave grants"] }
"""


@pytest.fixture
def study(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    """120 answers: every sixth speaks of training, four of money."""
    lines = []
    for n in range(120):
        words = "The officials met us and talked at length about the year"
        if n % 6 == 0:
            words = "The embassy trained police officers and held workshops in town"
        if n in (10, 40, 70, 100):
            words = "They gave grants and paid for a shelter near the border"
        lines.append(f"{n + 1},{words} number {n}.")
    folder = make_study("id,role\n" + "\n".join(lines) + "\n", STUDY, CODEBOOK)
    with open_study_folder(folder) as here:
        yield here


def draw(study: OpenStudy, **plan: object) -> DrawnRound:
    settings = {
        "coders": ("anna", "boris"),
        "overlap": "24",
        "seed": 7,
        "only_overlap": True,
        **plan,
    }
    return draw_round(study, study.register_coder("lead"), RoundPlan(**settings))  # type: ignore[arg-type]


def expected(drawn: DrawnRound) -> dict[str, CodeForecast]:
    return {line.code: line for line in drawn.expected}


def given(study: OpenStudy, coder: str) -> dict[int, float]:
    with study.store.read() as db:
        assigned = rounds.load_assignments(db, require_round(study, "R1").id)
    return {
        one.answer_id: one.chance
        for one in assigned
        if one.coder_id == study.register_coder(coder).id
    }


def speaks_of(study: OpenStudy, words: str) -> set[int]:
    session = CodingSession(study, study.register_coder("lead"))
    return set(session.find_answer_ids(AnswerFilter(words=words)))


def test_answers_that_the_codebook_makes_likely_are_drawn_more_often(study: OpenStudy) -> None:
    drawn = draw(study, oversample="50%", rare=("money",))
    assert (drawn.shared, drawn.likely) == (24, 12)
    shared = given(study, "anna")
    assert shared == given(study, "boris")
    assert drawn.strata["likely: money"] == (30, 12), (
        "twice the chance of a plain draw, which has 24 of 120"
    )
    grants = speaks_of(study, "grants")
    assert all(
        shared[answer_id] == pytest.approx(0.4, abs=1e-6) for answer_id in grants & shared.keys()
    )
    assert sum(1 / chance for chance in shared.values()) == pytest.approx(120, abs=0.01), (
        "they stand for all answers"
    )


def test_what_somebody_coded_already_is_likely_before_anything_else(study: OpenStudy) -> None:
    vera = CodingSession(study, study.register_coder("vera"))
    odd = sorted(speaks_of(study, "officials met"))[:5]
    for answer_id in odd:
        vera.add_coding(answer_id, "money", finish=True)
    for answer_id in sorted(speaks_of(study, "workshops"))[:15]:
        vera.finish_answers(answer_id)
    drawn = draw(study, overlap="20", oversample="4", rare=("money",))
    assert drawn.strata["likely: money"] == (12, 4)
    line = expected(drawn)["money"]
    assert line.prevalence == 0.25
    assert line.likely == 4
    # 5 of the 12 carry it and count whole; the other 7 count by prevalence, and so do 93 of 108:
    # 15 were read without it
    assert line.positives == pytest.approx((5 + 7 * 0.25) / 3 + 93 * 0.25 * 16 / 108)


def test_rare_are_the_codes_of_which_too_few_are_expected(study: OpenStudy) -> None:
    vera = CodingSession(study, study.register_coder("vera"))
    for answer_id in sorted(speaks_of(study, "workshops"))[:10]:
        vera.add_coding(answer_id, "training", finish=True)
    vera.add_coding(min(speaks_of(study, "grants")), "money", finish=True)
    drawn = draw(study, overlap="40", oversample="25%")
    lines = expected(drawn)
    assert lines["training"].likely == 0, "10 of 11 finished answers have it"
    assert lines["money"].likely == 10
    assert lines["money"].needed is not None
    assert lines["money"].needed_reliable is not None
    assert lines["money"].needed < lines["money"].needed_reliable


def test_two_rare_codes_get_the_same_part_and_no_answer_counts_for_both(study: OpenStudy) -> None:
    drawn = draw(study, oversample="12", rare=("money", "training"))
    assert drawn.strata["likely: money"][1] == drawn.strata["likely: training"][1] == 6
    assert sum(answers for answers, _ in drawn.strata.values()) == 120


@pytest.mark.parametrize("overlap", ["10", "40", "90"])
def test_however_large_the_overlap_likely_answers_have_the_better_chance(
    study: OpenStudy, overlap: str
) -> None:
    drawn = draw(study, overlap=overlap, oversample="30%", rare=("money",))
    chances = {name: taken / answers for name, (answers, taken) in drawn.strata.items()}
    assert chances["likely: money"] > 1.4 * chances["role / en"]


def test_the_report_weighs_and_says_so(study: OpenStudy, tmp_path: Path) -> None:
    draw(study, overlap="40", oversample="30", rare=("money",))
    shared = given(study, "anna")
    grants = speaks_of(study, "grants")
    for name in ("anna", "boris"):
        session = CodingSession(study, study.register_coder(name))
        for number, answer_id in enumerate(sorted(shared)):
            if answer_id in grants and (name == "anna" or number % 2):
                session.add_coding(answer_id, "money", finish=True)
            else:
                session.finish_answers(answer_id)
    freeze_round(study, study.register_coder("lead"), "R1")
    study.set_viewer("lead")
    compared = assess_study(study, in_rounds=["R1"], draws=Draws(50))
    money = next(code for code in compared.agreement.codes if code.code == "money")
    split = sum(
        1 / shared[unit] for n, unit in enumerate(sorted(shared)) if unit in grants and not n % 2
    )
    assert money.coefficients["percent_agreement"].value == pytest.approx(1 - split / 120, abs=1e-4)
    assert money.counts.joint == 40
    (note,) = (
        note
        for note in compared.agreement.notes
        if note.startswith("Responses were drawn with unequal")
    )
    weights = [1 / chance for chance in shared.values()]
    assert (
        f"as {sum(weights) ** 2 / sum(w * w for w in weights):.0f} drawn with equal chances" in note
    )
    put_in_place(make_agreement_files(compared.agreement, (compared.ratings,), tmp_path / "out"))
    kept = list(csv.DictReader((tmp_path / "out" / "agreement_weights.csv").open(encoding="utf-8")))
    assert sorted(float(row["weight"]) for row in kept) == pytest.approx(sorted(weights), abs=1e-9)
    assert (
        "30 of them were drawn among responses likely to carry the rare codes money"
        in format_methods_paragraph(compared.agreement)
    )


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        ({"oversample": "100%"}, "would say nothing about the others"),
        ({"oversample": "many"}, "'many' is not an oversampled part"),
        ({"oversample": "5", "rare": ("mony",)}, "Did you mean 'money'"),
        ({"rare": ("money",)}, "no part of the overlap is drawn for them"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(
    study: OpenStudy, plan: dict[str, object], says: str
) -> None:
    with pytest.raises(BadInput) as refused:
        draw(study, **plan)
    assert says in str(refused.value)
