"""Whether coders marked the same words: per code, each code a continuum of its own, because quotes of codes overlap."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from tipcoder.agreement.figures import find_interval_ends
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.resampling import Draws
from tipcoder.agreement.results import Estimate, SpanAgreement, as_finite
from tipcoder.agreement.sums import Floats
from tipcoder.agreement.unitizing import binary_alpha, binary_sums

Span = tuple[int, int]
CLOSE, HALF = 0.9, 0.5
"""Shares of overlap (intersection over union) that count as a match; the first is MAXQDA's."""


@dataclass(frozen=True, eq=False)
class Quotes:
    """Which words were marked. Offsets are code points, half-open; units and coders are numbers of the `Ratings`."""

    lengths: Sequence[int]
    """Characters of each unit's text."""
    marked: Mapping[str, Mapping[tuple[int, int], Sequence[Span]]] = field(default_factory=dict)
    """code -> (unit, coder) -> spans."""

    def select_quotes(self, units: Sequence[int], coders: Sequence[int]) -> Quotes:
        """For ratings of which only these units and coders are left."""
        unit, coder = ({old: new for new, old in enumerate(kept)} for kept in (units, coders))
        marked = {
            code: {(unit[u], coder[c]): spans for (u, c), spans in places.items() if u in unit and c in coder}
            for code, places in self.marked.items()
        }
        return Quotes([self.lengths[u] for u in units], marked)


def merge_spans(spans: Sequence[Span], length: int) -> tuple[list[Span], int]:
    """Spans of one coder and code, cut to the text, merged where they overlap or touch; and how many were empty."""
    cut = sorted((max(start, 0), min(end, length)) for start, end in spans)
    out: list[Span] = []
    empty = 0
    for start, end in cut:
        if start >= end:
            empty += 1
        elif out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out, empty


def assess_spans(ratings: Ratings, quotes: Quotes, draws: Draws) -> dict[str, SpanAgreement]:
    """Of every code for which a coder marked words."""
    found = {
        code: _collect_code_spans(ratings, k, quotes) for k, code in enumerate(ratings.codes) if quotes.marked.get(code)
    }
    found = {code: one for code, one in found.items() if one.matches.marked}
    if not found:
        return {}
    numbers = ratings.cluster_numbers()
    sums = np.zeros((int(numbers.max(initial=-1)) + 1, len(found), 4))
    counted = np.stack([one.sums for one in found.values()], axis=1) * ratings.unit_weights()[:, None, None]
    np.add.at(sums, numbers, counted)
    flat = sums.reshape(len(sums), -1)
    chunks = [(weights @ flat).reshape(len(weights), len(found), 4) for weights in draws.draw_weights(len(sums))]
    drawn = np.concatenate(chunks) if chunks else np.zeros((0, len(found), 4))
    totals = sums.sum(axis=0)
    alphas = _build_estimates(binary_alpha(totals), binary_alpha(drawn))
    overlaps = _build_estimates(_compute_overlap(totals), _compute_overlap(drawn))
    return {
        code: one.matches.build_agreement(alphas[k], overlaps[k], totals[k], one.whole, one.empty)
        for k, (code, one) in enumerate(found.items())
    }


def _compute_overlap(sums: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(sums[..., 0] / (sums[..., 0] + sums[..., 1]))


def _build_estimates(values: Floats, drawn: Floats) -> list[Estimate]:
    low, high, undefined = find_interval_ends(drawn)
    sure = (undefined <= 0.01) & (high > low)
    return [
        Estimate(
            as_finite(value),
            as_finite(low[k]) if sure[k] else None,
            as_finite(high[k]) if sure[k] else None,
            "bootstrap" if sure[k] else "",
            undefined=float(undefined[k]),
        )
        for k, value in enumerate(values)
    ]


@dataclass
class _MatchTally:
    """What is counted while the pairs of coders are gone through."""

    exact: int = 0
    close: int = 0
    half: int = 0
    touching: int = 0
    alone: int = 0
    marked: int = 0
    matched: int = 0
    texts: int = 0
    offsets: list[int] = field(default_factory=list)

    def match_quotes(self, one: Sequence[Span], other: Sequence[Span]) -> None:
        """Match the quotes of two coders on one text, the best overlap first, each at most once."""
        self.marked += len(one) + len(other)
        pairs = sorted(
            ((_intersection_over_union(a, b), a, b) for a in one for b in other if _intersection_over_union(a, b) > 0),
            key=lambda p: -p[0],
        )
        left_one, left_other = set(one), set(other)
        for share, a, b in pairs:
            if a not in left_one or b not in left_other:
                continue
            left_one.discard(a)
            left_other.discard(b)
            self.exact += share == 1
            self.close += CLOSE <= share < 1
            self.half += HALF <= share < CLOSE
            self.touching += share < HALF
            self.matched += share >= HALF
            self.offsets += [abs(a[0] - b[0]), abs(a[1] - b[1])]
        self.alone += len(left_one) + len(left_other)

    def build_agreement(
        self, alpha: Estimate, overlap: Estimate, sums: Floats, whole: int, empty: int
    ) -> SpanAgreement:
        """The whole finding."""
        both, one = float(sums[0]), float(sums[1])
        return SpanAgreement(
            texts=self.texts,
            alpha=alpha,
            overlap=overlap,
            jaccard=both / (both + 2 * one) if both + one else None,
            exact=self.exact,
            close=self.close,
            half=self.half,
            touching=self.touching,
            alone=self.alone,
            offset=statistics.median(self.offsets) if self.offsets else None,
            holsti=2 * self.matched / self.marked if self.marked else None,
            whole_left_out=whole,
            empty_left_out=empty,
        )


def _intersection_over_union(a: Span, b: Span) -> float:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return 0.0 if shared <= 0 else shared / (a[1] - a[0] + b[1] - b[0] - shared)


@dataclass
class _CodeSpans:
    sums: Floats
    matches: _MatchTally
    whole: int
    empty: int


def _collect_code_spans(ratings: Ratings, code: int, quotes: Quotes) -> _CodeSpans:
    known = ratings.values[code] >= 0
    lengths = np.asarray(quotes.lengths, np.float64)
    spans: dict[tuple[int, int], list[Span]] = {}
    whole = empty = 0
    for (unit, coder), raw in quotes.marked[ratings.codes[code]].items():
        tidy, dropped = merge_spans(raw, int(lengths[unit]))
        empty += dropped
        if tidy == [(0, int(lengths[unit]))]:
            # The whole answer was coded: that says nothing about words.
            whole += 1
            known[unit, coder] = False
        elif tidy:
            spans[unit, coder] = tidy
    raters = np.where(known.sum(axis=1) >= 2, known.sum(axis=1), 0)
    sums = np.zeros((len(lengths), 4))
    # Where nobody marked anything, every character is a gap for every coder.
    sums[:, 2] = sums[:, 3] = lengths * raters
    matches = _MatchTally()
    for unit in sorted({unit for unit, coder in spans if known[unit, coder] and raters[unit]}):
        by_coder = [spans.get((unit, int(coder)), []) for coder in np.flatnonzero(known[unit])]
        sums[unit] = binary_sums(by_coder, int(lengths[unit]))
        matches.texts += 1
        for one, other in combinations(by_coder, 2):
            matches.match_quotes(one, other)
    return _CodeSpans(sums, matches, whole, empty)
