"""A code in the segments of a survey: the share in each, and its difference from all others.

A segment is compared with the rest: with all cases of which it is known that they are in no such
segment. Segments of one answer are the rest of each other; options of which several can be chosen
overlap, and each is compared with whoever was asked and did not choose it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tipcoder.analysis.clusters import clustered_wald, count_clusters
from tipcoder.analysis.contingency import count_table
from tipcoder.analysis.difference_intervals import Estimated, estimate_share, subtract_estimates
from tipcoder.analysis.families import METHODS
from tipcoder.analysis.few_clusters import FEW_CLUSTERS, compare_two_by_cr2
from tipcoder.analysis.share_tests import compare_counts
from tipcoder.analysis.trends import cochran_armitage
from tipcoder.analysis.variables import Levels
from tipcoder.text import format_count

if TYPE_CHECKING:
    from tipcoder.arrays import Ints

_NOT_KNOWN, _IS_ABSENT, _IS_PRESENT = 0, 1, 2
"""Columns of a table of states: those of `analysis.presence`, one higher."""


@dataclass(frozen=True)
class WeightedSegment:
    """A code in one segment and in the rest, weighted; None where no case with a weight is known.

    `analysis.weighted_segments` says how.
    """

    share: Estimated | None
    rest_share: Estimated | None
    difference: Estimated | None
    effective_n: float
    """Kish's effective number of the known cases of the segment."""


@dataclass(frozen=True)
class SegmentCounts:
    """A code in one segment and in the rest of the cases."""

    segment: str
    present: int
    known: int
    unknown: int
    """Cases of the segment of which nobody knows whether they have the code."""
    rest_present: int
    rest_known: int
    weighted: WeightedSegment | None = None
    """What the weights make of it; counts never are weighted."""

    @property
    def share(self) -> Estimated | None:
        """The share of those known, with Wilson's interval; None where nothing is known."""
        if self.weighted is not None:
            return self.weighted.share
        return estimate_share(self.present, self.known) if self.known else None

    @property
    def rest_share(self) -> Estimated | None:
        """The same of the rest."""
        if self.weighted is not None:
            return self.weighted.rest_share
        return estimate_share(self.rest_present, self.rest_known) if self.rest_known else None

    @property
    def difference(self) -> Estimated | None:
        """The share less that of the rest, with the interval of Newcombe (1998), method 10.

        None where one of the two has no known case.
        """
        if self.weighted is not None:
            return self.weighted.difference
        here, rest = self.share, self.rest_share
        return subtract_estimates(here, rest) if here and rest else None


@dataclass(frozen=True)
class SegmentTest:
    """A segment against the rest."""

    test: str = ""
    p: float | None = None
    p_adjusted: float | None = None
    p_clustered: float | None = None
    """The same clustered by respondent, where respondents have several cases."""
    p_trend: float | None = None
    """Of the code along all segments in their order, where they have one."""
    note: str = ""
    """Why this test, or without `p` why there is none."""
    is_repeated: bool = False
    """Whether it is the test of the other of two segments once more."""


def count_segments(levels: Levels, states: Ints) -> list[SegmentCounts]:
    """A code in every segment of one answer; `states` are those of `analysis.presence`."""
    import numpy as np

    placed = levels.known
    cells = levels.codes[placed] * 3 + states[placed] + 1
    table = np.bincount(cells, minlength=len(levels.labels) * 3).reshape(-1, 3)
    total = table.sum(axis=0)
    counted = []
    for label, row in zip(levels.labels, table, strict=True):
        counted.append(_count_segment(label, row, total - row))
    return counted


def count_option(label: str, chosen: Levels, states: Ints) -> SegmentCounts:
    """A code among those who chose an option; `chosen` is no or yes of those who were asked."""
    unchosen, of_option = count_segments(chosen, states)
    return replace(
        of_option, segment=label, rest_present=unchosen.present, rest_known=unchosen.known
    )


def _count_segment(label: str, here: Ints, rest: Ints) -> SegmentCounts:
    present, rest_present = int(here[_IS_PRESENT]), int(rest[_IS_PRESENT])
    return SegmentCounts(
        segment=label,
        present=present,
        known=present + int(here[_IS_ABSENT]),
        unknown=int(here[_NOT_KNOWN]),
        rest_present=rest_present,
        rest_known=rest_present + int(rest[_IS_ABSENT]),
    )


def compare_with_rest(counts: SegmentCounts, min_n: int) -> SegmentTest:
    """The test of a segment against the rest, by chi-square, or exact where a cell is small.

    Both sides need `min_n` known cases, and the code as many with it and without it.
    """
    import numpy as np

    refusal = explain_refusal(counts, min_n)
    if refusal:
        return SegmentTest(note=refusal)
    here = (counts.present, counts.known - counts.present)
    rest = (counts.rest_present, counts.rest_known - counts.rest_present)
    found = compare_counts(np.array((here, rest), dtype=np.int64))
    assert found.tested is not None, "both sides and both states have cases"
    return SegmentTest(found.test, found.tested.p, note=" ".join((found.reason, *found.notes)))


def explain_refusal(counts: SegmentCounts, min_n: int) -> str:
    """Why a segment is not compared; empty where it is."""
    if not counts.known or not counts.rest_known:
        where = "in the rest" if counts.known else "here"
        return f"Not tested: nothing is known {where}."
    for known, where in ((counts.known, "here"), (counts.rest_known, "in the rest")):
        if known < min_n:
            return f"Few cases: {known} known {where}; a test needs {min_n}."
    present = counts.present + counts.rest_present
    absent = counts.known + counts.rest_known - present
    if present < min_n:
        with_code = format_count(present, "case has", "cases have")
        return f"Rare code: {with_code} it; a test needs {min_n}."
    if absent < min_n:
        without = format_count(absent, "case is", "cases are")
        return f"Common code: {without} without it; a test needs {min_n}."
    return ""


def find_clustered_p(inside: Levels, states: Ints, respondents: Ints) -> float | None:
    """p of the difference of shares, with cases of one respondent not taken for independent.

    `inside` is no or yes for each case. None where no respondent has several of the cases that
    count, and where the clustered test of `analysis.clusters` is not possible.
    """
    import numpy as np

    places = np.flatnonzero(inside.known & (states >= 0))
    clusters = respondents[places]
    if not places.size or np.bincount(clusters).max() < 2:
        return None
    values = states[places].astype(np.float64)
    if count_clusters(clusters) < FEW_CLUSTERS:
        tested = compare_two_by_cr2(values, inside.codes[places], clusters)
    else:
        tested = clustered_wald(values, inside.codes[places], 2, clusters)
    return None if tested is None else tested.p


def find_trend_p(levels: Levels, states: Ints) -> float | None:
    """p of a linear trend of a code along segments in their order (Cochran, 1954; Armitage, 1955),
    taken as equally far apart. None where nothing varies.
    """
    import numpy as np

    places = np.flatnonzero(levels.known & (states >= 0))
    table = count_table(states[places], levels.codes[places], 2, len(levels.labels))
    tested = cochran_armitage(table)
    return None if tested is None else tested.p


def adjust_segments(tests: Sequence[SegmentTest], method: str) -> list[SegmentTest]:
    """The tests with `p_adjusted` over all of them; one that is repeated counts once.

    A repeated test stands right behind the one that it repeats.
    """
    values = [test.p for test in tests if test.p is not None and not test.is_repeated]
    adjusted = iter(METHODS[method](values))
    found: list[SegmentTest] = []
    for test in tests:
        if test.p is None:
            found.append(test)
            continue
        p = found[-1].p_adjusted if test.is_repeated else next(adjusted)
        found.append(replace(test, p_adjusted=p))
    return found
