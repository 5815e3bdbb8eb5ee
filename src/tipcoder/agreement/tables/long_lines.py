"""The lines of a long table by unit and coder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from tipcoder.agreement.tables.folding import fold_values
from tipcoder.agreement.tables.long_table import LongColumns
from tipcoder.agreement.tables.reading import TableOptions, format_names
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.units import is_nameless, name_units
from tipcoder.agreement.tables.values import Key, fold_to_key, fold_to_keys
from tipcoder.errors import BadInput
from tipcoder.text import format_count

_NAMED = 3
"""Lines, and units, that a note names."""


@dataclass(frozen=True)
class LinesByCoder:
    """The lines of each unit and coder, by their positions in the sheet."""

    units: tuple[str, ...]
    coders: tuple[str, ...]
    folded: str
    """Which spellings of units and of coders' names are one, as sentences."""
    at: Mapping[tuple[str, str], list[int]]

    def iterate_lines(self) -> Iterator[tuple[str, list[int]]]:
        """For each unit, and for each coder in it, the coder and the lines of both."""
        for unit, coder in product(self.units, self.coders):
            yield coder, self.at.get((unit, coder), [])

    def find_repeated(self) -> list[int]:
        """Lines beside the first of a unit and coder."""
        repeated = []
        for _, places in self.iterate_lines():
            repeated += places[1:]
        return repeated


def group_lines(sheet: RatingsSheet, columns: LongColumns, options: TableOptions) -> LinesByCoder:
    """Raises BadInput for a line without a unit or a coder, and where there is one coder only."""
    units, unit_note = _unify_unit_names(name_units(sheet, columns.units))
    cells = sheet.list_column_cells(columns.coder)
    _refuse_nameless(sheet, units, cells)
    # Names of coders are never numbers that have to be told apart.
    folded = fold_values([cells], sheet.source, "all")
    wanted = fold_to_keys(options.coders)

    at: dict[tuple[str, str], list[int]] = {}
    for place, (unit, cell) in enumerate(zip(units, cells, strict=True)):
        coder = folded.labels[cell]
        # Coders who are not asked for are out before anything is compared.
        if not wanted or fold_to_key(coder) in wanted:
            at.setdefault((unit, coder), []).append(place)

    # In order of the file, as a reader knows them.
    kept_units = tuple(dict.fromkeys(unit for unit, _ in at))
    kept_coders = tuple(dict.fromkeys(coder for _, coder in at))
    # Also where --coders names one of several.
    if len(kept_coders) < 2:
        raise BadInput(
            f"{sheet.source}: names one coder only.",
            "Agreement needs two coders or more.",
        )
    notes = " ".join(filter(None, (unit_note, folded.note)))
    return LinesByCoder(kept_units, kept_coders, notes, at)


def _refuse_nameless(sheet: RatingsSheet, units: Sequence[str], coders: Sequence[str]) -> None:
    for coder, unit, line in zip(coders, units, sheet.lines, strict=True):
        if not coder or is_nameless(unit):
            what = "unit" if coder else "coder"
            raise BadInput(
                f"{sheet.source}, line {line}: does not name a {what}.",
                "Fill the cell, or remove the line.",
            )


def _unify_unit_names(names: Sequence[str]) -> tuple[list[str], str]:
    """Each unit as it is called first, where `7` is `7.0` on other lines; and a note."""
    first_name: dict[Key, str] = {}
    called = []
    others: dict[str, None] = {}
    for name in names:
        # Coders who paste from elsewhere write one unit as 7 and as 7.0.
        first = first_name.setdefault(fold_to_key(name), name)
        called.append(first)
        if name != first:
            others[name] = None
    if not others:
        return called, ""
    shown = format_names(list(map(repr, others)), _NAMED)
    return called, f"Units written in two ways are taken for one: {shown}."


def has_conflict(sheet: RatingsSheet, places: Sequence[int], at: int) -> bool:
    """Whether these lines say different things in a column."""
    cells = [sheet.rows[place][at] for place in places]
    return len(fold_to_keys(cells)) > 1


def find_conflict(sheet: RatingsSheet, lines: LinesByCoder, at: int) -> list[int]:
    """The lines on which one coder says two things of one unit, the first such pair."""
    for places in lines.at.values():
        if has_conflict(sheet, places, at):
            return places
    return []


def build_conflict_error(sheet: RatingsSheet, places: Sequence[int], at: int) -> BadInput:
    """One coder's ratings of one unit that say different things in the column `at`."""
    numbers = [str(sheet.lines[place]) for place in places]
    # An empty cell beside a value contradicts it.
    values = [sheet.rows[place][at] or "nothing" for place in places]
    distinct = list(map(repr, dict.fromkeys(values)))
    return BadInput(
        f"{sheet.source}: the lines {format_names(numbers)} are one coder's ratings of one unit, "
        f"and say {format_names(distinct)}.",
        "Remove what does not count; say --layout sets where a coder may give a unit several "
        "codes.",
    )


def note_repeated_lines(sheet: RatingsSheet, lines: LinesByCoder) -> tuple[str, ...]:
    """A sentence on lines that say again what an earlier one says; none where there are none."""
    numbers = [str(sheet.lines[place]) for place in lines.find_repeated()]
    # The same value twice is a slip of copying, and changes nothing.
    if not numbers:
        return ()
    many = format_count(len(numbers), "line says", "lines say")
    return (
        f"{many} again what an earlier one says of the same unit and coder, and count once: "
        f"line {format_names(numbers, _NAMED)}.",
    )
