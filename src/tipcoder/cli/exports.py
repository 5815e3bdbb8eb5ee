"""`export`: files that leave the study; each kind is a word of its own below it."""

from __future__ import annotations

from tipcoder.cli import bundles
from tipcoder.cli.options import Verbs


def add_verbs(verbs: Verbs) -> None:
    export = verbs.add_parser("export", help="a file for another copy of this study")
    kinds = export.add_subparsers(title="kinds", metavar="KIND", required=True)
    bundles.add_export(kinds)
