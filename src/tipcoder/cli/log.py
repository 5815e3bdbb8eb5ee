"""`log`: who did what, and how long coders were at work."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    count_option,
    flag,
    format_option,
    option,
    study_option,
    viewer,
)
from tipcoder.errors import BadInput, ExitStatus

_IN_TABLE = 20


@define_command(
    "log",
    examples=(
        "tipcoder log -n 5",
        "tipcoder log --by anna --format csv",
        "tipcoder log --hours --format csv",
    ),
)
@count_option("-n", "count", about=f"only the newest N acts (default: {_IN_TABLE} in a table)")
@option("--by", "by", metavar="CODER", help="only this coder's acts")
@flag(
    "--hours",
    about="instead, by coder and day: answers finished, hours at work, answers an hour, and median "
    "seconds an answer; gaps over 5 minutes do not count",
)
@format_option()
@study_option
@viewer
def list_acts(
    count: int | None,
    by: str | None,
    hours: bool,
    form: str,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """List the acts of this study, the newest first.

    With --hours it counts them: time between two acts of a coder is work where it is at most 5
    minutes. The hours of others are shown to a lead only: who opened a round, or set the study up.
    """
    if hours:
        if count is not None:
            raise BadInput("-n counts acts, and --hours counts days.", "Leave one of them out.")
        return _list_hours(by, form, study_folder, viewer)
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


def _list_hours(by: str | None, form: str, study_folder: Path | None, viewer: str | None) -> int:
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.status.working_hours import (
        build_hours_report,
        describe_hours,
        read_working_hours,
    )

    with open_study_folder(
        study_folder, read_only=True, viewer=viewer, import_edits=False
    ) as study:
        found = read_working_hours(study, by)
    output.print_report(build_hours_report(found), form)
    output.say_all(describe_hours(found))
    return ExitStatus.DONE
