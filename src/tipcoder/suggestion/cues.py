"""Cues of codes: phrases from the codebook, and how much of each one stands in a text."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tipcoder.model.codes import Code
from tipcoder.slices import iterate_slices
from tipcoder.suggestion.code_texts import Hint, list_hints
from tipcoder.suggestion.corpus import Corpus
from tipcoder.yielding import yield_if_asked

if TYPE_CHECKING:
    from tipcoder.arrays import Floats, Ints

OF_OTHERS = 2
"""Words that a cue of another language must have in a text to count."""
_AT_ONCE = 1_000
"""Texts that are compared with all cues together."""


class Cue(NamedTuple):
    """A phrase that points to a code, as it is written in the codebook."""

    code: int
    text: str
    language: str


class CuesOf(NamedTuple):
    """Places of a code's cues among all of them, for texts of one language."""

    own: list[int]
    """In that language, or all where there is none in it."""
    other: list[int]
    """The rest, of which a single word in the text may merely look like one of theirs."""


class _ChosenCues(NamedTuple):
    """Cues that texts are compared with together."""

    shares: Any
    """Stems x cues: the share of the cue that each stem makes up."""
    marks: Any
    """The same with 1 for each stem that a cue has."""
    codes: Ints
    """The code of each cue."""


class CueIndex:
    """The cues of some codes, which are known by their number, in a corpus's coordinates."""

    def __init__(self, corpus: Corpus, codes: Sequence[Code]) -> None:
        self.cues: list[Cue] = []
        self._places: list[range] = []
        """Of each code's cues, where they stand among all of them."""
        for number, code in enumerate(codes):
            start = len(self.cues)
            self.cues += [Cue(number, hint.text, hint.language) for hint in list_hints(code)]
            self._places.append(range(start, len(self.cues)))
        self._codes = len(codes)
        self._cues_of: dict[tuple[int, str], CuesOf] = {}

        self._stems: Any = None
        """Cues x stems: the share of the cue that each stem makes up."""
        self.shares: list[dict[int, float]] = []
        """The same cue by cue: looking into a sparse matrix a row at a time is slow."""
        self.having: dict[int, list[int]] = {}
        """Places of the cues that have a stem, by stem."""
        if self.cues:
            hints = [Hint(cue.text, cue.language) for cue in self.cues]
            self._stems = _scale_to_shares(corpus.build_vectors(hints).stems)
            self.shares = _split_rows(self._stems)
            for at, shares in enumerate(self.shares):
                for stem in shares:
                    self.having.setdefault(stem, []).append(at)

    def find_cues(self, code: int, language: str) -> CuesOf:
        """What a text of a language is compared with."""
        if (code, language) not in self._cues_of:
            every = list(self._places[code])
            # A code without cues in this language is looked for by those of the others.
            own = [at for at in every if self.cues[at].language == language] or every
            other = [at for at in every if at not in own]
            self._cues_of[code, language] = CuesOf(own, other)
        return self._cues_of[code, language]

    def score_texts(self, corpus: Corpus, languages: Sequence[str]) -> Floats:
        """Texts x codes: the largest share of a cue of the code that stands in the text."""
        import numpy as np

        out = np.zeros((corpus.count, self._codes))
        spoken = np.array(languages or [""] * corpus.count)
        for language in sorted(set(spoken.tolist())):
            found = [self.find_cues(code, language) for code in range(self._codes)]
            own = self._choose_cues([cues.own for cues in found])
            other = self._choose_cues([cues.other for cues in found])
            rows = np.flatnonzero(spoken == language)
            # All codes together, which is quicker; some texts at a time, which takes less memory.
            for here in iterate_slices(len(rows), _AT_ONCE):
                yield_if_asked()
                some = rows[here]
                stems = corpus.stem_texts[some]
                best = self._find_best_shares(stems, own, 1)
                foreign = self._find_best_shares(stems, other, OF_OTHERS)
                out[some] = np.maximum(best, foreign)
        return out

    def _choose_cues(self, cues_of: Sequence[list[int]]) -> _ChosenCues | None:
        """The cues of all codes together; None where there are none."""
        import numpy as np

        places = list(itertools.chain.from_iterable(cues_of))
        if not places:
            return None
        shares = self._stems[places].T.tocsr()
        codes = np.array([self.cues[at].code for at in places])
        return _ChosenCues(shares, shares.sign(), codes)

    def _find_best_shares(self, stems: Any, cues: _ChosenCues | None, least: int) -> Floats:
        """Texts x codes: the largest share of one of these cues of each code, of those of which a
        text has so many stems at least.
        """
        import numpy as np

        best = np.zeros((stems.shape[0], self._codes))
        if cues is None:
            return best
        # A stem stands in a text or not, so the product is the sum of the shares that it has.
        found = stems @ cues.shares
        if least > 1:
            found = found.multiply(stems @ cues.marks >= least)
        found = found.tocoo()
        np.maximum.at(best, (found.row, cues.codes[found.col]), found.data)
        return best


def _scale_to_shares(stems: Any) -> Any:
    """Each row divided by its sum; a row without any stem stays empty."""
    import numpy as np
    from scipy import sparse

    total = np.asarray(stems.sum(axis=1)).ravel()
    inverse = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    return (sparse.diags(inverse) @ stems).tocsr()


def _split_rows(matrix: Any) -> list[dict[int, float]]:
    """Column -> value, for each row of a CSR matrix."""
    columns, values, ends = matrix.indices.tolist(), matrix.data.tolist(), matrix.indptr.tolist()
    rows = []
    for start, end in itertools.pairwise(ends):
        rows.append(dict(zip(columns[start:end], values[start:end], strict=True)))
    return rows
