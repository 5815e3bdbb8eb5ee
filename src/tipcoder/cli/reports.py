"""`check`, `backup`, `migrate`: the health of a study."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, add_format, add_study, named_path
from tipcoder.errors import BadInput, ExitStatus

_TOTALS = {"answered": "readable answers", "readings": "finished"}
"""Totals whose name in the store would not tell a person what is counted."""


def add_verbs(verbs: Verbs) -> None:
    check = verbs.add_parser(
        "check",
        help="is everything still there and in order",
        description="Verifies frozen texts and spans, every row that numbers or releases rest on against the log, "
        "the codebook, the key file and the store. Exit status 1 on a fault.",
    )
    add_format(check)
    add_study(check)
    check.set_defaults(run=run_check)

    backup = verbs.add_parser("backup", help="a verified copy of the store, also while others work")
    backup.add_argument("file", metavar="FILE", type=named_path, help="where to write the copy")
    backup.add_argument(
        "--keys", action="store_true", help="copy the key file instead, which says who is behind each response ID"
    )
    add_study(backup)
    backup.set_defaults(run=run_backup)

    migrate = verbs.add_parser("migrate", help="bring an older store to this version (needed for PostgreSQL only)")
    add_study(migrate)
    migrate.set_defaults(run=run_migrate)


def run_check(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench import notices
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.status.check import check_study

    notices.set_listener(None)  # whatever is told on opening is among the warnings
    with (
        open_study_folder(arguments.study, read_only=True, viewer=arguments.coder, import_edits=False) as here,
        output.working("Checking", here.definition.title),
    ):
        report = check_study(here)
    found = [("fault", fault) for fault in report.faults] + [("warning", warning) for warning in report.warnings]
    if arguments.format == "json":
        output.as_json(
            {
                "faults": report.faults,
                "warnings": report.warnings,
                "totals": report.totals,
                "remedy": report.remedy,
            }
        )
    elif arguments.format == "csv":
        output.as_csv([{"kind": kind, "finding": sentence} for kind, sentence in found], ("kind", "finding"))
    else:
        for kind, sentence in found:
            output.text(f"{kind}: {sentence}")
    if report.remedy:
        output.say(report.remedy)
    output.say(f"{totals_text(report.totals)}: {'FAULTY' if report.faults else 'in order'}.")
    return ExitStatus.CHECK_FAILED if report.faults else ExitStatus.DONE


def totals_text(totals: Mapping[str, int]) -> str:
    """What a study holds, for a person."""
    return ", ".join(f"{count} {_TOTALS.get(name, name)}" for name, count in totals.items())


def run_backup(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.status.backup import back_up, back_up_keys

    if arguments.file == Path("-"):
        raise BadInput("A backup cannot go to standard output.", "Name a file.")
    if arguments.keys:
        back_up_keys(arguments.study, arguments.file)
        output.say(f"Copied: {arguments.file}. It names every respondent: keep it where only you can read it.")
        return ExitStatus.DONE
    back_up(arguments.study, arguments.file)
    output.say(f"Copied and checked: {arguments.file}. The key file is not in it; --keys copies that.")
    return ExitStatus.DONE


def run_migrate(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.status.backup import migrate_study

    before, after = migrate_study(arguments.study)
    if before == after:
        output.say(f"The store has version {after} already; nothing was done.")
    else:
        output.say(f"The store went from version {before} to {after}.")
    return ExitStatus.DONE
