"""Suggestions tried on a study's own finished work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.errors import BadInput
from tipcoder.text import fold
from tipcoder.workbench.codebook.file import codebook_in_force
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.suggestions.study_suggestions import StudySuggestions, codes_named, study_suggestions

if TYPE_CHECKING:
    from tipcoder.suggestion.evaluation import CodeOrder as CodeOrder
    from tipcoder.suggestion.evaluation import Estimate as Estimate
    from tipcoder.suggestion.evaluation import Evaluation as Evaluation
    from tipcoder.suggestion.evaluation import Learning as Learning
    from tipcoder.suggestion.evaluation import OrderSummary as OrderSummary
    from tipcoder.suggestion.replaying import Finished

LABELS = (0, 10, 25, 50, 100, 200, 400)
DRAWS = 20
SEED = 1
_FEWEST = 10
"""Finished answers below which nothing can be said."""


class Place(NamedTuple):
    """Which answer a row is."""

    case: str
    question: str


class Evaluated(NamedTuple):
    """The replay, and what its rows are."""

    evaluation: Evaluation
    places: Sequence[Place]


def evaluate_study(
    here: OpenStudy,
    *,
    codes: Sequence[str] = (),
    questions: frozenset[str] = frozenset(),
    labels: Sequence[int] = LABELS,
    draws: int = DRAWS,
    seed: int = SEED,
    progress: Callable[[str], None] = lambda _: None,
) -> Evaluated:
    """Replay what is finished and may be seen, outside open rounds. Raises BadInput where it is too little."""
    from tipcoder.suggestion.evaluation import evaluate

    wanted = codes_named(codebook_in_force(here), codes)
    progress("the answers")
    found = study_suggestions(here)
    finished = finished_work(found, wanted, questions)
    if len(finished.carried) < _FEWEST:
        raise BadInput(
            f"Only {len(finished.carried)} different answers are finished, which is too few to try suggestions on.",
            f"Finish {_FEWEST} or more.",
        )
    if not any(finished.carried.values()):
        raise BadInput("No finished answer carries any of these codes.", "Code some first.")
    places = [Place(answer.case, answer.question) for answer in found.answers]
    return Evaluated(evaluate(finished, labels=labels, draws=draws, seed=seed, progress=progress), places)


def finished_work(found: StudySuggestions, codes: Sequence[str], questions: frozenset[str]) -> Finished:
    """What of a study can be replayed; afterwards `found` has forgotten everything that was decided."""
    from tipcoder.suggestion.replaying import Finished

    used = set(codes) or {code.key for code in found.suggester.codes}
    carried: dict[int, frozenset[str]] = {}
    respondents: dict[int, str] = {}
    seen: dict[tuple[int, str, str], int] = {}
    for row, answer in enumerate(found.answers):
        decided = found.forget(answer.id)
        if not decided.read or answer.id in found.closed or (questions and answer.question not in questions):
            continue
        # The same words of the same respondent, as for another country, are one answer; what either carries counts.
        first = seen.setdefault((answer.respondent, answer.question, fold(answer.text)), row)
        carried[first] = carried.get(first, frozenset()) | (decided.codes & used)
        respondents[first] = str(answer.respondent)
    return Finished(found.suggester, carried, respondents)
