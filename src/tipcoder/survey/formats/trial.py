"""A first reading of a file in a process of its own, for formats whose readers a file can end.

Old Excel files and those of SPSS and Stata are read by libraries in C and Rust. Some damaged files
end the process, or make it write to the terminal, without an error that could be told. So that this
process goes on, another one tries first.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tipcoder.errors import BadInput

_STATISTICS = """
import sys, warnings
warnings.simplefilter("ignore")
import pyreadstat
kind, path, encoding = sys.argv[1:]
reads = {
    "spss": pyreadstat.read_sav,
    "spss portable": pyreadstat.read_por,
    "stata": pyreadstat.read_dta,
}
choices = {"disable_datetime_conversion": True, "output_format": "dict"}
if kind != "spss portable":
    choices["user_missing"] = True
    if encoding:
        choices["encoding"] = encoding
_, described = reads[kind](path, metadataonly=True, **choices)
stretch = max(1_000, 4_000_000 // max(1, described.number_columns))
start, rows = 0, stretch
while rows == stretch:
    columns, _ = reads[kind](path, row_offset=start, row_limit=stretch, **choices)
    rows = len(next(iter(columns.values()), ()))
    start += rows
"""
_WORKBOOK = """
import sys
import python_calamine
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, resource.RLIM_INFINITY))
except (ImportError, ValueError, OSError):
    pass
try:
    with open(sys.argv[2], "rb") as file:
        book = python_calamine.CalamineWorkbook.from_filelike(file)
    for name in book.sheet_names:
        for row in book.get_sheet_by_name(name).iter_rows():
            pass
except Exception:
    pass
except BaseException:
    sys.exit(9)
"""
_REACHED_IMPOSSIBLE = 9
"""Exit status where the reader of workbooks came to a state that it holds to be impossible."""
_WINDOWS_FAULT = 0xC0000000
"""Exit statuses from here on are faults of the processor, on Windows."""


def try_reading(path: Path, source: str, kind: str, encoding: str | None = None) -> None:
    """Raises BadInput where the file ends the process that reads it.

    `kind` is the value of a FileFormat. Whatever else is wrong with the file shows when it is read
    here.
    """
    script = _WORKBOOK if kind == "xls" else _STATISTICS
    command = [sys.executable, "-P", "-c", script, kind, str(path), encoding or ""]
    silent = subprocess.DEVNULL
    done = subprocess.run(command, stdin=silent, stdout=silent, stderr=silent, check=False)
    ended = done.returncode < 0 or done.returncode >= _WINDOWS_FAULT
    if ended or done.returncode == _REACHED_IMPOSSIBLE:
        raise BadInput(
            f"{source}: is damaged so badly that it cannot be read.",
            "Save it again, or export it as CSV UTF-8.",
        )
