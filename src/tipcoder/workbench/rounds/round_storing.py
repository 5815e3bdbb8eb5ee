"""Keeping a round that was drawn: its assignments, its copies, and how it was drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tipcoder.model.codings import Coder
from tipcoder.store import coders, drift, events, rounds
from tipcoder.store.events import Act
from tipcoder.store.rounds import Assignment
from tipcoder.workbench.rounds.drift_sample import DriftSample
from tipcoder.workbench.rounds.round_plan import DrawnRound, RoundPlan
from tipcoder.workbench.study import OpenStudy


def store_round(
    study: OpenStudy,
    lead: Coder,
    plan: RoundPlan,
    drawn: DrawnRound,
    shared: Mapping[int, float],
    dealt: Mapping[str, Sequence[int]],
) -> None:
    """Keep a round as one act: who gets which answers, and copies of those to be coded again."""
    design = _describe_design(plan, drawn, list(dealt))
    with study.store.write() as db:
        # Somebody who has never coded here can be given answers.
        coder_ids = {name: coders.find_or_add_coder(db, name).id for name in dealt}
        sentence = (
            f"opened round {drawn.name}: {drawn.shared} shared answers for {', '.join(dealt)}"
        )
        if drawn.again is not None:
            sentence += f", and {drawn.again.size} of wave {drawn.again.earlier} again"
        lead_id = coders.ensure_coder(db, lead).id
        act = events.begin_act(db, lead_id, "round", sentence)
        given: list[Assignment] = []
        for name, ids in dealt.items():
            given += _build_assignments(coder_ids[name], shared, ids)
        if drawn.again is not None:
            given += _build_copies(act, coder_ids, drawn.again)
        rounds.add_round(act, drawn.name, lead_id, design, given)
        events.finish_act(act)


def _build_assignments(
    coder_id: int, shared: Mapping[int, float], own: Sequence[int]
) -> Iterator[Assignment]:
    """What one coder gets: the shared answers with their chances, and those of her own."""
    for answer_id, chance in shared.items():
        yield Assignment(coder_id, answer_id, True, chance)
    for answer_id in own:
        yield Assignment(coder_id, answer_id, False, 0.0)


def _build_copies(
    act: Act, coder_ids: Mapping[str, int], again: DriftSample
) -> Iterator[Assignment]:
    """Copies of the answers that are coded again, each for one coder."""
    for name, chances in again.dealt.items():
        copies = drift.add_copies(act, list(chances))
        for answer_id, chance in chances.items():
            yield Assignment(coder_ids[name], copies[answer_id], False, chance)


def _describe_design(plan: RoundPlan, drawn: DrawnRound, names: list[str]) -> dict[str, object]:
    """How the round was drawn, as the store keeps it: what a second draw and a report need."""
    design: dict[str, object] = {
        "coders": names,
        "overlap": plan.overlap,
        "by": list(plan.by),
        "questions": list(plan.questions),
        "seed": drawn.seed,
        "pile": drawn.pile,
    }
    if drawn.likely:
        codes = [line.code for line in drawn.expected if line.likely]
        design["oversample"] = {"answers": drawn.likely, "codes": codes}
    if drawn.again is not None:
        again = drawn.again
        design["drift"] = {"from": again.earlier, "to": again.later, "answers": again.size}
    return design
