"""Segments of a survey by name: what a factor, an outcome, a column or the country divides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipcoder.analysis.decimal_marks import find_decimal_mark
from tipcoder.analysis.indicators import as_number
from tipcoder.analysis.segments import SegmentCounts, count_option, count_segments
from tipcoder.analysis.variables import Levels, Numbers, build_levels
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.export.data_column import DataColumn
from tipcoder.text import format_count, format_number
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.closed_columns import is_closed
from tipcoder.workbench.statistics.indicator_merge import MergedCases
from tipcoder.workbench.statistics.labels import find_variable_label
from tipcoder.workbench.statistics.multi_selects import count_options
from tipcoder.workbench.statistics.variables import require_variable

if TYPE_CHECKING:
    from tipcoder.arrays import Ints

COUNTRY, REGION = "country", "region"
MOST_SEGMENTS = 50
"""A column with more values divides nothing; countries are an exception."""


@dataclass(frozen=True, eq=False)
class Segments:
    """What cases are divided into."""

    name: str
    heading: str
    """What people call what divides them."""
    levels: tuple[Levels, ...]
    """One where every case is in one segment at most; else no or yes for each option."""
    options: tuple[str, ...] = ()
    """Labels of the options, of which several can be chosen."""
    is_ordered: bool = False
    """Whether the segments have an order, along which a code may rise or fall."""
    base: str = ""
    """Who is in no segment, as a sentence; empty where everybody is in one."""

    @property
    def labels(self) -> tuple[str, ...]:
        """What the segments are called, in the order in which they are counted."""
        return self.options or self.levels[0].labels

    @property
    def is_mirrored(self) -> bool:
        """Whether there are two segments, so that each is the rest of the other."""
        return not self.options and len(self.levels[0].labels) == 2

    def count_code(self, states: Ints) -> list[SegmentCounts]:
        """A code in every segment; `states` are those of `analysis.presence`."""
        if not self.options:
            return count_segments(self.levels[0], states)
        counted = []
        for label, chosen in zip(self.options, self.levels, strict=True):
            counted.append(count_option(label, chosen, states))
        return counted

    def mark_inside(self, place: int) -> Levels:
        """For each case whether it is in a segment: no, yes or unknown."""
        import numpy as np

        if self.options:
            return self.levels[place]
        codes = self.levels[0].codes
        inside = np.where(codes < 0, codes, codes == place)
        return Levels(self.levels[0].labels[place], ("no", "yes"), inside.astype(np.int64))


def find_segments(merged: MergedCases, name: str) -> Segments:
    """The segments that a factor, an outcome, a closed column, `region` or `country` makes.

    Raises BadInput for a name that is none of these, and for one with too many values.
    """
    study = merged.table.study
    several = study.multi_selects.get(name)
    if several is not None:
        levels = [merged.table.factor_levels(option) for option in several.option_names]
        labels = tuple(option.label for option in several.all_options)
        base = count_options(merged.table, name).describe_base()
        return Segments(name, several.label or name, tuple(levels), labels, base=base)

    levels_of_one = _find_levels(merged, name)
    heading = find_variable_label(study, name) or name
    return Segments(
        name,
        heading,
        (levels_of_one,),
        is_ordered=_have_order(merged.table, name, levels_of_one),
        base=_describe_outside(levels_of_one, heading),
    )


def _have_order(table: CaseTable, name: str, levels: Levels) -> bool:
    """Whether there are three segments or more in an order: those of an outcome, or of a factor
    whose order study.toml tells.
    """
    is_outcome = name in table.study.list_outcome_names()
    return len(levels.labels) > 2 and (is_outcome or levels.is_ordered)


def _find_levels(merged: MergedCases, name: str) -> Levels:
    table, study = merged.table, merged.table.study
    if name == COUNTRY and study.country is not None:
        found = merged.names_by_case
        return build_levels(name, sorted({one for one in found if one is not None}), found)
    if name in study.outcomes:
        return table.outcome_levels(name)
    if name in study.number_outcomes:
        return _divide_number(table, name)
    _refuse_unknown_name(merged, name)
    _refuse_words(merged, name)
    variable = require_variable(merged, name)
    if isinstance(variable, Numbers):
        raise BadInput(
            f"{name!r} is a number by country and has no segments.",
            "Name a factor, an outcome, a column, or country.",
        )
    variable = _check_size(variable)
    if variable.labels == ("no", "yes"):
        return variable.swap_labels()
    return _sort_numbers(variable)


def _divide_number(table: CaseTable, name: str) -> Levels:
    """Detractors, passives and promoters; of any other number each value."""
    spec = table.study.number_outcomes[name]
    if spec.is_nps:
        return table.outcome_bands(name)
    numbers = table.outcome_numbers(name).list_values()
    values = sorted({number for number in numbers if number is not None})
    labels = dict.fromkeys(map(format_number, values))
    written = [None if number is None else format_number(number) for number in numbers]
    return _check_size(build_levels(name, tuple(labels), written))


def _check_size(levels: Levels) -> Levels:
    if len(levels.labels) > MOST_SEGMENTS:
        raise BadInput(
            f"{levels.name!r} has {len(levels.labels)} different values, too many for segments "
            f"(at most {MOST_SEGMENTS}).",
            "Name a factor, an outcome, or a column with a few answers.",
        )
    return levels


def _refuse_unknown_name(merged: MergedCases, name: str) -> None:
    study = merged.table.study
    known = [*study.list_outcome_names(), *study.multi_selects, *study.list_factor_names()]
    if study.country is not None:
        known += [COUNTRY, REGION] if study.country.region else [COUNTRY]
    columns = {column for cells in merged.table.cells for column in cells}
    known += [*study.indicators, *sorted(columns.difference(known))]
    if name not in known:
        raise BadInput(
            f"The study has nothing to divide by that is called {name!r}.",
            did_you_mean(name, known)
            or "Name a factor, an outcome, a column, or country; or case or respondent.",
        )


def _refuse_words(merged: MergedCases, name: str) -> None:
    """Words of people's own are no segments, and would stand in a table that leaves."""
    table, study = merged.table, merged.table.study
    own_words = [asked.specify for asked in study.multi_selects.values()]
    is_declared = name in (*study.indicators, *study.list_factor_names(), "region")
    named = {column for column in study.find_named_columns() if column not in own_words}
    if is_declared or name in named:
        return
    column = DataColumn(name, name, table.read_column(name))
    if name in own_words or not is_closed(column, table.respondents):
        raise BadInput(
            f"What stands in {name!r} may be words of respondents, and is said by too few of them.",
            "Name the column in [respondent] attributes if it is a closed question.",
        )


def _sort_numbers(levels: Levels) -> Levels:
    """The same with labels in order of their numbers, where all of them are numbers."""
    import numpy as np

    mark = find_decimal_mark(levels.labels)
    numbers = [as_number(label, mark) for label in levels.labels]
    if None in numbers or not numbers:
        return levels
    order = np.argsort(np.array(numbers, dtype=np.float64), kind="stable")
    place_of = np.argsort(order)
    codes = np.where(levels.codes < 0, levels.codes, place_of[levels.codes])
    labels = tuple(levels.labels[place] for place in order.tolist())
    return Levels(levels.name, labels, codes)


def _describe_outside(levels: Levels, heading: str) -> str:
    cases, inside = len(levels.codes), int(levels.known.sum())
    if inside == cases:
        return ""
    outside = format_count(cases - inside, "case is", "cases are")
    return f"{outside} in no segment of {heading}, and not in the rest, because it is unknown."
