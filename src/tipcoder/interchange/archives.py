"""Archives of other programs, opened so that nothing in them does harm.

Nothing is ever unpacked to the disk. What a member says about its size is not believed: it is read
up to a limit.
"""

from __future__ import annotations

import lzma
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tipcoder.errors import BadInput, EnvironmentFault

MOST_MEMBERS = 150_000
"""Members of an archive: a large study has a text for each answer."""
LARGEST_XML = 1 << 30
"""Bytes (1 GB) of the project's XML, which is read in pieces."""
LARGEST_TEXT = 1 << 25
"""Bytes (32 MB) of one text, which is held whole."""
_LARGEST_SUM = 1 << 31
_HIGHEST_RATIO = 200
"""Times that a member may be larger than what it is packed in. Text comes to 10 or 20."""
_RATIO_FROM = 10 << 20
"""Bytes from which the ratio counts: a small member of one letter repeated is no danger."""
_MEMBER_MARK = b"PK\x01\x02"
_STRETCH = 1 << 20
_ENCRYPTED = 0x1
_DRIVE = re.compile(r"[A-Za-z]:")
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)


class ProjectArchive:
    """A .qdpx: its project in XML, and its texts by name."""

    def __init__(self, archive: zipfile.ZipFile, source: str) -> None:
        """Raises BadInput for an archive that could do harm, or has no project in it."""
        self._archive, self._source = archive, source
        members = archive.infolist()
        _refuse_harm(members, source)
        self._by_name = {_fold_path(one.filename): one for one in members}
        self.remarks = tuple(_describe_oddities(members))
        self._project = _find_project(members, source)
        if self._project.file_size > LARGEST_XML:
            raise _too_large(source, self._project.filename)

    @contextmanager
    def open_project(self) -> Iterator[_LimitedStream]:
        """The project's XML, at most as much as may be read."""
        with _naming(self._source):
            stream = self._archive.open(self._project)
        with stream:
            yield _LimitedStream(stream, LARGEST_XML, self._source)

    def read_text(self, path: str) -> bytes | None:
        """A text by what a source calls it; None where it is not in the archive.

        Raises BadInput for one that is too large or damaged.
        """
        # Some programs leave `internal://` out, and some write the folder with a capital.
        name = path.rpartition("://")[2].lstrip("/")
        member = self._by_name.get(_fold_path(f"sources/{name}"))
        member = member or self._by_name.get(_fold_path(name))
        if member is None:
            return None
        with _naming(self._source), self._archive.open(member) as stream:
            data = stream.read(LARGEST_TEXT + 1)
        if len(data) > LARGEST_TEXT:
            raise _too_large(self._source, member.filename)
        return data


class _LimitedStream:
    """Bytes of a member, up to a limit."""

    def __init__(self, stream: IO[bytes], limit: int, source: str) -> None:
        self._stream, self._left, self._source = stream, limit, source

    def read(self, size: int) -> bytes:
        """The next bytes. Raises BadInput where the member is damaged, or beyond the limit."""
        with _naming(self._source):
            found = self._stream.read(size)
        self._left -= len(found)
        if self._left < 0:
            raise _too_large(self._source, "the project")
        return found


@contextmanager
def open_archive(path: Path) -> Iterator[ProjectArchive]:
    """Open a .qdpx.

    Raises BadInput for what is no archive, is damaged or could do harm, and EnvironmentFault for a
    file that cannot be read.
    """
    try:
        _count_members(path)
        with _naming(path.name):
            archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise BadInput(f"{path}: there is no such file.", "Check the name.") from None
    except OSError as error:
        raise EnvironmentFault(
            f"{path}: cannot be read ({error.strerror}).", "Check its permissions."
        ) from None
    with archive:
        yield ProjectArchive(archive, path.name)


@contextmanager
def _naming(source: str) -> Iterator[None]:
    try:
        yield
    except _DAMAGE:
        raise BadInput(
            f"{source}: is damaged, or cut off.", "Export the project again, and copy it whole."
        ) from None


def _count_members(path: Path) -> None:
    """Refuse an archive of endless members before its list is built, which takes memory."""
    marks, rest = 0, b""
    with path.open("rb") as file:
        while stretch := file.read(_STRETCH):
            marks += (rest + stretch).count(_MEMBER_MARK)
            # A mark that lies across two stretches is counted once, with the second.
            rest = stretch[-(len(_MEMBER_MARK) - 1) :]
            if marks > MOST_MEMBERS:
                raise BadInput(
                    f"{path.name}: has more than {MOST_MEMBERS} files in it.",
                    "Export fewer texts at once.",
                )


def _refuse_harm(members: list[zipfile.ZipInfo], source: str) -> None:
    if sum(one.file_size for one in members) > _LARGEST_SUM:
        raise _too_large(source, "all files together")
    for one in members:
        why = _find_harm(one)
        if why:
            raise BadInput(
                f"{source}: {one.filename[:80]!r} {why}, so nothing of it is read.",
                "Export the project again.",
            )


def _find_harm(member: zipfile.ZipInfo) -> str:
    """Why an archive with this member is not read; empty where it may be."""
    # Python cuts a name at NUL, so the name as it was written is asked.
    name = member.orig_filename.replace("\\", "/")
    if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/") or "\0" in name:
        return "would lie outside of the archive"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "is a link"
    if member.flag_bits & _ENCRYPTED:
        return "is locked with a password"
    packed = max(member.compress_size, 1)
    if member.file_size > _RATIO_FROM and member.file_size / packed > _HIGHEST_RATIO:
        return f"unfolds to {member.file_size >> 20} MB"
    return ""


def _find_project(members: list[zipfile.ZipInfo], source: str) -> zipfile.ZipInfo:
    """The one .qde at the top, whatever it is called."""
    found = []
    for one in members:
        if one.filename.lower().endswith(".qde") and "/" not in one.filename:
            found.append(one)
    if len(found) == 1:
        return found[0]
    if not found:
        raise BadInput(f"{source}: has no project.qde in it.", "Export it as REFI-QDA (.qdpx).")
    names = ", ".join(one.filename[:40] for one in found[:5])
    raise BadInput(f"{source}: has {len(found)} projects in it ({names}).", "Leave one in it.")


def _describe_oddities(members: list[zipfile.ZipInfo]) -> Iterator[str]:
    counts = Counter(_fold_path(one.filename) for one in members)
    twice = sum(number > 1 for number in counts.values())
    if twice:
        yield f"{twice} names stand in the archive more than once; the last file of each is read"


def _fold_path(name: str) -> str:
    return name.replace("\\", "/").lower()


def _too_large(source: str, what: str) -> BadInput:
    return BadInput(f"{source}: {what[:80]} is too large to read.", "Export fewer texts at once.")
