"""`quotes cite`: who said it, for a footnote."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    code_argument,
    coder_option,
    codings_of_option,
    study_option,
)
from tipcoder.errors import CheckFailed, ExitStatus


@define_command("quotes cite", examples=("tipcoder quotes cite pushback",))
@code_argument("cited")
@codings_of_option()
@coder_option
@study_option
def cite_responses(
    cited: str, codings_of: str | None, coder: str | None, study_folder: Path | None
) -> int:
    """Print the response IDs of a code as a footnote has them: `Responses 1016, 1049, and 1061`."""
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.quotes.release import find_cited_ids as find_cited
    from tipcoder.workbench.quotes.release import format_footnote

    with open_study_folder(study_folder, read_only=True, viewer=coder) as study:
        ids = find_cited(study, cited, codings_of)
        is_public = study.definition.privacy.response_ids == "from-column"
    if not ids:
        raise CheckFailed(
            f"No answer carries the code {cited!r}.",
            "`tipcoder counts` shows where codes are applied.",
        )
    output.print_text(format_footnote(ids))
    # A drawn ID says nothing to outsiders; an ID of the survey's own column does.
    if is_public:
        output.say(
            "These IDs are those of the survey file. Anybody who has that file can find who "
            "wrote the answers."
        )
    return ExitStatus.DONE
