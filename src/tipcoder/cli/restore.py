"""`restore`: a backup in the place of study.db."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import argument, dry_run_option, flag, option, study_option
from tipcoder.cli.types import FilePath, FolderPath
from tipcoder.errors import BadInput, ExitStatus


@define_command(
    "restore",
    examples=(
        "tipcoder restore --dry-run may.db",
        "tipcoder restore may.db --yes",
        "tipcoder restore RAW-study.zip --into study-again",
    ),
    exclusive=(("--into", "--another-study"), ("--into", "--yes")),
)
@argument(
    "file", "FILE", "a copy that `backup` wrote, or an archive of `export archive`", type=FilePath()
)
@option(
    "--into",
    metavar="DIR",
    type=FolderPath(),
    help="unpack an archive into this new folder, as a study of its own",
)
@flag("--yes", about="do it without asking")
@dry_run_option("say what would happen and change nothing")
@flag("--another-study", about="accept the store of another study than the one in use")
@study_option
def restore_backup(
    file: Path,
    into: Path | None,
    yes: bool,
    dry_run: bool,
    another_study: bool,
    study_folder: Path | None,
) -> int:
    """Replace study.db with a backup, or make a folder of an archive.

    Looks at the backup and at the store in use, says which acts are newer than the backup and by
    whom, and asks before it replaces anything. What it replaces is kept beside it under a dated
    name and can be restored again. FILE may be study.db itself, where somebody copied a backup over
    it by hand and the old study.db-wal is beside it. A study in PostgreSQL is restored with
    pg_restore.
    """
    from tipcoder.workbench.status.restore import plan_restore

    if into is not None:
        return _unpack(file, into, dry_run=dry_run)
    if file.suffix.lower() == ".zip":
        raise BadInput(f"{file}: is an archive.", "Name a new folder for it with --into DIR.")
    # The plan is told before anything is done, also with --yes: it names whose acts would go.
    with plan_restore(study_folder, file, another=another_study, only_look=dry_run) as plan:
        output.say_all(plan.says)
        if dry_run:
            output.say("Dry run: nothing was changed.")
        elif yes or _ask_to_replace(plan.target.name):
            output.say_all(list(plan.carry_out()))
        else:
            output.say("Nothing was changed.")
    return ExitStatus.DONE


def _unpack(file: Path, folder: Path, *, dry_run: bool) -> int:
    from tipcoder.workbench.status.archive_reading import unpack_archive

    with output.working("Unpacking", file.name):
        done = unpack_archive(file, folder, only_look=dry_run)
    output.say_all(done.sentences)
    output.say("Dry run: nothing was changed." if dry_run else f"Restored: {folder}.")
    return ExitStatus.DONE


def _ask_to_replace(name: str) -> bool:
    return output.ask_yes(
        f"Replace {name}?",
        BadInput(
            f"{name} was not replaced: there is no terminal to ask at.", "Say --yes to replace it."
        ),
    )
