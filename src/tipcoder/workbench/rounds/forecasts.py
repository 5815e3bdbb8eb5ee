"""What a round will be able to say of each code, told before anybody codes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tipcoder.agreement.sample_size import estimate_responses_needed
from tipcoder.store import coders, counts, finished_work
from tipcoder.store.engine import Db
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.rounds.oversample import JudgedSoFar
from tipcoder.workbench.rounds.round_strata import name_likely_stratum
from tipcoder.workbench.rounds.stratified_sample import Stratum

LEAST_ALPHA, RELIABLE_ALPHA = 0.667, 0.8
"""What the sample sizes printed beforehand are made to tell alpha from (Krippendorff, 2004)."""


@dataclass(frozen=True)
class CodeForecast:
    """What a round will be able to say of a code."""

    code: str
    prevalence: float | None
    """Among what is finished so far; None where nothing is."""
    positives: float | None
    """Expected in the shared part, at the least: an answer that nobody has read counts as any
    other.
    """
    likely: int
    """Shared answers that were drawn because they are likely to carry it."""
    needed: int | None
    """Shared answers that it takes to tell alpha from .667 (Bloch & Kraemer, 1989)."""
    needed_reliable: int | None
    """The same for .800."""


def estimate_prevalence(db: Db) -> dict[str, float | None]:
    """How common each code is among what was finished so far, whoever finished it; None where
    nothing is.
    """
    people = [coder.id for coder in coders.load_coders(db)]
    read = len(finished_work.load_finished_answers(db, people))
    applied: Counter[str] = Counter()
    for line in counts.count_codes(db):
        applied[line.code] += line.answers

    prevalence: dict[str, float | None] = {}
    for _, code in read_current_codebook(db).list_in_tree_order():
        if code.codable:
            # Answers that are not finished carry codes too, so the share could exceed one.
            prevalence[code.key] = min(applied[code.key] / read, 1.0) if read else None
    return prevalence


def forecast_codes(
    prevalence: Mapping[str, float | None], strata: Sequence[Stratum], so_far: JudgedSoFar
) -> tuple[CodeForecast, ...]:
    """One for each code of `prevalence`, from the strata of which a sample is drawn."""
    return tuple(_forecast_code(code, share, strata, so_far) for code, share in prevalence.items())


def _forecast_code(
    code: str, share: float | None, strata: Sequence[Stratum], so_far: JudgedSoFar
) -> CodeForecast:
    positives = sum(
        stratum.chance * so_far.estimate_chance(code, answer_id, share or 0.0)
        for stratum in strata
        for answer_id in stratum.answers
    )

    own_stratum = name_likely_stratum(code)
    needed = needed_reliable = None
    # Of a code that is on all answers or on none, no number of answers is enough.
    if share is not None and 0 < share < 1:
        needed = estimate_responses_needed(LEAST_ALPHA, share)
        needed_reliable = estimate_responses_needed(RELIABLE_ALPHA, share)
    return CodeForecast(
        code=code,
        prevalence=share,
        positives=None if share is None else positives,
        likely=sum(stratum.drawn for stratum in strata if stratum.name == own_stratum),
        needed=needed,
        needed_reliable=needed_reliable,
    )
