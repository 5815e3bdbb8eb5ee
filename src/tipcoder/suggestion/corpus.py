"""Texts as sparse matrices, made once: which words, pairs of words, letters and concepts stand in
which text.

Letters are 3- to 5-grams within words, so a text's n-grams are the sum of those of its words. They
are therefore kept per word, never per text: a matrix of texts and n-grams would have six times as
many cells, and no score needs it.

Every text is three vectors of length one, of words and pairs, of letters, and of concepts, weighted
by how rare each is (tf-idf, Salton & Buckley 1988, doi:10.1016/0306-4573(88)90021-0).
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from tipcoder.resting import iterate_yielding, yield_if_asked
from tipcoder.suggestion.concepts import Concepts
from tipcoder.suggestion.words import cut_stem, list_word_keys

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from tipcoder.suggestion.encoding import Encoder

    Floats = npt.NDArray[np.float64]
    Sparse = Any
    """A scipy CSR matrix; scipy has no types."""

GRAMS = (3, 4, 5)
_PAIR_TEXTS = 2
"""A pair of words that stands in one text only can tell nothing about another."""
_AT_ONCE = 8_000
"""Texts whose letters are laid out at a time."""


class Vectors(NamedTuple):
    """A few texts (cues, definitions) in a corpus's coordinates, one a row; rows have length one or
    are empty.
    """

    words: Sparse
    letters: Sparse
    concepts: Sparse
    stems: Sparse
    """Inverse document frequency of each five-letter stem that stands in it, not scaled."""


class Corpus:
    """The matrices of some texts.

    `vocabulary` numbers the words, `also` adds words that no text may have.
    """

    def __init__(
        self,
        texts: Sequence[str],
        concepts: Concepts,
        also: Sequence[str] = (),
        encoder: Encoder | None = None,
    ) -> None:
        import numpy as np
        from scipy import sparse

        self.concepts = concepts
        self.concept_number = {name: n for n, name in enumerate(concepts.names)}
        self.count = len(texts)
        self.encoder = encoder
        self.meanings: Any = None if encoder is None else encoder(texts)
        """A row of length one for each text, where there is a model for it."""
        self.vocabulary: dict[str, int] = {}
        words, ends = self._number_words(texts)
        for text in also:
            for word in list_word_keys(text):
                self.vocabulary.setdefault(word, len(self.vocabulary))
        size = len(self.vocabulary)
        self.words: list[str] = list(self.vocabulary)
        self.occurs = _count_words(words, ends, size)
        self.idf_words = _inverse_document_frequency(_count_documents(self.occurs), self.count)

        firsts, self._pair_ids = self._build_pairs(words, ends, size)
        self.pairs = sparse.csr_matrix(firsts, dtype=np.float32)
        self.idf_pairs = _inverse_document_frequency(_count_documents(self.pairs), self.count)

        self.grams: dict[str, int] = {}
        self.letters_of_words = self._build_letters()
        frequency = np.minimum(self.letters_of_words.T @ _count_documents(self.occurs), self.count)
        self.idf_letters = _inverse_document_frequency(frequency, self.count)
        self.concepts_of_words, self.concepts_of_pairs = self._build_concepts()
        concept_counts = self.occurs @ self.concepts_of_words + self.pairs @ self.concepts_of_pairs
        self.concept_texts: Sparse = sparse.csr_matrix(concept_counts.sign(), dtype=np.float32)
        self.idf_concepts = _inverse_document_frequency(
            _count_documents(self.concept_texts), self.count
        )

        self.stems: dict[str, int] = {}
        self.stem_of_word = np.array(
            [
                self.stems.setdefault(cut_stem(word), len(self.stems))
                for word in iterate_yielding(self.words)
            ]
        )
        self.stem_texts = self._build_stems(self.occurs)
        self.idf_stems = _inverse_document_frequency(_count_documents(self.stem_texts), self.count)

        self.norm_words = _compute_inverse_norms(
            self.occurs, self.idf_words, self.pairs, self.idf_pairs
        )
        self.norm_letters = self._compute_letter_norms()
        self.norm_concepts = _compute_inverse_norms(self.concept_texts, self.idf_concepts)

    def _number_words(
        self, texts: Sequence[str]
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
        import numpy as np

        numbered, lengths = array("i"), array("q")
        number = self.vocabulary
        for text in iterate_yielding(texts):
            found = list_word_keys(text)
            lengths.append(len(found))
            numbered.extend([number.setdefault(word, len(number)) for word in found])
        return np.frombuffer(numbered, dtype=np.int32) if numbered else np.zeros(
            0, np.int32
        ), np.cumsum(lengths)

    def _build_pairs(self, words: Any, ends: Any, size: int) -> tuple[Sparse, Any]:
        import numpy as np
        from scipy import sparse

        if len(words) < 2:
            return sparse.csr_matrix((self.count, 0)), np.zeros(0, np.int64)
        owner = np.repeat(np.arange(self.count), np.diff(ends, prepend=0))
        inside = owner[1:] == owner[:-1]
        ids = words[:-1].astype(np.int64)[inside] * size + words[1:][inside]
        rows = owner[:-1][inside]
        cells = _find_distinct(ids, rows)
        known, place, often = np.unique(cells[0], return_inverse=True, return_counts=True)
        # A pair that says a concept is kept however rare it is.
        kept = often >= _PAIR_TEXTS
        begins = np.fromiter(
            (self.concepts.may_begin_pair(word) for word in iterate_yielding(self.words)),
            bool,
            size,
        )
        for at in iterate_yielding(np.flatnonzero(~kept & begins[known // size])):
            first, second = divmod(int(known[at]), size)
            kept[at] = bool(self.concepts.find_in_pair(self.words[first], self.words[second]))
        column = np.cumsum(kept) - 1
        use = kept[place]
        data = np.ones(int(use.sum()), np.float32)
        shape = (self.count, int(kept.sum()))
        return sparse.csr_matrix((data, (cells[1][use], column[place][use])), shape=shape), known[
            kept
        ]

    def _build_letters(self) -> Sparse:
        import numpy as np
        from scipy import sparse

        columns, ends = array("i"), array("q", [0])
        number = self.grams
        for word in iterate_yielding(self.words):
            columns.extend(
                [number.setdefault(gram, len(number)) for gram in split_into_grams(word)]
            )
            ends.append(len(columns))
        data = np.ones(len(columns), np.float32)
        shape = (len(self.words), len(number))
        found = sparse.csr_matrix(
            (data, np.frombuffer(columns, np.int32), np.frombuffer(ends, np.int64)), shape=shape
        )
        found.sum_duplicates()
        return found

    def _build_concepts(self) -> tuple[Sparse, Sparse]:
        import numpy as np
        from scipy import sparse

        column = self.concept_number
        words = enumerate(iterate_yielding(self.words))
        single = [
            (row, column[match.concept])
            for row, word in words
            for match in self.concepts.find_in_word(word)
        ]
        size = max(len(self.words), 1)
        begins = np.array(
            [self.concepts.may_begin_pair(word) for word in iterate_yielding(self.words)],
            dtype=bool,
        )
        double = []
        candidates = (
            np.flatnonzero(begins[self._pair_ids // size]).tolist() if len(self._pair_ids) else []
        )
        for row in iterate_yielding(candidates):
            first, second = divmod(int(self._pair_ids[row]), size)
            double += [
                (row, column[m.concept])
                for m in self.concepts.find_in_pair(self.words[first], self.words[second])
            ]

        def build_matrix(cells: Sequence[tuple[int, int]], rows: int) -> Sparse:
            at = np.array(cells, dtype=np.int64).reshape(-1, 2)
            return sparse.csr_matrix(
                (np.ones(len(at), np.float32), (at[:, 0], at[:, 1])), shape=(rows, len(column))
            )

        return build_matrix(single, len(self.words)), build_matrix(double, len(self._pair_ids))

    def _build_stems(self, occurs: Sparse) -> Sparse:
        import numpy as np
        from scipy import sparse

        columns = self.stem_of_word[occurs.indices] if occurs.nnz else occurs.indices
        # Copied, because scipy adds up in place, and these are also the places of the words.
        cells = (np.ones(occurs.nnz, np.float32), columns, occurs.indptr)
        found = sparse.csr_matrix(cells, shape=(occurs.shape[0], len(self.stems)), copy=True)
        found.sum_duplicates()
        found.data[:] = 1
        return found

    def _compute_letter_norms(self) -> Floats:
        import numpy as np

        weighted = self.letters_of_words.multiply(self.idf_letters.astype(np.float32)).tocsr()
        out = np.zeros(self.count)
        for at in range(0, self.count, _AT_ONCE):
            yield_if_asked()
            laid = self.occurs[at : at + _AT_ONCE] @ weighted
            out[at : at + _AT_ONCE] = _compute_row_norms(laid)
        return _invert_norms(out)

    def build_vectors(self, texts: Sequence[str]) -> Vectors:
        """Other texts in these coordinates; what the corpus does not know of them is left out."""
        import numpy as np
        from scipy import sparse

        numbered = [
            [self.vocabulary[w] for w in list_word_keys(text) if w in self.vocabulary]
            for text in texts
        ]
        flat = np.array([n for row in numbered for n in row], dtype=np.int32)
        occurs = _count_words(
            flat, np.cumsum([len(row) for row in numbered], dtype=np.int64), len(self.words)
        )
        size = len(self.words)
        place = (
            {int(pair): n for n, pair in enumerate(self._pair_ids)} if len(texts) > 200 else None
        )
        cells = []
        for row, found in enumerate(numbered):
            for one, other in pairwise(found):
                column = self._find_pair(one * size + other, place)
                if column is not None:
                    cells.append((row, column))
        at = np.array(cells, dtype=np.int64).reshape(-1, 2)
        shape = (len(texts), self.pairs.shape[1])
        pairs = sparse.csr_matrix((np.ones(len(at), np.float32), (at[:, 0], at[:, 1])), shape=shape)
        letters = (occurs @ self.letters_of_words).multiply(self.idf_letters).tocsr()
        said = self._find_concepts(texts, occurs)
        both = sparse.hstack(
            [occurs.multiply(self.idf_words), pairs.multiply(self.idf_pairs)]
        ).tocsr()
        stems = self._build_stems(occurs).multiply(self.idf_stems).tocsr()
        return Vectors(
            _scale_rows(both),
            _scale_rows(letters),
            _scale_rows(said.multiply(self.idf_concepts).tocsr()),
            stems,
        )

    def _find_concepts(self, texts: Sequence[str], occurs: Sparse) -> Sparse:
        """Concepts of texts that may have pairs which no text of the corpus has."""
        import numpy as np
        from scipy import sparse

        column = self.concept_number
        cells = [
            (row, column[match.concept])
            for row, text in enumerate(texts)
            for _, match in self.concepts.explain_matches(text)
        ]
        at = np.array(cells, dtype=np.int64).reshape(-1, 2)
        counted = sparse.csr_matrix(
            (np.ones(len(at)), (at[:, 0], at[:, 1])), shape=(occurs.shape[0], len(column))
        )
        counted.data = 1 + np.log(counted.data)
        return counted

    def _find_pair(self, pair: int, place: dict[int, int] | None) -> int | None:
        import numpy as np

        if place is not None:
            return place.get(pair)
        at = int(np.searchsorted(self._pair_ids, pair))
        return at if at < len(self._pair_ids) and self._pair_ids[at] == pair else None

    def multiply_letters(self, weights: Floats) -> Floats:
        """For each word the sum of its n-grams' weights (n-grams, or n-grams x columns), each times
        its rarity.
        """
        scaled = weights * (self.idf_letters if weights.ndim == 1 else self.idf_letters[:, None])
        found: Floats = self.letters_of_words @ scaled
        return found

    def sum_letters(self, of_words: Floats) -> Floats:
        """The transposed way: weights of words spread over their n-grams."""
        found: Floats = (self.letters_of_words.T @ of_words) * self.idf_letters
        return found


def split_into_grams(word: str) -> list[str]:
    """3- to 5-grams of a word with a space at either end."""
    padded = f" {word} "
    return [padded[at : at + n] for n in GRAMS for at in range(len(padded) - n + 1)]


def _find_distinct(ids: Any, rows: Any) -> Any:
    import numpy as np

    order = np.lexsort((rows, ids))
    ids, rows = ids[order], rows[order]
    new = np.ones(len(ids), bool)
    new[1:] = (ids[1:] != ids[:-1]) | (rows[1:] != rows[:-1])
    return np.stack([ids[new], rows[new]])


def _count_words(words: Any, ends: Any, size: int) -> Sparse:
    """Texts x words, 1 + log(times)."""
    import numpy as np
    from scipy import sparse

    starts = np.concatenate(([0], ends)).astype(np.int64)
    # Copied, because scipy sorts in place, and the order of the words is still needed.
    cells = (np.ones(len(words), np.float32), words, starts)
    found = sparse.csr_matrix(cells, shape=(len(ends), size), copy=True)
    found.sum_duplicates()
    found.data = (1 + np.log(found.data)).astype(np.float32)
    return found


def _count_documents(matrix: Sparse) -> Floats:
    import numpy as np

    return np.bincount(matrix.indices, minlength=matrix.shape[1]).astype(np.float64)


def _inverse_document_frequency(frequency: Floats, count: int) -> Floats:
    import numpy as np

    return np.log((1 + count) / (1 + frequency)) + 1


def _compute_row_norms(matrix: Sparse) -> Floats:
    import numpy as np

    squared = np.asarray(matrix.multiply(matrix).sum(axis=1), dtype=np.float64).ravel()
    return np.sqrt(squared)


def _invert_norms(norms: Floats) -> Floats:
    import numpy as np

    return np.divide(1.0, norms, out=np.zeros_like(norms), where=norms > 0)


def pivot_lengths(inverse: Floats, slope: float) -> Floats:
    """Inverse lengths that fall less than the texts grow: else a long text's single remark weighs
    next to nothing.

    A slope of 1 changes nothing, 0 makes all alike (Singhal, Buckley & Mitra 1996,
    doi:10.1145/243199.243206).
    """
    import numpy as np

    said = inverse > 0
    out: Floats = np.zeros_like(inverse)
    if said.any():
        lengths = 1 / inverse[said]
        out[said] = 1 / ((1 - slope) * lengths.mean() + slope * lengths)
    return out


def _compute_inverse_norms(
    matrix: Sparse, idf: Floats, other: Sparse | None = None, idf_other: Floats | None = None
) -> Floats:
    import numpy as np

    squared = matrix.multiply(matrix) @ (idf**2)
    if other is not None and idf_other is not None and other.shape[1]:
        squared = squared + other.multiply(other) @ (idf_other**2)
    return _invert_norms(np.sqrt(squared))


def _scale_rows(matrix: Sparse) -> Sparse:
    from scipy import sparse

    return sparse.diags(_invert_norms(_compute_row_norms(matrix))) @ matrix
