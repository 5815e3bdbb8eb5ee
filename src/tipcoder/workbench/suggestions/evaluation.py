"""Suggestions tried on a study's own finished work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.errors import BadInput
from tipcoder.store.suggestion_inputs import NOTHING
from tipcoder.text import fold_text
from tipcoder.workbench.codebook.file import read_codebook_in_force
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.suggestions.study_suggestions import (
    StudySuggestions,
    build_study_suggestions,
    require_codes,
)

if TYPE_CHECKING:
    from tipcoder.suggestion.evaluation import CodeOrder as CodeOrder
    from tipcoder.suggestion.evaluation import Evaluation as Evaluation
    from tipcoder.suggestion.evaluation import Learning as Learning
    from tipcoder.suggestion.evaluation import MeanEstimate as MeanEstimate
    from tipcoder.suggestion.evaluation import OrderSummary as OrderSummary
    from tipcoder.suggestion.replaying import FinishedAnswers

LABELS = (0, 10, 25, 50, 100, 200, 400)
DRAWS = 20
SEED = 1
_FEWEST = 10
"""Finished answers below which nothing can be said."""


class EvaluatedAnswer(NamedTuple):
    """Which answer a row is."""

    case: str
    question: str


class MeasuredGrade(NamedTuple):
    """What suggestions that rest on the same have been worth in the study so far."""

    grade: str
    """What they rest on."""
    strength: str
    """The word for it, which follows from the rest."""
    right: int
    settled: int
    """Those whose outcome is known."""


class StudyEvaluation(NamedTuple):
    """The replay, what its rows are, and what became of what was shown to people."""

    evaluation: Evaluation
    places: Sequence[EvaluatedAnswer]
    grades: Sequence[MeasuredGrade]


def evaluate_study(
    study: OpenStudy,
    *,
    codes: Sequence[str] = (),
    questions: frozenset[str] = frozenset(),
    labels: Sequence[int] = LABELS,
    draws: int = DRAWS,
    seed: int = SEED,
    on_progress: Callable[[str], None] = lambda _: None,
) -> StudyEvaluation:
    """Replay what is finished and may be seen, outside open rounds.

    `labels` are numbers of judged answers to learn from, `draws` how often each is tried, with
    other answers. Raises BadInput where too little is finished.
    """
    from tipcoder.suggestion.evaluation import evaluate_suggestions

    wanted = require_codes(read_codebook_in_force(study), codes)
    on_progress("the answers")
    # As the viewer may see it: open rounds stay closed for the replay, too.
    found = build_study_suggestions(study)
    finished = collect_finished_work(found, wanted, questions)
    if len(finished.carried) < _FEWEST:
        raise BadInput(
            f"Only {len(finished.carried)} different answers are finished, which is too few to try "
            "suggestions on.",
            f"Finish {_FEWEST} or more.",
        )
    if not any(finished.carried.values()):
        raise BadInput("No finished answer carries any of these codes.", "Code some first.")

    places = [EvaluatedAnswer(answer.case, answer.question) for answer in found.answers]
    evaluation = evaluate_suggestions(
        finished, labels=labels, draws=draws, seed=seed, progress=on_progress
    )
    return StudyEvaluation(evaluation, places, measure_grades(study, found))


def measure_grades(study: OpenStudy, found: StudySuggestions) -> list[MeasuredGrade]:
    """For each grade of suggestions the word, and the number behind it; twins come last."""
    from tipcoder.suggestion.strength import Grade
    from tipcoder.workbench.suggestions.measured_strength import TWIN, measure_strengths

    with study.store.read() as db:
        of_twins, scale = measure_strengths(db, found.suggester)
    grades = []
    for grade in Grade:
        right, settled = scale.find_outcomes(grade)
        grades.append(MeasuredGrade(grade.value, scale.name_strength(grade), right, settled))
    grades.append(MeasuredGrade("a nearly identical answer", TWIN, *of_twins))
    return grades


def collect_finished_work(
    found: StudySuggestions, codes: Sequence[str], questions: frozenset[str]
) -> FinishedAnswers:
    """What of a study can be replayed.

    Afterwards `found` has forgotten everything that was decided, so that it can learn it again.
    """
    from tipcoder.suggestion.replaying import FinishedAnswers

    used = set(codes) or {code.key for code in found.suggester.codes}
    carried: dict[int, frozenset[str]] = {}
    respondents: dict[int, str] = {}
    seen: dict[tuple[int, str, str], int] = {}
    # Forgotten in any case, also where it is not replayed.
    known = found.forget_decisions()
    for row, answer in enumerate(found.answers):
        decided = known.get(answer.id, NOTHING)
        is_asked = not questions or answer.question in questions
        if not decided.read or answer.id in found.closed or not is_asked:
            continue
        # The same words of the same respondent, as for another country, are one answer. What
        # either carries counts.
        words = (answer.respondent, answer.question, fold_text(answer.text))
        first = seen.setdefault(words, row)
        carried[first] = carried.get(first, frozenset()) | (decided.codes & used)
        respondents[first] = str(answer.respondent)
    return FinishedAnswers(found.suggester, carried, respondents)
