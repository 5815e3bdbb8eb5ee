"""What the patterns of codes say of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tipcoder.arrays import Floats


class PatternScores:
    """Weights of patterns by the numbers of codes and the rows of texts."""

    def has_any(self, code: int) -> bool:
        """Whether a code has patterns."""
        return False

    def weigh_text(self, row: int, code: int) -> float:
        """The weight of what patterns of a code say in a text; 0 for nothing."""
        return 0.0

    def weigh_texts(self, code: int) -> Floats:
        """The same of every text."""
        raise NotImplementedError
