"""How well each text fits each code before anybody has coded, from the codebook and concepts alone.

Three views, each scaled over all texts (z) and added up with equal weight:

- concepts that stand in the text and in what the codebook says of the code, less what it says of
  every code;
- the same with letters (3- to 5-grams), which finds names, loanwords and misspelt words;
- the best of the code's cues: the share of its words that stand in the text, rare words counting
  more. Cues in the text's language go first.

A fourth one, where the study names a model with vectors: nearness in meaning, by a model trained on
other texts.

Two of them together do better than one, three better than two, and unequal weights no better than
equal ones: see benchmarks/RESULTS.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tipcoder.model.codes import Code
from tipcoder.suggestion.code_texts import Hint, list_profile
from tipcoder.suggestion.corpus import Corpus
from tipcoder.suggestion.cues import Cue, CueIndex, CuesOf
from tipcoder.suggestion.scaling import contrast_profiles, find_spread, scale_among_peers
from tipcoder.suggestion.weights import pivot_lengths

if TYPE_CHECKING:
    from tipcoder.arrays import Floats

_SLOPE = 0.7
"""How far letters are set against a text's length; concepts are in full, and do worse with less."""


class ColdStart:
    """`scores` is texts x codes, in standard deviations: each column has mean 0.

    A column is all 0 where a code says nothing. `languages` are those of the texts, one each: texts
    are then compared with those of their own language first.
    """

    def __init__(
        self, corpus: Corpus, codes: Sequence[Code], languages: Sequence[str] = ()
    ) -> None:
        import numpy as np

        self._languages = languages
        self._index = CueIndex(corpus, codes)
        self.norm_letters = pivot_lengths(corpus.norm_letters, _SLOPE)

        hints, gather = _collect_profiles(codes)
        vectors = corpus.build_vectors(hints)
        self.concept_weights: Floats = contrast_profiles((gather @ vectors.concepts).toarray())
        """Codes x concepts: how much more a code is about a concept than the others are."""
        # Kept per word and not per n-gram: a word then costs one number to look up, not dozens.
        letters = contrast_profiles((gather @ vectors.letters).toarray())
        self.word_weights: Any = corpus.multiply_letters(letters.T).astype(np.float32)
        """Words x codes: what a word's letters say for a code, before a text's length counts."""
        self.meanings: Any = None
        """Codes x dimensions: what a model's vectors say of each code, where there is a model."""
        if corpus.encoder is not None:
            texts = [hint.text for hint in hints]
            encoded = (gather @ corpus.encoder(texts)).astype(np.float64)
            self.meanings = contrast_profiles(encoded)

        # Each view is scaled by itself before adding, because their units have nothing in common.
        views = self._build_views(corpus)
        self.spreads = [find_spread(view) for view in views]
        """Per view, the standard deviation of each code: what one unit of evidence is worth."""
        summed = np.zeros((corpus.count, len(codes)))
        for view in views:
            summed += scale_among_peers(view, languages)
        self.scores = scale_among_peers(summed, languages)

    @property
    def cues(self) -> list[Cue]:
        """The cues of all codes, in order of the codebook."""
        return self._index.cues

    @property
    def cue_shares(self) -> list[dict[int, float]]:
        """For each cue the share that each of its stems makes up."""
        return self._index.shares

    def find_cues_having(self, stems: Iterable[int | None]) -> set[int]:
        """Places of the cues that have one of these stems."""
        found: set[int] = set()
        for stem in stems:
            if stem is not None:
                found.update(self._index.having.get(stem, ()))
        return found

    def find_cues_for(self, code: int, row: int) -> CuesOf:
        """What a text is compared with."""
        language = self._languages[row] if self._languages else ""
        return self._index.find_cues(code, language)

    def _build_views(self, corpus: Corpus) -> list[Floats]:
        """Texts x codes, by concepts, letters, cues and, where there is a model, meaning."""
        weights = (self.concept_weights * corpus.idf_concepts).T
        by_concepts = (corpus.concept_texts @ weights) * corpus.norm_concepts[:, None]
        by_letters = (corpus.occurs @ self.word_weights) * self.norm_letters[:, None]
        by_cues = self._index.score_texts(corpus, self._languages)

        # Evidence reads the spreads by their place, so the order of the views is fixed.
        views = [by_concepts, by_letters, by_cues]
        if self.meanings is not None:
            views.append(corpus.meanings @ self.meanings.T)
        return views


def _collect_profiles(codes: Sequence[Code]) -> tuple[list[Hint], Any]:
    """Everything that is said of codes, and a matrix (codes x texts) that adds it up by code."""
    import numpy as np
    from scipy import sparse

    hints: list[Hint] = []
    owners: list[int] = []
    for number, code in enumerate(codes):
        of_code = list_profile(code)
        hints += of_code
        owners += [number] * len(of_code)

    places = (np.array(owners, dtype=np.int64), np.arange(len(hints)))
    gather = sparse.csr_matrix((np.ones(len(hints)), places), shape=(len(codes), len(hints)))
    return hints, gather
