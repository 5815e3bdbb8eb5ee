"""What a database says, as a sentence with a remedy."""

from __future__ import annotations

from pathlib import Path

from tipcoder.errors import EnvironmentFault
from tipcoder.store.file_systems import why_no_locks

BUSY_SECONDS = 10
"""How long SQLite waits for another program that writes."""
_OF_LOCKS = ("locking protocol", "locked", "disk i/o error", "unable to open")
"""What SQLite says where a file system lacks locks, and elsewhere too."""
_STATUS_COLUMNS = 76
"""In a window of 80, without its margins and the mark of a refusal."""


def in_brief(fault: EnvironmentFault, place: str) -> str:
    """What somebody at a screen needs of it: not where the store is, and the remedy if there is room."""
    rest = fault.message.removeprefix(f"{place}: ")
    about_it = rest.startswith(("is ", "was ", "has ", "cannot ", "holds "))
    said = f"The store {rest}" if about_it else rest[:1].upper() + rest[1:]
    if len(said) > _STATUS_COLUMNS:
        return "Nothing was kept: the store refused it. `tipcoder check` may say why."
    whole = f"{said} {fault.hint}".strip()
    return whole if len(whole) <= _STATUS_COLUMNS else said


def fault_of(said: str, place: str, file: Path | None = None) -> EnvironmentFault:
    """What to raise for the first line of a database's complaint; `file` is the SQLite file, if it is one."""
    low = said.lower()
    if "disk is full" in low or "no space left" in low:
        return EnvironmentFault(f"{place}: the disk is full; this act was not kept.", "Free some space and repeat it.")
    if file is not None and any(word in low for word in _OF_LOCKS):
        why = why_no_locks(file)
        if why or "locking protocol" in low:
            return without_locks(place, why or f"SQLite said: {said}")
    if "locked" in low or "lock timeout" in low:
        return EnvironmentFault(
            f"{place}: another program has held the study for {BUSY_SECONDS} seconds; this act was not kept.",
            "Repeat it, or close the other program.",
        )
    if "readonly" in low or "read-only" in low:
        return write_protected(place)
    if "malformed" in low or "not a database" in low:
        return damaged(place, said)
    if "unable to open" in low:
        return EnvironmentFault(f"{place}: cannot be opened.", "Check that the folder exists and is yours to write.")
    if "statement timeout" in low:
        return EnvironmentFault(f"{place}: the database took too long; this act was not kept.", "Repeat it later.")
    if "does not exist" in low:
        return EnvironmentFault(f"{place}: the store refused ({said}).", "Check [store] in study.toml.")
    return EnvironmentFault(f"{place}: the store refused ({said}).", "Nothing of this act was kept.")


def without_locks(place: str, why: str) -> EnvironmentFault:
    """What to raise where the file system gives no locks that several programs could rely on."""
    return EnvironmentFault(
        f"{place}: cannot be locked, because {why}; this act was not kept.",
        "Move the study to a disk of this machine; for several people use PostgreSQL ([store] url in study.toml).",
    )


def write_protected(place: str) -> EnvironmentFault:
    """What to raise where nothing can be written."""
    return EnvironmentFault(f"{place}: is read-only; this act was not kept.", "Make file and folder writable.")


def damaged(place: str, said: str) -> EnvironmentFault:
    """What to raise about an SQLite file whose pages do not hold together."""
    return EnvironmentFault(
        f"{place}: is damaged ({said}).",
        "Restore it from a backup; `tipcoder codings export` saves what can still be read.",
    )
