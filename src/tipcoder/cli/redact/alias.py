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
    examples=(
        "tipcoder redact alias",
        'tipcoder redact alias "Casa del Farol" --of 1254',
        'tipcoder redact alias --person "Marguerite Oldham" --of 1254',
    ),
)
@argument(
    "name", "[NAME]", "the name; without one, those that are known are listed", required=False
)
@option(
    "--of", "of", metavar="ID", default="", help="response ID of the respondent whose name it is"
)
@flag("--person", about="it is a person's name, and no organisation's")
@flag("--remove", about="it is not a name of theirs")
@format_option()
@coder_option
@study_option
def change_aliases(
    name: str | None,
    of: str,
    person: bool,
    remove: bool,
    form: str,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Add further names of respondents and others: translations, nicknames, abbreviations.

    A person's name is looked for in any order, with initials, and by the surname alone.
    """
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.redaction.detector import change_alias, load_study_keys

    # An empty name, as of a variable that is not set, only lists.
    with open_study_folder(study_folder, read_only=not name, viewer=coder) as study:
        if name:
            whoever = study.find_coder(coder)
            said = change_alias(study, whoever, name, of, person=person, remove=remove)
            output.say(said)
            return ExitStatus.DONE
        keys = load_study_keys(study)
    known, others = keys.aliases, keys.known_persons
    if person:
        known, others = others, known
    rows: list[dict[str, object]] = []
    for owner, names in sorted(known.items()):
        rows.extend({"response": owner, "name": each} for each in names)
    title = "People" if person else "Aliases"
    empty = "No person's name is known." if person else "No alias is known."
    output.print_records(title, rows, ("response", "name"), form, empty=empty)
    people = sum(map(len, others.values()))
    if form == "table" and people and not person:
        output.say(f"{output.format_count(people, 'name')} of people: `--person` lists them.")
    return ExitStatus.DONE
