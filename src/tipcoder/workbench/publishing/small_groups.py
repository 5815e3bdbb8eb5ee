"""Groups of few people in tests that are published: left out with what could tell them.

A group below the smallest cell goes, and so does the count of a category that is below it, or
whose complement in the group is. Where one count alone is left out of a group, the difference from
the size of the group would be it, so the next larger one goes as well (complementary suppression:
Willenborg & de Waal, 2001).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tipcoder.results.tests import ComparedGroup, Coverage, StatisticalTest, SupportingTest
from tipcoder.text import format_count
from tipcoder.workbench.publishing.small_counts import CountScreen

PAIR, BETWEEN = "pair: ", " against "
"""How the test of two of the groups is called."""
TOO_FEW = "Not tested: too few cases."


def screen_tests(
    screen: CountScreen, results: Iterable[StatisticalTest]
) -> tuple[StatisticalTest, ...]:
    """The results, without groups and counts of few people; all of them where none was asked for.

    Statistics and p-values stay: they are of all groups together. A difference of two groups, one
    of which is left out, goes with it.
    """
    if screen.asked is None:
        return tuple(results)
    return tuple(_screen_test(screen, result) for result in results)


def screen_notes(
    screen: CountScreen, results: Iterable[StatisticalTest]
) -> tuple[StatisticalTest, ...]:
    """The results without notes that tell how few are in a group, for a page without the groups."""
    if screen.asked is None:
        return tuple(results)
    # What is not shown anyway is not said to be left out.
    quiet = CountScreen(screen.asked)
    screened = []
    for result in results:
        hidden = {group.name for group in result.groups if not quiet.keeps(group.n)}
        notes = tuple(note for note in result.notes if not _names_any(note, hidden))
        screened.append(replace(result, notes=notes))
    return tuple(screened)


def screen_coverage(screen: CountScreen, coverage: Sequence[Coverage]) -> tuple[Coverage, ...]:
    """Coverage of codes, without those that few cases have, or few have not."""
    if screen.asked is None:
        return tuple(coverage)
    return tuple(one for one in coverage if _is_covered(screen, one))


def _is_covered(screen: CountScreen, coverage: Coverage) -> bool:
    return screen.keeps(coverage.present, coverage.coded - coverage.present)


def _screen_test(screen: CountScreen, result: StatisticalTest) -> StatisticalTest:
    found = screen.found
    kept = [group for group in result.groups if screen.keeps(group.n)]
    groups = tuple(_screen_group(screen, group) for group in kept)
    hidden = {group.name for group in result.groups} - {group.name for group in kept}
    result = _screen_code(screen, result)
    if screen.found == found:
        return result

    notes = [note for note in result.notes if not _names_any(note, hidden)]
    if result.p is None:
        notes = notes if len(notes) == len(result.notes) else [TOO_FEW, *notes]
    left = format_count(screen.found - found, "count")
    notes.append(f"{left} below {screen.smallest} left out.")
    # Of two groups, the difference and what is known of the one tell the other.
    effects = () if hidden and len(result.groups) == 2 else result.effects
    # One against fifteen has a rank of its own.
    beside = [check for check in result.parallel_tests if not _compares_any(check, hidden)]
    return replace(
        result,
        groups=groups,
        notes=tuple(notes),
        effects=effects,
        parallel_tests=tuple(beside),
    )


def _screen_code(screen: CountScreen, result: StatisticalTest) -> StatisticalTest:
    """A test by a code without the numbers of cases that few have."""
    coverage, own = result.coverage, result.own_coverage
    if coverage is not None and not _is_covered(screen, coverage):
        coverage = None
    if own is not None and not _is_covered(screen, own):
        own = None
    return replace(result, coverage=coverage, own_coverage=own)


def _compares_any(check: SupportingTest, groups: Iterable[str]) -> bool:
    """Whether it is the test of a pair, one of which is among these groups."""
    sides = check.kind.removeprefix(PAIR).split(BETWEEN)
    return check.kind.startswith(PAIR) and any(name in sides for name in groups)


def _names_any(note: str, groups: Iterable[str]) -> bool:
    return any(repr(name) in note for name in groups)


def _screen_group(screen: CountScreen, group: ComparedGroup) -> ComparedGroup:
    small = set()
    for name, count in group.counts.items():
        if not screen.keeps(count, None if count is None else group.n - count):
            small.add(name)
    small |= _find_complement(group.counts, small)
    if not small:
        return group
    counts = {name: None if name in small else count for name, count in group.counts.items()}
    shares = {name: share for name, share in group.shares.items() if name not in small}
    return replace(group, counts=counts, shares=shares)


def _find_complement(counts: Mapping[str, int | None], small: set[str]) -> set[str]:
    """The smallest count that is left, where one alone is left out and would be told by it."""
    left = [(count, name) for name, count in counts.items() if count and name not in small]
    return {min(left)[1]} if len(small) == 1 and left else set()
