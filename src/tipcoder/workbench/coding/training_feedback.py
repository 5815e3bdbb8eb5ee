"""What a new coder is told of an answer of her training once she has finished it."""

from __future__ import annotations

from dataclasses import dataclass

from tipcoder.model.answers import Answer
from tipcoder.store.settlements import Spans
from tipcoder.workbench.coding.view import StudyView


@dataclass(frozen=True)
class TrainingFeedback:
    """The codes of one answer, compared with those settled."""

    answer: Answer
    right: tuple[str, ...]
    missed: tuple[str, ...]
    """Settled, and not applied."""
    too_many: tuple[str, ...]
    """Applied, and not settled."""
    settled: dict[str, Spans]
    """Where each settled code is."""


def read_feedback(view: StudyView, answer_id: int) -> TrainingFeedback | None:
    """What to tell of an answer; None where it is of no training, or is not finished."""
    copy = view.training_copies.get(answer_id)
    if copy is None or view.find_reading(answer_id) is None:
        return None
    # A code that has left the codebook cannot be learnt any more.
    gold = {code: spans for code, spans in copy.gold.items() if code in view.codebook.codes}
    applied = list(dict.fromkeys(coding.code for coding in view.read_codings(answer_id)))
    return TrainingFeedback(
        answer=view.read_answer(answer_id),
        right=tuple(code for code in applied if code in gold),
        missed=tuple(code for code in gold if code not in applied),
        too_many=tuple(code for code in applied if code not in gold and code not in copy.unknown),
        settled=gold,
    )
