"""Codebooks of other programs and of people: tables, REFI-QDA codebooks and indented lists.

Taguette and QualCoder write a table with a row for each code, MAXQDA a path in one cell, people
whatever they like. What tipcoder exports itself comes back whole.
"""

from __future__ import annotations

from pathlib import Path

from tipcoder.codebook.checks import check_codebook
from tipcoder.codebook.reading import read_codebook
from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.interchange.refi_codebooks import read_refi_codebook
from tipcoder.model.codes import Codebook
from tipcoder.survey.table import read_survey_table
from tipcoder.workbench.codebook.code_lists import read_code_list
from tipcoder.workbench.codebook.code_tables import build_codebook_from_table

_TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".ods")
_LISTS = (".txt", ".md")


def read_any_codebook(path: Path, language: str, title: str = "") -> Codebook:
    """Read and check a codebook of any format, which the ending names; TOML is tipcoder's own.

    `language` is that of texts which do not say theirs, `title` that of a codebook which has none;
    without it the file's name is taken. Raises BadInput naming file, code and
    remedy.
    """
    ending = path.suffix.casefold()
    if ending in _TABLES:
        # A table has no title of its own.
        table = read_survey_table(path)
        book = build_codebook_from_table(table, title or path.stem, language)
    elif ending == ".qdc":
        book = read_refi_codebook(_read_bytes(path), path.name, title or path.stem, language)
    elif ending in _LISTS:
        text = _read_bytes(path).decode("utf-8-sig", "replace")
        book = read_code_list(text, title or path.stem, language)
    else:
        return read_codebook(path)
    check_codebook(book, path.name)
    return book


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise BadInput(
            f"{path}: there is no such file.", "Check the name and the folder."
        ) from None
    except OSError as error:
        raise EnvironmentFault(
            f"{path}: cannot be read ({error.strerror}).", "Check its permissions."
        ) from None
