"""Rounds: drawing an independent, blind sample for several coders, and closing it.

The shared part is drawn at random within strata, in proportion to their sizes, so that agreement on
it speaks for the pile; a part of it may be drawn among answers that are likely to carry rare codes,
and is weighed down again in the figures. The rest is dealt out evenly. The seed is printed and
kept: the draw can be repeated.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tipcoder.agreement.sample_size import estimate_responses_needed
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model import AnswerFilter, Coder
from tipcoder.store import answers, coders, codings, counts, events, finished_work, rounds
from tipcoder.store.engine import Db
from tipcoder.store.finished_work import ReadableAnswer
from tipcoder.store.rounds import Assignment, Round, RoundShare
from tipcoder.text import format_count
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.coders import resolve_coder_name
from tipcoder.workbench.rounds.oversample import (
    JudgedSoFar,
    find_likely_answers,
    read_judged_so_far,
)
from tipcoder.workbench.rounds.stratified_sample import (
    Stratum,
    allocate_equally,
    allocate_in_proportion,
    draw_sample,
)
from tipcoder.workbench.study import OpenStudy

STRATA = ("question", "language")
LEAST_ALPHA, RELIABLE_ALPHA = 0.667, 0.8
"""What the sample sizes printed beforehand are made to tell alpha from (Krippendorff, 2004)."""
ENOUGH = 10
"""Positives from which a code is judged: codes of which fewer are expected are rare."""


@dataclass(frozen=True)
class RoundPlan:
    """What a round is to be."""

    coders: tuple[str, ...]
    overlap: str = "20%"
    """The shared part: a share like `20%`, or a number of answers."""
    by: tuple[str, ...] = STRATA
    name: str = ""
    questions: tuple[str, ...] = ()
    only_overlap: bool = False
    seed: int | None = None
    oversample: str = ""
    """The part of the overlap, a share or a number, that is drawn among answers likely to carry
    rare codes.
    """
    rare: tuple[str, ...] = ()
    """The codes meant by that; those of which fewer than `ENOUGH` positives are expected where none
    is named.
    """


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


@dataclass(frozen=True)
class DrawnRound:
    """A round as it was drawn, or would be."""

    name: str
    seed: int
    pile: int
    shared: int
    each: dict[str, int]
    strata: dict[str, tuple[int, int]]
    """Stratum -> (answers, of these shared)."""
    expected: tuple[CodeForecast, ...]
    likely: int = 0
    """Shared answers that were drawn because they are likely to carry a rare code."""


def draw_round(
    study: OpenStudy, lead: Coder, plan: RoundPlan, *, dry_run: bool = False
) -> DrawnRound:
    """Draw a round. Answers in another open round, or finished by one of its coders before, are
    left out.

    What was finished before was not coded blind to others. Raises BadInput for a plan that cannot
    be drawn.
    """
    names = tuple(dict.fromkeys(resolve_coder_name(name) for name in plan.coders if name.strip()))
    if len(names) < 2:
        raise BadInput("Agreement needs at least two coders.", "Name them with --coders a,b.")
    for stratum in plan.by:
        if stratum not in STRATA:
            raise BadInput(
                f"Answers cannot be drawn by {stratum!r}.", did_you_mean(stratum, STRATA)
            )
    seed = secrets.randbelow(10**6) if plan.seed is None else plan.seed
    with study.store.read() as db:
        pile = _find_assignable(db, plan, names)
        known = {one.name for one in rounds.load_rounds(db)}
        name = plan.name or _find_free_name(known)
        if name in known:
            raise BadInput(f"There is a round {name!r} already.", "Choose another --name.")
        prevalence = _estimate_prevalence(db)
    if not pile:
        raise BadInput(
            "There is no answer left to assign: all are in an open round, or one of these coders has finished them.",
            "Freeze the open round, choose other questions, or bring in coders who have not read them.",
        )
    size = _parse_size(plan.overlap, len(pile), "overlap", "answers")
    so_far = read_judged_so_far(study)
    apart = _build_likely_strata(study, plan, pile, size, prevalence, so_far)
    strata = [*apart, *_build_plain_strata(pile, plan, apart, size)]
    shared = draw_sample(strata, seed)
    rest = [] if plan.only_overlap else [answer.id for answer in pile if answer.id not in shared]
    random.Random(f"{seed} rest").shuffle(rest)
    dealt = {one: rest[at :: len(names)] for at, one in enumerate(names)}
    drawn = DrawnRound(
        name=name,
        seed=seed,
        pile=len(pile),
        shared=len(shared),
        each={one: len(shared) + len(ids) for one, ids in dealt.items()},
        strata={stratum.name: (len(stratum.answers), stratum.drawn) for stratum in strata},
        expected=tuple(
            _forecast_code(code, share, strata, so_far) for code, share in prevalence.items()
        ),
        likely=sum(stratum.drawn for stratum in apart),
    )
    if not dry_run:
        _store_round(study, lead, plan, drawn, shared, dealt)
    return drawn


def _build_likely_strata(
    study: OpenStudy,
    plan: RoundPlan,
    pile: Sequence[ReadableAnswer],
    size: int,
    prevalence: Mapping[str, float | None],
    so_far: JudgedSoFar,
) -> list[Stratum]:
    """One stratum a rare code, with the answers that are likely to carry it."""
    for code in plan.rare:
        if code not in prevalence:
            raise BadInput(
                f"There is no code {code!r} to draw for.", did_you_mean(code, prevalence)
            )
    if not plan.oversample:
        if plan.rare:
            raise BadInput(
                "Rare codes are named, but no part of the overlap is theirs.",
                "Give --oversample 30%.",
            )
        return []
    part = _parse_size(plan.oversample, size, "oversampled part", "shared answers")
    if part == size:
        raise BadInput(
            "If all shared answers were chosen as likely, they would speak for nothing but themselves.",
            f"Oversample fewer than the {size} of the overlap.",
        )
    share_of = {code: share or 0.0 for code, share in prevalence.items()}
    rare = plan.rare or tuple(code for code, share in share_of.items() if share * size < ENOUGH)
    rarest_first = sorted(rare, key=lambda code: share_of[code])
    ids = [answer.id for answer in pile]
    groups = find_likely_answers(study, rarest_first, ids, part, so_far, plain=size / len(pile))
    return allocate_equally({_name_likely_stratum(code): ids for code, ids in groups.items()}, part)


def _name_likely_stratum(code: str) -> str:
    return f"likely: {code}"


def _build_plain_strata(
    pile: Sequence[ReadableAnswer], plan: RoundPlan, apart: Sequence[Stratum], size: int
) -> list[Stratum]:
    """The strata of all answers that are in no stratum of a rare code."""
    taken = {answer_id for stratum in apart for answer_id in stratum.answers}
    groups: dict[str, list[int]] = {}
    for answer in pile:
        if answer.id not in taken:
            name = " / ".join(getattr(answer, stratum) for stratum in plan.by) or "all"
            groups.setdefault(name, []).append(answer.id)
    left = size - sum(stratum.drawn for stratum in apart)
    return (
        allocate_in_proportion(groups, min(left, sum(len(group) for group in groups.values())))
        if groups
        else []
    )


def _forecast_code(
    code: str, share: float | None, strata: Sequence[Stratum], so_far: JudgedSoFar
) -> CodeForecast:
    positives = sum(
        stratum.chance * so_far.estimate_chance(code, answer_id, share or 0.0)
        for stratum in strata
        for answer_id in stratum.answers
    )
    judged = share is not None and 0 < share < 1
    return CodeForecast(
        code=code,
        prevalence=share,
        positives=None if share is None else positives,
        likely=sum(
            stratum.drawn for stratum in strata if stratum.name == _name_likely_stratum(code)
        ),
        needed=estimate_responses_needed(LEAST_ALPHA, share)
        if judged and share is not None
        else None,
        needed_reliable=estimate_responses_needed(RELIABLE_ALPHA, share)
        if judged and share is not None
        else None,
    )


def _find_assignable(db: Db, plan: RoundPlan, names: Sequence[str]) -> list[ReadableAnswer]:
    asked = {answer.question for answer in finished_work.load_readable_answers(db)}
    for question in plan.questions:
        if question not in asked:
            raise BadInput(
                f"There is no question {question!r} with answers.", did_you_mean(question, asked)
            )
    people = [coder.id for coder in coders.load_coders(db) if coder.name in names]
    taken = rounds.find_open_round_answers(db).union(
        *(codings.load_finished_ids(db, person) for person in people)
    )
    return [
        answer
        for answer in finished_work.load_readable_answers(db)
        if answer.id not in taken and (not plan.questions or answer.question in plan.questions)
    ]


def _find_free_name(known: set[str]) -> str:
    number = 1
    while f"R{number}" in known:
        number += 1
    return f"R{number}"


def _parse_size(wish: str, pile: int, what: str, of_what: str) -> int:
    text = wish.strip()
    try:
        size = round(pile * float(text[:-1]) / 100) if text.endswith("%") else int(text)
    except (ValueError, OverflowError):
        raise BadInput(
            f"{wish!r} is no {what}.", f"Write a share like 20%, or a number of {of_what}."
        ) from None
    if not 0 < size <= pile:
        raise BadInput(
            f"An {what} of {wish} of {pile} {of_what} cannot be.",
            "Choose between 1 and all of them.",
        )
    return size


def _estimate_prevalence(db: Db) -> Mapping[str, float | None]:
    """How common each code is among what was finished so far, whoever finished it; None where
    nothing is.
    """
    people = [coder.id for coder in coders.load_coders(db)]
    read = len(finished_work.load_finished_answers(db, people))
    found: dict[str, int] = {}
    for line in counts.count_codes(db):
        found[line.code] = found.get(line.code, 0) + line.answers
    order = [code.key for _, code in read_current_codebook(db).list_in_tree_order() if code.codable]
    return {code: min(found.get(code, 0) / read, 1.0) if read else None for code in order}


def _store_round(
    study: OpenStudy,
    lead: Coder,
    plan: RoundPlan,
    drawn: DrawnRound,
    shared: Mapping[int, float],
    dealt: Mapping[str, Sequence[int]],
) -> None:
    design: dict[str, object] = {
        "coders": list(dealt),
        "overlap": plan.overlap,
        "by": list(plan.by),
        "questions": list(plan.questions),
        "seed": drawn.seed,
        "pile": drawn.pile,
    }
    if drawn.likely:
        design["oversample"] = {
            "answers": drawn.likely,
            "codes": [line.code for line in drawn.expected if line.likely],
        }
    with study.store.write() as db:
        people = {name: coders.find_or_add_coder(db, name) for name in dealt}
        sentence = (
            f"opened round {drawn.name}: {drawn.shared} shared answers for {', '.join(dealt)}"
        )
        lead_id = coders.ensure_coder(db, lead).id
        act = events.begin_act(db, lead_id, "round", sentence)
        given = []
        for name, ids in dealt.items():
            given += [
                Assignment(people[name].id, answer_id, True, chance)
                for answer_id, chance in shared.items()
            ]
            given += [Assignment(people[name].id, answer_id, False, 0.0) for answer_id in ids]
        rounds.add_round(act, drawn.name, lead_id, design, given)
        events.finish_act(act)


@dataclass(frozen=True)
class RoundProgress:
    """A round, and how far everybody is in it."""

    round: Round
    shares: tuple[RoundShare, ...]


def list_rounds(study: OpenStudy) -> list[RoundProgress]:
    """Every round, oldest first."""
    with study.store.read() as db:
        return [
            RoundProgress(one, tuple(rounds.count_shares(db, one.id)))
            for one in rounds.load_rounds(db)
        ]


def require_round(study: OpenStudy, name: str) -> Round:
    """A round by its name. Raises BadInput naming the nearest one."""
    with study.store.read() as db:
        found = {one.name: one for one in rounds.load_rounds(db)}
    if name not in found:
        raise BadInput(
            f"There is no round {name!r}.",
            did_you_mean(name, found) or "`tipcoder rounds` lists them.",
        )
    return found[name]


def freeze_round(study: OpenStudy, lead: Coder, name: str) -> str:
    """Close a round: what was said in it is kept for the report, and its coders may see each
    other's work.
    """
    chosen = require_round(study, name)
    if chosen.frozen_at:
        raise BadInput(f"Round {name} was frozen on {chosen.frozen_at[:10]} already.")
    with study.store.write() as db:
        parts = rounds.count_shares(db, chosen.id)
        left = sum(part.answers - part.finished for part in parts)
        sentence = f"froze round {name}" + (
            f" with {format_count(left, 'assignment')} not finished" if left else ""
        )
        act = events.begin_act(db, coders.ensure_coder(db, lead).id, "round", sentence)
        kept = rounds.freeze_round(act, chosen.id)
        events.finish_act(act)
    return f"{sentence}; {format_count(kept, 'judgement is', 'judgements are')} kept"


def find_open_round(study: OpenStudy, coder: Coder) -> tuple[str, int] | None:
    """The round that a coder works in at present, and how many of her answers in it are not
    finished.
    """
    with study.store.read() as db:
        for one in rounds.load_rounds(db):
            mine = rounds.find_assigned_to(db, coder.id, [one.name])
            if not one.frozen_at and mine:
                left = answers.find_answer_ids(
                    db, AnswerFilter(rounds=(one.name,), finished=False), coder.id
                )
                return one.name, len(left)
    return None
