"""Orders of reading that rest on suggestions: the likeliest to carry a code first, or the least sure first.

Answers of open rounds get no place in them, because the order itself would say what is expected of an answer; they
come last, as imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipcoder.store import rounds
from tipcoder.store.engine import Db

if TYPE_CHECKING:
    from tipcoder.suggestion.remaining import Remaining
    from tipcoder.workbench.suggestions.suggesting import StudySuggestions

LIKELY, UNSURE = "likely", "unsure"


@dataclass(frozen=True)
class Ranked:
    """Answers in an order; one that is not among them comes behind."""

    by: str
    code: str
    """The code it is about; empty where it is about all."""
    ids: Sequence[int]
    left: str = ""
    """How many that carry the code are still to be expected, with an interval; empty where nobody has reckoned it."""


def ranked(db: Db, found: StudySuggestions, by: str, code: str, *, reckon: bool = False) -> Ranked:
    """All answers in an order; with `reckon` also what is still to be expected of the code.

    A code that the codebook no longer has ranks nothing.
    """
    engine = found.suggester
    if not found.answers or (by == LIKELY and code not in engine.number):
        return Ranked(by, code, [])
    rows = _likeliest(found, code) if by == LIKELY else _least_sure(found)
    closed = rounds.in_open_rounds(db)
    ids = [found.answers[row].id for row in rows]
    listed = [answer_id for answer_id in ids if answer_id not in closed] if closed else ids
    left = found.remaining(code) if reckon and by == LIKELY else None
    return Ranked(by, code, listed, _in_short(left) if left is not None else "")


def _in_short(left: Remaining) -> str:
    interval = f"[{left.low:.0f}, {left.high:.0f}]"
    return (
        f"{left.found} found in {left.read} read, {left.expected:.0f} {interval} to be expected in {left.unread} unread"
    )


def _likeliest(found: StudySuggestions, code: str) -> list[int]:
    """By score; answers to questions that the codebook does not ask the code of come behind."""
    import numpy as np

    outside = ~found.suggester.in_scope(code)
    rows: list[int] = np.lexsort((-found.suggester.scores(code), outside)).tolist()
    return rows


def _least_sure(found: StudySuggestions) -> list[int]:
    """By how little a text's best code is ahead of its next (margin sampling: Scheffer, Decomain & Wrobel, 2001)."""
    import numpy as np

    engine = found.suggester
    scores = np.stack([engine.scores(code.key) for code in engine.codes], axis=1)
    if scores.shape[1] < 2:
        margins = np.abs(scores[:, 0])
    else:
        best = np.partition(scores, -2, axis=1)
        margins = best[:, -1] - best[:, -2]
    rows: list[int] = np.argsort(margins, kind="stable").tolist()
    return rows
