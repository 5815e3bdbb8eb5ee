"""Factors with several options, counted: the table of each, and what is said of them."""

from __future__ import annotations

from tipcoder.analysis.multi_selects import SelectionCounts, count_selections, describe_oddities
from tipcoder.results import DescriptiveTable, TableBlock
from tipcoder.store import survey_data
from tipcoder.workbench.statistics.case_table import CaseTable, read_case_table
from tipcoder.workbench.study import OpenStudy


def count_options(table: CaseTable, name: str) -> SelectionCounts:
    """How many cases chose each option of a factor."""
    return count_selections(table.study.multi_selects[name], table.read_selections(name))


def build_options_table(table: CaseTable, name: str) -> DescriptiveTable:
    """How many cases chose each option, among those who were asked."""
    label = table.study.multi_selects[name].label or name
    counts = count_options(table, name)
    block = TableBlock(label, "cases", counts.lines, note=counts.describe_base())
    return DescriptiveTable(name, label, (block,))


def describe_options(study: OpenStudy) -> list[str]:
    """What is odd about factors with several options, as sentences without a full stop.

    None for a study without cases, where nobody has chosen anything yet.
    """
    asked = study.definition.multi_selects
    with study.store.read() as db:
        if not asked or not survey_data.load_respondent_ids(db):
            return []
    table = read_case_table(study)
    sentences: list[str] = []
    for name, spec in asked.items():
        sentences += describe_oddities(spec, count_options(table, name))
    return sentences
