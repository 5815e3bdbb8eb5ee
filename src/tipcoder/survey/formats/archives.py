"""ZIP archives, which XLSX and ODS files are: what a damaged one may raise, and how large it is."""

from __future__ import annotations

import io
import zipfile
import zlib

from tipcoder.errors import BadInput

BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    KeyError,
    RuntimeError,
    ValueError,
)
"""What reading a damaged archive raises. Among them are `NotImplementedError`, for a method of
packing that is not known, and `UnicodeDecodeError`, for the name of a member.
"""
_LARGEST = 4 << 30
"""Bytes that a workbook may take unpacked."""
_RATIO = 500
"""How many times its packed size a long workbook may take unpacked."""
_SHORT = 256 << 20
"""Bytes unpacked up to which the ratio does not matter."""


def check_unpacked_size(content: bytes, source: str) -> None:
    """Refuse a small archive that would fill the memory, before anything of it is unpacked.

    Raises BadInput.
    """
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except BROKEN_ARCHIVE:
        return  # the reader says what is wrong with it
    out_of_proportion = unpacked > _SHORT and unpacked > _RATIO * len(content)
    if unpacked > _LARGEST or out_of_proportion:
        raise BadInput(
            f"{source}: would take {unpacked / 2**30:,.1f} GB unpacked.", "Save it as CSV UTF-8."
        )
