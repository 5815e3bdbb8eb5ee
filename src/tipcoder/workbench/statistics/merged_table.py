"""The analysis-ready table: closed answers, country, outcomes, factors, indicators and presence of codes by case."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tipcoder.codebook.nets import find_code_of_name, find_name_label, is_net
from tipcoder.export.data_column import NOMINAL, ORDINAL, SCALE, DataColumn, format_value_labels
from tipcoder.export.data_files import WrittenTable
from tipcoder.model import Codebook
from tipcoder.workbench.agreement.reliability_gate import ReliabilityGates, assess_gates
from tipcoder.workbench.statistics.closed_questions import is_called_an_id, map_outcome_levels, map_question_texts
from tipcoder.workbench.statistics.indicator_merge import MergedCases, MergeReport, merge_indicators
from tipcoder.workbench.statistics.presence import Presence, find_presence
from tipcoder.workbench.study import OpenStudy

STATES = {0: "absent", 1: "present"}
YES_NO = {0: "no", 1: "yes"}
NET = "It or any code below it."


@dataclass(frozen=True, eq=False)
class MergedTable:
    """Columns of equal length, what a reader of them has to know, and the report of the merge."""

    columns: tuple[DataColumn, ...]
    sentences: tuple[str, ...]
    report: MergeReport


def build_merged_table(study: OpenStudy, *, layer: str | None = None, questions: Collection[str] = ()) -> MergedTable:
    """Everything for analysis elsewhere. Open texts are left out: they may name people."""
    merged = merge_indicators(study)
    found = find_presence(study, merged.table, layer=layer, questions=questions)
    agreed = assess_gates(study, list(found.codes))
    columns = [
        *_build_identifiers(merged),
        *_build_closed_columns(merged),
        *_build_derived_columns(merged),
        *_build_code_columns(study, found, agreed),
    ]
    unknown = "An empty cell of a code means unknown, and never absent."
    sentences = (found.layer.sentence, unknown, f"{agreed.sentence} The data dictionary has it by code.")
    return MergedTable(tuple(columns), sentences, merged.report)


def _build_identifiers(merged: MergedCases) -> list[DataColumn]:
    table = merged.table
    which = "Case: the response ID, and the number where a respondent has several"
    columns = [
        # 1254.1 and 1254.10 are two cases, and one number.
        DataColumn("case", which, list(table.labels), identifies=True),
        DataColumn("respondent", "Response ID", list(table.respondents), identifies=True),
        DataColumn("case_number", "Number of the case of the respondent", list(table.numbers), measured=NOMINAL),
    ]
    if table.study.country:
        column = table.study.country.column
        columns.append(DataColumn("country", f"Three-letter code of {column}", list(merged.countries)))
        columns.append(DataColumn("country_name", f"English name of {column}", merged.names_by_case))
    return columns


def _build_closed_columns(merged: MergedCases) -> list[DataColumn]:
    table = merged.table
    names: dict[str, None] = {}
    for cells in table.cells:
        names.update(dict.fromkeys(cells))
    texts = map_question_texts(table.study)
    levels = map_outcome_levels(table.study)
    return [
        DataColumn(
            f"survey.{name}",
            texts.get(name) or _find_survey_label(name),
            table.read_column(name),
            source=name,
            levels=levels.get(name, ()),
            identifies=is_called_an_id(name),
        )
        for name in names
    ]


def _find_survey_label(column: str) -> str:
    """Many a platform heads a column with the whole question."""
    return column if " " in column else f"{column}, as it stands in the survey"


def _build_derived_columns(merged: MergedCases) -> list[DataColumn]:
    table, study = merged.table, merged.table.study
    out = []
    for name, spec in study.outcomes.items():
        codes = _blank_unknown(table.outcome_levels(name).codes.tolist())
        label = spec.label or f"{name} ({spec.column})"
        # The numbers are those of every other format and of the means that `stats` prints: the first level counts 0.
        labels = dict(enumerate(spec.levels))
        out.append(DataColumn(f"outcome.{name}", label, codes, labels, spec.column, measured=ORDINAL))
    for name, factor in study.factors.items():
        codes = _blank_unknown(table.factor_levels(name).codes.tolist())
        label = factor.label or f"{name} ({factor.column})"
        out.append(DataColumn(f"factor.{name}", label, codes, YES_NO, factor.column, measured=NOMINAL))
    for name, indicator in study.indicators.items():
        values = [None if value != value else value for value in merged.indicators[name].values.tolist()]
        source = indicator.column or f"{indicator.file}: {indicator.value}"
        what = f"{indicator.summary} over the years" if indicator.file else "as the survey file has it"
        label = indicator.label or f"{name} ({what}{', log(1 + x)' if indicator.transform == 'log1p' else ''})"
        out.append(DataColumn(f"indicator.{name}", label, values, source=source, note=indicator.note, measured=SCALE))
    return out


def _blank_unknown(codes: Sequence[int]) -> list[int | None]:
    return [None if code < 0 else code for code in codes]


def _build_code_columns(study: OpenStudy, found: Presence, agreed: ReliabilityGates) -> list[DataColumn]:
    language = study.definition.languages[0]
    out = []
    for key, code in found.codes.items():
        label = _format_path(found.book, key, language)
        source = ", ".join(code.coverage.scope)
        note = agreed.by_code[key].sentence
        if is_net(found.book, key):
            note = f"{NET} {note}"
        out.append(DataColumn(f"code.{key}", label, _blank_unknown(code.states), STATES, source, note=note))
    return out


def _format_path(book: Codebook, key: str, language: str) -> str:
    code = find_code_of_name(book, key)
    above = [book.codes[step].find_label(language, book.language) for step in book.path_to(code)[:-1]]
    return "Code: " + " > ".join([*above, find_name_label(book, key, language)])


def build_data_dictionary(written: WrittenTable) -> list[dict[str, object]]:
    """The data dictionary of a file: a record per column, with what was cut of it."""
    return [
        {
            "column": name,
            "name": column.name,
            "label": column.label,
            "type": column.kind,
            "values": format_value_labels(column),
            "source": column.source,
            "known": sum(1 for value in column.values if value is not None),
            "missing": sum(1 for value in column.values if value is None),
            "note": column.note,
            "measure": column.measure,
            "cut": "; ".join(cuts),
        }
        for column, name, cuts in zip(written.columns, written.names, written.cuts, strict=True)
    ]
