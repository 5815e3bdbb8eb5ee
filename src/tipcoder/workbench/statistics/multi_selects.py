"""Factors with several options, counted: the table of each, and what is said of them."""

from __future__ import annotations

from tipcoder.analysis.multi_selects import SelectionCounts, count_selections, describe_oddities
from tipcoder.analysis.weighted_describing import weigh_lines
from tipcoder.results.tables import DescriptiveTable, TableBlock
from tipcoder.store import survey_data
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.interval_words import WEIGHTED_SHARES
from tipcoder.workbench.statistics.read_cases import read_case_table
from tipcoder.workbench.study import OpenStudy


def count_options(table: CaseTable, name: str) -> SelectionCounts:
    """How many cases chose each option of a factor."""
    return count_selections(table.study.multi_selects[name], table.read_selections(name))


def build_options_table(table: CaseTable, name: str) -> DescriptiveTable:
    """How many cases chose each option, among those who were asked."""
    label = table.study.multi_selects[name].label or name
    counts = count_options(table, name)
    lines, note = counts.lines, counts.describe_base()
    if table.design is not None:
        asked, selections = table.study.multi_selects[name], table.read_selections(name)
        states = {}
        for option in asked.all_options:
            states[option.label] = [one.find_state(option.key) for one in selections]
        lines = tuple(weigh_lines(lines, states, table.design))
        note = f"{WEIGHTED_SHARES} {note}"
    block = TableBlock(label, "cases", lines, note=note)
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
