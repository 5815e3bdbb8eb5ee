"""The figures of a study, written as SVG, PDF and PNG."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tipcoder.agreement.words import decimal
from tipcoder.analysis.intervals import wilson
from tipcoder.analysis.presence import PRESENT
from tipcoder.errors import BadInput
from tipcoder.export.figures import Bar, Cooccurrence, Dots, GroupedBars, Point, draw
from tipcoder.measures import OutcomeSpec
from tipcoder.results import Mean, Result, Table
from tipcoder.study import EXPORTS
from tipcoder.workbench.numbers.case_table import CaseTable
from tipcoder.workbench.numbers.gating import gates
from tipcoder.workbench.numbers.merging import merge
from tipcoder.workbench.numbers.presence import Presence, presence
from tipcoder.workbench.numbers.statistics import Wanted, outcome_tests
from tipcoder.workbench.numbers.tables import BY_COUNTRY, BY_REGION, MIN_ROWS, table_keys, tables
from tipcoder.workbench.opening import OpenStudy
from tipcoder.workbench.output_files import claim_folder, claim_output, claim_outputs

FORMATS = ("svg", "pdf", "png")
_MOST_CODES = 20
_DOUBTED = "†"
"""Marks a code whose agreement is not shown to reach the study's threshold."""


@dataclass(frozen=True)
class Written:
    """Files made, and what a reader has to know."""

    files: tuple[Path, ...]
    notes: tuple[str, ...]


def write_figures(
    here: OpenStudy, folder: Path | None, *, layer: str | None = None, min_rows: int | None = None
) -> Written:
    """Draw everything that the study has data for into `folder` (default: the study's exports). Raises BadInput."""
    folder = folder or here.folder / EXPORTS / "figures"
    claim_output(here, folder)
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"{folder}: is not a folder.", "Name a folder for the figures.")
    claim_folder(here, folder)
    figures, notes = _figures(here, layer, min_rows or MIN_ROWS)
    if not figures:
        raise BadInput("There is nothing to draw yet.", "Declare outcomes in study.toml, or code some answers.")
    claim_outputs(here, [folder / f"{name}.{form}" for name in figures for form in FORMATS])
    files = [path for name, figure in figures.items() for path in draw(figure, folder, name, FORMATS)]
    return Written(tuple(files), tuple(notes))


Figure = Dots | GroupedBars | Cooccurrence


def _figures(here: OpenStudy, layer: str | None, min_rows: int) -> tuple[dict[str, Figure], list[str]]:
    out: dict[str, Figure] = {}
    keys = [key for key in (BY_COUNTRY, BY_REGION) if key in table_keys(here)]
    for table in tables(here, keys, min_rows) if keys else ():
        out.update(_average_figures(here, table))
    study = here.study
    if study.outcomes and (study.factors or study.indicators):
        for result in outcome_tests(here, Wanted()).results:
            out.update(_group_figures(result))
    merged = merge(here, ())
    found = presence(here, merged.table, layer=layer)
    standing = [key for key, code in found.codes.items() if code.coverage.present]
    standing = sorted(standing, key=lambda key: -found.codes[key].coverage.present)[:_MOST_CODES]
    if not standing:
        return out, [found.layer.sentence]
    agreed = gates(here, standing)
    names = {key: key if agreed.by_code[key].holds else f"{key} {_DOUBTED}" for key in standing}
    said = found.layer.sentence
    if any(name.endswith(_DOUBTED) for name in names.values()):
        least = decimal(study.agreement.threshold, 3)
        said += f" {_DOUBTED} The agreement of coders is not shown to reach α = {least}."
    for name, spec in study.outcomes.items():
        out[f"codes-by-{name}"] = _codes_by(merged.table, found, names, (name, spec), said)
    out["co-occurrence"] = _cooccurrence(found, names, said)
    return out, [found.layer.sentence, agreed.sentence]


def _average_figures(here: OpenStudy, table: Table) -> dict[str, Figure]:
    out: dict[str, Figure] = {}
    for block in table.blocks:
        spec = here.study.outcomes[block.text]
        ticks = _scale(spec)
        points = [point for mean in block.means for point in _point(mean)]
        if points:
            points.sort(key=lambda point: (point.value, point.label))
            out[f"{block.text}-{table.key}"] = Dots(
                title=f"{block.text}: {table.title[0].lower()}{table.title[1:]}",
                points=tuple(points),
                ticks=ticks,
                note="Points: means. Bars: 95% Wilson intervals, which stay inside the scale. Numbers: answers/rows.",
            )
    return out


def _scale(spec: OutcomeSpec) -> tuple[tuple[float, str], ...]:
    if spec.scores:
        return tuple((float(score), value) for value, score in sorted(spec.scores.items(), key=lambda item: item[1]))
    return tuple((float(n), level) for n, level in enumerate(spec.levels))


def _point(mean: Mean) -> list[Point]:
    if mean.mean is None or mean.low is None or mean.high is None:
        return []
    return [Point(f"{mean.label} {mean.answers}/{mean.rows}", mean.mean, mean.low, mean.high)]


def _group_figures(result: Result) -> dict[str, Figure]:
    """Means of a number by group, or shares of a yes/no variable within each group."""
    from tipcoder.analysis.intervals import t_quantile
    from tipcoder.export.result_lines import line

    caption = line(result)
    points = []
    if all(group.counts for group in result.groups):
        if any(len(group.counts) != 2 for group in result.groups):
            return {}
        bars = []
        for group in result.groups:
            name, count = list(group.counts.items())[-1]
            if group.n:
                low, high = wilson(count, group.n)
                bars.append(Bar(f"{group.name} ({count}/{group.n})", name, count / group.n, low, high))
        title = f"{result.variable} by {result.outcome}: share of {bars[0].group}" if bars else ""
        return {f"{result.variable}-by-{result.outcome}": GroupedBars(title, tuple(bars), caption)} if bars else {}
    for group in result.groups:
        if group.mean is not None and group.sd is not None and group.n > 1:
            half = t_quantile(group.n - 1) * group.sd / group.n**0.5
            points.append(Point(f"{group.name} (n = {group.n})", group.mean, group.mean - half, group.mean + half))
    if not points:
        return {}
    title = f"{result.variable} by {result.outcome}"
    note = f"Bars: 95% intervals of the means. {caption}"
    return {f"{result.variable}-by-{result.outcome}": Dots(title, tuple(points), (), note)}


def _codes_by(
    table: CaseTable, found: Presence, names: Mapping[str, str], by: tuple[str, OutcomeSpec], said: str
) -> GroupedBars:
    """How often each code is present in each group, of the cases of which it is known."""
    outcome, spec = by
    groups = table.outcome(outcome).codes.tolist()
    bars = []
    for key, shown in names.items():
        known: Counter[int] = Counter()
        present: Counter[int] = Counter()
        for state, group in zip(found.codes[key].states, groups, strict=True):
            if state >= 0 and group >= 0:
                known[group] += 1
                present[group] += state == PRESENT
        label = f"{shown} {sum(present.values())}/{sum(known.values())}"
        for group, level in enumerate(spec.levels):
            if known[group]:
                low, high = wilson(present[group], known[group])
                bars.append(Bar(label, level, present[group] / known[group], low, high))
    note = f"Present/known, and shares of the known by group with 95% Wilson intervals. {said}"
    return GroupedBars(f"Codes by {outcome}", tuple(bars), note)


def _cooccurrence(found: Presence, names: Mapping[str, str], said: str) -> Cooccurrence:
    """On how many cases two codes are both present; the diagonal has each code's own."""
    states = [found.codes[key].states for key in names]
    counts = tuple(
        tuple(sum(1 for a, b in zip(one, other, strict=True) if a == b == PRESENT) for other in states)
        for one in states
    )
    return Cooccurrence("Codes on the same cases", tuple(names.values()), counts, said)
