"""Suggestions, only when asked: fetching and rejecting them. A digit takes one."""

from __future__ import annotations

from tipcoder.errors import BadInput
from tipcoder.plain.typed_lines import TypedLine
from tipcoder.plain.typed_targets import find_code
from tipcoder.plain.work import PlainWork


def suggest(work: PlainWork, _typed: TypedLine) -> None:
    """Suggest codes for the answer; again: as without suggestions."""
    answer = work.require_answer()
    if work.offers is not None:
        work.offers = None
        work.say("Suggestions are left out")
    else:
        work.fetch_offers()
    work.show_codes(answer)


def suggest_always(work: PlainWork, _typed: TypedLine) -> None:
    """Suggest codes on every answer; again: only when asked."""
    work.suggests_always = not work.suggests_always
    if not work.suggests_always:
        work.offers = None
        work.say("Suggestions come only when you ask with p")
    else:
        work.say("Suggestions come on every answer; P ends that")
        work.fetch_offers()
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
