"""The pictures of a study in letters, for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tipcoder.errors import BadInput
from tipcoder.export.agreement_summary import list_judged
from tipcoder.export.alpha_plot import build_alpha_figure
from tipcoder.export.document import Figure
from tipcoder.workbench.agreement.study_agreement import assess_study
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.publishing.small_counts import CountScreen
from tipcoder.workbench.reporting.facts import (
    has_several_coders,
    has_several_waves,
    list_frozen_rounds,
)
from tipcoder.workbench.reporting.pictures import Picture, draw_pictures
from tipcoder.workbench.reporting.result_pictures import draw_changes, draw_means
from tipcoder.workbench.statistics.descriptive_tables import MIN_ROWS, build_tables
from tipcoder.workbench.study import OpenStudy


@dataclass(frozen=True)
class TextPlot:
    """A picture in letters under its heading, and how it is to be read."""

    title: str
    figure: Figure

    @property
    def caption(self) -> str:
        """How it is to be read."""
        return self.figure.caption

    def fit(self, width: int) -> str:
        """The picture in `width` columns, with everything that is in it."""
        return self.figure.fit_letters(width)


def list_text_plots(folder: Path, viewer: str | None = None) -> tuple[TextPlot, ...]:
    """Shares of codes, by question and by each factor, codes together, means by group, agreement by
    code, and what changed between waves: each where there are data for it.

    Opens the study for itself, so that it can run in a thread of its own. Nothing leaves the
    machine here, so that no count is too small to be shown.
    """
    with open_study_folder(folder, read_only=True, viewer=viewer, import_edits=False) as study:
        plots: list[TextPlot] = []
        for draw in (_draw_codes, _draw_means, _draw_agreement, _draw_changes):
            plots += _draw_if_possible(partial(draw, study))
        return tuple(plots)


def _draw_if_possible(draw: Callable[[], Iterator[Picture]]) -> list[TextPlot]:
    """What can be drawn; nothing where the study has no data for it, which the tests say too."""
    try:
        return [TextPlot(one.title, one.figure) for one in draw() if one.figure.letters.strip()]
    except BadInput:
        return []


def _draw_codes(study: OpenStudy) -> Iterator[Picture]:
    factors = list(study.definition.factors)
    yield from draw_pictures(study, factors, CountScreen(None))


def _draw_means(study: OpenStudy) -> Iterator[Picture]:
    yield from draw_means(build_tables(study, (), MIN_ROWS))


def _draw_agreement(study: OpenStudy) -> Iterator[Picture]:
    if has_several_coders(study):
        found = assess_study(study, in_rounds=list_frozen_rounds(study)).agreement
        judged = list_judged(found)
        if judged:
            yield Picture("Agreement by code", build_alpha_figure(found, judged))


def _draw_changes(study: OpenStudy) -> Iterator[Picture]:
    if has_several_waves(study):
        yield from draw_changes(study, CountScreen(None), None)
