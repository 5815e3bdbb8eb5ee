"""Blocks of the tables that study.toml declares: one for each item, or for each group of cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tipcoder.analysis.crosswalk import Crosswalk
from tipcoder.analysis.decimal_marks import find_decimal_mark
from tipcoder.analysis.describing import average_values, count_shares, count_ticked
from tipcoder.analysis.indicators import as_number
from tipcoder.analysis.mentions import Mentions
from tipcoder.analysis.weighted_describing import weigh_choices, weigh_lines, weigh_mean
from tipcoder.results.tables import DescriptiveTable, TableBlock
from tipcoder.study_variables import TableItem, TableSpec
from tipcoder.text import format_count, make_excerpt
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.interval_words import (
    T_INTERVALS,
    WEIGHTED_MEANS,
    WEIGHTED_SHARES,
)

_LISTED = 15
"""Things that a list shows, where study.toml offers no more."""
_EXAMPLES = 3
"""Spellings that a note about them shows."""
_LONGEST_EXAMPLE = 40


def build_declared_table(spec: TableSpec, table: CaseTable, names: Crosswalk) -> DescriptiveTable:
    """A table as study.toml declares it, with the blocks of its items in their order."""
    blocks: list[TableBlock] = []
    for item in spec.items:
        blocks += _build_item_blocks(item, table, names)
    return DescriptiveTable(spec.key, spec.title, tuple(blocks))


def _build_item_blocks(item: TableItem, table: CaseTable, names: Crosswalk) -> list[TableBlock]:
    # The first case of a respondent speaks for all of them.
    per_respondent = item.per == "respondent"
    places = table.first_of_each_respondent() if per_respondent else list(range(len(table)))
    if item.by is None:
        return [_build_block(item, item.text, table, places, names)]

    column = table.label_column(item.by)
    groups: dict[str, list[int]] = {}
    for place in places:
        group = column[place]
        # A case without a group is in no table of groups.
        if group is not None:
            groups.setdefault(group, []).append(place)
    blocks = []
    for group, members in sorted(groups.items()):
        blocks.append(_build_block(item, f"{item.text}: {group}", table, members, names))
    return blocks


def _build_block(
    item: TableItem, text: str, table: CaseTable, places: Sequence[int], names: Crosswalk
) -> TableBlock:
    """An item counted over the cases at these places."""
    unit = "respondents" if item.per == "respondent" else "cases"
    if item.options:
        return _build_ticked_block(item, (text, unit), table, places)

    assert item.column is not None, "an item has options or a column"
    if item.show == "mean":
        return _build_mean_block(item.column, (text, unit), table, places)
    column = table.read_column(item.column)
    cells = [column[place] for place in places]
    if item.show == "list":
        levels = item.levels or _find_offered(table, item.column)
        # How cells are to be cut is learned from the whole column, also where a group is counted.
        mentions = Mentions(column, levels, names)
        block = _build_list_block(mentions, cells, (text, unit), max(_LISTED, len(levels)))
        return _weigh_list(block, mentions, cells, table, places)

    # Brought to one spelling over all cases, so that a group says of a value what the whole says.
    unified = table.group_column(item.column)
    labelled = table.label_column(item.column)
    values_shown = [labelled[place] for place in places]
    shares = count_shares(values_shown)
    notes = [_describe_respelled(cells, [unified[place] for place in places])]
    if table.design is not None:
        shares = weigh_choices(shares, values_shown, table.design.choose(places))
        notes.insert(0, WEIGHTED_SHARES)
    return TableBlock(text, unit, tuple(shares), note=" ".join(filter(None, notes)))


def _build_mean_block(
    name: str, heading: tuple[str, str], table: CaseTable, places: Sequence[int]
) -> TableBlock:
    """The mean of a column's numbers; `heading` is text and unit of the block."""
    column = table.read_answers(name)
    mark = find_decimal_mark(column)
    cells = [column[place] for place in places]
    values = [None if cell is None else as_number(cell, mark) for cell in cells]
    line = average_values("", values)
    note = T_INTERVALS
    if table.design is not None:
        line = weigh_mean(line, values, table.design.choose(places))
        note = WEIGHTED_MEANS

    written = table.read_column(name)
    missing = sum(written[place] is not None and column[place] is None for place in places)
    if missing:
        answers = format_count(missing, "answer")
        note = f"{answers} left out, which study.toml calls missing. {note}"
    return TableBlock(*heading, means=(line,), note=note)


def _build_ticked_block(
    item: TableItem, heading: tuple[str, str], table: CaseTable, places: Sequence[int]
) -> TableBlock:
    """How many ticked each option; `heading` is text and unit of the block."""
    ticked = {}
    for column, option in item.options.items():
        cells = table.read_column(column)
        ticked[option] = [cells[place] in item.tick_spellings for place in places]
    lines = count_ticked(ticked)
    if table.design is None:
        return TableBlock(*heading, tuple(lines))
    # Whoever ticked nothing is not known to have been asked.
    in_base = [any(row) for row in zip(*ticked.values(), strict=True)]
    states: dict[str, list[bool | None]] = {}
    for option, marks in ticked.items():
        pairs = zip(marks, in_base, strict=True)
        states[option] = [mark if is_in else None for mark, is_in in pairs]
    lines = weigh_lines(lines, states, table.design.choose(places))
    return TableBlock(*heading, tuple(lines), note=WEIGHTED_SHARES)


def _build_list_block(
    mentions: Mentions, cells: Sequence[str | None], heading: tuple[str, str], most: int
) -> TableBlock:
    """How many cells name each thing; `heading` is text and unit of the block."""
    lines, answered = mentions.count_names(cells)
    note = f"{answered} answered; one answer may name several."
    if len(lines) > most:
        note = f"The {most} named most; {note}"
    return TableBlock(*heading, tuple(lines[:most]), note=note)


def _weigh_list(
    block: TableBlock,
    mentions: Mentions,
    cells: Sequence[str | None],
    table: CaseTable,
    places: Sequence[int],
) -> TableBlock:
    """The lines of a list weighted, where the study has weights."""
    if table.design is None:
        return block
    named: list[set[str] | None] = []
    for cell in cells:
        lines, answered = mentions.count_names([cell])
        named.append({line.label for line in lines if line.count} if answered else None)
    states = {}
    for line in block.lines:
        states[line.label] = [None if names is None else line.label in names for names in named]
    lines = weigh_lines(block.lines, states, table.design.choose(places))
    return replace(block, lines=tuple(lines), note=f"{WEIGHTED_SHARES} {block.note}")


def _find_offered(table: CaseTable, column: str) -> tuple[str, ...]:
    """What an outcome of the study says that this column can hold."""
    for spec in table.study.outcomes.values():
        if spec.column == column:
            return (*spec.levels, *spec.missing)
    return ()


def _describe_respelled(cells: Sequence[str | None], shown: Sequence[str | None]) -> str:
    """A sentence where cells count under a value that they do not spell letter for letter."""
    pairs: Counter[tuple[str | None, str | None]] = Counter()
    for cell, value in zip(cells, shown, strict=True):
        if cell != value:
            pairs[cell, value] += 1
    if not pairs:
        return ""

    examples = []
    for cell, value in list(pairs)[:_EXAMPLES]:
        written = make_excerpt(cell or "", _LONGEST_EXAMPLE)
        counted_as = make_excerpt(value or "", _LONGEST_EXAMPLE)
        examples.append(f"{written!r} as {counted_as!r}")
    left = len(pairs) - _EXAMPLES
    more = f" and {left} more spellings" if left > 0 else ""
    return f"Counted together: {', '.join(examples)}{more} ({pairs.total()} answers)."
