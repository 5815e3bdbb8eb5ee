"""What coders' decisions teach: running sums of likeness, one for every code.

Rocchio's relevance feedback (in: The SMART Retrieval System, 1971): a text scores by how like it is
to the accepted ones, less how like it is to those read without the code, which counts the more of
them there are. Kept as sums over texts rather than over features: when a text is judged, its
likeness to every text is worked out once and added, and taken away again when the judgement is. So
the scores depend on what is judged and neither on the order nor on what was undone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tipcoder.suggestion.corpus import Corpus
from tipcoder.suggestion.weights import pivot_lengths

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_AGAINST = 1.2
_ENOUGH_AGAINST = 100
"""Texts without a code at which half of that counts: what a few have in common is chance."""
_CONCEPTS = 0.55
"""Weight of concepts beside words and letters; anything from 0.4 to 1 does about as well."""
_SLOPE = 0.3
"""How far letters are set against the lengths of the texts that are compared."""
_KEPT_BYTES = 32 * 1024**2
_MEANING = 1.0
"""Weight of a model's vectors, where there is one."""


class Learned:
    """Texts by their row, codes by their number."""

    def __init__(self, corpus: Corpus, codes: int) -> None:
        import numpy as np

        self._corpus = corpus
        self._norm_letters = pivot_lengths(corpus.norm_letters, _SLOPE)
        self._judged: dict[int, tuple[frozenset[int], frozenset[int]]] = {}
        self.accepted: list[set[int]] = [set() for _ in range(codes)]
        """Rows that carry the code."""
        self.against: list[set[int]] = [set() for _ in range(codes)]
        """Rows that were read, or of which it was said, that they do not."""
        self.read: set[int] = set()
        """Rows that were read to the end: whatever code they lack speaks against it."""
        self._kept: dict[int, Floats] = {}
        self._likeness_read = np.zeros(corpus.count)
        self._for: list[Floats | None] = [None] * codes
        self._minus: list[Floats | None] = [None] * codes
        """What must be taken off the sum of all that were read: rows that carry the code, less
        rejected ones unread."""
        self.word_sums: list[Counter[int]] = [Counter() for _ in range(codes)]
        """How often each word stands in accepted texts."""
        self.words_read: Counter[int] = Counter()

    def record_judgement(
        self, row: int, accepted: Iterable[int], rejected: Iterable[int], *, read: bool
    ) -> bool:
        """Say anew what is known of a text, replacing what was; returns whether that changed
        anything.
        """
        yes = frozenset(accepted)
        no = frozenset(rejected) - yes
        before_yes, before_no = self._judged.get(row, (frozenset(), frozenset()))
        was_read = row in self.read
        if (yes, no, read) == (before_yes, before_no, was_read):
            return False
        likeness = self._recall_likeness(row)
        words = self._list_words(row)
        if read != was_read:
            sign = 1 if read else -1
            self._likeness_read += sign * likeness
            _count_words(self.words_read, words, sign)
            (self.read.add if read else self.read.discard)(row)
        for code in range(len(self.accepted)):
            carries, carried = code in yes, code in before_yes
            if carries != carried:
                self._for[code] = _add_likeness(self._for[code], likeness, 1 if carries else -1)
                (self.accepted[code].add if carries else self.accepted[code].discard)(row)
                _count_words(self.word_sums[code], words, 1 if carries else -1)
                if not self.accepted[code]:
                    self._for[code] = None
            minus = (read and carries) - (not read and code in no)
            minus_before = (was_read and carried) - (not was_read and code in before_no)
            if minus != minus_before:
                self._minus[code] = _add_likeness(self._minus[code], likeness, minus - minus_before)
            speaks = not carries and (read or code in no)
            (self.against[code].add if speaks else self.against[code].discard)(row)
        self._judged[row] = (yes, no)
        if not yes and not no and not read:
            del self._judged[row]
        if not self._judged:
            # Nothing is judged any more: what is left of the sums is only rounding.
            self._likeness_read[:] = 0
            self._minus = [None] * len(self._minus)
        return True

    def score_texts(self, code: int) -> Floats:
        """How like every text is to the code's accepted ones, less the others; all 0 while there is
        none.
        """
        import numpy as np

        likeness = self._for[code]
        if likeness is None:
            return np.zeros(self._corpus.count)
        out = likeness / _compute_length(likeness, self.accepted[code])
        if self.against[code]:
            heed = _AGAINST * len(self.against[code]) / (len(self.against[code]) + _ENOUGH_AGAINST)
            minus = self._minus[code]
            other = self._likeness_read - minus if minus is not None else self._likeness_read
            out = out - heed * other / _compute_length(other, self.against[code])
        return out

    def _list_words(self, row: int) -> list[int]:
        occurs = self._corpus.occurs
        found: list[int] = occurs.indices[occurs.indptr[row] : occurs.indptr[row + 1]].tolist()
        return found

    def _recall_likeness(self, row: int) -> Floats:
        """A text that was judged is often judged again, as by undo: what is worked out is kept
        while there is room.
        """
        found = self._kept.pop(row, None)
        if found is None:
            found = self._compute_likeness(row)
            if len(self._kept) >= max(1, _KEPT_BYTES // max(found.nbytes, 1)):
                del self._kept[next(iter(self._kept))]
        self._kept[row] = found
        return found

    def _compute_likeness(self, row: int) -> Floats:
        """Products of a text with every text: words and pairs, letters, and concepts."""
        import numpy as np

        c = self._corpus
        one = c.occurs[row]
        dense = np.zeros(c.occurs.shape[1])
        dense[one.indices] = one.data
        words = dense * c.idf_words**2
        letters = c.multiply_letters(c.sum_letters(dense))
        both = c.occurs @ np.stack([words, letters], axis=1)
        pairs = c.pairs[row]
        of_pairs = np.zeros(c.pairs.shape[1])
        of_pairs[pairs.indices] = pairs.data * c.idf_pairs[pairs.indices] ** 2
        said = c.concept_texts[row]
        of_concepts = np.zeros(c.concept_texts.shape[1])
        of_concepts[said.indices] = said.data * c.idf_concepts[said.indices] ** 2
        products: Floats = (
            (both[:, 0] + c.pairs @ of_pairs) * (c.norm_words * c.norm_words[row])
            + both[:, 1] * (self._norm_letters * self._norm_letters[row])
            + (c.concept_texts @ of_concepts)
            * (c.norm_concepts * c.norm_concepts[row] * _CONCEPTS**2)
        )
        if c.meanings is not None:
            products = products + (c.meanings @ c.meanings[row]).astype(np.float64) * _MEANING**2
        return products


def _add_likeness(total: Floats | None, likeness: Floats, sign: int) -> Floats:
    return sign * likeness if total is None else total + sign * likeness


def _count_words(words: Counter[int], found: Iterable[int], sign: int) -> None:
    for word in found:
        words[word] += sign
        if not words[word]:
            del words[word]


def _compute_length(likeness: Floats, rows: set[int]) -> float:
    """The length of the sum of some texts, from the likeness of all texts to that sum."""
    import numpy as np

    squared = float(likeness[np.fromiter(sorted(rows), np.int64, len(rows))].sum())
    return float(max(squared, 1e-12) ** 0.5)
