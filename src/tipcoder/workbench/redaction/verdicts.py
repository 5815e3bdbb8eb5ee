"""What people have said about the answers of a study, as it was when it was read last."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from tipcoder.store import coders, redactions
from tipcoder.store.engine import Db, Store
from tipcoder.store.redactions import QuoteReview, RedactionDecision
from tipcoder.workbench.redaction.string_rules import StringRules


class VerdictChanges(NamedTuple):
    """What has changed between two readings."""

    answers: set[int]
    """Answers about which people say something else."""
    strings: Sequence[str]
    """Folded strings about which people say something else."""


class StudyVerdicts:
    """Decisions and reviews by answer, rules about strings, and the names of those who judged."""

    def __init__(self) -> None:
        self.rules = StringRules({})
        self.names: dict[int, str] = {}
        """Names of coders by id."""
        self._decisions: dict[int, list[RedactionDecision]] = {}
        self._reviews: dict[int, list[QuoteReview]] = {}

    def list_decisions(self, answer_id: int) -> Sequence[RedactionDecision]:
        """What people decided about spans of an answer."""
        return self._decisions.get(answer_id, [])

    def list_reviews(self, answer_id: int) -> Sequence[QuoteReview]:
        """What people said about stretches of an answer."""
        return self._reviews.get(answer_id, [])

    def reload_verdicts(self, store: Store, answers: Collection[int] = ()) -> VerdictChanges:
        """Read again what people said about these answers, or about everything.

        Rules and names are read with everything only: an act about answers changes neither.
        """
        if answers:
            return self._reload_answers(store, answers)

        with store.read() as db:
            decisions, reviews = redactions.load_decisions(db), redactions.load_reviews(db)
            rules = redactions.load_rules(db)
            self.names = {coder.id: coder.name for coder in coders.load_coders(db)}
        # Answers that had something, and those that have something now.
        known = {*self._decisions, *self._reviews, *decisions, *reviews}
        changed = self._find_changed(known, decisions, reviews)
        self._decisions, self._reviews = decisions, reviews

        # Making rules ready takes time for each of them, and they seldom change.
        strings: list[str] = []
        if rules != self.rules.rules:
            before, self.rules = self.rules, StringRules(rules)
            strings = self.rules.find_differences(before)
        return VerdictChanges(changed, strings)

    def _reload_answers(self, store: Store, answers: Collection[int]) -> VerdictChanges:
        with store.read() as db:
            decisions, reviews = _load_verdicts_on(db, answers)
        changed = self._find_changed(answers, decisions, reviews)
        # Only these answers were read; of the others the old state holds.
        self._decisions |= decisions
        self._reviews |= reviews
        return VerdictChanges(changed, [])

    def _find_changed(
        self,
        answers: Collection[int],
        decisions: dict[int, list[RedactionDecision]],
        reviews: dict[int, list[QuoteReview]],
    ) -> set[int]:
        changed = set()
        for answer_id in answers:
            same_decisions = self._decisions.get(answer_id, []) == decisions.get(answer_id, [])
            same_reviews = self._reviews.get(answer_id, []) == reviews.get(answer_id, [])
            if not (same_decisions and same_reviews):
                changed.add(answer_id)
        return changed


def _load_verdicts_on(
    db: Db, answers: Collection[int]
) -> tuple[dict[int, list[RedactionDecision]], dict[int, list[QuoteReview]]]:
    """Decisions and reviews of these answers; empty lists where nobody said anything.

    The empty lists matter: they replace what was said before an act was undone.
    """
    decisions, reviews = {}, {}
    for answer_id in answers:
        decisions[answer_id] = redactions.load_decisions(db, answer_id).get(answer_id, [])
        reviews[answer_id] = redactions.load_reviews(db, answer_id).get(answer_id, [])
    return decisions, reviews
