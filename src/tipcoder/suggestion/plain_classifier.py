"""The plain classifier that the tool is compared with: tf-idf and logistic regression.

It is what people try first, and is made by scikit-learn alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tipcoder.arrays import Floats

_STRENGTH = 10.0
"""C of the classifier: it does better so than with 1."""
_REFITTED_EACH = 10
"""Labels up to which it is trained anew after each; later only after each tenth part more."""


class PlainReader:
    """The classifier while it reads: scores, and what it has been told of texts.

    At random until both kinds of texts have been seen.
    """

    def __init__(self, words: Any, seed: int) -> None:
        import numpy as np

        self._words = words
        self._known: list[int] = []
        self._carries: list[bool] = []
        self._scores: Floats = np.random.default_rng(seed).random(words.shape[0])
        self._next_fit = 0
        """Labels from which on it is to be trained anew."""

    def score_texts(self) -> Floats:
        """Every text's score."""
        import numpy as np

        count = len(self._known)
        has_both_kinds = any(self._carries) and not all(self._carries)
        if count >= self._next_fit and has_both_kinds:
            self._scores = score_by_regression(self._words, self._known, np.array(self._carries))
            self._next_fit = count + max(1, count // _REFITTED_EACH)
        return self._scores

    def learn_label(self, row: int, carries: bool) -> None:
        """Take in whether a text carries the code."""
        self._known.append(row)
        self._carries.append(carries)


def build_word_matrix(texts: Sequence[str]) -> Any:
    """tf-idf of words and pairs of words, as scikit-learn makes it: what people try first."""
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfVectorizer

    try:
        return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit_transform(texts).tocsr()
    except ValueError:
        # No text has a word of two letters.
        return sparse.csr_matrix((len(texts), 1))


def score_by_regression(words: Any, rows: Sequence[int], carries: Any) -> Floats:
    """Every text's score, from the texts in `rows` and whether each of them carries the code."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    known = words[list(rows)]
    # Words that no known text has would only cost time: their weights are 0.
    active = np.unique(known.indices)
    if not len(active):
        return np.zeros(words.shape[0])

    model = LogisticRegression(
        C=_STRENGTH, class_weight="balanced", solver="liblinear", random_state=0
    )
    model.fit(known[:, active], carries)
    weights = np.zeros(words.shape[1])
    weights[active] = model.coef_[0]
    found: Floats = words @ weights + float(model.intercept_[0])
    return found
