"""`redact keep`: the keep-list of study.toml."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import argument, coder_option, flag, format_option, study_option
from tipcoder.errors import ExitStatus


@define_command(
    "redact keep", examples=("tipcoder redact keep", 'tipcoder redact keep "US Embassy"')
)
@argument("name", "[NAME]", "the name to add", required=False)
@flag("--remove", about="remove it from the list")
@format_option()
@coder_option
@study_option
def change_keep_names(
    name: str | None,
    remove: bool,
    form: str,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Add names that may stay because the study is about them, or remove them.

    Without a name, print the keep-list. A respondent's full name never stays because of it.
    """
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.redaction.keep_list import change_keep_list

    # An empty name, as of a variable that is not set, only lists.
    with open_study_folder(study_folder, read_only=not name, viewer=coder) as study:
        if name:
            output.say(change_keep_list(study, study.find_coder(coder), name, remove=remove))
            return ExitStatus.DONE
        rows = [{"name": kept} for kept in study.definition.privacy.keep]
    output.print_records("Keep-list", rows, ("name",), form, empty="The keep-list is empty.")
    return ExitStatus.DONE
