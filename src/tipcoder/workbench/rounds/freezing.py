"""What a lead is told before a round is frozen."""

from __future__ import annotations

from tipcoder.errors import BadInput
from tipcoder.model.codings import Coder
from tipcoder.store import colleagues
from tipcoder.text import format_count
from tipcoder.workbench.rounds.rounds import RoundProgress, list_rounds
from tipcoder.workbench.study import OpenStudy


def list_freezable_rounds(study: OpenStudy, coder: Coder) -> list[RoundProgress]:
    """The open rounds, oldest first.

    Raises BadInput where there is none, and for somebody who leads nothing here: freezing lets
    coders see each other's work, which is not for a coder to decide by a key.
    """
    found = [state for state in list_rounds(study) if not state.round.frozen_at]
    if not found:
        raise BadInput("No round is open.", "`tipcoder assign` draws one.")
    with study.store.read() as db:
        leads = colleagues.is_lead(db, coder.id)
    if not leads:
        lead = found[0].round.lead
        raise BadInput(f"Freezing is for a lead: {lead} drew round {found[0].round.name}.")
    return found


def find_unfinished_round(study: OpenStudy, name: str) -> RoundProgress | None:
    """The open round of this name in which somebody is not done; None where there is none such."""
    for state in list_rounds(study):
        is_waiting = any(share.finished < share.answers for share in state.shares)
        if state.round.name == name and not state.round.frozen_at and is_waiting:
            return state
    return None


def describe_waiting(state: RoundProgress) -> str:
    """How much of a round who has left: `anna 3 of 6 left, boris finished`."""
    pieces = []
    for share in state.shares:
        left = share.answers - share.finished
        words = f"{left} of {share.answers} left" if left else "finished"
        pieces.append(f"{share.coder} {words}")
    return ", ".join(pieces)


def describe_freezing(state: RoundProgress) -> str:
    """What freezing a round does, for a person to confirm."""
    left = sum(share.answers - share.finished for share in state.shares)
    sentence = f"Freeze round {state.round.name}: {describe_waiting(state)}"
    if left:
        sentence += f"; {format_count(left, 'assignment')} will count as not judged"
    return (
        f"{sentence}. What is judged now is kept for agreement, and its coders see each other's "
        "work: what they have seen cannot be taken back"
    )
