"""The descriptive tables of a study: those that study.toml declares, and the averages by country and by region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tipcoder.analysis.crosswalk import Crosswalk
from tipcoder.analysis.describing import average_by_group, average_values, count_ticked
from tipcoder.analysis.describing import count_shares as shares_of
from tipcoder.analysis.indicators import as_number
from tipcoder.analysis.mentions import Mentions
from tipcoder.errors import BadInput, did_you_mean
from tipcoder.measures import TableItem, TableSpec
from tipcoder.results import DescriptiveTable, TableBlock, TableLine
from tipcoder.text import make_excerpt
from tipcoder.workbench.statistics.case_table import CaseTable, read_case_table
from tipcoder.workbench.statistics.country_names import read_crosswalk
from tipcoder.workbench.statistics.indicator_merge import merge_indicators
from tipcoder.workbench.study import OpenStudy

MIN_ROWS = 10
"""A country with fewer rows has no average in the tables."""
T_INTERVALS = (
    "Intervals of means are t intervals at 95%, with n − 1 degrees of freedom for n answers."
)
ON_A_SCALE = "They are cut off at the ends of the scale; where all answers are equal, Wilson's interval stands there."
SAMPLE, BY_COUNTRY, BY_REGION = "sample", "by-country", "by-region"
_LISTED = 15


def list_table_keys(study: OpenStudy) -> list[str]:
    """What can be asked for by name, in the order in which it is printed."""
    keys = [SAMPLE, *(spec.key for spec in study.definition.tables)]
    if study.definition.outcomes and study.definition.country:
        keys.append(BY_COUNTRY)
        if study.definition.country.region:
            keys.append(BY_REGION)
    return keys


def build_tables(
    study: OpenStudy, keys: Sequence[str] = (), min_rows: int = MIN_ROWS
) -> list[DescriptiveTable]:
    """The tables named, or all. Raises BadInput for a name that is none."""
    known = list_table_keys(study)
    for key in keys:
        if key not in known:
            raise BadInput(f"There is no table {key!r}.", did_you_mean(key, known))
    wanted = [key for key in known if not keys or key in keys]
    table = read_case_table(study)
    declared = {spec.key: spec for spec in study.definition.tables}
    names = read_crosswalk(study)
    out = []
    for key in wanted:
        if key in declared:
            out.append(_build_declared_table(declared[key], table, names))
        elif key == SAMPLE:
            out.append(_build_sample_table(table))
        else:
            out.append(_build_averages(study, key, min_rows))
    return out


def _build_sample_table(table: CaseTable) -> DescriptiveTable:
    """Respondents, cases, cases per respondent, names of countries."""
    sizes = Counter(Counter(table.respondents).values())
    respondents = sum(sizes.values())
    lines = [
        TableLine(f"{n} case{'s' if n > 1 else ''}", sizes[n], respondents) for n in sorted(sizes)
    ]
    blocks = [
        TableBlock(
            "Cases per respondent",
            "respondents",
            tuple(lines),
            note=f"{len(table)} cases of {respondents} respondents.",
        )
    ]
    country = table.study.country
    if country:
        written = [name for name in table.read_column(country.column) if name is not None]
        blocks[0] = TableBlock(
            blocks[0].text,
            blocks[0].unit,
            blocks[0].lines,
            note=f"{blocks[0].note} {len(set(written))} names of countries on {len(written)} cases, some of which may "
            "be no country; `tipcoder merge` says which.",
        )
    return DescriptiveTable(SAMPLE, "The sample", tuple(blocks))


def _build_declared_table(spec: TableSpec, table: CaseTable, names: Crosswalk) -> DescriptiveTable:
    blocks: list[TableBlock] = []
    for item in spec.items:
        blocks += _build_blocks(item, table, names)
    return DescriptiveTable(spec.key, spec.title, tuple(blocks))


def _build_blocks(item: TableItem, table: CaseTable, names: Crosswalk) -> list[TableBlock]:
    unit = "respondents" if item.per == "respondent" else "cases"
    places = (
        table.first_of_each_respondent() if item.per == "respondent" else list(range(len(table)))
    )
    if item.by is None:
        return [_build_block(item, item.text, table, places, unit, names)]
    groups: dict[str, list[int]] = {}
    column = table.group_column(item.by)
    for place in places:
        group = column[place]
        if group is not None:
            groups.setdefault(group, []).append(place)
    return [
        _build_block(item, f"{item.text}: {group}", table, here, unit, names)
        for group, here in sorted(groups.items())
    ]


def _build_block(
    item: TableItem, text: str, table: CaseTable, places: Sequence[int], unit: str, names: Crosswalk
) -> TableBlock:
    if item.options:
        columns = {column: table.read_column(column) for column in item.options}
        picked = {
            item.options[c]: [cells[place] in item.tick_spellings for place in places]
            for c, cells in columns.items()
        }
        return TableBlock(text, unit, tuple(count_ticked(picked)))
    assert item.column is not None
    cells = table.read_column(item.column)
    here = [cells[place] for place in places]
    if item.show == "mean":
        values = [None if cell is None else as_number(cell) for cell in here]
        return TableBlock(text, unit, means=(average_values("", values),), note=T_INTERVALS)
    if item.show == "list":
        levels = item.levels or _find_offered(table, item.column)
        # How cells are to be cut is learned from the whole column, also where a group of cases is counted.
        lines, answered = Mentions(cells, levels, names).count_names(here)
        return _build_list_block(lines, answered, max(_LISTED, len(levels)), (text, unit))
    # Brought to one spelling over all cases, so that a group says of a value what the whole says.
    segments = table.group_column(item.column)
    shown = [segments[place] for place in places]
    return TableBlock(text, unit, tuple(shares_of(shown)), note=_describe_respelled(here, shown))


def _describe_respelled(cells: Sequence[str | None], shown: Sequence[str | None]) -> str:
    """A sentence where cells count under a value that they do not spell letter for letter."""
    pairs = Counter(
        (cell, value) for cell, value in zip(cells, shown, strict=True) if cell != value
    )
    if not pairs:
        return ""
    examples = [
        f"{make_excerpt(cell or '', 40)!r} as {make_excerpt(value or '', 40)!r}"
        for cell, value in list(pairs)[:3]
    ]
    more = f" and {len(pairs) - 3} more spellings" if len(pairs) > 3 else ""
    return f"Counted together: {', '.join(examples)}{more} ({pairs.total()} answers)."


def _find_offered(table: CaseTable, column: str) -> tuple[str, ...]:
    """What an outcome of the study says that this column can hold."""
    for spec in table.study.outcomes.values():
        if spec.column == column:
            return (*spec.levels, *spec.missing)
    return ()


def _build_list_block(
    lines: Sequence[TableLine], answered: int, shown: int, of: tuple[str, str]
) -> TableBlock:
    """How many cells name each thing; `of` are text and unit of the block."""
    note = f"{answered} answered; one answer may name several."
    if len(lines) > shown:
        note = f"The {shown} named most; {note}"
    return TableBlock(*of, tuple(lines[:shown]), note=note)


def _build_averages(opened: OpenStudy, key: str, min_rows: int) -> DescriptiveTable:
    """Every outcome by country or region, with answers and rows: a label that has rows alone hides how few answered."""
    merged = merge_indicators(opened, ())
    table, study = merged.table, opened.definition
    if key == BY_COUNTRY:
        groups, title = merged.names_by_case, f"Averages by country ({min_rows} or more rows)"
    else:
        assert study.country is not None and study.country.region is not None
        groups, title = table.group_column(study.country.region), "Averages by region"
    blocks = []
    for name, spec in study.outcomes.items():
        values = [
            None if cell is None else spec.find_score(cell)
            for cell in table.read_column(spec.column)
        ]
        scale = sorted(spec.scores.values()) if spec.scores else range(len(spec.levels))
        low, high = float(scale[0]), float(scale[-1])
        least = min_rows if key == BY_COUNTRY else 1
        means = average_by_group(groups, values, (low, high), least)
        blocks.append(
            TableBlock(
                name,
                "cases",
                means=tuple(means),
                note=f"Scale from {low:g} to {high:g}. {T_INTERVALS} {ON_A_SCALE}",
                label=spec.label,
            )
        )
    return DescriptiveTable(key, title, tuple(blocks))
