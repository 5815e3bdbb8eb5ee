"""`export archive`: the study whole, for oneself."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import output_file, raw_option, study_option
from tipcoder.cli.output import format_count
from tipcoder.cli.publishing import refuse_raw_words
from tipcoder.errors import ExitStatus


@define_command(
    "export archive",
    examples=("tipcoder export archive --raw -o study.zip",),
)
@output_file("the .zip to write; RAW- is put in front of its name", required=True)
@raw_option("yes, with every answer as it was written: without it nothing is written")
@study_option
def export_archive(file: Path, raw: bool, study_folder: Path | None) -> int:
    """Keep the study whole: its store, its descriptions and codebook, and the files that it reads.

    A manifest in it has the size and the digest of every file. `tipcoder restore FILE --into DIR`
    makes a study of it again. The key file is not in it; `tipcoder backup --keys` copies that.
    """
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.status.archive import write_archive
    from tipcoder.workbench.team_files import RAW_WARNING

    refuse_raw_words(raw, "Archives")
    with (
        open_study_folder(study_folder, read_only=True) as study,
        output.working("Writing", file.name),
    ):
        done = write_archive(study, file)
    output.say(f"{format_count(len(done.files), 'file')} written to {done.path}.")
    if done.missing:
        output.say(f"Not in it, because they lie elsewhere: {', '.join(done.missing)}.")
    output.say(RAW_WARNING)
    return ExitStatus.DONE
