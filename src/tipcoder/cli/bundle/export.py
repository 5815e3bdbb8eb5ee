"""`bundle export`: one coder's work as a file."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import option, output_file, study_option, viewer
from tipcoder.cli.output import format_count
from tipcoder.errors import ExitStatus


@define_command("bundle export", examples=("tipcoder bundle export --coder anna -o anna.json",))
@option("--coder", "whose", metavar="C", required=True, help="whose work")
@output_file("the file to write", required=True)
@study_option
@viewer
def export_bundle_file(
    whose: str, file: Path, study_folder: Path | None, viewer: str | None
) -> int:
    """Write codes and finished answers of one coder, by response ID.

    No answer's text and no name is in the file. `tipcoder bundle import FILE` imports it where the
    study goes on.
    """
    from tipcoder.workbench.exchange.bundles import export_bundle
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(study_folder, read_only=True, viewer=viewer) as study:
        done = export_bundle(study, whose, file)

    answers = format_count(done.answers, "answer")
    output.say(f"{answers} with {format_count(done.codings, 'coding')} written to {file}.")
    # Memos never travel: a bundle may go by mail.
    if done.notes:
        notes = format_count(done.notes, "memo or flag", "memos or flags")
        output.say(f"{notes} of {whose} stay here: they may repeat what respondents wrote.")
    if done.open_round:
        output.say(
            f"Round {done.open_round} is open and the file can be read by anybody: send it to who "
            "leads the round, not to another coder in it."
        )
    return ExitStatus.DONE
