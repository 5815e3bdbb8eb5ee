"""The cases of a study, with what study.toml says to code back: where every statistic begins."""

from __future__ import annotations

from tipcoder.workbench.statistics.backcoding import find_backcoding
from tipcoder.workbench.statistics.case_table import CaseTable, read_survey_cells
from tipcoder.workbench.statistics.presence import read_presence
from tipcoder.workbench.study import OpenStudy


def read_case_table(study: OpenStudy) -> CaseTable:
    """Every live case, without open texts: they may name people. Raises BadInput for no cases."""
    table = read_survey_cells(study)
    used = [name for name, spec in study.definition.backcodes.items() if spec.use]
    if not used:
        return table
    reading = read_presence(study, table)
    for name in used:
        table = find_backcoding(table, name, reading).table
    return table
