"""Names of waves, in one spelling each: a column that says `2025` and `2025.0` has one wave."""

from __future__ import annotations

from collections.abc import Iterable

from tipcoder.errors import BadInput
from tipcoder.text import normalise_identifier
from tipcoder.values import make_value_key

LONGEST_NAME = 60
"""Characters: a name stands in labels of cases and above columns of tables."""


class WaveNames:
    """The waves that are known, and those that a file brings."""

    def __init__(self, known: Iterable[str] = (), whole: str | None = None) -> None:
        """`known` are names that stand already. `whole` is the wave of every row of the file, where
        no column says it. Raises BadInput for a name that cannot be one.
        """
        self._spelled = {make_value_key(name): name for name in known}
        self.whole = None if whole is None else self.find_name(check_wave_name(whole))

    def find_name(self, cell: str) -> str:
        """The name as it was first spelled; a new one stands from now on."""
        return self._spelled.setdefault(make_value_key(cell), cell)


def check_wave_name(name: str) -> str:
    """The name as it is kept. Raises BadInput for one that cannot be shown."""
    tidy = normalise_identifier(name)
    if not is_wave_name(tidy):
        raise BadInput(
            f"{name!r} cannot be the name of a wave.",
            f'Use a short one, such as 2025 or "second round" (at most {LONGEST_NAME} characters).',
        )
    return tidy


def is_wave_name(name: str) -> bool:
    """Whether a name can stand in a label."""
    return bool(name) and name.isprintable() and len(name) <= LONGEST_NAME
