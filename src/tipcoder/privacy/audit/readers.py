"""Which reader reads which kind of file, at whatever depth it lies.

A new kind stands here, with its marks and endings in `file_kinds`, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.compressed import read_bzip2, read_gzip, read_xz
from tipcoder.privacy.audit.contents import Contents
from tipcoder.privacy.audit.data_sets import (
    read_parquet,
    read_sas_transport,
    read_spss,
    read_spss_portable,
    read_stata,
)
from tipcoder.privacy.audit.databases import read_database
from tipcoder.privacy.audit.documents import read_document
from tipcoder.privacy.audit.file_kinds import READABLE, recognise_kind
from tipcoder.privacy.audit.json_files import read_json, read_json_lines
from tipcoder.privacy.audit.latex import read_latex
from tipcoder.privacy.audit.mail import read_mail, read_mailbox
from tipcoder.privacy.audit.named_tables import read_font
from tipcoder.privacy.audit.nesting import Nest
from tipcoder.privacy.audit.notebooks import read_notebook
from tipcoder.privacy.audit.old_workbooks import read_ole
from tipcoder.privacy.audit.open_documents import read_open_document
from tipcoder.privacy.audit.other_members import read_remnant, read_xml
from tipcoder.privacy.audit.pages import read_page
from tipcoder.privacy.audit.pdf_files import read_pdf
from tipcoder.privacy.audit.pictures import (
    read_gif,
    read_jpeg,
    read_metafile,
    read_png,
    read_tiff,
    read_webp,
)
from tipcoder.privacy.audit.plain_files import (
    read_csv,
    read_markdown,
    read_text,
    read_tsv,
)
from tipcoder.privacy.audit.presentations import read_presentation
from tipcoder.privacy.audit.rich_text import read_rich_text
from tipcoder.privacy.audit.tar_archives import read_tar
from tipcoder.privacy.audit.workbooks import read_workbook
from tipcoder.privacy.audit.zip_archives import read_book, read_zip

_ALONE: Mapping[str, Callable[[bytes], Contents]] = {
    "csv": read_csv,
    "font": read_font,
    "json": read_json,
    "jsonl": read_json_lines,
    "latex": read_latex,
    "markdown": read_markdown,
    "ole": read_ole,
    "parquet": read_parquet,
    "remnant": read_remnant,
    "sas transport": read_sas_transport,
    "spss": read_spss,
    "spss portable": read_spss_portable,
    "sqlite": read_database,
    "stata": read_stata,
    "text": read_text,
    "tiff": read_tiff,
    "tsv": read_tsv,
}
_NESTING: Mapping[str, Callable[[bytes, Nest], Contents]] = {
    "book": read_book,
    "bzip2": read_bzip2,
    "document": read_document,
    "gif": read_gif,
    "gzip": read_gzip,
    "html": read_page,
    "jpeg": read_jpeg,
    "mail": read_mail,
    "mailbox": read_mailbox,
    "metafile": read_metafile,
    "notebook": read_notebook,
    "opendocument": read_open_document,
    "pdf": read_pdf,
    "png": read_png,
    "presentation": read_presentation,
    "rtf": read_rich_text,
    "svg": read_page,
    "tar": read_tar,
    "webp": read_webp,
    "workbook": read_workbook,
    "xml": read_xml,
    "xz": read_xz,
    "zip": read_zip,
}
"""Readers by the kind that `recognise_kind` tells, without and with other files inside."""
KINDS = frozenset((*_ALONE, *_NESTING))
_UNKNOWN = "A file of this kind cannot be read back."
_HINT = f"These can: {' '.join(READABLE)}."


def read_file(name: str, data: bytes) -> Contents:
    """Everything in a file that lies in no other one.

    Raises BadInput for what cannot be read; what cannot be read inside it is named in the result.
    """
    return read_data(data, Nest(read_data, name))


def read_data(data: bytes, nest: Nest) -> Contents:
    """The same of a file at any depth."""
    kind = recognise_kind(nest.name, data)
    try:
        if kind in _ALONE:
            return _ALONE[kind](data)
        if kind in _NESTING:
            return _NESTING[kind](data, nest)
    except RecursionError:
        raise BadInput(
            "Its parts are nested too deep to follow.", "Leave it out, or write it again."
        ) from None
    what = f"This is {kind}, which cannot be read back." if kind else _UNKNOWN
    raise BadInput(what, f"Leave it out, or audit what it was made from. {_HINT}")
