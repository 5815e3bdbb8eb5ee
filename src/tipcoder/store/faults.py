"""A database's complaint as a sentence with a remedy."""

from __future__ import annotations

from pathlib import Path
from shutil import disk_usage

from tipcoder.errors import EnvironmentFault

BUSY_SECONDS = 10
"""How long SQLite waits for another program that writes."""
_LOCK_COMPLAINTS = ("locking protocol", "locked", "disk i/o error", "unable to open")
"""What SQLite says where a file system lacks locks, and elsewhere too."""
_LEAST_ROOM = 1 << 16
"""Bytes that SQLite takes for the file in which readers and writers meet, with some to spare."""
_SERVER = "PostgreSQL ([store] url in study.toml)"
_STATUS_COLUMNS = 76
"""In a window of 80, without its margins and the mark of a refusal."""


def summarise_fault(fault: EnvironmentFault, place: str) -> str:
    """A fault in one line for a screen: without the place, with the remedy if there is room."""
    rest = fault.message.removeprefix(f"{place}: ")
    lacks_subject = rest.startswith(("is ", "was ", "has ", "cannot ", "holds "))
    sentence = f"The store {rest}" if lacks_subject else rest[:1].upper() + rest[1:]
    # Half a sentence would be cut off in the status line, so a general one takes its place.
    if len(sentence) > _STATUS_COLUMNS:
        return "Nothing was kept: the store refused it. `tipcoder check` may say why."
    with_remedy = f"{sentence} {fault.hint}".strip()
    return with_remedy if len(with_remedy) <= _STATUS_COLUMNS else sentence


def translate_complaint(complaint: str, place: str, file: Path | None = None) -> EnvironmentFault:
    """What to raise for the first line of a database's complaint.

    `file` is the SQLite file, if it is one.
    """
    # The order matters: SQLite says "locked" or "unable to open" also where locks are missing.
    low = complaint.lower()
    if _mentions_any(low, "disk is full", "no space left") or _has_no_room(low, file):
        return EnvironmentFault(
            f"{place}: the disk is full; this act was not kept.",
            "Free some space and repeat it.",
        )
    without_locks = _missing_locks_fault(complaint, place, file)
    if without_locks is not None:
        return without_locks
    if _mentions_any(low, "locked", "lock timeout"):
        held = f"another program has held the study for {BUSY_SECONDS} seconds"
        return EnvironmentFault(
            f"{place}: {held}; this act was not kept.",
            "Repeat it, or close the other program.",
        )
    if _mentions_any(low, "readonly", "read-only"):
        return write_protected_fault(place)
    if _mentions_any(low, "malformed", "not a database"):
        return damaged_file_fault(place, complaint)
    if _mentions_any(low, "unable to open"):
        return EnvironmentFault(
            f"{place}: cannot be opened.",
            "Check that the folder exists and is yours to write.",
        )
    return _refused_fault(complaint, place)


def _mentions_any(complaint: str, *words: str) -> bool:
    return any(word in complaint for word in words)


def _has_no_room(complaint: str, file: Path | None) -> bool:
    """Whether SQLite has no room for the files beside its own, which it calls an I/O error."""
    if file is None or "disk i/o error" not in complaint:
        return False
    try:
        return disk_usage(file.parent).free < _LEAST_ROOM
    except OSError:
        return False


def _missing_locks_fault(complaint: str, place: str, file: Path | None) -> EnvironmentFault | None:
    """The fault where the file system has no locks, whatever SQLite calls that; else None."""
    low = complaint.lower()
    if file is None or not _mentions_any(low, *_LOCK_COMPLAINTS):
        return None
    # Asked of the operating system only where something has failed.
    from tipcoder.store.file_systems import explain_missing_locks

    why = explain_missing_locks(file)
    # SQLite says "locking protocol" of nothing else, so it is believed where nothing else is known.
    if not why and _mentions_any(low, "locking protocol"):
        why = f"SQLite said: {complaint}"
    return no_locks_fault(place, why) if why else None


def _refused_fault(complaint: str, place: str) -> EnvironmentFault:
    """What to raise where a server answers, but refuses."""
    low = complaint.lower()
    if _mentions_any(low, "statement timeout"):
        return EnvironmentFault(
            f"{place}: the database took too long; this act was not kept.",
            "Repeat it later.",
        )
    # A database, a role or a table: all of them are named in study.toml.
    not_there = _mentions_any(low, "does not exist")
    remedy = "Check [store] in study.toml." if not_there else "Nothing of this act was kept."
    return EnvironmentFault(f"{place}: the store refused ({complaint}).", remedy)


def no_locks_fault(place: str, why: str) -> EnvironmentFault:
    """What to raise where the file system gives no locks that several programs could rely on."""
    return EnvironmentFault(
        f"{place}: cannot be locked, because {why}; this act was not kept.",
        f"Move the study to a disk of this machine; for several people use {_SERVER}.",
    )


def write_protected_fault(place: str) -> EnvironmentFault:
    """What to raise where nothing can be written."""
    return EnvironmentFault(
        f"{place}: is read-only; this act was not kept.", "Make file and folder writable."
    )


def damaged_file_fault(place: str, complaint: str) -> EnvironmentFault:
    """What to raise about an SQLite file whose pages contradict each other."""
    return EnvironmentFault(
        f"{place}: is damaged ({complaint}).",
        "Restore it from a backup; `tipcoder codings export` saves what can still be read.",
    )
