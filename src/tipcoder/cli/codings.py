"""`codings import|export`, `counts`: coded quotes in and out, and how many there are."""

from __future__ import annotations

import argparse
from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, add_format
from tipcoder.errors import BadInput, Exit, did_you_mean


def add_verbs(verbs: Verbs) -> None:
    codings = verbs.add_parser("codings", help="codings as CSV, in and out")
    actions = codings.add_subparsers(title="actions", metavar="import|export", required=True)

    into = actions.add_parser(
        "import",
        help="bring codings in, all lines or none",
        description="CSV with case,question,coder,code,start,end. Empty start and end: the whole answer. Empty code: "
        "finished, none applies; @off-topic and @uncodable likewise. A column quote may stand for start and end.",
    )
    into.add_argument("file", metavar="FILE", type=Path)
    into.add_argument("--dry-run", action="store_true", help="check every line and write nothing")
    into.set_defaults(run=run_import)

    out = actions.add_parser("export", help="write every coding", description="CSV by default; see codings import.")
    out.add_argument("file", metavar="FILE", type=Path, nargs="?", help="where to write (default: stdout)")
    out.add_argument("--by", metavar="CODER", help="only this coder's")
    out.add_argument("--quotes", action="store_true", help="add the coded words, which may name people")
    out.add_argument("--format", choices=output.FORMATS, default="csv", help="how to print (default: csv)")
    out.set_defaults(run=run_export)

    counts = verbs.add_parser("counts", help="how often each code stands, by question and language")
    counts.add_argument("--by", metavar="WHAT", default="question,language", help="question, language, coder, or none")
    counts.add_argument("--of", metavar="CODER", help="only this coder's codings")
    add_format(counts)
    counts.set_defaults(run=run_counts)


def run_import(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.codings_in import import_codings
    from tipcoder.workbench.opening import opened

    with opened(arguments.study) as here:
        coder = here.coder(arguments.coder)
        with output.working(f"Reading {arguments.file.name}"):
            report = import_codings(here, coder, arguments.file, dry_run=arguments.dry_run)
    who = ", ".join(report.coders) or "nobody"
    if report.dry_run:
        output.say(f"{report.rows} lines of {who} can be placed. Dry run: nothing was written.")
    else:
        output.say(
            f"{report.rows} lines of {who}: {report.added} codings added, {report.there_already} were there, "
            f"{report.finished} answers finished. `tipcoder undo` takes the import back."
        )
    return Exit.DONE


def run_export(arguments: argparse.Namespace) -> int:
    from tipcoder.export.tables import rows_as_csv, rows_as_json, write_file
    from tipcoder.workbench.codings_out import COLUMNS, export_codings
    from tipcoder.workbench.opening import opened

    with opened(arguments.study, read_only=True) as here:
        rows = export_codings(here, coder=arguments.by, quotes=arguments.quotes)
    columns = (*COLUMNS, "finished", *(("quote",) if arguments.quotes else ()))
    if arguments.file is None:
        output.rows(rows, columns, arguments.format)
        return Exit.DONE
    as_json = arguments.format == "json" or arguments.file.suffix == ".json"
    write_file(arguments.file, rows_as_json(rows) if as_json else rows_as_csv(rows, columns))
    output.say(f"{len(rows)} lines written to {arguments.file}.")
    return Exit.DONE


def run_counts(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.counting import SPLITS, code_table
    from tipcoder.workbench.opening import opened

    by = [] if arguments.by == "none" else [word.strip() for word in arguments.by.split(",")]
    for word in by:
        if word not in SPLITS:
            raise BadInput(f"--by {word!r} is no way to split.", did_you_mean(word, SPLITS))
    with opened(arguments.study, read_only=True) as here:
        rows = code_table(here, by, arguments.of)
    output.rows(rows, ("code", *by, "answers", "codings"), arguments.format, empty="The codebook has no code.")
    return Exit.DONE
