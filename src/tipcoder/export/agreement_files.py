"""The whole agreement report as a folder of files."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
from tipcoder.export.leaving import LeavingFile
from tipcoder.export.tables import format_csv, format_json
from tipcoder.extras import describe_missing

MATRICES = "matrices"
_WORD_FILE = "agreement.docx"
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 60


def make_agreement_files(
    found: Agreement, ratings: Sequence[Ratings], folder: Path
) -> list[LeavingFile]:
    """Every file of the report; a table of ratings may have several variables.

    The Word document is left out where its extra is not installed: see `describe_left_out`.
    """
    contents = _make_contents(found, ratings)
    return [LeavingFile(folder / name, content) for name, content in contents.items()]


def describe_left_out() -> str:
    """What to install for the files that the report lacks; empty where it has all."""
    missing = describe_missing("docx", "it")
    return f"{_WORD_FILE} is left out: {missing}" if missing else ""


def _make_contents(found: Agreement, ratings: Sequence[Ratings]) -> dict[str, str | bytes]:
    """Every file of the report by its name below the report's folder."""
    document = build_agreement_document(found)
    contents: dict[str, str | bytes] = {
        "agreement.md": find_writer("markdown")(document),
        "agreement.html": find_writer("html")(document),
        "agreement.json": format_json(as_json_report(found)),
        "heat_map.svg": draw_heat_map(found),
        "methods.txt": format_methods_paragraph(found) + "\n",
    }
    # Nobody asked for this file by its name, so a machine without the extra has the others.
    if not describe_left_out():
        contents[_WORD_FILE] = find_writer("docx")(document)
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
