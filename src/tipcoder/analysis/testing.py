"""Which test answers a question, made with its sensitivities; or the sentence that says why there
is none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tipcoder.analysis import contingency, means, ranks
from tipcoder.analysis.clusters import clustered_wald, find_first_of_each
from tipcoder.analysis.means import Tested
from tipcoder.analysis.variables import UNKNOWN, Cases, Levels, Numbers
from tipcoder.results import ComparedGroup, Effect, StatisticalTest, SupportingTest

if TYPE_CHECKING:
    from tipcoder.analysis.variables import Floats, Ints

SMALL = 5.0
"""Cells expected below this make chi-square a poor approximation (Cochran, 1954)."""
MIN_N = 10
"""Fewer rows with a code, or without it, are counted and not tested."""

ANOVA, WELCH_ANOVA, WELCH_T = "one-way ANOVA", "Welch ANOVA", "Welch t"
CHI2, YATES = "Pearson chi-square", "Pearson chi-square (Yates)"
FISHER, FREEMAN_HALTON = "Fisher exact", "Freeman-Halton exact"
MANN_WHITNEY, KRUSKAL = "Mann-Whitney", "Kruskal-Wallis"
REFUSED = "none"
WALD = "Wald F, cluster-robust"


@dataclass(frozen=True, eq=False)
class Pair:
    """One question: does what was measured differ between the groups?"""

    outcome: str
    variable: str
    groups: Levels
    """Where there are two, differences are the first minus the second."""
    measured: Levels | Numbers
    ordered: bool = False
    """Whether the categories of `measured` (or of three groups and more) have an order that ranks
    may use."""
    unknown_is: int | None = None
    """The group that unknown cases would fall into, for the sensitivity that counts them as
    absent."""
    exact_when_small: bool = True
    """Whether small cells make the exact test the headline; else it stands beside chi-square, with
    a warning."""
    min_n: int = 2
    """The smallest group that is tested."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _TestOutcome:
    test: str
    tested: Tested | None
    effects: tuple[Effect, ...]
    beside: tuple[SupportingTest, ...]
    reason: str
    notes: tuple[str, ...] = ()


def run_test(pair: Pair, cases: Cases) -> StatisticalTest:
    """Test a pair.

    Never raises for what the data are; a refusal has `p` None, test "none" and a note.
    """
    usable = _find_known_places(pair)
    codes = pair.groups.codes[usable]
    summary = _summarise_groups(pair, usable)
    refusal = _refuse_pair(pair, usable)
    if refusal:
        notes = (refusal, *pair.notes)
        return StatisticalTest(
            pair.outcome, pair.variable, REFUSED, int(codes.size), summary, notes=notes
        )
    found = _test_pair(pair, usable)
    if found.tested is None:
        notes = (found.reason, *found.notes, *pair.notes)
        return StatisticalTest(
            pair.outcome, pair.variable, REFUSED, int(codes.size), summary, notes=notes
        )
    exact = found.test in (FISHER, FREEMAN_HALTON)
    return StatisticalTest(
        outcome=pair.outcome,
        variable=pair.variable,
        test=found.test,
        n=int(codes.size),
        groups=summary,
        statistic=None if exact else found.tested.statistic,
        df=None if exact else found.tested.df,
        p=found.tested.p,
        effects=found.effects,
        parallel_tests=found.beside,
        sensitivity=_check_sensitivity(pair, usable, cases),
        reason=found.reason,
        notes=(*found.notes, *pair.notes),
    )


def _find_known_places(pair: Pair) -> Ints:
    """Where both values are known.

    Places cost a quarter of what a mask costs each time it is applied.
    """
    import numpy as np

    return np.flatnonzero(pair.groups.known & pair.measured.known)


def _summarise_groups(pair: Pair, usable: Ints) -> tuple[ComparedGroup, ...]:
    codes, labels = pair.groups.codes[usable], pair.groups.labels
    if isinstance(pair.measured, Numbers):
        values = pair.measured.values[usable]
        unit = means.choose_unit(values)
        m = means.compute_moments(values / unit, codes, len(labels))
        mean, sd = m.mean * unit, m.sd * unit
        return tuple(
            ComparedGroup(label, n, float(mean[i]) if n else None, float(sd[i]) if n > 1 else None)
            for i, label in enumerate(labels)
            for n in (int(m.n[i]),)
        )
    measured = pair.measured
    table = contingency.count_table(
        codes, measured.codes[usable], len(labels), len(measured.labels)
    )
    return tuple(
        ComparedGroup(
            label,
            int(table[i].sum()),
            counts=dict(zip(measured.labels, table[i].tolist(), strict=True)),
        )
        for i, label in enumerate(labels)
    )


def _refuse_pair(pair: Pair, usable: Ints) -> str:
    """Why there can be no test, as a sentence; empty if there can."""
    import numpy as np

    codes, labels = pair.groups.codes[usable], pair.groups.labels
    if not codes.size:
        return "No case has both values, so there is nothing to test."
    n = np.bincount(codes, minlength=len(labels))
    present = int(np.count_nonzero(n))
    if present < 2:
        return f"Every case is {labels[int(np.argmax(n))]!r}, so there are no groups to compare."
    is_number = isinstance(pair.measured, Numbers)
    # Fewer than two numbers have no variance, whatever is asked for.
    least = max(pair.min_n, 2) if is_number else pair.min_n
    short = [
        f"{labels[i]!r} has {_format_row_count(int(n[i]))}"
        for i in range(len(labels))
        if n[i] < least
    ]
    if short and (least > 2 or len(labels) == 2 or is_number):
        return f"Not tested: {' and '.join(short)}, and a group needs at least {least}."
    if isinstance(pair.measured, Numbers):
        values = pair.measured.values[usable]
        if means.find_constant_groups(values, np.zeros_like(codes), 1).all():
            return (
                f"Every case has the same value ({values[0]:g}), so there is no difference to test."
            )
        return ""
    found = np.bincount(pair.measured.codes[usable], minlength=len(pair.measured.labels))
    if np.count_nonzero(found) < 2:
        only = pair.measured.labels[int(np.argmax(found))]
        return f"Every case is {only!r} in {pair.measured.name}, so there is no difference to test."
    return ""


def _format_row_count(n: int) -> str:
    return "1 row" if n == 1 else f"{n} rows"


def _test_pair(pair: Pair, usable: Ints) -> _TestOutcome:
    codes, k = pair.groups.codes[usable], len(pair.groups.labels)
    if isinstance(pair.measured, Numbers):
        return _compare_means(
            pair.measured.values[usable], pair.measured.value_ranks[usable], codes, k
        )
    return _compare_shares(pair, codes, pair.measured.codes[usable])


def _compare_means(values: Floats, places: Ints, codes: Ints, k: int) -> _TestOutcome:
    unit = means.choose_unit(values)
    m = means.compute_moments(values / unit, codes, k)
    flat = means.find_constant_groups(values, codes, k)
    rank = _test_ranks(places, codes, k)
    if flat.all():
        reason = "Not tested: within each group every case has the same value, so the groups separate perfectly."
        return _TestOutcome(REFUSED, None, (), (), reason)
    if k == 2:
        tested = means.welch_t(m)
        effects = (means.hedges_g(m), means.mean_difference(m, tested, unit))
        reason = "Welch t: two groups and a number, variances not assumed equal; the first group minus the second."
        return _TestOutcome(WELCH_T, tested, effects, rank, reason)
    tested = means.one_way(m)
    beside = rank
    if not flat.any():
        welch = means.welch_anova(m)
        beside = (_build_check("beside", WELCH_ANOVA, welch, len(values)), *rank)
    reason = f"One-way ANOVA: {k} groups and a number; Welch's stands beside it, as variances may differ."
    return _TestOutcome(ANOVA, tested, (means.eta_squared(m, tested),), beside, reason)


def _test_ranks(places: Ints, codes: Ints, k: int) -> tuple[SupportingTest, ...]:
    tested = ranks.mann_whitney(places, codes) if k == 2 else ranks.kruskal_wallis(places, codes, k)
    return (
        ()
        if tested is None
        else (_build_check("beside", MANN_WHITNEY if k == 2 else KRUSKAL, tested, len(codes)),)
    )


def _build_check(kind: str, test: str, tested: Tested, n: int) -> SupportingTest:
    return SupportingTest(kind, test, n, tested.statistic, tested.df or None, tested.p)


def _compare_shares(pair: Pair, codes: Ints, columns: Ints) -> _TestOutcome:
    assert isinstance(pair.measured, Levels)
    whole = contingency.count_table(
        codes, columns, len(pair.groups.labels), len(pair.measured.labels)
    )
    table = whole[whole.sum(axis=1) > 0][:, whole.sum(axis=0) > 0]
    n, square = int(table.sum()), table.shape == (2, 2)
    smallest = float(contingency.find_expected_counts(table).min())
    plain, corrected = (
        contingency.chi_square(table),
        contingency.chi_square(table, yates=True) if square else None,
    )
    headline = corrected or plain
    beside: list[SupportingTest] = []
    notes = []
    if table.shape != whole.shape:
        notes.append("Categories that no case has were left out.")
    effects = [contingency.cramers_v(table)]
    if square:
        effects.append(contingency.odds_ratio(table))
        if (table == 0).any():
            notes.append(
                "One cell is empty, so the odds ratio is estimated with 0.5 added to each cell."
            )
    exact = contingency.exact_p(table) if smallest < SMALL or square else None
    exact_name = FISHER if square else FREEMAN_HALTON
    beside += _ordered_ranks(pair, codes, columns)
    if smallest < SMALL and exact is not None and pair.exact_when_small:
        beside.insert(0, _build_check("beside", CHI2, plain, n))
        if corrected:
            beside.insert(0, _build_check("beside", YATES, corrected, n))
        reason = f"{exact_name}: the smallest expected count is {smallest:.2f}, too small for chi-square."
        if square:
            effects.reverse()
        return _TestOutcome(
            exact_name, Tested(0.0, (), exact), tuple(effects), tuple(beside), reason, tuple(notes)
        )
    if exact is not None:
        beside.insert(0, SupportingTest("beside", exact_name, n, p=exact))
    if corrected:
        beside.insert(0, _build_check("beside", CHI2, plain, n))
    if smallest < SMALL and exact is not None:
        notes.append(
            "The family asks for chi-square; with so small an expected count, trust the exact p beside it."
        )
    elif smallest < SMALL:
        notes.append(
            f"The smallest expected count is {smallest:.2f}, and the table is too large for an exact test."
        )
    test = YATES if square else CHI2
    reason = f"{test}: two sets of categories; the smallest expected count is {smallest:.2f}."
    if square:
        reason += " V is from the uncorrected chi-square."
    return _TestOutcome(test, headline, tuple(effects), tuple(beside), reason, tuple(notes))


def _ordered_ranks(pair: Pair, codes: Ints, columns: Ints) -> list[SupportingTest]:
    """Mann-Whitney of the ordered side between the two groups of the other, where there is such a
    pair of sides.
    """
    assert isinstance(pair.measured, Levels)
    sizes = len(pair.groups.labels), len(pair.measured.labels)
    if not pair.ordered or 2 not in sizes or max(sizes) < 3:
        return []
    places, two = (columns, codes) if sizes[0] == 2 else (codes, columns)
    tested = ranks.mann_whitney(places, two)
    return [] if tested is None else [_build_check("beside", MANN_WHITNEY, tested, len(codes))]


def _check_sensitivity(pair: Pair, usable: Ints, cases: Cases) -> tuple[SupportingTest, ...]:
    checks = []
    first = find_first_of_each(cases.respondent, usable)
    if first.size < usable.size:
        checks.append(_repeat_test("one row per respondent", pair, first))
        checks.append(_test_clustered("clustered by respondent", pair, usable, cases.respondent))
    placed = usable[cases.country[usable] >= 0]
    if placed.size:
        checks.append(_test_clustered("clustered by country", pair, placed, cases.country))
    if pair.unknown_is is not None:
        import numpy as np

        filled = np.where(pair.groups.codes == UNKNOWN, pair.unknown_is, pair.groups.codes)
        as_if = replace(pair, groups=Levels(pair.groups.name, pair.groups.labels, filled))
        checks.append(_repeat_test("if unknown were absent", as_if, _find_known_places(as_if)))
    return tuple(checks)


def _repeat_test(kind: str, pair: Pair, usable: Ints) -> SupportingTest:
    """The same test on other cases."""
    n = int(usable.size)
    reason = _refuse_pair(pair, usable)
    found = None if reason else _test_pair(pair, usable)
    if found is None or found.tested is None:
        return SupportingTest(kind, REFUSED, n, note=reason or (found.reason if found else ""))
    exact = found.test in (FISHER, FREEMAN_HALTON)
    if exact:
        return SupportingTest(kind, found.test, n, p=found.tested.p)
    return _build_check(kind, found.test, found.tested, n)


def _test_clustered(kind: str, pair: Pair, usable: Ints, clusters: Ints) -> SupportingTest:
    n = int(usable.size)
    sides = _as_numbers(pair, usable)
    if sides is None:
        return SupportingTest(
            kind,
            REFUSED,
            n,
            note="Neither side is a number, a yes/no or an order, so no clustered test.",
        )
    values, codes, k = sides
    tested = clustered_wald(values, codes, k, clusters[usable])
    if tested is None:
        return SupportingTest(
            kind,
            REFUSED,
            n,
            note="Too few clusters, or no variation within them, for a clustered test.",
        )
    return _build_check(kind, WALD, tested, n)


def _as_numbers(pair: Pair, usable: Ints) -> tuple[Floats, Ints, int] | None:
    """What the clustered regression explains, by which groups."""
    import numpy as np

    codes, measured = pair.groups.codes[usable], pair.measured
    if isinstance(measured, Numbers):
        values = measured.values[usable]
        return values / means.choose_unit(values), *_renumber_groups(codes)
    columns = measured.codes[usable]
    if len(measured.labels) == 2 or (pair.ordered and len(pair.groups.labels) == 2):
        return columns.astype(np.float64), *_renumber_groups(codes)
    if len(pair.groups.labels) == 2 or pair.ordered:
        return codes.astype(np.float64), *_renumber_groups(columns)
    return None


def _renumber_groups(codes: Ints) -> tuple[Ints, int]:
    """Groups that no case has take no number; and how many are left."""
    import numpy as np

    found = np.bincount(codes) > 0
    places = np.cumsum(found) - 1
    return codes if found.all() else places[codes], int(places[-1]) + 1
