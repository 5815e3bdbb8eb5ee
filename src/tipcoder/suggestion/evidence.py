"""Why a code is suggested for a text: words that stand in it, and the sentence or clause around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.language.units import Unit, spans
from tipcoder.suggestion.cold import ColdStart
from tipcoder.suggestion.corpus import Corpus
from tipcoder.suggestion.learning import Learned
from tipcoder.suggestion.words import key, places, stem

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
    """A word or a few in a row, as code points of the text, half-open; `text` is what stands there."""

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


def weigh(
    text: str, row: int, code: int, corpus: Corpus, cold: ColdStart, learned: Learned, stops: frozenset[str]
) -> list[Weighed]:
    """Every word that speaks for a code, in order of the text. Weights are in standard deviations of the cold views."""
    spots = list(places(text))
    words = [key(text[start:end]) for start, end in spots]
    concepts, letters, by_cues = (float(spread[code]) for spread in cold.spreads[:3])
    near = _near_in_meaning([text[start:end] for start, end in spots], code, corpus, cold)
    stems = _cue_of_stem(words, code, corpus, cold)
    accepted = learned.accepted[code] - {row}
    own = set(words) if row in learned.accepted[code] else set()
    out = []
    for at, (start, end) in enumerate(spots):
        word = words[at]
        following = words[at + 1] if at + 1 < len(words) else ""
        pairs = [*corpus.concepts.of_pair(word, following)] if following else []
        # "not" says nothing, but "not true" does.
        alone = word not in stops and not word.isdecimal()
        if not alone and not pairs:
            continue
        found: list[tuple[float, str]] = []
        said = [*(corpus.concepts.of_word(word) if alone else ()), *pairs]
        weights = [(cold.concept_weights[code, corpus.concept_number[m.concept]], m) for m in said]
        if weights:
            weight, match = max(weights, key=lambda pair: float(pair[0]))
            found.append((_of_concept(float(weight), match, row, corpus) / concepts, f"concept {match.sentence()}"))
            if match in pairs:
                end = spots[at + 1][1]
        if alone and stem(word) in stems:
            share, cue = stems[stem(word)]
            found.append((share / by_cues, f"cue “{cue}”"))
        if alone and near:
            found.append((near[text[start:end]], "near in meaning to its description"))
        number = corpus.vocabulary.get(word) if alone else None
        if number is not None and len(word) >= _LETTERS:
            likeness = float(cold.word_weights[number, code]) * float(cold.norm_letters[row]) / letters
            found.append((likeness, "like the words of its description"))
            times = learned.word_sums[code][number] - (word in own)
            if accepted and times > 0:
                # Against what would be expected of a word that stands in every code's texts alike.
                expected = learned.words_read[number] * len(accepted) / max(len(learned.read), 1)
                gain = (times - 0.5 * expected) / len(accepted) * float(corpus.idf_words[number])
                found.append((gain, f"stands in {times} of {len(accepted)} accepted"))
        if not found:
            continue
        total = sum(max(weight, 0.0) for weight, _ in found)
        best, why = max(found)
        if best > 0:
            out.append(Weighed(start, end, total, why))
    return out


def _of_concept(weight: float, match: Match, row: int, corpus: Corpus) -> float:
    number = corpus.concept_number[match.concept]
    return weight * float(corpus.idf_concepts[number]) * float(corpus.norm_concepts[row])


def _near_in_meaning(words: Sequence[str], code: int, corpus: Corpus, cold: ColdStart) -> dict[str, float]:
    """What each word says for a code by a model's vectors; nothing where there is no model."""
    if corpus.encoder is None:
        return {}
    distinct = list(dict.fromkeys(words))
    # A text is about the mean of its words, so each has its share.
    weights = corpus.encoder(distinct) @ cold.meanings[code] / (len(words) ** 0.5 * float(cold.spreads[3][code]))
    return dict(zip(distinct, weights.tolist(), strict=True))


def _cue_of_stem(words: Sequence[str], code: int, corpus: Corpus, cold: ColdStart) -> dict[str, tuple[float, str]]:
    """For each stem of the text the share of a cue that it makes up, and the cue: only of the cue that fits best."""
    numbers = {name: corpus.stems[name] for name in map(stem, words) if name in corpus.stems}
    known = set(numbers.values())
    best, best_share = None, 0.0
    for at in cold.cues_of[code]:
        share = sum(value for number, value in cold.cue_shares[at].items() if number in known)
        if share > best_share + 1e-12:
            best, best_share = at, share
    if best is None:
        return {}
    shares, cue = cold.cue_shares[best], cold.cues[best].text
    return {name: (shares[number], cue) for name, number in numbers.items() if number in shares}


def heaviest(weighed: Sequence[Weighed]) -> list[Weighed]:
    """The few words that count most, in order of the text."""
    most = sorted(weighed, key=lambda w: (-w.weight, w.start))[:_MOST]
    return sorted(w for w in most if w.weight >= _ENOUGH * most[0].weight)


def shown(text: str, weighed: Sequence[Weighed]) -> list[Evidence]:
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


def passage(text: str, weighed: Sequence[Weighed]) -> tuple[int, int]:
    """The sentence that carries the evidence, or the clause that holds nearly all of a long one's. (0, 0) for none."""
    if not weighed:
        return (0, 0)
    sentences = spans(text, Unit.SENTENCE)
    start, end = max(sentences, key=lambda span: (_held(span, weighed), -span[0]))
    if end - start >= _LONG:
        clauses = [span for span in spans(text, Unit.CLAUSE) if start <= span[0] and span[1] <= end]
        best = max(clauses, key=lambda span: (_held(span, weighed), -span[0]))
        if _held(best, weighed) >= _CARRIES * _held((start, end), weighed):
            return best
    return start, end


def _held(span: tuple[int, int], weighed: Sequence[Weighed]) -> float:
    return sum(w.weight for w in weighed if span[0] <= w.start < span[1])
