"""`bundle export`: one coder's work as a file."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import option, output_file, raw_option, study_option, viewer
from tipcoder.cli.output import format_count
from tipcoder.errors import ExitStatus


@define_command("bundle export", examples=("tipcoder bundle export --coder anna -o anna.json",))
@option("--coder", "whose", metavar="C", required=True, help="whose work")
@output_file("the file to write", required=True)
@raw_option("also where examples of the codebook are words of answers as they were written")
@study_option
@viewer
def export_bundle_file(
    whose: str, file: Path, raw: bool, study_folder: Path | None, viewer: str | None
) -> int:
    """Write codes and finished answers of one coder, by response ID.

    No answer's text and no name of a respondent is in the file, and only its owner may read it: it
    is for the team, and no publication. `tipcoder bundle import FILE` imports it where the study
    goes on.
    """
    from functools import partial

    from tipcoder.workbench.exchange.bundles import export_bundle
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.publishing.released_examples import refuse_raw_examples
    from tipcoder.workbench.team_files import RAW_WARNING

    with open_study_folder(study_folder, read_only=True, viewer=viewer) as study:
        check = partial(refuse_raw_examples, study)
        done = export_bundle(study, whose, file, raw=raw, check_codebooks=check)

    answers = format_count(done.answers, "answer")
    output.say(f"{answers} with {format_count(done.codings, 'coding')} written to {done.path}.")
    output.say(RAW_WARNING if raw else "It is for the team, and no publication.")
    # Memos never travel: a bundle may go by mail.
    if done.notes:
        notes = format_count(done.notes, "memo or flag", "memos or flags")
        output.say(f"{notes} of {whose} stay here: they may repeat what respondents wrote.")
    if done.open_round:
        output.say(
            f"Round {done.open_round} is open: send the file to who "
            "leads the round, not to another coder in it."
        )
    return ExitStatus.DONE
