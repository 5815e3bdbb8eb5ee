"""Any file that may be published, read for an audit."""

from __future__ import annotations

from pathlib import Path

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.privacy.audit.contents import Contents, Passage, Unread
from tipcoder.privacy.audit.readers import read_file

LARGEST = 1 << 28
"""Bytes (256 MB) of a file that are read: its bytes and its text are held side by side."""
_MOST_NAMED = 5
"""Unreadable members that a refusal names one by one."""


def read_contents(path: Path, name: str = "") -> Contents:
    """Everything in a file, and in the files inside it.

    `name` is what the file will be called, where that is not its name now. Raises BadInput for a
    file of which something cannot be read, EnvironmentFault where it may not be, or a package is
    missing that reads it.
    """
    contents, refusal = read_what_can_be_read(path, name)
    if refusal is not None:
        raise refusal
    return contents


def read_what_can_be_read(path: Path, name: str = "") -> tuple[Contents, BadInput | None]:
    """The same, and what to raise where something inside was not read.

    Raises BadInput for a file of which nothing can be read, and EnvironmentFault.
    """
    try:
        contents = _read_file(path)
    except FileNotFoundError:
        raise BadInput(f"{path}: there is no such file.") from None
    except OSError as error:
        raise EnvironmentFault(f"{path}: cannot be read ({error.strerror}).") from None
    except BadInput as fault:
        if fault.message.startswith(f"{path}:"):
            raise
        # Readers know bytes and not their file, so its name is put before their sentence.
        raise BadInput(f"{path}: {_uncapitalise(fault.message)}", fault.hint) from None

    stem = Path(name or path.name).stem
    contents.passages.append(Passage("the file's name", stem, part="the file's name"))
    refusal = _build_refusal(path, contents.unread) if contents.unread else None
    return contents, refusal


def _read_file(path: Path) -> Contents:
    if path.is_dir():
        raise BadInput(
            f"{path}: is a folder.", "Audit its files one by one, or pack them into a .zip."
        )
    if path.is_file():
        _refuse_large_file(path.stat().st_size)
    return read_file(path.name, path.read_bytes())


def _refuse_large_file(size: int) -> None:
    if size > LARGEST:
        raise BadInput(
            f"{size >> 20} MB are more than can be audited at once ({LARGEST >> 20} MB).",
            "Audit it in parts.",
        )


def _build_refusal(path: Path, unread: list[Unread]) -> BadInput:
    """Where something inside was not read nothing can be said of the file, only what it was."""
    said = [f"{one.place}: {_uncapitalise(one.sentence)}" for one in unread[:_MOST_NAMED]]
    rest = len(unread) - len(said)
    if rest:
        said.append(f"And {rest} more.")
    return BadInput(f"{path}: {' '.join(said)}", unread[0].hint)


def _uncapitalise(sentence: str) -> str:
    """A sentence that goes on behind a colon; a name in capitals stays as it is."""
    if sentence[1:2].isupper():
        return sentence
    return f"{sentence[:1].lower()}{sentence[1:]}"
