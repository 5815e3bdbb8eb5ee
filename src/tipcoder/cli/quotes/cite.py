"""`quotes cite`: who said it, for a footnote."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    code_argument,
    coder_option,
    codings_of_option,
    option,
    study_option,
)
from tipcoder.errors import CheckFailed, ExitStatus


@define_command(
    "quotes cite",
    examples=(
        "tipcoder quotes cite pushback",
        "tipcoder quotes cite pushback --of quotes.docx",
    ),
)
@code_argument("cited")
@option(
    "--of",
    metavar="FILE|N",
    help="cite the IDs of this file, which may be fresh ones; or of the export of this number",
)
@codings_of_option()
@coder_option
@study_option
def cite_responses(
    cited: str,
    of: str | None,
    codings_of: str | None,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Print the response IDs of a code as a footnote has them: `Responses 1016, 1049, and 1061`.

    With `--of` they are the IDs of a file that left, also where they were drawn for it alone. Who
    has no quote in that file is left out, and counted.
    """
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.quotes.citing import find_ids_of_export
    from tipcoder.workbench.quotes.release import find_cited_ids as find_cited
    from tipcoder.workbench.quotes.release import format_footnote

    with open_study_folder(study_folder, read_only=True, viewer=coder) as study:
        ids = find_cited(study, cited, codings_of)
        is_public = study.definition.privacy.response_ids == "from-column"
        shown = ids if of is None else find_ids_of_export(study, of, ids)
    if of is not None and ids and not shown:
        raise CheckFailed(
            f"Nobody whose answers carry the code {cited!r} has a quote in {of}.",
            "Name the file that the footnote is for.",
        )
    if not ids:
        raise CheckFailed(
            f"No answer carries the code {cited!r}.",
            "`tipcoder counts` shows where codes are applied.",
        )
    output.print_text(format_footnote(shown))
    if len(shown) < len(ids):
        missing = output.format_count(len(ids) - len(shown), "respondent")
        output.say(f"{missing} with the code have no quote in {of} and are not cited.")
    # A drawn ID says nothing to outsiders; an ID of the survey's own column does.
    if is_public and of is None:
        output.say(
            "These IDs are those of the survey file. Anybody who has that file can find who "
            "wrote the answers."
        )
    return ExitStatus.DONE
