"""The descriptive tables of a study: those of study.toml, and averages by country and by region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.results.tables import DescriptiveTable, TableBlock, TableLine
from tipcoder.text import format_count
from tipcoder.workbench.statistics.averages import BY_COUNTRY, BY_REGION, build_averages
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.country_names import read_crosswalk
from tipcoder.workbench.statistics.declared_tables import build_declared_table
from tipcoder.workbench.statistics.level_tables import build_level_table, list_level_questions
from tipcoder.workbench.statistics.multi_selects import build_options_table
from tipcoder.workbench.statistics.number_tables import build_number_table
from tipcoder.workbench.statistics.read_cases import read_case_table
from tipcoder.workbench.statistics.weights import describe_weights
from tipcoder.workbench.study import OpenStudy

MIN_ROWS = 10
"""A country with fewer rows has no average in the tables."""
SAMPLE = "sample"


def list_table_keys(study: OpenStudy) -> list[str]:
    """What can be asked for by name, in the order in which it is printed."""
    definition = study.definition
    declared = [spec.key for spec in definition.tables]
    asked = (
        *definition.multi_selects,
        *list_level_questions(definition),
        *definition.number_outcomes,
    )
    # A name that several have is that of the first.
    keys = list(dict.fromkeys((SAMPLE, *declared, *asked)))
    if definition.list_outcome_names() and definition.country:
        keys.append(BY_COUNTRY)
        if definition.country.region:
            keys.append(BY_REGION)
    return keys


def build_tables(
    study: OpenStudy, keys: Sequence[str] = (), min_rows: int = MIN_ROWS
) -> list[DescriptiveTable]:
    """The tables named, or all. Raises BadInput for a name that is not one of them."""
    known = list_table_keys(study)
    for key in keys:
        if key not in known:
            raise BadInput(f"There is no table {key!r}.", did_you_mean(key, known))

    table = read_case_table(study)
    declared = {spec.key: spec for spec in study.definition.tables}
    # Lists of countries are brought to one spelling with it.
    names = read_crosswalk(study)
    tables = []
    for key in known:
        if keys and key not in keys:
            continue
        # What study.toml declares goes before a table of ours that has the same name.
        if key in declared:
            tables.append(build_declared_table(declared[key], table, names))
        elif key == SAMPLE:
            tables.append(_build_sample_table(table))
        elif key in study.definition.number_outcomes:
            tables.append(build_number_table(table, key))
        elif key in study.definition.categories or key in study.definition.outcomes:
            tables.append(build_level_table(table, key))
        elif key in study.definition.multi_selects:
            tables.append(build_options_table(table, key))
        else:
            tables.append(build_averages(study, key, min_rows))
    return tables


def _build_sample_table(table: CaseTable) -> DescriptiveTable:
    """Respondents, cases, cases per respondent, names of countries."""
    cases_of = Counter(table.respondents)
    # How many respondents have one case, two cases and so on.
    sizes = Counter(cases_of.values())
    lines = []
    for size in sorted(sizes):
        lines.append(TableLine(format_count(size, "case"), sizes[size], len(cases_of)))

    note = f"{len(table)} cases of {len(cases_of)} respondents."
    country = table.study.country
    if country:
        note = f"{note} {_describe_countries(table, country.column)}"
    note = " ".join((note, *describe_weights(table)))
    block = TableBlock("Cases per respondent", "respondents", tuple(lines), note=note)
    return DescriptiveTable(SAMPLE, "The sample", (block,))


def _describe_countries(table: CaseTable, column: str) -> str:
    written = [name for name in table.read_column(column) if name is not None]
    return (
        f"{len(set(written))} names of countries on {len(written)} cases, some of which may not be "
        "countries."
    )
