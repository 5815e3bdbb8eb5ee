"""Options that several verbs share."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from tipcoder.cli.output import FORMATS
from tipcoder.errors import BadInput

Verbs = Any
"""What `add_subparsers` returns; argparse has no public name for it."""


def add_format(parser: argparse.ArgumentParser) -> None:
    """`--format table|json|csv`."""
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print (default: table)")


def add_study(parser: argparse.ArgumentParser, **settings: Any) -> None:
    """`--study DIR`, which may stand before the verb and behind it."""
    parser.add_argument(
        "--study",
        metavar="DIR",
        type=study_folder,
        help="the study's folder, instead of looking upward from here",
        **{"default": argparse.SUPPRESS, **settings},
    )


def add_coder(parser: argparse.ArgumentParser, **settings: Any) -> None:
    """`--coder NAME`, which may stand before the verb and behind it."""
    parser.add_argument(
        "--coder",
        metavar="NAME",
        help="who is acting (else $TIPCODER_CODER, else your account's name)",
        **{"default": argparse.SUPPRESS, **settings},
    )


def study_folder(name: str) -> Path:
    """The folder that --study names. A study is not looked for above it: a misspelt name would find another one."""
    from tipcoder.study import STUDY_FILE

    path = named_path(name)
    folder = path.parent if path.name == STUDY_FILE else path
    if not folder.is_dir():
        raise BadInput(f"{path}: there is no such folder.", "Name the study's folder with --study.")
    if not (folder / STUDY_FILE).is_file():
        raise BadInput(f"{path}: holds no {STUDY_FILE}, so it is no study.", "Make one with `tipcoder init`.")
    return folder


def named_path(name: str) -> Path:
    """A file or folder. A name that is empty, as of a variable that is not set, would mean the current folder."""
    if not name.strip():
        raise argparse.ArgumentTypeError("the name is empty")
    return Path(name)


def input_file(name: str) -> Path:
    """The file that an argument names; `-` is standard input, where the system has a name for it."""
    stream = Path("/dev/stdin")
    return stream if name == "-" and stream.exists() else named_path(name)


def above_zero(text: str) -> int:
    """A whole number from 1."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def add_reading(parser: argparse.ArgumentParser) -> None:
    """How to read a survey file that cannot be told from itself."""
    group = parser.add_argument_group("reading the file")
    group.add_argument("--encoding", metavar="NAME", help="the file's encoding, like cp1251, if it is not UTF-8")
    group.add_argument(
        "--delimiter", metavar="CHAR", help="the character between cells: comma, semicolon, tab, pipe, or itself"
    )
    group.add_argument("--errors", choices=("strict", "replace"), default="strict", help="what to do about bad bytes")
    group.add_argument(
        "--duplicates",
        choices=("refuse", "last", "number"),
        default="refuse",
        help="a second row of one respondent and case: refuse it (default), let the last count, or number the rows",
    )
