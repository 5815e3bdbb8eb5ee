"""Several people who code one study on a server at the same moment.

Nobody waits for somebody else's answer, nothing is lost, and acts become visible in their order.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from conftest import StoreUrl
from tipcoder.errors import EnvironmentFault
from tipcoder.model.codings import MemoTarget, Outcome
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import act_log, integrity, survey_data, undo_redo
from tipcoder.store.engine import Store
from tipcoder.store.patience import Patience
from tipcoder.store.postgres_engine import open_postgres_store
from tipcoder.store.saved_filters import LAST, load_saved_filters
from tipcoder.workbench.coding.last_list import keep_list
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.tour import note_tour_shown, was_tour_shown
from tipcoder.workbench.coding.worklist import WorkList
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy

pytestmark = pytest.mark.postgres

CODERS = 16
ROUNDS = 4
PATIENCE = 60
"""Seconds after which a thread is taken to wait for ever."""


@pytest.fixture
def folder(
    make_study: Callable[..., Path],
    small_survey: str,
    small_study_toml: str,
    postgres_url: StoreUrl,
) -> Path:
    return make_study(small_survey, small_study_toml, where=postgres_url)


@contextmanager
def open_sessions(folder: Path, *names: str) -> Iterator[list[CodingSession]]:
    """A session of each, with a connection of its own."""
    with ExitStack() as stack:
        sessions = []
        for name in names:
            study = stack.enter_context(open_study_folder(folder, viewer=name))
            sessions.append(CodingSession(study, study.register_coder(name)))
        yield sessions


@pytest.fixture
def impatient(postgres_url: StoreUrl) -> Iterator[Store]:
    """The study for somebody who waits a fifth of a second for a lock."""
    store = open_postgres_store(postgres_url.url, postgres_url.schema, patience=Patience(lock=0.2))
    with closing(store):
        yield store


def is_refused(store: Store, of_coder: int | None) -> bool:
    """Whether somebody who writes has to wait."""
    try:
        with store.write(of_coder):
            return False
    except EnvironmentFault as fault:
        assert "another program has held the study" in fault.message
        return True


def codes_of(session: CodingSession, answer_id: int) -> list[str]:
    return [coding.code for coding in session.read_codings(answer_id)]


def find_faults(study: OpenStudy) -> list[str]:
    return list(integrity.iterate_findings(study.store))


def read_revision(study: OpenStudy) -> str | None:
    with study.store.read() as db:
        return survey_data.get_meta(db, "codebook_revision")


def test_two_coders_do_not_wait_for_each_other_even_on_one_answer(folder: Path) -> None:
    with open_sessions(folder, "anna", "boris") as (anna, boris):
        answer_id = anna.find_answer_ids(AnswerFilter())[0]
        with anna.study.store.write(anna.coder.id):
            # Anna's transaction is open all the while.
            boris.add_coding(answer_id, "money")
            boris.finish_answers(answer_id)
            assert boris.undo() is not None
        anna.add_coding(answer_id, "training")
        assert codes_of(boris, answer_id) == ["money"]
        assert codes_of(anna, answer_id) == ["training"]


def test_nothing_that_a_coder_does_for_herself_waits_for_others(folder: Path) -> None:
    with open_sessions(folder, "anna", "boris") as (anna, boris):
        answer_id = boris.find_answer_ids(AnswerFilter())[0]
        answers = WorkList(boris)
        flagged = AnswerFilter(flagged=True)
        with anna.study.store.write(anna.coder.id):
            boris.toggle_flag(answer_id)
            boris.set_memo(MemoTarget(answer_id=answer_id), "Ask the lead.")
            boris.save_filter("mine", "flag")
            answers.choose_answers(flagged)
            keep_list(boris, answers)
            note_tour_shown(boris)
        assert boris.find_answer_ids(flagged) == [answer_id]
        assert was_tour_shown(boris)
        with boris.study.store.read() as db:
            assert set(load_saved_filters(db, boris.coder.id)) == {"mine", LAST}


def test_one_coder_at_two_machines_waits_for_herself(folder: Path, impatient: Store) -> None:
    with open_sessions(folder, "anna", "boris") as (anna, boris):
        mine, ours = anna.coder.id, boris.coder.id
        with anna.study.store.write(mine):
            assert is_refused(impatient, mine)
            assert not is_refused(impatient, ours)
        assert not is_refused(impatient, mine)


@pytest.mark.parametrize("wide_first", [True, False])
def test_what_reaches_the_whole_study_is_done_alone(
    folder: Path, impatient: Store, wide_first: bool
) -> None:
    with open_sessions(folder, "anna") as (anna,):
        first, second = (None, anna.coder.id) if wide_first else (anna.coder.id, None)
        with anna.study.store.write(first):
            assert is_refused(impatient, second)
        assert not is_refused(impatient, second)


def test_undoing_takes_back_ones_own_act_and_leaves_the_others(folder: Path) -> None:
    with open_sessions(folder, "anna", "boris") as (anna, boris):
        answer_id = anna.find_answer_ids(AnswerFilter())[0]
        anna.add_coding(answer_id, "training", finish=True)
        boris.add_coding(answer_id, "money", finish=True)
        undone = anna.undo()
        assert undone is not None
        assert codes_of(anna, answer_id) == []
        assert anna.find_reading(answer_id) is None
        assert codes_of(boris, answer_id) == ["money"]
        assert boris.find_reading(answer_id) is not None
        anna.redo()
        boris.undo()
        assert codes_of(anna, answer_id) == ["training"]
        assert codes_of(boris, answer_id) == []
        assert find_faults(anna.study) == []


def test_undoing_what_reached_others_waits_for_them(folder: Path, impatient: Store) -> None:
    with open_sessions(folder, "anna", "lead") as (anna, lead):
        path = lead.study.codebook_file
        path.write_text(path.read_text("utf-8") + '\n[code.new]\nlabel = "New"\n', "utf-8")
        with open_sessions(folder, "lead"):
            assert read_revision(lead.study) == "2", "opening imports what was edited"
        with (
            anna.study.store.write(anna.coder.id),
            pytest.raises(EnvironmentFault, match="another program has held the study"),
        ):
            undo_redo.undo_act(impatient, lead.coder.id)
        done = undo_redo.undo_act(impatient, lead.coder.id)
        assert done is not None
        assert read_revision(lead.study) == "1"


@dataclass
class Watcher:
    """Somebody who asks for news all the time, and only for what is newer than what she knows."""

    store: Store
    is_over: threading.Event = field(default_factory=threading.Event)
    seen: list[int] = field(default_factory=list)

    def watch(self) -> None:
        while True:
            # One more look after the end, which may have brought the last act.
            was_over = self.is_over.is_set()
            with self.store.read() as db:
                newest = self.seen[-1] if self.seen else 0
                self.seen += [line.act for line in act_log.load_log_since(db, newest)]
            if was_over:
                return


@dataclass
class Worker:
    """A coder in a thread of her own, with what must be there in the end."""

    session: CodingSession
    codes: dict[int, str] = field(default_factory=dict)
    acts: int = 0
    fault: BaseException | None = None

    def work(self) -> None:
        try:
            for turn in range(ROUNDS):
                for at, answer_id in enumerate(self.session.find_answer_ids(AnswerFilter())):
                    self._code_answer(answer_id, ("training", "money")[(turn + at) % 2])
        except BaseException as fault:  # the test's own thread reports it
            self.fault = fault

    def _code_answer(self, answer_id: int, code: str) -> None:
        # Acts that are sent in a batch, and others that are not.
        former = self.codes.get(answer_id)
        if former is not None:
            self.session.remove_code([answer_id], former)
            self.acts += 1
        self.session.add_coding(answer_id, code, finish=True)
        self.session.toggle_flag(answer_id)
        self.session.undo()
        self.acts += 3
        self.codes[answer_id] = code


def run_together(*works: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work, daemon=True) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "they wait for each other"


@pytest.mark.long
def test_of_sixteen_coders_nobody_loses_an_act_and_news_come_in_order(folder: Path) -> None:
    names = [f"coder {number}" for number in range(CODERS)]
    with open_sessions(folder, *names, "lead") as sessions:
        *coding, lead = sessions
        workers = [Worker(session) for session in coding]
        with lead.study.store.read() as db:
            before = {line.act for line in act_log.load_log(db)}

        def change_the_study() -> None:
            # What reaches everybody's work, between acts of those who code.
            for number in range(5):
                with lead.study.store.write() as db:
                    survey_data.set_meta(db, "number", str(number))

        watcher = Watcher(lead.study.store)
        watching = threading.Thread(target=watcher.watch, daemon=True)
        watching.start()
        run_together(change_the_study, *(worker.work for worker in workers))
        watcher.is_over.set()
        watching.join(PATIENCE)

        assert [worker.fault for worker in workers] == [None] * CODERS
        for worker in workers:
            for answer_id, code in worker.codes.items():
                assert codes_of(worker.session, answer_id) == [code]
                reading = worker.session.find_reading(answer_id)
                assert reading is not None
                assert reading.outcome is Outcome.CODED
                assert not worker.session.is_flagged(answer_id)
        with lead.study.store.read() as db:
            kept = {line.act for line in act_log.load_log(db)} - before
            assert survey_data.get_meta(db, "number") == "4"
        assert len(kept) == sum(worker.acts for worker in workers)
        assert set(watcher.seen) - before == kept, "an act became visible after a later one"
        assert find_faults(lead.study) == []
