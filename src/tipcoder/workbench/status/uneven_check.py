"""What `check` says of texts that one coder coded in different ways."""

from __future__ import annotations

from tipcoder.store.engine import Db
from tipcoder.store.uneven_texts import UnevenText, find_uneven_texts
from tipcoder.text import format_count, join_first

_MOST_TEXTS = 50
_MOST_CASES = 3
"""Cases that are named of each way."""


def describe_uneven_texts(db: Db) -> list[str]:
    """A sentence for each text, with its cases and both sets of codes. No words are repeated."""
    found = find_uneven_texts(db)
    said = [_describe_text(one) for one in found[:_MOST_TEXTS]]
    if len(found) > _MOST_TEXTS:
        more = format_count(len(found) - _MOST_TEXTS, "more text")
        said.append(f"{more} that one coder coded in different ways")
    return said


def _describe_text(one: UnevenText) -> str:
    ways = []
    for codes, cases in one.versions.items():
        named = join_first(cases, _MOST_CASES)
        ways.append(f"{named} as {' + '.join(codes)}")
    return f"{one.question}: {one.coder} coded the same text in different ways: {'; '.join(ways)}"
