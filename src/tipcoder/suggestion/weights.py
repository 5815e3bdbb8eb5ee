"""Weights of sparse matrices of texts: how often, how rare (tf-idf), and lengths.

Salton & Buckley 1988, doi:10.1016/0306-4573(88)90021-0. A matrix is a scipy CSR matrix, texts in
rows; scipy has no types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tipcoder.arrays import Floats


def count_words(words: Any, ends: Any, size: int) -> Any:
    """Texts x words, 1 + log(times).

    `words` are the numbers of all words, text after text, `ends` where each text ends, `size` how
    many different words there are.
    """
    import numpy as np
    from scipy import sparse

    starts = np.concatenate(([0], ends)).astype(np.int64)
    # Copied, because scipy sorts in place, and the order of the words is still needed.
    cells = (np.ones(len(words), np.float32), words, starts)
    found = sparse.csr_matrix(cells, shape=(len(ends), size), copy=True)
    found.sum_duplicates()
    found.data = (1 + np.log(found.data)).astype(np.float32)
    return found


def count_documents(matrix: Any) -> Floats:
    """In how many rows each column has a value."""
    import numpy as np

    return np.bincount(matrix.indices, minlength=matrix.shape[1]).astype(np.float64)


def compute_idf(frequency: Floats, count: int) -> Floats:
    """Inverse document frequency, smoothed as if one more text had everything."""
    import numpy as np

    return np.log((1 + count) / (1 + frequency)) + 1


def compute_inverse_norms(
    matrix: Any, idf: Floats, other: Any = None, idf_other: Floats | None = None
) -> Floats:
    """1 / length of each row under these weights; rows of both matrices count as one."""
    import numpy as np

    # Weighting the squares by squares spares a weighted copy of the matrix.
    squared = matrix.multiply(matrix) @ (idf**2)
    has_other = other is not None and other.shape[1] > 0
    if has_other and idf_other is not None:
        squared = squared + other.multiply(other) @ (idf_other**2)
    return invert_norms(np.sqrt(squared))


def compute_row_norms(matrix: Any) -> Floats:
    """The length of each row."""
    import numpy as np

    squared = np.asarray(matrix.multiply(matrix).sum(axis=1), dtype=np.float64).ravel()
    return np.sqrt(squared)


def invert_norms(norms: Floats) -> Floats:
    """1 / length; 0 for an empty row, so that it stays empty."""
    import numpy as np

    return np.divide(1.0, norms, out=np.zeros_like(norms), where=norms > 0)


def scale_rows(matrix: Any) -> Any:
    """Rows of length one."""
    from scipy import sparse

    return sparse.diags(invert_norms(compute_row_norms(matrix))) @ matrix


def pivot_lengths(inverse: Floats, slope: float) -> Floats:
    """Inverse lengths that fall less than the texts grow.

    Else a long text's single remark weighs next to nothing. A slope of 1 changes nothing, 0 makes
    all alike (Singhal, Buckley & Mitra 1996, doi:10.1145/243199.243206).
    """
    import numpy as np

    is_written = inverse > 0
    out: Floats = np.zeros_like(inverse)
    if is_written.any():
        lengths = 1 / inverse[is_written]
        out[is_written] = 1 / ((1 - slope) * lengths.mean() + slope * lengths)
    return out
