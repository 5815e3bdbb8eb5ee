"""One code on many answers at once, by one act of a person: marked rows, or answers that are alike.

Nobody judged these answers one by one. So they are marked (`MANY`), have no vote where coders are
compared, and answers of open rounds are never among them. `CodingSession.code_many` is the act.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tipcoder.errors import BadInput
from tipcoder.model.answers import Answer
from tipcoder.model.codings import MANY, PERSON, Outcome
from tipcoder.store import answers, codings, rounds
from tipcoder.store.codings import Span
from tipcoder.store.engine import Db
from tipcoder.store.events import Act
from tipcoder.text import format_count
from tipcoder.workbench.coding.act_sentences import format_place

NEVER_IN_ROUNDS = "In an open round every answer is coded on its own."


@dataclass(frozen=True)
class ManyWish:
    """What one act is to give to many answers."""

    code: str
    spans: Mapping[int, tuple[int, int] | None]
    """By answer, in the order of the list, the words that get the code, as code points, half-open;
    None for the whole answer. An answer that has the code already keeps it where it is.
    """
    chosen_by: str
    """How the answers were chosen, as the sentence of the act has it: `by the filter lang:ru`."""
    at_hand: int | None = None
    """The answer that the coder looked at: her judgement of it is like any other."""
    finish: bool = True
    """Whether the answers are finished by it. Not where words get the code: the rest is unread."""


@dataclass(frozen=True)
class ManyPlan:
    """What the act changes."""

    code_id: int
    new: Sequence[int]
    """Answers that get the code."""
    changed: Sequence[int]
    """Those, and answers that have it and are finished by the act."""
    judged: Sequence[int]
    """Those of them that are finished as coded after the act."""
    closed: int
    """How many are left out because open rounds have them."""
    first: int
    """The answer that the act names and that undo goes back to; 0 where nothing is changed."""

    @property
    def left_out(self) -> str:
        """What the sentence says of answers left out, to be written behind it."""
        if not self.closed:
            return ""
        return f"; {format_count(self.closed, 'answer')} of open rounds left out"


def plan_many(db: Db, wish: ManyWish, code_id: int, coder_id: int) -> ManyPlan:
    """Which of the answers the act reaches. Raises BadInput where none may be coded so."""
    in_rounds = rounds.find_open_round_answers(db)
    readable = answers.filter_readable(db, list(wish.spans))
    # The copy of an answer that a drift round has coded again is not among the readable ones.
    current = [each for each in wish.spans if each in readable or each in in_rounds]
    ids = [each for each in current if each not in in_rounds]
    if not current:
        raise BadInput("None of these answers has a readable text.")
    if not ids:
        count = format_count(len(current), "answer is", "answers are")
        raise BadInput(f"Nothing coded: {count} in an open round.", NEVER_IN_ROUNDS)

    there = codings.load_codings_with_code(db, ids, code_id, coder_id)
    finished = codings.load_finished_ids(db, coder_id)
    new = [each for each in ids if each not in there]
    if wish.finish:
        # What has the code and is finished is left as it was judged.
        changed = [each for each in ids if each not in there or each not in finished]
        judged = changed
    else:
        changed = new
        judged = [each for each in new if each in finished]
    first = _choose_first(changed, wish.at_hand)
    return ManyPlan(code_id, new, changed, judged, len(current) - len(ids), first)


def _choose_first(changed: Sequence[int], at_hand: int | None) -> int:
    """The answer that the act names: the one at hand where it is changed; 0 for none."""
    if at_hand is not None and at_hand in changed:
        return at_hand
    return changed[0] if changed else 0


def describe_many(label: str, wish: ManyWish, plan: ManyPlan, first: Answer) -> str:
    """`Money on 12 Q1 and 7 more at once, by the filter lang:ru`."""
    others = len(plan.changed) - 1
    more = f" and {others} more at once" if others else ""
    chosen_by = f", {wish.chosen_by}" if wish.chosen_by else ""
    return f"{label} on {format_place(first)}{more}{chosen_by}"


def write_many(act: Act, wish: ManyWish, plan: ManyPlan, coder_id: int, revision: int) -> None:
    """Apply the code where it is new, and finish as coded what the plan says.

    Whoever judged one of them before did not judge it with this code: it is marked, too.
    """
    texts = answers.load_texts(act.db, plan.new)
    rows = []
    for each in plan.new:
        span = _cut_span(texts[each], wish.spans[each])
        origin = PERSON if each == wish.at_hand else MANY
        rows.append(codings.build_coding_row(each, plan.code_id, coder_id, span, revision, origin))
    codings.add_codings(act, rows)
    at_hand = [each for each in plan.judged if each == wish.at_hand]
    others = [each for each in plan.judged if each != wish.at_hand]
    for ids, origin in ((at_hand, PERSON), (others, MANY)):
        outcomes: Mapping[int, Outcome | None] = dict.fromkeys(ids, Outcome.CODED)
        codings.set_readings(act, coder_id, outcomes, revision, origin)


def _cut_span(text: str, span: tuple[int, int] | None) -> Span:
    start, end = span if span is not None else (0, len(text))
    return Span(start, end, text[start:end])
