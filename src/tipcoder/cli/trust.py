"""`trust`: what a study may use outside of its own folder."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import flag, format_option, study_option
from tipcoder.errors import BadInput, ExitStatus

_COLUMNS = ("what", "option", "allowed")


@define_command("trust", examples=("tipcoder trust", "tipcoder trust --store --models"))
@flag("--store", "store", about="allow the database, or the store elsewhere, that it names")
@flag("--elsewhere", about="allow its files elsewhere, and its links that lead out")
@flag("--models", "models", about="allow its trained models, whose code runs when they are loaded")
@flag("--withdraw", about="allow it nothing outside any more")
@format_option()
@study_option
def show_trust(
    store: bool, elsewhere: bool, models: bool, withdraw: bool, form: str, study_folder: Path | None
) -> int:
    """List what a study uses outside of its folder, and allow it for you on this machine.

    A study from somebody else is data: it opens no database, no file elsewhere and no model unless
    you say so. What you made yourself with `init` is allowed already.
    """
    from tipcoder.workbench.study_folder import find_study_folder
    from tipcoder.workbench.trust import describe_trust, trust_things, withdraw_trust

    folder = find_study_folder(study_folder if study_folder is not None else Path.cwd())
    wanted = {"store": store, "elsewhere": elsewhere, "models": models}
    kinds = [kind for kind, is_wanted in wanted.items() if is_wanted]
    if withdraw:
        if kinds:
            raise BadInput("--withdraw takes back everything.", "Leave the other options out.")
        had = withdraw_trust(folder)
        output.say("Nothing outside is allowed any more." if had else "Nothing was allowed.")
        return ExitStatus.DONE
    if kinds:
        allowed = [thing for thing, _ in describe_trust(folder) if thing.kind in kinds]
        trust_things(folder, allowed)
        output.say_all([f"Allowed from now on: {thing.shown}" for thing in allowed])
        if not allowed:
            output.say("The study uses nothing of that kind.")
        return ExitStatus.DONE
    rows = []
    for thing, is_allowed in describe_trust(folder):
        allowed_word = "yes" if is_allowed else "no"
        rows.append({"what": thing.shown, "option": f"--{thing.kind}", "allowed": allowed_word})
    nothing = "The study uses nothing outside of its folder."
    output.print_records("Trust", rows, _COLUMNS, form, empty=nothing)
    return ExitStatus.DONE
