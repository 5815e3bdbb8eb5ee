"""Tar archives: their members, and what the archive tells of the machine that made it."""

from __future__ import annotations

import io
import tarfile

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.contents import Contents, Passage, Trace
from tipcoder.privacy.audit.nesting import Nest
from tipcoder.privacy.audit.packages import strip_ending
from tipcoder.privacy.audit.raw_bytes import iterate_raw_texts

_BLOCK = 512
"""Bytes to which every member is filled up."""


def read_tar(data: bytes, nest: Nest) -> Contents:
    """Every member as a file of its own; accounts, links and times that its header names."""
    contents = Contents()
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for info in archive:
                nest.limits.count_unpacked(info.size, len(data))
                _note_header(info, contents)
                if info.isreg():
                    _read_member(archive, info, data, contents, nest)
            rest = data[archive.offset :]
    except (tarfile.TarError, OSError, EOFError, ValueError):
        raise BadInput("It is damaged and cannot be unpacked.", "Write it again.") from None

    if rest.strip(b"\x00"):
        contents.traces.append(Trace("hidden", "the archive", "has bytes behind its end"))
        contents.passages += iterate_raw_texts(rest.strip(b"\x00"), "bytes behind the end")
    return contents


def _read_member(
    archive: tarfile.TarFile, info: tarfile.TarInfo, data: bytes, contents: Contents, nest: Nest
) -> None:
    file = archive.extractfile(info)
    inside = file.read() if file is not None else b""
    if len(inside) < info.size:
        raise BadInput("It is damaged and cannot be unpacked.", "Write it again.")
    nest.read_into(contents, info.name, inside)

    end = info.offset_data + info.size
    slack = data[end : end + -info.size % _BLOCK].strip(b"\x00")
    if slack:
        contents.passages += iterate_raw_texts(slack, f"bytes behind {info.name}")


def _note_header(info: tarfile.TarInfo, contents: Contents) -> None:
    name = strip_ending(info.name)
    contents.passages.append(Passage("list of members", name, True, "names of members"))
    told = [info.linkname, info.uname, info.gname, *info.pax_headers.values()]
    for text in filter(None, told):
        contents.passages.append(Passage(info.name, str(text), True, "header of the archive"))
    if info.uname not in ("", "root") or info.gname not in ("", "root"):
        sentence = "names the account that made it"
        contents.traces.append(Trace("author", "the archive", sentence))
    if info.mtime:
        sentence = "tells when its parts were made"
        contents.traces.append(Trace("time", "the archive", sentence, grave=False))
