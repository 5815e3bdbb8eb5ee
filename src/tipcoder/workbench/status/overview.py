"""Where the work stands: progress, what is next, and what a lead should see to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tipcoder.model.answers import Progress
from tipcoder.store import progress, suggestions
from tipcoder.store.progress import CoderWork, ProgressCount
from tipcoder.workbench.redaction.consent import warn_of_refusals
from tipcoder.workbench.status.check import check_study_quickly
from tipcoder.workbench.status.next_steps import (
    NextStep,
    list_question_steps,
    list_round_steps,
    warn_of_open_rounds,
)
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.withdrawal.answers import find_waiting_answers

STRENGTHS = ("strong", "fair", "weak", "twin")


@dataclass(frozen=True)
class CoderProgress:
    """One coder's share of the readable answers."""

    coder: str
    progress: Progress
    work: CoderWork


@dataclass(frozen=True)
class PileProgress:
    """The answers to a question, or in a language.

    How far one coder is, and how many each other coder has finished.
    """

    name: str
    mine: Progress
    others: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Overview:
    """The study as one coder sees it. Everybody else is listed, too."""

    coders: tuple[CoderProgress, ...]
    questions: tuple[PileProgress, ...]
    languages: tuple[PileProgress, ...]
    steps: tuple[NextStep, ...]
    warnings: tuple[str, ...]
    suggestions: tuple[str, ...] = ()
    """How often suggestions of each strength were right, as far as they are settled."""


def read_overview(study: OpenStudy, coder: str) -> Overview:
    """Look at the whole study; `coder` is the one whose progress comes first."""
    with study.store.read() as db:
        counts = progress.count_by_language(db)
        people = progress.count_work_by_coder(db)
        settled = suggestions.count_settled(db)

    questions = _build_pile_progress(counts, coder, "question")
    # The language of most answers first; questions stay in order of the survey.
    languages = _build_pile_progress(counts, coder, "language")
    languages.sort(key=lambda share: -share.mine.total)

    own_by_question = {share.name: share.mine for share in questions}
    flagged = next((work.flags for work in people if work.coder == coder), 0)
    steps = list_round_steps(study, coder)
    steps += list_question_steps(own_by_question, flagged)
    return Overview(
        tuple(_list_coders(counts, people, coder)),
        tuple(questions),
        tuple(languages),
        tuple(steps),
        tuple(_collect_warnings(study)),
        tuple(_describe_settled(settled)),
    )


def _list_coders(
    counts: Sequence[ProgressCount], people: Iterable[CoderWork], first: str
) -> Iterator[CoderProgress]:
    """Everybody who has done anything, the viewer first and in any case."""
    total = sum(count.answers for count in counts if count.coder is None)
    for work in sorted(people, key=lambda work: work.coder != first):
        finished = sum(count.answers for count in counts if count.coder == work.coder)
        # Whoever only looked in is not a coder of the study.
        if work.coder == first or work.codings or finished:
            yield CoderProgress(work.coder, Progress(finished, total), work)


def _collect_warnings(study: OpenStudy) -> list[str]:
    """Whoever does not want to be named comes first: a release cannot be taken back."""
    refused = warn_of_refusals(study)
    warnings = [refused] if refused else []
    # A line of the screen, which has no room for more.
    withdrawn = find_waiting_answers(study).status_line
    warnings += [withdrawn] if withdrawn else []
    warnings += warn_of_open_rounds(study)
    warnings += check_study_quickly(study)
    return warnings


def _describe_settled(found: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    """How suggestions did so far, the strongest first.

    And what to do before their codes are counted.
    """
    for strength in STRENGTHS:
        right, of = found.get(strength, (0, 0))
        if of:
            yield f"{strength}: {right} of {of} accepted"
    if found:
        yield "before codes that came by suggestions go into statistics: `tipcoder suggest bias`"


def _build_pile_progress(
    counts: Iterable[ProgressCount], coder: str, by: str
) -> list[PileProgress]:
    """`by` is question or language. A count without a coder is of all readable answers."""
    totals: dict[str, int] = {}
    finished: dict[str, dict[str, int]] = {}
    for count in counts:
        name = getattr(count, by)
        # A count of nobody is of all readable answers.
        if count.coder is None:
            totals[name] = totals.get(name, 0) + count.answers
        else:
            by_coder = finished.setdefault(name, {})
            by_coder[count.coder] = by_coder.get(count.coder, 0) + count.answers

    shares = []
    for name, total in totals.items():
        by_coder = finished.get(name, {})
        others = [(who, number) for who, number in by_coder.items() if who != coder]
        mine = Progress(by_coder.get(coder, 0), total)
        shares.append(PileProgress(name, mine, tuple(others)))
    return shares
