"""How long public libraries take for the same agreement coefficients.
Run by an interpreter that has them installed.

`python rivals.py RATINGS.npy REPLICATES` with ratings of the shape (codes, responses, coders), -1
for missing. None of these libraries is used by tipcoder: some have licences that it could not take
on, none has intervals over responses. One call on one code is timed; the last column is that times
codes and replicates. `rivals.txt` names them.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np

Ratings = Any


def krippendorff(one: Ratings) -> float:
    """alpha."""
    import krippendorff as library

    return float(library.alpha(np.where(one < 0, np.nan, one).T, level_of_measurement="nominal"))


def nltk(one: Ratings) -> float:
    """alpha."""
    from nltk.metrics.agreement import AnnotationTask

    joint = one[(one >= 0).sum(axis=1) >= 2]
    return float(
        AnnotationTask(
            [(g, u, v) for u, row in enumerate(joint) for g, v in enumerate(row) if v >= 0]
        ).alpha()
    )


def simpledorff(one: Ratings) -> float:
    """alpha."""
    import pandas as pd
    import simpledorff as library

    unit, coder = np.nonzero(one >= 0)
    frame = pd.DataFrame({"unit": unit, "coder": coder, "value": one[unit, coder]})
    return float(
        library.calculate_krippendorffs_alpha_for_df(
            frame, experiment_col="unit", annotator_col="coder", class_col="value"
        )
    )


def sklearn(one: Ratings) -> float:
    """Cohen's kappa, the mean of the pairs of coders."""
    from sklearn.metrics import cohen_kappa_score

    found = []
    for a, b in combinations(range(one.shape[1]), 2):
        both = (one[:, a] >= 0) & (one[:, b] >= 0)
        found.append(float(cohen_kappa_score(one[both, a], one[both, b])))
    return sum(found) / len(found)


def statsmodels(one: Ratings) -> float:
    """Fleiss' kappa, on complete responses: it knows no missing values."""
    from statsmodels.stats.inter_rater import fleiss_kappa

    whole = one[(one >= 0).all(axis=1)]
    return float(
        fleiss_kappa(np.stack([(whole == 0).sum(axis=1), (whole == 1).sum(axis=1)], axis=1))
    )


LIBRARIES: tuple[Callable[[Ratings], float], ...] = (
    krippendorff,
    nltk,
    simpledorff,
    sklearn,
    statsmodels,
)


def main() -> None:
    """Print a line a library."""
    ratings = np.load(sys.argv[1])
    replicates = int(sys.argv[2])
    code = len(ratings) - 1  # the commonest
    for library in LIBRARIES:
        name = f"  {library.__name__}: {(library.__doc__ or '').split(',')[0].rstrip('.')}"
        try:
            importlib.import_module(library.__name__)
        except ImportError:
            print(f"{name:<80}not installed")
            continue
        library(ratings[0])  # what is loaded at the first call is not its speed
        begun = time.perf_counter()
        value = library(ratings[code])
        once = time.perf_counter() - begun
        whole = once * len(ratings) * (replicates + 1)
        print(
            f"{name:<60}{value:>10.4f}{1000 * once:>10.1f} ms once{whole:>12,.0f} s for all",
            flush=True,
        )


if __name__ == "__main__":
    main()
