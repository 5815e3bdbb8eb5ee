"""Surroundings of an SQLite store: copies made by sync programs, and file systems without locks.

SQLite needs locks that every program on every machine sees. Network shares often lack them, and
folders that a sync program carries from machine to machine have none at all: of two people who work
at once, one finds the work in a conflicted copy.
"""

from __future__ import annotations

import errno
import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tipcoder.store.wal_file import is_copy, read_copy_mark
from tipcoder.table_words import CONFLICT_FILES, list_table_words

_NETWORK = re.compile(
    r"nfs\d?|cifs|smb\w*|ncpfs|afs|ceph|glusterfs|lustre|davfs|vboxsf|vmhgfs|prl_fs"
    r"|fuse\.(sshfs|davfs2?|rclone|gvfsd-fuse|s3fs|onedriver|google-drive-ocamlfuse|glusterfs|vmhgfs-fuse)"
)
"""Types of file systems, as Linux calls them, that lie on another machine."""
# What systems answer where locks are missing, switched off, or not of this kind.
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)
_LOG = "-wal"
_OWN = ("", _LOG, "-shm", "-journal", ".bak")


class ConflictedCopy(NamedTuple):
    """A file beside the store that looks like what a sync program makes of two versions."""

    path: Path
    by: str
    """The programs that name copies so."""


_CERTAIN = (
    (r"\.sync-conflict-\d{8}-\d{6}.*", "Syncthing"),
    (r"[ _]*\(.*SFConflict.*\)", "Seafile"),
    (
        rf"[ _]*\(.*({'|'.join(list_table_words(CONFLICT_FILES))}).*\)",
        "Dropbox or Nextcloud",
    ),
    (r"[_.-]conflict[_.-].*", "Nextcloud or ownCloud"),
    (r"\[Conflict\w*\].*", "Google Drive"),
)
"""What comes between the name and its ending, in names that mean nothing else."""
_LIKELY = (
    (r" ?\(\d+\)", "Google Drive or a browser"),
    (r" \d+", "iCloud"),
    (r"-[\w][\w-]*", "OneDrive"),
)
"""The same where a person may have named the file so: it counts if somebody has worked in it."""


def find_conflicted_copies(path: Path) -> list[ConflictedCopy]:
    """Copies of a store that a sync program put beside it, by name; verified backups are not."""
    try:
        names = sorted(entry.name for entry in path.parent.iterdir())
    except OSError:
        return []
    found = []
    for name in names:
        by = _find_sync_program(path, name)
        if by:
            found.append(ConflictedCopy(path.with_name(name), by))
    return found


def _find_sync_program(path: Path, name: str) -> str:
    between = _find_added_part(path, name)
    if not between:
        return ""
    for pattern, by in _CERTAIN:
        if re.fullmatch(pattern, between, re.IGNORECASE):
            return by
    # A person may have given these names; only a file with work in it can be a conflict.
    for pattern, by in _LIKELY:
        if re.fullmatch(pattern, between) and _was_worked_in(path.with_name(name), like=path):
            return by
    return ""


def _find_added_part(path: Path, name: str) -> str:
    """What a name has more than the store's own: behind the stem, or behind the ending."""
    if not name.startswith(path.stem) or name in {path.name + own for own in _OWN}:
        return ""
    for ending in (path.suffix, path.suffix + _LOG):
        if name.endswith(ending) and len(name) > len(path.stem) + len(ending):
            return name[len(path.stem) : -len(ending)]
    if name.startswith(path.name):
        return name[len(path.name) :]
    return ""


def _was_worked_in(other: Path, *, like: Path) -> bool:
    """Whether a file is a tipcoder store in which somebody has worked.

    A copy that `backup` made is not, until somebody opens it.
    """
    if other.name.endswith(_LOG):
        return True  # a copy has no log until somebody works in it
    try:
        same_program = _read_application_id(like) == _read_application_id(other)
    except OSError:
        return False
    return same_program and not is_copy(read_copy_mark(other))


def _read_application_id(path: Path) -> bytes:
    """The four bytes by which SQLite files name their program. Raises OSError."""
    with path.open("rb") as file:
        return file.read(72)[68:72]


def find_network_share(path: Path) -> str:
    """The type of the network file system that holds a file; empty if it is local or unknown."""
    # Windows tells a share by its path only; other systems than Linux do not tell it at all.
    if os.name == "nt":
        return "a Windows share" if str(path.resolve()).startswith("\\\\") else ""
    if not sys.platform.startswith("linux"):
        return ""
    # The name of a mount point need not be text.
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8", errors="surrogateescape")
    except OSError:
        return ""
    kind = _find_mount_kind(os.path.realpath(path), mounts)
    return kind if _NETWORK.fullmatch(kind) else ""


def _find_mount_kind(path: str, mounts: str) -> str:
    """The type of the file system mounted nearest above a path; of two at one place, the later."""
    nearest, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        # A space or a backslash in a name is written as its octal number, `\040`.
        place = re.sub(r"\\(\d{3})", lambda found: chr(int(found[1], 8)), fields[1])
        inside = path == place or path.startswith(place.rstrip("/") + "/")
        if inside and len(place) >= len(nearest):
            nearest, kind = place, fields[2]
    return kind


def lacks_locks(folder: Path) -> bool:
    """Whether the file system refuses the locks that SQLite takes; False if it cannot be tried."""
    try:
        import fcntl
    except ImportError:
        return False
    trial = folder / f".tipcoder-lock-{os.getpid()}"
    try:
        with trial.open("wb") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in _NO_LOCKS
    finally:
        with suppress(OSError):
            trial.unlink()
    return False


def explain_missing_locks(path: Path) -> str:
    """Why locks of a store may not work, as the end of a sentence; empty where they should."""
    kind = find_network_share(path)
    if kind:
        return f"it is on a network share ({kind})"
    return "its file system has no locks" if lacks_locks(path.parent) else ""
