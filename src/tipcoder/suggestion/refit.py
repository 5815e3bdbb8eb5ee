"""A classifier trained on everything judged so far.

Once there is enough, it is worth a little more than the running sums. Logistic regression with
balanced classes on the same three vectors. It takes tenths of a second, so it is for idle time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tipcoder.suggestion.corpus import Corpus
from tipcoder.suggestion.learning import Learned
from tipcoder.suggestion.scaling import scale_columns

if TYPE_CHECKING:
    from tipcoder.arrays import Floats

ENOUGH = 30
"""Accepted and not accepted texts of a code, each, below which the running sums do as well."""
_STRENGTH = 10.0
"""C of the regression: weak regularisation, because the vectors have length one."""


class Training(NamedTuple):
    """Rows of texts and whether they carry the code."""

    rows: tuple[int, ...]
    carries: tuple[bool, ...]


def collect_training(learned: Learned, code: int) -> Training | None:
    """What a refit of a code would learn from, or None while it is too little.

    Rows in order, whatever came first.
    """
    yes, no = learned.accepted[code], learned.against[code]
    if min(len(yes), len(no)) < ENOUGH:
        return None
    rows = sorted(yes | no)
    return Training(tuple(rows), tuple(row in yes for row in rows))


def score_by_classifier(corpus: Corpus, found: Training) -> Floats:
    """The classifier's ranking of all texts, mean 0 and standard deviation 1."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    rows = np.array(found.rows)
    laid, widths = _lay_out_vectors(corpus, rows)
    # Features that no text has would only cost time: their weights are 0.
    active = np.unique(laid.indices)
    model = LogisticRegression(
        C=_STRENGTH, class_weight="balanced", solver="liblinear", random_state=0
    )
    model.fit(laid[:, active], np.array(found.carries))
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
