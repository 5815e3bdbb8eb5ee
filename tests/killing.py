"""kill -9 in the middle of coding, over and over: is every act that was acknowledged still there?

A child codes as fast as it can and reports each act once the session has returned from it; the
parent kills it at a random moment and opens the study. The suite does this some thirty times,
`python -m benchmarks kill` a thousand times.
"""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tipcoder.model.filters import AnswerFilter
from tipcoder.store import events
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.status.check import check_study

CODER = "the one who is killed"
State = list[tuple[int, str, int, int]]


@dataclass
class KillTally:
    """What a number of rounds came to."""

    rounds: int = 0
    acts: int = 0
    """The number of the last act that was acknowledged."""
    half_done: int = 0
    """Kills that came between an act's commit and its acknowledgement."""


def kill_rounds(folder: Path, rounds: int, seed: int = 1) -> Iterator[KillTally]:
    """Kill a coding process `rounds` times. Raises AssertionError at the first act
    that was lost or damaged.
    """
    chance = random.Random(seed)
    tally = KillTally()
    for number in range(rounds):
        last, state = _round(folder, chance.random() * 0.2, seed * 100_000 + number)
        _check(folder, last, state, tally)
        tally.rounds += 1
        yield tally


def _round(folder: Path, delay: float, seed: int) -> tuple[int, State | None]:
    """One life of a coder; returns the last act that it acknowledged
    and the codings it had then.
    """
    into, out = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(into)
        try:
            _code(folder, out, random.Random(seed))
        finally:
            os._exit(1)
    os.close(out)
    with os.fdopen(into, "rb") as reports:
        first = reports.readline()
        # The clock starts with the first act, so that kills fall into work and not into opening.
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines = [
            line
            for line in (first, *reports.read().splitlines(keepends=True))
            if line.endswith(b"\n")
        ]
    if not lines:
        return 0, None
    act, state = json.loads(lines[-1])
    return act, [tuple(coding) for coding in state]


def _code(folder: Path, out: int, chance: random.Random) -> None:
    with open_study_folder(folder) as here:
        session = CodingSession(here, here.register_coder(CODER))
        ids = _few(session)
        while True:
            answer_id = chance.choice(ids)
            _act(session, answer_id, chance)
            with here.store.read() as db:
                last = events.find_last_act(db)
            os.write(out, json.dumps([last, _state(session, ids)]).encode() + b"\n")


def _few(session: CodingSession) -> list[int]:
    """A handful of answers: reporting what stands on hundreds would take longer
    than coding them.
    """
    return session.find_answer_ids(AnswerFilter())[:6]


def _act(session: CodingSession, answer_id: int, chance: random.Random) -> None:
    length = len(session.read_answer(answer_id).text)
    mine = session.read_codings(answer_id)
    kind = chance.random()
    if kind < 0.6:
        start = chance.randrange(length)
        end = chance.randint(start + 1, length)
        codes = session.rank_codes(answer_id)
        session.add_coding(
            answer_id, chance.choice(codes), (start, end), finish=chance.random() < 0.3
        )
    elif kind < 0.7 and mine:
        session.remove_coding(chance.choice(mine).id)
    elif kind < 0.85:
        session.finish_answers(answer_id)
    elif kind < 0.95:
        session.undo()
    else:
        session.redo()


def _state(session: CodingSession, ids: list[int]) -> State:
    return [
        (c.answer_id, c.code, c.start, c.end)
        for answer_id in ids
        for c in session.read_codings(answer_id)
    ]


def _check(folder: Path, last: int, state: State | None, tally: KillTally) -> None:
    with open_study_folder(folder) as here:
        with here.store.read() as db:
            kept = events.find_last_act(db)
        assert kept >= last, f"act {last} was acknowledged, the store ends at {kept}"
        if state is not None and kept == last:
            session = CodingSession(here, here.register_coder(CODER))
            assert _state(session, _few(session)) == state, f"codings differ after act {last}"
        report = check_study(here)
        assert report.faults == [], report.faults
    tally.acts = last
    tally.half_done += kept > last
