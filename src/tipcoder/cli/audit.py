"""`audit`: what in a file that is about to be published names somebody."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, add_format, add_study, named_path
from tipcoder.cli.output import format_count
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.privacy.audit.knowledge import Knowledge
    from tipcoder.workbench.quotes.leak_audit import AuditReport

COLUMNS = ("verdict", "kind", "where", "n", "finding")


def add_verbs(verbs: Verbs) -> None:
    audit = verbs.add_parser(
        "audit",
        help="leak audit of any file that is about to be published",
        description="Reads the file back by itself: cells, properties, hidden sheets, comments, tracked changes, "
        "formulas, and looks in all of it for what the study knows and readers must not. Exit status 1 on a leak. "
        "What no list knows, such as a mission that is unique, only a person can see.",
    )
    audit.add_argument("file", metavar="FILE", type=named_path, help="CSV, XLSX, DOCX, Markdown, HTML, JSON, text, ...")
    audit.add_argument(
        "--against",
        metavar="FILE",
        type=named_path,
        action="append",
        default=[],
        help="another file that is or will be public: can rows of the two be joined?",
    )
    audit.add_argument("--words", action="store_true", help="print the words themselves, which name people")
    audit.add_argument("--no-study", action="store_true", help="look only for what can be told without a study")
    add_format(audit)
    add_study(audit)
    audit.set_defaults(run=run_audit)


def run_audit(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.quotes.leak_audit import audit_file

    check_files([arguments.file, *arguments.against])
    known = _known(arguments)
    with output.working("Auditing", arguments.file.name) as line:
        report = audit_file(arguments.file, known, arguments.against, told=line.counter("rows and texts"))
    print_report(report, arguments.format, words=arguments.words)
    return ExitStatus.DONE if report.has_passed else ExitStatus.CHECK_FAILED


def check_files(files: Sequence[Path]) -> None:
    """A file that is not there is said before a study is read."""
    for file in files:
        if not file.exists():
            raise BadInput(f"{file}: there is no such file.")


def _known(arguments: argparse.Namespace) -> Knowledge:
    from tipcoder.privacy.audit.knowledge import Knowledge
    from tipcoder.study import find_study_folder
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.quotes.leak_audit import gather_knowledge

    if arguments.no_study:
        return Knowledge()
    try:
        folder = arguments.study or find_study_folder(Path.cwd())
    except BadInput as fault:
        raise BadInput(
            fault.message, "Name the study with --study, or say --no-study to do without what it knows."
        ) from None
    with (
        open_study_folder(folder, read_only=True, import_edits=False) as here,
        output.working("Learning who must not be named"),
    ):
        return gather_knowledge(here)


def print_report(report: AuditReport, form: str, *, words: bool = False) -> None:
    """Findings as data, and what they come to as a sentence."""
    rows = [
        {
            "verdict": "leak" if finding.grave else "look",
            "kind": finding.kind,
            "where": finding.location,
            "n": len(finding.places),
            "finding": finding.sentence,
            "words": "; ".join(finding.words[:5]),
        }
        for finding in report.findings
    ]
    columns = (*COLUMNS, "words") if words else COLUMNS
    output.rows(rows, columns, form, empty="Nothing was found.")
    leaks = sum(finding.grave for finding in report.findings)
    read = f"{format_count(report.cells, 'cell')} and {format_count(report.passages, 'other text')} were read."
    verdict = f"NOT PASSED: {format_count(leaks, 'leak')}." if leaks else "Audit passed."
    output.say(f"{verdict} {read} {report.sentence}")
