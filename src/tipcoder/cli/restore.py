"""`restore`: a backup in the place of study.db."""

from __future__ import annotations

import argparse

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, add_study, named_path
from tipcoder.errors import BadInput, ExitStatus


def add_verbs(verbs: Verbs) -> None:
    restore = verbs.add_parser(
        "restore",
        help="put a backup in the place of study.db; what it replaces is kept",
        description="Looks at the backup and at the store in use, says which acts are newer than the backup and by "
        "whom, and asks before it replaces anything. What it replaces is kept beside it under a dated name and can be "
        "restored again. FILE may be study.db itself, where somebody copied a backup over it by hand and the old "
        "study.db-wal lies beside it. A study in PostgreSQL is restored with pg_restore.",
    )
    restore.add_argument("file", metavar="FILE", type=named_path, help="a copy of the store that `backup` wrote")
    restore.add_argument("--yes", action="store_true", help="do it without asking")
    restore.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    restore.add_argument(
        "--another-study", action="store_true", help="let in the store of another study than the one in use"
    )
    add_study(restore)
    restore.set_defaults(run=run_restore)


def run_restore(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.status.restore import plan_restore

    looking = arguments.dry_run
    with plan_restore(arguments.study, arguments.file, another=arguments.another_study, only_look=looking) as plan:
        for sentence in plan.says:
            output.say(sentence)
        if arguments.dry_run:
            output.say("Dry run: nothing was changed.")
            return ExitStatus.DONE
        if not arguments.yes and not _agreed(plan.target.name):
            output.say("Nothing was changed.")
            return ExitStatus.DONE
        for sentence in plan.carry_out():
            output.say(sentence)
    return ExitStatus.DONE


def _agreed(name: str) -> bool:
    """Ask at the terminal. Raises BadInput where nobody can be asked."""
    answer = output.asked(f"Replace {name}? [y/N] ")
    if answer is None:
        raise BadInput(f"{name} was not replaced: there is no terminal to ask at.", "Say --yes to replace it.")
    return answer.strip().casefold() in ("y", "yes")
