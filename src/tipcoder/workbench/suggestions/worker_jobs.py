"""What screens ask the thread of suggestions for, and how the thread gives way to them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipcoder.store.suggestions import ShownSuggestion

if TYPE_CHECKING:
    from tipcoder.workbench.suggestions.offers import Offers
    from tipcoder.workbench.suggestions.reading_orders import RankedAnswers

_SWITCH_SECONDS = 0.0005
"""How often Python looks whether another thread wants to go on, while suggestions are made.

A key waits no longer.
"""


@dataclass(frozen=True)
class OfferRequest:
    """Somebody waits for offers for an answer, and is called back with them."""

    answer_id: int
    shown: str
    on_offers: Callable[[Offers], object]


@dataclass(frozen=True)
class OrderRequest:
    """Somebody reads in an order, and is called back with every new ranking."""

    by: str
    code: str
    on_ranked: Callable[[RankedAnswers], object]


@dataclass(frozen=True)
class WorkerJob:
    """What the thread has to do at one time; with nothing to do it is idle."""

    ask: OfferRequest | None
    order: OrderRequest | None
    recording: list[ShownSuggestion]
    order_is_new: bool
    order_again: bool
    idle: bool


@contextmanager
def switch_threads_often() -> Iterator[None]:
    """Let go of the interpreter more often, because somebody may be typing."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
