"""`adjudicate settle`: one disagreement resolved."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.adjudicate.options import actor_options, disagreement_arguments
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import option
from tipcoder.cli.types import ValueType
from tipcoder.errors import BadInput, ExitStatus

_REASONS = "boundary, missed, definition gap, language, slip"


class CharacterSpan(ValueType):
    """Characters of an answer, as 12:40."""

    name = "span"

    def read_value(self, text: str) -> tuple[int, int]:
        start, _, end = text.partition(":")
        try:
            return int(start), int(end)
        except ValueError:
            raise BadInput(
                f"--span cannot read {text!r}.",
                "Write --span 12:40, in characters from 0, the end not included.",
            ) from None


@define_command(
    "adjudicate settle",
    examples=(
        "tipcoder adjudicate settle 1254 role money --side anna --reason missed",
        "tipcoder adjudicate settle 1254 role money --span 12:40",
    ),
)
@disagreement_arguments
@option(
    "--side",
    metavar="WHO",
    help="a coder whose judgement holds, both (all that was marked), or neither",
)
@option(
    "--span",
    "spans",
    metavar="S:E",
    type=CharacterSpan(),
    multiple=True,
    help="instead of --side: apply the code to these words; may be repeated",
)
@option("--reason", metavar="WHY", default="", help=f"why they differed: {_REASONS}")
@option("--note", metavar="TEXT", default="", help="what to remember of it")
@actor_options
def settle_disagreement(
    case: str,
    question: str,
    code: str,
    side: str | None,
    spans: tuple[tuple[int, int], ...],
    reason: str,
    note: str,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Resolve one disagreement. The coders' own codings stay as they are."""
    from tipcoder.workbench.adjudication.adjudication import Adjudication
    from tipcoder.workbench.opening import open_study_folder

    if bool(spans) == bool(side):
        raise BadInput(
            "A decision is a side or words.", "Use --side CODER, both or neither, or --span S:E."
        )
    with open_study_folder(study_folder, viewer=coder) as study:
        desk = Adjudication(study, study.find_coder(coder))
        disagreement = desk.require_disagreement(case, question, code)
        # With words of one's own nobody's side is taken.
        chosen, coder_id = ("edited", None) if side is None else desk.parse_side(side)
        done = desk.settle_disagreement(
            disagreement,
            chosen,
            coder_id=coder_id,
            spans=spans,
            reason=reason,
            note=note.strip(),
        )
    output.say_done(done)
    return ExitStatus.DONE
