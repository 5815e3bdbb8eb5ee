"""Options that several verbs share."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from tipcoder.cli.output import FORMATS

Verbs = Any
"""What `add_subparsers` returns; argparse has no public name for it."""


def add_format(parser: argparse.ArgumentParser) -> None:
    """`--format table|json|csv`."""
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print (default: table)")


def add_reading(parser: argparse.ArgumentParser) -> None:
    """How to read a survey file that cannot be told from itself."""
    group = parser.add_argument_group("reading the file")
    group.add_argument("--encoding", metavar="NAME", help="the file's encoding, like cp1251, if it is not UTF-8")
    group.add_argument("--delimiter", metavar="CHAR", help="the character between cells, like ';' or '\\t'")
    group.add_argument("--errors", choices=("strict", "replace"), default="strict", help="what to do about bad bytes")
    group.add_argument(
        "--duplicates",
        choices=("refuse", "last", "number"),
        default="refuse",
        help="a second row of one respondent and case: refuse it (default), let the last count, or number the rows",
    )


def add_codings_file(parser: argparse.ArgumentParser) -> None:
    """The CSV argument of an import."""
    parser.add_argument("file", metavar="FILE", type=Path)
