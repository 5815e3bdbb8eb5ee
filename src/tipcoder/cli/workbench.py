"""`code`: the workbench."""

from __future__ import annotations

import argparse

from tipcoder.cli import output
from tipcoder.cli.options import Verbs
from tipcoder.errors import BadInput


def add_verbs(verbs: Verbs) -> None:
    code = verbs.add_parser(
        "code", help="open the workbench", description="Read and code answers at the keyboard. ? shows every key."
    )
    code.add_argument("--coder", dest="coder_here", metavar="NAME", help="who is coding")
    code.set_defaults(run=run_code)


def run_code(arguments: argparse.Namespace) -> int:
    from tipcoder.tui.app import require_terminal, run_workbench
    from tipcoder.workbench.coding import CodingSession
    from tipcoder.workbench.opening import opened, take_in_codebook

    require_terminal()
    with opened(arguments.study) as here:
        coder = here.coder(arguments.coder_here or arguments.coder)
        try:
            number = take_in_codebook(here, coder)
            if number is not None:
                output.say(f"codebook.toml was edited: kept as revision {number}.")
        except BadInput as fault:
            output.say(f"{fault} The workbench goes on with the revision in force.")
        return run_workbench(CodingSession(here, coder))
