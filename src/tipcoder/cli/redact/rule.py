"""`redact rule`: certain words in the whole study."""

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
from tipcoder.cli.redact.places import open_desk
from tipcoder.errors import ExitStatus

_COLUMNS = ("string", "decision", "kind", "replacement", "reason")


@define_command(
    "redact rule",
    examples=(
        'tipcoder redact rule "Lantern House" --kind own_org',
        'tipcoder redact rule Geneva --keep "named in the question"',
    ),
    exclusive=(("--replacement", "--keep", "--remove"),),
)
@argument("string", "[WORDS]", "the words; capitals do not count", required=False)
@option("--kind", metavar="KIND", default="name", help="what they are (default: name)")
@option("--replacement", metavar="TEXT", default="", help="other words instead of the usual noun")
@option("--keep", metavar="REASON", default="", help="they may stay, and why")
@flag("--remove", about="remove the decision about them")
@format_option()
@coder_option
@study_option
def decide_about_words(
    string: str | None,
    kind: str,
    replacement: str,
    keep: str,
    remove: bool,
    form: str,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Decide about certain words in the whole study.

    Without the words, print what is decided. A decision about a single place outweighs it.
    """
    from tipcoder.workbench.redaction.kinds import NAMED_KINDS, require_kind

    # Also where rules are only listed: a misspelt kind is a mistake in any case.
    require_kind(kind, NAMED_KINDS)
    if string is None:
        return _print_rules(form, coder, study_folder)
    with open_desk(study_folder, coder) as desk:
        if remove:
            output.say(desk.drop_string_rule(string))
        else:
            output.say(desk.decide_string(string, kind, replacement, keep=keep))
    return ExitStatus.DONE


def _print_rules(form: str, coder: str | None, study_folder: Path | None) -> int:
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.redaction.redactions import Redactions

    with open_study_folder(study_folder, read_only=True, viewer=coder) as study:
        rows = [rule._asdict() for rule in Redactions(study).list_rules()]
    output.print_records(
        "Rules", rows, _COLUMNS, form, empty="Nothing is decided for the whole study."
    )
    return ExitStatus.DONE
