"""Where are we: progress by coder, question and language, what is next, and what a lead should see to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tipcoder.model import AnswerFilter, Progress
from tipcoder.store import progress, suggestions
from tipcoder.store.progress import Pile, Work
from tipcoder.text import counted
from tipcoder.workbench.redaction.consent import consent_warning
from tipcoder.workbench.rounds.rounds import open_round_of, round_list
from tipcoder.workbench.status.check import quick_check
from tipcoder.workbench.study import OpenStudy

STRENGTHS = ("strong", "fair", "weak", "twin")


@dataclass(frozen=True)
class CoderProgress:
    """One coder's share of the readable answers."""

    coder: str
    progress: Progress
    work: Work


@dataclass(frozen=True)
class Share:
    """The answers to a question, or in a language: how far one coder is, and who else has finished any."""

    name: str
    mine: Progress
    others: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Step:
    """Something to do next, and the filter that lists it."""

    sentence: str
    where: AnswerFilter


@dataclass(frozen=True)
class Overview:
    """The study as one coder sees it. Everybody else is listed, too."""

    coders: tuple[CoderProgress, ...]
    questions: tuple[Share, ...]
    languages: tuple[Share, ...]
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]
    suggestions: tuple[str, ...] = ()
    """How often suggestions of each strength were right, as far as they are settled."""


def overview(here: OpenStudy, coder: str) -> Overview:
    """Look at the whole study; `coder` is the one whose progress comes first."""
    with here.store.read() as db:
        piles = progress.piles(db)
        people = progress.work(db)
        settled = suggestions.settled_counts(db)
        flagged = next((work.flags for work in people if work.coder == coder), 0)
    total = sum(pile.answers for pile in piles if pile.coder is None)
    coders = tuple(
        CoderProgress(work.coder, Progress(_finished(piles, work.coder), total), work)
        for work in sorted(people, key=lambda work: work.coder != coder)
        if work.coder == coder or work.codings or _finished(piles, work.coder)
    )
    questions, languages = _shares(piles, coder, "question"), _shares(piles, coder, "language")
    steps = (*_in_rounds(here, coder), *_steps(questions, flagged))
    refused = consent_warning(here)
    warnings = (*((refused,) if refused else ()), *_unfrozen(here), *quick_check(here))
    return Overview(coders, questions, languages, steps, warnings, tuple(_settled(settled)))


def _settled(found: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    """How suggestions did so far, the strongest first, and what to do before their codes are counted."""
    for strength in STRENGTHS:
        right, of = found.get(strength, (0, 0))
        if of:
            yield f"{strength}: {right} of {of} accepted"
    if found:
        yield "before codes that came by suggestions go into statistics: `tipcoder suggest bias`"


def _in_rounds(here: OpenStudy, coder: str) -> tuple[Step, ...]:
    """An assigned round comes before everything else."""
    found = open_round_of(here, here.actor(coder))
    if found is None:
        return ()
    name, left = found
    where = AnswerFilter(rounds=(name,), finished=False)
    return (Step(f"Round {name}: {left} left of what is assigned to you", where),) if left else ()


def _unfrozen(here: OpenStudy) -> tuple[str, ...]:
    """Rounds that everybody has finished and nobody has frozen, and what is open in the others."""
    out = []
    for state in round_list(here):
        if state.round.frozen_at:
            continue
        left = {share.coder: share.answers - share.finished for share in state.shares}
        if any(left.values()):
            waiting = ", ".join(f"{who} {count}" for who, count in left.items() if count)
            out.append(f"round {state.round.name} is open; still to do: {waiting}")
        else:
            out.append(f"round {state.round.name} is finished; `tipcoder rounds --freeze {state.round.name}` closes it")
    return tuple(out)


def _finished(piles: list[Pile], coder: str) -> int:
    return sum(pile.answers for pile in piles if pile.coder == coder)


def _shares(piles: list[Pile], coder: str, by: str) -> tuple[Share, ...]:
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
        shares.append(Share(name, Progress(done.get(name, {}).get(coder, 0), total), others))
    return tuple(shares if by == "question" else sorted(shares, key=lambda share: -share.mine.total))


def _steps(questions: tuple[Share, ...], flagged: int) -> tuple[Step, ...]:
    """What was begun comes before what was not; the flagged ones are for the end."""
    out = []
    begun = [s for s in questions if 0 < s.mine.finished < s.mine.total]
    fresh = [s for s in questions if s.mine.finished == 0]
    for share in sorted(begun, key=lambda s: s.mine.total - s.mine.finished)[:2]:
        left = share.mine.total - share.mine.finished
        out.append(Step(f"Go on with {share.name}: {left} left", AnswerFilter((share.name,), finished=False)))
    if fresh:
        first = fresh[0]
        begin = f"Begin {first.name}: {counted(first.mine.total, 'answer')}"
        out.append(Step(begin, AnswerFilter((first.name,), finished=False)))
    if flagged:
        out.append(Step(f"Come back to {flagged} that you flagged", AnswerFilter(flagged=True)))
    if not begun and not fresh:
        out.append(Step("Everything is finished; look at what was coded", AnswerFilter(coded=True)))
    return tuple(out)
