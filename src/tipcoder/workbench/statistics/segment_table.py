"""Codes by segment: the rows of the table, and what has to be said beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tipcoder.analysis.clusters import count_clusters
from tipcoder.analysis.difference_intervals import Estimated
from tipcoder.analysis.families import SHORT
from tipcoder.analysis.few_clusters import warn_of_few_clusters
from tipcoder.analysis.pairs import COCHRAN_ARMITAGE, DESIGN_TREND
from tipcoder.analysis.segments import (
    SegmentCounts,
    SegmentTest,
    adjust_segments,
    compare_with_rest,
    find_clustered_p,
    find_trend_p,
)
from tipcoder.analysis.survey_design import SurveyDesign
from tipcoder.analysis.variables import number_members
from tipcoder.analysis.weighted_segments import compare_weighted, weigh_segment
from tipcoder.analysis.weighted_trends import find_code_trend
from tipcoder.results.tests import Coverage
from tipcoder.text import format_count
from tipcoder.workbench.agreement.reliability_gate import ReliabilityGates
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.presence import Presence
from tipcoder.workbench.statistics.segments import Segments

if TYPE_CHECKING:
    from tipcoder.arrays import Ints

INTERVALS = (
    "Intervals hold at 95%: Wilson's for a share, Newcombe's (1998, method 10) for its difference "
    "from the rest."
)
REST = "The rest are the cases of all other segments."
REST_OF_OPTION = "The rest are the cases that were asked and did not choose the option."
REPEATS = (
    'Respondents have several cases: "p by respondent" lets these depend on each other, and the '
    "intervals do not."
)
WEIGHTED_INTERVALS = (
    "Shares are weighted. Intervals hold at 95%: Wilson's on the effective number of the design "
    "for a share (Korn & Graubard, 1998), Zou & Donner's (2008) for its difference from the rest."
)
_COUNTED = ("present", "known", "unknown", "share", "low", "high")
_REST = ("rest_present", "rest_known", "rest_share")
_DIFFERENCE = ("difference", "difference_low", "difference_high")
_TESTED = ("test", "p", "p_adjusted", "p_clustered", "p_trend", "note")
TREND = (
    '"p of trend" asks whether a code rises or falls along the segments in their order, taken as '
    "equally far apart ({test}); it is not adjusted."
)

SegmentRecord = dict[str, Any]


def list_segment_columns(by: str, *, is_weighted: bool = False) -> tuple[str, ...]:
    """The columns of the table; countries keep a column of their own name."""
    place = "country" if by == "country" else "segment"
    effective = ("effective_n",) if is_weighted else ()
    columns = ("code", "label", place, *_COUNTED, *effective)
    return (*columns, *_REST, *_DIFFERENCE, *_TESTED, "agreement")


def build_segment_rows(
    table: CaseTable,
    found: Presence,
    segments: Segments,
    gates: ReliabilityGates,
    labels: Mapping[str, str],
    *,
    min_n: int,
    adjust: str,
) -> tuple[list[SegmentRecord], tuple[str, ...]]:
    """A row for each code and segment where anything is known of it, and sentences on all."""
    import numpy as np

    respondents = number_members(table.respondents)
    counted: list[tuple[str, SegmentCounts]] = []
    tests: list[SegmentTest] = []
    for key, code in found.codes.items():
        states = np.array(code.states, dtype=np.int64)
        first_of_code = len(tests)
        trend = _find_trend(segments, code.coverage, states, min_n, table.design)
        for place, counts in enumerate(segments.count_code(states)):
            # A share of nothing is not 0.
            if not counts.known:
                continue
            inside = segments.mark_inside(place)
            if table.design is not None:
                counts = weigh_segment(counts, inside, states, table.design)
                test = compare_weighted(counts, inside, states, table.design, min_n)
            else:
                test = compare_with_rest(counts, min_n)
            if test.p is not None and table.design is None:
                test = replace(test, p_clustered=find_clustered_p(inside, states, respondents))
            if test.p is not None:
                test = replace(test, p_trend=trend)
            is_second = segments.is_mirrored and len(tests) > first_of_code
            counted.append((key, counts))
            tests.append(replace(test, is_repeated=is_second))

    adjusted = adjust_segments(tests, adjust)
    columns = list_segment_columns(segments.name, is_weighted=table.design is not None)
    rows = []
    for (key, counts), test in zip(counted, adjusted, strict=True):
        values = _list_values(counts, test)
        brief = gates.by_code[key].brief
        rows.append(dict(zip(columns, (key, labels[key], *values, brief), strict=True)))
    is_weighted = table.design is not None
    sentences = [segments.base, WEIGHTED_INTERVALS if is_weighted else INTERVALS]
    sentences.append(REST_OF_OPTION if segments.options else REST)
    sentences += _describe_family(segments, adjusted, min_n, adjust)
    sentences += _explain_p_values(adjusted, count_clusters(respondents), is_weighted=is_weighted)
    return rows, tuple(filter(None, sentences))


def _find_trend(
    segments: Segments, coverage: Coverage, states: Ints, min_n: int, design: SurveyDesign | None
) -> float | None:
    """p of the trend of a code, where segments have an order and the code is neither rare nor
    common.
    """
    least = min(coverage.present, coverage.coded - coverage.present)
    if not segments.is_ordered or least < min_n:
        return None
    if design is not None:
        return find_code_trend(segments.levels[0], states, design)
    return find_trend_p(segments.levels[0], states)


def _list_values(counts: SegmentCounts, test: SegmentTest) -> tuple[object, ...]:
    """In the order of the columns, from the segment on."""
    share, rest, difference = counts.share, counts.rest_share, counts.difference
    return (
        counts.segment,
        counts.present,
        counts.known,
        counts.unknown,
        *_spread(share),
        *((counts.weighted.effective_n,) if counts.weighted else ()),
        counts.rest_present,
        counts.rest_known,
        rest.value if rest else None,
        *_spread(difference),
        test.test or None,
        test.p,
        test.p_adjusted,
        test.p_clustered,
        test.p_trend,
        test.note or None,
    )


def _spread(found: Estimated | None) -> tuple[float | None, ...]:
    return (None, None, None) if found is None else tuple(found)


def _describe_family(
    segments: Segments, tests: Sequence[SegmentTest], min_n: int, adjust: str
) -> list[str]:
    """How many tests belong together, and how many could not be made."""
    tested = [test for test in tests if test.p is not None]
    made = sum(1 for test in tested if not test.is_repeated)
    refused = len(tests) - len(tested)

    sentences = []
    if made:
        tests_made = format_count(made, "test")
        sentences.append(f"One family of {tests_made}, adjusted by {SHORT[adjust]}.")
    if refused:
        lines = format_count(refused, "line is", "lines are")
        sentences.append(
            f"{lines} not tested: a test needs {min_n} known cases in the segment and in the rest, "
            "and as many with the code and without it."
        )
    if segments.is_mirrored and made:
        sentences.append("Of two segments each is the rest of the other, so their test is one.")
    return sentences


def _explain_p_values(
    tests: Sequence[SegmentTest], respondents: int, *, is_weighted: bool
) -> list[str]:
    """What the p-values beside that of the test mean, where there are any."""
    sentences = []
    if any(test.p_trend is not None for test in tests):
        sentences.append(TREND.format(test=DESIGN_TREND if is_weighted else COCHRAN_ARMITAGE))
    if any(test.p_clustered is not None for test in tests):
        sentences.append(REPEATS)
        sentences.append(warn_of_few_clusters(respondents, "respondents", is_corrected=True))
    return sentences
