"""The formats in which a report is printed or written, and the writer of each, imported when it is
asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from tipcoder.errors import BadInput
from tipcoder.export.document import Document
from tipcoder.export.report import Report
from tipcoder.extras import check_extra

Writer = Callable[[Document], bytes]


@dataclass(frozen=True)
class Format:
    """A format, the ending of its files, and where its writer is found."""

    name: str
    ending: str
    module: str
    function: str
    package: str = ""
    """The package of an extra that the writer needs; empty for most."""


_WRITERS = "tipcoder.export.writers"
FORMATS = {
    one.name: one
    for one in (
        Format("table", ".txt", f"{_WRITERS}.terminal", "write_terminal"),
        Format("json", ".json", f"{_WRITERS}.json_records", "write_json"),
        Format("csv", ".csv", f"{_WRITERS}.csv_table", "write_csv"),
        Format("markdown", ".md", f"{_WRITERS}.markdown", "write_markdown"),
        Format("html", ".html", f"{_WRITERS}.html_page", "write_html"),
        Format("latex", ".tex", f"{_WRITERS}.latex", "write_latex"),
        Format("docx", ".docx", f"{_WRITERS}.word", "write_docx", "docx"),
        Format("xlsx", ".xlsx", f"{_WRITERS}.workbook", "write_xlsx", "xlsxwriter"),
    )
}
ENDINGS = tuple(one.ending for one in FORMATS.values())
_BY_ENDING = {one.ending: one for one in FORMATS.values()}


def check_ending(path: Path, allowed: Collection[str] = ENDINGS) -> str:
    """The ending of a file that can be written, in small letters.

    Raises BadInput for any other, and EnvironmentFault where the extra that writes it is not
    installed.
    """
    ending = path.suffix.lower()
    if ending not in allowed:
        given = ending or "a file without ending"
        raise BadInput(f"{path}: cannot be written as {given}.", f"Use {', '.join(allowed)}.")
    package = _BY_ENDING[ending].package if ending in _BY_ENDING else ""
    if package:
        check_extra(package, f"Writing {ending}")
    return ending


def find_writer(name: str) -> Writer:
    """The writer of a format, by the name of the format. Imports the module that has it."""
    wanted = FORMATS[name]
    return cast("Writer", getattr(import_module(wanted.module), wanted.function))


def render_report(report: Report, form: str) -> bytes:
    """A report in a format, which is named as by `--format` or by the ending of a file.

    Raises EnvironmentFault where the package that writes the format is not installed.
    """
    wanted = _BY_ENDING[form] if form.startswith(".") else FORMATS[form]
    document = report.document_for(wanted.name)
    return find_writer(wanted.name)(document)


def render_text(report: Report, form: str) -> str:
    """A report as text to print, without the line feed at its end. `form` is one of
    `PRINTED`."""
    return render_report(report, form).decode("utf-8").removesuffix("\n")
