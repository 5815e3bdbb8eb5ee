"""Looking through all answers in a thread of its own, those first that somebody looks at.

A screen must not wait for it: on thousands of answers it takes seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tipcoder.workbench.opening import opened
from tipcoder.workbench.redaction.consent import consent_warning
from tipcoder.workbench.redaction.proposals import Searched, search
from tipcoder.workbench.redaction.redactions import Base, all_sources, base_of
from tipcoder.workbench.redaction.reviews import Stretch, stretches_to_read

_BATCH_SECONDS = 0.15
"""Results are handed over so often: each time the screen has to draw them."""

Found = Mapping[int, Searched]
"""What was found in answers, by their ids."""


@dataclass(frozen=True)
class Ready:
    """What is looked for, before anything was found."""

    base: Base
    stretches: tuple[Stretch, ...]
    warning: str
    """About whoever does not want to be named, or empty."""


def prepared(folder: Path, viewer: str | None = None) -> Ready:
    """Opens the study for itself: connections belong to the thread that opened them.

    Raises EnvironmentFault where the key file is missing or can be read by others.
    """
    with opened(folder, read_only=True, viewer=viewer, take_in=False) as here:
        base = base_of(here, all_sources(here))
        return Ready(base, tuple(stretches_to_read(here)), consent_warning(here))


class Searcher:
    """One search through the answers of a study."""

    def __init__(self, base: Base, order: Iterable[int]) -> None:
        """`order` are ids of answers; each is searched once."""
        self._base = base
        self._left = dict.fromkeys(answer_id for answer_id in order if answer_id in base.sources)
        self._wanted: int | None = None

    def want(self, answer_id: int) -> None:
        """Search this one next. May be called from another thread."""
        self._wanted = answer_id

    def run(self, hand_over: Callable[[Found], None], stopped: Callable[[], bool]) -> None:
        """Search until nothing is left, or until `stopped`."""
        found: dict[int, Searched] = {}
        since = time.monotonic()
        while self._left and not stopped():
            wanted, self._wanted = self._wanted, None
            urgent = wanted is not None and wanted in self._left
            answer_id = wanted if wanted is not None and urgent else next(iter(self._left))
            del self._left[answer_id]
            found[answer_id] = search(self._base.detector, self._base.sources[answer_id])
            if urgent or time.monotonic() - since > _BATCH_SECONDS:
                hand_over(found)
                found, since = {}, time.monotonic()
            time.sleep(0)  # whoever presses a key goes first
        if found and not stopped():
            hand_over(found)
