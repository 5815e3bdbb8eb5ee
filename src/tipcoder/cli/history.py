"""`log`, `undo`, `redo`: what was done, and taking it back."""

from __future__ import annotations

import argparse

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, above_zero, add_coder, add_format, add_study
from tipcoder.errors import ExitStatus

_IN_TABLE = 20


def add_verbs(verbs: Verbs) -> None:
    log = verbs.add_parser("log", help="who did what, newest first")
    log.add_argument(
        "-n",
        metavar="N",
        type=above_zero,
        default=None,
        help=f"only the newest N acts (default: {_IN_TABLE} in a table)",
    )
    log.add_argument("--by", metavar="CODER", help="only this coder's acts")
    add_format(log)
    add_study(log)
    log.set_defaults(run=run_log)

    for verb, sentence in (("undo", "take back your latest act"), ("redo", "do again what was undone last")):
        parser = verbs.add_parser(
            verb,
            help=sentence,
            description=f"{sentence.capitalize()}; never somebody else's. Exit status 1 if there is none.",
        )
        add_coder(parser)
        add_study(parser)
        parser.set_defaults(run=run_walk, walk=verb)


def run_log(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.history import read_log
    from tipcoder.workbench.opening import open_study_folder

    limit = arguments.n if arguments.n is not None else _IN_TABLE if arguments.format == "table" else None
    with open_study_folder(arguments.study, read_only=True, viewer=arguments.coder, import_edits=False) as here:
        lines = [line._asdict() for line in read_log(here, limit, arguments.by)]
    output.rows(lines, ("act", "at", "coder", "verb", "state", "events", "sentence"), arguments.format)
    return ExitStatus.DONE


def run_walk(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.history import undo_or_redo
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(arguments.study, viewer=arguments.coder, import_edits=False) as here:
        coder = here.find_coder(arguments.coder)
        done = undo_or_redo(here, coder, arguments.walk)
    if done is None:
        output.say(f"{coder.name} has nothing to {arguments.walk}.")
        return ExitStatus.CHECK_FAILED
    output.say(f"{'Undone' if arguments.walk == 'undo' else 'Done again'}: {done.sentence}")
    return ExitStatus.DONE
