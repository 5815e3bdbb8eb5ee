"""Agreement on frozen rounds: what was said independently, whatever has been coded,
merged or replaced since.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tipcoder.agreement.methods import format_methods_paragraph
from tipcoder.agreement.resampling import Draws
from tipcoder.errors import BadInput
from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.agreement import judged_units
from tipcoder.workbench.agreement.circumstances import NO_ROUND
from tipcoder.workbench.agreement.study_agreement import AgreementReport, assess_study
from tipcoder.workbench.codebook.editor import CodebookEditor
from tipcoder.workbench.codebook.edits import AddCode, MergeCodes
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.rounds.rounds import DrawnRound, RoundPlan, draw_round, freeze_round

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

Find = Callable[[CodingSession, str], int]
LAW, GRANTS = "pushed the ministry", "They gave grants"


@pytest.fixture
def study(here_on_both: OpenStudy) -> OpenStudy:
    return here_on_both


def draw(study: OpenStudy, *coders: str, **plan: object) -> DrawnRound:
    settings = {"coders": coders, "overlap": "100%", "seed": 7, **plan}
    return draw_round(study, study.register_coder("lead"), RoundPlan(**settings))  # type: ignore[arg-type]


def compare(study: OpenStudy, *rounds: str, **more: object) -> AgreementReport:
    study.set_viewer("lead")
    return assess_study(study, in_rounds=rounds, draws=Draws(50), **more)  # type: ignore[arg-type]


def cells(compared: AgreementReport, code: str) -> list[list[int]]:
    ratings = compared.ratings
    return sorted(
        row for row in ratings.values[ratings.codes.index(code)].tolist() if max(row) >= 0
    )


def code_alike(study: OpenStudy, find: Find, *names: str) -> None:
    for name in names:
        session = CodingSession(study, study.register_coder(name))
        session.add_coding(find(session, LAW), "pressure", (0, 12), finish=True)
        session.finish_answers(find(session, GRANTS))


def test_a_round_is_compared_as_it_stood_when_it_was_frozen(study: OpenStudy, find: Find) -> None:
    draw(study, "anna", "boris")
    code_alike(study, find, "anna", "boris")
    freeze_round(study, study.register_coder("lead"), "R1")
    boris = CodingSession(study, study.register_coder("boris"))
    boris.add_coding(find(boris, GRANTS), "money", finish=True)
    compared = compare(study, "R1")
    assert cells(compared, "money") == [[0, 0], [0, 0]], "what came after the round is not in it"
    assert cells(compare(study), "money") == [[0, 0], [0, 1]]
    (pressure,) = (code for code in compared.agreement.codes if code.code == "pressure")
    assert pressure.counts.all_present == 1
    assert pressure.spans is not None
    assert pressure.spans.exact == 1


def test_the_report_says_how_the_round_was_drawn_and_the_methods_paragraph_too(
    study: OpenStudy, find: Find
) -> None:
    draw(study, "anna", "boris", overlap="50%", seed=11)
    anna = CodingSession(study, study.register_coder("anna"))
    boris = CodingSession(study, study.register_coder("boris"))
    shared = set(anna.find_answer_ids(AnswerFilter(rounds=("R1",)))) & set(
        boris.find_answer_ids(AnswerFilter(rounds=("R1",)))
    )
    for session in (anna, boris):
        for answer_id in sorted(shared):
            session.finish_answers(answer_id)
    freeze_round(study, study.register_coder("lead"), "R1")
    found = compare(study, "R1").agreement
    assert NO_ROUND not in found.notes
    (note,) = (note for note in found.notes if note.startswith("Round R1"))
    assert "12 judgements are in it" in note
    assert (
        "drawn at random within strata of question and language from 12 (round R1: 50%, seed 11)"
        in note
    )
    methods = format_methods_paragraph(found)
    assert "drawn at random" in methods
    assert "[how these were chosen]" not in methods


def test_whoever_compares_work_of_now_is_told_of_frozen_rounds_that_are_better_evidence(
    study: OpenStudy, find: Find
) -> None:
    draw(study, "anna", "boris")
    code_alike(study, find, "anna", "boris")
    assert not any("--round" in note for note in compare(study).agreement.notes)
    freeze_round(study, study.register_coder("lead"), "R1")
    assert any("tipcoder agreement --round R1" in note for note in compare(study).agreement.notes)
    assert not any(
        "tipcoder agreement --round" in note for note in compare(study, "R1").agreement.notes
    )


def test_an_open_round_is_not_compared_and_an_unknown_one_is_named(
    study: OpenStudy, find: Find
) -> None:
    draw(study, "anna", "boris", name="pilot")
    code_alike(study, find, "anna", "boris")
    with pytest.raises(BadInput, match="still open") as refused:
        compare(study, "pilot")
    assert "--freeze pilot" in str(refused.value.hint)
    with pytest.raises(BadInput, match="'pilt'"):
        compare(study, "pilt")
    with pytest.raises(BadInput, match="No round has been frozen"):
        compare(study, split_by=["round"])


def test_codes_are_those_of_the_round_even_where_they_were_merged_since(
    study: OpenStudy, find: Find
) -> None:
    draw(study, "anna", "boris")
    for name, code in (("anna", "pressure"), ("boris", "pushback")):
        session = CodingSession(study, study.register_coder(name))
        session.add_coding(find(session, LAW), code, finish=True)
    freeze_round(study, study.register_coder("lead"), "R1")
    CodebookEditor(study, study.register_coder("lead")).make_edit(
        MergeCodes("pressure", "pushback")
    )
    then, now = compare(study, "R1"), compare(study)
    assert cells(then, "pressure") == [[1, 0]]
    assert cells(then, "pushback") == [[0, 1]]
    assert any("pressure is no longer in it" in note for note in then.agreement.notes)
    assert cells(now, "pushback") == [[1, 1]], "after the merge they are one"


def test_a_code_that_came_during_the_round_is_missing_for_who_had_finished(
    study: OpenStudy, find: Find
) -> None:
    draw(study, "anna", "boris")
    anna = CodingSession(study, study.register_coder("anna"))
    anna.finish_answers(find(anna, LAW))
    CodebookEditor(study, study.register_coder("lead")).make_edit(AddCode("Shelters", "en"))
    boris = CodingSession(study, study.register_coder("boris"))
    boris.add_coding(find(boris, LAW), "shelters", finish=True)
    freeze_round(study, study.register_coder("lead"), "R1")
    assert cells(compare(study, "R1"), "shelters") == [[-1, 1]]
    assert cells(compare(study, "R1"), "pressure") == [[0, 0]]


def test_rounds_stand_side_by_side_and_an_answer_of_two_rounds_is_judged_twice(
    study: OpenStudy, find: Find
) -> None:
    draw(study, "anna", "boris")
    code_alike(study, find, "anna", "boris")
    freeze_round(study, study.register_coder("lead"), "R1")
    draw(study, "vera", "dora")
    code_alike(study, find, "vera")
    dora = CodingSession(study, study.register_coder("dora"))
    dora.finish_answers(find(dora, LAW))
    dora.finish_answers(find(dora, GRANTS))
    freeze_round(study, study.register_coder("lead"), "R2")
    compared = compare(study, split_by=["round"])
    assert compared.agreement.joint == 4
    assert len({unit.split()[0] for unit in compared.ratings.units}) == 2, (
        "units are told apart by their round"
    )
    parts = {
        code.part["round"]: code for code in compared.agreement.parts if code.code == "pressure"
    }
    assert (parts["R1"].counts.all_present, parts["R1"].counts.split) == (1, 0)
    assert (parts["R2"].counts.all_present, parts["R2"].counts.split) == (0, 1)


def test_drift_is_seen_by_batches_in_the_order_of_finishing(
    study: OpenStudy, find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judged_units, "BATCH", 3)
    draw(study, "anna", "boris")
    anna, boris = (CodingSession(study, study.register_coder(name)) for name in ("anna", "boris"))
    order = list(reversed(anna.find_answer_ids(AnswerFilter())))[:7]
    for answer_id in order:
        anna.add_coding(answer_id, "money", finish=True)
    for place, answer_id in enumerate(order):  # boris forgets the code after three answers
        if place < 3:
            boris.add_coding(answer_id, "money", finish=True)
        else:
            boris.finish_answers(answer_id)
    freeze_round(study, study.register_coder("lead"), "R1")
    found = compare(study, "R1", split_by=["batch"]).agreement
    parts = {code.part["batch"]: code.counts for code in found.parts if code.code == "money"}
    assert {name: (counts.all_present, counts.split) for name, counts in parts.items()} == {
        "1 to 3": (3, 0),
        "4 to 7": (0, 4),
    }, "one answer left over belongs to the last batch"


def test_who_is_blind_in_a_later_round_does_not_see_what_an_earlier_one_said_of_the_same_answers(
    study: OpenStudy, find: Find
) -> None:
    draw(study, "anna", "boris")
    code_alike(study, find, "anna", "boris")
    freeze_round(study, study.register_coder("lead"), "R1")
    draw(study, "vera", "dora")
    study.set_viewer("vera")
    with pytest.raises(BadInput, match="two coders"):
        assess_study(study, in_rounds=["R1"], draws=Draws(50))
    assert cells(compare(study, "R1"), "pressure") == [[0, 0], [1, 1]], "the lead does"


def test_answers_that_one_of_the_coders_has_read_are_not_drawn(
    study: OpenStudy, find: Find
) -> None:
    code_alike(study, find, "anna")
    assert draw(study, "anna", "boris").pile == 10
    with pytest.raises(BadInput, match="no answer left to assign"):
        draw(study, "anna", "vera")
