"""Suggestions, only when asked: fetching and rejecting them. A digit takes one."""

from __future__ import annotations

from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from tipcoder.errors import BadInput
from tipcoder.plain.typed_lines import TypedLine
from tipcoder.plain.typed_targets import find_code
from tipcoder.plain.work import PlainWork

if TYPE_CHECKING:
    from tipcoder.workbench.suggestions.offers import Offers

_ASKED, _MODE = "asked", "mode"
"""How suggestions came to be shown; it is recorded with them."""
_LONGEST_WAIT = 600
"""Seconds; the first question of all reads every answer."""


def suggest(work: PlainWork, _typed: TypedLine) -> None:
    """Suggest codes for the answer; again: as without suggestions."""
    answer = work.require_answer()
    if work.offers is not None:
        work.offers = None
        work.say("Suggestions are left out")
    else:
        fetch_offers(work)
    work.show_codes(answer)


def suggest_always(work: PlainWork, _typed: TypedLine) -> None:
    """Suggest codes on every answer; again: only when asked."""
    work.suggests_always = not work.suggests_always
    if not work.suggests_always:
        work.offers = None
        work.say("Suggestions come only when you ask with p")
    else:
        work.say("Suggestions come on every answer; P ends that")
        fetch_offers(work)
    work.show_codes(work.require_answer())


def reject_offer(work: PlainWork, typed: TypedLine) -> None:
    """Reject a suggestion by its digit or label; alone: the only one there is."""
    open_offers = work.list_open_offers()
    if not open_offers:
        raise BadInput("Nothing is suggested here.", "p asks for suggestions.")
    if typed.rest:
        offer = work.find_offer(find_code(work, typed.rest))
        if offer is None:
            raise BadInput("This code is not suggested here.", "Nothing was changed.")
    elif len(open_offers) > 1:
        raise BadInput("Several codes are suggested.", "Write the digit behind the minus: - 1.")
    else:
        offer = open_offers[0]
    shown = offer.shown
    work.perform_act(lambda _: work.session.reject_suggestion(shown))


def fetch_offers(work: PlainWork) -> None:
    """Have suggestions made for the current answer, and wait for them."""
    answer = work.require_answer()
    refusal = work.desk.find_refusal(answer.id)
    if refusal:
        work.say(refusal)
        return
    if not work.desk.ready:
        work.say("The answers are being read for suggestions")
    arrived: SimpleQueue[Offers] = SimpleQueue()
    how = _MODE if work.suggests_always else _ASKED
    work.desk.request_offers(answer.id, how, arrived.put)
    try:
        offers = arrived.get(timeout=_LONGEST_WAIT)
    except Empty:
        work.desk.cancel_offers()
        work.say("No suggestions came")
        return
    if not offers.offers:
        work.say(offers.why_none)
        return
    work.offers = offers
    # That somebody was told of them is needed to judge how codes came about.
    work.desk.record_shown([offer.shown for offer in offers.offers])
