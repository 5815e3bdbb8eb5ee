"""`quotes exports`: what left, and forgetting what was never given to anybody."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import coder_option, count_option, format_option, option, study_option
from tipcoder.errors import BadInput, ExitStatus


@define_command(
    "quotes exports",
    examples=(
        "tipcoder quotes exports",
        'tipcoder quotes exports --forget 212 --reason "deleted unread"',
    ),
)
@count_option("--forget", about="this export no longer counts: nobody was given the file")
@option("--reason", metavar="TEXT", default="", help="why it is forgotten")
@format_option()
@coder_option
@study_option
def list_exports(
    forget: int | None, reason: str, form: str, coder: str | None, study_folder: Path | None
) -> int:
    """List the files that left this study: when, by whom, with which columns, under which IDs.

    The next file is judged together with them. Nothing brings a file back: an export is not
    undone, and may be forgotten only if nobody was ever given the file.
    """
    from tipcoder.workbench.exports.export_log import build_exports_report, forget_export
    from tipcoder.workbench.opening import open_study_folder

    if forget is None and reason:
        raise BadInput("--reason goes with --forget.", "Name the export with --forget N.")
    with open_study_folder(
        study_folder, read_only=forget is None, viewer=coder, import_edits=False
    ) as study:
        if forget is not None:
            output.say(forget_export(study, study.find_coder(coder), forget, reason))
            return ExitStatus.DONE
        report = build_exports_report(study)
    output.print_report(report, form)
    return ExitStatus.DONE
