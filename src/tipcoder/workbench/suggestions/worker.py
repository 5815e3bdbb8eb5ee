"""Suggestions in the background: a thread of their own makes them, learns, and hands out what was asked for last.

Nothing is loaded before the first question. Whoever asks is called back from the thread, and only while nobody has
asked for something else since. What is known follows the store: after every act, one's own or another person's, what
was touched is looked at again, so that an undo is forgotten as exactly as a code is learned.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter, sleep
from typing import TYPE_CHECKING

from tipcoder.errors import TipcoderError
from tipcoder.model import Coder
from tipcoder.resting import yield_if_asked, yielding_by
from tipcoder.store import rounds, suggestions, touched
from tipcoder.store.suggestions import ShownSuggestion
from tipcoder.store.touched import StoreState
from tipcoder.workbench.study import OpenStudy

if TYPE_CHECKING:
    from tipcoder.workbench.suggestions.offers import OfferMaker, Offers
    from tipcoder.workbench.suggestions.reading_orders import RankedAnswers

_IDLE_SECONDS = 1.5
"""Without a question, an act or a key, after which classifiers are trained anew."""
_SWITCH_SECONDS = 0.0005
"""How often Python looks whether another thread wants to go on, while suggestions are made: a key waits no longer."""
_REST_SECONDS = 0.03
"""After a key, until what it did is painted: so long nothing is worked at that she does not wait for."""


@dataclass(frozen=True)
class _OfferRequest:
    answer_id: int
    shown: str
    on_offers: Callable[[Offers], object]


@dataclass(frozen=True)
class _OrderRequest:
    by: str
    code: str
    on_ranked: Callable[[RankedAnswers], object]


@dataclass(frozen=True)
class _WorkerJob:
    ask: _OfferRequest | None
    order: _OrderRequest | None
    recording: list[ShownSuggestion]
    order_is_new: bool
    order_again: bool


class SuggestionWorker:
    """What one coder's screens ask for suggestions. Its methods return at once and may be called from any thread."""

    def __init__(self, study: OpenStudy, coder: Coder) -> None:
        self._study = study
        self._coder = coder
        self._lock = threading.Condition()
        self._thread: threading.Thread | None = None
        self._ask: _OfferRequest | None = None
        self._awaited: _OfferRequest | None = None
        self._order: _OrderRequest | None = None
        self._order_is_new = False
        self._order_again = False
        self._ranked: tuple[_OrderRequest, RankedAnswers] | None = None
        self._to_record: list[ShownSuggestion] = []
        self._unrecorded: list[ShownSuggestion] = []
        self._changed = False
        self._closed = False
        self.ready = False
        """Whether the pile has been read; it is read anew when texts or codes have changed."""
        self.fault = ""
        """Why there are no suggestions any more, as a sentence."""
        self._state: StoreState | None = None
        self._offering: OfferMaker | None = None
        self._may_refit = False
        self._pressed = 0.0

    # --- what screens call ----------------------------------------------------------------------------------------

    def request_offers(
        self, answer_id: int, shown: str, on_offers: Callable[[Offers], object]
    ) -> None:
        """Have offers made for an answer. A question asked before and not yet answered is dropped."""
        with self._lock:
            self._ask = self._awaited = _OfferRequest(answer_id, shown, on_offers)
            self._wake_thread()

    def find_refusal(self, answer_id: int) -> str:
        """Why nothing may be offered for an answer, whatever it says; empty where something may."""
        with self._study.store.read() as db:
            closed = rounds.is_in_open_round(db, answer_id)
        if not closed:
            return ""
        from tipcoder.workbench.suggestions.offers import OPEN_ROUND

        return OPEN_ROUND

    def cancel_offers(self) -> None:
        """Nobody waits for offers any more."""
        with self._lock:
            self._ask = self._awaited = None

    def request_order(
        self, by: str, code: str, on_ranked: Callable[[RankedAnswers], object]
    ) -> None:
        """Have all answers ranked, now and again after every act, until another order is asked for."""
        with self._lock:
            self._order, self._order_is_new = _OrderRequest(by, code, on_ranked), True
            self._wake_thread()

    def request_order_again(self) -> None:
        """Have the newest ranking handed out once more: it came when she was at another place."""
        with self._lock:
            self._order_again = self._order is not None
            self._wake_thread()

    @property
    def requested_order(self) -> tuple[str, str] | None:
        """The order that is asked for: what it is by, and the code."""
        order = self._order
        return None if order is None else (order.by, order.code)

    def cancel_order(self) -> None:
        """Nobody reads in an order of ours any more."""
        with self._lock:
            self._order = None

    def record_shown(self, shown: Sequence[ShownSuggestion]) -> None:
        """These offers are on the screen."""
        with self._lock:
            self._to_record.extend(shown)
            self._wake_thread()

    def note_change(self) -> None:
        """Something may have changed in the study. Costs nothing while nobody has asked for anything."""
        with self._lock:
            if self._thread is not None:
                self._changed = True
                self._wake_thread()

    def note_key(self) -> None:
        """Somebody does something on the screen: let that be painted first."""
        self._pressed = perf_counter()

    def close(self) -> None:
        """Stop; what is being made is thrown away, and nobody is called back any more."""
        with self._lock:
            self._closed = True
            self._ask = self._awaited = self._order = None
            self._lock.notify_all()

    def _wake_thread(self) -> None:
        if self._closed:
            return
        self._to_record, self._unrecorded = self._unrecorded + self._to_record, []
        if self._thread is None:
            # A daemon: leaving the program never waits for it.
            self._thread = threading.Thread(
                target=self._run_thread, name="suggestions", daemon=True
            )
            self._thread.start()
        self._lock.notify_all()

    # --- the thread -----------------------------------------------------------------------------------------------

    def _run_thread(self) -> None:
        while not self._closed:
            with self._lock:
                while not (self._closed or self._has_work):
                    woken = self._lock.wait(_IDLE_SECONDS if self._may_refit else None)
                    if not woken and perf_counter() - self._pressed >= _IDLE_SECONDS:
                        break
                if self._closed:
                    return
                idle = not self._has_work
                job = _WorkerJob(
                    self._ask, self._order, self._to_record, self._order_is_new, self._order_again
                )
                self._ask, self._to_record = None, []
                self._order_is_new = self._order_again = self._changed = False
            try:
                with _switch_threads_often(), yielding_by(self._yield_to_keys):
                    if job.ask is None:
                        yield_if_asked()
                    if idle:
                        self._train_next()
                        continue
                    self._may_refit = True
                    self._serve_job(job)
            except TipcoderError as fault:
                self._unrecorded += job.recording  # until somebody asks or acts again
                self._report_fault(fault.status_line, job.ask)
            except Exception as error:
                # Its words may repeat participants' words.
                self._report_fault(
                    f"Suggestions had to stop ({type(error).__name__}); coding goes on without.",
                    job.ask,
                )

    @property
    def _has_work(self) -> bool:
        return bool(
            self._ask or self._to_record or self._order_is_new or self._order_again or self._changed
        )

    def _yield_to_keys(self) -> None:
        # Once, not until she stops: who keeps a key down gets her suggestions too.
        left = self._pressed + _REST_SECONDS - perf_counter()
        if left > 0:
            sleep(left)

    def _report_fault(self, sentence: str, ask: _OfferRequest | None) -> None:
        from tipcoder.workbench.suggestions.offers import Offers

        if self._closed:
            return
        self.fault = sentence
        self._offering = self._state = None
        if ask is not None:
            ask.on_offers(Offers(ask.answer_id, why_none=sentence))

    def _serve_job(self, job: _WorkerJob) -> None:
        if job.recording:
            with self._study.store.write() as db:
                suggestions.record_shown(db, self._coder.id, job.recording)
            job.recording.clear()
        if self._offering is None and job.ask is None and not job.order_is_new:
            return  # after a fault, only a new question is a reason to begin anew
        learned = self._update_knowledge()
        if self._offering is None or self._state is None or self._closed:
            return
        if job.ask is not None and self._is_wanted(job.ask):
            with self._study.store.read() as db:
                offers = self._offering.make_offers(
                    db, job.ask.answer_id, job.ask.shown, self._state.revision
                )
            if self._is_wanted(job.ask):
                job.ask.on_offers(offers)
        if job.order is not None and (job.order_is_new or learned):
            yield_if_asked()
            self._rank_and_deliver(job.order, reckon=job.order_is_new)
        elif job.order_again and self._ranked is not None and job.order is self._ranked[0]:
            self._deliver_ranking(*self._ranked)

    def _rank_and_deliver(self, order: _OrderRequest, *, reckon: bool) -> None:
        from tipcoder.workbench.suggestions.reading_orders import rank_answers

        assert self._offering is not None
        with self._study.store.read() as db:
            found = rank_answers(db, self._offering.found, order.by, order.code, reckon=reckon)
        self._ranked = order, found
        self._deliver_ranking(order, found)

    def _deliver_ranking(self, order: _OrderRequest, found: RankedAnswers) -> None:
        if not self._closed and self._order is order:
            order.on_ranked(found)

    def _train_next(self) -> None:
        """Nobody has asked for anything for a while: train the classifier of one code, and look again.

        When all are trained, the order that somebody reads in is made anew with them.
        """
        if self._offering is None:
            self._may_refit = False
        elif not self._offering.found.refit_classifiers(most=1):
            self._may_refit = False
            if self._order is not None:
                self._rank_and_deliver(self._order, reckon=True)

    def _is_wanted(self, ask: _OfferRequest) -> bool:
        """Whether nobody has closed the desk or asked for something else meanwhile."""
        with self._lock:
            return self._awaited is ask

    def _update_knowledge(self) -> bool:
        """Know what the store knows; returns whether anything was learned."""
        with self._study.store.read() as db:
            now, before = touched.read_state(db), self._state
            if now == before:
                return False
            if (
                before is not None
                and self._offering is not None
                and now.source_key == before.source_key
            ):
                # What may be seen changes when a round is opened or frozen.
                anew = touched.find_changed_answers(db, before.act) | (now.closed ^ before.closed)
                self._offering.update_answers(db, sorted(anew))
                self._offering.found.closed = now.closed
                self._state = now
                return True
        with _pause_garbage_collection():
            self._build_offering()
        return True

    def _build_offering(self) -> None:
        from tipcoder.workbench.suggestions.offers import OfferMaker
        from tipcoder.workbench.suggestions.study_suggestions import build_study_suggestions

        self.ready = False
        with self._study.store.read() as db:
            now = touched.read_state(db)
        offering = OfferMaker(build_study_suggestions(self._study), self._coder.id)
        with self._study.store.read() as db:
            offering.update_answers(db)
            # What happened meanwhile has just been read; what texts there are was read before.
            self._state = touched.read_state(db)._replace(texts=now.texts, revision=now.revision)
        self._offering, self.ready, self.fault = offering, True, ""


@contextmanager
def _switch_threads_often() -> Iterator[None]:
    """Let go of the interpreter more often, because somebody may be typing."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


@contextmanager
def _pause_garbage_collection() -> Iterator[None]:
    """Make something large that stays: it is not looked through for garbage, which would stop every thread."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.freeze()
            gc.enable()
