"""`redact alias`: further names of respondents and others."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    argument,
    coder_option,
    flag,
    format_option,
    option,
    study_option,
)
from tipcoder.errors import ExitStatus


@define_command(
    "redact alias",
    examples=("tipcoder redact alias", 'tipcoder redact alias "Casa del Farol" --of 1254'),
)
@argument(
    "name", "[NAME]", "the name; without one, those that are known are listed", required=False
)
@option(
    "--of", "of", metavar="ID", default="", help="response ID of the respondent whose name it is"
)
@flag("--remove", about="it is not a name of theirs")
@format_option()
@coder_option
@study_option
def change_aliases(
    name: str | None,
    of: str,
    remove: bool,
    form: str,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Add further names of respondents and others: translations, nicknames, abbreviations."""
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.redaction.detector import change_alias, load_study_keys

    # An empty name, as of a variable that is not set, only lists.
    with open_study_folder(study_folder, read_only=not name, viewer=coder) as study:
        if name:
            person = study.find_coder(coder)
            output.say(change_alias(study, person, name, of, remove=remove))
            return ExitStatus.DONE
        aliases = load_study_keys(study).aliases
    rows: list[dict[str, object]] = []
    for owner, names in sorted(aliases.items()):
        rows.extend({"response": owner, "name": known} for known in names)
    output.print_records("Aliases", rows, ("response", "name"), form, empty="No alias is known.")
    return ExitStatus.DONE
