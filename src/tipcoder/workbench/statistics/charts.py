"""The figures of a study, written as SVG, PDF and PNG."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tipcoder.agreement.words import decimal
from tipcoder.analysis.contingency import cramers_v
from tipcoder.analysis.intervals import t_interval, wilson
from tipcoder.analysis.presence import PRESENT
from tipcoder.codebook.nets import is_net
from tipcoder.errors import BadInput
from tipcoder.export.figures import Bar, Cooccurrence, Dots, GroupedBars, Point, check_figures, draw_figure
from tipcoder.export.result_lines import format_effect, format_result
from tipcoder.measures import OutcomeSpec
from tipcoder.results import Mean, Result, Table, named
from tipcoder.study import EXPORTS, Study
from tipcoder.text import excerpt
from tipcoder.workbench.agreement.reliability_gate import Gates, gates
from tipcoder.workbench.output_files import claim_folder, claim_output, claim_outputs
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.descriptive_tables import (
    BY_COUNTRY,
    BY_REGION,
    MIN_ROWS,
    ON_A_SCALE,
    T_INTERVALS,
    table_keys,
    tables,
)
from tipcoder.workbench.statistics.indicator_merge import merge
from tipcoder.workbench.statistics.labels import code_label, measure_label
from tipcoder.workbench.statistics.presence import Presence, presence
from tipcoder.workbench.statistics.tests import Wanted, outcome_tests
from tipcoder.workbench.study import OpenStudy

FORMATS = ("svg", "pdf", "png")
_MOST_CODES = 20
_LABEL = 44
"""Letters of a label beside an axis."""
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
    check_figures()
    folder = folder or here.folder / EXPORTS / "figures"
    claim_output(here, folder)
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"{folder}: is not a folder.", "Name a folder for the figures.")
    claim_folder(here, folder)
    figures, notes = _figures(here, layer, min_rows or MIN_ROWS)
    if not figures:
        raise BadInput("There is nothing to draw yet.", "Declare outcomes in study.toml, or code some answers.")
    claim_outputs(here, [folder / f"{name}.{form}" for name in figures for form in FORMATS])
    files = [path for name, figure in figures.items() for path in draw_figure(figure, folder, name, FORMATS)]
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
    # What stands on a parent itself is in its net already.
    standing = [key for key, code in found.codes.items() if code.coverage.present and key in found.book.codes]
    if not standing:
        return out, [found.layer.sentence]
    agreed = gates(here, standing)
    names = _names(here, found, standing, agreed)
    said = _said(here, found, standing, agreed)
    for name in study.outcomes:
        counted = _counted(merged.table, found, standing, name)
        by_outcome = _codes_by(study, counted, names, name, said)
        if by_outcome.bars:
            out[f"codes-by-{name}"] = by_outcome
    most = sorted(standing, key=lambda key: -found.codes[key].coverage.present)[:_MOST_CODES]
    out["co-occurrence"] = _cooccurrence(found, {key: names[key] for key in most}, said)
    return out, [found.layer.sentence, agreed.sentence]


def _names(here: OpenStudy, found: Presence, codes: Sequence[str], agreed: Gates) -> dict[str, str]:
    """What each code is called in a figure: its label, with the key behind it where two have one label."""
    labels = {key: excerpt(code_label(here.study, found.book, key), _LABEL) for key in codes}
    often = Counter(labels.values())
    out = {}
    for key, label in labels.items():
        name = label if often[label] == 1 else named(key, label)
        out[key] = name if agreed.by_code[key].holds else f"{name} {_DOUBTED}"
    return out


def _said(here: OpenStudy, found: Presence, codes: Sequence[str], agreed: Gates) -> str:
    said = found.layer.sentence
    if any(is_net(found.book, key) for key in codes):
        said += " A code with others below it holds all of them."
    if any(not agreed.by_code[key].holds for key in codes):
        least = decimal(here.study.agreement.threshold, 3)
        said += f"\n{_DOUBTED} The agreement of coders is not shown to reach α = {least}."
    return said


def _average_figures(here: OpenStudy, table: Table) -> dict[str, Figure]:
    out: dict[str, Figure] = {}
    for block in table.blocks:
        spec = here.study.outcomes[block.text]  # these tables have a block for each outcome
        ticks = _scale(spec)
        points = [point for mean in block.means for point in _point(mean)]
        if points:
            points.sort(key=lambda point: (point.value, point.label))
            out[f"{block.text}-{table.key}"] = Dots(
                title=f"{block.shown}: {table.title[0].lower()}{table.title[1:]}",
                points=tuple(points),
                ticks=ticks,
                note=f"Points: means. Numbers: answers/rows. {T_INTERVALS} {ON_A_SCALE}",
            )
    return out


def _scale(spec: OutcomeSpec) -> tuple[tuple[float, str], ...]:
    if spec.scores:
        return tuple((float(score), value) for value, score in sorted(spec.scores.items(), key=lambda item: item[1]))
    return tuple((float(n), level) for n, level in enumerate(spec.levels))


def _point(mean: Mean) -> list[Point]:
    if mean.mean is None:
        return []
    low = mean.mean if mean.low is None else mean.low
    high = mean.mean if mean.high is None else mean.high
    return [Point(f"{mean.label} {mean.answers}/{mean.rows}", mean.mean, low, high)]


def _group_figures(result: Result) -> dict[str, Figure]:
    """Means of a number by group, or shares of a yes/no variable within each group."""
    by = f"{result.variable_shown} by {result.outcome_shown}"
    if all(group.counts for group in result.groups):
        figure: Figure | None = _group_shares(result, by)
    else:
        figure = _group_means(result, by)
    return {} if figure is None else {f"{result.variable}-by-{result.outcome}": figure}


def _group_shares(result: Result, title: str) -> GroupedBars | None:
    if any(len(group.counts) != 2 for group in result.groups):
        return None
    bars = []
    for group in result.groups:
        name, count = list(group.counts.items())[-1]
        if group.n:
            low, high = wilson(count, group.n)
            bars.append(Bar(f"{group.name} ({count}/{group.n})", name, count / group.n, low, high))
    note = f"Shares with 95% Wilson intervals.\n{_caption(result)}"
    return GroupedBars(f"{title}: share of {bars[0].group}", tuple(bars), note) if bars else None


def _group_means(result: Result, title: str) -> Dots | None:
    points = []
    for group in result.groups:
        if group.mean is not None and group.sd is not None:
            low, high = t_interval(group.mean, group.sd, group.n) or (group.mean, group.mean)
            points.append(Point(f"{group.name} (n = {group.n})", group.mean, low, high))
    note = f"Means with 95% t intervals.\n{_caption(result)}"
    return Dots(title, tuple(points), (), note) if points else None


def _caption(result: Result) -> str:
    """The test and its effect sizes."""
    text = format_result(result)
    if result.p is None:
        return text
    effects = [format_effect(effect) for effect in result.effects if effect.name != "cramers_v" or "phi_c" not in text]
    return ", ".join([text, *effects])


@dataclass(frozen=True)
class _Counted:
    """One code in the groups of an outcome: cases with it, and cases of which that is known."""

    code: str
    present: tuple[int, ...]
    known: tuple[int, ...]


def _counted(table: CaseTable, found: Presence, codes: Sequence[str], outcome: str) -> list[_Counted]:
    """The codes that stand most often on cases of this outcome, the commonest first, as the figure prints them."""
    groups = table.outcome(outcome)
    out = []
    for key in codes:
        known: Counter[int] = Counter()
        present: Counter[int] = Counter()
        for state, group in zip(found.codes[key].states, groups.codes.tolist(), strict=True):
            if state >= 0 and group >= 0:
                known[group] += 1
                present[group] += state == PRESENT
        places = range(len(groups.labels))
        out.append(_Counted(key, tuple(present[n] for n in places), tuple(known[n] for n in places)))
    return sorted(out, key=lambda one: -sum(one.present))[:_MOST_CODES]


def _codes_by(
    study: Study, counted: Sequence[_Counted], names: Mapping[str, str], outcome: str, said: str
) -> GroupedBars:
    """How often each code is present in each group, of the cases of which it is known."""
    bars = []
    for one in counted:
        label = f"{names[one.code]} {sum(one.present)}/{sum(one.known)}{_association(one)}"
        for level, present, known in zip(study.outcomes[outcome].levels, one.present, one.known, strict=True):
            if known:
                low, high = wilson(present, known)
                bars.append(Bar(label, level, present / known, low, high))
    note = f"Present/known, Cramér's V (phi_c), and shares of the known by group with 95% Wilson intervals.\n{said}"
    return GroupedBars(f"Codes by {measure_label(study, outcome) or outcome}", tuple(bars), note)


def _association(one: _Counted) -> str:
    """Cramér's V of the code and the groups, where both vary."""
    import numpy as np

    table = np.array([one.present, [k - p for p, k in zip(one.present, one.known, strict=True)]])
    table = table[:, table.sum(axis=0) > 0]
    if table.shape[1] < 2 or not table.sum(axis=1).all():
        return ""
    return f", phi_c = {cramers_v(table).value:.2f}"


def _cooccurrence(found: Presence, names: Mapping[str, str], said: str) -> Cooccurrence:
    """On how many cases two codes are both present; the diagonal has each code's own.

    A code stands on every case of the codes below it, which tells nothing: these pairs stay empty.
    """
    counts = tuple(tuple(_both(found, one, other) for other in names) for one in names)
    if any(is_net(found.book, key) for key in names):
        said = f"Pairs of a code and one below it are left empty.\n{said}"
    return Cooccurrence("Codes on the same cases", tuple(names.values()), counts, said)


def _both(found: Presence, one: str, other: str) -> int:
    book = found.book
    if one != other and (one in book.path(other) or other in book.path(one)):
        return 0
    states = zip(found.codes[one].states, found.codes[other].states, strict=True)
    return sum(1 for a, b in states if a == b == PRESENT)
