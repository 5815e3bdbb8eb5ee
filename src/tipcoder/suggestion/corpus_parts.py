"""What a corpus is made of, each for its vocabulary: letters, stems and concepts of words."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tipcoder.suggestion.concepts import Concepts
from tipcoder.suggestion.pairs import mark_beginnings
from tipcoder.suggestion.word_keys import cut_stem, list_word_keys
from tipcoder.yielding import iterate_yielding

if TYPE_CHECKING:
    from tipcoder.arrays import Ints

GRAMS = (3, 4, 5)


def number_words(texts: Sequence[str], vocabulary: dict[str, int]) -> tuple[Any, Ints]:
    """The numbers of all words, text after text, and where each text ends.

    Words that `vocabulary` does not have are added to it.
    """
    import numpy as np

    # Arrays of the standard library grow without a Python object for each word.
    numbered, lengths = array("i"), array("q")
    for text in iterate_yielding(texts):
        words = list_word_keys(text)
        lengths.append(len(words))
        numbered.extend([vocabulary.setdefault(word, len(vocabulary)) for word in words])

    ends = np.cumsum(lengths)
    if not numbered:
        return np.zeros(0, np.int32), ends
    return np.frombuffer(numbered, dtype=np.int32), ends


def build_letters(words: Sequence[str]) -> Any:
    """Words x n-grams: how often each stands in the word."""
    import numpy as np
    from scipy import sparse

    columns, ends = array("i"), array("q", [0])
    number_of: dict[str, int] = {}
    for word in iterate_yielding(words):
        grams = split_into_grams(word)
        columns.extend([number_of.setdefault(gram, len(number_of)) for gram in grams])
        ends.append(len(columns))

    # An n-gram that a word has twice is in two cells, which are then added up.
    data = np.ones(len(columns), np.float32)
    cells = (data, np.frombuffer(columns, np.int32), np.frombuffer(ends, np.int64))
    found = sparse.csr_matrix(cells, shape=(len(words), len(number_of)))
    found.sum_duplicates()
    return found


def split_into_grams(word: str) -> list[str]:
    """3- to 5-grams of a word with a space at either end."""
    padded = f" {word} "
    grams = []
    for length in GRAMS:
        grams += [padded[at : at + length] for at in range(len(padded) - length + 1)]
    return grams


def number_stems(words: Sequence[str], stems: dict[str, int]) -> Ints:
    """The number of each word's stem; `stems` takes in those that it does not have."""
    import numpy as np

    numbers = []
    for word in iterate_yielding(words):
        numbers.append(stems.setdefault(cut_stem(word), len(stems)))
    return np.array(numbers)


def mark_stems(occurs: Any, stem_of_word: Ints, count: int) -> Any:
    """Texts x stems, 1 where the text has a word of the stem; `count` is that of the stems."""
    import numpy as np
    from scipy import sparse

    columns = stem_of_word[occurs.indices] if occurs.nnz else occurs.indices
    # Copied, because scipy adds up in place, and these are also the places of the words.
    cells = (np.ones(occurs.nnz, np.float32), columns, occurs.indptr)
    found = sparse.csr_matrix(cells, shape=(occurs.shape[0], count), copy=True)
    found.sum_duplicates()
    found.data[:] = 1
    return found


def mark_concepts_of_words(
    words: Sequence[str], concepts: Concepts, column_of: Mapping[str, int]
) -> Any:
    """Words x concepts, 1 where the word says the concept by itself."""
    cells = []
    for row, word in enumerate(iterate_yielding(words)):
        for match in concepts.find_in_word(word):
            cells.append((row, column_of[match.concept]))
    return _build_matrix(cells, len(words), len(column_of))


def mark_concepts_of_pairs(
    pairs: Ints, words: Sequence[str], concepts: Concepts, column_of: Mapping[str, int]
) -> Any:
    """Pairs x concepts, 1 where the two words say the concept together."""
    import numpy as np

    size = max(len(words), 1)
    candidates: list[int] = []
    if len(pairs):
        begins = mark_beginnings(words, concepts)
        candidates = np.flatnonzero(begins[pairs // size]).tolist()

    cells = []
    for row in iterate_yielding(candidates):
        first, second = divmod(int(pairs[row]), size)
        for match in concepts.find_in_pair(words[first], words[second]):
            cells.append((row, column_of[match.concept]))
    return _build_matrix(cells, len(pairs), len(column_of))


def count_concepts(texts: Sequence[str], concepts: Concepts, column_of: Mapping[str, int]) -> Any:
    """Texts x concepts, 1 + log(times); also for pairs that no text of the corpus has."""
    import numpy as np
    from scipy import sparse

    cells = []
    for row, text in enumerate(texts):
        for _, match in concepts.explain_matches(text):
            cells.append((row, column_of[match.concept]))
    at = np.array(cells, dtype=np.int64).reshape(-1, 2)
    shape = (len(texts), len(column_of))
    counted = sparse.csr_matrix((np.ones(len(at)), (at[:, 0], at[:, 1])), shape=shape)
    counted.data = 1 + np.log(counted.data)
    return counted


def _build_matrix(cells: Sequence[tuple[int, int]], rows: int, columns: int) -> Any:
    """Ones at these places (row, column)."""
    import numpy as np
    from scipy import sparse

    at = np.array(cells, dtype=np.int64).reshape(-1, 2)
    data = np.ones(len(at), np.float32)
    return sparse.csr_matrix((data, (at[:, 0], at[:, 1])), shape=(rows, columns))
