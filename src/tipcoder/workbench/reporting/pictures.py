"""Pictures of a study for its report: what is said how often, by whom, where, and together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipcoder.analysis.intervals import wilson_interval
from tipcoder.analysis.presence import PRESENT
from tipcoder.export.document import Figure
from tipcoder.export.pictures.cells import CellGrid, build_cell_figure
from tipcoder.export.pictures.intervals import SHARES, IntervalRow, build_interval_figure
from tipcoder.export.pictures.network_figure import build_network_figure
from tipcoder.results.tests import Coverage
from tipcoder.workbench.publishing.small_counts import CountScreen
from tipcoder.workbench.statistics.code_network import build_code_network
from tipcoder.workbench.statistics.indicator_merge import MergedCases, merge_indicators
from tipcoder.workbench.statistics.labels import code_label
from tipcoder.workbench.statistics.presence import Presence, PresenceReading, read_presence
from tipcoder.workbench.statistics.segments import Segments, find_segments
from tipcoder.workbench.study import OpenStudy

if TYPE_CHECKING:
    from tipcoder.arrays import Ints

MOST_CODES = 30
"""Codes in a picture; what has more is read by nobody."""
MOST_TOGETHER = 20
_BLANK = "Blank cells: nothing is known, or the count is too small to be shown."
_CODE = "code"


@dataclass(frozen=True)
class Picture:
    """A picture under its heading."""

    title: str
    figure: Figure


@dataclass(frozen=True, eq=False)
class _Source:
    """What the pictures of codes are made of."""

    study: OpenStudy
    merged: MergedCases
    reading: PresenceReading
    over_all: Presence
    keys: tuple[str, ...]
    """Codes that are present on a case, the commonest first; those that only group others too."""
    screen: CountScreen

    def name(self, key: str) -> str:
        return code_label(self.study.definition, self.over_all.book, key)

    def list_names(self, keys: Sequence[str]) -> tuple[str, ...]:
        return tuple(map(self.name, keys))

    def share(self, present: int, known: int) -> float | None:
        """A share that may be shown; None where nothing is known, or few would be told by it."""
        if not known or not self.screen.keeps(present, known - present):
            return None
        return present / known


def draw_pictures(
    study: OpenStudy,
    segments: Sequence[str],
    screen: CountScreen,
    layer: str | None = None,
) -> list[Picture]:
    """Shares of codes, by question and by each segment, and codes on the same cases.

    Counts that `screen` leaves out are left blank. Empty where no code is present. Raises BadInput
    for a segment that divides nothing.
    """
    merged = merge_indicators(study, ())
    reading = read_presence(study, merged.table, layer)
    over_all = reading.find_states()
    keys = _list_common_codes(over_all)
    if not keys:
        return []
    source = _Source(study, merged, reading, over_all, keys, screen)
    # Looked up before anything is counted, which takes long.
    divisions = [find_segments(merged, name) for name in segments]
    pictures = [_draw_shares(source), *_iterate_questions(source), *_iterate_languages(source)]
    pictures += [_draw_segments(source, division) for division in divisions]
    if len(keys) > 1:
        pictures.append(_draw_together(source))
        pictures += _iterate_networks(source)
    return pictures


def _list_common_codes(found: Presence) -> tuple[str, ...]:
    """What is applied to a parent itself is in its net already."""
    keys = []
    for key, code in found.codes.items():
        if key in found.book.codes and code.coverage.present:
            keys.append(key)
    keys.sort(key=lambda key: -found.codes[key].coverage.present)
    return tuple(keys[:MOST_CODES])


def _draw_shares(source: _Source) -> Picture:
    rows = []
    for key in source.keys:
        coverage = source.over_all.codes[key].coverage
        rows.append(_build_row(source, key, coverage))
    # The eye compares neighbours; what is not shown stands at the foot.
    rows.sort(key=lambda row: -1.0 if row.value is None else row.value, reverse=True)
    caption = (
        "Share of the cases of which it is known whether they have the code, with Wilson's 95 % "
        f"interval; n is the number of these cases.{_describe_cut(source)}"
    )
    title = "How often each code is present"
    return Picture(title, build_interval_figure(title, rows, SHARES, caption, _CODE))


def _build_row(source: _Source, key: str, coverage: Coverage) -> IntervalRow:
    share = source.share(coverage.present, coverage.coded)
    if share is None:
        return IntervalRow(source.name(key), None)
    low, high = wilson_interval(coverage.present, coverage.coded)
    return IntervalRow(source.name(key), share, low, high, coverage.coded)


def _describe_cut(source: _Source) -> str:
    """That not every code is drawn, where it is so."""
    is_cut = len(source.keys) == MOST_CODES
    return f" The {MOST_CODES} commonest codes are drawn." if is_cut else ""


def _iterate_questions(source: _Source) -> Iterator[Picture]:
    """Where codes are found: one column for each open question with a count that may be shown."""
    if len(source.study.definition.questions) < 2:
        # The shares over all would stand there once more.
        return
    columns, wordings, shares = [], [], []
    for question in source.study.definition.questions:
        found = source.reading.find_states(source.keys, (question.column,))
        coverages = [found.codes[key].coverage for key in source.keys]
        if not any(coverage.present for coverage in coverages):
            continue
        column = [source.share(one.present, one.coded) for one in coverages]
        # What is left of a question may be blank, where all counts are small.
        if any(column):
            columns.append(question.column)
            wordings.append(f"{question.column}: {question.text}")
            shares.append(column)
    if not columns:
        return
    grid = _build_grid(source.list_names(source.keys), columns, _turn(shares))
    title = "Codes by question"
    caption = (
        "Share of the cases that have the code in their answer to the question, of those whose "
        f"answer was read. Questions without a code are left out. {_describe_blanks(grid)}"
    )
    yield Picture(title, build_cell_figure(title, grid, caption.strip(), _CODE, wordings))


def _iterate_languages(source: _Source) -> Iterator[Picture]:
    """Who says it in which language; nothing where all answers are in one."""
    languages = source.reading.list_languages()
    columns, shares = [], []
    for language in languages:
        found = source.reading.find_states_in_language(source.keys, language)
        coverages = [found.codes[key].coverage for key in source.keys]
        column = [source.share(one.present, one.coded) for one in coverages]
        if any(column):
            columns.append(language)
            shares.append(column)
    if len(columns) < 2:
        return
    grid = _build_grid(source.list_names(source.keys), columns, _turn(shares))
    title = "Codes by language"
    caption = (
        "Share of the cases that have the code in an answer in this language, of those that "
        "answered in it and of which it is known. A case with answers in several languages counts "
        "in each of them, with its answers in that language alone. "
        f"{_describe_blanks(grid)}"
    )
    yield Picture(title, build_cell_figure(title, grid, caption.strip(), _CODE))


def _draw_segments(source: _Source, segments: Segments) -> Picture:
    columns: tuple[str, ...] = ()
    rows = []
    for key in source.keys:
        counted = segments.count_code(_as_array(source.over_all.codes[key].states))
        columns = tuple(one.segment for one in counted)
        rows.append(tuple(source.share(one.present, one.known) for one in counted))
    grid = _build_grid(source.list_names(source.keys), columns, tuple(rows))
    title = f"Codes by {segments.heading}"
    caption = "Share of the cases of which it is known whether they have the code, in each segment."
    return Picture(title, build_cell_figure(title, grid, caption, _CODE))


def _draw_together(source: _Source) -> Picture:
    """On how many cases two codes are both present; pairs of a code and one below it stay blank."""
    keys = source.keys[:MOST_TOGETHER]
    found = {}
    for key in keys:
        states = source.over_all.codes[key].states
        found[key] = {case for case, state in enumerate(states) if state == PRESENT}
    rows, most = [], 0
    for one in keys:
        row: list[float | None] = []
        for other in keys:
            both = len(found[one] & found[other])
            is_shown = not _is_branch(source.over_all, one, other) and source.screen.keeps(both)
            row.append(both if is_shown else None)
            most = max(most, both if is_shown else 0)
        rows.append(tuple(row))
    names = source.list_names(keys)
    title = "Codes on the same cases"
    caption = (
        "Number of cases on which both codes are present, of the commonest codes. A code and one "
        f"below it are left blank: they share cases by definition.{_describe_small(source)}"
    )
    # Names would stand twice, and at the head of a column have no room.
    numbers = tuple(str(number) for number in range(1, len(names) + 1))
    numbered = tuple(f"{name}  {number}" for name, number in zip(names, numbers, strict=True))
    grid = CellGrid(numbered, numbers, tuple(rows), most)
    return Picture(title, build_cell_figure(title, grid, caption, _CODE, names))


def _iterate_networks(source: _Source) -> Iterator[Picture]:
    """Codes on the same cases once more, as points and lines; nothing where no two are together."""
    built = build_code_network(source.over_all, source.name, smallest=source.screen.asked)
    network = source.screen.screen_network(built)
    if network.ties:
        yield Picture(network.title, build_network_figure(network))


def _describe_blanks(grid: CellGrid) -> str:
    """What a blank cell means, where there is one."""
    return _BLANK if any(None in row for row in grid.values) else ""


def _describe_small(source: _Source) -> str:
    """That small counts are blank, where somebody asked for it."""
    asked = source.screen.asked
    return "" if asked is None else f" So are counts below {asked}."


def _is_branch(found: Presence, one: str, other: str) -> bool:
    """Whether it is one code, or one of the two is below the other."""
    return one in found.book.path_to(other) or other in found.book.path_to(one)


def _turn(columns: Sequence[Sequence[float | None]]) -> tuple[tuple[float | None, ...], ...]:
    """Columns as rows."""
    return tuple(zip(*columns, strict=True))


def _build_grid(
    rows: Sequence[str], columns: Sequence[str], values: tuple[tuple[float | None, ...], ...]
) -> CellGrid:
    """A grid of shares, as dark as the highest of them."""
    known: list[float] = []
    for row in values:
        known += [value for value in row if value is not None]
    return CellGrid(tuple(rows), tuple(columns), values, max(known, default=0.0), is_share=True)


def _as_array(states: Collection[int]) -> Ints:
    import numpy as np

    return np.array(states, dtype=np.int64)
