"""What a corpus is made of, each for its vocabulary: letters and stems of words."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

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
