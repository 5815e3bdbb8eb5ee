"""Words that are commoner in one part of a corpus than in the rest, by log-likelihood."""

from __future__ import annotations

import math


def log_likelihood(here: int, elsewhere: int, size_here: int, size_elsewhere: int) -> float:
    """G2 of a word that is used so often in two parts of so many words each (Dunning, 1993).

    All four cells of the table count. Rayson & Garside (2000) leave out those without the word,
    which are near 0 in a large corpus. 0 where a part has no words.
    """
    total = size_here + size_elsewhere
    if not size_here or not size_elsewhere:
        return 0.0
    used = here + elsewhere
    cells = (
        (here, used * size_here),
        (elsewhere, used * size_elsewhere),
        (size_here - here, (total - used) * size_here),
        (size_elsewhere - elsewhere, (total - used) * size_elsewhere),
    )
    # An empty cell adds nothing: x log x goes to 0 with x.
    parts = [
        observed * math.log(observed * total / product) for observed, product in cells if observed
    ]
    return max(2 * math.fsum(parts), 0.0)
