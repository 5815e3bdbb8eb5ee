"""Acts that change a file and no row of the store."""

from __future__ import annotations

from tipcoder.model.codings import Coder
from tipcoder.store import coders, events
from tipcoder.store.engine import Db


def record_final_act(db: Db, coder: Coder, verb: str, sentence: str) -> None:
    """Keep in the log that something was changed beside the store.

    It cannot be undone, because the store does not know what the file was before.
    """
    person = coders.ensure_coder(db, coder)
    act = events.begin_act(db, person.id, verb, sentence, final=True)
    # Kept though it has no rows: an act without rows is dropped otherwise.
    events.finish_act(act, keep=True)
