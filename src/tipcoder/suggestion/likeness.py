"""How like texts are to texts: by their words and pairs, their letters, and their concepts.

Likeness is a product of vectors, so the likeness of every text to a sum of texts is one product
with that sum, however many texts are in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tipcoder.slices import iterate_slices
from tipcoder.suggestion.corpus import Corpus
from tipcoder.suggestion.weights import pivot_lengths
from tipcoder.yielding import yield_if_asked

if TYPE_CHECKING:
    from tipcoder.arrays import Floats, Ints

_CONCEPTS = 0.55
"""Weight of concepts beside words and letters; anything from 0.4 to 1 does about as well."""
_SLOPE = 0.3
"""How far letters are set against the lengths of the texts that are compared."""
_MEANING = 1.0
"""Weight of a model's vectors, where there is one."""
_AT_ONCE = 8
"""Sums that are multiplied together: more would take much memory and save hardly any time."""
_KEPT_BYTES = 32 * 1024**2


class Likeness:
    """Likeness within a corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._norm_letters = pivot_lengths(corpus.norm_letters, _SLOPE)
        self._kept: dict[int, Floats] = {}

    def compare_row(self, row: int) -> Floats:
        """A text's likeness to every text, kept while there is room.

        A text that was judged is often judged again, as by undo.
        """
        found = self._kept.pop(row, None)
        if found is None:
            found = self._compare_one(row)
            room = max(1, _KEPT_BYTES // max(found.nbytes, 1))
            if len(self._kept) >= room:
                oldest = next(iter(self._kept))
                del self._kept[oldest]
        self._kept[row] = found
        return found

    def compare_sums(self, rows: Ints, signs: Ints) -> Floats:
        """The likeness of every text to sums of texts: sums x texts.

        `signs` is sums x `rows`: how often a row is in a sum, below 0 where it is taken off.
        """
        import numpy as np
        from scipy import sparse

        out = np.zeros((len(signs), self._corpus.count))
        for some in iterate_slices(len(signs), _AT_ONCE):
            yield_if_asked()
            chosen = sparse.csr_matrix(signs[some].astype(np.float64))
            at = sparse.csr_matrix(
                (chosen.data, rows[chosen.indices], chosen.indptr),
                shape=(chosen.shape[0], self._corpus.count),
            )
            out[some] = self._compare_few_sums(at)
        return out

    def _compare_one(self, row: int) -> Floats:
        """Products of a text with every text: words and pairs, letters, and concepts."""
        import numpy as np

        c = self._corpus
        occurring = _spread_row(c.occurs, row)
        letters = c.multiply_letters(c.sum_letters(occurring))
        # Both in one product, because reading the matrix takes most of the time.
        weights = np.stack([occurring * c.idf_words**2, letters], axis=1)
        both = c.occurs @ weights
        by_pairs = c.pairs @ _spread_row(c.pairs, row, c.idf_pairs)
        by_concepts = c.concept_texts @ _spread_row(c.concept_texts, row, c.idf_concepts)

        of_words = c.norm_words * c.norm_words[row]
        of_letters = self._norm_letters * self._norm_letters[row]
        of_concepts = c.norm_concepts * c.norm_concepts[row] * _CONCEPTS**2
        products: Floats = (
            (both[:, 0] + by_pairs) * of_words + both[:, 1] * of_letters + by_concepts * of_concepts
        )
        if c.meanings is not None:
            by_meaning = (c.meanings @ c.meanings[row]).astype(np.float64)
            products = products + by_meaning * _MEANING**2
        return products

    def _compare_few_sums(self, at: Any) -> Floats:
        """The same for sums of texts; `at` is sums x texts."""
        import numpy as np

        c = self._corpus
        # Sums of vectors first, each text at its own length: the rest is as for one text.
        by_words = _add_up(at, c.norm_words, c.occurs) * c.idf_words**2
        by_pairs = _add_up(at, c.norm_words, c.pairs) * c.idf_pairs**2
        occurring = _add_up(at, self._norm_letters, c.occurs)
        by_letters = c.multiply_letters(c.sum_letters(occurring.T))
        by_concepts = _add_up(at, c.norm_concepts, c.concept_texts) * c.idf_concepts**2

        products: Floats = (c.occurs @ by_words.T + c.pairs @ by_pairs.T) * c.norm_words[:, None]
        products += (c.occurs @ by_letters) * self._norm_letters[:, None]
        products += (c.concept_texts @ by_concepts.T) * (c.norm_concepts * _CONCEPTS**2)[:, None]
        if c.meanings is not None:
            of_sums = (at @ c.meanings).astype(np.float64)
            products += (c.meanings @ of_sums.T) * _MEANING**2
        return products.T


def _add_up(at: Any, norms: Floats, matrix: Any) -> Floats:
    """Sums x columns: the rows of a sparse matrix at these lengths, added up."""
    from scipy import sparse

    found: Floats = (at @ sparse.diags(norms) @ matrix).toarray()
    return found


def _spread_row(matrix: Any, row: int, idf: Floats | None = None) -> Floats:
    """A row of a sparse matrix as a full one, times the square of these weights."""
    import numpy as np

    sparse_row = matrix[row]
    values = sparse_row.data
    if idf is not None:
        values = values * idf[sparse_row.indices] ** 2
    full = np.zeros(matrix.shape[1])
    full[sparse_row.indices] = values
    return full
