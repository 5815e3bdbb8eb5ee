"""`log`, `undo`, `redo`: what was done, and taking it back."""

from __future__ import annotations

import argparse

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, add_format
from tipcoder.errors import Exit


def add_verbs(verbs: Verbs) -> None:
    log = verbs.add_parser("log", help="who did what, newest first")
    log.add_argument("-n", metavar="N", type=int, default=None, help="only the newest N acts (default: 20 in a table)")
    log.add_argument("--by", metavar="CODER", help="only this coder's acts")
    add_format(log)
    log.set_defaults(run=run_log)

    for verb, sentence in (("undo", "take back your latest act"), ("redo", "do again what was undone last")):
        parser = verbs.add_parser(verb, help=sentence, description=f"{sentence.capitalize()}; never somebody else's.")
        parser.add_argument("--coder", dest="coder_here", metavar="NAME", help="whose act")
        parser.set_defaults(run=run_walk, walk=verb)


def run_log(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.history import log_lines
    from tipcoder.workbench.opening import opened

    limit = arguments.n if arguments.n is not None else 20 if arguments.format == "table" else None
    with opened(arguments.study, read_only=True) as here:
        lines = [line._asdict() for line in log_lines(here, limit, arguments.by)]
    output.rows(lines, ("act", "at", "coder", "verb", "state", "events", "sentence"), arguments.format)
    return Exit.DONE


def run_walk(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.history import walk
    from tipcoder.workbench.opening import opened

    with opened(arguments.study) as here:
        coder = here.coder(arguments.coder_here or arguments.coder)
        done = walk(here, coder, arguments.walk)
    if done is None:
        output.say(f"{coder.name} has nothing to {arguments.walk}.")
        return Exit.CHECK_FAILED
    output.say(f"{'Undone' if arguments.walk == 'undo' else 'Done again'}: {done.sentence}")
    return Exit.DONE
