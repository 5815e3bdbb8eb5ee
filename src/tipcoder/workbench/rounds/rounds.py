"""Rounds: drawing an independent, blind sample for several coders, and closing it.

The shared part is drawn at random within strata, in proportion to their sizes, so that agreement on
it speaks for all of them. A part of it may be drawn among answers that are likely to carry rare
codes, and is weighed down again in the figures. The rest is dealt out evenly. The seed is printed
and kept: the draw can be repeated.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model.codings import Coder
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import (
    coders,
    codings,
    events,
    finished_work,
    rounds,
    waves,
)
from tipcoder.store.engine import Db
from tipcoder.store.filtered_answers import find_answer_ids
from tipcoder.store.finished_work import ReadableAnswer
from tipcoder.store.rounds import Round, RoundShare
from tipcoder.text import format_count
from tipcoder.workbench.coders import resolve_coder_name
from tipcoder.workbench.rounds.drift_sample import (
    DriftSample,
    choose_drift_waves,
    draw_drift_sample,
    find_coded_answers,
)
from tipcoder.workbench.rounds.forecasts import estimate_prevalence, forecast_codes
from tipcoder.workbench.rounds.oversample import JudgedSoFar, read_judged_so_far
from tipcoder.workbench.rounds.round_plan import DrawnRound as DrawnRound
from tipcoder.workbench.rounds.round_plan import RoundPlan as RoundPlan
from tipcoder.workbench.rounds.round_storing import store_round
from tipcoder.workbench.rounds.round_strata import STRATA, build_likely_strata, build_plain_strata
from tipcoder.workbench.rounds.stratified_sample import Stratum, draw_sample
from tipcoder.workbench.study import OpenStudy

ENOUGH = 10
"""Positives from which a code is judged: codes of which fewer are expected are rare."""


def draw_round(
    study: OpenStudy, lead: Coder, plan: RoundPlan, *, dry_run: bool = False
) -> DrawnRound:
    """Draw a round. Answers in another open round, or finished by one of its coders before, are
    left out.

    What was finished before was not coded blind to others. A drift round is of the last wave, and
    of answers of an earlier one that are coded again. Raises BadInput for a plan that cannot be
    drawn.
    """
    names = _require_coder_names(plan)
    # A number that a person can copy from a report.
    seed = secrets.randbelow(10**6) if plan.seed is None else plan.seed
    so_far = read_judged_so_far(study)
    with study.store.read() as db:
        # Sizes are shares of what can be assigned, not of the whole study.
        available = _find_assignable(db, plan, names)
        again = _draw_again(db, plan, names, so_far, seed)
        if again is not None:
            available = _keep_wave(db, available, again.later)
        name = _choose_name(db, plan)
        prevalence = estimate_prevalence(db)
    if not available:
        raise BadInput(
            "There is no answer left to assign: all are in an open round, "
            "or one of these coders has finished them.",
            "Freeze the open round, choose other questions, "
            "or bring in coders who have not read them.",
        )

    # One coder shares nothing with anybody.
    is_alone = len(names) == 1
    size = 0 if is_alone else parse_size(plan.overlap, len(available), "an overlap", "answers")
    likely = _choose_likely_strata(study, plan, available, size, prevalence, so_far)
    strata = [*likely, *build_plain_strata(available, plan.by, likely, size)]
    # The same seed, plan and answers give the same draw.
    shared = draw_sample(strata, seed)
    dealt = _deal_rest(available, shared, plan, names, seed)

    drawn = DrawnRound(
        name=name,
        seed=seed,
        pile=len(available),
        shared=len(shared),
        each=_count_each(shared, dealt, again),
        strata={stratum.name: (len(stratum.answers), stratum.drawn) for stratum in strata},
        expected=forecast_codes(prevalence, strata, so_far),
        likely=sum(stratum.drawn for stratum in likely),
        again=again,
    )
    if not dry_run:
        store_round(study, lead, plan, drawn, shared, dealt)
    return drawn


def _draw_again(
    db: Db, plan: RoundPlan, names: Sequence[str], so_far: JudgedSoFar, seed: int
) -> DriftSample | None:
    """What a drift round has coded again; None for any other round."""
    if not plan.drift:
        if plan.earlier_wave is not None:
            raise BadInput(
                "An earlier wave is named, but nothing of it is to be coded again.",
                "Give --drift 30.",
            )
        return None
    if len(names) == 1 and plan.only_overlap:
        raise BadInput(
            "One coder shares nothing, so there would be nothing to hide the earlier answers in.",
            "Leave --only-overlap out.",
        )
    earlier, later = choose_drift_waves(db, plan.earlier_wave)
    coded = find_coded_answers(db, earlier)
    if plan.questions:
        # Answers to other questions would be known for what they are.
        coded = [answer for answer in coded if answer.question in plan.questions]
    if not coded:
        raise BadInput(
            f"No answer of wave {earlier} has been finished, so there is nothing to compare with.",
            "Code the earlier wave first, or name another one with --from.",
        )
    what = f"coded answers of wave {earlier}"
    size = parse_size(plan.drift, len(coded), "a drift sample", what)
    return draw_drift_sample(coded, so_far, size, names, (earlier, later), seed)


def _keep_wave(db: Db, available: Sequence[ReadableAnswer], wave: str) -> list[ReadableAnswer]:
    wave_of = waves.load_waves_by_answer(db, [answer.id for answer in available])
    return [answer for answer in available if wave_of[answer.id] == wave]


def _count_each(
    shared: Collection[int], dealt: Mapping[str, Sequence[int]], again: DriftSample | None
) -> dict[str, int]:
    """How many answers each coder gets, those to be coded again included."""
    each = {name: len(shared) + len(ids) for name, ids in dealt.items()}
    if again is not None:
        for name, answers_again in again.dealt.items():
            each[name] += len(answers_again)
    return each


def _require_coder_names(plan: RoundPlan) -> tuple[str, ...]:
    """Who takes part. Raises BadInput for one coder alone, but in a drift round, and for a stratum
    that there is not.
    """
    chosen = dict.fromkeys(resolve_coder_name(name) for name in plan.coders if name.strip())
    if len(chosen) < (1 if plan.drift else 2):
        raise BadInput("Agreement needs at least two coders.", "Name them with --coders a,b.")
    for stratum in plan.by:
        if stratum not in STRATA:
            near = did_you_mean(stratum, STRATA)
            raise BadInput(f"Answers cannot be drawn by {stratum!r}.", near)
    return tuple(chosen)


def _choose_name(db: Db, plan: RoundPlan) -> str:
    known = {one.name for one in rounds.load_rounds(db)}
    name = plan.name or _find_free_name(known)
    if name in known:
        raise BadInput(f"There is a round {name!r} already.", "Choose another --name.")
    return name


def _choose_likely_strata(
    study: OpenStudy,
    plan: RoundPlan,
    available: Sequence[ReadableAnswer],
    size: int,
    prevalence: Mapping[str, float | None],
    so_far: JudgedSoFar,
) -> list[Stratum]:
    """The strata of rare codes that the plan asks for; none where it asks for no oversample."""
    for code in plan.rare:
        if code not in prevalence:
            near = did_you_mean(code, prevalence)
            raise BadInput(f"There is no code {code!r} to draw for.", near)
    if not plan.oversample:
        if plan.rare:
            raise BadInput(
                "Rare codes are named, but no part of the overlap is drawn for them.",
                "Give --oversample 30%.",
            )
        return []

    part = parse_size(plan.oversample, size, "an oversampled part", "shared answers")
    # No answer would be left that was drawn at random.
    if part == size:
        raise BadInput(
            "If all shared answers were chosen as likely, they would say nothing about the others.",
            f"Oversample fewer than the {size} of the overlap.",
        )
    rarest_first = _list_rare_codes(plan, prevalence, size)
    chance = size / len(available)
    return build_likely_strata(study, available, rarest_first, part, so_far, plain=chance)


def _list_rare_codes(
    plan: RoundPlan, prevalence: Mapping[str, float | None], size: int
) -> list[str]:
    """The codes named, or those of which a sample of this size would hold too few; the rarest
    first.
    """
    share_of = {code: share or 0.0 for code, share in prevalence.items()}
    rare = plan.rare or [code for code, share in share_of.items() if share * size < ENOUGH]
    return sorted(rare, key=share_of.__getitem__)


def _deal_rest(
    available: Sequence[ReadableAnswer],
    shared: Collection[int],
    plan: RoundPlan,
    names: Sequence[str],
    seed: int,
) -> dict[str, list[int]]:
    """What is not shared, in equal parts by coder; nothing where only the overlap is coded."""
    rest: list[int] = []
    if not plan.only_overlap:
        rest = [answer.id for answer in available if answer.id not in shared]
    # A name of its own keeps this draw apart from those of the strata.
    random.Random(f"{seed} rest").shuffle(rest)
    return {name: rest[at :: len(names)] for at, name in enumerate(names)}


def _find_assignable(db: Db, plan: RoundPlan, names: Sequence[str]) -> list[ReadableAnswer]:
    """Answers to the questions of the plan that none of these coders has finished, and no open
    round has.
    """
    readable = finished_work.load_readable_answers(db)
    asked = {answer.question for answer in readable}
    for question in plan.questions:
        if question not in asked:
            near = did_you_mean(question, asked)
            raise BadInput(f"There is no question {question!r} with answers.", near)

    # In two rounds at once an answer would not be blind in either.
    taken = set(rounds.find_open_round_answers(db))
    for coder in coders.load_coders(db):
        if coder.name in names:
            taken |= codings.load_finished_ids(db, coder.id)
    # No question named means all.
    wanted = plan.questions or asked
    return [answer for answer in readable if answer.id not in taken and answer.question in wanted]


def _find_free_name(known: set[str]) -> str:
    number = 1
    while f"R{number}" in known:
        number += 1
    return f"R{number}"


def parse_size(wish: str, total: int, what: str, of_what: str) -> int:
    """The number that a wish like `20%` or `30` means, of `total`. Raises BadInput for another."""
    text = wish.strip()
    try:
        size = round(total * float(text[:-1]) / 100) if text.endswith("%") else int(text)
    except (ValueError, OverflowError):
        raise BadInput(
            f"{wish!r} is not {what}.", f"Write a share like 20%, or a number of {of_what}."
        ) from None
    if not 0 < size <= total:
        raise BadInput(
            f"{what[0].upper()}{what[1:]} of {wish} is not possible with {total} {of_what}.",
            "Choose between 1 and all of them.",
        )
    return size


@dataclass(frozen=True)
class RoundProgress:
    """A round, and how far everybody is in it."""

    round: Round
    shares: tuple[RoundShare, ...]


def list_rounds(study: OpenStudy) -> list[RoundProgress]:
    """Every round, oldest first."""
    found = []
    with study.store.read() as db:
        for one in rounds.load_rounds(db):
            shares = rounds.count_shares(db, one.id)
            found.append(RoundProgress(one, tuple(shares)))
    return found


def require_round(study: OpenStudy, name: str) -> Round:
    """A round by its name. Raises BadInput naming the nearest one."""
    with study.store.read() as db:
        found = {one.name: one for one in rounds.load_rounds(db)}
    if name not in found:
        near = did_you_mean(name, found) or "`tipcoder rounds` lists them."
        raise BadInput(f"There is no round {name!r}.", near)
    return found[name]


def freeze_round(study: OpenStudy, lead: Coder, name: str) -> str:
    """Close a round: what was said in it is kept for the report, and its coders may see each
    other's work.
    """
    chosen = require_round(study, name)
    # What was kept then must not change.
    if chosen.frozen_at:
        raise BadInput(f"Round {name} was frozen on {chosen.frozen_at[:10]} already.")

    with study.store.write() as db:
        shares = rounds.count_shares(db, chosen.id)
        left = sum(share.answers - share.finished for share in shares)
        sentence = f"froze round {name}"
        if left:
            sentence += f" with {format_count(left, 'assignment')} not finished"
        person = coders.ensure_coder(db, lead)
        # Its coders see each other's work from now on: hiding it again would call blind what is
        # not.
        act = events.begin_act(db, person.id, "round", sentence, final=True)
        kept = rounds.freeze_round(act, chosen.id)
        events.finish_act(act)
    return f"{sentence}; {format_count(kept, 'judgement is', 'judgements are')} kept"


def find_open_round(study: OpenStudy, coder: Coder) -> tuple[str, int] | None:
    """The round that a coder works in at present, and how many of her answers in it are not
    finished.
    """
    with study.store.read() as db:
        for one in rounds.load_rounds(db):
            if one.frozen_at or not rounds.find_assigned_to(db, coder.id, [one.name]):
                continue
            unread = AnswerFilter(rounds=(one.name,), finished=False)
            return one.name, len(find_answer_ids(db, unread, coder.id))
    return None
