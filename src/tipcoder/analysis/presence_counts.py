"""States of a code on cases, counted by respondent and by country."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tipcoder.analysis.presence import PRESENT, UNKNOWN


def group_by_respondent(states: Sequence[int], respondents: Sequence[str]) -> dict[str, int]:
    """Present if it is on any case, absent if on all that are known, else unknown."""
    of_respondents: dict[str, int] = {}
    for state, respondent in zip(states, respondents, strict=True):
        # The three numbers are in this order: present, absent, unknown.
        of_respondents[respondent] = max(state, of_respondents.get(respondent, UNKNOWN))
    return of_respondents


class CountryShare(NamedTuple):
    """Of the cases of a country whose state is known, how many have the code."""

    present: int
    known: int

    @property
    def share(self) -> float | None:
        """None where nothing is known."""
        return self.present / self.known if self.known else None


def count_by_country(
    states: Sequence[int], countries: Sequence[str | None]
) -> dict[str, CountryShare]:
    """Share and number of known cases per country; cases without a country are left out."""
    by_country: dict[str, list[int]] = {}
    for state, country in zip(states, countries, strict=True):
        if country is not None:
            by_country.setdefault(country, []).append(state)

    shares = {}
    for country, of_country in by_country.items():
        present = of_country.count(PRESENT)
        shares[country] = CountryShare(present, len(of_country) - of_country.count(UNKNOWN))
    return shares
