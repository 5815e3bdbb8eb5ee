"""Has the coding changed, or have the answers? The change of each code beside its drift."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tipcoder.analysis.difference_intervals import Estimated
from tipcoder.analysis.drift_shares import (
    JudgedAgain,
    compare_judged_again,
    find_drift_correlation,
    subtract_drift,
)
from tipcoder.analysis.wave_samples import WaveSamples
from tipcoder.analysis.weighted_changes import find_change_influence
from tipcoder.codebook.nets import find_keys_of_name
from tipcoder.results.changes import ChangeEstimate, DriftCheck, WaveChange
from tipcoder.text import format_count
from tipcoder.workbench.statistics.compared_waves import ComparedWaves
from tipcoder.workbench.statistics.drift_samples import DriftSamples, JudgedTwice, choose_scope
from tipcoder.workbench.statistics.presence import Presence

if TYPE_CHECKING:
    from tipcoder.agreement.estimates import Estimate

FEWEST = 10
"""From fewer answers coded again nothing is computed."""
SEVERAL_ANSWERS = (
    "The drift is measured on answers and the change on respondents, of whom some have several "
    "answers that count."
)
_THRESHOLD = 0.667
"""What alpha is judged against is not printed here; `tipcoder agreement` does that."""


@dataclass(frozen=True)
class _Judged:
    """One code on the answers of which it is known both times."""

    answers: tuple[JudgedTwice, ...]
    then: tuple[bool, ...]
    now: tuple[bool, ...]

    def list_rows(self) -> list[JudgedAgain]:
        """The answers with their weights."""
        rows = []
        for one, then, now in zip(self.answers, self.then, self.now, strict=True):
            rows.append(JudgedAgain(then, now, 1 / one.chance))
        return rows

    def correlate(self, headline: ChangeEstimate, waves: WaveSamples) -> float:
        """Of the drift with a change that rests on the same answers."""
        who = [one.respondent for one in self.answers]
        influence = find_change_influence(headline.sample, waves)
        return find_drift_correlation(self.list_rows(), who, influence, headline.error or 0.0)


def add_drift(
    change: WaveChange, found: Presence, samples: DriftSamples, compared: ComparedWaves
) -> WaveChange:
    """The change of a code with its drift check, or with a note where too little was coded again.

    Without a drift round it stays as it is.
    """
    if not samples.rounds:
        return change
    scope = found.codes[change.name].coverage.scope
    answers = choose_scope(samples.answers, scope, compared.places[0])
    judged = _judge(answers, frozenset(find_keys_of_name(found.book, change.name)))
    count = len(judged.answers)
    if count < FEWEST:
        answers_noun = format_count(count, "answer was", "answers were")
        note = f"No drift check: {answers_noun} coded again, and it takes {FEWEST}."
        return replace(change, notes=(*change.notes, note))
    waves = compared.collect_states(found.codes[change.name].states)
    check = _build_check(judged, samples, change, waves)
    if len(scope) > 1 or compared.has_repeats:
        check = replace(check, notes=(SEVERAL_ANSWERS,))
    return replace(change, drift=check)


def _judge(answers: Sequence[JudgedTwice], keys: frozenset[str]) -> _Judged:
    kept, then, now = [], [], []
    for one in answers:
        before, after = one.was_there(keys), one.is_there(keys)
        if before is not None and after is not None:
            kept.append(one)
            then.append(before)
            now.append(after)
    return _Judged(tuple(kept), tuple(then), tuple(now))


def _build_check(
    judged: _Judged, samples: DriftSamples, change: WaveChange, waves: WaveSamples
) -> DriftCheck:
    shares = compare_judged_again(judged.list_rows())
    alpha = _measure_agreement(judged)
    check = DriftCheck(
        rounds=samples.rounds,
        wave=samples.wave,
        answers=shares.n,
        then=shares.then,
        now=shares.now,
        gained=shares.gained,
        dropped=shares.dropped,
        difference=shares.difference.value,
        low=shares.difference.low,
        high=shares.difference.high,
        alpha=alpha.value,
        alpha_low=alpha.low,
        alpha_high=alpha.high,
    )
    headline = change.headline
    if headline.difference is None or headline.low is None or headline.high is None:
        return check
    observed = Estimated(headline.difference, headline.low, headline.high)
    rest = subtract_drift(observed, shares.difference, judged.correlate(headline, waves))
    return replace(check, rest=rest.value, rest_low=rest.low, rest_high=rest.high)


def _measure_agreement(judged: _Judged) -> Estimate:
    """Krippendorff's alpha of now against then, with the weights and the clusters of the sample."""
    import numpy as np

    from tipcoder.agreement.measurement import measure_codes
    from tipcoder.agreement.ratings import Ratings

    numbers: dict[str, int] = {}
    clusters = [numbers.setdefault(one.respondent, len(numbers)) for one in judged.answers]
    weights = tuple(1 / one.chance for one in judged.answers)
    ratings = Ratings(
        values=np.array([[judged.then, judged.now]], dtype=np.int16).transpose(0, 2, 1),
        codes=("code",),
        units=tuple(map(str, range(len(clusters)))),
        coders=("then", "now"),
        clusters=tuple(clusters),
        weights=weights if len(set(weights)) > 1 else (),
    )
    codes: Mapping[str, Sequence[str]] = {"code": ("code",)}
    (measured,) = measure_codes(ratings, _THRESHOLD, codes)
    return measured.alpha
