"""Scores brought to one scale: columns in standard deviations, rows of length one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tipcoder.yielding import yield_if_asked

if TYPE_CHECKING:
    from tipcoder.arrays import Floats

_NO_LANGUAGE = ("", "?")
_FEW_PEERS = 10
"""Texts of a language that count as much as what is known from all languages."""
_LEAST_DEVIATION = 0.2
"""A language in which hardly any text says anything is not scaled up to the size of others."""
_NOTHING = 1e-12
"""Spreads and lengths below this are rounding."""


def scale_columns(columns: Floats) -> Floats:
    """Each column with mean 0 and standard deviation 1; a column that is all alike becomes 0."""
    if not len(columns):
        return columns
    out: Floats = (columns - columns.mean(axis=0)) / find_spread(columns)
    return out


def scale_among_peers(columns: Floats, languages: Sequence[str]) -> Floats:
    """The same within each language, as far as it has texts; `languages` are those of the rows.

    Other languages share fewer letters with the codebook, which would keep all their texts in the
    middle. Texts whose language is not known stay among all.
    """
    import numpy as np

    among_all = scale_columns(columns)
    named = np.array(languages)
    out = among_all.copy()
    for language in sorted(set(languages) - set(_NO_LANGUAGE)):
        yield_if_asked()
        rows = np.flatnonzero(named == language)

        # The fewer texts a language has, the more its scale is that of all texts.
        weight = len(rows) / (len(rows) + _FEW_PEERS)
        own = among_all[rows]
        deviation = np.sqrt(weight * own.var(axis=0) + 1 - weight)
        out[rows] = (own - weight * own.mean(axis=0)) / np.maximum(deviation, _LEAST_DEVIATION)
    return out


def find_spread(columns: Floats) -> Floats:
    """The standard deviation of each column; infinite where it is 0, so that dividing gives 0."""
    import numpy as np

    if not len(columns):
        return np.ones(columns.shape[1])
    found = columns.std(axis=0)
    out: Floats = np.where(found > _NOTHING, found, np.inf)
    return out


def contrast_profiles(profiles: Floats) -> Floats:
    """What sets a row apart from the others: less their mean, and of length one."""
    if not len(profiles):
        return profiles
    of_one = _scale_to_unit(profiles)
    # A single code has no others: less its own mean nothing would be left of it.
    if len(profiles) == 1:
        return of_one
    return _scale_to_unit(of_one - of_one.mean(axis=0))


def _scale_to_unit(rows: Floats) -> Floats:
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    out: Floats = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > _NOTHING)
    return out
