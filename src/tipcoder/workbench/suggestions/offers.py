"""What is offered to a coder for one answer.

Codes with their evidence, and how well such offers did in this study.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.store import codebooks, codings, rounds, suggestion_inputs, suggestions
from tipcoder.store.engine import Db
from tipcoder.store.suggestions import ShownSuggestion
from tipcoder.suggestion.twins import Twins

if TYPE_CHECKING:
    from tipcoder.suggestion.suggester import Suggestion
    from tipcoder.workbench.suggestions.study_suggestions import StudySuggestions

TWIN = "twin"
WEAK = "weak"
_SAME = 100.0
"""The likeness of a twin that says the very same."""
MOST = 5
"""Offers for one answer: the digits above are left to the codes that the coder uses most."""
SURELY = 3
"""Offers among which there are weak ones: of codes that are meant for the question."""
GROUNDS = 1.0
"""Standard deviations that the best word must weigh.

Below, codes were right no more often than codes drawn blindly.
"""
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
    model: str = ""
    """The model of meaning that had a part in them; empty for none."""

    def describe_precision(self, strength: str) -> str:
        """This study's own precision of a strength in words; empty where nothing is settled yet."""
        right, of = (self.record or {}).get(strength, (0, 0))
        return f"{strength}: {right} of {of} accepted" if of else ""


class OfferMaker:
    """Makes offers from a study's suggestions and from twins.

    Not safe for use by several threads at once.
    """

    def __init__(self, found: StudySuggestions, coder_id: int) -> None:
        self.found = found
        self._coder = coder_id
        self._twins = Twins()
        self._carrying: set[int] = set()
        """Answers that carry a code, which twins can be offered from."""

    def update_answers(self, db: Db, answer_ids: Sequence[int] | None = None) -> None:
        """Learn what is decided about these answers, or about all, forgetting what was before."""
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
            self._update_twins(answer_id, carries=bool(decisions.codes))

    def _update_twins(self, answer_id: int, *, carries: bool) -> None:
        row = self.found.row_of.get(answer_id)
        # Most acts change nothing for twins.
        if row is None or carries == (answer_id in self._carrying):
            return
        if carries:
            self._carrying.add(answer_id)
            self._twins.add_text(row, self.found.answers[row].text)
        else:
            self._carrying.discard(answer_id)
            self._twins.remove_text(row)

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

        drafts = self._draft_offers(db, answer_id, row)[:MOST]
        code_ids = codebooks.load_code_ids(db)
        offers = []
        for draft in drafts:
            about = ShownSuggestion(
                answer_id,
                code_ids[draft.code],
                revision,
                self.found.engine,
                draft.score,
                draft.strength,
                draft.start,
                draft.end,
                shown,
            )
            offers.append(Offer(draft.code, about, draft.evidence))
        why_none = "" if offers else NOTHING_FOUND
        settled = suggestions.count_settled(db)
        return Offers(answer_id, tuple(offers), why_none, settled, self.found.model)

    def _draft_offers(self, db: Db, answer_id: int, row: int) -> list[_OfferDraft]:
        """Codes of twins before those of the suggester, each code once."""
        left = self._list_codes_left(db, answer_id)
        by_code: dict[str, _OfferDraft] = {}
        for draft in self._find_twin_codes(db, row):
            if draft.code in left:
                # Of several twins the likeliest speaks for a code.
                by_code[draft.code] = by_code.pop(draft.code, draft)

        asked = self.found.suggester.list_asked_codes(row)
        others = [code for code in left if code not in by_code]
        found = self.found.suggester.suggest_codes(row, MOST, others, GROUNDS)
        for place, suggestion in enumerate(found, len(by_code)):
            # A weak offer fills up what is there, and only with a code meant for the question.
            is_welcome = place < SURELY and suggestion.code in asked
            if suggestion.strength == WEAK and not is_welcome:
                continue
            by_code[suggestion.code] = _draft_suggestion(suggestion)
        return list(by_code.values())

    def _list_codes_left(self, db: Db, answer_id: int) -> list[str]:
        """Codes that the coder has neither applied to this answer nor turned down on it."""
        settled = {coding.code for coding in codings.load_codings(db, answer_id, self._coder)}
        # What a coder turned down is not offered again to that coder; others may see it.
        settled |= suggestions.load_codes_rejected_by(db, answer_id, self._coder)
        return [code.key for code in self.found.suggester.codes if code.key not in settled]

    def _find_twin_codes(self, db: Db, row: int) -> list[_OfferDraft]:
        """Codes of the answers that say nearly the same, of the likest first."""
        text = self.found.answers[row].text
        twins = {}
        for twin in self._twins.find_twins(text, but=row):
            twins[self.found.answers[twin.row].id] = twin
        if not twins:
            return []

        drafts = []
        for coding in codings.load_visible_codings(db, list(twins)):
            twin = twins[coding.answer_id]
            # Where the same words are in this answer, they are its passage; else all of it is.
            start = text.find(coding.quote)
            start, end = (start, start + len(coding.quote)) if start >= 0 else (0, len(text))
            why = f"{self.found.answers[twin.row].case} says {_describe_likeness(twin.likeness)}"
            piece = EvidencePiece(start, end, text[start:end], f"{why} and carries it")
            score = twin.likeness / 100
            drafts.append(_OfferDraft(coding.code, score, TWIN, start, end, (piece,)))
        drafts.sort(key=lambda draft: -draft.score)
        return drafts


class _OfferDraft(NamedTuple):
    """An offer before it is known how the store will remember it."""

    code: str
    score: float
    strength: str
    start: int
    end: int
    evidence: tuple[EvidencePiece, ...]


def _draft_suggestion(found: Suggestion) -> _OfferDraft:
    evidence = tuple(EvidencePiece(*piece) for piece in found.evidence)
    return _OfferDraft(found.code, found.score, found.strength, found.start, found.end, evidence)


def _describe_likeness(likeness: float) -> str:
    """`likeness` is up to 100."""
    if likeness >= _SAME:
        return "the same"
    return f"nearly the same ({likeness:.0f} of 100 alike)"
