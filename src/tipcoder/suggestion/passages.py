"""What is shown of a text for a suggestion: the words that speak for it, and the passage around."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tipcoder.language.units import TextUnit, find_spans
from tipcoder.suggestion.evidence import MOST_SHOWN, Weighed
from tipcoder.suggestion.patterns.matches import PatternMatch, Piece

_LONG = 120
"""Characters of a sentence from which on its best clause is offered instead."""
_CARRIES = 0.75
"""Share of the evidence that a clause must hold to stand for its sentence."""


class Evidence(NamedTuple):
    """A word or a few in a row, as code points of the text, half-open.

    `text` is what is written there.
    """

    start: int
    end: int
    text: str
    why: str


def build_evidence(text: str, weighed: Sequence[Weighed]) -> list[Evidence]:
    """Words as evidence; neighbours with one reason are one piece."""
    pieces: list[Evidence] = []
    for word in weighed:
        last = pieces[-1] if pieces else None
        if last is not None and _belongs_to(last, word, text):
            end = max(last.end, word.end)
            pieces[-1] = Evidence(last.start, end, text[last.start : end], last.why)
        else:
            pieces.append(Evidence(word.start, word.end, text[word.start : word.end], word.why))
    return pieces


def _belongs_to(last: Evidence, word: Weighed, text: str) -> bool:
    # A pair of words that says a concept reaches into the next word.
    if last.end >= word.start:
        return True
    return last.why == word.why and text[last.end : word.start].isspace()


def choose_passage(text: str, weighed: Sequence[Weighed]) -> tuple[int, int]:
    """The sentence that carries the evidence, or the clause that holds nearly all of a long one's.

    (0, 0) for none.
    """
    if not weighed:
        return (0, 0)
    # A person quotes whole sentences, unless one is so long that most of it is about other things.
    sentence = _find_heaviest(find_spans(text, TextUnit.SENTENCE), weighed)
    start, end = sentence
    if end - start < _LONG:
        return sentence

    clauses = []
    for clause in find_spans(text, TextUnit.CLAUSE):
        if start <= clause[0] and clause[1] <= end:
            clauses.append(clause)
    best = _find_heaviest(clauses, weighed)
    if _sum_weights(best, weighed) >= _CARRIES * _sum_weights(sentence, weighed):
        return best
    return sentence


def build_match_evidence(text: str, matches: Sequence[PatternMatch]) -> list[Evidence]:
    """The words of patterns as evidence, in order of the text; where two meet, of the heavier one.

    The words of one pattern have one reason, and what stands between them is left out.
    """
    pieces: list[Evidence] = []
    for match in sorted(matches, key=lambda match: (-match.weight, match.start)):
        taken = any(_meet(piece, own) for piece in pieces for own in match.pieces)
        if not taken and len(pieces) < MOST_SHOWN:
            for start, end in match.pieces:
                pieces.append(Evidence(start, end, text[start:end], match.why))
    return sorted(pieces)


def _meet(piece: Evidence, own: Piece) -> bool:
    return piece.start < own.end and own.start < piece.end


def choose_matched_passage(text: str, match: PatternMatch) -> tuple[int, int]:
    """The clause that a pattern was found in, or the sentence where it reaches over clauses."""
    for unit in (TextUnit.CLAUSE, TextUnit.SENTENCE):
        for start, end in find_spans(text, unit):
            if start <= match.start and match.end <= end:
                return start, end
    return match.start, match.end


def _find_heaviest(spans: Sequence[tuple[int, int]], weighed: Sequence[Weighed]) -> tuple[int, int]:
    """The span with the most evidence, the first of several."""
    return max(spans, key=lambda span: (_sum_weights(span, weighed), -span[0]))


def _sum_weights(span: tuple[int, int], weighed: Sequence[Weighed]) -> float:
    start, end = span
    return sum(word.weight for word in weighed if start <= word.start < end)
