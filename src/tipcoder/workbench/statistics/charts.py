"""The figures of a study, written as SVG, PDF and PNG."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tipcoder.agreement.words import format_decimal
from tipcoder.analysis.contingency import cramers_v
from tipcoder.analysis.intervals import t_interval, wilson_interval
from tipcoder.analysis.presence import PRESENT
from tipcoder.codebook.nets import is_net
from tipcoder.errors import BadInput
from tipcoder.export.figures import (
    Cooccurrence,
    DotPlot,
    GroupedBars,
    PlotBar,
    PlotPoint,
    check_figures_extra,
    draw_figure,
)
from tipcoder.export.result_lines import format_effect, format_result
from tipcoder.measures import OutcomeSpec
from tipcoder.results import DescriptiveTable, MeanLine, StatisticalTest, label_with_key
from tipcoder.study import EXPORTS, Study
from tipcoder.text import make_excerpt
from tipcoder.workbench.agreement.reliability_gate import ReliabilityGates, assess_gates
from tipcoder.workbench.output_files import claim_folder, claim_output, claim_outputs
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.descriptive_tables import (
    BY_COUNTRY,
    BY_REGION,
    MIN_ROWS,
    ON_A_SCALE,
    T_INTERVALS,
    build_tables,
    list_table_keys,
)
from tipcoder.workbench.statistics.indicator_merge import merge_indicators
from tipcoder.workbench.statistics.labels import code_label, find_variable_label
from tipcoder.workbench.statistics.presence import Presence, find_presence
from tipcoder.workbench.statistics.tests import StatisticsRequest, run_outcome_tests
from tipcoder.workbench.study import OpenStudy

FORMATS = ("svg", "pdf", "png")
_MOST_CODES = 20
_LABEL = 44
"""Letters of a label beside an axis."""
_DOUBTED = "†"
"""Marks a code whose agreement is not shown to reach the study's threshold."""


@dataclass(frozen=True)
class WrittenFigures:
    """Files made, and what a reader has to know."""

    files: tuple[Path, ...]
    notes: tuple[str, ...]


def write_figures(
    study: OpenStudy, folder: Path | None, *, layer: str | None = None, min_rows: int | None = None
) -> WrittenFigures:
    """Draw everything that the study has data for into `folder` (default: the study's exports). Raises BadInput."""
    check_figures_extra()
    folder = folder or study.folder / EXPORTS / "figures"
    claim_output(study, folder)
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"{folder}: is not a folder.", "Name a folder for the figures.")
    claim_folder(study, folder)
    figures, notes = _build_figures(study, layer, min_rows or MIN_ROWS)
    if not figures:
        raise BadInput("There is nothing to draw yet.", "Declare outcomes in study.toml, or code some answers.")
    claim_outputs(study, [folder / f"{name}.{form}" for name in figures for form in FORMATS])
    files = [path for name, figure in figures.items() for path in draw_figure(figure, folder, name, FORMATS)]
    return WrittenFigures(tuple(files), tuple(notes))


Figure = DotPlot | GroupedBars | Cooccurrence


def _build_figures(opened: OpenStudy, layer: str | None, min_rows: int) -> tuple[dict[str, Figure], list[str]]:
    out: dict[str, Figure] = {}
    keys = [key for key in (BY_COUNTRY, BY_REGION) if key in list_table_keys(opened)]
    for table in build_tables(opened, keys, min_rows) if keys else ():
        out.update(_build_average_figures(opened, table))
    study = opened.definition
    if study.outcomes and (study.factors or study.indicators):
        for result in run_outcome_tests(opened, StatisticsRequest()).results:
            out.update(_build_group_figure(result))
    merged = merge_indicators(opened, ())
    found = find_presence(opened, merged.table, layer=layer)
    # What stands on a parent itself is in its net already.
    standing = [key for key, code in found.codes.items() if code.coverage.present and key in found.book.codes]
    if not standing:
        return out, [found.layer.sentence]
    agreed = assess_gates(opened, standing)
    names = _name_codes(opened, found, standing, agreed)
    said = _describe_basis(opened, found, standing, agreed)
    for name in study.outcomes:
        counted = _count_in_groups(merged.table, found, standing, name)
        by_outcome = _draw_codes_by(study, counted, names, name, said)
        if by_outcome.bars:
            out[f"codes-by-{name}"] = by_outcome
    most = sorted(standing, key=lambda key: -found.codes[key].coverage.present)[:_MOST_CODES]
    out["co-occurrence"] = _draw_cooccurrence(found, {key: names[key] for key in most}, said)
    return out, [found.layer.sentence, agreed.sentence]


def _name_codes(study: OpenStudy, found: Presence, codes: Sequence[str], agreed: ReliabilityGates) -> dict[str, str]:
    """What each code is called in a figure: its label, with the key behind it where two have one label."""
    labels = {key: make_excerpt(code_label(study.definition, found.book, key), _LABEL) for key in codes}
    often = Counter(labels.values())
    out = {}
    for key, label in labels.items():
        name = label if often[label] == 1 else label_with_key(key, label)
        out[key] = name if agreed.by_code[key].holds else f"{name} {_DOUBTED}"
    return out


def _describe_basis(study: OpenStudy, found: Presence, codes: Sequence[str], agreed: ReliabilityGates) -> str:
    said = found.layer.sentence
    if any(is_net(found.book, key) for key in codes):
        said += " A code with others below it holds all of them."
    if any(not agreed.by_code[key].holds for key in codes):
        least = format_decimal(study.definition.agreement.threshold, 3)
        said += f"\n{_DOUBTED} The agreement of coders is not shown to reach α = {least}."
    return said


def _build_average_figures(study: OpenStudy, table: DescriptiveTable) -> dict[str, Figure]:
    out: dict[str, Figure] = {}
    for block in table.blocks:
        spec = study.definition.outcomes[block.text]  # these tables have a block for each outcome
        ticks = _find_ticks(spec)
        points = [point for mean in block.means for point in _build_points(mean)]
        if points:
            points.sort(key=lambda point: (point.value, point.label))
            out[f"{block.text}-{table.key}"] = DotPlot(
                title=f"{block.heading}: {table.title[0].lower()}{table.title[1:]}",
                points=tuple(points),
                ticks=ticks,
                note=f"Points: means. Numbers: answers/rows. {T_INTERVALS} {ON_A_SCALE}",
            )
    return out


def _find_ticks(spec: OutcomeSpec) -> tuple[tuple[float, str], ...]:
    if spec.scores:
        return tuple((float(score), value) for value, score in sorted(spec.scores.items(), key=lambda item: item[1]))
    return tuple((float(n), level) for n, level in enumerate(spec.levels))


def _build_points(mean: MeanLine) -> list[PlotPoint]:
    if mean.mean is None:
        return []
    low = mean.mean if mean.low is None else mean.low
    high = mean.mean if mean.high is None else mean.high
    return [PlotPoint(f"{mean.label} {mean.answers}/{mean.rows}", mean.mean, low, high)]


def _build_group_figure(result: StatisticalTest) -> dict[str, Figure]:
    """Means of a number by group, or shares of a yes/no variable within each group."""
    by = f"{result.variable_heading} by {result.outcome_heading}"
    if all(group.counts for group in result.groups):
        figure: Figure | None = _draw_group_shares(result, by)
    else:
        figure = _draw_group_means(result, by)
    return {} if figure is None else {f"{result.variable}-by-{result.outcome}": figure}


def _draw_group_shares(result: StatisticalTest, title: str) -> GroupedBars | None:
    if any(len(group.counts) != 2 for group in result.groups):
        return None
    bars = []
    for group in result.groups:
        name, count = list(group.counts.items())[-1]
        if group.n:
            low, high = wilson_interval(count, group.n)
            bars.append(PlotBar(f"{group.name} ({count}/{group.n})", name, count / group.n, low, high))
    note = f"Shares with 95% Wilson intervals.\n{_format_caption(result)}"
    return GroupedBars(f"{title}: share of {bars[0].group}", tuple(bars), note) if bars else None


def _draw_group_means(result: StatisticalTest, title: str) -> DotPlot | None:
    points = []
    for group in result.groups:
        if group.mean is not None and group.sd is not None:
            low, high = t_interval(group.mean, group.sd, group.n) or (group.mean, group.mean)
            points.append(PlotPoint(f"{group.name} (n = {group.n})", group.mean, low, high))
    note = f"Means with 95% t intervals.\n{_format_caption(result)}"
    return DotPlot(title, tuple(points), (), note) if points else None


def _format_caption(result: StatisticalTest) -> str:
    """The test and its effect sizes."""
    text = format_result(result)
    if result.p is None:
        return text
    effects = [format_effect(effect) for effect in result.effects if effect.name != "cramers_v" or "phi_c" not in text]
    return ", ".join([text, *effects])


@dataclass(frozen=True)
class _CodeInGroups:
    """One code in the groups of an outcome: cases with it, and cases of which that is known."""

    code: str
    present: tuple[int, ...]
    known: tuple[int, ...]


def _count_in_groups(table: CaseTable, found: Presence, codes: Sequence[str], outcome: str) -> list[_CodeInGroups]:
    """The codes that stand most often on cases of this outcome, the commonest first, as the figure prints them."""
    groups = table.outcome_levels(outcome)
    out = []
    for key in codes:
        known: Counter[int] = Counter()
        present: Counter[int] = Counter()
        for state, group in zip(found.codes[key].states, groups.codes.tolist(), strict=True):
            if state >= 0 and group >= 0:
                known[group] += 1
                present[group] += state == PRESENT
        places = range(len(groups.labels))
        out.append(_CodeInGroups(key, tuple(present[n] for n in places), tuple(known[n] for n in places)))
    return sorted(out, key=lambda one: -sum(one.present))[:_MOST_CODES]


def _draw_codes_by(
    study: Study, counted: Sequence[_CodeInGroups], names: Mapping[str, str], outcome: str, said: str
) -> GroupedBars:
    """How often each code is present in each group, of the cases of which it is known."""
    bars = []
    for one in counted:
        label = f"{names[one.code]} {sum(one.present)}/{sum(one.known)}{_format_association(one)}"
        for level, present, known in zip(study.outcomes[outcome].levels, one.present, one.known, strict=True):
            if known:
                low, high = wilson_interval(present, known)
                bars.append(PlotBar(label, level, present / known, low, high))
    note = f"Present/known, Cramér's V (phi_c), and shares of the known by group with 95% Wilson intervals.\n{said}"
    return GroupedBars(f"Codes by {find_variable_label(study, outcome) or outcome}", tuple(bars), note)


def _format_association(one: _CodeInGroups) -> str:
    """Cramér's V of the code and the groups, where both vary."""
    import numpy as np

    table = np.array([one.present, [k - p for p, k in zip(one.present, one.known, strict=True)]])
    table = table[:, table.sum(axis=0) > 0]
    if table.shape[1] < 2 or not table.sum(axis=1).all():
        return ""
    return f", phi_c = {cramers_v(table).value:.2f}"


def _draw_cooccurrence(found: Presence, names: Mapping[str, str], said: str) -> Cooccurrence:
    """On how many cases two codes are both present; the diagonal has each code's own.

    A code stands on every case of the codes below it, which tells nothing: these pairs stay empty.
    """
    counts = tuple(tuple(_count_both(found, one, other) for other in names) for one in names)
    if any(is_net(found.book, key) for key in names):
        said = f"Pairs of a code and one below it are left empty.\n{said}"
    return Cooccurrence("Codes on the same cases", tuple(names.values()), counts, said)


def _count_both(found: Presence, one: str, other: str) -> int:
    book = found.book
    if one != other and (one in book.path_to(other) or other in book.path_to(one)):
        return 0
    states = zip(found.codes[one].states, found.codes[other].states, strict=True)
    return sum(1 for a, b in states if a == b == PRESENT)
