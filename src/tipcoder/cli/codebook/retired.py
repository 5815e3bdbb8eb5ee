"""`codebook retired`: codes that are out of use."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import format_option, study_option, viewer
from tipcoder.errors import ExitStatus

_COLUMNS = ("code", "label", "last_in", "codings", "answers", "coders")


@define_command("codebook retired", examples=("tipcoder codebook retired",))
@format_option()
@study_option
@viewer
def list_retired_codes(form: str, study_folder: Path | None, viewer: str | None) -> int:
    """List codes that are out of use, and how many codings they have."""
    from tipcoder.workbench.codebook.revisions import find_retired_codes
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(study_folder, read_only=True, viewer=viewer) as study:
        found = find_retired_codes(study)
    records = []
    for code in found:
        record = {
            "code": code.key,
            "label": code.label,
            "last_in": code.revision,
            "codings": code.codings,
            "answers": code.answers,
            "coders": code.coders,
        }
        records.append(record)
    output.print_records("Retired codes", records, _COLUMNS, form, empty="No code is retired.")
    return ExitStatus.DONE
