"""Statements as points: those that say alike things lie close together, in any language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tipcoder.suggestion.corpus import Corpus
from tipcoder.suggestion.weights import compute_idf, scale_rows

if TYPE_CHECKING:
    from tipcoder.arrays import Floats

_CONCEPTS = 1.5
_MEANINGS = 1.5
"""Worth of concepts and of a model's vectors beside words, which are worth 1.

Concepts and vectors join languages, which words cannot."""
_DIMENSIONS = 80
"""Directions that are kept of words and concepts (latent semantic analysis, Deerwester et al. 1990,
doi:10.1002/(SICI)1097-4571(199009)41:6<391::AID-ASI1>3.0.CO;2-9)."""
_SHORTEST = 3
_SEED = 1


def place_statements(corpus: Corpus, stops: frozenset[str]) -> Floats:
    """Statements x dimensions, each row of length one, or zeros where nothing is known of it."""
    import numpy as np
    from scipy import sparse

    blocks = [scale_rows(_count_stems(corpus, stops))]
    weighted = corpus.concept_texts.multiply(corpus.idf_concepts).tocsr()
    blocks.append(scale_rows(weighted) * _CONCEPTS)
    placed = _reduce(sparse.hstack(blocks).tocsr())
    if corpus.meanings is not None:
        placed = np.hstack([placed, corpus.meanings * _MEANINGS])
    lengths = np.linalg.norm(placed, axis=1, keepdims=True)
    rows: Floats = np.divide(placed, lengths, out=np.zeros_like(placed), where=lengths > 1e-9)
    return rows


def _count_stems(corpus: Corpus, stops: frozenset[str]) -> Any:
    """Statements x stems by rarity; a stem that one statement has joins it with none."""
    import numpy as np

    joined: Any = mark_telling_stems(corpus, stops)
    often = np.asarray(joined.sum(axis=0)).ravel()
    rarity = compute_idf(often, corpus.count) * (often >= 2)
    return joined.multiply(rarity).tocsr()


def mark_telling_stems(corpus: Corpus, stops: frozenset[str]) -> Any:
    """Statements x stems, 1 where the statement has a word of the stem that is no stop word."""
    import numpy as np
    from scipy import sparse

    telling = [is_telling(word, stops) for word in corpus.words]
    shape = (len(corpus.words), len(corpus.stems))
    places = (np.arange(len(corpus.words)), corpus.stem_of_word)
    of_words = sparse.csr_matrix((np.array(telling, np.float64), places), shape=shape)
    return (corpus.occurs @ of_words).sign().tocsr()


def is_telling(word: str, stops: frozenset[str]) -> bool:
    """Whether a word may say what a theme is about."""
    return len(word) >= _SHORTEST and word not in stops and not word.isdecimal()


def _reduce(matrix: Any) -> Any:
    """The directions in which statements differ most."""
    from sklearn.decomposition import TruncatedSVD

    most = min(matrix.shape) - 1
    # A handful of statements has no direction to spare.
    if most <= _DIMENSIONS:
        return matrix.toarray()
    return TruncatedSVD(_DIMENSIONS, random_state=_SEED).fit_transform(matrix)
