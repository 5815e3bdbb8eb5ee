"""What the thread of suggestions knows of a study, and how it follows the store.

After every act, one's own or another person's, what was touched is looked at again, so that an undo
is forgotten as exactly as a code is learned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipcoder.model.codings import Coder
from tipcoder.store import changes_since
from tipcoder.store.changes_since import StoreState
from tipcoder.store.engine import Db
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.suggestions.garbage import pause_garbage_collection

if TYPE_CHECKING:
    from tipcoder.workbench.suggestions.offers import OfferMaker, Offers
    from tipcoder.workbench.suggestions.reading_orders import RankedAnswers

_SEARCHED_AT_ONCE = 2_000
"""Answers that are looked through for patterns without a break: it takes less than a second."""
_SEARCHED_TOGETHER = 200
"""Answers of a large study between two looks for whoever asks."""


class WorkerKnowledge:
    """Suggestions for one coder, and the state of the store that they were made from."""

    def __init__(self, study: OpenStudy, coder: Coder) -> None:
        self._study = study
        self._coder = coder
        self._state: StoreState | None = None
        self.offering: OfferMaker | None = None
        """None before the first question, and after a fault."""
        self.is_ready = False
        """Whether the answers have been read; they are read anew when texts or codes change."""

    def forget_everything(self) -> None:
        """After a fault nothing that was learned can be trusted."""
        self.offering = self._state = None

    def update_knowledge(self) -> bool:
        """Know what the store knows; returns whether anything was learned."""
        with self._study.store.read() as db:
            now = changes_since.read_state(db)
            # The usual case: somebody moves from answer to answer.
            if now == self._state:
                return False
            if self._update_answers(db, now):
                return True
        with pause_garbage_collection():
            self._build_offering()
        return True

    def _update_answers(self, db: Db, now: StoreState) -> bool:
        """Look again at the answers that were touched; False where everything has to be read."""
        before = self._state
        # New texts or codes change every row of every table.
        if before is None or self.offering is None or now.source_key != before.source_key:
            return False
        changed = changes_since.find_changed_answers(db, before.act)
        # What may be seen changes when a round is opened or frozen.
        changed = changed | (now.closed ^ before.closed)
        self.offering.update_answers(db, sorted(changed))
        self.offering.found.closed = now.closed
        self._state = now
        return True

    def _build_offering(self) -> None:
        """Read all answers and learn from everything that was decided about them."""
        # Imported here, because a screen that asks for no suggestion loads none of it.
        from tipcoder.workbench.suggestions.offers import OfferMaker
        from tipcoder.workbench.suggestions.study_suggestions import build_study_suggestions

        self.is_ready = False
        with self._study.store.read() as db:
            now = changes_since.read_state(db)
        found = build_study_suggestions(self._study, learned=False)
        offering = OfferMaker(found, self._coder.id)
        # A look of its own: building takes seconds, in which people go on coding.
        with self._study.store.read() as db:
            offering.update_answers(db)
            # What happened meanwhile has just been read; what texts there are was read before.
            state = changes_since.read_state(db)
            self._state = state._replace(texts=now.texts, revision=now.revision)
        # In a large study texts are looked through for patterns while nobody waits.
        found.suggester.patterns.searches_later = len(found.answers) > _SEARCHED_AT_ONCE
        self.offering, self.is_ready = offering, True

    def search_more(self) -> bool:
        """Look through more answers for patterns; returns whether any are left."""
        if self.offering is None:
            return False
        patterns = self.offering.found.suggester.patterns
        patterns.search_more(_SEARCHED_TOGETHER)
        return not patterns.is_searched

    @property
    def has_searched(self) -> bool:
        """Whether all answers were looked through for patterns, or will be when asked."""
        if self.offering is None:
            return True
        patterns = self.offering.found.suggester.patterns
        return patterns.is_searched or not patterns.searches_later

    def make_offers(self, answer_id: int, shown: str) -> Offers | None:
        """What to offer for an answer; None where nothing is known."""
        if self.offering is None or self._state is None:
            return None
        with self._study.store.read() as db:
            return self.offering.make_offers(db, answer_id, shown, self._state.revision)

    def rank_answers(self, by: str, code: str, *, reckon: bool) -> RankedAnswers:
        """All answers in an order; something has to be known."""
        from tipcoder.workbench.suggestions.reading_orders import rank_answers

        assert self.offering is not None
        with self._study.store.read() as db:
            return rank_answers(db, self.offering.found, by, code, reckon=reckon)
