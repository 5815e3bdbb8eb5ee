"""A classifier trained on everything judged so far.

Once there is enough, it is worth a little more than the running sums. Logistic regression with
balanced classes on the same three vectors. It is for idle time, a code after the other.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from tipcoder.suggestion.corpus import Corpus
from tipcoder.suggestion.learning import Learned
from tipcoder.suggestion.scaling import scale_columns

if TYPE_CHECKING:
    from tipcoder.arrays import Bools, Floats, Ints

ENOUGH = 30
"""Accepted and not accepted texts of a code, each, below which the running sums do as well."""
_MOST_ACCEPTED = 500
_MOST_AGAINST = 500
"""Texts that it learns from at most: with more it takes longer and ranks hardly better."""
_SEED = 1
_STRENGTH = 10.0
"""C of the regression: weak regularisation, because the vectors have length one."""
_MOST_ROUNDS = 1_000
"""Rounds of its solver. Where coders contradict each other about texts that are alike, it needs a
few more than the usual hundred.
"""


class Training(NamedTuple):
    """Rows of texts, in order, and whether they carry the code."""

    rows: Ints
    carries: Bools

    def is_same(self, other: Training | None) -> bool:
        """Whether a classifier would learn the same from both."""
        import numpy as np

        if other is None:
            return False
        has_same_rows = np.array_equal(self.rows, other.rows)
        return has_same_rows and np.array_equal(self.carries, other.carries)


def collect_training(learned: Learned, code: int) -> Training | None:
    """What a refit of a code would learn from, or None while it is too little.

    It depends on what is judged and not on when: which texts stand for many is drawn once for all.
    """
    import numpy as np

    judged = learned.judged
    if min(judged.count_accepted(code), judged.count_against(code)) < ENOUGH:
        return None
    yes = _choose_some(judged.find_accepted(code), _MOST_ACCEPTED)
    no = _choose_some(judged.find_against(code), _MOST_AGAINST)
    rows = np.sort(np.concatenate([yes, no]))
    return Training(rows, judged.find_accepted(code)[rows])


def _choose_some(among: Bools, most: int) -> Ints:
    """The marked rows, or so many of them as if drawn blindly.

    Every text has its place in a draw with a fixed seed. So one more judgement changes one of those
    drawn at most, and usually none: the classifier then still fits.
    """
    import numpy as np

    rows: Ints = np.flatnonzero(among)
    if len(rows) <= most:
        return rows
    places = _draw_places(len(among))[rows]
    found: Ints = rows[np.argpartition(places, most)[:most]]
    return found


@lru_cache(maxsize=1)
def _draw_places(count: int) -> Ints:
    """A place for each of so many texts, in random order."""
    import numpy as np

    return np.random.default_rng(_SEED).permutation(count)


def score_by_classifier(corpus: Corpus, found: Training) -> Floats:
    """The classifier's ranking of all texts, mean 0 and standard deviation 1."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    laid, widths = _lay_out_vectors(corpus, found.rows)
    # Features that no text has would only cost time: their weights are 0.
    active = np.unique(laid.indices)
    # There are far more features than texts, and the dual problem has an unknown for each text.
    model = LogisticRegression(
        C=_STRENGTH,
        class_weight="balanced",
        solver="liblinear",
        dual=True,
        random_state=0,
        max_iter=_MOST_ROUNDS,
    )
    model.fit(laid[:, active], found.carries)
    weights = np.zeros(laid.shape[1])
    weights[active] = model.coef_[0]
    words, pairs, letters, concepts = np.split(weights, np.cumsum(widths)[:-1])

    # View by view, because the vectors of all texts side by side would not fit into memory.
    by_words = corpus.occurs @ (words * corpus.idf_words)
    by_pairs = corpus.pairs @ (pairs * corpus.idf_pairs)
    by_letters = corpus.occurs @ corpus.multiply_letters(letters)
    by_concepts = corpus.concept_texts @ (concepts * corpus.idf_concepts)
    decision = (by_words + by_pairs) * corpus.norm_words
    decision += by_letters * corpus.norm_letters
    decision += by_concepts * corpus.norm_concepts
    return scale_columns(decision[:, None])[:, 0]


def _lay_out_vectors(corpus: Corpus, rows: Any) -> tuple[Any, list[int]]:
    """The vectors of some texts side by side, and the widths of their parts."""
    from scipy import sparse

    occurs = corpus.occurs[rows]
    norm_words = sparse.diags(corpus.norm_words[rows])
    norm_letters = sparse.diags(corpus.norm_letters[rows])
    norm_concepts = sparse.diags(corpus.norm_concepts[rows])
    letters = occurs @ corpus.letters_of_words
    parts = [
        norm_words @ occurs.multiply(corpus.idf_words),
        norm_words @ corpus.pairs[rows].multiply(corpus.idf_pairs),
        norm_letters @ letters.multiply(corpus.idf_letters),
        norm_concepts @ corpus.concept_texts[rows].multiply(corpus.idf_concepts),
    ]
    return sparse.hstack(parts).tocsr(), [part.shape[1] for part in parts]
