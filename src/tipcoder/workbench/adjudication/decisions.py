"""What can be decided where coders differ, and how a decision is told."""

from __future__ import annotations

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.store import answers, rounds
from tipcoder.store.engine import Db
from tipcoder.store.settlements import (
    BOTH,
    CODER,
    EDITED,
    NEITHER,
    REASONS,
    SIDES,
    ConsensusDecision,
    Spans,
)
from tipcoder.workbench.adjudication.disagreements import Disagreement, Voice
from tipcoder.workbench.adjudication.judgements import merge_spans


def choose_decision(
    one: Disagreement,
    side: str,
    *,
    label: str,
    length: int,
    coder_id: int | None = None,
    spans: Spans = (),
    reason: str = "",
    note: str = "",
) -> ConsensusDecision:
    """The decision for a side, about a code called `label` and an answer of `length` characters.

    Raises BadInput for a side or a reason that there is not, for a coder who has not judged the
    code, and for words that are not in the answer.
    """
    if side not in SIDES:
        raise BadInput(f"There is no side {side!r}.", did_you_mean(side, SIDES))
    reason = require_reason(reason)
    note = note.strip()

    if side == CODER:
        voice = _find_voice(one, coder_id)
        if voice is None:
            raise BadInput(f"That coder has not judged {label} on {one.case} {one.question}.")
        return ConsensusDecision(CODER, voice.spans, voice.coder_id, reason, note)
    if side == EDITED:
        chosen = _require_words(one, spans, length)
        return ConsensusDecision(EDITED, chosen, None, reason, note)

    # "Neither" is a decision too: the code is not there.
    everything = merge_spans(one.list_marked_spans()) if side == BOTH else ()
    return ConsensusDecision(side, everything, None, reason, note)


def check_can_settle(db: Db, one: Disagreement) -> None:
    """Raise BadInput for an answer of an open round, and for one whose text was replaced."""
    place = f"{one.case} {one.question}"
    if one.answer_id in rounds.find_open_round_answers(db):
        raise BadInput(f"{place} is being coded in an open round.", "Freeze the round first.")
    if not answers.is_current(db, one.answer_id):
        raise BadInput(f"{place}: a later import has replaced this text.")


def require_reason(reason: str) -> str:
    """The reason itself, which may be empty. Raises BadInput for one that is not in the list."""
    if reason and reason not in REASONS:
        hint = did_you_mean(reason, REASONS) or f"Choose {', '.join(REASONS)}."
        raise BadInput(f"There is no reason {reason!r}.", hint)
    return reason


def _require_words(one: Disagreement, spans: Spans, length: int) -> Spans:
    chosen = merge_spans(spans)
    # Merged spans are in order, so the first and the last tell.
    is_inside = bool(chosen) and chosen[0][0] >= 0 and chosen[-1][1] <= length
    if not is_inside or any(start >= end for start, end in chosen):
        raise BadInput(
            f"{one.case} {one.question}: no words were chosen.",
            f"The text has {length} characters.",
        )
    return chosen


def _find_voice(one: Disagreement, coder_id: int | None) -> Voice | None:
    for voice in one.voices:
        if voice.coder_id == coder_id:
            return voice
    return None


def summarise_decision(
    one: Disagreement, decision: ConsensusDecision, *, hide_names: bool = False
) -> str:
    """What was decided, in a few words: `as anna has it, it is there (missed)`.

    With `hide_names` a coder is called by her letter.
    """
    words = _describe_side(one, decision, hide_names)
    if decision.reason:
        words += f" ({decision.reason})"
    return words


def _describe_side(one: Disagreement, decision: ConsensusDecision, hide_names: bool) -> str:
    there = "it is there" if decision.spans else "it is not there"
    if decision.side == BOTH:
        return "everything that was marked"
    if decision.side == NEITHER:
        return there
    if decision.side != CODER:
        return "on other words"

    name = "a coder"
    voice = _find_voice(one, decision.sided_with)
    # She may have been sided with, and not be among those who judge the code now.
    if voice is not None:
        name = voice.letter if hide_names else voice.coder
    return f"as {name} has it, {there}"
