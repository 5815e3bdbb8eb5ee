"""The whole report as a folder of files."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from tipcoder.agreement.methods import methods_paragraph
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.results import Agreement
from tipcoder.export.agreement_report import agreement_document, agreement_paper
from tipcoder.export.agreement_rows import (
    Row,
    columns_of,
    json_report,
    matrix_rows,
    pair_rows,
    span_rows,
    swap_rows,
    tidy_rows,
    weight_rows,
    wide_rows,
)
from tipcoder.export.document import as_html, as_markdown
from tipcoder.export.heat_map import heat_map_svg
from tipcoder.export.tables import rows_as_csv, rows_as_json, write_result
from tipcoder.export.word import as_word

MATRICES = "matrices"
_UNSAFE = re.compile(r"[^\w.-]+")


def write_report(
    found: Agreement,
    ratings: Ratings,
    folder: Path,
    claim: Callable[[Sequence[Path]], None] | None = None,
    *,
    more: Sequence[Ratings] = (),
) -> list[Path]:
    """Write every file of the report and return their paths; `more` are further variables of a table.

    `claim` is asked for all places before the first file is written, and raises where one is taken.
    Raises EnvironmentFault where a file cannot be written.
    """
    contents = _contents(found, (ratings, *more))
    if claim is not None:
        claim([folder / name for name in contents])
    for name, content in contents.items():
        write_result(folder / name, content)
    return [folder / name for name in contents]


def _contents(found: Agreement, ratings: Sequence[Ratings]) -> dict[str, str | bytes]:
    """Every file of the report by its name below the report's folder."""
    document = agreement_document(found)
    tables = {
        "agreement_codes.csv": wide_rows([*found.codes, *found.parents, *found.parts]),
        "agreement_tidy.csv": tidy_rows(found),
        "agreement_pairs.csv": pair_rows(found),
        "agreement_swaps.csv": swap_rows(found),
        "agreement_quotes.csv": span_rows(found),
        "agreement_weights.csv": weight_rows(ratings[0]),
    }
    contents: dict[str, str | bytes] = {
        "agreement.md": as_markdown(document),
        "agreement.html": as_html(document, f"Agreement: {found.title}"),
        "agreement.docx": as_word(agreement_paper(found), wide=True),
        "agreement.json": rows_as_json(json_report(found)),
        "heat_map.svg": heat_map_svg(found),
        "methods.txt": methods_paragraph(found) + "\n",
        **{name: rows_as_csv(rows, columns_of(rows)) for name, rows in tables.items() if rows},
    }
    for number, (name, rows) in enumerate(_matrices(ratings)):
        if rows:
            contents[f"{MATRICES}/{_file_name(name, number)}"] = rows_as_csv(rows, columns_of(rows))
    return contents


def _matrices(ratings: Sequence[Ratings]) -> list[tuple[str, list[Row]]]:
    """The raw ratings of each code or variable, by its name."""
    return [(code, matrix_rows(one, n)) for one in ratings for n, code in enumerate(one.codes)]


def _file_name(code: str, number: int) -> str:
    """A name that every system takes, and no two codes share."""
    plain = _UNSAFE.sub("_", code).strip("._")[:60]
    return f"{number + 1:02}-{plain}.csv" if plain != code or not plain else f"{code}.csv"
