"""Looking through all answers in a thread of its own, those first that somebody looks at.

A screen must not wait for it: on thousands of answers it takes seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.redaction.consent import warn_of_refusals
from tipcoder.workbench.redaction.detection_base import DetectionBase, read_sources
from tipcoder.workbench.redaction.proposals import SearchedAnswer, fold_string
from tipcoder.workbench.redaction.reviews import Stretch, find_stretches
from tipcoder.workbench.withdrawal.answers import find_waiting_answers

_BATCH_SECONDS = 0.15
"""Results are handed over so often: each time the screen has to draw them."""

SearchResults = Mapping[int, SearchedAnswer]
"""What was found in answers, by their ids."""


@dataclass(frozen=True)
class PreparedSearch:
    """What is looked for, before anything was found."""

    base: DetectionBase
    stretches: tuple[Stretch, ...]
    warning: str
    """About whoever does not want to be named, or empty."""
    withdrawn: str = ""
    """About answers that were withdrawn in the survey file, or empty."""


def prepare_search(folder: Path, viewer: str | None = None) -> PreparedSearch:
    """Opens the study for itself: connections belong to the thread that opened them.

    Raises EnvironmentFault where the key file is missing or can be read by others.
    """
    with open_study_folder(folder, read_only=True, viewer=viewer, import_edits=False) as study:
        # Before the list of stretches, because it is what can fail: a key file may be missing.
        base = DetectionBase(study, read_sources(study))
        # Here, because the thread that draws must not wait for it.
        base.prepare()
        stretches = tuple(find_stretches(study))
        return PreparedSearch(
            base, stretches, warn_of_refusals(study), find_waiting_answers(study).status_line
        )


class RedactionSearcher:
    """One search through the answers of a study.

    It runs in one thread and is steered by another.
    """

    def __init__(self, base: DetectionBase, order: Iterable[int]) -> None:
        """`order` are ids of answers; each is searched once."""
        self._base = base
        self._left = dict.fromkeys(filter(base.sources.__contains__, order))
        self._wanted: int | None = None

    def search_next(self, answer_id: int) -> None:
        """Search this one next. May be called from another thread."""
        self._wanted = answer_id

    def run_search(
        self, on_found: Callable[[SearchResults], None], is_stopped: Callable[[], bool]
    ) -> None:
        """Search until nothing is left, or until `is_stopped`.

        `on_found` is called in this thread, with what was found since the last call.
        """
        found: dict[int, SearchedAnswer] = {}
        since = time.monotonic()
        while self._left and not is_stopped():
            answer_id, is_urgent = self._take_next()
            source = self._base.sources[answer_id]
            hits = self._base.find_hits(source, source.text, source.language)
            found[answer_id] = SearchedAnswer(hits, fold_string(source.text))
            # Whoever waits for an answer gets it at once, the others in batches.
            if is_urgent or time.monotonic() - since > _BATCH_SECONDS:
                on_found(found)
                found, since = {}, time.monotonic()
            # Whoever presses a key goes first: this lets another thread run.
            time.sleep(0)
        # Also of a search that was stopped: it need not be done again.
        self._base.flush()
        if found and not is_stopped():
            on_found(found)

    def _take_next(self) -> tuple[int, bool]:
        """The answer to search now, and whether somebody waits for it."""
        # Read once, because the other thread may change it between two looks.
        wanted, self._wanted = self._wanted, None
        if wanted is not None and wanted in self._left:
            del self._left[wanted]
            return wanted, True
        answer_id = next(iter(self._left))
        del self._left[answer_id]
        return answer_id, False
