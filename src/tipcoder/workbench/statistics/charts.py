"""The figures of a study, which `tipcoder.workbench.publishing` writes as files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tipcoder.errors import BadInput
from tipcoder.export.figures import Drawing, check_figures_extra
from tipcoder.study import EXPORTS
from tipcoder.study.multi_selects import OPTION_SIGN
from tipcoder.workbench.agreement.reliability_gate import assess_gates
from tipcoder.workbench.output_files import claim_folder, claim_output
from tipcoder.workbench.statistics.averages import BY_COUNTRY, BY_REGION
from tipcoder.workbench.statistics.code_figures import (
    choose_codes_to_draw,
    draw_codes_by_outcome,
    draw_cooccurrence,
    draw_network,
)
from tipcoder.workbench.statistics.descriptive_tables import (
    MIN_ROWS,
    build_tables,
    list_table_keys,
)
from tipcoder.workbench.statistics.group_figures import draw_averages, draw_groups
from tipcoder.workbench.statistics.indicator_merge import merge_indicators
from tipcoder.workbench.statistics.presence import Presence, build_presence_reading
from tipcoder.workbench.statistics.read_answers import load_stored_readings
from tipcoder.workbench.statistics.saturation import (
    SaturationRequest,
    build_saturation,
    draw_saturation,
)
from tipcoder.workbench.statistics.tests import StatisticsRequest, run_outcome_tests
from tipcoder.workbench.statistics.weights import describe_weights
from tipcoder.workbench.study import OpenStudy

Figures = dict[str, Drawing]
"""By file name without its ending."""


@dataclass(frozen=True)
class StudyFigures:
    """Figures by file name without its ending, where they go, and what a reader has to know."""

    folder: Path
    drawings: Figures
    notes: tuple[str, ...]


def build_figures(
    study: OpenStudy,
    folder: Path | None,
    *,
    layer: str | None = None,
    min_rows: int | None = None,
    smallest_cell: int | None = None,
) -> StudyFigures:
    """Everything that the study has data for, for `folder` (default: the study's exports).

    Nothing is left out here: counts below `smallest_cell` only tell how deep into the codebook a
    network can go.
    Raises BadInput for a folder that is not one, and where there is nothing to draw.
    """
    # Before anything is computed: without the extra nothing can be drawn.
    check_figures_extra()
    folder = folder or study.folder / EXPORTS / "figures"
    # Before anything is computed, which may take long.
    claim_output(study, folder)
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"{folder}: is not a folder.", "Name a folder for the figures.")
    claim_folder(study, folder)

    figures = _draw_outcomes(study, min_rows or MIN_ROWS)
    about_codes, notes = _draw_codes(study, layer, smallest_cell)
    figures |= about_codes
    if not figures:
        raise BadInput(
            "There is nothing to draw yet.",
            "Declare outcomes in study.toml, or code some answers.",
        )

    return StudyFigures(folder, figures, tuple(notes))


def _draw_outcomes(study: OpenStudy, min_rows: int) -> Figures:
    """Averages by country and region, and every test of an outcome by a variable."""
    figures: Figures = {}
    known = list_table_keys(study)
    keys = [key for key in (BY_COUNTRY, BY_REGION) if key in known]
    # Without a key every table of the study would be built.
    if keys:
        for table in build_tables(study, keys, min_rows):
            figures |= draw_averages(study.definition, table)

    definition = study.definition
    has_variables = bool(definition.list_factor_names() or definition.indicators)
    if definition.list_outcome_names() and has_variables:
        for result in run_outcome_tests(study, StatisticsRequest()).results:
            is_number = result.outcome in definition.number_outcomes
            figure = draw_groups(result, is_number=is_number)
            if figure is not None:
                # Some systems allow no colon in the name of a file.
                variable = result.variable.replace(OPTION_SIGN, "-")
                figures[f"{variable}-by-{result.outcome}"] = figure
    return figures


def _draw_codes(
    study: OpenStudy, layer: str | None, smallest_cell: int | None
) -> tuple[Figures, list[str]]:
    """Codes by outcome and codes together, and what a reader has to know of them."""
    # Without indicators: only the cases are needed.
    table = merge_indicators(study, ()).table
    # Read once for all of these figures.
    stored = load_stored_readings(study, layer)
    found = build_presence_reading(study, table, stored).find_states()
    keys = _list_present_codes(found)
    if not keys:
        return {}, [found.layer.sentence]

    gates = assess_gates(study, keys)
    codes = choose_codes_to_draw(study.definition, found, keys, gates)
    figures: Figures = {}
    for outcome in study.definition.list_outcome_names():
        figure = draw_codes_by_outcome(codes, table, outcome)
        if figure.bars:
            figures[f"codes-by-{outcome}"] = figure
    figures["co-occurrence"] = draw_cooccurrence(codes)
    network = draw_network(codes, smallest_cell)
    if network.ties:
        figures["code-network"] = network
    saturation = build_saturation(study, SaturationRequest(layer=layer), stored)
    if saturation is not None:
        figures["saturation"] = draw_saturation(saturation)
    return figures, [found.layer.sentence, gates.sentence, *describe_weights(table)]


def _list_present_codes(found: Presence) -> list[str]:
    """Codes that are present on a case.

    What is applied to a parent itself is in its net already.
    """
    keys = []
    for key, code in found.codes.items():
        if code.coverage.present and key in found.book.codes:
            keys.append(key)
    return keys
