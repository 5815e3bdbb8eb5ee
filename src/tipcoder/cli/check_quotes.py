"""`check-quotes`: does a manuscript quote what was answered, and cite who said it?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    argument,
    coder_option,
    flag,
    format_option,
    option,
    raw_option,
    study_option,
)
from tipcoder.cli.publishing import check_printed, say_raw
from tipcoder.cli.types import FilePath
from tipcoder.errors import ExitStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tipcoder.export.report import Report
    from tipcoder.workbench.quotes.manuscript_check import ManuscriptLine, ManuscriptReport
    from tipcoder.workbench.study import OpenStudy

_COLUMNS = ("place", "kind", "verdict", "cited", "found", "detail", "words")
_TABLE = ("place", "words", "cited", "verdict", "detail")
_SHOWN = 50
"""Characters of a quotation in a table."""


@define_command(
    "check-quotes",
    examples=(
        "tipcoder check-quotes article.docx",
        "tipcoder check-quotes article.docx --comments article-checked.docx",
        "tipcoder check-quotes article.md --all --format csv",
    ),
)
@argument("file", "FILE", "the manuscript: DOCX, ODT, Markdown, LaTeX or text", type=FilePath())
@flag("--all", "everything", about="also what is in order, and counts with what the study counts")
@option("--comments", metavar="FILE", type=FilePath(),
        help="write a copy of the manuscript with comments, for the team")  # fmt: skip
@format_option()
@raw_option("with words of the manuscript and of answers also in formats other than a table")
@coder_option
@study_option
def check_quotes(
    file: Path,
    everything: bool,
    comments: Path | None,
    form: str,
    raw: bool,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Find every quotation of a manuscript in the answers.

    Each is exact, edited with marks (brackets, an ellipsis), changed without a mark, translated,
    said by another respondent than the one cited, not released, or not found. Response IDs that
    are cited have to exist, and are held against the codes. Exit status 1 where something must be
    mended.
    """
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.quotes.manuscript_check import check_study_manuscript

    with open_study_folder(study_folder, read_only=True, viewer=coder) as study:
        with output.working("Comparing", file.name):
            found = check_study_manuscript(study, file)
        lines = [line for line in found.lines if everything or not line.is_settled]
        has_words = raw or form == "table"
        report = _build_report(lines, with_words=has_words)
        said = () if raw else check_printed(study, report, form)
        written = _write_comments(study, found, file, comments, raw) if comments else ""

    output.print_report(report, form)
    say_raw(("words",) if raw else (), form, "words")
    output.say_all([*said, _describe_counts(found), *([written] if written else [])])
    return ExitStatus.CHECK_FAILED if found.has_faults else ExitStatus.DONE


def _build_report(lines: Sequence[ManuscriptLine], *, with_words: bool) -> Report:
    from dataclasses import replace

    from tipcoder.export.document import Document
    from tipcoder.export.report import build_records_report, build_table

    columns = _COLUMNS if with_words else _COLUMNS[:-1]
    rows = [_as_record(line, with_words=with_words) for line in lines]
    empty = "Every quotation is in order."
    report = build_records_report("Quotations", rows, columns, empty=empty)
    if not rows or not with_words:
        return report
    narrow = [{**row, "words": _shorten(row["words"])} for row in rows]
    return replace(report, narrow=Document("Quotations", (build_table(narrow, _TABLE),)))


def _as_record(line: ManuscriptLine, *, with_words: bool) -> dict[str, Any]:
    return {
        "place": line.place,
        "kind": line.kind,
        "verdict": line.verdict,
        "cited": ", ".join(line.cited),
        "found": ", ".join(line.found),
        "detail": line.raw_detail if with_words else line.detail,
        "words": line.words,
    }


def _shorten(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= _SHOWN else f"{flat[: _SHOWN - 1]}…"


def _write_comments(
    study: OpenStudy, found: ManuscriptReport, file: Path, target: Path, raw: bool
) -> str:
    """Write the copy; returns the sentence that says so."""
    from datetime import UTC, datetime

    from tipcoder.errors import BadInput
    from tipcoder.export.leaving import LeavingFile
    from tipcoder.workbench.quotes.manuscript_check import list_comments, write_comments
    from tipcoder.workbench.team_files import RAW_WARNING, hand_to_team

    if target.suffix.casefold() != file.suffix.casefold():
        raise BadInput(
            f"{target.name} has another ending than {file.name}.",
            f"A copy with comments is a {file.suffix} file too.",
        )
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    remarks = list_comments(found, raw=raw)
    content = write_comments(file, remarks, at)
    leaving = LeavingFile(target, content, target.suffix)
    # The manuscript itself may quote what nobody has released.
    (written,) = hand_to_team(study, [leaving], raw=True, inputs=[file])
    count = output.format_count(sum(map(len, remarks.values())), "comment")
    return f"{count} written to {written}. {RAW_WARNING}"


def _describe_counts(found: ManuscriptReport) -> str:
    counts = found.count_verdicts()
    if not counts:
        return "The manuscript has no quotation."
    total = output.format_count(sum(counts.values()), "quotation")
    parts = [f"{number} {verdict}" for verdict, number in counts.items()]
    return f"{total}: {'; '.join(parts)}."
