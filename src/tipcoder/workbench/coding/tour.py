"""What the tour of the workbench asks about a coder: was she shown it, and what did she do last?"""

from __future__ import annotations

from typing import NamedTuple

from tipcoder.store import act_log, tour_notes
from tipcoder.workbench.coding.session import CodingSession


class Deed(NamedTuple):
    """An act, as far as the tour looks at it."""

    act: int
    """Its number; a later act has a higher one."""
    verb: str
    """As in the log: `code`, `review`."""


NO_DEED = Deed(0, "")


def was_tour_shown(session: CodingSession) -> bool:
    """Whether the tour was shown to this coder in this study."""
    with session.study.store.read() as db:
        return tour_notes.was_tour_shown(db, session.coder.id)


def note_tour_shown(session: CodingSession) -> None:
    """Remember that the tour was shown: it does not come by itself again."""
    with session.study.store.write(session.coder.id) as db:
        tour_notes.note_tour_shown(db, session.coder.id)


def find_last_deed(session: CodingSession) -> Deed:
    """What this coder did last, here or elsewhere; NO_DEED where she has done nothing."""
    with session.study.store.read() as db:
        latest = act_log.load_log(db, 1, session.coder.id)
    return Deed(latest[0].act, latest[0].verb) if latest else NO_DEED
