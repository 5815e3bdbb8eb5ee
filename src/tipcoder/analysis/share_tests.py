"""Which test compares shares: chi-square, or an exact test where a cell is expected too small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipcoder.analysis import contingency, ranks
from tipcoder.analysis.means import Tested
from tipcoder.analysis.pairs import (
    CHI2,
    FISHER,
    FREEMAN_HALTON,
    MANN_WHITNEY,
    YATES,
    Pair,
    TestedPair,
    make_supporting_test,
)
from tipcoder.analysis.variables import Levels
from tipcoder.results.tests import Effect, SupportingTest

if TYPE_CHECKING:
    from tipcoder.arrays import Ints

SMALL = 5.0
"""Cells expected below this make chi-square a poor approximation (Cochran, 1954)."""


@dataclass(frozen=True, eq=False)
class _TestedTable:
    """A table of groups x categories without empty rows and columns, with every test of it."""

    table: Ints
    smallest: float
    """The smallest count expected under independence."""
    plain: Tested
    corrected: Tested | None
    """Yates' correction exists for 2 x 2 only."""
    exact: float | None
    """The exact p, where it was asked for and can be worked out."""

    @property
    def n(self) -> int:
        """Cases in the table."""
        return int(self.table.sum())

    @property
    def is_square(self) -> bool:
        """Whether the table is 2 x 2."""
        return self.corrected is not None

    @property
    def is_small(self) -> bool:
        """Whether a cell is expected too small for chi-square."""
        return self.smallest < SMALL

    @property
    def exact_name(self) -> str:
        """What the exact test of such a table is called."""
        return FISHER if self.is_square else FREEMAN_HALTON


def compare_shares(pair: Pair, codes: Ints, columns: Ints) -> TestedPair:
    """Test categories (`columns`) between groups (`codes`), one entry a case, nothing unknown."""
    whole = contingency.count_table(codes, columns, *_count_categories(pair))
    # Chi-square knows no order of categories; where there is one, ranks find what it misses.
    by_rank = _compare_ordered_side(pair, codes, columns)
    return compare_counts(whole, by_rank, exact_when_small=pair.exact_when_small)


def compare_counts(
    whole: Ints, by_rank: Sequence[SupportingTest] = (), *, exact_when_small: bool = True
) -> TestedPair:
    """Test a table of groups x categories; two of each have to be there at all.

    `by_rank` is reported beside it.
    """
    found = _test_table(whole)

    notes = []
    if found.table.shape != whole.shape:
        notes.append("Categories that no case has were left out.")
    effects = [contingency.cramers_v(found.table)]
    if found.is_square:
        effects.append(contingency.odds_ratio(found.table))
        if (found.table == 0).any():
            notes.append(
                "One cell is empty, so the odds ratio is estimated with 0.5 added to each cell."
            )

    if found.exact is not None and found.is_small and exact_when_small:
        return _report_exact(found, found.exact, effects, by_rank, notes)
    return _report_chi_square(found, effects, by_rank, notes)


def _count_categories(pair: Pair) -> tuple[int, int]:
    """How many groups and how many categories there could be."""
    assert isinstance(pair.measured, Levels), "numbers are compared by their means"
    return len(pair.groups.labels), len(pair.measured.labels)


def _test_table(whole: Ints) -> _TestedTable:
    """Every test that the table may need."""
    # An empty row or column is expected to be 0 everywhere, and chi-square would divide by it.
    table = whole[whole.sum(axis=1) > 0][:, whole.sum(axis=0) > 0]
    is_square = table.shape == (2, 2)
    smallest = float(contingency.find_expected_counts(table).min())
    plain = contingency.chi_square(table)
    corrected = contingency.chi_square(table, yates=True) if is_square else None

    # Enumerating a large table takes long, and where no cell is small it tells nothing more.
    wants_exact = smallest < SMALL or is_square
    exact = contingency.exact_p(table) if wants_exact else None
    return _TestedTable(table, smallest, plain, corrected, exact)


def _report_exact(
    found: _TestedTable,
    exact: float,
    effects: list[Effect],
    by_rank: Sequence[SupportingTest],
    notes: list[str],
) -> TestedPair:
    """The exact test as the headline, with both chi-squares beside it."""
    beside = [make_supporting_test("beside", CHI2, found.plain, found.n), *by_rank]
    if found.corrected:
        beside.insert(0, make_supporting_test("beside", YATES, found.corrected, found.n))
    if found.is_square:
        # The odds ratio is Fisher's own effect size.
        effects = effects[::-1]
    reason = (
        f"{found.exact_name}: the smallest expected count is {found.smallest:.2f}, "
        "too small for chi-square."
    )
    tested = Tested(0.0, (), exact)
    return TestedPair(found.exact_name, tested, tuple(effects), tuple(beside), reason, tuple(notes))


def _report_chi_square(
    found: _TestedTable,
    effects: list[Effect],
    by_rank: Sequence[SupportingTest],
    notes: list[str],
) -> TestedPair:
    """Chi-square as the headline, corrected for 2 x 2, with the other tests beside it."""
    beside = []
    if found.corrected:
        beside.append(make_supporting_test("beside", CHI2, found.plain, found.n))
    if found.exact is not None:
        beside.append(SupportingTest("beside", found.exact_name, found.n, p=found.exact))
    beside += by_rank

    test = YATES if found.is_square else CHI2
    reason = f"{test}: two sets of categories; the smallest expected count is {found.smallest:.2f}."
    if found.is_square:
        reason += " V is from the uncorrected chi-square."
    return TestedPair(
        test,
        found.corrected or found.plain,
        tuple(effects),
        tuple(beside),
        reason,
        (*notes, *_warn_of_small_cells(found)),
    )


def _warn_of_small_cells(found: _TestedTable) -> list[str]:
    """What to make of a chi-square that rests on too small an expected count."""
    if not found.is_small:
        return []
    if found.exact is not None:
        return [
            "The family asks for chi-square; with so small an expected count, "
            "trust the exact p beside it."
        ]
    return [
        f"The smallest expected count is {found.smallest:.2f}, "
        "and the table is too large for an exact test."
    ]


def _compare_ordered_side(pair: Pair, codes: Ints, columns: Ints) -> list[SupportingTest]:
    """Mann-Whitney of an ordered side of three categories or more between two groups.

    Empty where no side is ordered, or the other one has not two groups.
    """
    groups, categories = _count_categories(pair)
    has_two_groups = 2 in (groups, categories)
    has_order = pair.ordered and not pair.has_nominal_groups
    if not has_order or not has_two_groups or max(groups, categories) < 3:
        return []

    if groups == 2:
        tested = ranks.mann_whitney(columns, codes)
    else:
        tested = ranks.mann_whitney(codes, columns)
    if tested is None:
        return []
    return [make_supporting_test("beside", MANN_WHITNEY, tested, len(codes))]
