"""Training: a new coder codes settled answers, is told what was settled, and counts nowhere."""

from __future__ import annotations

import pytest

from tipcoder.errors import BadInput
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import counts, finished_work, open_answers
from tipcoder.store.progress import count_work_by_coder
from tipcoder.workbench.adjudication.adjudication import Adjudication
from tipcoder.workbench.agreement.study_agreement import assess_study
from tipcoder.workbench.agreement.training import measure_training
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.training_feedback import read_feedback
from tipcoder.workbench.rounds.rounds import freeze_round, list_rounds
from tipcoder.workbench.rounds.training import TrainingPlan, draw_training
from tipcoder.workbench.study import OpenStudy

PLAN = TrainingPlan(("carla",), "100%", seed=1)


def session_of(study: OpenStudy, name: str) -> CodingSession:
    return CodingSession(study, study.register_coder(name))


def settle_four(study: OpenStudy) -> dict[str, int]:
    """Anna and boris agree on three answers, and differ on a fourth, which is decided, and on a
    fifth, which is not.
    """
    anna, boris = session_of(study, "anna"), session_of(study, "boris")
    ids = anna.find_answer_ids(AnswerFilter())[:5]
    for coder, pushed in ((anna, "pressure"), (boris, "pushback")):
        coder.add_coding(ids[0], "money", (0, 5), finish=True)
        coder.add_coding(ids[1], "money", finish=True)
        coder.finish_answers(ids[2])
        coder.add_coding(ids[3], pushed, finish=True)
        coder.add_coding(ids[4], pushed, finish=True)
    lead = session_of(study, "lead")
    desk = Adjudication(study, lead.coder)
    for one in desk.list_disagreements():
        if one.answer_id == ids[3]:
            desk.settle_disagreement(one, "both" if one.code == "pressure" else "neither")
    return dict(zip(("money", "money too", "none", "pressure"), ids, strict=False))


def train(study: OpenStudy) -> tuple[CodingSession, dict[str, int]]:
    """Carla's session, and her copy of each answer that is settled."""
    settled = settle_four(study)
    drawn = draw_training(study, study.register_coder("lead"), PLAN)
    assert (drawn.name, drawn.answers, drawn.pile) == ("T1", 4, 4)
    assert drawn.codes == {"money": 2, "pressure": 1}
    carla = session_of(study, "carla")
    texts = {carla.read_answer(one).text: name for name, one in settled.items()}
    listed = carla.find_answer_ids(AnswerFilter(rounds=("T1",)))
    return carla, {texts[carla.read_answer(one).text]: one for one in listed}


def test_after_each_answer_she_is_told_what_was_settled_and_not_before(
    here_on_both: OpenStudy,
) -> None:
    carla, copies = train(here_on_both)
    assert len(copies) == 4
    one = copies["money"]
    carla.add_coding(one, "training", (0, 3))
    assert read_feedback(carla, one) is None, "she has not finished it"
    carla.finish_answers(one)
    told = read_feedback(carla, one)
    assert told is not None
    assert (told.right, told.missed, told.too_many) == ((), ("money",), ("training",))
    assert told.settled == {"money": ((0, 5),)}
    carla.add_coding(copies["pressure"], "pressure", finish=True)
    told = read_feedback(carla, copies["pressure"])
    assert told is not None
    assert (told.right, told.missed, told.too_many) == (("pressure",), (), ())


def test_agreement_is_of_what_she_said_first(here_on_both: OpenStudy) -> None:
    carla, copies = train(here_on_both)
    carla.add_coding(copies["money"], "money", (2, 9), finish=True)
    carla.finish_answers(copies["money too"])  # missed, and mended after the feedback
    carla.add_coding(copies["money too"], "money", finish=True)
    carla.add_coding(copies["none"], "money", finish=True)  # too many
    carla.add_coding(copies["pressure"], "pressure", finish=True)
    money, pressure = (
        {name: record[name] for name in record if name not in ("alpha_low", "alpha_high")}
        for record in reversed(measure_training(here_on_both, "T1"))
    )
    # Of two settled she had one, and one where nothing was settled. Values of four answers by two:
    # 4 times present, 4 times absent; 4 of the 8 values stand in pairs that differ, by chance
    # 2*4*4/7 = 32/7 would. Alpha is 1 - 4/(32/7) = 0.125 (Krippendorff, 2019).
    assert money == {
        **{"coder": "carla", "code": "money", "answers": 4, "settled": 2, "applied": 2},
        **{"both": 1, "missed": 1, "too_many": 1, "precision": 0.5, "recall": 0.5},
        "alpha": 0.125,
    }
    assert (pressure["precision"], pressure["recall"], pressure["alpha"]) == (1.0, 1.0, 1.0)
    # Frozen it says the same, to a lead as well, and nothing to somebody else.
    freeze_round(here_on_both, here_on_both.register_coder("lead"), "T1")
    assert [record["code"] for record in measure_training(here_on_both, "T1")] == [
        "pressure",
        "money",
    ]
    here_on_both.store.viewer = here_on_both.register_coder("lead").id
    assert len(measure_training(here_on_both, "T1")) == 2
    here_on_both.store.viewer = here_on_both.register_coder("anna").id
    assert measure_training(here_on_both, "T1") == []


def test_training_counts_nowhere_else(here: OpenStudy) -> None:
    settle_four(here)
    draw_training(here, here.register_coder("lead"), PLAN)

    def take_stock() -> list[object]:
        here.store.viewer = here.register_coder("lead").id
        with here.store.read() as db:
            people = [one.id for one in map(here.register_coder, ("anna", "boris", "carla"))]
            found: list[object] = [
                counts.count_codes(db),
                counts.count_totals(db)["codings"],
                finished_work.load_finished_answers(db, people),
                finished_work.load_finished_codings(db, people),
                open_answers.load_codes_on_answers(db),
                [one._replace(last_act="") for one in count_work_by_coder(db)],
            ]
        return [*found, assess_study(here).agreement.codes]

    before = take_stock()
    carla = session_of(here, "carla")
    for copy_id in carla.find_answer_ids(AnswerFilter(rounds=("T1",))):
        carla.add_coding(copy_id, "money", finish=True)
    assert take_stock() == before
    freeze_round(here, here.register_coder("lead"), "T1")
    assert take_stock() == before
    assert not list_rounds(here)[0].round.compares_coders


def test_what_cannot_be_drawn_or_shown_is_refused(here: OpenStudy) -> None:
    lead = here.register_coder("lead")
    with pytest.raises(BadInput, match="no settled answer"):
        draw_training(here, lead, PLAN)
    settle_four(here)
    with pytest.raises(BadInput, match="no settled answer"):
        draw_training(here, lead, TrainingPlan(("anna",), "2"))
    with pytest.raises(BadInput, match="no training 'T1'"):
        measure_training(here, "T1")
