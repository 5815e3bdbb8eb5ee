"""`redact mark`: words that nothing proposed."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import coder_option, option, place_arguments, study_option
from tipcoder.cli.redact.places import RedactionPlace, find_span, open_desk
from tipcoder.errors import BadInput, ExitStatus


@define_command(
    "redact mark",
    examples=(
        "tipcoder redact mark 1254 role 12-30 --kind country",
        'tipcoder redact mark 1254 role --kind translation --replacement "They were pushed."',
    ),
)
@place_arguments
@option(
    "--kind",
    metavar="KIND",
    default="name",
    help="what it is: person, country, … or translation (default: name)",
)
@option("--replacement", metavar="TEXT", help="other words instead of the usual noun")
@option("--reason", metavar="TEXT", default="", help="why what is found in these words may stay")
@coder_option
@study_option
def mark_words(
    case: str,
    question: str,
    span: tuple[int, int] | None,
    kind: str,
    replacement: str | None,
    reason: str,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Replace words that nothing proposed, or put a translation in their place.

    A translation without --replacement is the one that the survey has beside the answer.
    """
    from tipcoder.workbench.redaction.kinds import NAMED_KINDS, TRANSLATION, require_kind
    from tipcoder.workbench.redaction.replacements import offer_translation

    require_kind(kind, (*NAMED_KINDS, TRANSLATION))
    with open_desk(study_folder, coder) as desk:
        where = find_span(desk, RedactionPlace(case, question, span))
        if kind == TRANSLATION and not replacement:
            # The survey's own, where it has one.
            replacement = offer_translation(desk, *where)
            if not replacement:
                raise BadInput("A translation needs its words.", "Give them with --replacement.")
        output.say(desk.mark_span(*where, kind, replacement, reason))
    return ExitStatus.DONE
