"""Rounds: a random, repeatable draw; blind until it is frozen; what was said then is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from tipcoder.errors import BadInput
from tipcoder.model.codings import MemoTarget
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import (
    act_log,
    coding_records,
    counts,
    finished_work,
    open_answers,
    recoding,
    rounds,
    schema,
    undo_redo,
)
from tipcoder.store.act_log import HIDDEN
from tipcoder.workbench.codebook.revisions import (
    find_stale_codings,
    list_code_quotes,
    read_code_tallies,
)
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.rounds.rounds import (
    DrawnRound,
    RoundPlan,
    draw_round,
    find_open_round,
    freeze_round,
    list_rounds,
    require_round,
)
from tipcoder.workbench.status.overview import read_overview

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

Find = Callable[[CodingSession, str], int]


@pytest.fixture
def study(here_on_both: OpenStudy) -> OpenStudy:
    return here_on_both


def draw(study: OpenStudy, **plan: object) -> DrawnRound:
    settings = {"coders": ("anna", "boris"), "overlap": "6", "seed": 7, **plan}
    return draw_round(study, study.register_coder("lead"), RoundPlan(**settings))  # type: ignore[arg-type]


def given(study: OpenStudy, coder: str, name: str = "R1") -> set[int]:
    with study.store.read() as db:
        return rounds.find_assigned_to(db, study.register_coder(coder).id, [name])


def test_everybody_gets_the_shared_answers_and_the_rest_is_dealt_out(study: OpenStudy) -> None:
    drawn = draw(study)
    anna, boris = given(study, "anna"), given(study, "boris")
    assert (drawn.name, drawn.pile, drawn.shared) == ("R1", 12, 6)
    assert len(anna & boris) == 6
    assert len(anna | boris) == 12, "nothing is left lying"
    assert (len(anna), len(boris)) == (9, 9)
    assert drawn.each == {"anna": 9, "boris": 9}


def test_the_draw_follows_the_strata_and_can_be_repeated(study: OpenStudy) -> None:
    lead = study.register_coder("lead")
    plan = RoundPlan(("anna", "boris"), overlap="50%", by=("question",), seed=3)
    first = draw_round(study, lead, plan, dry_run=True)
    assert first.strata == {"role": (8, 4), "how": (4, 2)}
    assert draw_round(study, lead, plan, dry_run=True) == first
    assert list_rounds(study) == [], "a dry run keeps nothing"
    draw_round(study, lead, plan)
    kept = given(study, "anna") & given(study, "boris")
    freeze_round(study, lead, "R1")
    draw_round(study, lead, plan)
    assert given(study, "anna", "R2") & given(study, "boris", "R2") == kept, (
        "the same seed draws the same answers"
    )
    with study.store.read() as db:
        chances = {
            one.chance
            for one in rounds.load_assignments(db, require_round(study, "R1").id)
            if one.shared
        }
    assert chances == {0.5}


def test_only_the_overlap_of_chosen_questions(study: OpenStudy) -> None:
    drawn = draw(study, overlap="100%", questions=("how",), only_overlap=True)
    assert (drawn.pile, drawn.shared, drawn.each) == (4, 4, {"anna": 4, "boris": 4})


def test_answers_of_an_open_round_are_not_drawn_again(study: OpenStudy) -> None:
    draw(study, only_overlap=True)
    second = draw(study, overlap="2", only_overlap=True)
    assert (second.name, second.pile) == ("R2", 6)
    assert given(study, "anna", "R1").isdisjoint(given(study, "anna", "R2"))


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        ({"coders": ("anna",)}, "at least two coders"),
        ({"coders": ("anna", " anna ")}, "at least two coders"),
        ({"overlap": "a lot"}, "'a lot' is not an overlap"),
        ({"overlap": "0%"}, "An overlap of 0% is not possible with 12 answers"),
        ({"overlap": "13"}, "An overlap of 13 is not possible with 12 answers"),
        ({"by": ("languge",)}, "Did you mean 'language'"),
        ({"questions": ("rol",)}, "Did you mean 'role'"),
    ],
)
def test_a_plan_that_cannot_be_drawn_is_refused(
    study: OpenStudy, plan: dict[str, object], says: str
) -> None:
    with pytest.raises(BadInput) as refused:
        draw(study, **plan)
    assert says in str(refused.value)
    assert list_rounds(study) == []


def test_what_can_be_expected_of_a_code_comes_from_what_is_finished(
    study: OpenStudy, find: Find
) -> None:
    carla = CodingSession(study, study.register_coder("carla"))
    carla.add_coding(find(carla, "They gave grants"), "money", finish=True)
    for words in ("pushed the ministry", "Чиновники обиделись", "Они провели"):
        carla.finish_answers(find(carla, words))
    money, *others = sorted(draw(study).expected, key=lambda line: line.code)
    assert {(line.prevalence, line.positives, line.needed) for line in others} == {(0, 0, None)}
    assert (money.code, money.prevalence, money.positives) == ("money", 0.25, 1.5)
    # 2 * 1.645^2 * ((1.667 * 2.333) / (4 * 0.25 * 0.75 * 0.333) - 0.667), by hand
    assert money.needed == 81


def test_in_an_open_round_nobody_sees_what_another_coded_by_any_way(
    study: OpenStudy, find: Find
) -> None:
    draw(study, overlap="12")
    boris = CodingSession(study, study.register_coder("boris"))
    at = find(boris, "pushed the ministry")
    boris.add_coding(at, "pressure", (0, 11))
    boris.finish_answers(at)
    anna = CodingSession(study, study.register_coder("anna"))
    boris_id = study.register_coder("boris").id
    with study.store.read() as db:
        assert coding_records.load_coding_records(db) == []
        assert counts.count_codes(db) == []
        assert counts.count_code_use(db, anna.coder.id) == {}
        assert recoding.load_codings_of_code(db, "pressure") == []
        assert open_answers.load_codes_on_answers(db) == []
        assert open_answers.load_readings(db) == []
        assert finished_work.load_finished_codings(db, [boris_id, anna.coder.id]) == []
        assert finished_work.load_finished_answers(db, [boris_id]) == []
        log = [line for line in act_log.load_log(db) if line.coder == "boris"]
        assert {line.sentence for line in log} == {HIDDEN}
        assert all("Pressure" not in line.sentence for line in log)
    assert list_code_quotes(study, "pressure") == []
    assert find_stale_codings(study) == []
    assert read_code_tallies(study, anna.coder) == {}
    boris.add_coding(at, "money")
    study.store.viewer = anna.coder.id
    news = anna.read_news()
    assert news is None or "Money" not in news.sentence


def test_her_own_work_and_answers_outside_the_round_are_seen(study: OpenStudy, find: Find) -> None:
    draw(study, overlap="4", questions=("how",), only_overlap=True)
    boris = CodingSession(study, study.register_coder("boris"))
    boris.add_coding(find(boris, "pushed the ministry"), "pressure")
    anna = CodingSession(study, study.register_coder("anna"))
    anna.add_coding(find(anna, "Они провели"), "training")
    with study.store.read() as db:
        assert {(c.coder, c.code) for c in coding_records.load_coding_records(db)} == {
            ("boris", "pressure"),
            ("anna", "training"),
        }


def test_a_frozen_round_is_open_to_all_and_keeps_what_was_said(
    study: OpenStudy, find: Find
) -> None:
    draw(study, overlap="12")
    boris = CodingSession(study, study.register_coder("boris"))
    at = find(boris, "pushed the ministry")
    boris.add_coding(at, "pressure", (0, 11))
    boris.finish_answers(at)
    assert freeze_round(study, study.register_coder("lead"), "R1") == (
        "froze round R1 with 23 assignments not finished; 1 judgement is kept"
    )
    boris.add_coding(at, "money")
    CodingSession(study, study.register_coder("anna"))
    with study.store.read() as db:
        assert {c.code for c in coding_records.load_coding_records(db)} == {"pressure", "money"}
        (kept,) = rounds.load_judgements(db, require_round(study, "R1").id)
    assert (kept.answer_id, kept.outcome) == (at, "coded")
    assert kept.codings == (("pressure", 0, 11),), "what was coded after the round is not in it"
    with pytest.raises(BadInput, match="was frozen on"):
        freeze_round(study, study.register_coder("lead"), "R1")
    with pytest.raises(BadInput, match="There is no round 'R2'"):
        freeze_round(study, study.register_coder("lead"), "R2")


def test_a_lead_who_is_not_in_the_round_sees_everything(study: OpenStudy, find: Find) -> None:
    draw(study, overlap="12")
    boris = CodingSession(study, study.register_coder("boris"))
    boris.add_coding(find(boris, "pushed the ministry"), "pressure")
    study.set_viewer("lead")
    with study.store.read() as db:
        assert [c.code for c in coding_records.load_coding_records(db)] == ["pressure"]


def test_a_coder_lists_what_is_assigned_and_the_study_tells_what_is_left(study: OpenStudy) -> None:
    draw(study, overlap="6", only_overlap=True)
    anna = CodingSession(study, study.register_coder("anna"))
    mine = anna.find_answer_ids(AnswerFilter(rounds=("R1",)))
    assert set(mine) == given(study, "anna")
    anna.finish_answers(mine[0])
    assert find_open_round(study, anna.coder) == ("R1", 5)
    found = read_overview(anna.study, "anna")
    assert found.steps[0].sentence == "Round R1: 5 left of what is assigned to you"
    assert anna.find_answer_ids(found.steps[0].where) == mine[1:]
    assert "round R1 is open; still to do: anna 5, boris 6" in found.warnings
    assert [(s.coder, s.answers, s.shared, s.finished) for s in list_rounds(study)[0].shares] == [
        ("anna", 6, 6, 1),
        ("boris", 6, 6, 0),
    ]


def test_a_round_can_be_taken_back_until_it_is_frozen(study: OpenStudy) -> None:
    draw(study)
    lead = study.register_coder("lead")
    undo_redo.undo_act(study.store, lead.id)
    assert list_rounds(study) == []
    with study.store.read() as db:
        assert rounds.find_open_round_answers(db) == set()

    undo_redo.redo_act(study.store, lead.id)
    freeze_round(study, lead, "R1")
    frozen_at = list_rounds(study)[0].round.frozen_at
    # What its coders have seen since cannot be taken back, so the round is not blind any more.
    assert undo_redo.undo_act(study.store, lead.id) is None
    assert list_rounds(study)[0].round.frozen_at == frozen_at
    with study.store.read() as db:
        assert rounds.find_open_round_answers(db) == set()


def test_who_looks_is_the_one_who_acts_unless_said(
    small_study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_study_folder(small_study) as here:
        draw_round(here, here.register_coder("lead"), RoundPlan(("anna", "boris"), "12"))
        boris = CodingSession(here, here.register_coder("boris"))
        boris.finish_answers(boris.find_answer_ids(AnswerFilter())[0])
    monkeypatch.setenv("TIPCODER_CODER", "anna")
    with open_study_folder(small_study) as here, here.store.read() as db:
        assert coding_records.load_empty_readings(db) == []
    with open_study_folder(small_study, viewer="lead") as here, here.store.read() as db:
        assert len(coding_records.load_empty_readings(db)) == 1


def test_a_memo_on_a_code_does_not_tell_in_an_open_round_which_code_another_thinks_of(
    study: OpenStudy, find: Find
) -> None:
    draw(study, overlap="12")
    boris = CodingSession(study, study.register_coder("boris"))
    boris.set_memo(MemoTarget(code="pressure"), "does this reach as far as threats?")
    boris.set_memo(
        MemoTarget(answer_id=find(boris, "pushed the ministry")), "pressure or pushback?"
    )
    boris.set_memo(MemoTarget(code="pressure"), "")
    CodingSession(study, study.register_coder("anna"))
    with study.store.read() as db:
        told = [line.sentence for line in act_log.load_log(db) if line.coder == "boris"]
        news = [line.sentence for line in act_log.load_log_since(db, 0) if line.coder == "boris"]
    assert told == news == [HIDDEN] * 3


def test_a_namesake_in_the_round_is_not_taken_for_oneself(study: OpenStudy, find: Find) -> None:
    draw(study, overlap="12")
    boris = CodingSession(study, study.register_coder("boris"))
    boris.add_coding(find(boris, "pushed the ministry"), "pressure")
    anna = CodingSession(study, study.register_coder("anna"))
    anna.add_coding(find(anna, "They gave grants"), "money")
    with study.store.write() as db:  # two people may have one name
        db.execute(update(schema.coder).where(schema.coder.c.name == "boris").values(name="anna"))
    study.store.viewer = anna.coder.id
    with study.store.read() as db:
        sentences = [line.sentence for line in act_log.load_log(db) if line.verb == "code"]
    assert HIDDEN in sentences
    assert sum("Money" in sentence for sentence in sentences) == 1
    assert not any("Pressure" in sentence for sentence in sentences)
