"""`codings import|export`, `counts`: coded quotes in and out, and how many there are."""

from __future__ import annotations

import argparse
from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, add_coder, add_format, add_study, input_file, named_path
from tipcoder.cli.output import format_count
from tipcoder.errors import BadInput, ExitStatus, did_you_mean

_FORMS = {".csv": "csv", ".json": "json"}


def add_verbs(verbs: Verbs) -> None:
    codings = verbs.add_parser("codings", help="codings as CSV, in and out")
    actions = codings.add_subparsers(title="actions", metavar="import|export", required=True)

    into = actions.add_parser(
        "import",
        help="bring codings in, once every line was checked",
        description="CSV with case,question,coder,code,start,end. Empty start and end: the whole answer. Empty code: "
        "finished, none applies; @off-topic and @uncodable likewise. A column quote may stand for start and end.",
    )
    into.add_argument("file", metavar="FILE", type=input_file, help="the CSV; - for standard input")
    into.add_argument("--dry-run", action="store_true", help="check every line and write nothing")
    add_coder(into)
    add_study(into)
    into.set_defaults(run=run_import)

    out = actions.add_parser("export", help="write every coding", description="CSV by default; see codings import.")
    out.add_argument(
        "file", metavar="FILE", type=named_path, nargs="?", help="where to write: .csv or .json (default: stdout)"
    )
    out.add_argument("--by", metavar="CODER", help="only this coder's, or the consensus")
    out.add_argument("--quotes", action="store_true", help="add the coded words, which may name people")
    out.add_argument("--format", choices=output.FORMATS, help="how to write (default: csv, or what FILE ends in)")
    add_study(out)
    out.set_defaults(run=run_export)

    counts = verbs.add_parser(
        "counts",
        help="how often each code stands, by question and language",
        description="Answers that carry a code, each once for every coder, and codings. In the column net an answer "
        "counts for a code that has others below it if it carries that code or any of them, once.",
    )
    counts.add_argument("--by", metavar="WHAT", default="question,language", help="question, language, coder, or none")
    counts.add_argument("--of", metavar="CODER", help="only this coder's codings, or the consensus")
    add_format(counts)
    add_study(counts)
    counts.set_defaults(run=run_counts)


def run_import(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.exchange.codings_import import import_codings
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(arguments.study, read_only=arguments.dry_run, viewer=arguments.coder) as here:
        coder = here.find_coder(arguments.coder)
        with output.working("Importing", arguments.file.name) as line:
            report = import_codings(
                here,
                coder,
                arguments.file,
                dry_run=arguments.dry_run,
                on_checked=line.counter("lines checked"),
                on_written=line.counter("lines written"),
            )
    for note in report.notes:
        output.say(f"{arguments.file.name}: {note}.")
    lines = f"{format_count(report.rows, 'line')} of {', '.join(report.coders) or 'nobody'}"
    if report.dry_run:
        output.say(f"{lines} can be placed. Dry run: nothing was written.")
    else:
        output.say(
            f"{lines}: {format_count(report.added, 'coding')} added, {report.there_already} there already, "
            f"{format_count(report.finished, 'answer')} finished. "
            + ("`tipcoder undo` takes the import back." if report.changed else "Nothing was new.")
        )
    return ExitStatus.DONE


def run_export(arguments: argparse.Namespace) -> int:
    from tipcoder.export.tables import format_csv, format_json, write_requested_file
    from tipcoder.workbench.exchange.codings_export import COLUMNS, export_codings
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.output_files import claim_output

    file: Path | None = None if arguments.file == Path("-") else arguments.file
    form = _form_of(file, arguments.format)
    with open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here:
        if file is not None:
            claim_output(here, file)
        rows = export_codings(here, coder=arguments.by, quotes=arguments.quotes)
    columns = (*COLUMNS, "finished", *(("quote",) if arguments.quotes else ()))
    if file is None:
        output.rows(rows, columns, form)
        return ExitStatus.DONE
    write_requested_file(file, format_json(rows) if form == "json" else format_csv(rows, columns))
    output.say(f"{format_count(len(rows), 'line')} written to {file}.")
    return ExitStatus.DONE


def _form_of(file: Path | None, wanted: str | None) -> str:
    """csv, json or table. Raises BadInput for a file whose name promises something else than what would be in it."""
    if file is None:
        return wanted or "csv"
    if wanted == "table":
        raise BadInput("A table is for the screen.", "Use --format csv or json with a file.")
    ending = file.suffix.lower()
    named = _FORMS.get(ending)
    if named is None and ending:
        raise BadInput(f"{file}: codings cannot be written as {ending}.", "Name a file that ends in .csv or .json.")
    if wanted and named and wanted != named:
        raise BadInput(f"{file}: would hold {wanted.upper()}.", f"Name a file that ends in .{wanted}.")
    return wanted or named or "csv"


def run_counts(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.status.code_counts import NET, SPLITS, build_code_table

    by = [] if arguments.by == "none" else list(dict.fromkeys(word.strip() for word in arguments.by.split(",")))
    for word in by:
        if word not in SPLITS:
            known = (*SPLITS, "none") if len(by) == 1 else SPLITS
            raise BadInput(f"--by cannot split by {word!r}.", did_you_mean(word, known))
    with open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here:
        rows = build_code_table(here, by, arguments.of, nets=True)
    columns = ("code", *by, "answers", "codings", *([NET] if rows and NET in rows[0] else []))
    output.rows(rows, columns, arguments.format, empty="The codebook has no code.")
    return ExitStatus.DONE
