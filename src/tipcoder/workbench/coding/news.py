"""What others did in a study while somebody is at work in it."""

from __future__ import annotations

from typing import NamedTuple

TOUCHING_ONLY_THEMSELVES = (
    "code",
    "remove",
    "recode",
    "finish",
    "reopen",
    "flag",
    "memo",
    "turn down",
    "settle",
)
"""Acts that change nothing in the lists and layers of other coders."""


class NewsOfOthers(NamedTuple):
    """What happened elsewhere: a sentence, and whether this coder's lists and answers may differ
    now.
    """

    sentence: str
    mine: bool
