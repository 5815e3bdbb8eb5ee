"""The program's click command, with every verb below it. Importing this imports no verb."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from tipcoder import __version__
from tipcoder.cli import output
from tipcoder.cli.commands import PROGRAM, define_group
from tipcoder.cli.options import coder_option, study_option
from tipcoder.errors import BadInput, ExitStatus

COMPLETION_VARIABLE = "_TIPCODER_COMPLETE"
"""Set by the script of `tipcoder completion` when a shell asks for words."""


def _print_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        output.print_data(f"{PROGRAM} {__version__}\n")
        ctx.exit()


@define_group(
    "",
    examples=(
        "tipcoder demo              try everything on a fictional study",
        "tipcoder help stats        explain a verb",
        "tipcoder                   inside a study: open the workbench",
    ),
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="show the version and stop",
)
@study_option
@coder_option
def command(study_folder: Path | None, coder: str | None) -> int:
    """Code open-ended survey answers in the terminal, from the survey export to the printed table.

    Verbs look for the study in this folder and above it, as git does.
    """
    if output.is_terminal() and (study_folder is not None or _is_inside_study()):
        from tipcoder.cli.workbench import open_plain_coding, open_workbench, prefers_plain

        if prefers_plain():
            return open_plain_coding(study_folder, coder)
        return open_workbench(study_folder, coder)
    output.say(click.get_current_context().get_help())
    return ExitStatus.BAD_INPUT


def _is_inside_study() -> bool:
    """Whether the current folder is a study's or lies in one."""
    from tipcoder.workbench.study_folder import find_study_folder

    try:
        find_study_folder(Path.cwd())
    except BadInput:
        return False
    return True


def run_program(words: Sequence[str]) -> int:
    """Run one verb; returns its exit status. Raises what the verb raises."""
    # The script of `tipcoder completion` calls this program, with the line in the environment.
    asked = os.environ.get(COMPLETION_VARIABLE)
    if asked is not None:
        return _complete_words(asked)
    try:
        # Not `command.main`: it would print errors and Ctrl-C in click's own way.
        with command.make_context(PROGRAM, list(words)) as context:
            status = command.invoke(context)
    except click.exceptions.Exit as leaving:  # --help and --version
        return leaving.exit_code
    except click.UsageError as fault:
        raise _as_bad_input(fault) from None
    return int(status or ExitStatus.DONE)


def _complete_words(asked: str) -> int:
    from click.shell_completion import shell_complete

    return shell_complete(command, {}, PROGRAM, COMPLETION_VARIABLE, asked)


def _as_bad_input(fault: click.UsageError) -> BadInput:
    """A refusal of click's own, in our form. Words are checked before, so there should be none."""
    program = PROGRAM
    if fault.ctx is not None:
        program = getattr(fault.ctx.command, "program", PROGRAM)
    return BadInput(fault.format_message(), f"See `{program} --help`.")
