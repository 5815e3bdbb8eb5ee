"""A change of coders and a change of answers are told apart by what was coded again."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from changing_world import code_all, make_coded_study
from tipcoder.errors import BadInput
from tipcoder.export.change_report import build_change_report, describe_drift
from tipcoder.model.filters import AnswerFilter
from tipcoder.results.changes import DriftCheck, WaveChange
from tipcoder.store import drift, schema
from tipcoder.store.erasing import ErasureScope
from tipcoder.workbench.agreement.study_agreement import assess_study
from tipcoder.workbench.codebook.editor import CodebookEditor
from tipcoder.workbench.codebook.edits import MergeCodes
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.erasure.erasing import erase_words
from tipcoder.workbench.erasure.plan import EraseRequest
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round, freeze_round
from tipcoder.workbench.statistics.change import ChangeFindings, ChangeRequest, find_changes
from tipcoder.workbench.status.check import check_study

if TYPE_CHECKING:
    from tipcoder.agreement.results import Agreement
    from tipcoder.workbench.study import OpenStudy

_text = schema.answer.c.text


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both waves, and Anna has coded the first: money on 6 of 24."""
    return make_coded_study(tmp_path_factory.mktemp("drifting"), "anna", year="2023")


@pytest.fixture
def study(coded: Path, tmp_path: Path) -> Iterator[OpenStudy]:
    """A copy of it, with a drift round of all 24 answers of 2023 for Anna, still open."""
    folder = Path(shutil.copytree(coded, tmp_path / "study"))
    with open_study_folder(folder) as opened:
        plan = RoundPlan(("anna",), drift="24", seed=1, name="D1")
        draw_round(opened, opened.register_coder("lead"), plan)
        yield opened


def code_round(study: OpenStudy, *, also_nurses: int) -> None:
    """Anna codes her round as the texts say, but gives money to some old answers on nurses too."""
    code_all(study, "anna")
    anna = CodingSession(study, study.register_coder("anna"))
    with study.store.read() as db:
        copies = drift.find_open_copies(db, anna.coder.id)
    nurses = [copy for copy in copies if "nurse" in anna.read_answer(copy).text]
    for copy in nurses[:also_nurses]:
        anna.add_coding(copy, "money", finish=True)
    study.store.viewer = None


def compare(study: OpenStudy) -> ChangeFindings:
    """What the lead sees of money."""
    study.store.viewer = None
    return find_changes(study, ChangeRequest(codes=("money",)))


def require_drift(change: WaveChange) -> DriftCheck:
    """The drift check, which must be there."""
    assert change.drift is not None
    return change.drift


def test_an_open_round_is_named_and_tells_nothing(study: OpenStudy) -> None:
    code_round(study, also_nurses=6)
    found = compare(study)
    assert found.changes[0].drift is None
    assert (
        "Round D1 is still open, so that its drift check is not in this report." in found.sentences
    )
    # What was coded blind counts nowhere: six of 24 before, as it was.
    assert found.changes[0].headline.before.count == 6


def test_the_change_of_the_coder_is_taken_off_the_change(study: OpenStudy) -> None:
    code_round(study, also_nurses=6)
    freeze_round(study, study.register_coder("lead"), "D1")
    (money,) = compare(study).changes
    check = require_drift(money)
    assert (check.answers, check.gained, check.dropped) == (24, 6, 0)
    # 6 of 24 then, 12 of 24 now: all were drawn, so that every chance is 1.
    assert (check.then, check.now) == (0.25, 0.5)
    assert check.difference == pytest.approx(0.25)
    # 6 of 24 and 15 of 24 in the waves: 37.5 points, of which 12.5 are left.
    assert money.headline.difference == pytest.approx(0.375)
    assert check.rest == pytest.approx(0.125)
    assert check.rest_low is not None
    assert money.headline.low is not None
    # The 24 are in the change and in the drift, so that what is left varies less than if each had
    # answers of its own; and no less than if the two went wholly together.
    one, other = money.headline.difference - money.headline.low, check.high - check.difference
    assert abs(one - other) < check.rest - check.rest_low < 0.95 * math.hypot(one, other)
    # By hand: 48 values with 18 present, 6 pairs apart: 1 - 47 * 12 / (2 * 18 * 30).
    assert check.alpha == pytest.approx(1 - 47 * 12 / (2 * 18 * 30))


def test_coders_who_code_as_before_leave_the_change_as_it_is(study: OpenStudy) -> None:
    code_round(study, also_nurses=0)
    freeze_round(study, study.register_coder("lead"), "D1")
    found = compare(study)
    check = require_drift(found.changes[0])
    assert (check.difference, check.gained, check.dropped) == (0.0, 0, 0)
    assert check.rest == found.changes[0].headline.difference
    assert check.alpha == 1.0
    told = describe_drift(found.changes[0], check)
    assert told[0].startswith("Observed change +37.5 points [")
    assert "On 24 answers of wave 2023 coded again, today's coding gives 0.0 points [" in told[0]
    assert "What is left is +37.5 points [" in told[0]
    assert any(
        sentence.startswith("Drift check: 24 answers of wave 2023") for sentence in found.sentences
    )


def test_a_code_that_was_merged_since_is_found_where_it_went(study: OpenStudy) -> None:
    code_round(study, also_nurses=6)
    freeze_round(study, study.register_coder("lead"), "D1")
    CodebookEditor(study, study.register_coder("lead")).make_edit(MergeCodes("money", "training"))
    study.store.viewer = None
    (training,) = find_changes(study, ChangeRequest(codes=("training",))).changes
    assert (require_drift(training).gained, require_drift(training).dropped) == (6, 0)


def test_erasing_an_answer_erases_its_copy(study: OpenStudy) -> None:
    code_round(study, also_nurses=0)
    with study.store.read() as db:
        (words,) = set(db.execute(select(_text).where(_text.contains("P0123"))).scalars())
    request = EraseRequest(ErasureScope(case="P01.2023", question="need"), "asked to")
    erase_words(study, study.register_coder("lead"), request)
    with study.store.read() as db:
        assert words not in set(db.execute(select(_text)).scalars())
    assert check_study(study).faults == []


def list_joint(found: Agreement) -> dict[str, tuple[int, int, int]]:
    """By code, how many responses two coders judged, and how often both or one applied it."""
    return {
        one.code: (one.counts.joint, one.counts.all_present, one.counts.split)
        for one in found.codes
    }


def test_what_was_coded_again_is_no_second_opinion(study: OpenStudy) -> None:
    """Boris codes the earlier wave too: his agreement with Anna rests on what both said of it."""
    code_all(study, "boris", words="23.")
    study.store.viewer = None
    before = list_joint(assess_study(study).agreement)
    code_round(study, also_nurses=6)
    assert list_joint(assess_study(study).agreement) == before
    freeze_round(study, study.register_coder("lead"), "D1")
    after = assess_study(study).agreement
    assert list_joint(after) == before
    assert any("drift round D1" in note for note in after.notes)
    assert not any("--round D1" in note for note in after.notes), "one coder agrees with nobody"
    with pytest.raises(BadInput, match="two coders"):
        assess_study(study, in_rounds=("D1",))


def test_too_few_answers_are_told_and_nothing_is_computed(coded: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(coded, tmp_path / "study"))
    with open_study_folder(folder) as study:
        plan = RoundPlan(("anna",), drift="9", seed=1, name="D1")
        draw_round(study, study.register_coder("lead"), plan)
        code_round(study, also_nurses=0)
        freeze_round(study, study.register_coder("lead"), "D1")
        (money,) = compare(study).changes
    assert money.drift is None
    assert "No drift check: 9 answers were coded again, and it takes 10." in money.notes


def test_an_answer_that_is_open_again_is_in_no_drift_check(study: OpenStudy) -> None:
    """Without a judgement of then there is nothing to compare with."""
    code_round(study, also_nurses=0)
    freeze_round(study, study.register_coder("lead"), "D1")
    anna = CodingSession(study, study.register_coder("anna"))
    first, *others = [
        answer_id
        for answer_id in anna.find_answer_ids(AnswerFilter())
        if "A0" in anna.read_answer(answer_id).text
    ]
    anna.reopen_answers(first, also=others)
    assert require_drift(compare(study).changes[0]).answers == 24 - len(others) - 1


def test_the_drift_stands_in_every_shape_of_the_report(study: OpenStudy) -> None:
    code_round(study, also_nurses=6)
    freeze_round(study, study.register_coder("lead"), "D1")
    found = compare(study)
    report = build_change_report(found.changes, found.sentences)
    head = report.flat.head
    first = dict(zip(head, (cell.value for cell in report.flat.rows[0]), strict=True))
    assert (first["drift_answers"], first["drift"], first["rest"]) == (24, 0.25, 0.125)
    assert report.records[0]["drift"]["rounds"] == ["D1"]  # type: ignore[index]
    (table,) = report.document.tables
    assert any("What is left is +12.5 points [" in note for note in table.notes)
    assert report.narrow is not None
    assert "α = .48" in getattr(report.narrow.blocks[-1], "text")  # noqa: B009
