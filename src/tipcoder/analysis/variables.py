"""What tests compare: categories and numbers by case, with unknown kept apart from every value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tipcoder.analysis.survey_design import SurveyDesign
from tipcoder.analysis.survey_strata import Strata

if TYPE_CHECKING:
    from tipcoder.arrays import Bools, Floats, Ints

UNKNOWN = -1
"""The code of a case of which it is not known."""


@dataclass(frozen=True, eq=False)
class Levels:
    """A category per case: `codes` are places in `labels`, UNKNOWN where nothing is known."""

    name: str
    labels: tuple[str, ...]
    codes: Ints
    is_ordered: bool = False
    """Whether the study says that the labels of a variable have an order, lowest first."""

    @cached_property
    def known(self) -> Bools:
        """Which cases have a category."""
        return self.codes >= 0

    def swap_labels(self) -> Levels:
        """The same with the order of two labels exchanged, for "present minus absent"."""
        import numpy as np

        swapped = len(self.labels) - 1 - self.codes
        codes = np.where(self.codes < 0, self.codes, swapped)
        return Levels(self.name, self.labels[::-1], codes, self.is_ordered)

    def drop_unused(self, chosen: Bools) -> Levels:
        """The same without labels that no chosen case has; two labels stay as they are."""
        import numpy as np

        used = np.unique(self.codes[chosen & self.known])
        if len(self.labels) < 3 or len(used) == len(self.labels) or not used.size:
            return self
        place_of = np.full(len(self.labels), UNKNOWN, dtype=np.int64)
        place_of[used] = np.arange(used.size)
        codes = np.where(self.known, place_of[self.codes], UNKNOWN)
        labels = tuple(self.labels[place] for place in used.tolist())
        return Levels(self.name, labels, codes, self.is_ordered)


@dataclass(frozen=True, eq=False)
class Numbers:
    """A number per case, NaN where there is none."""

    name: str
    values: Floats

    @cached_property
    def known(self) -> Bools:
        """Which cases have a number."""
        import numpy as np

        return ~np.isnan(self.values)

    def list_values(self) -> list[float | None]:
        """The number of each case, None where there is none."""
        values = []
        for value, is_known in zip(self.values.tolist(), self.known.tolist(), strict=True):
            values.append(value if is_known else None)
        return values

    @cached_property
    def value_ranks(self) -> Ints:
        """The place of each value among the distinct values, UNKNOWN where there is none."""
        import numpy as np

        # Kept, so that the values are sorted once for all tests.
        places = np.full(len(self.values), UNKNOWN, dtype=np.int64)
        known = self.known
        places[known] = np.unique(self.values[known], return_inverse=True)[1]
        return places


@dataclass(frozen=True, eq=False)
class Cases:
    """Which respondent and which country each case belongs to, as numbers from 0.

    UNKNOWN where there is no country.
    """

    respondent: Ints
    country: Ints
    weights: Floats | None = None
    """The survey weight of each case, NaN where it has none; None where the survey has no weights
    or they are left out."""
    strata: Strata | None = None
    """None where the study names none."""

    def __len__(self) -> int:
        return len(self.respondent)

    @property
    def design(self) -> SurveyDesign | None:
        """Weights with respondents as clusters; None without weights."""
        if self.weights is None:
            return None
        return SurveyDesign(self.weights, self.respondent, self.strata)


def build_levels(name: str, labels: Sequence[str], values: Sequence[str | None]) -> Levels:
    """From a text per case; what is not among the labels is unknown."""
    import numpy as np

    place_of: dict[str | None, int] = {label: place for place, label in enumerate(labels)}
    places = (place_of.get(value, UNKNOWN) for value in values)
    return Levels(name, tuple(labels), np.fromiter(places, np.int64, len(values)))


def build_yes_no(name: str, values: Sequence[bool | None]) -> Levels:
    """From True, False and None per case."""
    import numpy as np

    code_of = {None: UNKNOWN, False: 0, True: 1}
    codes = (code_of[value] for value in values)
    return Levels(name, ("no", "yes"), np.fromiter(codes, np.int64, len(values)))


def build_numbers(name: str, values: Sequence[float | None]) -> Numbers:
    """From a number or None per case."""
    import numpy as np

    numbers = (np.nan if value is None else value for value in values)
    return Numbers(name, np.fromiter(numbers, np.float64, len(values)))


def number_members(values: Sequence[Any]) -> Ints:
    """Equal values get equal numbers, in order of appearance; None gets UNKNOWN."""
    import numpy as np

    # Values may be of any kind, so a dictionary does what sorting could not.
    number_of: dict[Any, int] = {None: UNKNOWN}
    numbers = []
    for value in values:
        # UNKNOWN takes a place in the table, so that the next number is one less than its size.
        number_of.setdefault(value, len(number_of) - 1)
        numbers.append(number_of[value])
    return np.array(numbers, dtype=np.int64)
