"""The analysis-ready table, by case.

Closed answers, country, outcomes, factors, indicators and presence of codes. Open texts are left
out: they may name people.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tipcoder.codebook.nets import find_code_of_name, find_name_label, is_net
from tipcoder.export.data_column import NOMINAL, ORDINAL, SCALE, DataColumn
from tipcoder.model.codes import Codebook
from tipcoder.study import Study
from tipcoder.study.multi_selects import MultiSelectSpec, Selection
from tipcoder.study_variables import IndicatorSpec
from tipcoder.workbench.agreement.reliability_gate import ReliabilityGates, assess_gates
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.closed_questions import (
    is_called_an_id,
    map_outcome_levels,
    map_question_texts,
)
from tipcoder.workbench.statistics.indicator_merge import (
    MergedCases,
    MergeReport,
    merge_indicators,
)
from tipcoder.workbench.statistics.multi_selects import count_options
from tipcoder.workbench.statistics.presence import Presence, find_presence
from tipcoder.workbench.statistics.read_cases import read_case_table
from tipcoder.workbench.statistics.variables import PROMOTERS
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


def build_merged_table(
    study: OpenStudy, *, layer: str | None = None, questions: Collection[str] = ()
) -> MergedTable:
    """Everything for analysis elsewhere, one value a case in order of the survey."""
    merged = merge_indicators(study)
    found = find_presence(study, merged.table, layer=layer, questions=questions)
    gates = assess_gates(study, list(found.codes))
    columns = [*build_variable_columns(merged), *build_code_columns(study, found, gates)]
    sentences = (
        found.layer.sentence,
        "An empty cell of a code means unknown, and never absent.",
        f"{gates.sentence} The data dictionary has it by code.",
    )
    return MergedTable(tuple(columns), sentences, merged.report)


def build_variable_columns(merged: MergedCases) -> list[DataColumn]:
    """Who a case is and everything that is known of it, without codes."""
    return [
        *build_case_identifiers(merged.table),
        *_build_country_columns(merged),
        *_build_closed_columns(merged.table),
        *_build_outcome_columns(merged.table),
        *_build_number_columns(merged.table),
        *_build_factor_columns(merged.table),
        *_build_option_columns(merged.table),
        *_build_indicator_columns(merged),
    ]


def build_case_identifiers(table: CaseTable) -> list[DataColumn]:
    """Who a case is, under the response ID."""
    about_case = "Case: the response ID, with wave and number where a respondent has several"
    about_number = "Number of the case of the respondent"
    columns = [
        # 1254.1 and 1254.10 are two cases, and one number.
        DataColumn("case", about_case, list(table.labels), identifies=True),
        DataColumn("respondent", "Response ID", list(table.respondents), identifies=True),
        DataColumn("case_number", about_number, list(table.numbers), measured=NOMINAL),
    ]
    if any(table.waves):
        about_wave = "Wave of the survey in which the case came in"
        columns.append(DataColumn("wave", about_wave, list(table.waves), measured=NOMINAL))
    return columns


def _build_country_columns(merged: MergedCases) -> list[DataColumn]:
    columns = []
    # Codes for joining, names for reading.
    country = merged.table.study.country
    if country:
        written = country.column
        codes, names = list(merged.countries), merged.names_by_case
        columns.append(DataColumn("country", f"Three-letter code of {written}", codes))
        columns.append(DataColumn("country_name", f"English name of {written}", names))
    return columns


def _build_closed_columns(table: CaseTable) -> list[DataColumn]:
    """Every closed column of the survey, in the order in which the cases first have one."""
    names: dict[str, None] = {}
    for cells in table.cells:
        names.update(dict.fromkeys(cells))
    if any(table.waves) and table.study.wave is None:
        # The survey has no such column: it stands among the identifiers.
        names.pop(table.study.wave_attribute, None)

    # Programs for statistics show a label beside the name.
    texts = map_question_texts(table.study)
    levels = map_outcome_levels(table.study)
    columns = []
    for name in names:
        columns.append(
            DataColumn(
                f"survey.{name}",
                texts.get(name) or _find_survey_label(name),
                table.read_column(name),
                source=name,
                levels=levels.get(name, ()),
                identifies=is_called_an_id(name),
            )
        )
    return columns


def _find_survey_label(column: str) -> str:
    """Many a platform heads a column with the whole question."""
    return column if " " in column else f"{column}, as it is in the survey"


def _build_outcome_columns(table: CaseTable) -> list[DataColumn]:
    columns = []
    for name, spec in table.study.outcomes.items():
        codes = blank_unknown(table.outcome_levels(name).codes.tolist())
        label = spec.label or f"{name} ({spec.column})"
        # The numbers are those of every other format and of the means that `stats` prints: the
        # first level counts 0.
        labels = dict(enumerate(spec.levels))
        columns.append(
            DataColumn(f"outcome.{name}", label, codes, labels, spec.column, measured=ORDINAL)
        )
    return columns


def _build_number_columns(table: CaseTable) -> list[DataColumn]:
    """Outcomes that are numbers; of a net promoter score what an answer counts: 100, 0 or -100."""
    columns = []
    for name, spec in table.study.number_outcomes.items():
        found = table.outcome_numbers(name)
        values = found.list_values()
        label = spec.label or f"{name} ({spec.column})"
        note = PROMOTERS if spec.is_nps else ""
        columns.append(
            DataColumn(
                f"outcome.{name}", label, values, source=spec.column, note=note, measured=SCALE
            )
        )
    return columns


def name_band_column(study: Study, outcome: str) -> str:
    """The column that says what a joint display shows of an outcome: its levels, or the half that
    a number is in.
    """
    spec = study.number_outcomes.get(outcome)
    is_halved = spec is not None and not spec.is_nps
    return f"outcome.{outcome}.half" if is_halved else f"outcome.{outcome}"


def build_band_columns(study: OpenStudy) -> list[DataColumn]:
    """The halves of numbers, which no file has but what quotes are judged by."""
    table = read_case_table(study)
    columns = []
    for name, spec in table.study.number_outcomes.items():
        if not spec.is_nps:
            bands = table.outcome_bands(name)
            column = name_band_column(table.study, name)
            labels = dict(enumerate(bands.labels))
            columns.append(DataColumn(column, column, blank_unknown(bands.codes.tolist()), labels))
    return columns


def _build_factor_columns(table: CaseTable) -> list[DataColumn]:
    columns = []
    for name, spec in table.study.factors.items():
        codes = blank_unknown(table.factor_levels(name).codes.tolist())
        label = spec.label or f"{name} ({spec.column})"
        columns.append(
            DataColumn(f"factor.{name}", label, codes, YES_NO, spec.column, measured=NOMINAL)
        )
    for name, category in table.study.categories.items():
        codes = blank_unknown(table.factor_levels(name).codes.tolist())
        label = category.label or f"{name} ({category.column})"
        measured = ORDINAL if category.ordered else NOMINAL
        labels = dict(enumerate(category.level_labels))
        columns.append(
            DataColumn(f"factor.{name}", label, codes, labels, category.column, measured=measured)
        )
    return columns


def _build_option_columns(table: CaseTable) -> list[DataColumn]:
    """Of each factor with several options a column of yes and no for each, and all in one cell."""
    columns = []
    for name, spec in table.study.multi_selects.items():
        selections = table.read_selections(name)
        about = spec.label or name
        base = count_options(table, name).describe_base()
        for option in spec.all_options:
            states = [one.find_state(option.key) for one in selections]
            codes = [None if state is None else int(state) for state in states]
            source = option.column or spec.column or ""
            if option is spec.other:
                source = spec.specify or source
            columns.append(
                DataColumn(
                    f"factor.{spec.name_option(option)}",
                    f"{about}: {option.label}",
                    codes,
                    YES_NO,
                    source,
                    note=base,
                    measured=NOMINAL,
                )
            )
        joined = [_join_labels(spec, one) for one in selections]
        note = "What was chosen, in one cell. An empty cell is nothing, or unknown."
        source = ", ".join(spec.list_columns())
        columns.append(DataColumn(f"factor.{name}", about, joined, source=source, note=note))
    return columns


def _join_labels(spec: MultiSelectSpec, selection: Selection) -> str | None:
    """The labels of what a case chose, in the order of the options; None where that is nothing."""
    labels = [option.label for option in spec.all_options if option.key in selection.ticked]
    return "; ".join(labels) or None


def _build_indicator_columns(merged: MergedCases) -> list[DataColumn]:
    columns = []
    for name, spec in merged.table.study.indicators.items():
        values: list[float | None] = []
        for value in merged.indicators[name].values.tolist():
            # Only NaN is unlike itself: a missing number is an empty cell in every format.
            values.append(None if value != value else value)
        columns.append(
            DataColumn(
                f"indicator.{name}",
                spec.label or _describe_indicator(name, spec),
                values,
                source=spec.column or f"{spec.file}: {spec.value}",
                note=spec.note,
                measured=SCALE,
            )
        )
    return columns


def _describe_indicator(name: str, spec: IndicatorSpec) -> str:
    basis = f"{spec.summary} over the years" if spec.file else "as the survey file has it"
    transformed = ", log(1 + x)" if spec.transform == "log1p" else ""
    return f"{name} ({basis}{transformed})"


def blank_unknown(codes: Sequence[int]) -> list[int | None]:
    """Numbers of levels or states, with None for -1, which is unknown."""
    return [None if code < 0 else code for code in codes]


def build_code_columns(
    study: OpenStudy, found: Presence, gates: ReliabilityGates
) -> list[DataColumn]:
    """A column of present, absent and unknown for each code."""
    language = study.definition.languages[0]
    columns = []
    for key, code in found.codes.items():
        # How well coders agree goes with the column wherever it goes.
        note = gates.by_code[key].sentence
        if is_net(found.book, key):
            note = f"{NET} {note}"
        columns.append(
            DataColumn(
                f"code.{key}",
                format_path(found.book, key, language),
                blank_unknown(code.states),
                STATES,
                ", ".join(code.coverage.scope),
                note=note,
            )
        )
    return columns


def format_path(book: Codebook, key: str, language: str) -> str:
    """The label of a code after those of the codes above it."""
    steps = book.path_to(find_code_of_name(book, key))
    labels = [book.codes[step].find_label(language, book.language) for step in steps[:-1]]
    labels.append(find_name_label(book, key, language))
    return f"Code: {' > '.join(labels)}"
