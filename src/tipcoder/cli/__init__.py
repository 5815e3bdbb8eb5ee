"""The command line: parse, call the workbench, print. Nothing heavy is imported before the verb is
known.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tipcoder.errors import EnvironmentFault, ExitStatus, TipcoderError

SOFTWARE_FAULT = 70
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit status."""
    # Loading modules makes thousands of objects that stay. With the usual threshold of 700 the
    # collector looks through them again and again, which takes 8 % of the start of a short verb.
    gc.set_threshold(50_000, 20, 20)
    from tipcoder.cli import output
    from tipcoder.cli.matrix_threads import limit_matrix_threads
    from tipcoder.workbench import notices

    limit_matrix_threads(os.environ)
    output.prepare_streams()
    notices.set_listener(output.say)
    notices.set_asker(output.ask_person)
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        # Imported here, so that Ctrl-C during the import is as quiet as at any other time.
        from tipcoder.cli.app import run_program

        return run_program(words)
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
        output.complain(_describe_refusal(error))
        return ExitStatus.ENVIRONMENT
    except Exception as error:
        return _report_bug(error)


def _describe_refusal(error: OSError) -> EnvironmentFault:
    """A file or folder that nobody expected to fail.

    The system's words name places, never contents.
    """
    if error.filename is not None:
        return EnvironmentFault(f"{os.fsdecode(error.filename)}: {error.strerror}.")
    try:
        Path.cwd()
    except FileNotFoundError:
        return EnvironmentFault("The folder you are in is no longer there.", "Go to another one.")
    reason = error.strerror or type(error).__name__
    return EnvironmentFault(f"The system refused: {reason}.")


def _report_bug(error: Exception) -> int:
    """A fault of ours.

    Messages of exceptions may repeat participants' words, so they are shown only on request.
    """
    from tipcoder.cli import output

    if os.environ.get("TIPCODER_DEBUG"):
        import traceback

        output.say("".join(traceback.format_exception(error)).rstrip())
        return SOFTWARE_FAULT
    output.say(
        f"tipcoder: this should not have happened: {type(error).__name__} at {_find_place(error)}. "
        "Set TIPCODER_DEBUG=1 to see more, and report it without quoting answers."
    )
    return SOFTWARE_FAULT


def _find_place(error: Exception) -> str:
    """File and line at which an error was raised."""
    frame = error.__traceback__
    if frame is None:
        return "an unknown place"
    while frame.tb_next is not None:
        frame = frame.tb_next
    file = Path(frame.tb_frame.f_code.co_filename)
    return f"{file.name}:{frame.tb_lineno}"
