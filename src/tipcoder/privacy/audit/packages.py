"""Files that are zip archives inside: what they hold, and what the archive itself tells.

Read with the standard library alone, so that nothing of the program that wrote a file helps to
overlook something.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from xml.etree import ElementTree

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.archive_gaps import find_gaps
from tipcoder.privacy.audit.contents import Contents, Passage, Trace
from tipcoder.privacy.audit.nesting import Nest
from tipcoder.privacy.audit.raw_bytes import iterate_raw_texts
from tipcoder.safe_xml import parse_xml

NO_TIME = (1980, 1, 1, 0, 0, 0)
"""What an archive says that keeps no times."""
_LARGEST = 1 << 28
"""Bytes (256 MB) to which an archive may unpack: some kilobytes can unfold without end."""
_ENCRYPTED = 0x1
"""The flag of a member that a password locks (APPNOTE.TXT, 4.4.4)."""
_MANIFEST = "META-INF/manifest.xml"
_STRETCH = 1 << 16
"""Bytes of a member that are unpacked at once."""
_LARGEST_GAP = 64
"""Bytes between members that some programs leave to align them."""


DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)
"""What the standard library raises about an archive that is damaged or locked."""


class Package(Mapping[str, bytes]):
    """Members of an archive by name, each unpacked when it is asked for and then forgotten."""

    def __init__(self, archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> None:
        self._archive, self._members = archive, members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def __getitem__(self, name: str) -> bytes:
        with _refuse_damaged_archive():
            return self._archive.read(self._members[name])

    def read_stretches(self, name: str) -> Iterator[bytes]:
        """The bytes of a member, some at a time."""
        with _refuse_damaged_archive(), self._archive.open(self._members[name]) as member:
            while found := member.read(_STRETCH):
                yield found

    def read_tree(self, name: str) -> ElementTree.Element | None:
        """A member as a tree, or None where there is none."""
        return parse_xml(self[name], name) if name in self else None


@contextmanager
def _refuse_damaged_archive() -> Iterator[None]:
    try:
        yield
    except NotImplementedError:
        raise BadInput(
            "It is packed in a way that cannot be read.", "Pack it again as an ordinary .zip."
        ) from None
    except DAMAGE:
        raise BadInput("It is damaged.", "Write it again.") from None


def open_package(data: bytes, contents: Contents, nest: Nest) -> Package:
    """The members of an archive.

    Names, times, remarks and whatever lies around the members are noted in `contents`. Raises
    BadInput for an archive that is damaged, locked, or unpacks to more than can be read.
    """
    with _refuse_damaged_archive():
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
        _refuse_large_archive(infos)
        gaps = find_gaps(data, infos, archive.start_dir)

    size = sum(info.file_size for info in infos)
    nest.limits.count_unpacked(size, len(data), len(infos))
    _refuse_locked_archive(archive, infos)
    _note_members(infos, contents)
    _note_archive(archive, infos, contents)
    _note_gaps(gaps, infos, contents)
    return Package(archive, _name_members(infos))


def _refuse_large_archive(infos: Sequence[zipfile.ZipInfo]) -> None:
    if sum(info.file_size for info in infos) > _LARGEST:
        raise BadInput(
            f"It unpacks to more than {_LARGEST >> 20} MB, which is more than can be read.",
            "Audit what is in it.",
        )


def _refuse_locked_archive(archive: zipfile.ZipFile, infos: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse passwords of zip, and those of OpenDocument, whose archive is not locked itself."""
    locked = any(info.flag_bits & _ENCRYPTED for info in infos)
    if not locked and _MANIFEST in archive.namelist():
        with _refuse_damaged_archive():
            locked = b":encryption-data" in archive.read(_MANIFEST)
    if locked:
        raise BadInput(
            "It is locked with a password and cannot be read.", "Write it again, without one."
        )


def _name_members(infos: Sequence[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Members by name, folders left out."""
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        if info.is_dir():
            continue
        name = info.filename
        if name in members:
            # Programs show one of two members that have one name; the other must not stay unread.
            name = f"{name} ({info.header_offset})"
        members[name] = info
    return members


def _note_members(infos: Sequence[zipfile.ZipInfo], contents: Contents) -> None:
    for info in infos:
        name = strip_ending(info.filename)
        contents.passages.append(Passage("list of members", name, True, "names of members"))
        for bytes_ in (info.comment, info.extra):
            for passage in iterate_raw_texts(bytes_, info.filename) if bytes_.strip() else ():
                contents.passages.append(passage._replace(part="remarks of the archive"))


def _note_archive(
    archive: zipfile.ZipFile, infos: Sequence[zipfile.ZipInfo], contents: Contents
) -> None:
    if archive.comment:
        remark = archive.comment.decode("utf-8", "replace")
        contents.passages.append(Passage("the archive", remark, True, "remarks"))
    if any(info.date_time != NO_TIME for info in infos):
        sentence = "tells when its parts were made"
        contents.traces.append(Trace("time", "the archive", sentence, grave=False))


def _note_gaps(gaps: Sequence[bytes], infos: Sequence[zipfile.ZipInfo], contents: Contents) -> None:
    for number, hidden in enumerate(gaps, 1):
        contents.passages += iterate_raw_texts(hidden, f"gap {number} of the archive")
    if sum(map(len, gaps)) > _LARGEST_GAP:
        contents.traces.append(Trace("hidden", "the archive", "has bytes that belong to no member"))
    if len({info.filename for info in infos}) < len(infos):
        contents.traces.append(Trace("hidden", "the archive", "has two members of one name"))


def strip_ending(name: str) -> str:
    """A name without its ending, which may be a country's domain too (`.md`, `.py`)."""
    return re.sub(r"\.\w{1,8}$", "", name)
