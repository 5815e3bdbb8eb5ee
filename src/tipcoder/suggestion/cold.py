"""How well each text fits each code before anybody has coded: from definitions, cues and concepts
alone.

Three views, each scaled over all texts (z) and added up with equal weight:

- concepts that stand in the text and in what the codebook says of the code, less what it says of every code;
- the same with letters (3- to 5-grams), which finds names, loanwords and misspelt words;
- the best of the code's cues: the share of its words that stand in the text, rare words counting more. Cues in the
  text's language go first.

A fourth one, where the study names a model with vectors: nearness in meaning, by a model trained on
other texts.

Two of them together do better than one, three better than two, and unequal weights no better than
equal ones: see benchmarks/RESULTS.md.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tipcoder.model import Code
from tipcoder.resting import yield_if_asked
from tipcoder.suggestion.corpus import Corpus, pivot_lengths

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


_NO_LANGUAGE = ("", "?")
_SLOPE = 0.7
"""How far letters are set against a text's length; concepts are in full, and do worse with less."""
_FEW_PEERS = 10
"""Texts of a language that count as much as what is known from all languages."""
_LEAST_DEVIATION = 0.2
"""A language in which hardly any text says anything is not blown up to the size of others."""


class Cue(NamedTuple):
    """A phrase that points to a code, as it is written in the codebook."""

    code: int
    text: str
    language: str


class CuesOf(NamedTuple):
    """Places of a code's cues in `ColdStart.cues`, for texts of one language."""

    own: list[int]
    """In that language, or all where there is none in it."""
    other: list[int]
    """The rest, of which a single word in the text may merely look like one of theirs."""


OF_OTHERS = 2
"""Words that a cue of another language must have in a text to count."""


class ColdStart:
    """`scores` is texts x codes, each column with mean 0 and standard deviation 1, or 0 where a
    code says nothing.

    `languages` are those of the texts, one each: texts are then compared with those of their own
    language first.
    """

    def __init__(
        self, corpus: Corpus, codes: Sequence[Code], languages: Sequence[str] = ()
    ) -> None:
        import numpy as np
        from scipy import sparse

        described = [list_descriptions(code) for code in codes]
        self.cues = [
            Cue(n, text, language)
            for n, code in enumerate(codes)
            for text, language in _list_hints(code)
        ]
        hinted = [[cue.text for cue in self.cues if cue.code == n] for n in range(len(codes))]
        flat = [
            text for some, more in zip(described, hinted, strict=True) for text in (*some, *more)
        ]
        owner = np.array(
            [n for n in range(len(codes)) for _ in (*described[n], *hinted[n])], dtype=np.int64
        )
        vectors = corpus.build_vectors(flat)
        gather = sparse.csr_matrix(
            (np.ones(len(flat)), (owner, np.arange(len(flat)))), shape=(len(codes), len(flat))
        )

        self.concept_weights: Floats = _contrast_profiles((gather @ vectors.concepts).toarray())
        """Codes x concepts: how much more a code is about a concept than the others are."""
        letters = _contrast_profiles((gather @ vectors.letters).toarray())
        self.word_weights: Any = corpus.multiply_letters(letters.T).astype(np.float32)
        """Words x codes: what a word's letters say for a code, before a text's length is taken into
        account."""

        self._languages = languages
        self._cues_of: dict[tuple[int, str], CuesOf] = {}
        self.cue_stems: Any = (
            corpus.build_vectors([cue.text for cue in self.cues]).stems if self.cues else None
        )
        """Cues x stems: the share of the cue that each stem makes up."""
        if self.cue_stems is not None:
            total = np.asarray(self.cue_stems.sum(axis=1)).ravel()
            share = sparse.diags(np.divide(1.0, total, out=np.zeros_like(total), where=total > 0))
            self.cue_stems = (share @ self.cue_stems).tocsr()
        self.cue_shares = _rows_as_dicts(self.cue_stems) if self.cue_stems is not None else []
        """The same cue by cue: looking into a sparse matrix a row at a time is slow."""

        count = corpus.count
        by_concepts = (corpus.concept_texts @ (self.concept_weights * corpus.idf_concepts).T) * (
            corpus.norm_concepts[:, None]
        )
        self.norm_letters = pivot_lengths(corpus.norm_letters, _SLOPE)
        by_letters = (corpus.occurs @ self.word_weights) * self.norm_letters[:, None]
        by_cues = self._score_cues(corpus, len(codes))
        views = [by_concepts, by_letters, by_cues]
        self.meanings: Any = None
        """Codes x dimensions: what a model's vectors say of each code, where there is a model."""
        if corpus.encoder is not None:
            self.meanings = _contrast_profiles((gather @ corpus.encoder(flat)).astype(np.float64))
            views.append(corpus.meanings @ self.meanings.T)
        self.spreads = [_find_spread(view) for view in views]
        """Per view, the standard deviation of each code: what one unit of evidence is worth."""
        summed = np.zeros((count, len(codes)))
        for view in views:
            summed += scale_among_peers(view, languages)
        self.scores = scale_among_peers(summed, languages)

    def find_cues_for(self, code: int, row: int) -> CuesOf:
        """What a text is held against."""
        return self._find_cues(code, self._languages[row] if self._languages else "")

    def _find_cues(self, code: int, language: str) -> CuesOf:
        if (code, language) not in self._cues_of:
            every = [at for at, cue in enumerate(self.cues) if cue.code == code]
            own = [at for at in every if self.cues[at].language == language] or every
            self._cues_of[code, language] = CuesOf(own, [at for at in every if at not in own])
        return self._cues_of[code, language]

    def _score_cues(self, corpus: Corpus, codes: int) -> Floats:
        import numpy as np

        out = np.zeros((corpus.count, codes))
        spoken = np.array(self._languages or [""] * corpus.count)
        for language in sorted(set(spoken.tolist())):
            rows = np.flatnonzero(spoken == language)
            stems = corpus.stem_texts if len(rows) == corpus.count else corpus.stem_texts[rows]
            for code in range(codes):
                yield_if_asked()
                own, other = self._find_cues(code, language)
                if own:
                    found = (stems @ self.cue_stems[own].T).max(axis=1)
                    if other:
                        words = stems @ self.cue_stems[other].sign().T
                        foreign = (stems @ self.cue_stems[other].T).multiply(words >= OF_OTHERS)
                        found = found.maximum(foreign.max(axis=1))
                    out[rows, code] = found.toarray().ravel()
        return out


def _rows_as_dicts(matrix: Any) -> list[dict[int, float]]:
    columns, values, ends = matrix.indices.tolist(), matrix.data.tolist(), matrix.indptr.tolist()
    return [
        dict(zip(columns[start:end], values[start:end], strict=True))
        for start, end in itertools.pairwise(ends)
    ]


def list_descriptions(code: Code) -> list[str]:
    """What the codebook says of a code in whole sentences, in every language."""
    return [
        text
        for texts in (code.label, code.definition, code.use_when)
        for text in texts.values()
        if text.strip()
    ]


def list_cues(code: Code) -> list[str]:
    """Phrases and examples as respondents write them; the descriptions of a code that has none."""
    return [text for text, _ in _list_hints(code)]


def _list_hints(code: Code) -> list[tuple[str, str]]:
    found = [
        (cue, language)
        for lists in (code.cues, code.examples)
        for language, listed in lists.items()
        for cue in listed
        if cue.strip()
    ]
    return found or [(text, "") for text in list_descriptions(code)]


def scale_columns(columns: Floats) -> Floats:
    """Each column with mean 0 and standard deviation 1; a column that is all alike becomes 0."""
    if not len(columns):
        return columns
    out: Floats = (columns - columns.mean(axis=0)) / _find_spread(columns)
    return out


def scale_among_peers(columns: Floats, languages: Sequence[str]) -> Floats:
    """The same within each language, as far as it has texts: other languages share fewer letters
    with the codebook, which would keep all their texts in the middle. Texts whose language is not
    known stay among all.
    """
    import numpy as np

    among_all = scale_columns(columns)
    named = np.array(languages)
    out = among_all.copy()
    for language in sorted(set(languages) - set(_NO_LANGUAGE)):
        yield_if_asked()
        rows = np.flatnonzero(named == language)
        weight = len(rows) / (len(rows) + _FEW_PEERS)
        own = among_all[rows]
        deviation = np.sqrt(weight * own.var(axis=0) + 1 - weight)
        out[rows] = (own - weight * own.mean(axis=0)) / np.maximum(deviation, _LEAST_DEVIATION)
    return out


def _find_spread(columns: Floats) -> Floats:
    import numpy as np

    found = columns.std(axis=0) if len(columns) else np.ones(columns.shape[1])
    out: Floats = np.where(found > 1e-12, found, np.inf)
    return out


def _contrast_profiles(profiles: Floats) -> Floats:
    """Rows of length one, less their mean, of length one again: what sets a code apart from the
    others.
    """
    if not len(profiles):
        return profiles
    of_one = _scale_to_unit(profiles)
    return _scale_to_unit(of_one - of_one.mean(axis=0)) if len(profiles) > 1 else of_one


def _scale_to_unit(rows: Floats) -> Floats:
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    out: Floats = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-12)
    return out
