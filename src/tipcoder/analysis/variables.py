"""What tests compare: categories and numbers by case, with unknown kept apart from every value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

UNKNOWN = -1
"""The code of a case of which it is not known."""


@dataclass(frozen=True, eq=False)
class Levels:
    """A category per case: `codes` are places in `labels`, UNKNOWN where nothing is known."""

    name: str
    labels: tuple[str, ...]
    codes: Ints

    @cached_property
    def known(self) -> Bools:
        """Which cases have a category."""
        return self.codes >= 0

    def swap_labels(self) -> Levels:
        """The same with the order of two labels exchanged, for "present minus absent"."""
        import numpy as np

        codes = np.where(self.codes < 0, self.codes, len(self.labels) - 1 - self.codes)
        return Levels(self.name, self.labels[::-1], codes)


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

    @cached_property
    def value_ranks(self) -> Ints:
        """The place of each value among the distinct values, UNKNOWN where there is none; sorted
        once for all tests.
        """
        import numpy as np

        places = np.full(len(self.values), UNKNOWN, dtype=np.int64)
        known = self.known
        places[known] = np.unique(self.values[known], return_inverse=True)[1]
        return places


@dataclass(frozen=True, eq=False)
class Cases:
    """Which respondent and which country each case belongs to, as numbers; UNKNOWN where there is
    no country.
    """

    respondent: Ints
    country: Ints

    def __len__(self) -> int:
        return len(self.respondent)


def build_levels(name: str, labels: Sequence[str], values: Sequence[str | None]) -> Levels:
    """From a text per case; what is not among the labels is unknown."""
    import numpy as np

    place = {label: n for n, label in enumerate(labels)}
    codes = np.fromiter(
        (place.get(v, UNKNOWN) if v is not None else UNKNOWN for v in values), np.int64, len(values)
    )
    return Levels(name, tuple(labels), codes)


def build_yes_no(name: str, values: Sequence[bool | None]) -> Levels:
    """From True, False and None per case."""
    import numpy as np

    codes = np.fromiter((UNKNOWN if v is None else int(v) for v in values), np.int64, len(values))
    return Levels(name, ("no", "yes"), codes)


def build_numbers(name: str, values: Sequence[float | None]) -> Numbers:
    """From a number or None per case."""
    import numpy as np

    return Numbers(
        name, np.fromiter((np.nan if v is None else v for v in values), np.float64, len(values))
    )


def number_members(values: Sequence[Any]) -> Ints:
    """Equal values get equal numbers, in order of appearance; None gets UNKNOWN."""
    import numpy as np

    seen: dict[Any, int] = {}
    return np.fromiter(
        (UNKNOWN if v is None else seen.setdefault(v, len(seen)) for v in values),
        np.int64,
        len(values),
    )
