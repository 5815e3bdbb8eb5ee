"""Rounds: drawing an independent, blind sample for several coders, and closing it.

The shared part is drawn at random within strata, in proportion to their sizes (largest remainders), so that agreement
on it speaks for the pile; the rest is dealt out evenly. The seed is printed and kept: the draw can be repeated.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tipcoder.agreement.sample_size import responses_needed
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model import AnswerFilter, Coder
from tipcoder.store import answers, coders, codings, counts, events, finished_work, rounds
from tipcoder.store.engine import Db
from tipcoder.store.finished_work import ReadAnswer
from tipcoder.store.rounds import Assigned, Round, Share
from tipcoder.workbench.opening import OpenStudy, coder_name, current_codebook

STRATA = ("question", "language")
LEAST_ALPHA = 0.667
"""What the sample size printed beforehand is made to tell alpha from (Krippendorff, 2004)."""


@dataclass(frozen=True)
class Plan:
    """What a round is to be."""

    coders: tuple[str, ...]
    overlap: str = "20%"
    """The shared part: a share like `20%`, or a number of answers."""
    by: tuple[str, ...] = STRATA
    name: str = ""
    questions: tuple[str, ...] = ()
    only_overlap: bool = False
    seed: int | None = None


@dataclass(frozen=True)
class Expected:
    """What a round will be able to say of a code."""

    code: str
    prevalence: float
    positives: float
    """Expected in the shared part."""
    needed: int
    """Shared answers that it takes to tell alpha from .667 (Bloch & Kraemer, 1989)."""


@dataclass(frozen=True)
class Drawn:
    """A round as it was drawn, or would be."""

    name: str
    seed: int
    pile: int
    shared: int
    each: dict[str, int]
    strata: dict[str, tuple[int, int]]
    """Stratum -> (answers, of these shared)."""
    expected: tuple[Expected, ...]


def assign(here: OpenStudy, lead: Coder, plan: Plan, *, dry_run: bool = False) -> Drawn:
    """Draw a round. Answers in another open round, or finished by one of its coders before, are left out.

    What was finished before was not coded blind to others. Raises BadInput for a plan that cannot be drawn.
    """
    names = tuple(dict.fromkeys(coder_name(name) for name in plan.coders if name.strip()))
    if len(names) < 2:
        raise BadInput("Agreement needs at least two coders.", "Name them with --coders a,b.")
    for stratum in plan.by:
        if stratum not in STRATA:
            raise BadInput(f"Answers cannot be drawn by {stratum!r}.", did_you_mean(stratum, STRATA))
    seed = secrets.randbelow(10**6) if plan.seed is None else plan.seed
    with here.store.read() as db:
        pile = _pile(db, plan, names)
        known = {one.name for one in rounds.all_rounds(db)}
        name = plan.name or _free_name(known)
        if name in known:
            raise BadInput(f"There is a round {name!r} already.", "Choose another --name.")
        prevalence = _prevalence(db)
    if not pile:
        raise BadInput(
            "There is no answer left to assign: all are in an open round, or one of these coders has finished them.",
            "Freeze the open round, choose other questions, or bring in coders who have not read them.",
        )
    shared, strata = _draw(pile, plan, _size(plan.overlap, len(pile)), seed)
    rest = [] if plan.only_overlap else [answer for answer in pile if answer.id not in shared]
    random.Random(f"{seed} rest").shuffle(rest)
    dealt = {one: [answer.id for answer in rest[at :: len(names)]] for at, one in enumerate(names)}
    drawn = Drawn(
        name=name,
        seed=seed,
        pile=len(pile),
        shared=len(shared),
        each={one: len(shared) + len(ids) for one, ids in dealt.items()},
        strata=strata,
        expected=tuple(
            Expected(code, share, share * len(shared), responses_needed(LEAST_ALPHA, share))
            for code, share in prevalence.items()
            if 0 < share < 1
        ),
    )
    if not dry_run:
        _keep(here, lead, plan, drawn, shared, dealt)
    return drawn


def _pile(db: Db, plan: Plan, names: Sequence[str]) -> list[ReadAnswer]:
    asked = {answer.question for answer in finished_work.readable_answers(db)}
    for question in plan.questions:
        if question not in asked:
            raise BadInput(f"There is no question {question!r} with answers.", did_you_mean(question, asked))
    people = [coder.id for coder in coders.all_coders(db) if coder.name in names]
    taken = rounds.in_open_rounds(db).union(*(codings.finished_ids(db, person) for person in people))
    return [
        answer
        for answer in finished_work.readable_answers(db)
        if answer.id not in taken and (not plan.questions or answer.question in plan.questions)
    ]


def _free_name(known: set[str]) -> str:
    number = 1
    while f"R{number}" in known:
        number += 1
    return f"R{number}"


def _size(overlap: str, pile: int) -> int:
    text = overlap.strip()
    try:
        size = round(pile * float(text[:-1]) / 100) if text.endswith("%") else int(text)
    except ValueError:
        raise BadInput(f"{overlap!r} is no overlap.", "Write a share like 20%, or a number of answers.") from None
    if not 0 < size <= pile:
        raise BadInput(f"An overlap of {overlap} of {pile} answers cannot be.", "Choose between 1 and all of them.")
    return size


def _draw(
    pile: Sequence[ReadAnswer], plan: Plan, size: int, seed: int
) -> tuple[dict[int, float], dict[str, tuple[int, int]]]:
    """The shared answers with the chance each had, and the strata."""
    groups: dict[str, list[ReadAnswer]] = {}
    for answer in pile:
        groups.setdefault(" / ".join(getattr(answer, stratum) for stratum in plan.by) or "all", []).append(answer)
    exact = {name: size * len(group) / len(pile) for name, group in groups.items()}
    quota = {name: int(share) for name, share in exact.items()}
    missing = size - sum(quota.values())
    for name in sorted(exact, key=lambda n: (quota[n] - exact[n], n))[:missing]:
        quota[name] += 1
    chosen: dict[int, float] = {}
    for name, group in groups.items():
        lot = random.Random(f"{seed} {name}").sample(group, quota[name])
        chosen.update({answer.id: quota[name] / len(group) for answer in lot})
    return chosen, {name: (len(group), quota[name]) for name, group in groups.items()}


def _prevalence(db: Db) -> Mapping[str, float]:
    """How common each code is among what was finished so far, whoever finished it."""
    people = [coder.id for coder in coders.all_coders(db)]
    read = len(finished_work.finished(db, people))
    found: dict[str, int] = {}
    for line in counts.code_counts(db):
        found[line.code] = found.get(line.code, 0) + line.answers
    order = [code.key for _, code in current_codebook(db).in_tree_order()]
    return {code: found[code] / read for code in order if found.get(code) and read}


def _keep(
    here: OpenStudy,
    lead: Coder,
    plan: Plan,
    drawn: Drawn,
    shared: Mapping[int, float],
    dealt: Mapping[str, Sequence[int]],
) -> None:
    design = {
        "coders": list(dealt),
        "overlap": plan.overlap,
        "by": list(plan.by),
        "questions": list(plan.questions),
        "seed": drawn.seed,
        "pile": drawn.pile,
    }
    with here.store.write() as db:
        people = {name: coders.coder_named(db, name) for name in dealt}
        sentence = f"opened round {drawn.name}: {drawn.shared} shared answers for {', '.join(dealt)}"
        lead_id = coders.settled(db, lead).id
        act = events.begin(db, lead_id, "round", sentence)
        given = []
        for name, ids in dealt.items():
            given += [Assigned(people[name].id, answer_id, True, chance) for answer_id, chance in shared.items()]
            given += [Assigned(people[name].id, answer_id, False, 0.0) for answer_id in ids]
        rounds.add_round(act, drawn.name, lead_id, design, given)
        events.finish(act)


@dataclass(frozen=True)
class RoundState:
    """A round, and how far everybody is in it."""

    round: Round
    shares: tuple[Share, ...]


def round_list(here: OpenStudy) -> list[RoundState]:
    """Every round, oldest first."""
    with here.store.read() as db:
        return [RoundState(one, tuple(rounds.shares(db, one.id))) for one in rounds.all_rounds(db)]


def known_round(here: OpenStudy, name: str) -> Round:
    """A round by its name. Raises BadInput naming the nearest one."""
    with here.store.read() as db:
        found = {one.name: one for one in rounds.all_rounds(db)}
    if name not in found:
        raise BadInput(f"There is no round {name!r}.", did_you_mean(name, found) or "`tipcoder rounds` lists them.")
    return found[name]


def freeze(here: OpenStudy, lead: Coder, name: str) -> str:
    """Close a round: what was said in it is kept for the report, and its coders may see each other's work."""
    chosen = known_round(here, name)
    if chosen.frozen_at:
        raise BadInput(f"Round {name} was frozen on {chosen.frozen_at[:10]} already.")
    with here.store.write() as db:
        parts = rounds.shares(db, chosen.id)
        left = sum(part.answers - part.finished for part in parts)
        sentence = f"froze round {name}" + (f" with {left} assignments not finished" if left else "")
        act = events.begin(db, coders.settled(db, lead).id, "round", sentence)
        kept = rounds.freeze(act, chosen.id)
        events.finish(act)
    return f"{sentence}; {kept} judgements are kept"


def open_round_of(here: OpenStudy, coder: Coder) -> tuple[str, int] | None:
    """The round that a coder works in at present, and how many of her answers in it are not finished."""
    with here.store.read() as db:
        for one in rounds.all_rounds(db):
            mine = rounds.assigned_to(db, coder.id, [one.name])
            if not one.frozen_at and mine:
                left = answers.ids(db, AnswerFilter(rounds=(one.name,), finished=False), coder.id)
                return one.name, len(left)
    return None
