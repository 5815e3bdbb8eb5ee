"""Numbers by country from a workbook, as Freedom House and others publish them."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from tipcoder.analysis.country_files import read_country_table, read_freedom_house
from tipcoder.errors import BadInput
from tipcoder.workbench.statistics.country_files import read_country_rows

EXPLANATION = [["Ratings of the world"], ["Read the notes."]]
RATINGS: list[Sequence[object]] = [
    ["Survey Edition", "1981", None, None, "2002", None, None],
    ["Year(s) Under Review", "1980", None, None, "2001", None, None],
    [None, "PR", "CL", "Status", "PR", "CL", "Status"],
    ["Kenya", 5, 4, "PF", 6.0, 5, "NF"],
    ["Kosovo", "-", "-", "-", 6, None, "NF"],
]


def workbook(path: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    book = Workbook()
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    del book["Sheet"]
    book.save(path)
    return path


def test_the_sheet_with_ratings_is_found_behind_others(tmp_path: Path) -> None:
    path = workbook(tmp_path / "fh.xlsx", About=EXPLANATION, Ratings=RATINGS)
    readings = list(
        read_freedom_house(read_country_rows(path, "freedom", "freedom-house"), path.name)
    )
    assert [(r.name, r.year, r.value) for r in readings] == [
        ("Kenya", 1980, 9.0), ("Kenya", 2001, 11.0), ("Kosovo", 1980, None), ("Kosovo", 2001, None),
    ]  # fmt: skip


def test_a_long_table_is_read_from_the_first_sheet(tmp_path: Path) -> None:
    rows = [["country", "year", "tier"], ["Peru", 2003, 2.5], ["Peru", 2004, "Tier 1"]]
    path = workbook(tmp_path / "tiers.xlsx", Tiers=rows, Notes=EXPLANATION)
    found = read_country_table(
        read_country_rows(path, "tier", "long"),
        path.name,
        country="country",
        value="tier",
        year="year",
    )
    assert [(r.year, r.value) for r in found] == [(2003, 2.5), (2004, 1.0)]


def test_a_workbook_without_ratings_is_refused_with_a_remedy(tmp_path: Path) -> None:
    path = workbook(tmp_path / "fh.xlsx", About=EXPLANATION)
    with pytest.raises(BadInput, match="three header rows"):
        list(read_freedom_house(read_country_rows(path, "freedom", "freedom-house"), path.name))


@pytest.mark.parametrize("content", [b"", b"country,year\n", b"PK\x03\x04 and then nothing"])
def test_a_damaged_workbook_is_refused_with_a_remedy(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "fh.xlsx"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"fh\.xlsx: is not a workbook") as caught:
        read_country_rows(path, "freedom", "freedom-house")
    assert "CSV" in caught.value.hint


def test_a_small_file_that_unfolds_to_a_huge_one_is_refused_unopened(tmp_path: Path) -> None:
    path = workbook(tmp_path / "fh.xlsx", Ratings=RATINGS)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts,
        parts.open("xl/more.xml", "w") as part,
    ):
        for _ in range(21):
            part.write(b" " * 10_000_000)
    with pytest.raises(BadInput, match="too large"):
        read_country_rows(path, "freedom", "freedom-house")
