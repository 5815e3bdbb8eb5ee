"""The codebook as it is handed on: the table of a methods appendix, one row per code, and its whole
content.
"""

from __future__ import annotations

from tipcoder.codebook.tables import APPENDIX_COLUMNS, build_codebook_rows, list_appendix_rows
from tipcoder.codebook.writing import codebook_to_document
from tipcoder.export.document import Block, Column, Document, Heading, Table, text_cells
from tipcoder.export.report import Report, build_table
from tipcoder.model.codes import Codebook

_TITLE = "Codebook"
_WRAPPING = ("definition", "use when", "avoid when", "examples")
"""Columns of sentences."""


def build_appendix_table(codebook: Codebook, language: str, caption: str = "") -> Table:
    """The codes in one language with their definitions, rules and examples."""
    heads = [Column(name, wraps=name in _WRAPPING) for name in APPENDIX_COLUMNS]
    cells = tuple(map(text_cells, list_appendix_rows(codebook, language)))
    return Table(tuple(heads), cells, caption)


def build_codebook_report(codebook: Codebook, language: str) -> Report:
    """The codebook in every format but TOML; documents are in one language, tables for programs in
    all of them.
    """
    rows, columns = build_codebook_rows(codebook)
    appendix = build_appendix_table(codebook, language)
    # A study without a title names its codebook only where a page needs a name.
    title = codebook.title or _TITLE
    blocks: tuple[Block, ...] = (Heading(title, 1), appendix) if codebook.title else (appendix,)
    return Report(
        document=Document(title, blocks, is_wide=True),
        flat=build_table(rows, columns, caption=_TITLE),
        records=codebook_to_document(codebook),
    )
