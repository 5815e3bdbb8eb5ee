"""What coders' decisions teach: running sums of likeness, one for every code.

Rocchio's relevance feedback (in: The SMART Retrieval System, 1971): a text scores by how like it is
to the accepted ones, less how like it is to those read without the code, which counts the more of
them there are. Kept as sums over texts rather than over features: when a text is judged, its
likeness to every text is worked out once and added, and taken away again when the judgement is. So
the scores depend on what is judged and neither on the order nor on what was undone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tipcoder.suggestion.corpus import Corpus
from tipcoder.suggestion.weights import pivot_lengths

if TYPE_CHECKING:
    from tipcoder.arrays import Floats

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


class _Judgement(NamedTuple):
    """What is known of a text; codes by their number."""

    yes: frozenset[int]
    """Codes that it carries."""
    no: frozenset[int]
    """Codes that were turned down."""
    read: bool
    """Whether it was read to the end: then it lacks every other code."""

    def carries(self, code: int) -> bool:
        """Whether the text carries the code."""
        return code in self.yes

    def speaks_against(self, code: int) -> bool:
        """Whether the text is known not to carry the code."""
        return not self.carries(code) and (self.read or code in self.no)

    def count_minus(self, code: int) -> int:
        """How often the text must be taken off the sum of all read ones, to leave those without."""
        if self.read:
            return int(self.carries(code))
        return -int(code in self.no)


_NOTHING_KNOWN = _Judgement(frozenset(), frozenset(), False)


class Learned:
    """Texts by their row, codes by their number."""

    def __init__(self, corpus: Corpus, codes: int) -> None:
        import numpy as np

        self._corpus = corpus
        self._norm_letters = pivot_lengths(corpus.norm_letters, _SLOPE)
        self._judged: dict[int, _Judgement] = {}
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
        """What must be taken off the sum of all read rows to leave those without the code.

        Rows that carry it, less those that were rejected and not read.
        """
        self.word_sums: list[Counter[int]] = [Counter() for _ in range(codes)]
        """How often each word stands in accepted texts."""
        self.words_read: Counter[int] = Counter()

    def record_judgement(
        self, row: int, accepted: Iterable[int], rejected: Iterable[int], *, read: bool
    ) -> bool:
        """Replace what is known of a text; returns whether that changed anything."""
        yes = frozenset(accepted)
        now = _Judgement(yes, frozenset(rejected) - yes, read)
        before = self._judged.get(row, _NOTHING_KNOWN)
        if now == before:
            return False

        likeness = self._recall_likeness(row)
        words = self._list_words(row)
        if now.read != before.read:
            self._change_read(row, now.read, likeness, words)
        for code in range(len(self.accepted)):
            if now.carries(code) != before.carries(code):
                self._change_accepted(code, row, now.carries(code), likeness, words)
            change = now.count_minus(code) - before.count_minus(code)
            if change:
                self._minus[code] = _add_likeness(self._minus[code], likeness, change)
            _change_member(self.against[code], row, now.speaks_against(code))
        self._keep_judgement(row, now)
        return True

    def _change_read(self, row: int, is_read: bool, likeness: Floats, words: Sequence[int]) -> None:
        sign = 1 if is_read else -1
        self._likeness_read += sign * likeness
        _count_words(self.words_read, words, sign)
        _change_member(self.read, row, is_read)

    def _change_accepted(
        self, code: int, row: int, carries: bool, likeness: Floats, words: Sequence[int]
    ) -> None:
        sign = 1 if carries else -1
        self._for[code] = _add_likeness(self._for[code], likeness, sign)
        _count_words(self.word_sums[code], words, sign)
        _change_member(self.accepted[code], row, carries)
        # Without any text the sum would be only rounding.
        if not self.accepted[code]:
            self._for[code] = None

    def _keep_judgement(self, row: int, now: _Judgement) -> None:
        self._judged[row] = now
        if now == _NOTHING_KNOWN:
            del self._judged[row]
        if not self._judged:
            # Nothing is judged any more: what is left of the sums is only rounding.
            self._likeness_read[:] = 0
            self._minus = [None] * len(self._minus)

    def score_texts(self, code: int) -> Floats:
        """How like every text is to the code's accepted ones, less how like it is to the others.

        All 0 while none is accepted.
        """
        import numpy as np

        likeness = self._for[code]
        if likeness is None:
            return np.zeros(self._corpus.count)
        out = likeness / _compute_length(likeness, self.accepted[code])
        against = self.against[code]
        if not against:
            return out

        # The more texts are without the code, the more they count.
        heed = _AGAINST * len(against) / (len(against) + _ENOUGH_AGAINST)
        minus = self._minus[code]
        other = self._likeness_read if minus is None else self._likeness_read - minus
        return out - heed * other / _compute_length(other, against)

    def _list_words(self, row: int) -> list[int]:
        occurs = self._corpus.occurs
        start, end = occurs.indptr[row], occurs.indptr[row + 1]
        found: list[int] = occurs.indices[start:end].tolist()
        return found

    def _recall_likeness(self, row: int) -> Floats:
        """A text's likeness to every text, kept while there is room.

        A text that was judged is often judged again, as by undo.
        """
        found = self._kept.pop(row, None)
        if found is None:
            found = self._compute_likeness(row)
            room = max(1, _KEPT_BYTES // max(found.nbytes, 1))
            if len(self._kept) >= room:
                oldest = next(iter(self._kept))
                del self._kept[oldest]
        self._kept[row] = found
        return found

    def _compute_likeness(self, row: int) -> Floats:
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


def _change_member(rows: set[int], row: int, is_member: bool) -> None:
    if is_member:
        rows.add(row)
    else:
        rows.discard(row)


def _add_likeness(total: Floats | None, likeness: Floats, sign: int) -> Floats:
    if total is None:
        return sign * likeness
    return total + sign * likeness


def _count_words(words: Counter[int], found: Iterable[int], sign: int) -> None:
    for word in found:
        words[word] += sign
        # A word that no text has any more must not take memory.
        if not words[word]:
            del words[word]


def _compute_length(likeness: Floats, rows: set[int]) -> float:
    """The length of the sum of some texts, from the likeness of all texts to that sum."""
    import numpy as np

    # In one order, so that the sum is the same whatever was judged first.
    places = np.fromiter(sorted(rows), np.int64, len(rows))
    squared = float(likeness[places].sum())
    return float(max(squared, 1e-12) ** 0.5)
