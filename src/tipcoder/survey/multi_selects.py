"""Finds closed questions of which several options could be chosen, spread over columns or listed
in cells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from tipcoder.survey.column_facts import ColumnFacts
from tipcoder.survey.listed_options import find_listed_options
from tipcoder.survey.option_headers import (
    OptionHeader,
    find_box_marks,
    name_by_wording,
    read_option_header,
)
from tipcoder.table_words import NO_CODE_CELLS, list_table_words
from tipcoder.text import fold_text
from tipcoder.values import Spellings, list_no_words

_FEWEST = 2
"""Options of a question."""
_MOST = 60
_FEWEST_TICKS = 2
"""Cells of all options together in which somebody chose one."""


@dataclass(frozen=True, eq=False)
class MultiSelect:
    """One question, and what its options are called."""

    stem: str
    """What its columns are called in common, or the name of its column."""
    label: str
    """The question's wording; empty where the file has none."""
    columns: tuple[ColumnFacts, ...]
    options: tuple[str, ...]
    """A label for each column; of a question in one column, what its cells list."""
    separator: str = ""
    """Between options in a cell; empty where each has a column."""
    specify: ColumnFacts | None = None
    """The column of people's own words, where no other one says that they chose it."""
    own_words: int = 0
    """Pieces of cells that stand in one cell only, so that they are nobody's option."""

    @property
    def exclusive(self) -> tuple[str, ...]:
        """Options that by their words rule out all others."""
        words = set(list_table_words(NO_CODE_CELLS))
        found = []
        for option in self.options:
            first = fold_text(option).split(" ")[0]
            if first in words:
                found.append(option)
        return tuple(found)

    def leave_out(self, column: ColumnFacts) -> MultiSelect | None:
        """The question without a column; None where no question is left."""
        if column is self.specify:
            return replace(self, specify=None)
        if column not in self.columns:
            return self
        kept = [pair for pair in zip(self.columns, self.options, strict=False) if pair[0] != column]
        if self.separator or len(kept) < _FEWEST:
            return None
        columns, options = zip(*kept, strict=True)
        return replace(self, columns=columns, options=options)


def find_multi_selects(
    closed: Sequence[ColumnFacts], written: Sequence[ColumnFacts]
) -> tuple[MultiSelect, ...]:
    """Every such question among closed columns, in the order of the file.

    `written` are columns of people's own words, one of which may belong to a question.
    """
    found = [*_find_spread(closed, written), *_find_bare(closed)]
    taken: set[ColumnFacts] = set()
    for question in found:
        taken.update(question.columns)
    # Some programs write both: the list, and a column for each option.
    stems = {question.stem for question in found}
    for column in closed:
        is_done = column in taken or column.name in stems
        listed = None if is_done else find_listed_options(column)
        if listed is not None:
            label = column.wording or (column.name if " " in column.name.strip() else "")
            question = MultiSelect(
                column.name,
                label,
                (column,),
                listed.options,
                separator=listed.separator,
                own_words=listed.own_words,
            )
            found.append(question)
    return tuple(sorted(found, key=lambda one: one.columns[0].column.position))


def _find_spread(
    closed: Sequence[ColumnFacts], written: Sequence[ColumnFacts]
) -> Iterator[MultiSelect]:
    """Questions with a column for each option, which share the beginning or end of their names."""
    groups: dict[str, list[tuple[ColumnFacts, OptionHeader]]] = {}
    for column in (*closed, *written):
        parts = read_option_header(column)
        if parts is not None:
            groups.setdefault(parts.stem, []).append((column, parts))
    in_words = set(written)
    names = {column.name for column in (*closed, *written)}
    for stem, members in groups.items():
        boxes: list[tuple[ColumnFacts, OptionHeader]] = []
        others: list[ColumnFacts] = []
        for column, header in members:
            if column in in_words or _is_beside_box(column, names) or not _is_box(column):
                others.append(column)
            else:
                boxes.append((column, header))
        if not _FEWEST <= len(boxes) <= _MOST or not _are_own_boxes([one for one, _ in boxes]):
            continue
        # Beside boxes there may be one column of words; a scale among them makes it a grid.
        words = [one for one in others if one in in_words or one.is_text]
        if len(others) > 1 or len(words) < len(others):
            continue
        columns = tuple(one for one, _ in boxes)
        label, options = name_by_wording(boxes)
        specify = words[0] if words and not _is_asked_for(words[0], columns) else None
        yield MultiSelect(stem, label, columns, options, specify=specify)


def _is_beside_box(column: ColumnFacts, names: Collection[str]) -> bool:
    """Whether words of people's own stand in it, as in `Q5_4_TEXT` beside `Q5_4`, even where all
    wrote the same.
    """
    box, sign, rest = column.name.rpartition("_")
    return bool(sign) and rest.upper() == "TEXT" and box in names


def _find_bare(closed: Sequence[ColumnFacts]) -> Iterator[MultiSelect]:
    """Columns beside each other that are called like the only thing that stands in them."""
    run: list[ColumnFacts] = []
    for column in (*closed, None):
        follows = not run or (column and column.column.position == run[-1].column.position + 1)
        if column is not None and follows and repeats_its_name(column):
            run.append(column)
            continue
        if len(run) >= _FEWEST:
            yield MultiSelect(
                f"{run[0].name} and others", "", tuple(run), tuple(one.name for one in run)
            )
        run = [column] if column is not None and repeats_its_name(column) else []


def repeats_its_name(column: ColumnFacts) -> bool:
    """Whether nothing but the header's own words stands in a column."""
    if column.distinct_count != 1 or read_option_header(column) is not None:
        return False
    return fold_text(next(iter(column.values))) == fold_text(column.name)


def _is_box(column: ColumnFacts) -> bool:
    """Whether cells are ticked or not: yes and no in any words, or one text and nothing."""
    if column.distinct_count <= 1:
        return True
    marks = find_box_marks()
    return all(value in marks for value in column.values)


def _are_own_boxes(columns: Sequence[ColumnFacts]) -> bool:
    """Whether some boxes are ticked and others are not, and a text that stands in boxes is one
    box's own.
    """
    marks = find_box_marks()
    no = Spellings(list_no_words())
    own: list[str] = []
    ticked = cells = 0
    for column in columns:
        own += [fold_text(value) for value in column.values if value not in marks]
        ticked += sum(count for value, count in column.values.items() if value not in no)
        cells += column.rows
    return _FEWEST_TICKS <= ticked < cells and len(own) == len(set(own))


def _is_asked_for(words: ColumnFacts, columns: Sequence[ColumnFacts]) -> bool:
    """Whether a column of words belongs to a box of its own, which says that it was ticked."""
    return any(words.name.startswith(f"{column.name}_") for column in columns)
