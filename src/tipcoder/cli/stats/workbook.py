"""`stats workbook`: the whole analysis in one file."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.file_format import check_file_format
from tipcoder.cli.options import (
    option,
    output_file,
    smallest_cell_option,
    study_option,
    viewer,
)
from tipcoder.cli.report_target import ReportTarget
from tipcoder.cli.stats.options import (
    presence_codings_option,
    reading_study,
    style_option,
    unweighted_option,
)
from tipcoder.errors import ExitStatus
from tipcoder.export.format_names import WRITTEN

# A program that reads CSV takes one table, and this has many.
_ENDINGS = tuple(ending for ending in WRITTEN if ending != ".csv")


@define_command(
    "stats workbook",
    examples=(
        "tipcoder stats workbook -o analysis.xlsx",
        "tipcoder stats workbook --by plan --by channel -o analysis.docx",
    ),
)
@output_file(f"the file to write: {', '.join(_ENDINGS)}", required=True)
@option(
    "--by",
    "segments",
    metavar="NAME",
    multiple=True,
    help="also presence of codes by this factor, outcome or column; may be repeated",
)
@presence_codings_option
@unweighted_option
@style_option
@smallest_cell_option("leave out counts of fewer (default: say how many there are)")
@study_option
@viewer
def write_workbook(
    file: Path,
    segments: tuple[str, ...],
    codings_of: str | None,
    unweighted: bool,
    style: str,
    smallest_cell: int | None,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Write tables, tests, presence of codes, change and agreement into one file.

    In XLSX each has a sheet, with numbers for calculating. What there is to read beside them stands
    on the last sheet. Chapters that the study has no data for are left out and named.
    """
    from tipcoder.workbench.reporting.analysis import AnalysisRequest, build_analysis

    target = ReportTarget(check_file_format(file, None, _ENDINGS), file)
    wanted = AnalysisRequest(codings_of, segments, smallest_cell, style, unweighted)
    with reading_study(study_folder, viewer, "Reading") as study:
        target.claim(study)
        with output.working("Analysing", study.definition.title) as line:
            found = build_analysis(study, wanted, lambda title: line.show(f"{title} …"))
        released = target.release(study, found.report, found.sentences)
    released.show()
    output.say_all(found.remarks)
    return ExitStatus.DONE
