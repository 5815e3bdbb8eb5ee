"""One code in the place of another on many answers or quotes of a coder, as one act.

Each quote keeps its ends. Where the new code lies on some of the same words already it is not
doubled: that quote stays as it is, and the old one goes. Nobody judges the answers one by one: as
in `many_acts` they are marked, and answers of open rounds are never among them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from tipcoder.errors import BadInput
from tipcoder.model.codings import MANY, PERSON, Coding, Outcome
from tipcoder.store import answers, codings, notes, recoding, rounds, suggestions
from tipcoder.store.engine import Db
from tipcoder.store.events import Act
from tipcoder.text import format_count
from tipcoder.workbench.coding.many_acts import NEVER_IN_ROUNDS


@dataclass(frozen=True)
class ReplacementScope:
    """Where a code is to be replaced."""

    answer_ids: Sequence[int]
    """In the order of the list: the act names the first that it changes."""
    coding_ids: Collection[int] | None = None
    """The quotes that are meant; None for all on these answers."""


@dataclass(frozen=True)
class ReplacementPlan:
    """What the act changes."""

    moving: Sequence[Coding]
    """Quotes that get the new code."""
    joining: Sequence[tuple[Coding, Coding]]
    """Quotes that go, each with the quote of the new code that stays on some of its words."""
    closed: int = 0
    """How many answers are left out because open rounds have them."""
    answer_ids: Sequence[int] = field(default=())
    """The answers that are changed, in the order of the list."""

    @property
    def left_out(self) -> str:
        """What a sentence says of answers left out, to be written behind it."""
        if not self.closed:
            return ""
        return f"; {format_count(self.closed, 'answer')} of open rounds left out"


def plan_replacement(
    db: Db, scope: ReplacementScope, old_id: int, new_id: int, coder_id: int
) -> ReplacementPlan:
    """What replacing one code by another does. Raises BadInput where nothing can be replaced."""
    in_rounds = rounds.find_open_round_answers(db)
    readable = answers.filter_readable(db, list(scope.answer_ids))
    old = codings.load_codings_with_code(db, scope.answer_ids, old_id, coder_id)
    new = codings.load_codings_with_code(db, scope.answer_ids, new_id, coder_id)
    moving: list[Coding] = []
    joining: list[tuple[Coding, Coding]] = []
    changed: dict[int, None] = {}
    closed = 0
    for answer_id in dict.fromkeys(scope.answer_ids):
        quotes = [quote for quote in old.get(answer_id, ()) if _is_meant(scope, quote)]
        if not quotes:
            continue
        if answer_id in in_rounds:
            closed += 1
            continue
        if answer_id not in readable:
            continue
        changed[answer_id] = None
        for quote in quotes:
            there = _find_overlapped(quote, new.get(answer_id, ()))
            if there is None:
                moving.append(quote)
            else:
                joining.append((quote, there))
    if not changed and closed:
        count = format_count(closed, "answer is", "answers are")
        raise BadInput(f"Nothing replaced: {count} in an open round.", NEVER_IN_ROUNDS)
    if not changed:
        raise BadInput("The code is on none of these.", "Choose one that is.")
    return ReplacementPlan(moving, joining, closed, tuple(changed))


def describe_plan(old: str, new: str, plan: ReplacementPlan) -> str:
    """What a person confirms: `Money in place of Training on 20 answers, 23 quotes`."""
    quotes = len(plan.moving) + len(plan.joining)
    count = len(plan.answer_ids)
    sentence = f"{new} in place of {old} on {format_count(count, 'answer')}"
    sentence += f", {format_count(quotes, 'quote')}"
    if plan.joining:
        number = len(plan.joining)
        already = format_count(number, "is on words", "are on words")
        sentence += f"; {already} that have {new} already, where it stays once"
    if count > 1:
        sentence += "; they are marked as coded many at once"
    return sentence + plan.left_out


def write_replacement(
    act: Act,
    plan: ReplacementPlan,
    codes: tuple[int, int],
    coder_id: int,
    revision: int,
) -> None:
    """Do it; `codes` are the numbers of the old and the new code.

    Whoever finished one of several answers did not judge it with the new code: it is marked, too.
    """
    is_many = len(plan.answer_ids) > 1
    # While both codings hold: the memos of the one that goes are added to the other.
    for quote, there in plan.joining:
        notes.join_memos(act, quote.answer_id, there.id, [quote.id])
    codings.remove_codings(act, [quote.id for quote, _ in plan.joining])
    if plan.moving:
        origin = MANY if is_many else PERSON
        ids = [quote.id for quote in plan.moving]
        recoding.move_codings(act, *codes, revision, origin, ids)
    if is_many:
        finished = codings.load_live_readings(act.db, coder_id, list(plan.answer_ids))
        judged = {quote.answer_id for quote in plan.moving if quote.answer_id in finished}
        coded: dict[int, Outcome | None] = dict.fromkeys(sorted(judged), Outcome.CODED)
        codings.set_readings(act, coder_id, coded, revision, MANY)
    for answer_id in plan.answer_ids:
        # A suggestion that brought the old code did not hold here.
        suggestions.reject_removed(act, answer_id, coder_id)


def _is_meant(scope: ReplacementScope, quote: Coding) -> bool:
    return scope.coding_ids is None or quote.id in scope.coding_ids


def _find_overlapped(quote: Coding, others: Sequence[Coding]) -> Coding | None:
    """The longest of the other quotes that shares words with this one."""
    overlapped = [one for one in others if one.start < quote.end and quote.start < one.end]
    return max(overlapped, key=lambda one: (one.end - one.start, -one.id), default=None)
