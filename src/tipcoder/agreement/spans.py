"""Whether coders marked the same words.

Each code is a continuum of its own, because quotes of different codes overlap.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from tipcoder.agreement.estimates import Estimate
from tipcoder.agreement.quote_matches import MatchTally
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.replicates import build_estimates
from tipcoder.agreement.resampling import Draws
from tipcoder.agreement.results import SpanAgreement
from tipcoder.agreement.unitizing import Segment, binary_alpha, binary_sums
from tipcoder.arrays import Bools, Floats

Span = Segment
_SUMS = 4
"""Columns of `BinarySums`."""


@dataclass(frozen=True, eq=False)
class Quotes:
    """Which words were marked.

    Offsets are code points, half-open; units and coders are numbers of the `Ratings`.
    """

    lengths: Sequence[int]
    """Characters of each unit's text."""
    marked: Mapping[str, Mapping[tuple[int, int], Sequence[Span]]] = field(default_factory=dict)
    """code -> (unit, coder) -> spans."""

    def select_quotes(self, units: Sequence[int], coders: Sequence[int]) -> Quotes:
        """For ratings of which only these units and coders are left."""
        # Ratings that lost units and coders number those left anew.
        new_unit = {old: new for new, old in enumerate(units)}
        new_coder = {old: new for new, old in enumerate(coders)}
        marked: dict[str, dict[tuple[int, int], Sequence[Span]]] = {}
        for code, places in self.marked.items():
            marked[code] = {}
            for (unit, coder), spans in places.items():
                if unit in new_unit and coder in new_coder:
                    marked[code][new_unit[unit], new_coder[coder]] = spans
        return Quotes([self.lengths[unit] for unit in units], marked)


def merge_spans(spans: Sequence[Span], length: int) -> tuple[list[Span], int]:
    """Spans of one coder and code, cut to the text, merged where they overlap or touch.

    The number is how many were empty.
    """
    if len(spans) == 1 and spans[0] == (0, length) and length:
        # As most codings are.
        return list(spans), 0
    cut = sorted((max(start, 0), min(end, length)) for start, end in spans)
    merged: list[Span] = []
    empty = 0
    for start, end in cut:
        if start >= end:
            empty += 1
        # Two quotes that touch mark the same words as one long quote.
        elif merged and start <= merged[-1][1]:
            last_start, last_end = merged[-1]
            merged[-1] = (last_start, max(last_end, end))
        else:
            merged.append((start, end))
    return merged, empty


@dataclass
class _CodeSpans:
    """What coders marked for one code."""

    sums: Floats
    """(respondents, 4): `BinarySums` of all units of each, weighed."""
    matches: MatchTally
    whole: int
    """Codings of whole answers, which are left out."""
    empty: int


def assess_spans(ratings: Ratings, quotes: Quotes, draws: Draws) -> dict[str, SpanAgreement]:
    """Of every code for which a coder marked words."""
    found = _collect_marked_codes(ratings, quotes)
    if not found:
        return {}

    sums = np.stack([one.sums for one in found.values()], axis=1)  # (respondents, codes, 4)
    totals = sums.sum(axis=0)
    # Sums are additive, so that a resample is one product for all codes.
    drawn = _draw_sums(sums, draws)
    alphas = build_estimates(binary_alpha(totals), binary_alpha(drawn))
    overlaps = build_estimates(_compute_overlap(totals), _compute_overlap(drawn))

    agreement = {}
    for k, (code, one) in enumerate(found.items()):
        agreement[code] = _build_agreement(one, totals[k], alphas[k], overlaps[k])
    return agreement


def _collect_marked_codes(ratings: Ratings, quotes: Quotes) -> dict[str, _CodeSpans]:
    """What was marked for each code; without codes for which nothing is left to compare."""
    found = {}
    for k, code in enumerate(ratings.codes):
        if quotes.marked.get(code):
            spans = _collect_code_spans(ratings, k, quotes)
            # Where only whole answers were coded there are no words to compare.
            if spans.matches.marked:
                found[code] = spans
    return found


def _collect_code_spans(ratings: Ratings, code: int, quotes: Quotes) -> _CodeSpans:
    """The sums and matches of one code; an answer coded as a whole counts as not read."""
    spans: dict[tuple[int, int], list[Span]] = {}
    whole: list[tuple[int, int]] = []
    empty = 0
    for place, raw in quotes.marked[ratings.codes[code]].items():
        length = quotes.lengths[place[0]]
        tidy, dropped = merge_spans(raw, length)
        empty += dropped
        if tidy == [(0, length)]:
            whole.append(place)
        elif tidy:
            spans[place] = tidy

    patterns = ratings.patterns.of_code(code)
    known = patterns.spread(patterns.known)
    # The whole answer was coded: that says nothing about words.
    known[tuple(np.array(whole, np.intp).reshape(-1, 2).T)] = False
    matches = MatchTally()
    sums = np.zeros((len(known), _SUMS))
    raters = known.sum(axis=1)
    # Where nobody marked anything, every character is a gap for every coder.
    gaps = np.asarray(quotes.lengths, np.float64) * np.where(raters >= 2, raters, 0)
    sums[:, 2] = sums[:, 3] = gaps
    for unit, by_coder in _iterate_marked_units(spans, known):
        sums[unit] = binary_sums(by_coder, quotes.lengths[unit])
        matches.texts += 1
        for one, other in combinations(by_coder, 2):
            matches.match_quotes(one, other)
    return _CodeSpans(_sum_by_cluster(ratings, sums), matches, len(whole), empty)


def _iterate_marked_units(
    spans: Mapping[tuple[int, int], list[Span]], known: Bools
) -> Iterator[tuple[int, list[list[Span]]]]:
    """Each joint unit on which somebody marked words, with the spans of each coder who read it."""
    is_joint = known.sum(axis=1) >= 2
    units = {unit for unit, coder in spans if is_joint[unit] and known[unit, coder]}
    for unit in sorted(units):
        # Who read the answer and marked nothing disagrees with who did.
        readers = np.flatnonzero(known[unit]).tolist()
        yield unit, [spans.get((unit, coder), []) for coder in readers]


def _sum_by_cluster(ratings: Ratings, sums: Floats) -> Floats:
    """(respondents, 4) from (units, 4): respondents are drawn, so that the sums are of them."""
    numbers = ratings.cluster_numbers
    weighed = sums * ratings.unit_weights()[:, None]
    return np.stack([np.bincount(numbers, column) for column in weighed.T], axis=1)


def _draw_sums(sums: Floats, draws: Draws) -> Floats:
    """(replicates, codes, 4): the sums of each resample."""
    drawn, codes, width = sums.shape
    flat = sums.reshape(drawn, -1)
    # An empty part first: without draws there is still an array of that shape.
    chunks = [np.zeros((0, codes, width))]
    for weights in draws.draw_weights(drawn):
        totals = weights @ flat
        chunks.append(totals.reshape(len(weights), codes, width))
    return np.concatenate(chunks)


def _compute_overlap(sums: Floats) -> Floats:
    """Dice of characters, (...), from sums (..., 4)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(sums[..., 0] / (sums[..., 0] + sums[..., 1]))


def _build_agreement(
    found: _CodeSpans, totals: Floats, alpha: Estimate, overlap: Estimate
) -> SpanAgreement:
    both, one = float(totals[0]), float(totals[1])
    matches = found.matches
    return SpanAgreement(
        texts=matches.texts,
        alpha=alpha,
        overlap=overlap,
        jaccard=both / (both + 2 * one) if both + one else None,
        exact=matches.exact,
        close=matches.close,
        half=matches.half,
        touching=matches.touching,
        alone=matches.alone,
        offset=statistics.median(matches.offsets) if matches.offsets else None,
        holsti=2 * matches.matched / matches.marked if matches.marked else None,
        whole_left_out=found.whole,
        empty_left_out=found.empty,
    )
