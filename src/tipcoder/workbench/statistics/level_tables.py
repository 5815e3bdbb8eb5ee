"""Closed questions of which one answer is chosen, counted: factors with levels, and outcomes."""

from __future__ import annotations

from collections.abc import Iterator

from tipcoder.analysis.variables import Levels
from tipcoder.analysis.weighted_describing import weigh_choices
from tipcoder.results.tables import DescriptiveTable, TableBlock, TableLine
from tipcoder.study import Study
from tipcoder.text import format_count
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.interval_words import WEIGHTED_SHARES


def list_level_questions(study: Study) -> list[str]:
    """Factors with levels and ordered outcomes, but for those that a table of study.toml shows."""
    shown = {column for column, _ in study.tabled_columns()}
    return [name for name, column in _iterate_columns(study) if column not in shown]


def _iterate_columns(study: Study) -> Iterator[tuple[str, str]]:
    for name, category in study.categories.items():
        yield name, category.column
    for name, outcome in study.outcomes.items():
        yield name, outcome.column


def build_level_table(table: CaseTable, name: str) -> DescriptiveTable:
    """How many cases are in each level, of those that are in one."""
    study = table.study
    if name in study.categories:
        label, levels = study.categories[name].label, table.factor_levels(name)
    else:
        label, levels = study.outcomes[name].label, table.outcome_levels(name)
    block = count_levels(table, levels, label or name)
    return DescriptiveTable(name, label or name, (block,))


def count_levels(table: CaseTable, levels: Levels, heading: str) -> TableBlock:
    """A line for each level, in their order, also of those that no case is in."""
    codes = levels.codes.tolist()
    values = [levels.labels[code] if code >= 0 else None for code in codes]
    base = sum(value is not None for value in values)
    lines = [TableLine(label, values.count(label), base) for label in levels.labels]
    notes = []
    if table.design is not None:
        lines = list(weigh_choices(lines, values, table.design))
        notes.append(WEIGHTED_SHARES)
    if base < len(values):
        notes.append(f"{format_count(len(values) - base, 'case')} without an answer that counts.")
    return TableBlock(heading, "cases", tuple(lines), note=" ".join(notes))
