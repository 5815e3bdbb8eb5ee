"""Looking for names on the review screen, in a thread of its own.

What is found for names that have changed since is dropped: every search has a number, and results
of an earlier one come too late.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from textual.worker import get_current_worker

from tipcoder.errors import TipcoderError
from tipcoder.tui.drawing import assemble_line
from tipcoder.tui.screens.controller import SearchingScreen
from tipcoder.workbench.quotes.naming_stretches import NamingStretch, search_naming_stretches
from tipcoder.workbench.redaction.background_search import (
    PreparedSearch,
    RedactionSearcher,
    SearchResults,
    prepare_search,
)
from tipcoder.workbench.redaction.decisions import RedactionSession


class SearchScreen(SearchingScreen, Protocol):
    """The screen that shows what a search finds."""

    def show_prepared(self, desk: RedactionSession, ready: PreparedSearch) -> None:
        """Show the stretches: it is known what is looked for, and nothing is found yet."""

    def show_found(self, desk: RedactionSession, found: SearchResults) -> None:
        """Show what was found in some answers."""

    def show_naming(self, desk: RedactionSession, naming: Sequence[NamingStretch]) -> None:
        """Show what was read and would be held back all the same."""


class RedactionSearch:
    """Begins searches, and hands over what they find."""

    def __init__(self, screen: SearchScreen) -> None:
        self._screen = screen
        self._session = screen.session
        self.desk: RedactionSession | None = None
        """None until it is known what is looked for."""
        self.generation = 0
        """The number of the search that counts."""
        self._searcher: RedactionSearcher | None = None

    # --- searching --------------------------------------------------------------------------------

    def begin_search(self) -> None:
        """Look for everything anew."""
        self.generation += 1
        heading = ("Reading what is looked for …", "bold")
        self._screen.update_static("#title", assemble_line(heading, f" · {self._session.title}"))
        search = partial(
            self._search_in_thread,
            self._session.study.folder,
            self._session.coder.name,
            self.generation,
        )
        self._screen.run_worker(search, thread=True, exclusive=True, exit_on_error=False)

    def _search_in_thread(self, folder: Path, viewer: str, generation: int) -> None:
        worker = get_current_worker()
        call_screen = self._screen.app.call_from_thread
        try:
            # Opens the study for itself: connections belong to the thread that opened them.
            ready = prepare_search(folder, viewer)
        except TipcoderError as fault:
            # A screen that was left must not be touched any more.
            if not worker.is_cancelled:
                call_screen(self._show_search_failure, generation, fault.status_line)
            return
        if worker.is_cancelled:
            return
        searcher = RedactionSearcher(ready.base, (stretch.answer_id for stretch in ready.stretches))
        call_screen(self._start_review, generation, ready, searcher)

        def hand_over(found: SearchResults) -> None:
            call_screen(self.take_found_proposals, generation, found)

        searcher.run_search(hand_over, lambda: worker.is_cancelled)
        if worker.is_cancelled:
            return
        try:
            naming = search_naming_stretches(folder, viewer, ready.base)
        except TipcoderError:
            return  # whoever asks for a file hears of it
        if not worker.is_cancelled:
            call_screen(self._take_naming, generation, naming)

    def _is_current(self, generation: int) -> bool:
        """Whether a search counts; the screen may have been left, or a newer one begun."""
        return self._screen.is_attached and generation == self.generation

    def _show_search_failure(self, generation: int, sentence: str) -> None:
        if self._is_current(generation):
            self._screen.update_static("#title", assemble_line((self._session.title, "bold")))
            self._screen.show_status(sentence, fault=True)

    def _start_review(
        self, generation: int, ready: PreparedSearch, searcher: RedactionSearcher
    ) -> None:
        if not self._is_current(generation):
            return
        self._searcher = searcher
        # A new session: decisions are judged against what is looked for now.
        self.desk = RedactionSession(self._session.study, self._session.coder, ready.base)
        self._screen.show_prepared(self.desk, ready)

    def take_found_proposals(self, generation: int, found: SearchResults) -> None:
        """Show what one search has found, unless another one counts by now."""
        # What was found with other names than those looked for now says nothing.
        if not self._is_current(generation) or self.desk is None:
            return
        self.desk.add_searched(found)
        self._screen.show_found(self.desk, found)

    def _take_naming(self, generation: int, naming: Sequence[NamingStretch]) -> None:
        if self._is_current(generation) and self.desk is not None:
            self._screen.show_naming(self.desk, naming)

    def search_next(self, answer_id: int) -> None:
        """Have an answer searched before the others, because somebody looks at it."""
        if self._searcher is not None:
            self._searcher.search_next(answer_id)
