"""Who answered in both of two waves, and who in one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tipcoder.results.changes import OTHERS, PANEL


@dataclass(frozen=True)
class WaveSamples:
    """A number for each respondent of whom it is known, by wave.

    Of a share the number is 0 or 1. Whoever is known in both waves is of the panel.
    """

    before: Mapping[str, float]
    """By response ID."""
    after: Mapping[str, float]
    weights_before: Mapping[str, float] = field(default_factory=dict)
    """The weight of each respondent of the earlier wave, above 0; empty where there are none."""
    weights_after: Mapping[str, float] = field(default_factory=dict)
    strata: Mapping[str, int] = field(default_factory=dict)
    """The stratum of each respondent; empty where there is one."""
    stratum_sizes: tuple[int, ...] = ()
    """How many respondents of the whole sample are in each."""

    @property
    def is_weighted(self) -> bool:
        """Whether respondents have weights."""
        return bool(self.weights_before or self.weights_after)

    @cached_property
    def pairs(self) -> tuple[tuple[float, float], ...]:
        """(earlier, later) of the panel."""
        return tuple(
            (value, self.after[one]) for one, value in self.before.items() if one in self.after
        )

    def list_values(self, sample: str) -> tuple[list[float], list[float]]:
        """(earlier, later) of a sample: everybody, the panel, or those who are in no panel."""
        if sample == OTHERS:
            return list(self.only_before), list(self.only_after)
        if sample == PANEL:
            return [one for one, _ in self.pairs], [other for _, other in self.pairs]
        return list(self.before.values()), list(self.after.values())

    @cached_property
    def only_before(self) -> tuple[float, ...]:
        """Those who are known in the earlier wave only."""
        return tuple(value for one, value in self.before.items() if one not in self.after)

    @cached_property
    def only_after(self) -> tuple[float, ...]:
        """Those who are known in the later wave only."""
        return tuple(value for one, value in self.after.items() if one not in self.before)

    @property
    def is_mixed(self) -> bool:
        """Whether there are both a panel and others."""
        return bool(self.pairs) and bool(self.only_before or self.only_after)
