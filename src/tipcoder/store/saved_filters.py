"""Filters that a coder keeps under names of her own: settings, and no part of anybody's work."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import select

from tipcoder.store import schema
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
    return parse_filters(get_meta(db, find_filters_key(coder_id)))


def save_filter(db: Db, coder_id: int, name: str, words: str | None) -> None:
    """Keep a filter in the place of the one of that name; None removes that one."""
    saved = load_saved_filters(db, coder_id)
    saved.pop(name, None)
    if words is not None:
        saved[name] = words
    replace_filters(db, coder_id, saved)


def load_every_filter(db: Db) -> dict[int, dict[str, str]]:
    """The filters of everybody who saved any, by the id of the coder."""
    keys = schema.meta.c.key
    saved = select(keys).where(keys.startswith(_KEY, autoescape=True)).order_by(keys)
    coder_ids = [int(key.removeprefix(_KEY)) for key in db.execute(saved).scalars()]
    return {coder_id: load_saved_filters(db, coder_id) for coder_id in coder_ids}


def replace_filters(db: Db, coder_id: int, filters: Mapping[str, str]) -> None:
    """Keep these filters in the place of all that a coder had."""
    in_order = dict(sorted(filters.items()))
    set_meta(db, find_filters_key(coder_id), json.dumps(in_order, ensure_ascii=False))
