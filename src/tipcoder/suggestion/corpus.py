"""Texts as sparse matrices, made once: words, pairs of words, letters and concepts of each text.

Letters are 3- to 5-grams within words, so a text's n-grams are the sum of those of its words. They
are therefore kept per word, never per text: a matrix of texts and n-grams would have six times as
many cells, and no score needs it.

Every text is three vectors of length one, of words and pairs, of letters, and of concepts, weighted
by how rare each is (tf-idf, Salton & Buckley 1988, doi:10.1016/0306-4573(88)90021-0).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tipcoder.slices import iterate_slices
from tipcoder.suggestion.code_texts import Hint
from tipcoder.suggestion.concept_matrix import ConceptMarker, count_concepts
from tipcoder.suggestion.concepts import Concepts
from tipcoder.suggestion.corpus_parts import (
    build_letters,
    mark_stems,
    number_stems,
    number_words,
)
from tipcoder.suggestion.pairs import build_pairs, find_known_pairs
from tipcoder.suggestion.weights import (
    compute_idf,
    compute_inverse_norms,
    compute_row_norms,
    count_documents,
    count_words,
    invert_norms,
    scale_rows,
)
from tipcoder.suggestion.word_keys import list_word_keys
from tipcoder.yielding import yield_if_asked

if TYPE_CHECKING:
    from tipcoder.arrays import Floats
    from tipcoder.suggestion.encoding import Encoder

    Sparse = Any
    """A scipy CSR matrix; scipy has no types."""

_AT_ONCE = 8_000
"""Texts whose letters are laid out at a time."""
_WORDS_KEPT = 5_000
"""Words whose meaning is kept, a few kilobytes each: those of the answers that were read last."""


class Vectors(NamedTuple):
    """A few texts (cues, definitions) in a corpus's coordinates, one a row.

    Rows have length one or are empty.
    """

    words: Sparse
    letters: Sparse
    concepts: Sparse
    stems: Sparse
    """Inverse document frequency of each five-letter stem that stands in it, not scaled."""


class Corpus:
    """The matrices of some texts.

    `vocabulary` numbers the words, `also` adds words that no text may have. `languages` are those
    of the texts, one each, or empty where none is known.
    """

    def __init__(
        self,
        texts: Sequence[str],
        concepts: Concepts,
        also: Sequence[str] = (),
        encoder: Encoder | None = None,
        languages: Sequence[str] = (),
    ) -> None:
        self.concepts = concepts
        self.concept_number = {name: n for n, name in enumerate(concepts.names)}
        self.count = len(texts)
        self.encoder = encoder
        self.meanings: Any = None if encoder is None else encoder(texts)
        """A row of length one for each text, where there is a model for it."""
        self._word_meanings: dict[str, Any] = {}

        # In this order: everything else is laid out by the words, and concepts by pairs too.
        self._lay_out_words(texts, also)
        self._lay_out_letters()
        self._lay_out_concepts(languages)
        self._lay_out_stems()

    def _lay_out_words(self, texts: Sequence[str], also: Sequence[str]) -> None:
        """Words and pairs of words, in the order of the texts."""
        self.vocabulary: dict[str, int] = {}
        numbers, ends = number_words(texts, self.vocabulary)
        for text in also:
            for word in list_word_keys(text):
                self.vocabulary.setdefault(word, len(self.vocabulary))
        self.words: list[str] = list(self.vocabulary)

        self.occurs: Sparse = count_words(numbers, ends, len(self.words))
        """Texts x words, 1 + log(times)."""
        self.idf_words = self._compute_idf(self.occurs)
        self.pairs, self._pair_numbers = build_pairs(numbers, ends, self.words, self.concepts)
        self.pairs = self.pairs.astype("float32")
        self.idf_pairs = self._compute_idf(self.pairs)
        self.norm_words = compute_inverse_norms(
            self.occurs, self.idf_words, self.pairs, self.idf_pairs
        )

    def _lay_out_letters(self) -> None:
        import numpy as np

        self.letters_of_words: Sparse = build_letters(self.words)
        """Words x n-grams."""
        frequency = self.letters_of_words.T @ count_documents(self.occurs)
        # A text counts once for each of its words with the n-gram, but there are only so many.
        self.idf_letters = compute_idf(np.minimum(frequency, self.count), self.count)
        self.norm_letters = self._compute_letter_norms()

    def _lay_out_concepts(self, languages: Sequence[str]) -> None:
        marker = ConceptMarker(self.concepts, self.concept_number, self.words, self._pair_numbers)
        self.concept_texts: Sparse = marker.mark_texts(self.occurs, self.pairs, languages)
        """Texts x concepts, 1 where the text says the concept in its language."""
        self.idf_concepts = self._compute_idf(self.concept_texts)
        self.norm_concepts = compute_inverse_norms(self.concept_texts, self.idf_concepts)

    def _lay_out_stems(self) -> None:
        self.stems: dict[str, int] = {}
        self.stem_of_word = number_stems(self.words, self.stems)
        self.stem_texts: Sparse = mark_stems(self.occurs, self.stem_of_word, len(self.stems))
        """Texts x stems, 1 where the text has a word of the stem."""
        self.idf_stems = self._compute_idf(self.stem_texts)

    def _compute_idf(self, matrix: Sparse) -> Floats:
        return compute_idf(count_documents(matrix), self.count)

    def _compute_letter_norms(self) -> Floats:
        import numpy as np

        weighted = self.letters_of_words.multiply(self.idf_letters.astype(np.float32)).tocsr()
        out = np.zeros(self.count)
        # All texts at once would need the matrix of texts and n-grams that is not kept.
        for rows in iterate_slices(self.count, _AT_ONCE):
            yield_if_asked()
            out[rows] = compute_row_norms(self.occurs[rows] @ weighted)
        return invert_norms(out)

    def build_vectors(self, hints: Sequence[Hint]) -> Vectors:
        """Other texts in these coordinates; what the corpus does not know of them is left out."""
        from scipy import sparse

        texts = [hint.text for hint in hints]
        languages = [hint.language for hint in hints]
        numbered = [self._number_known_words(text) for text in texts]
        occurs = _count_numbered_words(numbered, len(self.words))
        pairs = find_known_pairs(numbered, len(self.words), self._pair_numbers)
        # Words and pairs are one vector, as they are for the texts of the corpus.
        weighted = [occurs.multiply(self.idf_words), pairs.multiply(self.idf_pairs)]

        letters = (occurs @ self.letters_of_words).multiply(self.idf_letters)
        concepts = count_concepts(texts, languages, self.concepts, self.concept_number)
        stems = mark_stems(occurs, self.stem_of_word, len(self.stems))
        return Vectors(
            words=scale_rows(sparse.hstack(weighted).tocsr()),
            letters=scale_rows(letters.tocsr()),
            concepts=scale_rows(concepts.multiply(self.idf_concepts).tocsr()),
            stems=stems.multiply(self.idf_stems).tocsr(),
        )

    def _number_known_words(self, text: str) -> list[int]:
        words = list_word_keys(text)
        return [self.vocabulary[word] for word in words if word in self.vocabulary]

    def encode_words(self, words: Sequence[str]) -> Any:
        """Words x dimensions by the model that the corpus has; each word alone.

        They are asked for code after code, so the last ones are kept.
        """
        import numpy as np

        assert self.encoder is not None
        if len(self._word_meanings) > _WORDS_KEPT:
            self._word_meanings.clear()
        unknown = [word for word in dict.fromkeys(words) if word not in self._word_meanings]
        if unknown:
            self._word_meanings.update(zip(unknown, self.encoder(unknown), strict=True))
        return np.array([self._word_meanings[word] for word in words])

    def multiply_letters(self, weights: Floats) -> Floats:
        """For each word the sum of its n-grams' weights, each times its rarity.

        `weights` is n-grams, or n-grams x columns; the result is words, or words x columns.
        """
        rarity = self.idf_letters if weights.ndim == 1 else self.idf_letters[:, None]
        found: Floats = self.letters_of_words @ (weights * rarity)
        return found

    def sum_letters(self, of_words: Floats) -> Floats:
        """The transposed way: weights of words spread over their n-grams; or columns of them."""
        rarity = self.idf_letters if of_words.ndim == 1 else self.idf_letters[:, None]
        found: Floats = (self.letters_of_words.T @ of_words) * rarity
        return found


def _count_numbered_words(numbered: Sequence[Sequence[int]], size: int) -> Sparse:
    import numpy as np

    flat: list[int] = []
    lengths = []
    for words in numbered:
        flat += words
        lengths.append(len(words))
    ends = np.cumsum(lengths, dtype=np.int64)
    return count_words(np.array(flat, dtype=np.int32), ends, size)
