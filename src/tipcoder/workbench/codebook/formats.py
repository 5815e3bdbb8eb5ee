"""Codebooks as files: read, compared, and written in the forms that leave the study."""

from __future__ import annotations

from tipcoder.codebook.checking import find_gaps as find_gaps
from tipcoder.codebook.differing import find_differences as find_differences
from tipcoder.codebook.reading import read_codebook as read_codebook
from tipcoder.codebook.tables import build_codebook_rows as build_codebook_rows
from tipcoder.codebook.tables import codebook_to_markdown
from tipcoder.codebook.writing import codebook_to_document as codebook_to_document
from tipcoder.codebook.writing import codebook_to_toml
from tipcoder.export.tables import format_csv, format_json
from tipcoder.model import Codebook
from tipcoder.workbench.codebook.hand_edits import is_in_step
from tipcoder.workbench.study import OpenStudy

FORMS = {".toml": "toml", ".csv": "csv", ".json": "json", ".md": "markdown"}
"""Forms of a codebook by the ending of their files."""


def format_codebook(book: Codebook, form: str, language: str) -> str:
    """The text of a codebook in one of `FORMS`; Markdown is in one language."""
    if form == "csv":
        return format_csv(*build_codebook_rows(book))
    if form == "json":
        return format_json(codebook_to_document(book))
    if form == "markdown":
        return codebook_to_markdown(book, language)
    return codebook_to_toml(book)


def waits_for_codes(study: OpenStudy) -> bool:
    """Whether codebook.toml waits to be imported, because it drops codes that have codings."""
    with study.store.read() as db:
        return study.store.is_sqlite and not is_in_step(study.codebook_file, db)
