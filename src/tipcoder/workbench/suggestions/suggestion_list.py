"""Suggestions for every answer of a study, as a list: what is ranked first, and what is offered.

What is offered is chosen by the same code that offers on the screen, so that a program sees what a
coder would see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.model.codings import Coding
from tipcoder.store import codings, suggestions
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.suggestions.garbage import pause_garbage_collection
from tipcoder.workbench.suggestions.kept_matches import KeptMatches
from tipcoder.workbench.suggestions.offers import EvidencePiece, OfferDraft, OfferMaker
from tipcoder.workbench.suggestions.study_suggestions import (
    StudySuggestions,
    SuggestibleAnswer,
    build_study_suggestions,
)

if TYPE_CHECKING:
    from tipcoder.suggestion.suggester import Suggestion

SHOWN = 3
"""Codes for each answer, where nobody asks for more or for some."""
_FOUND_PATTERNS = "found patterns"
"""What is written down at the latest when the study is closed."""
_NOBODY = 0
"""The coder of whom nothing is known: everything may be offered."""


@dataclass(frozen=True)
class WantedSuggestions:
    """Which suggestions are asked for."""

    questions: Collection[str]
    codes: Sequence[str] = ()
    """Only these; all where none is named."""
    top: int | None = None
    """Codes for each answer; without it the first SHOWN and those that are offered, or all of the
    named ones."""
    only_open: bool = False
    """Whether answers that somebody has finished are left out."""


class ListedSuggestion(NamedTuple):
    """A code for an answer, with the passage that it would be applied to."""

    answer: SuggestibleAnswer
    code: str
    score: float
    strength: str
    start: int
    end: int
    evidence: Sequence[EvidencePiece]
    asked: bool
    """Whether the codebook asks the code of the answer's question, or of any."""
    offered: bool
    """Whether the workbench would offer it."""

    @property
    def quote(self) -> str:
        """The words of the passage."""
        return self.answer.text[self.start : self.end]


class SuggestionList:
    """What is suggested for a study's answers in its present state."""

    def __init__(self, study: OpenStudy) -> None:
        """Raises BadInput for a concepts.toml that cannot be read."""
        self._study = study
        coder = study.store.viewer or _NOBODY
        with pause_garbage_collection():
            self.found: StudySuggestions = build_study_suggestions(study, learned=False)
            keeper = KeptMatches(study, self.found.book)
            study.call_at_closing(_FOUND_PATTERNS, keeper.close)
            self.found.suggester.patterns.keeper = keeper
            self.found.suggester.patterns.make_ready()
        self._offering = OfferMaker(self.found, coder)
        with study.store.read() as db:
            self._offering.update_answers(db)
            self._offering.measure_strengths(db)
            self._settled = suggestions.load_settled_codes(db, coder)
        # On screen learning goes on between answers; here everything is learned first.
        self.found.refit_classifiers()

    def list_suggestions(self, wanted: WantedSuggestions) -> Iterator[ListedSuggestion]:
        """Answer by answer, best code first; with named codes the likeliest answers of each first.

        What answers other questions than the code is meant for comes behind. Answers in an open
        round have none.
        """
        if not wanted.codes:
            yield from self._iterate_answers(wanted)
            return
        places = {code: place for place, code in enumerate(wanted.codes)}
        listed = list(self._iterate_answers(wanted))
        listed.sort(key=lambda one: (places[one.code], not one.asked, -one.score))
        yield from listed

    def _iterate_answers(self, wanted: WantedSuggestions) -> Iterator[ListedSuggestion]:
        for row, answer in enumerate(self.found.answers):
            if answer.question not in wanted.questions or answer.id in self.found.closed:
                continue
            if wanted.only_open and self.found.is_read(answer.id):
                continue
            yield from self._list_for_answer(row, answer, wanted)

    def _list_for_answer(
        self, row: int, answer: SuggestibleAnswer, wanted: WantedSuggestions
    ) -> Iterator[ListedSuggestion]:
        settled = self._settled.get(answer.id, set())
        drafts = self._offering.draft_offers(row, settled, self._load_codings)
        offered = {draft.code: draft for draft in drafts}
        suggester = self.found.suggester
        asked = suggester.list_asked_codes(row)
        listed = 0
        for code, score in suggester.rank_codes(row):
            is_named = not wanted.codes or code in wanted.codes
            if not is_named or not _is_wanted(code, wanted, listed, offered):
                continue
            draft = offered.get(code)
            found = draft.found if draft is not None else None
            if found is None:
                found = suggester.build_suggestion(row, code, score)
            if found is not None:
                listed += 1
                yield _list_suggestion(answer, found, offered=draft is not None)
            elif draft is not None:
                # Only a nearly identical answer speaks for it.
                listed += 1
                yield _list_twin(answer, draft, score, asked=code in asked)

    def _load_codings(self, answer_ids: Sequence[int]) -> list[Coding]:
        with self._study.store.read() as db:
            return codings.load_visible_codings(db, answer_ids)


def _is_wanted(code: str, wanted: WantedSuggestions, listed: int, offered: Collection[str]) -> bool:
    """Whether a code is listed, of which so many better ones are."""
    if wanted.top is not None:
        return listed < wanted.top
    return bool(wanted.codes) or listed < SHOWN or code in offered


def _list_suggestion(
    answer: SuggestibleAnswer, found: Suggestion, *, offered: bool
) -> ListedSuggestion:
    pieces = [EvidencePiece(*piece) for piece in found.evidence]
    return ListedSuggestion(
        answer,
        found.code,
        found.score,
        found.strength,
        found.start,
        found.end,
        pieces,
        found.asked,
        offered,
    )


def _list_twin(
    answer: SuggestibleAnswer, draft: OfferDraft, score: float, *, asked: bool
) -> ListedSuggestion:
    shown = draft.shown_as
    return ListedSuggestion(
        answer,
        draft.code,
        score,
        shown.strength,
        shown.start,
        shown.end,
        draft.evidence,
        asked,
        offered=True,
    )
