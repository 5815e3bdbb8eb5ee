"""Agreement on any table of ratings, in one file or in one a coder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder import __version__
from tipcoder.agreement.tables.reading import TableOptions as TableOptions
from tipcoder.agreement.tables.values import fold_to_key
from tipcoder.errors import BadInput
from tipcoder.survey.table import SurveyTable
from tipcoder.workbench.agreement.study_agreement import AgreementReport
from tipcoder.workbench.agreement.title_lines import read_below_titles

if TYPE_CHECKING:
    from tipcoder.agreement.assessment import ReportRequest
    from tipcoder.agreement.resampling import Draws
    from tipcoder.agreement.results import Agreement, GivenTable
    from tipcoder.agreement.tables.rated import RatedTable
    from tipcoder.agreement.tables.reading import TableReading
    from tipcoder.agreement.tables.sheets import RatingsSheet


def assess_files(
    paths: Sequence[Path], asked: TableOptions | None = None, *, draws: Draws | None = None
) -> AgreementReport:
    """The report on the ratings in a file, or in one file per coder.

    Raises BadInput where it is doubtful how the table is laid out or which columns are coders', for
    fewer than two coders, and for values that do not have the level asked for.
    """
    from tipcoder.agreement.assessment import ReportRequest
    from tipcoder.agreement.resampling import STANDARD
    from tipcoder.agreement.tables.rated import build_table_ratings
    from tipcoder.agreement.tables.recognising import read_ratings
    from tipcoder.agreement.terms import CATEGORIES, CODES_OF_A_TABLE

    asked = asked or TableOptions()
    tables = [read_below_titles(path) for path in paths]
    source = " and ".join(table.source for table in tables)
    reading = read_ratings(_build_sheets(paths, tables), asked)
    if reading.codes and asked.level != "nominal":
        raise BadInput(
            f"{source}: holds codes, which are there or not and have no level {asked.level!r}.",
            "Leave --level out.",
        )
    rated = build_table_ratings(reading, asked, source)
    # Scores may have as many values as they like.
    if asked.level == "nominal":
        _refuse_many_categories(rated, source)
    wanted = ReportRequest(
        title=source,
        draws=draws or STANDARD,
        least_joint=1,
        notes=(*_collect_file_notes(tables), *reading.notes, *rated.notes),
        provenance={"software": f"tipcoder {__version__}", "file": _format_fingerprints(tables)},
        table=_build_given_table(tables, reading, rated, asked),
        terms=CODES_OF_A_TABLE if rated.codes else CATEGORIES,
    )
    # What the table holds decides how it is assessed.
    found = _assess_rated(rated, wanted, asked.level)
    return AgreementReport(found, rated.ratings[0], rated.ratings[1:])


def _refuse_many_categories(rated: RatedTable, source: str) -> None:
    """Raise BadInput for scores or lists of codes that are taken for names of categories."""
    from tipcoder.agreement.assessment import MOST_CATEGORIES

    for one in rated.ratings:
        if len(one.categories) > MOST_CATEGORIES:
            raise BadInput(
                f"{source}: its ratings have {len(one.categories)} different values.",
                "Say --level interval (or ordinal, or ratio) where they are scores, "
                "or --layout sets where cells hold several codes; "
                "name the coders' columns with --coders where others are not ratings.",
            )


def build_table_request(
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
) -> TableOptions:
    """What is said of a table, in the words of the command line."""
    return TableOptions(
        layout=layout,
        units=tuple(units),
        coders=tuple(coders),
        values=tuple(values),
        missing=frozenset(fold_to_key(value) for value in missing),
        empty=empty,
        level=level,
        fold=fold,
        order=tuple(order),
    )


def _assess_rated(rated: RatedTable, wanted: ReportRequest, level: str) -> Agreement:
    from tipcoder.agreement.assessment import assess_agreement
    from tipcoder.agreement.tables.rated import as_presence
    from tipcoder.agreement.variables import assess_presence, assess_variables

    if rated.codes:
        return assess_agreement(rated.ratings[0], wanted)
    if rated.presence:
        return assess_presence(as_presence(rated.ratings[0]), wanted)
    return assess_variables(rated.ratings, wanted, level)


def _build_sheets(paths: Sequence[Path], tables: Sequence[SurveyTable]) -> dict[str, RatingsSheet]:
    from tipcoder.agreement.tables.several_files import name_coders
    from tipcoder.agreement.tables.sheets import build_sheet

    names = name_coders([path.stem for path in paths])
    # Two coders of one name would be taken for one.
    if len(set(names)) < len(names):
        # anna/codes.csv and boris/codes.csv
        names = name_coders([path.resolve().parent.name for path in paths])
    if len(set(names)) < len(names):
        raise BadInput(
            "Two of the files have one name, which would be the name of both coders.",
            "Call each file, or its folder, after its coder.",
        )
    out = {}
    for name, table in zip(names, tables, strict=True):
        columns = [column.name for column in table.columns]
        cells = [row.cells for row in table.rows]
        out[name] = build_sheet(table.source, columns, cells, [row.line for row in table.rows])
    return out


def _collect_file_notes(tables: Sequence[SurveyTable]) -> list[str]:
    return [f"{table.source}: {note}." for table in tables for note in table.notes]


def _format_fingerprints(tables: Sequence[SurveyTable]) -> str:
    return ", ".join(f"{table.source} ({table.sha256[:12]})" for table in tables)


def _build_given_table(
    tables: Sequence[SurveyTable], reading: TableReading, rated: RatedTable, asked: TableOptions
) -> GivenTable:
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
        remarks=tuple(_strip_advice(note) for note in reading.notes),
    )


def _strip_advice(note: str) -> str:
    """A note without what can be done about it, for a methods section."""
    said = re.split(r"; say --| With --", note)[0]
    return said if said.endswith(".") else f"{said}."
