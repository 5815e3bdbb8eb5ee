"""Answers that were withdrawn in the survey file: what is held back, and the decision to keep."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.errors import BadInput
from tipcoder.model.codings import Coder
from tipcoder.store import coders, events, redactions, withdrawals
from tipcoder.store.withdrawals import GONE, KEPT, WAITING, Withdrawal
from tipcoder.text import format_count, join_first, normalise_text
from tipcoder.workbench.study import OpenStudy

HOW = {
    "withheld": "withheld in the survey file",
    "blank": "emptied in the survey file",
    "not_asked": "no longer asked in the survey file",
    GONE: "its row is gone from the survey file",
}
"""How an answer was withdrawn, as a person reads it."""
_NAMED = 3


def list_withdrawals(study: OpenStudy) -> list[Withdrawal]:
    """Every withdrawn answer whose words are still here, decided or not, in reading order."""
    with study.store.read() as db:
        return withdrawals.load_withdrawals(db)


@dataclass(frozen=True)
class WaitingAnswers:
    """Withdrawn answers about which nobody has decided, and their quotes."""

    places: tuple[tuple[str, str], ...]
    """Case and question of each, in reading order."""
    held: int
    """Quotes of them, as far as whoever looks may see them."""

    @property
    def sentence(self) -> str:
        """For a lead, without a full stop; empty where nothing waits."""
        if not self.places:
            return ""
        were = "was" if len(self.places) == 1 else "were"
        named = join_first([" ".join(place) for place in self.places], _NAMED)
        first = shlex.join(self.places[0])
        return (
            f"{format_count(len(self.places), 'answer')} {were} withdrawn in the survey file "
            f"({named}); {self._held_quotes}. Decide: `tipcoder erase {first}`, or "
            f"`tipcoder withdrawn keep {first}`"
        )

    @property
    def status_line(self) -> str:
        """The same in less than 80 columns; empty where nothing waits."""
        if not self.places:
            return ""
        number = format_count(len(self.places), "answer")
        return f"{number} withdrawn, {self._held_quotes}: `tipcoder withdrawn`."

    @property
    def _held_quotes(self) -> str:
        be = "is" if self.held == 1 else "are"
        return f"{format_count(self.held, 'quote')} {be} held back"


def find_waiting_answers(study: OpenStudy) -> WaitingAnswers:
    """Every withdrawn answer that waits for a decision."""
    with study.store.read() as db:
        found = withdrawals.load_withdrawals(db)
        waiting = [each for each in found if each.decision == WAITING]
        # Most studies have none, and reading all quotes takes time.
        quoted = redactions.load_quoted_spans(db) if waiting else {}
    held = sum(len(quoted.get(each.answer_id, ())) for each in waiting)
    return WaitingAnswers(tuple((each.case, each.question) for each in waiting), held)


def warn_of_withdrawals(study: OpenStudy) -> str:
    """A sentence about withdrawn answers that wait for a decision; empty where none do."""
    return find_waiting_answers(study).sentence


def keep_withdrawn(
    study: OpenStudy, coder: Coder, places: Sequence[tuple[str, str]], reason: str
) -> str:
    """Decide that withdrawn answers stay usable, as one act that can be undone.

    Returns what was done. Raises BadInput for a place that is not withdrawn, and without a reason.
    """
    why = " ".join(normalise_text(reason).text.split())
    if not why:
        raise BadInput(
            "Keeping a withdrawn answer needs a reason for the log.",
            'Say it with --reason, as in --reason "an export without the column".',
        )
    with study.store.write() as db:
        found = _require_withdrawals(withdrawals.load_withdrawals(db), places)
        named = join_first([f"{each.case} {each.question}" for each in found], _NAMED)
        person = coders.ensure_coder(db, coder)
        act = events.begin_act(db, person.id, "keep", f"kept though withdrawn: {named}: {why}")
        for each in found:
            if (each.decision, each.reason) != (KEPT, why):
                withdrawals.keep_answer(act, each, why)
        events.finish_act(act)
    return f"kept though withdrawn: {named}"


def _require_withdrawals(
    known: Sequence[Withdrawal], places: Sequence[tuple[str, str]]
) -> list[Withdrawal]:
    by_place = {(each.case, each.question): each for each in known}
    found = []
    for place in places:
        if place not in by_place:
            raise BadInput(
                f"{place[0]} {place[1]}: was not withdrawn.",
                "`tipcoder withdrawn` lists what was.",
            )
        found.append(by_place[place])
    return found
