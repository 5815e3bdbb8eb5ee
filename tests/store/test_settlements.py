"""The consensus layer in the store: kept beside the coders' layers, replaced, taken back,
and blind in open rounds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import EnvironmentFault
from tipcoder.model.codings import Outcome
from tipcoder.store import act_log, events, judgements, rounds, settlements, undo_redo
from tipcoder.store.act_log import HIDDEN
from tipcoder.store.rounds import Assignment
from tipcoder.store.settlements import ConsensusDecision, Spans

if TYPE_CHECKING:
    from conftest import Filled

CASE = ("1001.1", "role")


def settle(
    filled: Filled,
    decision: ConsensusDecision,
    case: tuple[str, str] = CASE,
    said: dict[int, Spans] | None = None,
) -> None:
    """Anna settles Pressure on an answer."""
    place = filled.at[case], filled.codes["pressure"]
    with events.record_act(
        filled.store, filled.anna.id, "settle", f"settled on {case[0]}", answer_id=place[0]
    ) as act:
        settlements.add_settlement(act, filled.anna.id, place, decision, said or {}, 1)


def settled(filled: Filled) -> dict[tuple[int, str], ConsensusDecision]:
    with filled.store.read() as db:
        return {place: one.decision for place, one in settlements.load_settlements(db).items()}


def test_a_decision_keeps_who_when_why_and_what_had_been_said(filled: Filled) -> None:
    boris = filled.boris.id
    settle(
        filled,
        ConsensusDecision("coder", ((3, 11),), boris, "missed", "see memo"),
        said={boris: ((3, 11),), 1: ()},
    )
    with filled.store.read() as db:
        (one,) = settlements.load_settlements(db).values()
    assert one.decision == ConsensusDecision("coder", ((3, 11),), boris, "missed", "see memo")
    assert (one.by, one.code, one.revision) == ("anna", "pressure", 1)
    assert one.said == {1: (), boris: ((3, 11),)}
    assert one.at.endswith("Z")


def test_a_later_decision_takes_the_place_and_undo_brings_the_earlier_one_back(
    filled: Filled,
) -> None:
    place = filled.at[CASE], "pressure"
    settle(filled, ConsensusDecision("neither", ()))
    settle(filled, ConsensusDecision("neither", ()))
    settle(filled, ConsensusDecision("both", ((0, 2), (3, 11)), reason="boundary"))
    assert settled(filled) == {
        place: ConsensusDecision("both", ((0, 2), (3, 11)), reason="boundary")
    }
    undo_redo.undo_act(filled.store, filled.anna.id)
    assert settled(filled) == {place: ConsensusDecision("neither", ())}
    undo_redo.undo_act(filled.store, filled.anna.id)
    assert settled(filled) == {}, "saying the same once more was no act"
    undo_redo.redo_act(filled.store, filled.anna.id)
    assert settled(filled) == {place: ConsensusDecision("neither", ())}


def test_coders_codings_stay_as_they_are(filled: Filled) -> None:
    filled.put(filled.boris, "1001.1", "pressure", 3, 11)
    before = filled.standing(filled.boris)
    settle(filled, ConsensusDecision("neither", ()))
    assert filled.standing(filled.boris) == before


def test_a_decision_can_be_reopened_and_the_store_holds_no_nonsense(filled: Filled) -> None:
    settle(filled, ConsensusDecision("neither", ()))
    with filled.store.read() as db:
        (one,) = settlements.load_settlements(db).values()
    with events.record_act(filled.store, filled.anna.id, "settle", "reopened") as act:
        settlements.reopen_settlements(act, [one.id])
    assert settled(filled) == {}
    with pytest.raises(EnvironmentFault, match="sided_with"):
        settle(filled, ConsensusDecision("coder", ()))
    with pytest.raises(EnvironmentFault, match="reason"):
        settle(filled, ConsensusDecision("neither", (), reason="mood"))


def open_round(filled: Filled, *cases: str) -> int:
    """Boris and Anna are to code the answers of these cases independently."""
    with events.record_act(filled.store, filled.anna.id, "round", "opened R1") as act:
        given = [
            Assignment(person.id, filled.at[case, "role"], True, 1.0)
            for person in (filled.anna, filled.boris)
            for case in cases
        ]
        return rounds.add_round(act, "R1", filled.anna.id, {}, given)


def test_in_an_open_round_nothing_is_said_and_its_coders_see_no_decision(filled: Filled) -> None:
    for person in (filled.anna, filled.boris):
        for case in ("1001.1", "1003"):
            filled.finish(person, case, Outcome.NONE_APPLIES)
    settle(filled, ConsensusDecision("neither", ()))
    settle(filled, ConsensusDecision("neither", ()), ("1003", "role"))
    open_round(filled, "1001.1")
    with filled.store.read() as db:
        assert {one.answer_id for one in judgements.load_first_judgements(db, ["pressure"])} == {
            filled.at["1003", "role"]
        }
        assert len(settlements.load_settlements(db)) == 2, "nobody in particular looks"
    filled.store.viewer = filled.boris.id
    assert set(settled(filled)) == {(filled.at["1003", "role"], "pressure")}
    with filled.store.read() as db:
        told = [line.sentence for line in act_log.load_log(db) if line.verb == "settle"]
    assert told == [HIDDEN, HIDDEN]


def test_of_a_frozen_round_counts_what_was_said_in_it(filled: Filled) -> None:
    filled.put(filled.anna, "1001.1", "pressure", 3, 11)
    filled.finish(filled.anna, "1001.1", Outcome.CODED)
    filled.finish(filled.boris, "1001.1", Outcome.NONE_APPLIES)
    filled.finish(filled.boris, "1003", Outcome.NONE_APPLIES)
    round_id = open_round(filled, "1001.1")
    with events.record_act(filled.store, filled.anna.id, "round", "froze R1") as act:
        assert rounds.freeze_round(act, round_id) == 2
    filled.put(filled.anna, "1001.1", "money", 12, 20)
    with filled.store.read() as db:
        found = {
            (one.answer_id, one.coder_id): one
            for one in judgements.load_first_judgements(db, ["pressure", "money"])
        }
        in_round = judgements.load_judgements_in_rounds(db, "R1")
    at, later = filled.at[CASE], filled.at["1003", "role"]
    assert found[at, filled.anna.id].codings == (("pressure", 3, 11),)
    assert {place: one.round for place, one in found.items()} == {
        (at, filled.anna.id): "R1",
        (at, filled.boris.id): "R1",
        (later, filled.boris.id): "",
    }
    assert [one.coder_id for one in in_round] == [filled.anna.id, filled.boris.id]
    with filled.store.read() as db:
        moved = {
            one.coder_id: one
            for one in judgements.load_first_judgements(db, ["money"])
            if one.answer_id == at
        }
    assert [code for code, _, _ in moved[filled.anna.id].codings] == ["pressure", "money"], (
        "as it stands now"
    )


def test_a_merged_code_is_there_where_either_was_decided_to_be(filled: Filled) -> None:
    boris, (pressure, money) = filled.boris.id, (filled.codes["pressure"], filled.codes["money"])

    def decide(case: str, code: int, decision: ConsensusDecision) -> None:
        with events.record_act(filled.store, filled.anna.id, "settle", "settled") as act:
            settlements.add_settlement(
                act, filled.anna.id, (filled.at[case, "role"], code), decision, {}, 1
            )

    decide("1001.1", pressure, ConsensusDecision("coder", ((3, 11),), boris))
    decide("1001.1", money, ConsensusDecision("neither", ()))
    decide("1001.2", pressure, ConsensusDecision("neither", ()))
    decide("1002", pressure, ConsensusDecision("neither", ()))
    filled.put(filled.boris, "1002", "money", 0, 5)
    before = settled(filled)
    with events.record_act(
        filled.store, filled.anna.id, "codebook", "merged pressure into money"
    ) as act:
        settlements.move_settlements(act, pressure, money)
    found = {place[0]: one for place, one in settled(filled).items() if place[1] == "money"}
    assert found == {
        filled.at["1001.1", "role"]: ConsensusDecision("edited", ((3, 11),)),
        filled.at["1001.2", "role"]: ConsensusDecision("neither", ()),
    }, "of 1002 it is not said that money is not there"
    undo_redo.undo_act(filled.store, filled.anna.id)
    assert settled(filled) == before
