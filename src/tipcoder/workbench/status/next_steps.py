"""What a coder can do next, and what a lead has to do about rounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tipcoder.model.answers import Progress
from tipcoder.model.filters import AnswerFilter
from tipcoder.text import format_count
from tipcoder.workbench.rounds.rounds import find_open_round, list_rounds
from tipcoder.workbench.study import OpenStudy

_BEGUN_SHOWN = 2
"""Questions that were begun: with more of them nobody knows where to go on."""


@dataclass(frozen=True)
class NextStep:
    """Something to do next, and the filter that lists it."""

    sentence: str
    where: AnswerFilter


def list_round_steps(study: OpenStudy, coder: str) -> list[NextStep]:
    """An assigned round comes before everything else."""
    found = find_open_round(study, study.find_coder(coder))
    if found is None:
        return []
    name, left = found
    if not left:
        return []
    where = AnswerFilter(rounds=(name,), finished=False)
    return [NextStep(f"Round {name}: {left} left of what is assigned to you", where)]


def list_question_steps(questions: Mapping[str, Progress], flagged: int) -> list[NextStep]:
    """Steps through the questions, by how far the coder is in each.

    What was begun comes before what was not; the `flagged` answers are for the end.
    """
    steps = []
    left = {name: share.total - share.finished for name, share in questions.items()}
    begun = [name for name, share in questions.items() if 0 < share.finished < share.total]
    fresh = [name for name, share in questions.items() if share.finished == 0]

    # The one that is nearest to its end comes first.
    for name in sorted(begun, key=left.__getitem__)[:_BEGUN_SHOWN]:
        where = AnswerFilter((name,), finished=False)
        steps.append(NextStep(f"Go on with {name}: {left[name]} left", where))
    if fresh:
        name = fresh[0]
        answers = format_count(questions[name].total, "answer")
        where = AnswerFilter((name,), finished=False)
        steps.append(NextStep(f"Begin {name}: {answers}", where))
    if flagged:
        where = AnswerFilter(flagged=True)
        steps.append(NextStep(f"Come back to {flagged} that you flagged", where))
    if not begun and not fresh:
        where = AnswerFilter(coded=True)
        steps.append(NextStep("Everything is finished; look at what was coded", where))
    return steps


def warn_of_open_rounds(study: OpenStudy) -> list[str]:
    """Rounds that nobody has frozen: which can be, and what is still to do in the others."""
    warnings = []
    for state in list_rounds(study):
        if state.round.frozen_at:
            continue
        name = state.round.name
        waiting = []
        for share in state.shares:
            left = share.answers - share.finished
            if left:
                waiting.append(f"{share.coder} {left}")
        if waiting:
            warnings.append(f"round {name} is open; still to do: {', '.join(waiting)}")
        else:
            warnings.append(
                f"round {name} is finished; `tipcoder rounds --freeze {name}` closes it"
            )
    return warnings
