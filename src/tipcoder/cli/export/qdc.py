"""`export qdc`: the codebook for other programs."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import output_file, raw_option, study_option, viewer
from tipcoder.errors import BadInput, ExitStatus

_ENDING = ".qdc"


@define_command("export qdc", examples=("tipcoder export qdc -o codebook.qdc",))
@output_file("the .qdc to write", required=True)
@raw_option("also where examples are words of answers as they were written, for the team")
@study_option
@viewer
def export_qdc_file(file: Path, raw: bool, study_folder: Path | None, viewer: str | None) -> int:
    """Write the codebook as REFI-QDA: the tree of codes with colours and descriptions.

    A description has the definition, and lines that begin with Include, Exclude, Example and Cue;
    `tipcoder codebook import` reads them again.
    """
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.quotes.project_release import export_refi_codebook
    from tipcoder.workbench.team_files import RAW_WARNING

    if file.suffix.lower() != _ENDING:
        raise BadInput(f"{file}: a codebook ends in {_ENDING}.", f"Name a file like book{_ENDING}.")
    with open_study_folder(study_folder, read_only=True, viewer=viewer) as study:
        written, codes, said = export_refi_codebook(study, file, raw=raw)
    output.say(f"{output.format_count(codes, 'code')} written to {written}.")
    output.say_all((RAW_WARNING, *said) if raw else said)
    return ExitStatus.DONE
