"""Outcomes and indicators paired with the presence of codes, and each pair tested."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from tipcoder.analysis.pairs import Pair
from tipcoder.analysis.presence import CodePresence
from tipcoder.analysis.testing import run_test
from tipcoder.analysis.variables import Levels, Numbers
from tipcoder.codebook.nets import find_own_name
from tipcoder.results.tests import StatisticalTest
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.indicator_merge import MergedCases
from tipcoder.workbench.statistics.labels import add_labels
from tipcoder.workbench.statistics.presence import Presence
from tipcoder.workbench.statistics.variables import collect_notes

PRESENT, ABSENT = "present", "absent"

PairNames = tuple[str, str]
"""What is measured, and the code."""


@dataclass(frozen=True, eq=False)
class CodePairs:
    """Which pairs to test, and how."""

    measured: Mapping[str, Levels | Numbers]
    """Outcomes and indicators, one value a case."""
    declared: Collection[PairNames]
    """Pairs of the declared family."""
    asked: Collection[PairNames]
    """Pairs that somebody asked for; what is not declared is adjusted apart."""
    min_n: int
    """Cases with and without a code below which a test is refused."""
    exact_when_small: bool

    def has_pair(self, pair: PairNames) -> bool:
        """Whether a pair is to be tested."""
        return pair in self.declared or pair in self.asked


def run_code_pairs(merged: MergedCases, found: Presence, pairs: CodePairs) -> list[StatisticalTest]:
    """The tests of all pairs, in order of the codebook."""
    table, cases = merged.table, merged.find_clusters()
    results = []
    for code in found.codes.values():
        # Once a code, and not once a pair: there may be thousands of cases.
        states = build_presence_levels(code.code, code.states)
        own = _find_own_presence(found, code)
        for name in pairs.measured:
            # What nobody declared or asked for is not tested: each test costs the others power.
            if not pairs.has_pair((name, code.code)):
                continue
            result = run_test(_build_pair(table, name, states, pairs), cases)
            results.append(
                replace(
                    add_labels(result, table.study, found.book),
                    coverage=code.coverage,
                    own_coverage=None if own is None else own.coverage,
                    apart=(name, code.code) not in pairs.declared,
                )
            )
    return results


def _build_pair(table: CaseTable, name: str, states: Levels, pairs: CodePairs) -> Pair:
    """What is measured, by the presence of a code."""
    values = pairs.measured[name]
    # Means are compared as "present minus absent", shares as "absent, present".
    is_number = isinstance(values, Numbers)
    return Pair(
        outcome=name,
        variable=states.name,
        groups=states.swap_labels() if is_number else states,
        measured=values,
        ordered=name in table.study.outcomes,
        unknown_is=1 if is_number else 0,
        exact_when_small=pairs.exact_when_small,
        min_n=pairs.min_n,
        notes=collect_notes(table, name, [name]),
    )


def build_presence_levels(code: str, states: Sequence[int]) -> Levels:
    """States of a code as levels: 1 present, 0 absent, -1 unknown."""
    import numpy as np

    return Levels(code, (ABSENT, PRESENT), np.array(states, dtype=np.int64))


def _find_own_presence(found: Presence, code: CodePresence) -> CodePresence | None:
    """For a net what is applied to its own code; None for any other name."""
    if code.code not in found.book.codes:
        return None
    return found.codes.get(find_own_name(found.book, code.code) or "")
