"""Cues of codes: phrases from the codebook, and how much of each one stands in a text."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tipcoder.model import Code
from tipcoder.suggestion.code_texts import Hint, list_hints
from tipcoder.suggestion.corpus import Corpus
from tipcoder.yielding import yield_if_asked

if TYPE_CHECKING:
    from tipcoder.arrays import Floats

OF_OTHERS = 2
"""Words that a cue of another language must have in a text to count."""


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


class CueIndex:
    """The cues of some codes, which are known by their number, in a corpus's coordinates."""

    def __init__(self, corpus: Corpus, codes: Sequence[Code]) -> None:
        self.cues: list[Cue] = []
        for number, code in enumerate(codes):
            self.cues += [Cue(number, hint.text, hint.language) for hint in list_hints(code)]
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
            every = [at for at, cue in enumerate(self.cues) if cue.code == code]
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
            rows = np.flatnonzero(spoken == language)
            # All texts of one language are the usual case, and need no copy.
            is_everything = len(rows) == corpus.count
            stems = corpus.stem_texts if is_everything else corpus.stem_texts[rows]
            for code in range(self._codes):
                yield_if_asked()
                cues = self.find_cues(code, language)
                if cues.own:
                    out[rows, code] = self._find_best_shares(stems, cues)
        return out

    def _find_best_shares(self, stems: Any, cues: CuesOf) -> Floats:
        # A stem stands in a text or not, so the product is the sum of the shares that it has.
        found = (stems @ self._stems[cues.own].T).max(axis=1)
        if cues.other:
            others = self._stems[cues.other].T
            words = stems @ others.sign()
            foreign = (stems @ others).multiply(words >= OF_OTHERS)
            found = found.maximum(foreign.max(axis=1))
        best: Floats = found.toarray().ravel()
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
