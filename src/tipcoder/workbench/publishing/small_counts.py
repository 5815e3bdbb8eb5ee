"""Counts of few people in tables and figures that are published: told, or left out where asked for.

A count below the smallest cell may tell who is in it, and so may its complement. What is left out
can sometimes be worked out from sums that stay; nothing more is promised than that it is not shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tipcoder.export.figures import Cooccurrence, Curve, DotPlot, Drawing, GroupedBars
from tipcoder.export.pictures.network import CodeNetwork, NetworkNode
from tipcoder.privacy.small_cells import USUAL, check_smallest_cell
from tipcoder.results.changes import WaveChange
from tipcoder.results.tables import DescriptiveTable, TableBlock
from tipcoder.text import format_count

Record = Mapping[str, Any]


_OF_THE_REST = (
    *("rest_present", "rest_known", "rest_share"),
    *("difference", "difference_low", "difference_high"),
    *("corrected_difference", "corrected_difference_se"),
    *("corrected_difference_low", "corrected_difference_high"),
    *("rogan_gladen_difference", "rogan_gladen_difference_low", "rogan_gladen_difference_high"),
)
"""Columns that tell how many cases of the rest have a code."""
_OF_THE_SAMPLE = (
    "sampled",
    "sampled_present",
    "sampled_errors",
    "sensitivity",
    "specificity",
)
"""Columns that tell how many cases of a settled sample have a code."""


@dataclass
class CountScreen:
    """Sorts out counts below the smallest cell, and remembers how many there were."""

    asked: int | None
    """None where they are only told."""
    found: int = 0
    _met: set[Hashable] = field(default_factory=set)
    """What was found already, in another picture or table of the same page."""

    def __post_init__(self) -> None:
        """Raises BadInput for a smallest cell that protects nobody."""
        if self.asked is not None:
            check_smallest_cell(self.asked)

    @property
    def smallest(self) -> int:
        """Fewer people or cases than these are few."""
        return USUAL if self.asked is None else self.asked

    @property
    def sentences(self) -> tuple[str, ...]:
        """What has to be said; nothing where no count is small."""
        if not self.found:
            return ()
        counts = format_count(self.found, "count")
        if self.asked is None:
            return (
                f"{counts} below {self.smallest}: few people may be told by them. "
                f"--smallest-cell {self.smallest} leaves them out.",
            )
        return (f"Left out: {counts} below {self.smallest}.",)

    def is_small(self, *counts: int | None) -> bool:
        """Whether any of these counts is of somebody, and of few."""
        small = any(count is not None and 0 < count < self.smallest for count in counts)
        self.found += small
        return small

    def keeps(self, *counts: int | None) -> bool:
        """Whether these counts may be shown."""
        return not self.is_small(*counts) or self.asked is None

    def keeps_once(self, what: Hashable, *counts: int | None) -> bool:
        """The same for counts that stand on a page several times: `what` names them, and they are
        remembered as one.
        """
        found = self.found
        keeps = self.keeps(*counts)
        if what in self._met:
            self.found = found
        elif self.found > found:
            self._met.add(what)
        return keeps

    def keeps_code(self, key: str, present: int, others: int) -> bool:
        """Whether it may be shown how many of all cases have a code, and how many have it not."""
        return self.keeps_once(key, present, others)

    def keeps_pair(self, one: str, other: str, *counts: int) -> bool:
        """Whether it may be shown how many cases have two codes.

        With the cases of each code, the count of both tells how many have one alone, and with
        everybody's how many have neither: all of these are `counts`.
        """
        return self.keeps_once(frozenset((one, other)), *counts)

    # --- tables -----------------------------------------------------------------------------------

    def screen_tables(self, tables: Iterable[DescriptiveTable]) -> list[DescriptiveTable]:
        """The tables, without lines that count few."""
        screened = []
        for table in tables:
            blocks = tuple(map(self._screen_block, table.blocks))
            screened.append(replace(table, blocks=blocks))
        return screened

    def _screen_block(self, block: TableBlock) -> TableBlock:
        lines = [line for line in block.lines if self.keeps(line.count, line.base - line.count)]
        means = [mean for mean in block.means if self.keeps(mean.answers)]
        dropped = len(block.lines) + len(block.means) - len(lines) - len(means)
        if not dropped:
            return block
        remark = f"{format_count(dropped, 'line')} with counts below {self.smallest} left out."
        note = f"{block.note} {remark}".strip()
        return replace(block, lines=tuple(lines), means=tuple(means), note=note)

    def screen_segments(self, rows: Sequence[Record]) -> list[dict[str, Any]]:
        """Rows with how many cases have a code, of how many: without those that count few.

        Where a row of a code is left out, the others of this code lose what is said of the rest,
        because the row that is missing is part of it.
        """
        kept = [dict(row) for row in rows if self.keeps(*_count_sides(row, ""))]
        if self.asked is None:
            return kept
        for row in kept:
            if self._is_small_sample(row):
                row.update({name: None for name in _OF_THE_SAMPLE if name in row})
        whole = Counter(row["code"] for row in rows)
        left = Counter(row["code"] for row in kept)
        for row in kept:
            is_incomplete = left[row["code"]] < whole[row["code"]]
            if is_incomplete or self.is_small(*_count_sides(row, "rest_")):
                row.update({name: None for name in _OF_THE_REST if name in row})
        return kept

    def _is_small_sample(self, row: Record) -> bool:
        """Whether few cases of the sample have the code, or have it not."""
        sampled, present = row.get("sampled"), row.get("sampled_present")
        if sampled is None or present is None:
            return False
        return self.is_small(present, sampled - present)

    def screen_changes(self, changes: Iterable[WaveChange]) -> list[WaveChange]:
        """Changes between waves, without those that rest on few of either kind in a wave."""
        kept = []
        for change in changes:
            counts: list[int | None] = []
            for one in change.estimates:
                for figure in (one.before, one.after):
                    # Of a mean everybody counts, of a share who has it and who has it not.
                    rest = figure.n - (figure.count or 0)
                    counts += [figure.count, rest]
            if self.keeps(*counts):
                kept.append(change)
        return kept

    def screen_answers(self, rows: Sequence[Record], names: Sequence[str]) -> list[dict[str, Any]]:
        """Rows with counts of answers under these names; small ones become empty."""
        screened = []
        for row in rows:
            hidden = {name: None for name in names if not self.keeps(row.get(name))}
            screened.append({**row, **hidden})
        return screened

    # --- figures ----------------------------------------------------------------------------------

    def screen_figure(self, figure: Drawing) -> Drawing:
        """The figure without points, bars and pairs of few cases."""
        if isinstance(figure, DotPlot):
            points = tuple(one for one in figure.points if self.keeps(one.cases))
            return replace(figure, points=points)
        if isinstance(figure, GroupedBars):
            bars = tuple(one for one in figure.bars if self.keeps(one.cases, one.others))
            return replace(figure, bars=bars)
        if isinstance(figure, Curve):
            # It counts codes, and no people.
            return figure
        if isinstance(figure, CodeNetwork):
            return self.screen_network(figure)
        return self._screen_pairs(figure)

    def screen_network(self, network: CodeNetwork) -> CodeNetwork:
        """The network without codes of few cases, and without pairs of few."""
        numbers: dict[int, int] = {}
        nodes: list[NetworkNode] = []
        for number, node in enumerate(network.nodes):
            if self.keeps_code(node.identity, node.cases, node.others):
                numbers[number] = len(nodes)
                nodes.append(node)
        ties = []
        for tie in network.ties:
            if tie.one not in numbers or tie.other not in numbers:
                continue
            one, other = network.nodes[tie.one], network.nodes[tie.other]
            # What a reader takes from what, also where one of the codes is unknown of some cases.
            alone = (one.cases - tie.both, other.cases - tie.both)
            if self.keeps_pair(one.identity, other.identity, tie.both, *alone, *tie.beside):
                ties.append(replace(tie, one=numbers[tie.one], other=numbers[tie.other]))
        return replace(network, nodes=tuple(nodes), ties=tuple(ties))

    def _screen_pairs(self, figure: Cooccurrence) -> Cooccurrence:
        size = range(len(figure.keys))
        rows = []
        for row in size:
            rows.append(tuple(self._screen_pair(figure, row, column) for column in size))
        note = figure.note
        if self.asked is not None:
            note += (
                f"\nNot drawn are pairs where fewer than {self.smallest} cases have both codes, "
                "one without the other, or neither."
            )
        return replace(figure, counts=tuple(rows), note=note)

    def _screen_pair(self, figure: Cooccurrence, row: int, column: int) -> int:
        """The count of a pair, 0 where it may not be shown."""
        count, beside = figure.counts[row][column], figure.beside[row][column]
        one, other = figure.keys[row], figure.keys[column]
        if not count:
            return 0
        if row == column:
            return count if self.keeps_code(one, count, *beside) else 0
        alone = (figure.counts[row][row] - count, figure.counts[column][column] - count)
        return count if self.keeps_pair(one, other, count, *alone, *beside) else 0


def _count_sides(row: Record, side: str) -> tuple[int | None, int | None]:
    """How many cases have a code, and how many are known not to; `side` is the beginning of the
    columns.
    """
    present, known = row.get(f"{side}present"), row.get(f"{side}known")
    return present, None if present is None or known is None else known - present


def is_empty(figure: Drawing) -> bool:
    """Whether nothing is left to draw."""
    if isinstance(figure, DotPlot | Curve):
        return not figure.points
    if isinstance(figure, CodeNetwork):
        return not figure.ties
    return isinstance(figure, GroupedBars) and not figure.bars
