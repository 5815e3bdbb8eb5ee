"""What a database says, as a sentence with a remedy."""

from __future__ import annotations

from pathlib import Path

from tipcoder.errors import EnvironmentFault

BUSY_SECONDS = 10
"""How long SQLite waits for another program that writes."""
_OF_LOCKS = ("locking protocol", "locked", "disk i/o error", "unable to open")
"""What SQLite says where a file system lacks locks, and elsewhere too."""
_SERVER = "PostgreSQL ([store] url in study.toml)"
_STATUS_COLUMNS = 76
"""In a window of 80, without its margins and the mark of a refusal."""


def summarise_fault(fault: EnvironmentFault, place: str) -> str:
    """What somebody at a screen needs of it: not where the store is, and the remedy if there is
    room.
    """
    rest = fault.message.removeprefix(f"{place}: ")
    about_it = rest.startswith(("is ", "was ", "has ", "cannot ", "holds "))
    said = f"The store {rest}" if about_it else rest[:1].upper() + rest[1:]
    if len(said) > _STATUS_COLUMNS:
        return "Nothing was kept: the store refused it. `tipcoder check` may say why."
    whole = f"{said} {fault.hint}".strip()
    return whole if len(whole) <= _STATUS_COLUMNS else said


def translate_complaint(said: str, place: str, file: Path | None = None) -> EnvironmentFault:
    """What to raise for the first line of a database's complaint.

    `file` is the SQLite file, if it is one.
    """
    low = said.lower()
    if _mentions_any(low, "disk is full", "no space left"):
        return EnvironmentFault(
            f"{place}: the disk is full; this act was not kept.",
            "Free some space and repeat it.",
        )
    lockless = _missing_locks_fault(said, place, file)
    if lockless is not None:
        return lockless
    if _mentions_any(low, "locked", "lock timeout"):
        held = f"another program has held the study for {BUSY_SECONDS} seconds"
        return EnvironmentFault(
            f"{place}: {held}; this act was not kept.",
            "Repeat it, or close the other program.",
        )
    if _mentions_any(low, "readonly", "read-only"):
        return write_protected_fault(place)
    if _mentions_any(low, "malformed", "not a database"):
        return damaged_file_fault(place, said)
    if _mentions_any(low, "unable to open"):
        return EnvironmentFault(
            f"{place}: cannot be opened.",
            "Check that the folder exists and is yours to write.",
        )
    return _refused_fault(said, place)


def _mentions_any(complaint: str, *words: str) -> bool:
    return any(word in complaint for word in words)


def _missing_locks_fault(said: str, place: str, file: Path | None) -> EnvironmentFault | None:
    """The fault where the file system has no locks, whatever SQLite calls that; else None."""
    low = said.lower()
    if file is None or not _mentions_any(low, *_OF_LOCKS):
        return None
    # Asked of the operating system only where something has failed.
    from tipcoder.store.file_systems import explain_missing_locks

    why = explain_missing_locks(file)
    if not why and _mentions_any(low, "locking protocol"):
        why = f"SQLite said: {said}"
    return no_locks_fault(place, why) if why else None


def _refused_fault(said: str, place: str) -> EnvironmentFault:
    """What a server that answers does not do, and why."""
    low = said.lower()
    if _mentions_any(low, "statement timeout"):
        return EnvironmentFault(
            f"{place}: the database took too long; this act was not kept.",
            "Repeat it later.",
        )
    not_there = _mentions_any(low, "does not exist")
    remedy = "Check [store] in study.toml." if not_there else "Nothing of this act was kept."
    return EnvironmentFault(f"{place}: the store refused ({said}).", remedy)


def no_locks_fault(place: str, why: str) -> EnvironmentFault:
    """What to raise where the file system gives no locks that several programs could rely on."""
    return EnvironmentFault(
        f"{place}: cannot be locked, because {why}; this act was not kept.",
        f"Move the study to a disk of this machine; for several people use {_SERVER}.",
    )


def write_protected_fault(place: str) -> EnvironmentFault:
    """What to raise where nothing can be written."""
    return EnvironmentFault(f"{place}: is read-only; this act was not kept.", "Make file and folder writable.")


def damaged_file_fault(place: str, said: str) -> EnvironmentFault:
    """What to raise about an SQLite file whose pages do not hold together."""
    return EnvironmentFault(
        f"{place}: is damaged ({said}).",
        "Restore it from a backup; `tipcoder codings export` saves what can still be read.",
    )
