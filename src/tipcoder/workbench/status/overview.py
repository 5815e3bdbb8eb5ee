"""Where are we: progress by coder, question and language, what is next, and what a lead should see to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tipcoder.model import AnswerFilter, Progress
from tipcoder.store import progress, suggestions
from tipcoder.store.progress import CoderWork, ProgressCount
from tipcoder.text import format_count
from tipcoder.workbench.redaction.consent import warn_of_refusals
from tipcoder.workbench.rounds.rounds import find_open_round, list_rounds
from tipcoder.workbench.status.check import check_study_quickly
from tipcoder.workbench.study import OpenStudy

STRENGTHS = ("strong", "fair", "weak", "twin")


@dataclass(frozen=True)
class CoderProgress:
    """One coder's share of the readable answers."""

    coder: str
    progress: Progress
    work: CoderWork


@dataclass(frozen=True)
class PileProgress:
    """The answers to a question, or in a language: how far one coder is, and who else has finished any."""

    name: str
    mine: Progress
    others: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class NextStep:
    """Something to do next, and the filter that lists it."""

    sentence: str
    where: AnswerFilter


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
        piles = progress.count_by_language(db)
        people = progress.count_work_by_coder(db)
        settled = suggestions.count_settled(db)
        flagged = next((work.flags for work in people if work.coder == coder), 0)
    total = sum(pile.answers for pile in piles if pile.coder is None)
    coders = tuple(
        CoderProgress(work.coder, Progress(_count_finished(piles, work.coder), total), work)
        for work in sorted(people, key=lambda work: work.coder != coder)
        if work.coder == coder or work.codings or _count_finished(piles, work.coder)
    )
    questions, languages = (
        _build_pile_progress(piles, coder, "question"),
        _build_pile_progress(piles, coder, "language"),
    )
    steps = (*_list_round_steps(study, coder), *_list_steps(questions, flagged))
    refused = warn_of_refusals(study)
    warnings = (*((refused,) if refused else ()), *_warn_of_open_rounds(study), *check_study_quickly(study))
    return Overview(coders, questions, languages, steps, warnings, tuple(_describe_settled(settled)))


def _describe_settled(found: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    """How suggestions did so far, the strongest first, and what to do before their codes are counted."""
    for strength in STRENGTHS:
        right, of = found.get(strength, (0, 0))
        if of:
            yield f"{strength}: {right} of {of} accepted"
    if found:
        yield "before codes that came by suggestions go into statistics: `tipcoder suggest bias`"


def _list_round_steps(study: OpenStudy, coder: str) -> tuple[NextStep, ...]:
    """An assigned round comes before everything else."""
    found = find_open_round(study, study.find_coder(coder))
    if found is None:
        return ()
    name, left = found
    where = AnswerFilter(rounds=(name,), finished=False)
    return (NextStep(f"Round {name}: {left} left of what is assigned to you", where),) if left else ()


def _warn_of_open_rounds(study: OpenStudy) -> tuple[str, ...]:
    """Rounds that everybody has finished and nobody has frozen, and what is open in the others."""
    out = []
    for state in list_rounds(study):
        if state.round.frozen_at:
            continue
        left = {share.coder: share.answers - share.finished for share in state.shares}
        if any(left.values()):
            waiting = ", ".join(f"{who} {count}" for who, count in left.items() if count)
            out.append(f"round {state.round.name} is open; still to do: {waiting}")
        else:
            out.append(f"round {state.round.name} is finished; `tipcoder rounds --freeze {state.round.name}` closes it")
    return tuple(out)


def _count_finished(piles: list[ProgressCount], coder: str) -> int:
    return sum(pile.answers for pile in piles if pile.coder == coder)


def _build_pile_progress(piles: list[ProgressCount], coder: str, by: str) -> tuple[PileProgress, ...]:
    totals: dict[str, int] = {}
    done: dict[str, dict[str, int]] = {}
    for pile in piles:
        name = getattr(pile, by)
        if pile.coder is None:
            totals[name] = totals.get(name, 0) + pile.answers
        else:
            of = done.setdefault(name, {})
            of[pile.coder] = of.get(pile.coder, 0) + pile.answers
    shares = []
    for name, total in totals.items():
        others = tuple((who, count) for who, count in done.get(name, {}).items() if who != coder)
        shares.append(PileProgress(name, Progress(done.get(name, {}).get(coder, 0), total), others))
    return tuple(shares if by == "question" else sorted(shares, key=lambda share: -share.mine.total))


def _list_steps(questions: tuple[PileProgress, ...], flagged: int) -> tuple[NextStep, ...]:
    """What was begun comes before what was not; the flagged ones are for the end."""
    out = []
    begun = [s for s in questions if 0 < s.mine.finished < s.mine.total]
    fresh = [s for s in questions if s.mine.finished == 0]
    for share in sorted(begun, key=lambda s: s.mine.total - s.mine.finished)[:2]:
        left = share.mine.total - share.mine.finished
        out.append(NextStep(f"Go on with {share.name}: {left} left", AnswerFilter((share.name,), finished=False)))
    if fresh:
        first = fresh[0]
        begin = f"Begin {first.name}: {format_count(first.mine.total, 'answer')}"
        out.append(NextStep(begin, AnswerFilter((first.name,), finished=False)))
    if flagged:
        out.append(NextStep(f"Come back to {flagged} that you flagged", AnswerFilter(flagged=True)))
    if not begun and not fresh:
        out.append(NextStep("Everything is finished; look at what was coded", AnswerFilter(coded=True)))
    return tuple(out)
