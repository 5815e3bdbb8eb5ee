"""Why a code is suggested for a text: the words that speak for it, and how much each weighs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.suggestion.cold_start import ColdStart
from tipcoder.suggestion.corpus import Corpus
from tipcoder.suggestion.cues import OF_OTHERS, CuesOf
from tipcoder.suggestion.learning import Learned
from tipcoder.suggestion.tokens import Token, TokenConcept

if TYPE_CHECKING:
    from tipcoder.arrays import Floats
    from tipcoder.suggestion.learning import Counts

MOST_SHOWN = 4
"""Words that are shown."""
_ENOUGH = 0.2
"""Share of the best word's weight that another word must have to be shown beside it."""
_LETTERS = 3
"""Shorter words are no evidence by their letters alone."""


class Weighed(NamedTuple):
    """A word of the text, and what speaks for the code in it."""

    start: int
    end: int
    weight: float
    why: str


class _Reason(NamedTuple):
    """One thing that speaks for the code in a word; reasons compare by weight."""

    weight: float
    why: str


class TextEvidence:
    """The words of one text, of which many codes are asked in turn, and some of them twice.

    Holds as long as nothing else is learned.
    """

    def __init__(
        self, found: Sequence[Token], row: int, corpus: Corpus, cold: ColdStart, learned: Learned
    ) -> None:
        self.tokens = found
        self.row = row
        self.stems = {token.stem for token in found}
        self.cues = cold.find_cues_having(self.stems)
        """Places of the cues that have a word in common with the text; most have none."""
        self._corpus, self._cold, self._learned = corpus, cold, learned
        self._heaviest: dict[int, list[Weighed]] = {}

    def list_heaviest(self, code: int) -> list[Weighed]:
        """The few words that speak most for a code, in order of the text."""
        if code not in self._heaviest:
            weighed = _weigh_tokens(self, code, self._corpus, self._cold, self._learned)
            self._heaviest[code] = _choose_heaviest(weighed)
        return self._heaviest[code]


def _weigh_tokens(
    text: TextEvidence, code: int, corpus: Corpus, cold: ColdStart, learned: Learned
) -> list[Weighed]:
    """Every word that speaks for a code, in order of the text.

    Weights are in standard deviations of the cold views.
    """
    view = _build_view(text, code, corpus, cold)
    accepted = _build_accepted(text, code, corpus, learned)
    weighed = []
    for token in text.tokens:
        reasons: list[_Reason] = []
        end = token.end
        # Of several concepts in one word the one that speaks most for the code is shown.
        if token.said:
            said = max(token.said, key=view.weigh_concept)
            reasons.append(view.give_concept(said))
            end = said.end
        if token.alone:
            reasons += view.give_words(token)
            if accepted.texts:
                reasons += accepted.give_reasons(token)
        if not reasons:
            continue

        best = max(reasons)
        if best.weight > 0:
            weight = sum(max(reason.weight, 0.0) for reason in reasons)
            weighed.append(Weighed(token.start, end, weight, best.why))
    return weighed


@dataclass(frozen=True, eq=False)
class _CodeView:
    """What the cold start says of the words of one text for one code."""

    of_concepts: Sequence[float]
    of_words: Floats
    """What each word's letters say for the code."""
    idf_concepts: Floats
    norm_concepts: float
    norm_letters: float
    spread_concepts: float
    spread_letters: float
    spread_cues: float
    near: Mapping[str, float]
    """What each word as it is written says by a model's vectors; empty without a model."""
    shares: Mapping[int | None, float]
    """Of the cue that fits the text best, the share that each stem makes up."""
    cue: str

    def weigh_concept(self, said: TokenConcept) -> float:
        """How much the code is about a concept."""
        return self.of_concepts[said.concept]

    def give_concept(self, said: TokenConcept) -> _Reason:
        """The concept as a reason."""
        rarity = float(self.idf_concepts[said.concept])
        weight = self.weigh_concept(said) * rarity * self.norm_concepts
        return _Reason(weight / self.spread_concepts, f"concept {said.match.describe_match()}")

    def give_words(self, token: Token) -> Iterator[_Reason]:
        """What a word by itself says: as a part of a cue, in meaning, and by its letters."""
        if token.stem in self.shares:
            yield _Reason(self.shares[token.stem] / self.spread_cues, f"cue “{self.cue}”")
        if self.near:
            yield _Reason(self.near[token.written], "near in meaning to its description")
        if token.number is not None and len(token.word) >= _LETTERS:
            weight = float(self.of_words[token.number]) * self.norm_letters / self.spread_letters
            yield _Reason(weight, "like the words of its description")


def _build_view(text: TextEvidence, code: int, corpus: Corpus, cold: ColdStart) -> _CodeView:
    row = text.row
    concepts, letters, cues = (float(spread[code]) for spread in cold.spreads[:3])
    shares, cue = _find_best_cue(text, cold.find_cues_for(code, row), cold)
    return _CodeView(
        # As a list, of which one number is read faster than of an array.
        of_concepts=cold.concept_weights[code].tolist(),
        of_words=cold.word_weights[:, code],
        idf_concepts=corpus.idf_concepts,
        norm_concepts=float(corpus.norm_concepts[row]),
        norm_letters=float(cold.norm_letters[row]),
        spread_concepts=concepts,
        spread_letters=letters,
        spread_cues=cues,
        near=_weigh_by_meaning([token.written for token in text.tokens], code, corpus, cold),
        shares=shares,
        cue=cue,
    )


@dataclass(frozen=True, eq=False)
class _AcceptedWords:
    """How often words occur in the texts that carry a code, this text left out."""

    texts: int
    """Accepted texts, without this one."""
    read: int
    in_accepted: Counts
    """By the number of a word: in how many of the accepted texts it stands."""
    in_read: Counts
    own: frozenset[str]
    """Words of this text, if it is among the counted ones."""
    idf_words: Floats

    def give_reasons(self, token: Token) -> Iterator[_Reason]:
        """The word as a reason, where accepted texts have it."""
        if token.number is None or len(token.word) < _LETTERS:
            return
        times = int(self.in_accepted[token.number]) - (token.word in self.own)
        if times <= 0:
            return

        # Against what would be expected of a word that stands in every code's texts alike.
        expected = int(self.in_read[token.number]) * self.texts / max(self.read, 1)
        rarity = float(self.idf_words[token.number])
        gain = (times - 0.5 * expected) / self.texts * rarity
        yield _Reason(gain, f"occurs in {times} of {self.texts} accepted")


def _build_accepted(
    text: TextEvidence, code: int, corpus: Corpus, learned: Learned
) -> _AcceptedWords:
    # A text must not be its own evidence: it would always look like itself.
    is_accepted = bool(learned.judged.find_accepted(code)[text.row])
    own = frozenset(token.word for token in text.tokens) if is_accepted else frozenset()
    return _AcceptedWords(
        texts=learned.judged.count_accepted(code) - is_accepted,
        read=learned.judged.count_read(),
        in_accepted=learned.word_sums[code],
        in_read=learned.words_read,
        own=own,
        idf_words=corpus.idf_words,
    )


def _weigh_by_meaning(
    words: Sequence[str], code: int, corpus: Corpus, cold: ColdStart
) -> dict[str, float]:
    """What each word says for a code by a model's vectors; nothing where there is no model."""
    if corpus.encoder is None:
        return {}
    distinct = list(dict.fromkeys(words))
    # A text is about the mean of its words, so each has its share.
    unit = len(words) ** 0.5 * float(cold.spreads[3][code])
    weights = corpus.encode_words(distinct) @ cold.meanings[code] / unit
    return dict(zip(distinct, weights.tolist(), strict=True))


def _find_best_cue(
    text: TextEvidence, among: CuesOf, cold: ColdStart
) -> tuple[dict[int | None, float], str]:
    """Of the cue that fits a text best, the share of each of the text's stems; and the cue."""
    best: dict[int | None, float] = {}
    best_share, words = 0.0, ""
    for cues, least in ((among.own, 1), (among.other, OF_OTHERS)):
        for at in sorted(text.cues.intersection(cues)):
            there = _find_known_shares(cold.cue_shares[at], text.stems)
            share = sum(there.values())
            # Only more than rounding makes a later cue better.
            if len(there) >= least and share > best_share + 1e-12:
                best, best_share, words = there, share, cold.cues[at].text
    return best, words


def _find_known_shares(
    shares: Mapping[int, float], known: set[int | None]
) -> dict[int | None, float]:
    return {stem: share for stem, share in shares.items() if stem in known}


def _choose_heaviest(weighed: Sequence[Weighed]) -> list[Weighed]:
    """The few words that count most, in order of the text."""
    most = sorted(weighed, key=lambda word: (-word.weight, word.start))[:MOST_SHOWN]
    return sorted(word for word in most if word.weight >= _ENOUGH * most[0].weight)
