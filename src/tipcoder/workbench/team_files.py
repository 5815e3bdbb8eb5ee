"""Files that hold words of answers as they were written, or single people's work: for the team.

They are no publications. Whoever wants one with words says so (`--raw`), the file says so in its
name, and only its owner may read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from tipcoder.export.leaving import LeavingFile
from tipcoder.workbench.output_files import claim_output, write_leaving_files
from tipcoder.workbench.study import OpenStudy

RAW_PREFIX = "RAW-"
"""In front of the name of a file that holds words of answers as they were written."""
RAW_WARNING = (
    "It holds words of answers as they were written, which may name people: for the team alone, "
    "and never for publication."
)


def describe_raw_words(what: str) -> tuple[str, str]:
    """Why words stay that nobody asked for with --raw, and the way on.

    `what` is the plural that holds them; `… with --quotes` where an option brings them, without
    which they stay out.
    """
    _, _, option = what.partition(" with ")
    otherwise = f", or leave out {option}" if option else ""
    return (
        f"{what} hold words of answers as they were written, which may name people.",
        f"Say --raw for a file of the team{otherwise}.",
    )


def name_team_file(path: Path, *, raw: bool) -> Path:
    """Where a team file goes: with words in it, its name says so."""
    if not raw or path.name.startswith(RAW_PREFIX):
        return path
    return path.with_name(RAW_PREFIX + path.name)


def hand_to_team(
    study: OpenStudy,
    files: Sequence[LeavingFile],
    *,
    raw: bool,
    inputs: Iterable[Path] = (),
    before_moving: Callable[[], None] | None = None,
) -> list[Path]:
    """Put files in place for the team: readable by their owner alone, and marked where `raw`.

    Returns where they are. Raises what `write_leaving_files` raises; then nothing has changed.
    """
    marked = []
    for file in files:
        target = file.target
        if target is not None:
            claim_output(study, target)
            target = name_team_file(target, raw=raw)
        marked.append(replace(file, target=target, is_private=True))
    write_leaving_files(study, marked, inputs=inputs, before_moving=before_moving)
    return [file.target for file in marked if file.target is not None]
