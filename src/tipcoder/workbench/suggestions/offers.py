"""What is offered to a coder for one answer.

Codes with their evidence, and how well such offers did in this study.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.model.codings import Coding
from tipcoder.store import codebooks, codings, rounds, suggestion_inputs, suggestions
from tipcoder.store.engine import Db
from tipcoder.store.suggestions import ShownSuggestion
from tipcoder.suggestion.offering import MOST, choose_suggestions
from tipcoder.suggestion.strength import Outcomes
from tipcoder.workbench.suggestions.measured_strength import TWIN, measure_strengths, name_engine
from tipcoder.workbench.suggestions.twin_offers import TwinOffer, TwinOffers

if TYPE_CHECKING:
    from tipcoder.suggestion.suggester import Suggestion
    from tipcoder.workbench.suggestions.study_suggestions import StudySuggestions

LoadCodings = Callable[[Sequence[int]], Iterable[Coding]]
"""Gives the codings of some answers that the viewer may see."""
OPEN_ROUND = (
    "This answer belongs to an open round: nothing is suggested before the round is frozen."
)
NOTHING_FOUND = (
    "Nothing in this answer speaks clearly for a code that is not applied to it already."
)


class EvidencePiece(NamedTuple):
    """Words of the answer that speak for a code, and why.

    Offsets are code points of its text, half-open.
    """

    start: int
    end: int
    text: str
    why: str


@dataclass(frozen=True)
class Offer:
    """A code for an answer, the passage to apply it to, and the words that speak for it."""

    code: str
    shown: ShownSuggestion
    evidence: tuple[EvidencePiece, ...]
    outcomes: Outcomes
    """How offers that rest on the same did in this study so far."""

    @property
    def strength(self) -> str:
        """`strong`, `fair`, `weak`, or `twin` for what a nearly identical answer carries."""
        return self.shown.strength

    @property
    def span(self) -> tuple[int, int]:
        """The passage."""
        return self.shown.start, self.shown.end

    def describe_precision(self) -> str:
        """The strength with the number behind it; empty where nothing is settled yet."""
        right, of = self.outcomes
        return f"{self.strength}: {right} of {of} accepted" if of else ""


@dataclass(frozen=True)
class Offers:
    """All that is offered for one answer, best first; or the sentence that says why nothing is."""

    answer_id: int
    offers: tuple[Offer, ...] = ()
    why_none: str = ""
    model: str = ""
    """The model of meaning that had a part in them; empty for none."""


class ShownAs(NamedTuple):
    """How an offer is shown, and what is kept of that; `start` and `end` are its passage."""

    engine: str
    score: float
    strength: str
    start: int
    end: int


class OfferDraft(NamedTuple):
    """An offer before it is known how the store will remember it."""

    code: str
    shown_as: ShownAs
    evidence: tuple[EvidencePiece, ...]
    outcomes: Outcomes
    found: Suggestion | None = None
    """The suggestion that it is; none where a nearly identical answer speaks for the code."""


class OfferMaker:
    """Makes offers from a study's suggestions and from twins.

    Not safe for use by several threads at once.
    """

    def __init__(self, found: StudySuggestions, coder_id: int) -> None:
        self.found = found
        self._coder = coder_id
        self._twins = TwinOffers(found)
        self._twin_outcomes = Outcomes()
        self._is_measured = False
        """Whether outcomes are those of what is decided now."""

    def update_answers(self, db: Db, answer_ids: Sequence[int] | None = None) -> None:
        """Learn what is decided about these answers, or about all, forgetting what was before."""
        self._is_measured = False
        known = suggestion_inputs.load_decisions(db, answer_ids)
        turned_down = suggestions.load_rejected_codes(db, answer_ids)
        if answer_ids is None:
            # An answer about which nobody has decided anything has nothing to be learned from.
            changed = set(self.found.row_of)
            changed &= known.keys() | turned_down.keys()
        else:
            changed = set(answer_ids)

        # An answer that lost its last decision is learned as well: as one without any.
        decided, rejected = {}, {}
        for answer_id in changed:
            decided[answer_id] = known.get(answer_id, suggestion_inputs.NOTHING)
            rejected[answer_id] = turned_down.get(answer_id, set())
        self.found.update_decisions(decided, rejected)
        for answer_id, decisions in decided.items():
            self._twins.note_answer(answer_id, carries=bool(decisions.codes))

    def make_offers(self, db: Db, answer_id: int, shown: str, revision: int) -> Offers:
        """What to offer for an answer.

        Nothing where it belongs to an open round, whoever works in that. `shown` is `asked`, or
        `mode` where offers are shown on every answer; `revision` is that of the codebook.
        """
        # Asked anew each time: a round may have been opened by another program.
        if answer_id in rounds.find_open_round_answers(db):
            return Offers(answer_id, why_none=OPEN_ROUND)
        row = self.found.row_of.get(answer_id)
        if row is None:
            return Offers(answer_id, why_none=NOTHING_FOUND)

        if not self._is_measured:
            self.measure_strengths(db)

        def load_codings(answer_ids: Sequence[int]) -> list[Coding]:
            return codings.load_visible_codings(db, answer_ids)

        settled = suggestions.load_settled_codes(db, self._coder, answer_id).get(answer_id, ())
        code_ids = codebooks.load_code_ids(db)
        offers = []
        for draft in self.draft_offers(row, settled, load_codings):
            about = ShownSuggestion(
                answer_id, code_ids[draft.code], revision, *draft.shown_as, shown
            )
            offers.append(Offer(draft.code, about, draft.evidence, draft.outcomes))
        why_none = "" if offers else NOTHING_FOUND
        return Offers(answer_id, tuple(offers), why_none, self.found.model)

    def measure_strengths(self, db: Db) -> None:
        """Count anew what suggestions have been worth; words for their strength follow it."""
        self._twin_outcomes, scale = measure_strengths(db, self.found.suggester)
        self.found.suggester.strengths = scale
        self._is_measured = True

    def draft_offers(
        self, row: int, settled: Collection[str], load_codings: LoadCodings
    ) -> list[OfferDraft]:
        """What may be offered for the text of a row, best first; codes of twins come first.

        `settled` are codes that are applied to it or were turned down; `load_codings` gives
        everybody's codings of some answers.
        """
        codes = [code.key for code in self.found.suggester.codes if code.key not in settled]
        drafts: list[OfferDraft] = []
        for twin in self._twins.find_codes(row, load_codings):
            if twin.code in codes and len(drafts) < MOST:
                codes.remove(twin.code)
                drafts.append(self._draft_twin(row, twin))
        for found in choose_suggestions(self.found.suggester, row, codes, len(drafts)):
            drafts.append(self._draft_suggestion(found))
        return drafts

    def _draft_twin(self, row: int, twin: TwinOffer) -> OfferDraft:
        words = self.found.answers[row].text[twin.start : twin.end]
        evidence = (EvidencePiece(twin.start, twin.end, words, twin.why),)
        score = twin.likeness / 100
        shown_as = ShownAs(self.found.engine, score, TWIN, twin.start, twin.end)
        return OfferDraft(twin.code, shown_as, evidence, self._twin_outcomes)

    def _draft_suggestion(self, found: Suggestion) -> OfferDraft:
        engine = name_engine(self.found.engine, found.grade)
        shown_as = ShownAs(engine, found.score, found.strength, found.start, found.end)
        evidence = tuple(EvidencePiece(*piece) for piece in found.evidence)
        outcomes = self.found.suggester.strengths.find_outcomes(found.grade)
        return OfferDraft(found.code, shown_as, evidence, outcomes, found)
