"""What colleagues said of the answer at hand, and what was settled of it: after the round only."""

from __future__ import annotations

from dataclasses import dataclass

from tipcoder.model.codings import Coding, Outcome
from tipcoder.store import codings, colleagues
from tipcoder.store.colleagues import Sight
from tipcoder.store.settlements import Settlement as Settlement
from tipcoder.store.settlements import load_settlements
from tipcoder.workbench.coding.view import StudyView

_WHY_NOT = {
    Sight.IN_ROUND: "Your round is open: what others coded here is shown when it is frozen.",
    Sight.UNFINISHED: "What others coded here is shown when you have finished the answer.",
}


@dataclass(frozen=True)
class ColleagueWork:
    """What one other coder said of an answer."""

    coder: str
    outcome: Outcome | None
    """How she finished it; None where she has not."""
    codings: tuple[Coding, ...]
    """In order of their words."""


@dataclass(frozen=True)
class ColleaguesView:
    """Everything that others said of an answer."""

    work: tuple[ColleagueWork, ...] = ()
    settled: tuple[Settlement, ...] = ()
    """What was decided, code by code."""
    refusal: str = ""
    """Why nothing is shown; empty where all of it is."""


def read_colleagues(view: StudyView, answer_id: int) -> ColleaguesView:
    """What others said of an answer, coder by coder, and the decisions.

    Shown only where no open round of this coder has the answer, and she has finished it; a lead may
    look at answers of no round before.
    """
    me = view.coder
    with view.study.store.read() as db:
        sight = colleagues.find_sight(db, answer_id, me.id)
        if sight is not Sight.OPEN:
            return ColleaguesView(refusal=_WHY_NOT[sight])
        readings = colleagues.load_visible_readings(db, answer_id)
        found = codings.load_visible_codings(db, [answer_id])
        settled = load_settlements(db, answer_id)

    outcomes = {reading.coder: reading.outcome for reading in readings}
    names = dict.fromkeys((*outcomes, *(coding.coder for coding in found)))
    work = []
    for name in names:
        if name != me.name:
            own = [coding for coding in found if coding.coder == name]
            own.sort(key=lambda coding: (coding.start, -coding.end, coding.id))
            work.append(ColleagueWork(name, outcomes.get(name), tuple(own)))
    return ColleaguesView(tuple(work), tuple(settled.values()))
