"""The command line: parse, call the workbench, print. Nothing heavy is imported before the verb is known."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from tipcoder import __version__
from tipcoder.errors import BadInput, Exit, TipcoderError, did_you_mean

SOFTWARE_FAULT = 70
INTERRUPTED = 130


class _Parser(argparse.ArgumentParser):
    """argparse that ends in one sentence and our exit status."""

    def error(self, message: str) -> NoReturn:
        raise BadInput(f"{message}.", f"See `{self.prog} --help`.")


def build_parser() -> argparse.ArgumentParser:
    """The whole command line; tests and the README read it too."""
    from tipcoder.cli import codebook, codings, demo, history, reports, survey, workbench

    parser = _Parser(
        prog="tipcoder",
        description="Code open-ended survey answers in the terminal: from the survey export to the printed table.",
        epilog="Verbs look for the study in this folder and above it, as git does.",
    )
    parser.add_argument("--version", action="version", version=f"tipcoder {__version__}")
    parser.add_argument("--study", metavar="DIR", type=Path, help="the study's folder, instead of looking upward")
    parser.add_argument(
        "--coder", metavar="NAME", help="who is acting (else $TIPCODER_CODER, else your account's name)"
    )
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", dest="verb")
    for family in (demo, survey, workbench, codings, codebook, reports, history):
        family.add_verbs(verbs)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit status."""
    from tipcoder.cli import output

    output.prepare_streams()
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        parser = build_parser()
        _check_verb(parser, arguments)
        parsed = parser.parse_args(arguments)
        if parsed.verb is None:
            parser.print_help(sys.stderr)
            return Exit.BAD_INPUT
        status: int = parsed.run(parsed)
        return status
    except TipcoderError as error:
        output.complain(error)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (`| head`) has what it wanted. Nothing may be written at exit any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except Exception as error:
        return _bug(error)


def _check_verb(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> None:
    """Name the nearest verb for a misspelt one; argparse would list them all."""
    action = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    words = iter(arguments)
    for word in words:
        if word in ("--study", "--coder"):
            next(words, None)
        elif not word.startswith("-"):
            if word not in action.choices:
                raise BadInput(f"There is no verb {word!r}.", did_you_mean(word, action.choices))
            return


def _bug(error: Exception) -> int:
    """A fault of ours. Messages of exceptions may repeat participants' words, so they are shown only on request."""
    from tipcoder.cli import output

    if os.environ.get("TIPCODER_DEBUG"):
        import traceback

        traceback.print_exception(error)
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
