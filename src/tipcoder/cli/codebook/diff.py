"""`codebook diff`: what changed between two revisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import argument, flag, format_option, study_option, viewer
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.model.codes import Codebook
    from tipcoder.workbench.study import OpenStudy

_CHANGES = ("code", "what", "language", "before", "after")
_REVISIONS = ("revision", "at", "coder", "of", "standing", "sentence")


@define_command(
    "codebook diff",
    examples=(
        "tipcoder codebook diff",
        "tipcoder codebook diff 2 other.toml",
        "tipcoder codebook diff --revisions",
    ),
)
@argument("old", "[OLD]", "a revision or a file (default: the one before)", required=False)
@argument("new", "[NEW]", "a revision or a file (default: the one in force)", required=False)
@flag("--revisions", about="list the revisions instead")
@format_option()
@study_option
@viewer
def compare_revisions(
    old: str | None,
    new: str | None,
    revisions: bool,
    form: str,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Show what changed between two revisions.

    OLD and NEW are numbers of revisions or codebook files. Without them: the last change.
    """
    from tipcoder.workbench.codebook.formats import find_differences
    from tipcoder.workbench.opening import open_study_folder

    if revisions and old is not None:
        raise BadInput("--revisions lists them all.", "Leave out OLD and NEW.")
    with open_study_folder(study_folder, read_only=True, viewer=viewer) as study:
        if revisions:
            output.print_records("Revisions", _list_revisions(study), _REVISIONS, form)
            return ExitStatus.DONE
        before, after = _choose_codebooks(study, old, new)
    changes = [change._asdict() for change in find_differences(before, after)]
    output.print_records("Differences", changes, _CHANGES, form, empty="They do not differ.")
    return ExitStatus.DONE


def _list_revisions(study: OpenStudy) -> list[dict[str, object]]:
    from tipcoder.workbench.codebook.revisions import list_revisions

    records: list[dict[str, object]] = []
    for revision in list_revisions(study):
        record = {
            "revision": revision.number,
            "at": revision.at,
            "coder": revision.coder,
            "of": revision.parent or None,
            "standing": "yes" if revision.standing else "no",
            "sentence": revision.sentence,
        }
        records.append(record)
    return records


def _choose_codebooks(
    study: OpenStudy, old: str | None, new: str | None
) -> tuple[Codebook, Codebook]:
    """The two codebooks to compare. Raises BadInput where there is only one."""
    from tipcoder.workbench.codebook.file import read_codebook_in_force
    from tipcoder.workbench.codebook.revisions import list_revisions

    # The change that led to the codebook in force, which after an undo is not the newest one.
    current = read_codebook_in_force(study)
    parents = {revision.number: revision.parent for revision in list_revisions(study)}
    before = parents[current.revision]
    if old is None and not before:
        raise BadInput("There is only one revision.", "Name a codebook file to compare it with.")
    # OLD is read first, so that of two files that cannot be read the first is named.
    earlier = _read_codebook(study, old or str(before))
    later = current if new is None else _read_codebook(study, new)
    return earlier, later


def _read_codebook(study: OpenStudy, word: str) -> Codebook:
    """The codebook that a number of a revision or the name of a file stands for."""
    from tipcoder.workbench.codebook.formats import read_codebook
    from tipcoder.workbench.codebook.revisions import require_revision

    if word.isascii() and word.isdecimal() and len(word) < 10:
        return require_revision(study, int(word))
    return read_codebook(Path(word))
