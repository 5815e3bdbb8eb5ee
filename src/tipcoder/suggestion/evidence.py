"""Why a code is suggested for a text: words that stand in it, and the sentence or clause around
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.language.units import TextUnit, find_spans
from tipcoder.suggestion.cold import ColdStart
from tipcoder.suggestion.cues import OF_OTHERS, CuesOf
from tipcoder.suggestion.corpus import Corpus
from tipcoder.suggestion.learning import Learned
from tipcoder.suggestion.words import cut_stem, find_word_places, make_word_key

if TYPE_CHECKING:
    from tipcoder.suggestion.concepts import Match

_MOST = 4
_ENOUGH = 0.2
"""Share of the best word's weight that another word must have to be shown beside it."""
_LONG = 120
"""Characters of a sentence from which on its best clause is offered instead."""
_CARRIES = 0.75
"""Share of the evidence that a clause must hold to stand for its sentence."""
_LETTERS = 3
"""Shorter words are no evidence by their letters alone."""


class Evidence(NamedTuple):
    """A word or a few in a row, as code points of the text, half-open; `text` is what stands
    there."""

    start: int
    end: int
    text: str
    why: str


class Weighed(NamedTuple):
    """A word of the text, and what speaks for the code in it."""

    start: int
    end: int
    weight: float
    why: str


class TokenConcept(NamedTuple):
    """A concept that a token says, alone or with the next one."""

    match: Match
    concept: int
    end: int
    """Where the token or the two end."""


class Token(NamedTuple):
    """A word of a text with everything that may speak through it, whatever the code."""

    start: int
    end: int
    written: str
    word: str
    said: tuple[TokenConcept, ...]
    alone: bool
    """Whether the word can speak by itself: "not" cannot, but "not true" can."""
    number: int | None
    stem: int | None
    """Of the word and its stem in the corpus."""


def build_tokens(text: str, corpus: Corpus, stops: frozenset[str]) -> list[Token]:
    """Every word of a text. It is the same for all codes, and most of the work."""
    where = list(find_word_places(text))
    words = [make_word_key(text[start:end]) for start, end in where]
    out = []
    for at, (start, end) in enumerate(where):
        word = words[at]
        alone = word not in stops and not word.isdecimal()
        matches = [(match, end) for match in corpus.concepts.find_in_word(word)] if alone else []
        if at + 1 < len(words):
            matches += [
                (match, where[at + 1][1])
                for match in corpus.concepts.find_in_pair(word, words[at + 1])
            ]
        said = [
            TokenConcept(match, corpus.concept_number[match.concept], until)
            for match, until in matches
        ]
        number = corpus.vocabulary.get(word)
        out.append(
            Token(
                start,
                end,
                text[start:end],
                word,
                tuple(said),
                alone,
                number,
                corpus.stems.get(cut_stem(word)),
            )
        )
    return out


def weigh_tokens(
    found: Sequence[Token], row: int, code: int, corpus: Corpus, cold: ColdStart, learned: Learned
) -> list[Weighed]:
    """Every word that speaks for a code, in order of the text.

    Weights are in standard deviations of the cold views.
    """
    concepts, letters, by_cues = (float(spread[code]) for spread in cold.spreads[:3])
    near = _weigh_by_meaning([token.written for token in found], code, corpus, cold)
    shares, cue = _find_best_cue(found, cold.find_cues_for(code, row), cold)
    accepted = learned.accepted[code] - {row}
    own = {token.word for token in found} if row in learned.accepted[code] else set()
    of_concepts = cold.concept_weights[code]
    out = []
    for token in found:
        reasons: list[tuple[float, str]] = []
        end = token.end
        if token.said:
            said = max(token.said, key=lambda one: float(of_concepts[one.concept]))
            weight = _weigh_concept(float(of_concepts[said.concept]), said.concept, row, corpus)
            reasons.append((weight / concepts, f"concept {said.match.describe_match()}"))
            end = said.end
        if token.alone:
            if token.stem in shares:
                reasons.append((shares[token.stem] / by_cues, f"cue “{cue}”"))
            if near:
                reasons.append((near[token.written], "near in meaning to its description"))
            if token.number is not None and len(token.word) >= _LETTERS:
                likeness = (
                    float(cold.word_weights[token.number, code])
                    * float(cold.norm_letters[row])
                    / letters
                )
                reasons.append((likeness, "like the words of its description"))
                times = learned.word_sums[code][token.number] - (token.word in own)
                if accepted and times > 0:
                    # Against what would be expected of a word that stands in every code's texts
                    # alike.
                    expected = (
                        learned.words_read[token.number] * len(accepted) / max(len(learned.read), 1)
                    )
                    gain = (
                        (times - 0.5 * expected)
                        / len(accepted)
                        * float(corpus.idf_words[token.number])
                    )
                    reasons.append((gain, f"stands in {times} of {len(accepted)} accepted"))
        if reasons:
            best, why = max(reasons)
            if best > 0:
                out.append(
                    Weighed(token.start, end, sum(max(weight, 0.0) for weight, _ in reasons), why)
                )
    return out


def _weigh_concept(weight: float, concept: int, row: int, corpus: Corpus) -> float:
    return weight * float(corpus.idf_concepts[concept]) * float(corpus.norm_concepts[row])


def _weigh_by_meaning(
    words: Sequence[str], code: int, corpus: Corpus, cold: ColdStart
) -> dict[str, float]:
    """What each word says for a code by a model's vectors; nothing where there is no model."""
    if corpus.encoder is None:
        return {}
    distinct = list(dict.fromkeys(words))
    # A text is about the mean of its words, so each has its share.
    weights = (
        corpus.encoder(distinct)
        @ cold.meanings[code]
        / (len(words) ** 0.5 * float(cold.spreads[3][code]))
    )
    return dict(zip(distinct, weights.tolist(), strict=True))


def _find_best_cue(
    found: Sequence[Token], among: CuesOf, cold: ColdStart
) -> tuple[dict[int | None, float], str]:
    """Of the cue that fits a text best, the share that each of the text's stems makes up, and the
    cue.
    """
    known = {token.stem for token in found}
    best, best_share = None, 0.0
    for cues, least in ((among.own, 1), (among.other, OF_OTHERS)):
        for at in cues:
            there = [share for number, share in cold.cue_shares[at].items() if number in known]
            if len(there) >= least and sum(there) > best_share + 1e-12:
                best, best_share = at, sum(there)
    if best is None:
        return {}, ""
    return {
        number: share for number, share in cold.cue_shares[best].items() if number in known
    }, cold.cues[best].text


def choose_heaviest(weighed: Sequence[Weighed]) -> list[Weighed]:
    """The few words that count most, in order of the text."""
    most = sorted(weighed, key=lambda w: (-w.weight, w.start))[:_MOST]
    return sorted(w for w in most if w.weight >= _ENOUGH * most[0].weight)


def build_evidence(text: str, weighed: Sequence[Weighed]) -> list[Evidence]:
    """Words as evidence; neighbours with one reason are one piece."""
    out: list[Evidence] = []
    for word in weighed:
        if out and out[-1].end >= word.start:
            start, end = out[-1].start, max(out[-1].end, word.end)
            out[-1] = Evidence(start, end, text[start:end], out[-1].why)
        elif out and out[-1].why == word.why and text[out[-1].end : word.start].isspace():
            out[-1] = Evidence(out[-1].start, word.end, text[out[-1].start : word.end], word.why)
        else:
            out.append(Evidence(word.start, word.end, text[word.start : word.end], word.why))
    return out


def choose_passage(text: str, weighed: Sequence[Weighed]) -> tuple[int, int]:
    """The sentence that carries the evidence, or the clause that holds nearly all of a long one's.

    (0, 0) for none.
    """
    if not weighed:
        return (0, 0)
    sentences = find_spans(text, TextUnit.SENTENCE)
    start, end = max(sentences, key=lambda span: (_sum_weights(span, weighed), -span[0]))
    if end - start >= _LONG:
        clauses = [
            span
            for span in find_spans(text, TextUnit.CLAUSE)
            if start <= span[0] and span[1] <= end
        ]
        best = max(clauses, key=lambda span: (_sum_weights(span, weighed), -span[0]))
        if _sum_weights(best, weighed) >= _CARRIES * _sum_weights((start, end), weighed):
            return best
    return start, end


def _sum_weights(span: tuple[int, int], weighed: Sequence[Weighed]) -> float:
    return sum(w.weight for w in weighed if span[0] <= w.start < span[1])
