"""Columns beside a quote: only those named, and only columns that cannot tell who answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NoReturn

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.export.data_files import DataColumn
from tipcoder.privacy.audit.knowledge import Population
from tipcoder.study import Study
from tipcoder.text import join_words
from tipcoder.workbench.exports.leaving_tables import QUESTION as QUESTION
from tipcoder.workbench.exports.leaving_tables import AnsweredPlace as AnsweredPlace
from tipcoder.workbench.statistics.merged_cells import format_cells, list_country_columns
from tipcoder.workbench.statistics.merged_table import build_merged_table
from tipcoder.workbench.study import OpenStudy

_NEVER = ("case", "respondent", "case_number")
"""Columns of the merged table that tell who answered."""


@dataclass(frozen=True)
class CaseColumns:
    """What may be shown beside quotes, by case label."""

    names: tuple[str, ...]
    """As they were asked for; `question` is not among them."""
    full_names: tuple[str, ...]
    """The same as the merged table calls them: one column may be asked for under two names."""
    cells: dict[str, tuple[str, ...]]
    """One text for each of `names`, in their order."""
    respondents: dict[str, str]
    countries: dict[str, str | None]
    country_shown: bool

    def build_population(self, answered: Collection[AnsweredPlace], smallest: int) -> Population:
        """The same columns as an audit of the finished file counts them: a row for each answer.

        Who gave no answer cannot have written a quote.
        """
        respondents = []
        values_by_name: dict[str, list[str]] = {name: [] for name in (*self.names, QUESTION)}
        for place in answered:
            # A case that has left the survey has no cells, though its answers may be there.
            if self.names and place.case not in self.cells:
                continue
            respondents.append(place.respondent)
            values_by_name[QUESTION].append(place.question)
            for name, cell in zip(self.names, self.cells.get(place.case, ()), strict=True):
                values_by_name[name].append(cell)
        return Population(tuple(respondents), values_by_name, smallest)


def choose_case_columns(study: OpenStudy, wanted: Sequence[str]) -> CaseColumns:
    """The columns named, for every case of the study.

    Raises BadInput for a column that does not exist, for an open question, and for whatever tells
    who answered.
    """
    # A name given twice is shown once, and the question is not a column of the case.
    names = tuple(name for name in dict.fromkeys(wanted) if name != QUESTION)
    if not names:
        return CaseColumns((), (), {}, {}, {}, False)

    columns = {column.name: column for column in build_merged_table(study).columns}
    chosen = [_require_column(study.definition, columns, name) for name in names]
    # Labels and response IDs are not shown; rows are found by them.
    labels = list(map(str, columns["case"].values))
    respondents = map(str, columns["respondent"].values)

    countries = columns["country"].values if "country" in columns else [None] * len(labels)
    country_names = list_country_columns(study.definition)

    # Cells come by column and are shown by case.
    rows = zip(*map(format_cells, chosen), strict=True)
    return CaseColumns(
        names,
        tuple(column.name for column in chosen),
        cells=dict(zip(labels, rows, strict=True)),
        respondents=dict(zip(labels, respondents, strict=True)),
        countries=dict(zip(labels, countries, strict=True)),
        country_shown=any(column.name in country_names for column in chosen),
    )


def _require_column(definition: Study, columns: dict[str, DataColumn], name: str) -> DataColumn:
    """The column of a full name, or of a survey column's own name. Raises BadInput."""
    _refuse_telling_column(definition, name)
    if name in columns:
        return columns[name]

    # `survey.Q3` may be asked for as `Q3`, as long as that means one column only.
    found = [column for key, column in columns.items() if _drop_prefix(key) == name]
    # Two columns may end alike, as a factor and the survey column that it comes from.
    if len(found) != 1:
        _refuse_unclear_column(columns, name, found)
    return found[0]


def _refuse_telling_column(definition: Study, name: str) -> None:
    # Open texts are not in the merged table at all; said here, so that it is known why.
    open_texts = {question.column for question in definition.questions}
    if name in open_texts:
        raise BadInput(
            f"{name!r} is an open question, and its answers may name people.",
            "Name a closed column.",
        )
    if name in definition.translation_columns():
        raise BadInput(
            f"{name!r} is a translation of answers, and may name people as they do.",
            "Name a closed column. `l` on the redaction screen releases a translation as a quote.",
        )
    if name in definition.identity_columns() or name in _NEVER:
        raise BadInput(
            f"{name!r} tells who answered and is never shown beside a quote.",
            "Name another column.",
        )


def _refuse_unclear_column(
    columns: dict[str, DataColumn], name: str, found: Sequence[DataColumn]
) -> NoReturn:
    if found:
        names = [column.name for column in found]
        candidates = join_words(names, last="or")
        raise BadInput(f"{name!r} may be {candidates}.", "Write it in full.")

    # Codes are columns as well, but nobody who misspelt a survey column means one.
    hidden = {key for key in columns if key in _NEVER or key.startswith("code.")}
    known = [_drop_prefix(key) or key for key in columns if key not in hidden]
    raise BadInput(f"There is no column {name!r}.", did_you_mean(name, [*known, QUESTION]))


def _drop_prefix(key: str) -> str:
    """The name of a survey column in the survey; empty for a column that is not of the survey."""
    return key.partition(".")[2]
