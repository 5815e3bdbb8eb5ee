"""Agreement on any table of ratings, in one file or in one a coder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder import __version__
from tipcoder.agreement.tables.reading import Asked as Asked
from tipcoder.agreement.tables.values import key_of
from tipcoder.errors import BadInput
from tipcoder.survey.table import SurveyTable
from tipcoder.workbench.agreement.study_agreement import Compared
from tipcoder.workbench.agreement.title_lines import read_below_titles

if TYPE_CHECKING:
    from tipcoder.agreement.assessing import Wanted
    from tipcoder.agreement.resampling import Draws
    from tipcoder.agreement.results import Agreement, GivenTable
    from tipcoder.agreement.tables.rated import Rated
    from tipcoder.agreement.tables.reading import Reading
    from tipcoder.agreement.tables.sheets import Sheet


def file_agreement(paths: Sequence[Path], asked: Asked | None = None, *, draws: Draws | None = None) -> Compared:
    """The report on the ratings in a file, or in one file a coder.

    Raises BadInput where it is doubtful how the table is laid out or which columns are coders', for fewer than two
    coders, and for values that do not have the level asked for.
    """
    from tipcoder.agreement.assessing import MOST_CATEGORIES, Wanted
    from tipcoder.agreement.resampling import STANDARD
    from tipcoder.agreement.tables.rated import ratings_in
    from tipcoder.agreement.tables.recognising import read_ratings
    from tipcoder.agreement.terms import CATEGORIES, CODES_OF_A_TABLE

    asked = asked or Asked()
    tables = [read_below_titles(path) for path in paths]
    source = " and ".join(table.source for table in tables)
    reading = read_ratings(_sheets(paths, tables), asked)
    if reading.codes and asked.level != "nominal":
        raise BadInput(
            f"{source}: holds codes, which are there or not and have no level {asked.level!r}.", "Leave --level out."
        )
    rated = ratings_in(reading, asked, source)
    for one in rated.ratings:
        if asked.level == "nominal" and len(one.categories) > MOST_CATEGORIES:
            raise BadInput(
                f"{source}: its ratings have {len(one.categories)} different values.",
                "Say --level interval (or ordinal, or ratio) where they are scores, or --layout sets where cells hold "
                "several codes; name the coders' columns with --coders where others are no ratings.",
            )
    wanted = Wanted(
        title=source,
        draws=draws or STANDARD,
        least_joint=1,
        notes=(*_notes_of_files(tables), *reading.notes, *rated.notes),
        provenance={"software": f"tipcoder {__version__}", "file": _fingerprints(tables)},
        table=_given(tables, reading, rated, asked),
        terms=CODES_OF_A_TABLE if rated.codes else CATEGORIES,
    )
    found = _assessed(rated, wanted, asked.level)
    return Compared(found, rated.ratings[0], rated.ratings[1:])


def asked_of(
    *,
    layout: str = "",
    units: Sequence[str] = (),
    coders: Sequence[str] = (),
    values: Sequence[str] = (),
    missing: Sequence[str] = (),
    empty: str = "",
    level: str = "nominal",
    fold: str = "auto",
    order: Sequence[str] = (),
) -> Asked:
    """What is said of a table, in the words of the command line."""
    return Asked(
        layout=layout,
        units=tuple(units),
        coders=tuple(coders),
        values=tuple(values),
        missing=frozenset(key_of(value) for value in missing),
        empty=empty,
        level=level,
        fold=fold,
        order=tuple(order),
    )


def _assessed(rated: Rated, wanted: Wanted, level: str) -> Agreement:
    from tipcoder.agreement.assessing import assess
    from tipcoder.agreement.tables.rated import as_presence
    from tipcoder.agreement.variables import assess_presence, assess_variables

    if rated.codes:
        return assess(rated.ratings[0], wanted)
    if rated.presence:
        return assess_presence(as_presence(rated.ratings[0]), wanted)
    return assess_variables(rated.ratings, wanted, level)


def _sheets(paths: Sequence[Path], tables: Sequence[SurveyTable]) -> dict[str, Sheet]:
    from tipcoder.agreement.tables.several_files import coders_of
    from tipcoder.agreement.tables.sheets import sheet_of

    names = coders_of([path.stem for path in paths])
    if len(set(names)) < len(names):
        # anna/codes.csv and boris/codes.csv
        names = coders_of([path.resolve().parent.name for path in paths])
    if len(set(names)) < len(names):
        raise BadInput(
            "Two of the files have one name, which would be the name of both coders.",
            "Call each file, or its folder, after its coder.",
        )
    out = {}
    for name, table in zip(names, tables, strict=True):
        columns = [column.name for column in table.columns]
        cells = [row.cells for row in table.rows]
        out[name] = sheet_of(table.source, columns, cells, [row.line for row in table.rows])
    return out


def _notes_of_files(tables: Sequence[SurveyTable]) -> list[str]:
    return [f"{table.source}: {note}." for table in tables for note in table.notes]


def _fingerprints(tables: Sequence[SurveyTable]) -> str:
    return ", ".join(f"{table.source} ({table.sha256[:12]})" for table in tables)


def _given(tables: Sequence[SurveyTable], reading: Reading, rated: Rated, asked: Asked) -> GivenTable:
    from tipcoder.agreement.results import GivenTable

    return GivenTable(
        files=tuple(table.source for table in tables),
        layout=reading.layout,
        read_as=f"Read as {reading.sentence}.",
        units=len(reading.units),
        variables=tuple(variable.name for variable in reading.variables if variable.name),
        level=asked.level,
        folded=rated.folded,
        missing=rated.missing,
        left_out=reading.left_out,
        order=asked.order,
        remarks=tuple(_without_advice(note) for note in reading.notes),
    )


def _without_advice(note: str) -> str:
    """A note without what can be done about it, for a methods section."""
    said = re.split(r"; say --| With --", note)[0]
    return said if said.endswith(".") else f"{said}."
