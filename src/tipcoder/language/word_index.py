"""Which words stand in which texts, so that a sum over the words of a text is a sum over rows of a
matrix.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tipcoder.language.letters import TextWords

if TYPE_CHECKING:
    from tipcoder.arrays import Floats

_TEXTS_AT_ONCE = 4_000
"""The rows of all words of all texts at once would not fit into memory."""


class WordIndex:
    """`vocabulary` holds each word once, sorted; `lengths` the number of words of each text."""

    def __init__(self, texts: Sequence[TextWords]) -> None:
        import numpy as np

        self.vocabulary = sorted({word for text in texts for word in text.words})
        at = {word: row for row, word in enumerate(self.vocabulary)}
        rows: list[int] = []
        for text in texts:
            rows += [at[word] for word in text.words]
        self._words = np.array(rows, dtype=np.int64)
        self.lengths = np.array([len(text.words) for text in texts])
        self._ends = np.cumsum(self.lengths)

    def sum_by_text(self, of_words: Floats) -> Floats:
        """For each text the sum of the rows of its words."""
        import numpy as np

        out = np.zeros((len(self._ends), of_words.shape[1]))
        for start in range(0, len(self._ends), _TEXTS_AT_ONCE):
            ends = self._ends[start : start + _TEXTS_AT_ONCE]
            base = self._ends[start - 1] if start else 0
            begins = np.concatenate(([base], ends[:-1]))
            filled = begins < ends
            if filled.any():
                rows = of_words[self._words[base : ends[-1]]]
                sums = np.add.reduceat(rows, begins[filled] - base, axis=0)
                # A text without a word keeps its zeros: reduceat would give it the next text's.
                out[start : start + len(ends)][filled] = sums
        return out

    def sum_by_word(self, of_texts: Floats) -> Floats:
        """For each word the sum of the rows of its texts."""
        import numpy as np

        out = np.zeros((len(self.vocabulary), of_texts.shape[1]))
        texts = np.repeat(np.arange(len(self.lengths)), self.lengths)
        for column in np.flatnonzero(of_texts.any(axis=0)):
            out[:, column] = np.bincount(self._words, of_texts[texts, column], len(self.vocabulary))
        return out
