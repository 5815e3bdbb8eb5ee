"""The command line: parse, call the workbench, print. Nothing heavy is imported before the verb is known."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder import __version__
from tipcoder.errors import EnvironmentFault, ExitStatus, TipcoderError

if TYPE_CHECKING:
    from tipcoder.cli.parser import Parser

SOFTWARE_FAULT = 70
INTERRUPTED = 130


def build_parser() -> Parser:
    """The whole command line; tests and the README read it too."""
    from tipcoder.cli import (
        adjudicate,
        agreement,
        assign,
        audit,
        codebook,
        codings,
        demo,
        exports,
        history,
        merge,
        quotes,
        redact,
        reports,
        restore,
        stats,
        suggest,
        survey,
        workbench,
    )
    from tipcoder.cli.options import add_coder, add_study
    from tipcoder.cli.parser import Parser

    parser = Parser(
        prog="tipcoder",
        description="Code open-ended survey answers in the terminal: from the survey export to the printed table.",
        epilog="Verbs look for the study in this folder and above it, as git does.",
    )
    parser.add_argument("--version", action="version", version=f"tipcoder {__version__}")
    add_study(parser, default=None)
    add_coder(parser, default=None)
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", dest="verb")
    for family in (
        demo,
        survey,
        workbench,
        codings,
        codebook,
        suggest,
        assign,
        agreement,
        adjudicate,
        merge,
        stats,
        redact,
        quotes,
        audit,
        exports,
        reports,
        restore,
        history,
    ):
        family.add_verbs(verbs)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit status."""
    from tipcoder.cli import output
    from tipcoder.workbench import notices

    output.prepare_streams()
    notices.set_listener(output.say)
    try:
        parser = build_parser()
        parsed = parser.parse_args(argv)
        if parsed.verb is None:
            parser.print_help(sys.stderr)
            return ExitStatus.BAD_INPUT
        status: int = parsed.run(parsed)
        return status
    except TipcoderError as error:
        output.complain(error)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (`| head`) has what it wanted.
        output.hush(sys.stdout)
        output.hush(sys.stderr)
        return ExitStatus.DONE
    except OSError as error:
        output.complain(_machine_fault(error))
        return ExitStatus.ENVIRONMENT
    except Exception as error:
        return _bug(error)


def _machine_fault(error: OSError) -> EnvironmentFault:
    """A file or folder that nobody expected to fail. The system's words name places, never contents."""
    if error.filename is not None:
        return EnvironmentFault(f"{os.fsdecode(error.filename)}: {error.strerror}.")
    try:
        Path.cwd()
    except FileNotFoundError:
        return EnvironmentFault("The folder you are in is no longer there.", "Go to another one.")
    return EnvironmentFault(f"The system refused: {error.strerror or type(error).__name__}.")


def _bug(error: Exception) -> int:
    """A fault of ours. Messages of exceptions may repeat participants' words, so they are shown only on request."""
    from tipcoder.cli import output

    if os.environ.get("TIPCODER_DEBUG"):
        import traceback

        output.say("".join(traceback.format_exception(error)).rstrip())
        return SOFTWARE_FAULT
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else "an unknown place"
    output.say(
        f"tipcoder: this should not have happened: {type(error).__name__} at {place}. "
        "Set TIPCODER_DEBUG=1 to see more, and report it without quoting answers."
    )
    return SOFTWARE_FAULT
