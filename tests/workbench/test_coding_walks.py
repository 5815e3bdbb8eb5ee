"""Any sequence of acts of two coders can be walked back to its start
and forward to its end, one step at a time.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tipcoder.errors import BadInput
from tipcoder.model.codings import Outcome
from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.status.check import check_study

CODES = ("pressure", "pushback", "money")
ANSWERS = 3
"""So few that acts meet on one answer often."""

State = tuple[Any, ...]


class Act(NamedTuple):
    """What a hand does: the verb, and numbers that choose among what is there."""

    coder: int
    verb: str
    answer: int
    code: str
    span: tuple[int, int] | None
    flag: bool
    outcome: Outcome | None


acts = st.builds(
    Act,
    coder=st.integers(0, 1),
    verb=st.sampled_from(
        ["apply", "apply", "apply", "remove", "finish", "reopen", "undo", "undo", "redo"]
    ),
    answer=st.integers(0, ANSWERS - 1),
    code=st.sampled_from(CODES),
    span=st.none() | st.sampled_from([(0, 1), (0, 5), (3, 8)]),
    flag=st.booleans(),
    outcome=st.none() | st.sampled_from(Outcome),
)


class Hand:
    """A coder, and what the coder should see after each step if undo and redo keep their word."""

    def __init__(self, session: CodingSession) -> None:
        self.session = session
        self.ids = session.find_answer_ids(AnswerFilter())[:ANSWERS]
        self.history = [self.state()]
        self.at = 0

    def state(self) -> State:
        """Everything that this coder says about the answers."""
        out = []
        for answer_id in self.ids:
            reading = self.session.find_reading(answer_id)
            codings = sorted(
                (c.code, c.start, c.end, c.quote) for c in self.session.read_codings(answer_id)
            )
            out.append((reading.outcome if reading else None, tuple(codings)))
        return tuple(out)

    def do(self, act: Act) -> None:
        if act.verb in ("undo", "redo"):
            step = -1 if act.verb == "undo" else 1
            done = getattr(self.session, act.verb)()
            assert (done is not None) == (0 <= self.at + step < len(self.history))
            self.at += step if done else 0
            return
        try:
            self.act(act)
        except BadInput:
            return
        if self.state() != self.history[self.at]:
            self.history = [*self.history[: self.at + 1], self.state()]
            self.at += 1

    def act(self, act: Act) -> None:
        answer_id = self.ids[act.answer]
        if act.verb == "apply":
            self.session.add_coding(answer_id, act.code, act.span, finish=act.flag)
        elif act.verb == "remove":
            self.session.remove_coding(
                next((c.id for c in self.session.read_codings(answer_id)), 0)
            )
        elif act.verb == "finish":
            self.session.finish_answers(answer_id, act.outcome)
        else:
            self.session.reopen_answers(answer_id)


@pytest.mark.long
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(acts, max_size=12))
def test_every_step_can_be_walked_back_and_forward(
    small_study: Path, tmp_path: Path, steps: list[Act]
) -> None:
    folder = tmp_path / secrets.token_hex(8)
    shutil.copytree(small_study, folder)
    with open_study_folder(folder) as here:
        hands = [Hand(CodingSession(here, here.register_coder(name))) for name in ("anna", "boris")]
        for step in steps:
            hands[step.coder].do(step)
            assert check_study(here).faults == []
            assert [hand.state() for hand in hands] == [hand.history[hand.at] for hand in hands]

        for hand, other in (hands, hands[::-1]):
            theirs = other.state()
            while hand.at > 0:
                assert hand.session.undo() is not None
                hand.at -= 1
                assert hand.state() == hand.history[hand.at]
                assert check_study(here).faults == []
            assert hand.session.undo() is None, "back at the start"
            while hand.at < len(hand.history) - 1:
                assert hand.session.redo() is not None
                hand.at += 1
                assert hand.state() == hand.history[hand.at]
            assert hand.session.redo() is None, "at the end again"
            assert other.state() == theirs
        assert check_study(here).faults == []
    shutil.rmtree(folder)


def test_undone_work_is_gone_from_every_list(
    small_study: Path, find: Callable[[CodingSession, str], int]
) -> None:
    with open_study_folder(small_study) as here:
        session = CodingSession(here, here.register_coder("anna"))
        session.add_coding(find(session, "grants"), "money", finish=True)
        assert session.find_answer_ids(AnswerFilter(finished=True)) == session.find_answer_ids(
            AnswerFilter(codes=("money",))
        )
        session.undo()
        assert session.find_answer_ids(AnswerFilter(finished=True)) == []
        assert session.find_answer_ids(AnswerFilter(codes=("money",))) == []
