"""What is offered to a coder for one answer: codes with their evidence, and how well such offers did in this study."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import tipcoder
from tipcoder.store import codebooks, codings, rounds, suggestible, suggestions
from tipcoder.store.engine import Db
from tipcoder.store.suggestions import ShownSuggestion
from tipcoder.suggestion.twins import Twins

if TYPE_CHECKING:
    from tipcoder.workbench.suggestions.study_suggestions import StudySuggestions

ENGINE = f"tipcoder {tipcoder.__version__}"
TWIN = "twin"
WEAK = "weak"
_SAME = 100.0
MOST = 5
"""Offers for one answer: the digits above are left to the codes that the coder uses most."""
SURELY = 3
"""Offers among which there are weak ones: of codes that are meant for the question."""
GROUNDS = 1.0
"""Standard deviations that the best word must weigh: below, codes were right no more often than codes drawn blindly."""
OPEN_ROUND = (
    "This answer belongs to an open round: nothing is suggested before the round is frozen."
)
NOTHING_FOUND = "Nothing in this answer speaks clearly for a code that is not on it."


class EvidencePiece(NamedTuple):
    """Words of the answer that speak for a code: code points of its text, half-open, and why."""

    start: int
    end: int
    text: str
    why: str


@dataclass(frozen=True)
class Offer:
    """A code for an answer, the passage to put it on, and the words that speak for it."""

    code: str
    shown: ShownSuggestion
    evidence: tuple[EvidencePiece, ...]

    @property
    def strength(self) -> str:
        """`strong`, `fair`, `weak`, or `twin` for what a nearly identical answer carries."""
        return self.shown.strength

    @property
    def span(self) -> tuple[int, int]:
        """The passage."""
        return self.shown.start, self.shown.end


@dataclass(frozen=True)
class Offers:
    """All that is offered for one answer, best first; or the sentence that says why nothing is."""

    answer_id: int
    offers: tuple[Offer, ...] = ()
    why_none: str = ""
    record: Mapping[str, tuple[int, int]] | None = None
    """Strength -> (right, of how many settled) in this study so far."""

    def describe_precision(self, strength: str) -> str:
        """This study's own precision of a strength in words; empty where nothing is settled yet."""
        right, of = (self.record or {}).get(strength, (0, 0))
        return f"{strength}: {right} of {of} accepted" if of else ""


class OfferMaker:
    """Makes offers from a study's suggestions and from twins. Not safe for use by several threads at once."""

    def __init__(self, found: StudySuggestions, coder_id: int) -> None:
        self.found = found
        self._coder = coder_id
        self._twins = Twins()
        self._carrying: set[int] = set()

    def update_answers(self, db: Db, answer_ids: Sequence[int] | None = None) -> None:
        """Learn what stands on these answers now, or on all, forgetting what stood there before."""
        known = suggestible.load_decisions(db, answer_ids)
        turned_down = suggestions.load_rejected_codes(db, answer_ids)
        touched = set(self.found.row_of if answer_ids is None else answer_ids)
        if answer_ids is None:
            touched &= known.keys() | turned_down.keys()
        self.found.update_decisions(
            {each: known.get(each, suggestible.NOTHING) for each in touched},
            {each: turned_down.get(each, set()) for each in touched},
        )
        for each in touched:
            row = self.found.row_of.get(each)
            carries = bool(each in known and known[each].codes)
            if row is None or carries == (each in self._carrying):
                continue
            if carries:
                self._carrying.add(each)
                self._twins.add_text(row, self.found.answers[row].text)
            else:
                self._carrying.discard(each)
                self._twins.remove_text(row)

    def make_offers(self, db: Db, answer_id: int, shown: str, revision: int) -> Offers:
        """What to offer for an answer; nothing where it belongs to an open round, whoever works in that."""
        if answer_id in rounds.find_open_round_answers(db):
            return Offers(answer_id, why_none=OPEN_ROUND)
        row = self.found.row_of.get(answer_id)
        if row is None:
            return Offers(answer_id, why_none=NOTHING_FOUND)
        settled = {coding.code for coding in codings.load_codings(db, answer_id, self._coder)}
        settled |= suggestions.load_codes_rejected_by(db, answer_id, self._coder)
        left = [code.key for code in self.found.suggester.codes if code.key not in settled]
        number = codebooks.load_code_ids(db)

        def build_offer(
            code: str,
            score: float,
            strength: str,
            span: tuple[int, int],
            evidence: Iterable[EvidencePiece],
        ) -> Offer:
            about = ShownSuggestion(
                answer_id, number[code], revision, ENGINE, score, strength, *span, shown
            )
            return Offer(code, about, tuple(evidence))

        made = {
            twin.code: build_offer(
                twin.code,
                twin.likeness / 100,
                TWIN,
                (twin.piece.start, twin.piece.end),
                [twin.piece],
            )
            for twin in reversed(self._find_twin_codes(db, row))
            if twin.code in left
        }
        made = dict(reversed(made.items()))
        asked = self.found.suggester.list_asked_codes(row)
        found = self.found.suggester.suggest_codes(
            row, MOST, [code for code in left if code not in made], GROUNDS
        )
        for place, one in enumerate(found, len(made)):
            if one.strength != WEAK or (place < SURELY and one.code in asked):
                evidence = [EvidencePiece(*piece) for piece in one.evidence]
                made[one.code] = build_offer(
                    one.code, one.score, one.strength, (one.start, one.end), evidence
                )
        best = tuple(made.values())[:MOST]
        return Offers(answer_id, best, "" if best else NOTHING_FOUND, suggestions.count_settled(db))

    def _find_twin_codes(self, db: Db, row: int) -> list[_TwinCode]:
        """Codes of the answers that say nearly the same, of the likest first."""
        text = self.found.answers[row].text
        twins = self._twins.find_twins(text, but=row)
        answers = {self.found.answers[twin.row].id: twin for twin in twins}
        found = []
        for coding in codings.load_visible_codings(db, list(answers)) if answers else ():
            twin = answers[coding.answer_id]
            start = text.find(coding.quote)
            start, end = (start, start + len(coding.quote)) if start >= 0 else (0, len(text))
            how = (
                "the same"
                if twin.likeness >= _SAME
                else f"nearly the same ({twin.likeness:.0f} of 100 alike)"
            )
            why = f"{self.found.answers[twin.row].case} says {how} and carries it"
            found.append(
                _TwinCode(
                    coding.code, twin.likeness, EvidencePiece(start, end, text[start:end], why)
                )
            )
        return sorted(found, key=lambda one: -one.likeness)


class _TwinCode(NamedTuple):
    code: str
    likeness: float
    piece: EvidencePiece
