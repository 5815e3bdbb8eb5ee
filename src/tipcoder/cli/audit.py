"""`audit`: what in a file that is about to be published names somebody."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    accept_options,
    argument,
    coder_option,
    flag,
    format_option,
    option,
    study_option,
)
from tipcoder.cli.types import FilePath
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.publishing.accepted_findings import Acceptance
    from tipcoder.workbench.publishing.leak_audit import AuditReport, LeakFinding

COLUMNS = ("verdict", "likelihood", "id", "kind", "where", "n", "finding")
_WORDS_SHOWN = 5


@define_command(
    "audit",
    examples=(
        "tipcoder audit quotes.docx",
        "tipcoder audit quotes.csv --against released-data.csv --words",
        'tipcoder audit paper.docx --accept 3f9a2c1b --reason "a partner whom we thank by name"',
    ),
    exclusive=(("--accept", "--no-study"),),
)
@argument("file", "FILE", "CSV, XLSX, DOCX, Markdown, HTML, JSON, text, ...", type=FilePath())
@option(
    "--against",
    metavar="FILE",
    type=FilePath(),
    multiple=True,
    help="another file that is or will be public: can rows of the two be joined?",
)
@flag("--words", about="print the words themselves, which name people")
@flag("--no-study", about="look only for what can be told without a study")
@accept_options
@format_option()
@coder_option
@study_option
def audit_publication(
    file: Path,
    against: tuple[Path, ...],
    words: bool,
    no_study: bool,
    accept: Acceptance,
    form: str,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Read a file back and look in it for what the study knows and readers must not.

    Reads cells, properties, hidden sheets, comments, tracked changes and formulas. Exit status 1 on
    a leak, which is certain or likely; what is only possible is told and passes. Of a file with a
    part that cannot be read, the rest is told and the file refused, with exit status 2. What no
    list knows, such as a mission that is unique, only a person can see.
    """
    from tipcoder.workbench.publishing.leak_audit import Knowledge, audit_file

    _require_files([file, *against])
    if no_study:
        # Without a study there is nobody to recognise; contacts and tracked changes are found.
        with output.working("Auditing", file.name) as line:
            report = audit_file(file, Knowledge(), against, told=line.counter("rows and texts"))
    else:
        report = _audit_with_study(file, against, accept, coder, study_folder)
    _print_report(report, form, with_words=words, can_accept=not no_study)
    if report.refusal is not None:
        # What was found elsewhere is told first: one look at the file may mend both.
        raise report.refusal
    return ExitStatus.DONE if report.has_passed else ExitStatus.CHECK_FAILED


def _require_files(files: Sequence[Path]) -> None:
    """A file that is not there is said before a study is read."""
    for file in files:
        if not file.exists():
            raise BadInput(f"{file}: there is no such file.")


def _audit_with_study(
    file: Path,
    against: Sequence[Path],
    wish: Acceptance,
    coder: str | None,
    study_folder: Path | None,
) -> AuditReport:
    """The audit with what a study knows; what is accepted is kept in it.

    Raises BadInput where there is no study.
    """
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.publishing.leak_audit import (
        accept_in_file,
        audit_file,
        gather_knowledge,
    )
    from tipcoder.workbench.study_folder import find_study_folder

    try:
        folder = study_folder or find_study_folder(Path.cwd())
    except BadInput as fault:
        # The usual remedy, `tipcoder init`, would lead astray: an audit works without a study.
        raise BadInput(
            fault.message,
            "Name the study with --study, or say --no-study to do without what it knows.",
        ) from None
    only_read = not wish.ids
    with open_study_folder(folder, read_only=only_read, viewer=coder, import_edits=False) as study:
        with output.working("Learning who must not be named"):
            known = gather_knowledge(study)
        with output.working("Auditing", file.name) as line:
            told = line.counter("rows and texts")
            report = audit_file(file, known, against, accepted=known.accepted_files, told=told)
        if not wish.ids:
            return report
        return accept_in_file(study, study.find_coder(coder), report, wish, file)


def _print_report(report: AuditReport, form: str, *, with_words: bool, can_accept: bool) -> None:
    """Findings as data, and what they come to as a sentence."""
    rows = []
    for finding in report.findings:
        row = {
            "verdict": _name_verdict(finding),
            "likelihood": finding.likelihood,
            "id": finding.id if can_accept else "",
            "kind": finding.kind,
            "where": finding.location,
            "n": len(finding.places),
            "finding": finding.sentence,
            "words": "; ".join(finding.words[:_WORDS_SHOWN]),
        }
        rows.append(row)
    columns = (*COLUMNS, "words") if with_words else COLUMNS
    output.print_records("Findings", rows, columns, form, empty="Nothing was found.")

    leaks = sum(finding.grave for finding in report.findings)
    looks = sum(not finding.grave and not finding.accepted for finding in report.findings)
    verdict = "Audit passed." if report.has_passed else "NOT PASSED: a part was not read."
    if leaks:
        verdict = f"NOT PASSED: {output.format_count(leaks, 'leak')}."
    if looks:
        verdict += f" {output.format_count(looks, 'possible finding')} to look at."
    accepted = report.describe_accepted()
    cells = output.format_count(report.cells, "cell")
    passages = output.format_count(report.passages, "other text")
    read = f"{cells} and {passages} were read."
    output.say(" ".join(filter(None, (verdict, accepted, read, report.sentence))))


def _name_verdict(finding: LeakFinding) -> str:
    if finding.accepted:
        return "accepted"
    return "leak" if finding.grave else "look"
