"""`stats figures`: the tables as charts."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import output_folder, smallest_cell_option, study_option, viewer
from tipcoder.cli.stats.options import (
    min_cases_option,
    presence_codings_option,
    reading_study,
    unweighted_option,
)
from tipcoder.errors import ExitStatus


@define_command(
    "stats figures",
    examples=("tipcoder stats figures -o figures", "tipcoder stats figures --min-cases 5"),
)
@output_folder("the folder (default: exports/figures in the study)")
@presence_codings_option
@min_cases_option
@unweighted_option
@smallest_cell_option("leave out counts of fewer (default: say how many there are)")
@study_option
@viewer
def draw_figures(
    target: Path | None,
    codings_of: str | None,
    min_cases: int | None,
    unweighted: bool,
    smallest_cell: int | None,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Draw everything that the study has data for, as SVG, PDF and PNG."""
    from tipcoder.workbench.publishing.figures import publish_figures

    with reading_study(study_folder, viewer, "Drawing") as study:
        written = publish_figures(
            study,
            target,
            layer=codings_of,
            min_rows=min_cases,
            smallest_cell=smallest_cell,
            unweighted=unweighted,
        )
    for path in written.files:
        output.print_text(str(path))
    output.say_all(written.notes)
    return ExitStatus.DONE
