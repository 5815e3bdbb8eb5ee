"""`stats presence`: where each code is present."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import codes_option, flag, option, questions_option, study_option, viewer
from tipcoder.cli.stats.options import (
    presence_codings_option,
    reading_study,
    written_as_option,
)
from tipcoder.cli.types import OneOf
from tipcoder.errors import ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.statistics.presence_table import PresenceTable

UNITS = ("case", "respondent", "country")


@define_command(
    "stats presence",
    examples=(
        "tipcoder stats presence",
        "tipcoder stats presence --by case --code pushback --format csv",
    ),
    exclusive=(("--code", "--all-codes"),),
)
@option(
    "--by",
    "unit",
    type=OneOf(UNITS),
    default="country",
    help="one line for each of these (default: country)",
)
@codes_option("only this code; may be repeated (default: all)")
@flag("--all-codes", about="every code, as without --code")
@presence_codings_option
@questions_option("where a code was looked for (default: found); may be repeated")
@written_as_option
@study_option
@viewer
def show_presence(
    unit: str,
    codes: tuple[str, ...],
    all_codes: bool,
    codings_of: str | None,
    questions: tuple[str, ...],
    form: str,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Show where each code is present, absent, or not known yet."""
    from tipcoder.workbench.statistics.presence_table import build_presence_table

    wanted = None if all_codes or not codes else codes
    with reading_study(study_folder, viewer, "Counting") as study:
        found = build_presence_table(study, unit, wanted, layer=codings_of, questions=questions)
    if form == "markdown":
        _print_as_markdown(found)
    elif form == "latex":
        _print_as_latex(found)
    else:
        output.say_all(found.sentences)
        output.print_rows(found.rows, found.columns, form)
    return ExitStatus.DONE


def _print_as_markdown(found: PresenceTable) -> None:
    from tipcoder.export.markup import format_markdown_table
    from tipcoder.text import escape_markdown
    from tipcoder.workbench.statistics.presence_table import format_presence_cells

    head, cells = format_presence_cells(found)
    parts = [escape_markdown(sentence) for sentence in found.sentences]
    parts.append(format_markdown_table(head, cells))
    output.print_text("\n\n".join(parts))


def _print_as_latex(found: PresenceTable) -> None:
    from tipcoder.export.markup import format_latex_table
    from tipcoder.workbench.statistics.presence_table import format_presence_cells

    head, cells = format_presence_cells(found)
    notes = " ".join(found.sentences)
    output.print_text(format_latex_table("Presence of codes", head, cells, notes))
