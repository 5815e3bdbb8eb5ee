"""Why a column is taken for what it is, in a sentence.

Counts, headers and options of closed questions only: no answer and no name is quoted.
"""

from __future__ import annotations

import re

from tipcoder.survey.column_facts import ColumnFacts
from tipcoder.survey.column_roles import ColumnRoles, OpenColumn
from tipcoder.survey.identity_columns import find_identity_reason
from tipcoder.survey.multi_selects import MultiSelect
from tipcoder.survey.rating_columns import NPS, find_number_type, find_scale
from tipcoder.survey.respondent_column import rank_respondent_columns
from tipcoder.survey.role_changes import (
    ColumnRole,
    find_multi_select,
    find_role,
    find_translated,
)
from tipcoder.survey.survey_plan import SurveyPlan
from tipcoder.survey.variables_text import list_choices, list_levels, list_truths
from tipcoder.survey.weight_column import find_weight_column
from tipcoder.text import format_count, join_first, make_excerpt

_SEPARATOR = re.compile("[,;|]")
_NAMED, _SHORT = 5, 30
"""So few different values are named, where a middling one has so few characters."""
_OPTIONS = 12
"""Different values up to which a closed column is told by their number alone."""
_FOR = {
    ColumnRole.WAVE: "says in which wave a row was answered",
    ColumnRole.WEIGHT: "statistics are weighted by it",
    ColumnRole.ATTRIBUTE: "coders see it beside an answer",
    ColumnRole.IGNORED: "nothing of it is kept",
}
"""What a column is for, where no more is to be said than that and its values."""


def explain_role(plan: SurveyPlan, column: ColumnFacts) -> str:
    """One sentence without its full stop."""
    roles = plan.roles
    role = find_role(roles, column)
    if role is ColumnRole.ID:
        return _explain_id(plan, column)
    if role is ColumnRole.CASE:
        return _explain_case(roles, column)
    if role is ColumnRole.QUESTION:
        return _explain_question(next(one for one in roles.open if one.facts is column))
    if role is ColumnRole.TRANSLATION:
        return _explain_translation(roles, column)
    if role in (ColumnRole.NAME, ColumnRole.PRIVATE):
        respondents = plan.extent.respondents
        reason = find_identity_reason(column, respondents) or _describe_values(column)
        kept = "goes to the key file as the name" if role is ColumnRole.NAME else "key file only"
        return f"{reason}: {kept}"
    if role is ColumnRole.OUTCOME:
        return _explain_outcome(column)
    if role is ColumnRole.FACTOR:
        question = find_multi_select(roles, column)
        return _explain_multi_select(question, column) if question else _explain_factor(column)
    values = _describe_values(column)
    if role is ColumnRole.KEPT and roles.weight is None:
        may_weigh = column is find_weight_column(roles.closed)
        return f"may be the survey weight; {values}" if may_weigh else values
    return f"{_FOR[role]}; {values}" if role in _FOR else values


def find_runner_up(plan: SurveyPlan) -> str:
    """The column that comes next as the one of IDs; empty where there is none."""
    likely = rank_respondent_columns(plan.facts.columns)
    others = [column for column in likely if column is not plan.roles.respondent]
    return others[0].name if others else ""


def _explain_outcome(column: ColumnFacts) -> str:
    kind = find_number_type(column)
    if kind == NPS:
        return "from 0 to 10, and asks for a recommendation: a net promoter score"
    if kind:
        return f"a number; {_describe_values(column)}"
    scale = find_scale(column)
    if scale:
        return f"a scale from {scale[0]} to {scale[-1]}, by its numbers and header"
    return f"levels: {' < '.join(list_levels(column).levels)}"


def _explain_id(plan: SurveyPlan, column: ColumnFacts) -> str:
    extent = plan.extent
    different = format_count(extent.respondents, "different value")
    sentence = f"called {column.name}, {different} in {format_count(extent.rows, 'row')}"
    without = extent.rows - extent.with_id
    if without:
        sentence += f"; {format_count(without, 'row')} without one will be refused"
    if extent.repeated:
        sentence += f"; {format_count(extent.repeated, 'row')} with an ID that is above already"
    return sentence


def _explain_case(roles: ColumnRoles, column: ColumnFacts) -> str:
    others = [other.name for other in roles.case if other is not column]
    with_others = f", together with {', '.join(others)}" if others else ""
    return f"tells the rows of one respondent apart{with_others}; {_describe_values(column)}"


def _explain_question(question: OpenColumn) -> str:
    facts = question.facts
    if not facts.filled_count:
        return "nobody has answered yet"
    answers = format_count(facts.filled_count, "answer")
    sentence = (
        f"{answers}, {facts.distinct_count} different, about {facts.median_length:.0f} characters"
    )
    if question.gate is not None:
        values = " or ".join(question.gate.equals)
        sentence += f"; asked if {question.gate.column} is {values}"
    if question.once:
        sentence += "; the same on every row of a respondent"
    return sentence


def _explain_translation(roles: ColumnRoles, column: ColumnFacts) -> str:
    question = find_translated(roles, column)
    name = question.facts.name if question is not None else ""
    return f"of {name}: {format_count(column.filled_count, 'answer')} in another language"


def _explain_multi_select(question: MultiSelect, column: ColumnFacts) -> str:
    name = question.label or question.stem
    if question.separator:
        options = join_first(list(question.options), _NAMED)
        own = f"; {format_count(question.own_words, 'piece')} of no option"
        return f"several options in a cell: {options}{own if question.own_words else ''}"
    option = question.options[question.columns.index(column)]
    place = question.columns.index(column) + 1
    return f"option {place} of {len(question.columns)} of {make_excerpt(name, 60)}: {option}"


def _explain_factor(column: ColumnFacts) -> str:
    choices = list_choices(column)
    if choices is not None:
        return f"one answer of {len(choices.levels)}: {', '.join(choices.levels)}"
    true, false = list_truths(column)
    no = " or ".join(false) if false else "an empty cell"
    return f"yes: {' or '.join(true)}; no: {no}"


def _describe_values(column: ColumnFacts) -> str:
    """What kind of values a column has."""
    if not column.filled_count:
        return "empty in every row"
    different = format_count(column.distinct_count, "different value")
    if column.distinct_count == 1 and column.median_length <= _SHORT:
        return f"only {next(iter(column.values))}, in {format_count(column.filled_count, 'row')}"
    if column.distinct_count <= _NAMED and column.median_length <= _SHORT:
        return f"{different}: {', '.join(column.values)}"
    filled = f"{different} in {format_count(column.filled_count, 'row')}"
    if column.is_list_of_choices and column.share_passing(_SEPARATOR.search):
        return f"several options in a cell, {filled}"
    if column.date_share >= 0.5:
        return f"dates or times, {filled}"
    if column.number_share >= 0.5:
        return f"numbers, {filled}"
    if column.distinct_count <= _OPTIONS:
        return different
    if not column.is_text:
        return f"written by a machine, {filled}"
    return f"words that many share, {filled}" if column.variety < 0.5 else filled
