"""`check`, `backup`, `migrate`: the health of a study."""

from __future__ import annotations

import argparse
from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.options import Verbs
from tipcoder.errors import BadInput, Exit


def add_verbs(verbs: Verbs) -> None:
    check = verbs.add_parser(
        "check",
        help="is everything still there and in order",
        description="Verifies frozen texts, spans, log, codebook, key file and store. Exit status 1 on a fault.",
    )
    check.set_defaults(run=run_check)

    backup = verbs.add_parser("backup", help="a verified copy of the store, also while others work")
    backup.add_argument("file", metavar="FILE", type=Path, help="where to write the copy")
    backup.set_defaults(run=run_backup)

    migrate = verbs.add_parser("migrate", help="bring an older store to this version (needed for PostgreSQL only)")
    migrate.set_defaults(run=run_migrate)


def run_check(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.checking import check_study
    from tipcoder.workbench.opening import opened

    with opened(arguments.study) as here, output.working("Checking"):
        report = check_study(here)
    for fault in report.faults:
        output.text(f"fault: {fault}")
    for warning in report.warnings:
        output.text(f"warning: {warning}")
    totals = ", ".join(f"{count} {name}" for name, count in report.totals.items())
    output.say(f"{totals}: {'FAULTY' if report.faults else 'in order'}.")
    return Exit.CHECK_FAILED if report.faults else Exit.DONE


def run_backup(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.safekeeping import back_up

    back_up(arguments.study, arguments.file)
    output.say(f"Copied and checked: {arguments.file}. The key file is not in it; keep that elsewhere.")
    return Exit.DONE


def run_migrate(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.safekeeping import migrate

    before, after = migrate(arguments.study)
    if before == after:
        raise BadInput(f"The store has version {after} already.", "There is nothing to do.")
    output.say(f"The store went from version {before} to {after}.")
    return Exit.DONE
