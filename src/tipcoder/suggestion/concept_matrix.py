"""Which texts say which concepts, as matrices: a text is heard in its own language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tipcoder.suggestion.concepts import Concepts
from tipcoder.suggestion.pairs import mark_beginnings
from tipcoder.yielding import iterate_yielding

if TYPE_CHECKING:
    from tipcoder.arrays import Ints


class ConceptMarker:
    """Marks concepts in the texts of a corpus, which are given by their words and pairs."""

    def __init__(
        self, concepts: Concepts, column_of: Mapping[str, int], words: Sequence[str], pairs: Ints
    ) -> None:
        """`column_of` numbers the concepts, `pairs` are numbers `first * len(words) + second`."""
        self._concepts = concepts
        self._column_of = column_of
        self._words = words
        self._pairs = pairs
        self._begins = mark_beginnings(words, concepts)

    def mark_texts(self, occurs: Any, pairs: Any, languages: Sequence[str]) -> Any:
        """Texts x concepts, 1 where the text says the concept in its language.

        `occurs` is texts x words, `pairs` texts x pairs; `languages` has one for each text, or is
        empty where none is known.
        """
        import numpy as np
        from scipy import sparse

        count = occurs.shape[0]
        spoken = np.array(languages if len(languages) else [""] * count)
        parts, order = [sparse.csr_matrix((0, len(self._column_of)), dtype=np.float32)], []
        for language in sorted(set(spoken.tolist())):
            rows = np.flatnonzero(spoken == language)
            parts.append(self._mark_language(occurs[rows], pairs[rows], language))
            order.append(rows)
        if not order:
            return parts[0]

        # The parts stand language after language; texts are wanted in their own order.
        back = np.argsort(np.concatenate(order))
        return sparse.vstack(parts, format="csr")[back]

    def _mark_language(self, occurs: Any, pairs: Any, language: str) -> Any:
        """The same for texts of one language."""
        import numpy as np

        said = occurs @ self._mark_words(np.unique(occurs.indices), language)
        said = said + pairs @ self._mark_pairs(np.unique(pairs.indices), language)
        return said.sign().tocsr().astype(np.float32)

    def _mark_words(self, used: Ints, language: str) -> Any:
        """Words x concepts, 1 where one of these words says the concept by itself."""
        cells = []
        for number in iterate_yielding(used.tolist()):
            for match in self._concepts.find_in_word(self._words[number], language):
                cells.append((number, self._column_of[match.concept]))
        return _build_matrix(cells, len(self._words), len(self._column_of))

    def _mark_pairs(self, used: Ints, language: str) -> Any:
        """Pairs x concepts, 1 where the two words of one of these say the concept together."""
        size = max(len(self._words), 1)
        cells = []
        for column in iterate_yielding(used.tolist()):
            first, second = divmod(int(self._pairs[column]), size)
            if not self._begins[first]:
                continue
            said = self._concepts.find_in_pair(self._words[first], self._words[second], language)
            for match in said:
                cells.append((column, self._column_of[match.concept]))
        return _build_matrix(cells, len(self._pairs), len(self._column_of))


def count_concepts(
    texts: Sequence[str],
    languages: Sequence[str],
    concepts: Concepts,
    column_of: Mapping[str, int],
) -> Any:
    """Texts x concepts, 1 + log(times); also for pairs that no text of a corpus has."""
    import numpy as np
    from scipy import sparse

    cells = []
    for row, (text, language) in enumerate(zip(texts, languages, strict=True)):
        for _, match in concepts.explain_matches(text, language):
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
