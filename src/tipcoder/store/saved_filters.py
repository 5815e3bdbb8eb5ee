"""Filters that a coder keeps under names of her own: settings, and no part of anybody's work."""

from __future__ import annotations

import json

from tipcoder.store.engine import Db
from tipcoder.store.survey_data import get_meta, set_meta

_KEY = "saved_filters:"
"""Under this name and the id of a coder `meta` has her filters."""

_PLACE = "last_answer:"
LAST = "*"
"""In place of a name: the filter that she left the workbench with. No name looks like this."""


def find_filters_key(coder_id: int) -> str:
    """The fact about the study that has the filters of a coder."""
    return f"{_KEY}{coder_id}"


def find_place_key(coder_id: int) -> str:
    """The fact about the study that has the answer a coder left the workbench at."""
    return f"{_PLACE}{coder_id}"


def parse_filters(kept: str | None) -> dict[str, str]:
    """The filters by name, as that fact has them."""
    found: dict[str, str] = json.loads(kept or "{}")
    return found


def load_saved_filters(db: Db, coder_id: int) -> dict[str, str]:
    """The filters of a coder as they were written, `LAST` and by name, in order of their names."""
    found: dict[str, str] = json.loads(get_meta(db, f"{_KEY}{coder_id}") or "{}")
    return found


def save_filter(db: Db, coder_id: int, name: str, words: str | None) -> None:
    """Keep a filter in the place of the one of that name; None removes that one."""
    saved = load_saved_filters(db, coder_id)
    saved.pop(name, None)
    if words is not None:
        saved[name] = words
    in_order = dict(sorted(saved.items()))
    set_meta(db, f"{_KEY}{coder_id}", json.dumps(in_order, ensure_ascii=False))
