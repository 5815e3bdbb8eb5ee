"""The figures of a study as files: SVG, PDF and PNG of each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tipcoder.export.figures import draw_figure
from tipcoder.export.leaving import LeavingFile
from tipcoder.workbench.output_files import claim_outputs
from tipcoder.workbench.publishing.coder_numbers import hide_layer
from tipcoder.workbench.publishing.declaration import LetsOut
from tipcoder.workbench.publishing.publication import publish_files
from tipcoder.workbench.publishing.small_counts import CountScreen, is_empty
from tipcoder.workbench.statistics.charts import build_figures
from tipcoder.workbench.statistics.weights import choose_weights
from tipcoder.workbench.study import OpenStudy

FORMATS = ("svg", "pdf", "png")


@dataclass(frozen=True)
class WrittenFigures:
    """Files made, and what a reader has to know."""

    files: tuple[Path, ...]
    notes: tuple[str, ...]


def publish_figures(
    study: OpenStudy,
    folder: Path | None,
    *,
    layer: str | None = None,
    min_rows: int | None = None,
    smallest_cell: int | None = None,
    unweighted: bool = False,
) -> WrittenFigures:
    """Draw everything that the study has data for into `folder` (default: the study's exports).

    What rests on fewer cases than `smallest_cell` is left out; None to be told only. Raises what
    `build_figures` and `publish_files` raise; then no file is there.
    """
    screen = CountScreen(smallest_cell)
    counted, about_weights = choose_weights(study, unweighted=unweighted)
    found = build_figures(
        counted, folder, layer=layer, min_rows=min_rows, smallest_cell=smallest_cell
    )
    named = hide_layer(study, found.drawings, found.notes)
    drawings = {name: screen.screen_figure(figure) for name, figure in named.items()}
    drawings = {name: figure for name, figure in drawings.items() if not is_empty(figure)}
    # All are claimed before the first is drawn: half a set would look like a whole one.
    places = [found.folder / f"{name}.{form}" for name in drawings for form in FORMATS]
    claim_outputs(study, places)
    files: list[LeavingFile] = []
    for name, figure in drawings.items():
        files += draw_figure(figure, found.folder, name, FORMATS)
    done = publish_files(study, files, LetsOut())
    said = (*about_weights, *found.notes, *screen.sentences, *done.sentences)
    return WrittenFigures(tuple(places), said)
