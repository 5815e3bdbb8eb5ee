"""Drawing a training round: settled answers for coders who have not read them."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tipcoder.errors import BadInput
from tipcoder.model.codings import Coder
from tipcoder.store import coders, codings, drift, events, finished_work, rounds, settlements
from tipcoder.store.engine import Db
from tipcoder.store.finished_work import ReadableAnswer
from tipcoder.store.rounds import Assignment
from tipcoder.store.training import TRAINING
from tipcoder.text import format_count
from tipcoder.workbench.adjudication.consensus import AnswerConsensus, settle_answers
from tipcoder.workbench.adjudication.judgements import read_judgements
from tipcoder.workbench.coders import resolve_coder_name
from tipcoder.workbench.rounds.drift_sample import draw_drift_sample
from tipcoder.workbench.rounds.oversample import read_judged_so_far
from tipcoder.workbench.rounds.rounds import parse_size
from tipcoder.workbench.study import OpenStudy

Settled = Mapping[int, AnswerConsensus]
"""What is settled, by answer."""


@dataclass(frozen=True)
class TrainingPlan:
    """What a training round is to be."""

    coders: tuple[str, ...]
    """New coders; each codes all of it."""
    size: str
    """How many settled answers: a share like `20%`, or a number."""
    name: str = ""
    """T1, T2, … where none is given."""
    questions: tuple[str, ...] = ()
    """Only answers to these; all where none is named."""
    seed: int | None = None


@dataclass(frozen=True)
class DrawnTraining:
    """A training round as it was drawn, or would be."""

    name: str
    seed: int
    pile: int
    """Settled answers that could be drawn."""
    answers: int
    coders: tuple[str, ...]
    codes: Mapping[str, int]
    """Code -> on how many of the answers drawn it was settled to be."""


def draw_training(
    study: OpenStudy, lead: Coder, plan: TrainingPlan, *, dry_run: bool = False
) -> DrawnTraining:
    """Draw settled answers by lot, rare codes among them, and give copies to each new coder.

    Settled is an answer that two coders or more finished, and on which they agree or every
    difference was decided. Raises BadInput where there is none that these coders have not read.
    """
    names = tuple(dict.fromkeys(resolve_coder_name(one) for one in plan.coders if one.strip()))
    if not names:
        raise BadInput("A training round needs a coder.", "Name her with --coders.")
    seed = secrets.randbelow(10**6) if plan.seed is None else plan.seed
    so_far = read_judged_so_far(study)
    with study.store.read() as db:
        settled = _read_settled(db)
        available = _find_available(db, settled, names, plan.questions)
        name = _choose_name(db, plan.name)
    if not available:
        raise BadInput(
            "There is no settled answer that these coders have not read.",
            "Two coders have to finish an answer, and `tipcoder adjudicate` settles where they "
            "differ.",
        )
    size = parse_size(plan.size, len(available), "a training sample", "settled answers")
    sample = draw_drift_sample(available, so_far, size, (TRAINING,), ("", ""), seed)
    drawn = sorted(sample.dealt[TRAINING])
    codes = Counter(code for answer_id in drawn for code in settled[answer_id].codes)
    training = DrawnTraining(name, seed, len(available), len(drawn), names, codes)
    if not dry_run:
        _store_training(study, lead, training, plan, {one: settled[one] for one in drawn})
    return training


def _read_settled(db: Db) -> dict[int, AnswerConsensus]:
    found = read_judgements(db)
    decided = settlements.load_settlements(db)
    judges = {answer_id: tuple(said) for answer_id, said in found.by_answer.items()}
    settled = {}
    for answer_id, one in settle_answers(found, decided, judges).items():
        if not one.open_codes:
            settled[answer_id] = one.consensus
    return settled


def _find_available(
    db: Db, settled: Settled, names: Sequence[str], questions: Sequence[str]
) -> list[ReadableAnswer]:
    """Settled answers that none of these coders has finished, and no open round has."""
    taken = rounds.find_open_round_answers(db)
    for coder in coders.load_coders(db):
        if coder.name in names:
            taken |= codings.load_finished_ids(db, coder.id)
            taken |= set(drift.find_open_copies(db, coder.id).values())
    available = []
    for answer in finished_work.load_readable_answers(db):
        is_wanted = not questions or answer.question in questions
        if answer.id in settled and answer.id not in taken and is_wanted:
            available.append(answer)
    return available


def _choose_name(db: Db, wanted: str) -> str:
    known = {one.name for one in rounds.load_rounds(db)}
    if wanted in known:
        raise BadInput(f"There is a round {wanted!r} already.", "Choose another --name.")
    number = 1
    while f"T{number}" in known:
        number += 1
    return wanted or f"T{number}"


def _store_training(
    study: OpenStudy, lead: Coder, drawn: DrawnTraining, plan: TrainingPlan, settled: Settled
) -> None:
    design = {
        "coders": list(drawn.coders),
        "overlap": "",
        "by": [],
        "questions": list(plan.questions),
        "seed": drawn.seed,
        "pile": drawn.pile,
        TRAINING: {
            "settled": {str(answer_id): one.codes for answer_id, one in settled.items()},
            "unknown": {
                str(answer_id): sorted(one.unsettled) for answer_id, one in settled.items()
            },
        },
    }
    answers = format_count(drawn.answers, "settled answer")
    sentence = f"opened training {drawn.name}: {answers} for {', '.join(drawn.coders)}"
    with study.store.write() as db:
        lead_id = coders.ensure_coder(db, lead).id
        # Somebody who has never coded here can be given answers.
        people = [coders.find_or_add_coder(db, name).id for name in drawn.coders]
        act = events.begin_act(db, lead_id, "round", sentence)
        given = []
        for coder_id in people:
            copies = drift.add_copies(act, sorted(settled))
            given += [Assignment(coder_id, copy_id, False, 0.0) for copy_id in copies.values()]
        rounds.add_round(act, drawn.name, lead_id, design, given)
        events.finish_act(act)
