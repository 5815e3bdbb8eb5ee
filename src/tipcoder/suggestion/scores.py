"""Every text's score for a code: the cold start blended with what was learned, and stance.

Both are in standard deviations. What was learned from `a` accepted texts counts a / (8 + a), and
half of it comes from a classifier, where one has been trained on the same judgements. Stance comes
on top of that: what patterns say for the code, less half of what speaks for its neutral neighbour.
A text that is about the topic and says nothing of the judgement so comes behind, and no text is
ruled out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipcoder.suggestion.cold_start import ColdStart
from tipcoder.suggestion.corpus import Corpus
from tipcoder.suggestion.families import Families
from tipcoder.suggestion.learning import Learned
from tipcoder.suggestion.pattern_weights import PatternWeights
from tipcoder.suggestion.refit import Training, collect_training, score_by_classifier
from tipcoder.suggestion.scaling import scale_columns

if TYPE_CHECKING:
    from tipcoder.arrays import Floats

COLD_WORTH = 8.0
"""Accepted texts that the cold start is worth; anything from 5 to 12 does as well on resampled
respondents."""
PATTERN_WORTH = 1.5
"""Standard deviations that a pattern of weight 1 is worth.

Where one answer in ten has a hit, which is usual in the question that a code is meant for, its
weights divided by their own standard deviation come out about here.
"""
_NEUTRAL = 0.5
"""Share of the neutral neighbour's score that is taken off."""


class CodeScores:
    """Scores of codes, which are known by their number; kept until something else is judged."""

    def __init__(
        self,
        corpus: Corpus,
        cold: ColdStart,
        learned: Learned,
        families: Families,
        patterns: PatternWeights,
    ) -> None:
        self._corpus = corpus
        self._cold = cold
        self._learned = learned
        self._families = families
        self._patterns = patterns
        self._kept: dict[int, Floats] = {}
        self._refitted: dict[int, tuple[Training, Floats]] = {}

    def score_texts(self, code: int) -> Floats:
        """Every text's score; only their order matters."""
        topic = self.score_topic(code)
        neutral = self._families.neutral_of.get(code)
        if neutral is not None:
            topic = topic - _NEUTRAL * self.score_topic(neutral)
        if self._patterns.has_any(code):
            topic = topic + PATTERN_WORTH * self._patterns.sum_texts(code)
        return topic

    def score_text(self, row: int, code: int) -> float:
        """The same of one text, without looking for patterns in all."""
        score = float(self.score_topic(code)[row])
        neutral = self._families.neutral_of.get(code)
        if neutral is not None:
            score -= _NEUTRAL * float(self.score_topic(neutral)[row])
        return score + PATTERN_WORTH * self._patterns.sum_text(row, code)

    def score_topic(self, code: int) -> Floats:
        """Every text's score before stance counts."""
        if code not in self._kept:
            self._kept[code] = self._blend_rankings(code)
        return self._kept[code]

    def forget_scores(self) -> None:
        """Another judgement may change the scores of every code."""
        self._kept.clear()

    def _blend_rankings(self, code: int) -> Floats:
        """The cold start and what was learned, by how much each is worth."""
        cold: Floats = self._cold.scores[:, code]
        count = self._learned.judged.count_accepted(code)
        if not count:
            return cold

        learned = scale_columns(self._learned.score_texts(code)[:, None])[:, 0]
        refitted = self._refitted.get(code)
        # One that was trained on other judgements is not used: scores would depend on when it was
        # made.
        if refitted is not None and refitted[0].is_same(collect_training(self._learned, code)):
            learned = (learned + refitted[1]) / 2
        return (COLD_WORTH * cold + count * learned) / (COLD_WORTH + count)

    def list_due_refits(self) -> list[int]:
        """Codes on which enough was judged, and whose last classifier knew something else."""
        due = []
        for code in range(self._learned.codes):
            training = collect_training(self._learned, code)
            before = self._refitted.get(code)
            is_trained = before is not None and before[0].is_same(training)
            if training is not None and not is_trained:
                due.append(code)
        return due

    def refit_classifier(self, code: int) -> None:
        """Train a code's classifier on what is judged now, if that is enough."""
        training = collect_training(self._learned, code)
        if training is not None:
            self._refitted[code] = (training, score_by_classifier(self._corpus, training))
            self._kept.pop(code, None)
