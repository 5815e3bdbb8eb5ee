"""States of a code on cases, brought together by respondent."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.analysis.presence import UNKNOWN


def group_by_respondent(states: Sequence[int], respondents: Sequence[str]) -> dict[str, int]:
    """Present if it is on any case, absent if on all that are known, else unknown."""
    of_respondents: dict[str, int] = {}
    for state, respondent in zip(states, respondents, strict=True):
        # The three numbers are in this order: present, absent, unknown.
        of_respondents[respondent] = max(state, of_respondents.get(respondent, UNKNOWN))
    return of_respondents
