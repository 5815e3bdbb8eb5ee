"""The one way out: every file that somebody asked for is put in its place here, and nowhere else.

A file is made whole beside its place, looked at by every check, and only then moved there. Several
files leave together or not at all: all are made and checked before the first is moved. What fails
on the way leaves nothing behind, neither files nor folders.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from tipcoder.errors import EnvironmentFault
from tipcoder.export.whole_files import (
    REMEDY,
    as_bytes,
    fault_of,
    flush_to_disk,
    is_stream,
    making_parent_folders,
    place_beside,
)


@dataclass(frozen=True)
class LeavingFile:
    """What is to leave, and where to."""

    target: Path | None
    """None for standard output: the content is checked, and whoever asked prints it."""
    content: str | bytes | Callable[[Path], None]
    """The bytes, text for UTF-8, or a function that writes a file at a path."""
    ending: str = ""
    """What the content is, such as `.csv`, where no target tells."""
    is_private: bool = False
    """Whether only its owner may read it."""


@dataclass(frozen=True)
class FinishedFile:
    """A file as it will be, which is not in its place yet."""

    path: Path
    """Where it can be read. Its ending is that of the target."""
    target: Path | None


Check = Callable[[FinishedFile], None]
"""Looks at a finished file, and raises CheckFailed where it must not leave."""


def put_in_place(
    files: Sequence[LeavingFile],
    checks: Sequence[Check] = (),
    *,
    before_checks: Callable[[Sequence[FinishedFile]], None] | None = None,
    before_moving: Callable[[], None] | None = None,
) -> None:
    """Make, check and move files; missing folders are made.

    `before_checks` gets all files when they are made, so that what checks ask of each can be worked
    out for all at once. `before_moving` is called when all checks have passed: what it does is
    bound to the files' leaving.

    Raises EnvironmentFault where a file cannot be written, and whatever a check raises. Then no
    file has changed, unless a disk refuses when the first of several was moved already.
    """
    with ExitStack() as stack:
        finished = [_finish_file(file, stack) for file in files]
        if before_checks is not None:
            before_checks(finished)
        for made in finished:
            for check in checks:
                check(made)
        if before_moving is not None:
            before_moving()
        for made in finished:
            _move_file(made)


def write_requested_file(path: Path, content: str | bytes) -> None:
    """Write one file that somebody asked for and that no check concerns.

    Raises EnvironmentFault.
    """
    put_in_place([LeavingFile(path, content)])


def replace_file(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` make a new file, and put it in place whole. Raises EnvironmentFault."""
    put_in_place([LeavingFile(path, write)])


def _finish_file(file: LeavingFile, stack: ExitStack) -> FinishedFile:
    """Write a file beside its place, or into a folder of its own where it has none."""
    target = file.target
    if target is None or is_stream(target):
        private = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tipcoder-")))
        ending = file.ending or (target.suffix if target else "")
        new = private / f"file{ending}"
    else:
        # Unlike `resolve`, it takes links that go in circles.
        new = place_beside(Path(os.path.realpath(target)))
    shown = target or new
    _make_folder(shown, new, stack)
    stack.callback(_remove_file, new)
    try:
        _write_content(file, new)
    except OSError as error:
        raise fault_of(shown, error) from None
    return FinishedFile(new, target)


def _make_folder(shown: Path, new: Path, stack: ExitStack) -> None:
    """Make the folders of a file, which go again if it is not put in place."""
    try:
        stack.enter_context(making_parent_folders(new))
    except OSError as error:
        raise EnvironmentFault(
            f"{shown}: its folder cannot be made ({error.strerror}).", REMEDY
        ) from None


def _write_content(file: LeavingFile, new: Path) -> None:
    """Write what is to leave, and bring it to the disk."""
    # What a process of the same number left behind, or a link that somebody put there.
    _remove_file(new)
    if callable(file.content):
        file.content(new)
        if file.is_private:
            new.chmod(0o600)
        flush_to_disk(new)
        return
    mode = 0o600 if file.is_private else 0o666
    descriptor = os.open(
        new, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), mode
    )
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(as_bytes(file.content))
        opened.flush()
        os.fsync(opened.fileno())


def _move_file(made: FinishedFile) -> None:
    """Put a file in its place, where it has one; a pipe gets its bytes."""
    if made.target is None:
        return
    try:
        if is_stream(made.target):
            made.target.write_bytes(made.path.read_bytes())
        else:
            made.path.replace(os.path.realpath(made.target))
    except OSError as error:
        raise fault_of(made.target, error) from None


def _remove_file(path: Path) -> None:
    """Remove a file that may not be there."""
    with suppress(OSError):
        path.unlink()
