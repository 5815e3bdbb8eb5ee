"""Pairs of words in a row, numbered: which are kept, and which text has which."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from tipcoder.suggestion.concepts import Concepts
from tipcoder.yielding import iterate_yielding

if TYPE_CHECKING:
    from tipcoder.arrays import Bools, Ints

_PAIR_TEXTS = 2
"""A pair of words that stands in one text only can tell nothing about another."""
_MANY_TEXTS = 200
"""Texts from which on a table of all pairs is faster than looking up each."""


class WordPairs(NamedTuple):
    """The pairs of a corpus.

    A pair has the number `first * words + second`, from the numbers of its words in a vocabulary of
    so many words.
    """

    cells: Any
    """Texts x pairs, 1 where the text has the pair."""
    numbers: Ints
    """The number of each column, ascending."""


def build_pairs(words: Any, ends: Any, vocabulary: Sequence[str], concepts: Concepts) -> WordPairs:
    """Pairs of the corpus; `words` are numbers, text after text, `ends` where each text ends."""
    import numpy as np
    from scipy import sparse

    count, size = len(ends), len(vocabulary)
    if len(words) < 2:
        return WordPairs(sparse.csr_matrix((count, 0)), np.zeros(0, np.int64))

    # A pair lies inside one text: the last word of a text and the first of the next are none.
    owner = np.repeat(np.arange(count), np.diff(ends, prepend=0))
    inside = owner[1:] == owner[:-1]
    numbers = words[:-1].astype(np.int64)[inside] * size + words[1:][inside]
    numbers, rows = _find_distinct(numbers, owner[:-1][inside])

    known, place, often = np.unique(numbers, return_inverse=True, return_counts=True)
    kept = often >= _PAIR_TEXTS
    _keep_pairs_of_concepts(kept, known, vocabulary, concepts)

    column = np.cumsum(kept) - 1
    used = kept[place]
    data = np.ones(int(used.sum()), np.float32)
    shape = (count, int(kept.sum()))
    cells = sparse.csr_matrix((data, (rows[used], column[place][used])), shape=shape)
    return WordPairs(cells, known[kept])


def _keep_pairs_of_concepts(
    kept: Bools, known: Ints, vocabulary: Sequence[str], concepts: Concepts
) -> None:
    """Mark the pairs that say a concept as kept, however rare they are."""
    import numpy as np

    size = len(vocabulary)
    begins = mark_beginnings(vocabulary, concepts)
    for at in iterate_yielding(np.flatnonzero(~kept & begins[known // size])):
        first, second = divmod(int(known[at]), size)
        kept[at] = bool(concepts.find_in_pair(vocabulary[first], vocabulary[second]))


def mark_beginnings(vocabulary: Sequence[str], concepts: Concepts) -> Bools:
    """Which words may begin an entry of two words: looking up every pair would take long."""
    import numpy as np

    begins = (concepts.may_begin_pair(word) for word in iterate_yielding(vocabulary))
    return np.fromiter(begins, bool, len(vocabulary))


def _find_distinct(numbers: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Each pair once a text, ordered by pair and then by text."""
    import numpy as np

    order = np.lexsort((rows, numbers))
    numbers, rows = numbers[order], rows[order]
    is_new = np.ones(len(numbers), bool)
    is_new[1:] = (numbers[1:] != numbers[:-1]) | (rows[1:] != rows[:-1])
    return numbers[is_new], rows[is_new]


def find_known_pairs(numbered: Sequence[Sequence[int]], size: int, known: Ints) -> Any:
    """Texts x pairs for other texts, given as numbers of words; unknown pairs are left out."""
    import numpy as np
    from scipy import sparse

    # The table costs a step for each pair of the corpus, which a few texts do not pay back.
    places = None
    if len(numbered) > _MANY_TEXTS:
        places = {int(pair): n for n, pair in enumerate(known)}

    cells = []
    for row, words in enumerate(numbered):
        for first, second in pairwise(words):
            column = _find_pair(first * size + second, known, places)
            if column is not None:
                cells.append((row, column))
    at = np.array(cells, dtype=np.int64).reshape(-1, 2)
    data = np.ones(len(at), np.float32)
    return sparse.csr_matrix((data, (at[:, 0], at[:, 1])), shape=(len(numbered), len(known)))


def _find_pair(pair: int, known: Ints, places: dict[int, int] | None) -> int | None:
    import numpy as np

    if places is not None:
        return places.get(pair)
    at = int(np.searchsorted(known, pair))
    is_known = at < len(known) and known[at] == pair
    return at if is_known else None
