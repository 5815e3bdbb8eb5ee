"""Testing a pair: the headline test with its sensitivities, or why there is none."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tipcoder.analysis import contingency, means
from tipcoder.analysis.headline import choose_headline
from tipcoder.analysis.pairs import EXACT_TESTS, REFUSED, Pair, find_known_places
from tipcoder.analysis.refusals import explain_refusal
from tipcoder.analysis.sensitivity import check_sensitivity
from tipcoder.analysis.variables import Cases, Levels, Numbers
from tipcoder.analysis.weighted_groups import weigh_groups
from tipcoder.analysis.weighted_tests import choose_weighted
from tipcoder.results.tests import ComparedGroup, StatisticalTest

if TYPE_CHECKING:
    from tipcoder.arrays import Ints

MIN_N = 10
"""Fewer rows with a code, or without it, are counted and not tested."""


def run_test(pair: Pair, cases: Cases) -> StatisticalTest:
    """Test a pair.

    Never raises for what the data are; a refusal has `p` None, test "none" and a note.
    """
    design = cases.design
    usable = find_known_places(pair)
    if design is not None:
        usable = design.keep_weighted(usable)
    groups = _summarise_groups(pair, usable)
    if design is not None:
        groups = weigh_groups(groups, pair, usable, design)
    # A refusal still shows the groups: their sizes are often the reason.
    refusal = explain_refusal(pair, usable)
    if refusal:
        return _report_refusal(pair, usable, groups, (refusal,))

    choose = choose_headline if design is None else partial(choose_weighted, design=design)
    found = choose(pair, usable)
    if found.tested is None:
        return _report_refusal(pair, usable, groups, (found.reason, *found.notes))

    # An exact test counts tables, so the statistic and df that it carries are placeholders.
    is_exact = found.test in EXACT_TESTS
    return StatisticalTest(
        outcome=pair.outcome,
        variable=pair.variable,
        test=found.test,
        n=int(usable.size),
        groups=groups,
        statistic=None if is_exact else found.tested.statistic,
        df=None if is_exact else found.tested.df,
        p=found.tested.p,
        effects=found.effects,
        parallel_tests=found.beside,
        sensitivity=check_sensitivity(pair, usable, cases),
        reason=found.reason,
        notes=(*found.notes, *pair.notes),
        is_weighted=design is not None,
    )


def _report_refusal(
    pair: Pair, usable: Ints, groups: tuple[ComparedGroup, ...], notes: tuple[str, ...]
) -> StatisticalTest:
    n = int(usable.size)
    every_note = (*notes, *pair.notes)
    return StatisticalTest(pair.outcome, pair.variable, REFUSED, n, groups, notes=every_note)


def _summarise_groups(pair: Pair, usable: Ints) -> tuple[ComparedGroup, ...]:
    codes, labels = pair.groups.codes[usable], pair.groups.labels
    if isinstance(pair.measured, Numbers):
        return _summarise_numbers(pair.measured, usable, codes, labels)
    return _summarise_categories(pair.measured, usable, codes, labels)


def _summarise_numbers(
    measured: Numbers, usable: Ints, codes: Ints, labels: tuple[str, ...]
) -> tuple[ComparedGroup, ...]:
    values = measured.values[usable]
    unit = means.choose_unit(values)
    moments = means.compute_moments(values / unit, codes, len(labels))
    averages = (moments.mean * unit).tolist()
    deviations = (moments.sd * unit).tolist()

    groups = []
    for place, label in enumerate(labels):
        n = int(moments.n[place])
        # A group without cases has no mean, and one case has no deviation; both are NaN here.
        mean = averages[place] if n else None
        sd = deviations[place] if n > 1 else None
        groups.append(ComparedGroup(label, n, mean, sd))
    return tuple(groups)


def _summarise_categories(
    measured: Levels, usable: Ints, codes: Ints, labels: tuple[str, ...]
) -> tuple[ComparedGroup, ...]:
    columns = measured.codes[usable]
    table = contingency.count_table(codes, columns, len(labels), len(measured.labels))
    groups = []
    for label, row in zip(labels, table.tolist(), strict=True):
        counts = dict(zip(measured.labels, row, strict=True))
        groups.append(ComparedGroup(label, sum(row), counts=counts))
    return tuple(groups)
