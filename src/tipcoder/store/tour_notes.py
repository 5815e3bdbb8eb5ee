"""Who has been shown the tour of the workbench: a setting of a coder, and no part of the work."""

from __future__ import annotations

from tipcoder.store.engine import Db
from tipcoder.store.survey_data import get_meta, set_meta

_KEY = "tour_shown:"
"""Under this name and the id of a coder `meta` says that the tour was shown to her."""


def was_tour_shown(db: Db, coder_id: int) -> bool:
    """Whether the tour was shown to this coder in this study."""
    return get_meta(db, f"{_KEY}{coder_id}") is not None


def note_tour_shown(db: Db, coder_id: int) -> None:
    """Remember that it was: it does not come by itself again."""
    set_meta(db, f"{_KEY}{coder_id}", "yes")
