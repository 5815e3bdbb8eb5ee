"""The whole report as a folder of files."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from tipcoder.agreement.methods import format_methods_paragraph
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.results import Agreement
from tipcoder.export.agreement_report import build_agreement_document, build_agreement_paper
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
from tipcoder.export.document import as_html, as_markdown
from tipcoder.export.heat_map import draw_heat_map
from tipcoder.export.tables import format_csv, format_json, write_requested_file
from tipcoder.export.word import as_word

MATRICES = "matrices"
_UNSAFE = re.compile(r"[^\w.-]+")


def write_agreement_report(
    agreement: Agreement,
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
    contents = _build_contents(agreement, (ratings, *more))
    if claim is not None:
        claim([folder / name for name in contents])
    for name, content in contents.items():
        write_requested_file(folder / name, content)
    return [folder / name for name in contents]


def _build_contents(agreement: Agreement, ratings: Sequence[Ratings]) -> dict[str, str | bytes]:
    """Every file of the report by its name below the report's folder."""
    document = build_agreement_document(agreement)
    tables = {
        "agreement_codes.csv": build_wide_rows([*agreement.codes, *agreement.parents, *agreement.parts]),
        "agreement_tidy.csv": build_tidy_rows(agreement),
        "agreement_pairs.csv": build_pair_rows(agreement),
        "agreement_swaps.csv": build_swap_rows(agreement),
        "agreement_quotes.csv": build_span_rows(agreement),
        "agreement_weights.csv": build_weight_rows(ratings[0]),
    }
    contents: dict[str, str | bytes] = {
        "agreement.md": as_markdown(document),
        "agreement.html": as_html(document, f"Agreement: {agreement.title}"),
        "agreement.docx": as_word(build_agreement_paper(agreement), wide=True),
        "agreement.json": format_json(as_json_report(agreement)),
        "heat_map.svg": draw_heat_map(agreement),
        "methods.txt": format_methods_paragraph(agreement) + "\n",
        **{name: format_csv(rows, find_columns(rows)) for name, rows in tables.items() if rows},
    }
    for number, (name, rows) in enumerate(_build_matrices(ratings)):
        if rows:
            contents[f"{MATRICES}/{_make_file_name(name, number)}"] = format_csv(rows, find_columns(rows))
    return contents


def _build_matrices(ratings: Sequence[Ratings]) -> list[tuple[str, list[ReportRow]]]:
    """The raw ratings of each code or variable, by its name."""
    return [(code, build_matrix_rows(one, n)) for one in ratings for n, code in enumerate(one.codes)]


def _make_file_name(code: str, number: int) -> str:
    """A name that every system takes, and no two codes share."""
    plain = _UNSAFE.sub("_", code).strip("._")[:60]
    return f"{number + 1:02}-{plain}.csv" if plain != code or not plain else f"{code}.csv"
