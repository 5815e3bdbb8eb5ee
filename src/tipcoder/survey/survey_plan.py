"""What is made of a survey file: the role of every column, and what else study.toml says of it."""

from __future__ import annotations

from dataclasses import dataclass

from tipcoder.survey.column_facts import TableFacts
from tipcoder.survey.column_roles import ColumnRoles
from tipcoder.survey.extent import FileExtent
from tipcoder.survey.spoken_languages import SpokenLanguages
from tipcoder.survey.table import SurveyTable
from tipcoder.survey.unwanted_rows import UnwantedRows


@dataclass(frozen=True)
class SurveyPlan:
    """A plan for one file. Guessed first; a person may change it before anything is made."""

    table: SurveyTable
    looked_at: SurveyTable
    """The rows by which was guessed: all, or of a long file some from all over it."""
    facts: TableFacts
    roles: ColumnRoles
    languages: SpokenLanguages
    extent: FileExtent
    unwanted: tuple[UnwantedRows, ...] = ()
    """Rows that a person may want to leave out."""
    excluded: tuple[UnwantedRows, ...] = ()
    """Those of them that are left out."""
