"""`log`: who did what."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import count_option, format_option, option, study_option, viewer
from tipcoder.errors import ExitStatus

_IN_TABLE = 20


@define_command("log", examples=("tipcoder log -n 5", "tipcoder log --by anna --format csv"))
@count_option("-n", "count", about=f"only the newest N acts (default: {_IN_TABLE} in a table)")
@option("--by", "by", metavar="CODER", help="only this coder's acts")
@format_option()
@study_option
@viewer
def list_acts(
    count: int | None, by: str | None, form: str, study_folder: Path | None, viewer: str | None
) -> int:
    """List the acts of this study, the newest first."""
    from tipcoder.workbench.history import build_log_report, read_log
    from tipcoder.workbench.opening import open_study_folder

    # A document is for a look; CSV and JSON go elsewhere and have everything.
    limit = count or (None if form in output.FOR_PROGRAMS else _IN_TABLE)
    with open_study_folder(
        study_folder, read_only=True, viewer=viewer, import_edits=False
    ) as study:
        report = build_log_report(read_log(study, limit, by))
    output.print_report(report, form)
    return ExitStatus.DONE
