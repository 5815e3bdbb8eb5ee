"""The whole agreement report as a folder of files."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from tipcoder.agreement.methods import format_methods_paragraph
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.results import Agreement
from tipcoder.export.agreement_report import build_agreement_document
from tipcoder.export.agreement_rows import (
    ReportRow,
    as_json_report,
    build_matrix_rows,
    build_pair_rows,
    build_span_rows,
    build_swap_rows,
    build_tidy_rows,
    build_weight_rows,
    build_wide_rows,
    find_columns,
)
from tipcoder.export.formats import find_writer
from tipcoder.export.heat_map import draw_heat_map
from tipcoder.export.leaving import LeavingFile, put_in_place
from tipcoder.export.tables import format_csv, format_json

MATRICES = "matrices"
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 60


def write_agreement_report(
    found: Agreement,
    ratings: Ratings,
    folder: Path,
    claim: Callable[[Sequence[Path]], None] | None = None,
    *,
    more: Sequence[Ratings] = (),
) -> list[Path]:
    """Write every file of the report and return their paths; `more` are further variables of a
    table.

    `claim` is asked for all places before the first file is written, and raises where one is taken.
    Raises EnvironmentFault where a file cannot be written; then none is.
    """
    contents = _make_contents(found, (ratings, *more))
    paths = [folder / name for name in contents]
    if claim is not None:
        claim(paths)
    put_in_place(
        [LeavingFile(path, content) for path, content in zip(paths, contents.values(), strict=True)]
    )
    return paths


def _make_contents(found: Agreement, ratings: Sequence[Ratings]) -> dict[str, str | bytes]:
    """Every file of the report by its name below the report's folder."""
    document = build_agreement_document(found)
    contents: dict[str, str | bytes] = {
        "agreement.md": find_writer("markdown")(document),
        "agreement.html": find_writer("html")(document),
        "agreement.docx": find_writer("docx")(document),
        "agreement.json": format_json(as_json_report(found)),
        "heat_map.svg": draw_heat_map(found),
        "methods.txt": format_methods_paragraph(found) + "\n",
    }
    tables = {
        "agreement_codes.csv": build_wide_rows([*found.codes, *found.parents, *found.parts]),
        "agreement_tidy.csv": build_tidy_rows(found),
        "agreement_pairs.csv": build_pair_rows(found),
        "agreement_swaps.csv": build_swap_rows(found),
        "agreement_quotes.csv": build_span_rows(found),
        "agreement_weights.csv": build_weight_rows(ratings[0]),
        **_make_matrices(ratings),
    }
    for name, rows in tables.items():
        if rows:
            contents[name] = format_csv(rows, find_columns(rows))
    return contents


def _make_matrices(ratings: Sequence[Ratings]) -> dict[str, list[ReportRow]]:
    """The raw ratings of each code or variable, by the name of their file."""
    matrices: dict[str, list[ReportRow]] = {}
    number = 0
    for variable in ratings:
        for place, code in enumerate(variable.codes):
            name = _name_file(code, number)
            matrices[f"{MATRICES}/{name}"] = build_matrix_rows(variable, place)
            number += 1
    return matrices


def _name_file(code: str, number: int) -> str:
    """A name that every system takes, and no two codes share."""
    plain = _UNSAFE.sub("_", code).strip("._")[:_LONGEST_NAME]
    is_safe = plain == code and plain != ""
    return f"{code}.csv" if is_safe else f"{number + 1:02}-{plain}.csv"
