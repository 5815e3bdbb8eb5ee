"""Answers of an earlier wave that a round has coded again, blind, to see whether coders drifted.

The sample is drawn by lot within strata. Each code has a stratum, so that rare codes are in it; an
answer with several codes counts for the rarest. The chance of every answer is kept, so that figures
can be weighted for it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.store import coders, finished_work, rounds, waves
from tipcoder.store.engine import Db
from tipcoder.store.finished_work import ReadableAnswer
from tipcoder.text import join_words
from tipcoder.workbench.rounds.oversample import JudgedSoFar
from tipcoder.workbench.rounds.stratified_sample import (
    Stratum,
    allocate_equally,
    allocate_in_proportion,
    draw_sample,
)

WITHOUT_CODES = "no code"


@dataclass(frozen=True)
class DriftSample:
    """What is coded again, and by whom."""

    earlier: str
    """The wave that it is of."""
    later: str
    """The wave that it is mixed into."""
    pile: int
    """Answers of the earlier wave that somebody had finished."""
    dealt: Mapping[str, Mapping[int, float]]
    """Coder -> answer -> the chance with which it was drawn."""

    @property
    def size(self) -> int:
        """How many answers are coded again."""
        return sum(len(answers) for answers in self.dealt.values())


def choose_drift_waves(db: Db, earlier: str | None) -> tuple[str, str]:
    """The wave to draw from, by default the last but one, and the last wave. Raises BadInput where
    there are not two.
    """
    names = [wave.name for wave in waves.list_waves(db) if wave.name]
    if len(names) < 2:
        raise BadInput(
            "There is no earlier wave to code again.",
            "A drift round mixes answers of an earlier wave into the round of a new one.",
        )
    later = names[-1]
    if earlier is None:
        return names[-2], later
    if earlier not in names:
        raise BadInput(
            f"The study has no wave {earlier!r}.",
            did_you_mean(earlier, names) or f"It has {join_words(names)}.",
        )
    if earlier == later:
        raise BadInput(
            f"Wave {earlier} is the last one, and there is none to compare it with.",
            "Name an earlier one with --from.",
        )
    return earlier, later


def find_coded_answers(db: Db, wave: str) -> list[ReadableAnswer]:
    """Readable answers of a wave that somebody has judged, and that no open round has."""
    readable = finished_work.load_readable_answers(db)
    people = [coder.id for coder in coders.load_coders(db)]
    judged = {one.answer_id for one in finished_work.load_finished_answers(db, people)}
    wave_of = waves.load_waves_by_answer(db, [answer.id for answer in readable])
    taken = rounds.find_open_round_answers(db)
    found = []
    for answer in readable:
        is_there = wave_of[answer.id] == wave and answer.id not in taken
        if is_there and answer.id in judged:
            found.append(answer)
    return found


def draw_drift_sample(
    answers: Sequence[ReadableAnswer],
    so_far: JudgedSoFar,
    size: int,
    names: Sequence[str],
    waves_of: tuple[str, str],
    seed: int,
) -> DriftSample:
    """`size` of the answers, each for one of the coders named."""
    strata = _build_strata([answer.id for answer in answers], so_far, size)
    drawn = draw_sample(strata, seed)
    in_lot = sorted(drawn)
    # A name of its own keeps this draw apart from the others of the round.
    random.Random(f"{seed} drift").shuffle(in_lot)
    dealt = {}
    for place, name in enumerate(names):
        dealt[name] = {answer_id: drawn[answer_id] for answer_id in in_lot[place :: len(names)]}
    return DriftSample(waves_of[0], waves_of[1], len(answers), dealt)


def _build_strata(ids: Sequence[int], so_far: JudgedSoFar, size: int) -> list[Stratum]:
    """Half of the sample equally from all codes, the other half in proportion to what is left."""
    groups = _group_by_rarest_code(ids, so_far)
    equally = {name: group for name, group in groups.items() if name != WITHOUT_CODES}
    first = {one.name: one.drawn for one in allocate_equally(equally, size // 2)}
    left = {name: group[first.get(name, 0) :] for name, group in groups.items()}
    rest = size - sum(first.values())
    second = {one.name: one.drawn for one in allocate_in_proportion(left, rest)}
    return [
        Stratum(name, group, first.get(name, 0) + second[name]) for name, group in groups.items()
    ]


def _group_by_rarest_code(ids: Collection[int], so_far: JudgedSoFar) -> dict[str, list[int]]:
    """Each answer under the rarest of the codes that anybody applied to it."""
    wanted = set(ids)
    frequency: Counter[str] = Counter()
    for code, applied in so_far.coded.items():
        frequency[code] = len(wanted.intersection(applied))
    # By name where two are equally rare, so that a draw can be repeated.
    rarest_first = sorted(
        (code for code in frequency if frequency[code]), key=lambda c: (frequency[c], c)
    )
    groups: dict[str, list[int]] = {}
    for answer_id in sorted(wanted):
        own = [code for code in rarest_first if answer_id in so_far.coded[code]]
        groups.setdefault(own[0] if own else WITHOUT_CODES, []).append(answer_id)
    return groups
