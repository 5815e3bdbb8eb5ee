"""A closed question of which several options can be chosen: one factor with several values.

Its options are spread over columns, one for each, or are listed in one cell. Each option is a
yes/no variable of its own, called `NAME:OPTION`. Of a respondent who was not asked nothing is
known; of one who was asked and chose nothing it is known that each option is a no.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tipcoder.study.conditions import AskCondition
from tipcoder.table_words import MARK_CELLS, list_table_words
from tipcoder.values import Spellings, list_no_words, list_yes_words

OPTION_SIGN = ":"
"""Between the name of a factor and the key of an option."""
ERASED = "[erased]"
"""What stands in a cell for words that were erased."""
SEPARATORS = (";", "\n", "|", ",", " ")
"""What programs put between the options in a cell; the first ones stand in fewer options."""
_LONGEST_KEY = 40

ReadCell = Callable[[str], str | None]
"""The cell of a column of one case; None for an empty one."""


@dataclass(frozen=True)
class SelectOption:
    """One thing that could be chosen."""

    key: str
    label: str
    column: str = ""
    """The column that says whether it was chosen, where options are spread over columns."""
    written: str = ""
    """What stands for it in a cell that lists the options."""


@dataclass(frozen=True)
class Selection:
    """What one case says to the question."""

    is_asked: bool | None
    """None where nobody can tell."""
    ticked: frozenset[str]
    """Keys of options."""
    doubtful: frozenset[str] = frozenset()
    """Keys of options whose cell says neither yes nor no."""
    strange: tuple[tuple[str, str], ...] = ()
    """Values that match no option or mark, each behind its column."""

    def find_state(self, key: str) -> bool | None:
        """Whether an option was chosen; None for unknown."""
        if not self.is_asked or key in self.doubtful:
            return None
        return key in self.ticked


@dataclass(frozen=True)
class MultiSelectSpec:
    """The question as study.toml describes it."""

    name: str
    options: tuple[SelectOption, ...]
    """Those that were offered, without the one for words of people's own."""
    column: str | None = None
    """The column whose cells list options; None where options are spread over columns."""
    separator: str = ""
    true_if: tuple[str, ...] = ()
    """What stands in the cell of a chosen option; empty: what plainly means yes, or its label."""
    false_if: tuple[str, ...] = ()
    otherwise: bool | None = None
    """`else`: False where a row without anything chose nothing; None keeps it unknown."""
    asked_if: AskCondition | None = None
    exclusive: tuple[str, ...] = ()
    """Keys of options that rule out all others."""
    other: SelectOption | None = None
    """The option that words of people's own count as."""
    specify: str | None = None
    """The column of these words, where they stand beside."""
    label: str = ""
    back_coded: tuple[SelectOption, ...] = ()
    """Options that were made of words of people's own."""

    @property
    def all_options(self) -> tuple[SelectOption, ...]:
        """Those that were offered, the one for words of people's own, and those made of such."""
        own = () if self.other is None else (self.other,)
        return (*self.options, *own, *self.back_coded)

    @property
    def option_names(self) -> tuple[str, ...]:
        """What each option is called as a variable."""
        return tuple(self.name_option(option) for option in self.all_options)

    def name_option(self, option: SelectOption) -> str:
        """What an option is called as a variable."""
        return f"{self.name}{OPTION_SIGN}{option.key}"

    def label_option(self, option: SelectOption) -> str:
        """What tables and figures call it."""
        return f"{self.label or self.name}: {option.label}"

    def list_columns(self) -> tuple[str, ...]:
        """The columns that hold what was chosen, without that of people's own words."""
        if self.column is not None:
            return (self.column,)
        return tuple(option.column for option in self.options)

    def list_spellings(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each column with the values that study.toml spells for it."""
        if self.column is None:
            for option in self.options:
                yield option.column, (*self.true_if, *self.false_if)
        if self.asked_if is not None:
            yield self.asked_if.column, self.asked_if.equals

    def read_case(self, read_cell: ReadCell, has_words: bool) -> Selection:
        """What a case says; `has_words` tells whether something stands in `specify`."""
        read = self._read_columns if self.column is None else self._read_list
        ticked, doubtful, strange, says_no = read(read_cell)
        if self.other is not None and (has_words or (self.column is not None and strange)):
            ticked.add(self.other.key)
        says_something = bool(ticked or strange)
        is_asked = self._is_asked(read_cell, says_something, says_no)
        return Selection(is_asked, frozenset(ticked), frozenset(doubtful), tuple(strange))

    def _is_asked(self, read_cell: ReadCell, says_something: bool, says_no: bool) -> bool | None:
        # What somebody chose outweighs a gate; a no does not, because some programs write one for
        # every box of a page that was never shown.
        if says_something:
            return True
        if self.asked_if is not None:
            return self.asked_if.is_met(read_cell(self.asked_if.column))
        if says_no or self.otherwise is False:
            return True
        return None

    def _read_columns(
        self, read_cell: ReadCell
    ) -> tuple[set[str], set[str], list[tuple[str, str]], bool]:
        """Options chosen, doubtful ones, strange values, and whether any cell says no."""
        ticked: set[str] = set()
        doubtful: set[str] = set()
        strange: list[tuple[str, str]] = []
        says_no = False
        for option, marks in zip(self.options, self._marks, strict=True):
            cell = read_cell(option.column)
            if cell is None:
                continue
            if cell in marks:
                ticked.add(option.key)
            elif cell in self._unticked:
                says_no = True
            else:
                doubtful.add(option.key)
                strange.append((option.column, cell))
        return ticked, doubtful, strange, says_no

    def _read_list(
        self, read_cell: ReadCell
    ) -> tuple[set[str], set[str], list[tuple[str, str]], bool]:
        assert self.column is not None, "options are listed in a column"
        cell = read_cell(self.column)
        found, others = self.split_cell(cell) if cell is not None else ([], [])
        column = self.column
        return set(found), set(), [(column, other) for other in others], False

    def split_cell(self, cell: str) -> tuple[list[str], list[str]]:
        """Keys of the options in a cell, and the pieces that are none."""
        found: list[str] = []
        others: list[str] = []
        for part in split_options(cell, self.separator, self._written):
            meant = self._written.find_value(part)
            if meant is None:
                others.append(part)
            else:
                found.append(self._keys[meant])
        return found, others

    def erase_own_words(self, column: str, cell: str) -> str:
        """A cell of this question without people's own words; that there were some stays told."""
        if column == self.specify:
            return ERASED
        if column != self.column:
            return cell
        kept = []
        for part in split_options(cell, self.separator, self._written):
            kept.append(part if part in self._written else ERASED)
        return self.separator.join(dict.fromkeys(kept))

    @cached_property
    def _marks(self) -> tuple[Spellings, ...]:
        """For each option what stands in the cell of somebody who chose it."""
        if self.true_if:
            return (Spellings(self.true_if),) * len(self.options)
        plain = (*list_yes_words(), *list_table_words(MARK_CELLS))
        marks = []
        for option in self.options:
            # Of a box called No a cell with No says that it was not chosen, as in other boxes.
            own = () if option.label in self._unticked else (option.label,)
            marks.append(Spellings((*own, *plain)))
        return tuple(marks)

    @cached_property
    def _unticked(self) -> Spellings:
        return Spellings(self.false_if or list_no_words())

    @cached_property
    def _written(self) -> Spellings:
        """What stands for the options in a cell."""
        return Spellings(tuple(option.written for option in self.options))

    @cached_property
    def _keys(self) -> dict[str, str]:
        return {option.written: option.key for option in self.options}


@dataclass(frozen=True)
class OptionTest:
    """Whether a case chose one of some options; with a minus, was asked and chose none of them."""

    spec: MultiSelectSpec
    options: tuple[SelectOption, ...]
    wanted: bool = True

    @property
    def name(self) -> str:
        """The factor, as a filter names it."""
        return self.spec.name if self.wanted else f"-{self.spec.name}"

    @property
    def value(self) -> str:
        """The options, as a filter names them."""
        return ",".join(option.key for option in self.options)

    @property
    def words_column(self) -> str | None:
        """Where people wrote what else they chose."""
        return self.spec.specify

    def is_passed(self, attributes: Mapping[str, str], has_words: bool) -> bool:
        """Whether a case with these attributes passes; one that was not asked never does."""
        said = self.spec.read_case(attributes.get, has_words)
        states = [said.find_state(option.key) for option in self.options]
        return True in states if self.wanted else all(state is False for state in states)


def split_options(cell: str, separator: str, offered: Spellings) -> list[str]:
    """A cell cut at its separators, but not within an option that was offered; the longest is
    taken.
    """
    pieces = cell.split() if separator == " " else cell.split(separator)
    most = 1 + max((value.count(separator) for value in offered.values), default=0)
    parts: list[str] = []
    start = 0
    while start < len(pieces):
        # No option has more pieces, and a cell may hold a long text.
        end = _find_end(pieces, start, min(start + most, len(pieces)), separator, offered)
        part = separator.join(pieces[start:end]).strip()
        if part:
            parts.append(part)
        start = end
    return parts


def _find_end(
    pieces: Sequence[str], start: int, last: int, separator: str, offered: Spellings
) -> int:
    """Where the longest option from `start` on ends; after one piece where there is none."""
    for end in range(last, start + 1, -1):
        if separator.join(pieces[start:end]).strip() in offered:
            return end
    return start + 1


def make_option_keys(labels: Sequence[str]) -> list[str]:
    """A short name for each option, made from its label; no two are the same."""
    keys: list[str] = []
    for label in labels:
        plain = re.sub(r"\W+", "_", label.casefold()).strip("_")[:_LONGEST_KEY].strip("_")
        key = plain = plain or "option"
        number = 1
        while key in keys:
            number += 1
            key = f"{plain}_{number}"
        keys.append(key)
    return keys
