"""`rounds`: how far rounds are, and freezing one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import coder_option, flag, format_option, option, study_option
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

_COLUMNS = ("round", "coder", "answers", "shared", "finished", "again", "frozen", "seed")


@define_command("rounds", examples=("tipcoder rounds", "tipcoder rounds --freeze R1"))
@option("--freeze", metavar="NAME", help="close this round for the agreement report, for good")
@flag("--yes", about="freeze it though not everybody is done, without asking")
@format_option()
@coder_option
@study_option
def list_or_freeze_rounds(
    freeze: str | None, yes: bool, form: str, coder: str | None, study_folder: Path | None
) -> int:
    """List rounds and how many answers of each are finished, or freeze one when it is done."""
    from tipcoder.workbench.opening import open_study_folder

    # Only freezing writes; a list can be looked at where nothing may be written.
    with open_study_folder(study_folder, read_only=freeze is None, viewer=coder) as study:
        if freeze is not None:
            return _freeze_round(study, freeze, coder, yes=yes)
        rows = _list_rounds(study)
    empty = "There is no round yet; `tipcoder assign` draws one."
    output.print_records("Rounds", rows, _COLUMNS, form, empty=empty)
    return ExitStatus.DONE


def _freeze_round(study: OpenStudy, name: str, coder: str | None, *, yes: bool) -> int:
    """Freeze a round; where somebody is not done, a person has to say so, for it is for good."""
    from tipcoder.workbench.rounds.freezing import describe_freezing, find_unfinished_round
    from tipcoder.workbench.rounds.rounds import freeze_round

    unfinished = None if yes else find_unfinished_round(study, name)
    if unfinished is not None and not _ask_to_freeze(describe_freezing(unfinished)):
        output.say("Nothing was changed.")
        return ExitStatus.DONE
    output.say_done(freeze_round(study, study.find_coder(coder), name), undo=False)
    return ExitStatus.DONE


def _ask_to_freeze(question: str) -> bool:
    return output.ask_yes(
        f"{question}. Freeze it?",
        BadInput(
            f"{question}. Nothing was frozen: there is no terminal to ask at.",
            "Say --yes to freeze it.",
        ),
    )


def _list_rounds(study: OpenStudy) -> list[dict[str, object]]:
    """A record for each coder of each round."""
    from tipcoder.workbench.rounds.rounds import list_rounds

    rows: list[dict[str, object]] = []
    for state in list_rounds(study):
        for share in state.shares:
            row = {
                "round": state.round.name,
                "coder": share.coder,
                "answers": share.answers,
                "shared": share.shared,
                "finished": share.finished,
                "again": share.again,
                "frozen": state.round.frozen_at,
                "seed": state.round.design.get("seed"),
            }
            rows.append(row)
    return rows
