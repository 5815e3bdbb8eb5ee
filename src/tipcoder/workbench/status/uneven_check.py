"""What `check` says of texts that one coder coded in different ways."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.store.engine import Db
from tipcoder.store.uneven_texts import UnevenText, find_uneven_texts
from tipcoder.text import join_first

_MOST_TEXTS = 3
"""Texts that are described of one coder and question; those are corrected first."""
_MOST_CASES = 3
"""Cases that are named of each way."""


def describe_uneven_texts(db: Db) -> list[str]:
    """A sentence for each question and coder, with the cases of the first texts and both sets of
    codes. No words are repeated.
    """
    groups: dict[tuple[str, str], list[UnevenText]] = {}
    for one in find_uneven_texts(db):
        groups.setdefault((one.question, one.coder), []).append(one)
    return [_describe_texts(*group, texts) for group, texts in groups.items()]


def _describe_texts(question: str, coder: str, texts: Sequence[UnevenText]) -> str:
    ways = [_describe_ways(text) for text in texts]
    if len(ways) == 1:
        return f"{question}: {coder} coded the same text in different ways: {ways[0]}"
    named = " | ".join(ways[:_MOST_TEXTS])
    more = f" | and {len(ways) - _MOST_TEXTS} more" if len(ways) > _MOST_TEXTS else ""
    return f"{question}: {coder} coded {len(ways)} texts in different ways each: {named}{more}"


def _describe_ways(text: UnevenText) -> str:
    ways = []
    for codes, cases in text.versions.items():
        ways.append(f"{join_first(cases, _MOST_CASES)} as {' + '.join(codes)}")
    return "; ".join(ways)
