"""Pictures of a study as lines of the statistics screen, and in letters beside the list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets.option_list import Option

from tipcoder.errors import TipcoderError
from tipcoder.tui.drawing import as_content, as_content_line, assemble_line

if TYPE_CHECKING:
    from tipcoder.workbench.reporting.text_plots import TextPlot

Plots = tuple["TextPlot", ...]
_HEADING = "Pictures"
_ID = "picture {}"
"""No code or variable has a blank in its name."""


def draw_plots(folder: Path, viewer: str) -> Plots:
    """Every picture that there are data for; none where the study cannot be read any more, which
    the tests have said.
    """
    # Pictures need what no other screen does.
    from tipcoder.workbench.reporting.text_plots import list_text_plots

    try:
        return list_text_plots(folder, viewer)
    except TipcoderError:
        return ()


def list_plot_options(plots: Plots) -> list[Option]:
    """A heading and a line for each picture; nothing where there are none."""
    if not plots:
        return []
    options = [Option(as_content_line(_HEADING).stylize("bold"), disabled=True)]
    for number, plot in enumerate(plots):
        options.append(Option(as_content_line(f"  {plot.title}"), _ID.format(number)))
    return options


def find_plot(plots: Plots, name: str) -> TextPlot | None:
    """The picture of a line; None where it is that of a code or variable."""
    for number, plot in enumerate(plots):
        if name == _ID.format(number):
            return plot
    return None


def format_plot(plot: TextPlot, width: int) -> Content:
    """The picture in `width` columns under its title, and how it is to be read."""
    lines = [assemble_line((plot.title, "bold")), Content("")]
    for line in plot.fit(width).splitlines():
        # On a screen of a few columns a line that is wrapped would tear the picture.
        lines.append(as_content_line(line).truncate(width, ellipsis=True))
    lines += [Content(""), as_content(plot.caption)]
    return Content("\n").join(lines)
