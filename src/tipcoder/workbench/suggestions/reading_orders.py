"""Orders of reading that rest on suggestions.

The likeliest to carry a code first, or the least sure first. Answers of open rounds get no place in
them, because the order itself would say what is expected of an answer; they come last, as imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipcoder.store import rounds
from tipcoder.store.engine import Db
from tipcoder.yielding import yield_if_asked

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from tipcoder.suggestion.remaining import Remaining
    from tipcoder.workbench.suggestions.study_suggestions import StudySuggestions

LIKELY, UNSURE = "likely", "unsure"


@dataclass(frozen=True)
class RankedAnswers:
    """Answers in an order; one that is not among them comes behind."""

    by: str
    code: str
    """The code it is about; empty where it is about all."""
    ids: Sequence[int]
    left: str = ""
    """How many that carry the code are still to be expected, with an interval.

    Empty where it was not computed.
    """


def rank_answers(
    db: Db, found: StudySuggestions, by: str, code: str, *, reckon: bool = False
) -> RankedAnswers:
    """All answers in an order; with `reckon` also what is still to be expected of the code.

    A code that the codebook no longer has ranks nothing.
    """
    is_known = by != LIKELY or code in found.suggester.number
    if not found.answers or not is_known:
        return RankedAnswers(by, code, [])
    rows = found.suggester.rank_texts(code) if by == LIKELY else _rank_least_sure(found)
    closed = rounds.find_open_round_answers(db)
    yield_if_asked()

    ids: list[int] = found.ids[rows].tolist()
    if closed:
        ids = [answer_id for answer_id in ids if answer_id not in closed]
    left = found.estimate_remaining(code) if reckon and by == LIKELY else None
    return RankedAnswers(by, code, ids, _format_remaining(left))


def _format_remaining(left: Remaining | None) -> str:
    """For a title bar; empty where too little was read to tell."""
    if left is None:
        return ""
    interval = f"[{left.low:.0f}, {left.high:.0f}]"
    return (
        f"{left.found} found in {left.read} read, {left.expected:.0f} {interval} to be expected in "
        f"{left.unread} unread"
    )


def _rank_least_sure(found: StudySuggestions) -> npt.NDArray[np.intp]:
    """By how little a text's best code is ahead of its next.

    Margin sampling: Scheffer, Decomain & Wrobel, 2001.
    """
    import numpy as np

    engine = found.suggester
    best = np.full(len(found.answers), -np.inf)
    second = best.copy()
    for code in engine.codes:
        yield_if_asked()
        # Codes that are not asked of a text's question are no choice for it.
        scope = engine.find_texts_in_scope(code.key)
        scores = np.where(scope, engine.score_texts(code.key), -np.inf)
        # What loses against the best so far may still be the second best.
        np.maximum(second, np.minimum(best, scores), out=second)
        np.maximum(best, scores, out=best)
    # A single code has no next one: how near its score is to the border decides.
    has_next = np.isfinite(second)
    margin = np.abs(best)
    margin[has_next] = best[has_next] - second[has_next]
    return np.argsort(margin, kind="stable")
