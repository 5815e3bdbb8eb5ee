"""Suggestions in the background, in a thread of their own.

It makes them, learns, and hands out what was asked for last. Nothing is loaded before the first
question. Whoever asks is called back from the thread, and only while nobody has asked for something
else since.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from time import perf_counter, sleep
from typing import TYPE_CHECKING

from tipcoder.errors import TipcoderError
from tipcoder.model.codings import Coder
from tipcoder.store import rounds, suggestions
from tipcoder.store.suggestions import ShownSuggestion
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.suggestions.worker_jobs import (
    OfferRequest,
    OrderRequest,
    WorkerJob,
    switch_threads_often,
)
from tipcoder.workbench.suggestions.worker_knowledge import WorkerKnowledge
from tipcoder.yielding import yield_if_asked, yielding_by

if TYPE_CHECKING:
    from tipcoder.workbench.suggestions.offers import Offers
    from tipcoder.workbench.suggestions.reading_orders import RankedAnswers

_IDLE_SECONDS = 1.5
"""Without a question, an act or a key, after which classifiers are trained anew."""
_REST_SECONDS = 0.03
"""After a key, until what it did is painted: nothing else is worked at so long."""


class SuggestionWorker:
    """What one coder's screens ask for suggestions.

    Its methods return at once and may be called from any thread.
    """

    def __init__(self, study: OpenStudy, coder: Coder) -> None:
        self._study = study
        self._coder = coder
        self.fault = ""
        """Why there are no suggestions any more, as a sentence."""

        # What screens have asked for, under the lock.
        self._lock = threading.Condition()
        self._thread: threading.Thread | None = None
        self._ask: OfferRequest | None = None
        self._awaited: OfferRequest | None = None
        self._order: OrderRequest | None = None
        self._order_is_new = False
        self._order_again = False
        self._to_record: list[ShownSuggestion] = []
        self._unrecorded: list[ShownSuggestion] = []
        self._changed = False
        self._closed = False
        self._pressed = 0.0

        # What the thread alone uses.
        self._knowledge = WorkerKnowledge(study, coder)
        self._ranked: tuple[OrderRequest, RankedAnswers] | None = None
        self._may_refit = False
        self._may_search = False

    @property
    def ready(self) -> bool:
        """Whether the answers have been read; they are read anew when texts or codes change."""
        return self._knowledge.is_ready

    # --- what screens call ------------------------------------------------------------------------

    def request_offers(
        self, answer_id: int, shown: str, on_offers: Callable[[Offers], object]
    ) -> None:
        """Have offers made for an answer.

        A question asked before and not yet answered is dropped.
        """
        with self._lock:
            self._ask = self._awaited = OfferRequest(answer_id, shown, on_offers)
            self._wake_thread()

    def find_refusal(self, answer_id: int) -> str:
        """Why nothing may be offered for an answer, whatever it says; empty where something may."""
        with self._study.store.read() as db:
            is_closed = rounds.is_in_open_round(db, answer_id)
        if not is_closed:
            return ""
        # Imported here: a screen that only asks whether it may ask loads no engine.
        from tipcoder.workbench.suggestions.offers import OPEN_ROUND

        return OPEN_ROUND

    def cancel_offers(self) -> None:
        """Nobody waits for offers any more."""
        with self._lock:
            self._ask = self._awaited = None

    def request_order(
        self, by: str, code: str, on_ranked: Callable[[RankedAnswers], object]
    ) -> None:
        """Have all answers ranked, now and again after every act.

        That goes on until another order is asked for. `code` is empty for an order about all codes.
        """
        with self._lock:
            self._order, self._order_is_new = OrderRequest(by, code, on_ranked), True
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
        """Something may have changed in the study.

        Costs nothing while nobody has asked for anything.
        """
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
        # Those that a fault has left over go with the next ones.
        self._to_record, self._unrecorded = self._unrecorded + self._to_record, []
        if self._thread is None:
            # A daemon: leaving the program never waits for it.
            self._thread = threading.Thread(
                target=self._run_thread, name="suggestions", daemon=True
            )
            self._thread.start()
        self._lock.notify_all()

    # --- the thread -------------------------------------------------------------------------------

    def _run_thread(self) -> None:
        while True:
            job = self._take_job()
            if job is None:
                return
            try:
                with switch_threads_often(), yielding_by(self._yield_to_keys):
                    self._do_job(job)
            except TipcoderError as fault:
                # Until somebody asks or acts again.
                self._unrecorded += job.recording
                self._report_fault(fault.status_line, job.ask)
            except Exception as error:
                # Its words may repeat participants' words.
                self._report_fault(
                    f"Suggestions had to stop ({type(error).__name__}); coding goes on without.",
                    job.ask,
                )

    def _take_job(self) -> WorkerJob | None:
        """Wait for something to do, or for a time without keys; None once it is closed."""
        with self._lock:
            while not self._closed and not self._has_work:
                if self._may_search:
                    break
                # Without anything to train there is no reason to wake up.
                woken = self._lock.wait(_IDLE_SECONDS if self._may_refit else None)
                if not woken and perf_counter() - self._pressed >= _IDLE_SECONDS:
                    break
            if self._closed:
                return None
            job = WorkerJob(
                self._ask,
                self._order,
                self._to_record,
                self._order_is_new,
                self._order_again,
                idle=not self._has_work,
            )
            # Taken under the lock: what comes now is for the next job.
            self._ask, self._to_record = None, []
            self._order_is_new = self._order_again = self._changed = False
            return job

    def _do_job(self, job: WorkerJob) -> None:
        # Whoever asks for offers waits for them; everything else lets keys go first.
        if job.ask is None:
            yield_if_asked()
        if job.idle:
            if self._may_search:
                self._search_next()
            else:
                self._train_next()
            return
        self._may_refit = True
        self._record_suggestions(job)
        self._serve_job(job)

    @property
    def _has_work(self) -> bool:
        if self._ask is not None or self._to_record:
            return True
        return self._order_is_new or self._order_again or self._changed

    def _yield_to_keys(self) -> None:
        # Once, not until she stops: who keeps a key down gets her suggestions too.
        left = self._pressed + _REST_SECONDS - perf_counter()
        if left > 0:
            sleep(left)

    def _report_fault(self, sentence: str, ask: OfferRequest | None) -> None:
        from tipcoder.workbench.suggestions.offers import Offers

        if self._closed:
            return
        self.fault = sentence
        self._knowledge.forget_everything()
        self._may_search = False
        if ask is not None:
            ask.on_offers(Offers(ask.answer_id, why_none=sentence))

    def _record_suggestions(self, job: WorkerJob) -> None:
        if not job.recording:
            return
        with self._study.store.write(self._coder.id) as db:
            suggestions.record_shown(db, self._coder.id, job.recording)
        # What is recorded must not be recorded again after a fault.
        job.recording.clear()

    def _serve_job(self, job: WorkerJob) -> None:
        is_asked = job.ask is not None or job.order_is_new
        if self._knowledge.offering is None and not is_asked:
            return  # after a fault, only a new question is a reason to begin anew
        has_learned = self._knowledge.update_knowledge()
        if has_learned:
            self.fault = ""
        if self._closed:
            return

        # Only an order of all answers needs what patterns say of each.
        self._may_search = job.order is not None and not self._knowledge.has_searched
        if job.ask is not None:
            self._answer_request(job.ask)
        # A ranking that nothing has changed is not made again.
        if job.order is not None and (job.order_is_new or has_learned):
            yield_if_asked()
            self._rank_and_deliver(job.order, reckon=job.order_is_new)
        elif job.order_again and self._ranked is not None and job.order is self._ranked[0]:
            self._deliver_ranking(*self._ranked)

    def _answer_request(self, ask: OfferRequest) -> None:
        if not self._is_wanted(ask):
            return
        offers = self._knowledge.make_offers(ask.answer_id, ask.shown)
        # Making them takes a moment, in which somebody may have gone on.
        if offers is not None and self._is_wanted(ask):
            ask.on_offers(offers)

    def _rank_and_deliver(self, order: OrderRequest, *, reckon: bool) -> None:
        found = self._knowledge.rank_answers(order.by, order.code, reckon=reckon)
        self._ranked = order, found
        self._deliver_ranking(order, found)

    def _deliver_ranking(self, order: OrderRequest, found: RankedAnswers) -> None:
        if not self._closed and self._order is order:
            order.on_ranked(found)

    def _search_next(self) -> None:
        """Nobody asks for anything just now: look through some answers for patterns.

        When all are looked through, the order that somebody reads in is made anew.
        """
        self._may_search = self._knowledge.search_more()
        if not self._may_search and self._order is not None:
            self._rank_and_deliver(self._order, reckon=False)

    def _train_next(self) -> None:
        """Nobody has asked for anything for a while: train the classifier of one code.

        Then look again. When all are trained, the order that somebody reads in is made anew.
        """
        offering = self._knowledge.offering
        if offering is None:
            self._may_refit = False
            return
        if offering.found.refit_classifiers(most=1):
            return
        self._may_refit = False
        if self._order is not None:
            self._rank_and_deliver(self._order, reckon=True)

    def _is_wanted(self, ask: OfferRequest) -> bool:
        """Whether nobody has closed the worker or asked for something else meanwhile."""
        with self._lock:
            return self._awaited is ask
