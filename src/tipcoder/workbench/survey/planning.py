"""The plan of a new study while a person looks at it and changes it: no file is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from tipcoder.errors import BadInput
from tipcoder.study.reading import read_study_text
from tipcoder.survey.column_facts import ColumnFacts
from tipcoder.survey.role_changes import ColumnRole as ColumnRole  # what a plan is made of
from tipcoder.survey.role_changes import assign_role, find_role
from tipcoder.survey.role_reasons import explain_role, find_runner_up
from tipcoder.survey.sniffing import change_plan, write_study_text
from tipcoder.survey.survey_plan import SurveyPlan
from tipcoder.survey.unwanted_rows import UnwantedRows
from tipcoder.text import format_count

VALUES_SHOWN = 5
_FIRST = (
    ColumnRole.QUESTION,
    ColumnRole.TRANSLATION,
    ColumnRole.ID,
    ColumnRole.CASE,
    ColumnRole.WAVE,
    ColumnRole.WEIGHT,
    ColumnRole.NAME,
    ColumnRole.PRIVATE,
    ColumnRole.ATTRIBUTE,
)
"""What a person looks at first; all other columns come as they stand in the file."""
_HIDDEN = (ColumnRole.ID, ColumnRole.NAME, ColumnRole.PRIVATE)
"""Roles of columns whose values say who somebody is."""
_OPENING = (
    ColumnRole.QUESTION,
    ColumnRole.TRANSLATION,
    ColumnRole.CASE,
    ColumnRole.WAVE,
    ColumnRole.WEIGHT,
    ColumnRole.ATTRIBUTE,
    ColumnRole.OUTCOME,
    ColumnRole.FACTOR,
    ColumnRole.KEPT,
)
"""Roles of columns whose cells stand beside the answers."""
_PHRASES = {
    ColumnRole.QUESTION: "an open question",
    ColumnRole.TRANSLATION: "a translation",
    ColumnRole.ID: "the column of IDs",
    ColumnRole.CASE: "what tells rows of a respondent apart",
    ColumnRole.WAVE: "the column of waves",
    ColumnRole.WEIGHT: "the survey weight",
    ColumnRole.ATTRIBUTE: "an attribute",
    ColumnRole.NAME: "the respondent's name",
    ColumnRole.PRIVATE: "private",
    ColumnRole.OUTCOME: "an outcome",
    ColumnRole.FACTOR: "a factor",
    ColumnRole.KEPT: "kept",
    ColumnRole.IGNORED: "left out",
}
"""What a column is, after "is"."""


class PlannedColumn(NamedTuple):
    """One column as the plan has it now."""

    name: str
    role: ColumnRole
    reason: str
    """A sentence without its full stop."""


class StudyPlanning:
    """A plan, the order in which its columns are listed, and the way back."""

    def __init__(self, plan: SurveyPlan) -> None:
        self.plan = plan
        self._before: list[tuple[SurveyPlan, str, int]] = []
        """Earlier plans, each with what was done to it, and at which column."""
        # Columns keep their places in the list, whatever becomes of them.
        self._listed = sorted(plan.facts.columns, key=self._rank_column)

    def __len__(self) -> int:
        return len(self._listed)

    @property
    def is_changed(self) -> bool:
        """Whether it is another plan than the one that was guessed."""
        return bool(self._before)

    def describe_column(self, place: int) -> PlannedColumn:
        """The column at a place of the list."""
        column = self._listed[place]
        role = find_role(self.plan.roles, column)
        return PlannedColumn(column.name, role, explain_role(self.plan, column))

    def find_name(self, place: int) -> str:
        """The name of the column at a place of the list."""
        return self._listed[place].name

    def find_wording(self, place: int) -> str:
        """How the file words a column's question; empty where it does not."""
        return self._listed[place].wording

    def list_values(self, place: int) -> list[tuple[str, int]]:
        """The first of different values of a column, each with the number of its rows.

        The commonest come first where values repeat.
        """
        column = self._listed[place]
        if column.variety < 0.5:
            return column.values.most_common(VALUES_SHOWN)
        return list(column.values.items())[:VALUES_SHOWN]

    def count_other_values(self, place: int) -> int:
        """Different values of a column beyond those that are listed."""
        return max(self._listed[place].distinct_count - VALUES_SHOWN, 0)

    def has_hidden_values(self, place: int) -> bool:
        """Whether values of a column say who somebody is, so that they are shown only when asked
        for.
        """
        return find_role(self.plan.roles, self._listed[place]) in _HIDDEN

    def find_next_choice(self, place: int) -> str:
        """For the column of IDs, the one that comes next; empty for every other."""
        is_id = self._listed[place] is self.plan.roles.respondent
        return find_runner_up(self.plan) if is_id else ""

    @property
    def knows_languages(self) -> bool:
        """Whether the languages of the answers are found: that may take half a second."""
        return self.plan.languages.are_known

    def find_languages(self) -> None:
        """Find the languages of the answers."""
        _ = self.plan.languages.codes

    def describe_file(self) -> list[str]:
        """The file and the study that becomes of it, in pieces of a line."""
        plan = self.plan
        rows = format_count(plan.extent.rows, "row")
        respondents = format_count(plan.extent.respondents, "respondent")
        questions = format_count(len(plan.roles.open), "open question")
        columns = format_count(len(self), "column")
        languages = ", ".join(plan.languages.codes) if self.knows_languages else "languages …"
        return [plan.table.source, rows, respondents, questions, languages, columns]

    def list_notes(self) -> list[str]:
        """What was not plain about the file."""
        notes = list(self.plan.table.notes)
        seen = self.plan.facts.doubtful
        if seen:
            signs = ", ".join(f"{sign} ({count})" for sign, count in seen.most_common(8))
            notes.append(f"cells that may hold nothing: {signs}; `missing` in study.toml says so")
        return notes

    def describe_unwanted(self, what: str) -> str:
        """Rows of one kind that a person may want to leave out, before the key that does it; empty
        where there are none.
        """
        found = self._find_unwanted(what)
        if not found:
            return ""
        if found[0] in self.plan.excluded:
            return f"{_count_rows(found)} left out as {what}"
        return f"{_count_rows(found)} {what}"

    def leaves_out(self, what: str) -> bool:
        """Whether the plan leaves rows of one kind out."""
        return any(rows.what == what for rows in self.plan.excluded)

    def _find_unwanted(self, what: str) -> list[UnwantedRows]:
        return [rows for rows in self.plan.unwanted if rows.what == what]

    # --- changes ----------------------------------------------------------------------------------

    def set_role(self, place: int, role: ColumnRole) -> str:
        """Take a column for something else; returns a sentence about it.

        Raises BadInput for a column that cannot be that.
        """
        column = self._listed[place]
        if find_role(self.plan.roles, column) is role:
            raise BadInput(f"{column.name} is {_PHRASES[role]} already.")
        roles = assign_role(self.plan.looked_at, self.plan.roles, column, role)
        changed = change_plan(self.plan, roles)
        sentence = f"{column.name} is {_PHRASES[role]} now."
        if role is ColumnRole.ID:
            sentence = f"{sentence} {_describe_rows(changed)}"
        elif self.plan.roles.respondent is column:
            sentence = f"{sentence} Every row is a respondent of its own."
        elif role in _OPENING and self.has_hidden_values(place):
            sentence = f"{sentence} Its values are kept beside the answers."
        self._keep(changed, sentence, place)
        return sentence

    def toggle_unwanted(self, what: str, place: int) -> str:
        """Leave rows of one kind out, or take them in again; returns a sentence about it.

        Raises BadInput where there are none.
        """
        found = self._find_unwanted(what)
        if not found:
            raise BadInput(f"{self.plan.table.source}: no row is known to be {what}.")
        before = self.plan.excluded
        others = tuple(rows for rows in before if rows.what != what)
        are_out = len(others) < len(before)
        excluded = others if are_out else (*others, *found)
        are = _count_rows(found)
        sentence = f"{are} taken in again." if are_out else f"{are} left out as {what}."
        self._keep(replace(self.plan, excluded=excluded), sentence, place)
        return sentence

    def undo(self) -> tuple[str, int] | None:
        """Take the last change back; returns its sentence and the column's place, or None."""
        if not self._before:
            return None
        self.plan, sentence, place = self._before.pop()
        return sentence, place

    def write_text(self) -> str:
        """study.toml as the plan has it now, read back as `init` reads it. Raises BadInput."""
        if not self.plan.roles.open:
            raise BadInput("No column is an open question.", "Choose one of the columns with q.")
        text = write_study_text(self.plan)
        read_study_text(text)
        return text

    def _keep(self, changed: SurveyPlan, sentence: str, place: int) -> None:
        self._before.append((self.plan, sentence, place))
        self.plan = changed

    def _rank_column(self, column: ColumnFacts) -> tuple[int, int]:
        role = find_role(self.plan.roles, column)
        rank = _FIRST.index(role) if role in _FIRST else len(_FIRST)
        return rank, column.column.position


def _count_rows(found: Sequence[UnwantedRows]) -> str:
    """`1 row is` or `3 rows are`."""
    number = sum(rows.count for rows in found)
    return f"{format_count(number, 'row')} {'is' if number == 1 else 'are'}"


def _describe_rows(plan: SurveyPlan) -> str:
    """How rows belong to respondents, as a sentence."""
    extent = plan.extent
    respondents = format_count(extent.respondents, "respondent")
    sentence = f"{respondents} in {format_count(extent.rows, 'row')}"
    apart = [*plan.roles.case]
    if plan.roles.wave is not None:
        apart.insert(0, plan.roles.wave)
    if apart:
        names = ", ".join(column.name for column in apart)
        return f"{sentence}, whose rows {names} tells apart."
    return f"{sentence}."
