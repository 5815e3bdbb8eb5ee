"""Plans a study for a survey file that nobody has described yet."""

from __future__ import annotations

import shlex
from dataclasses import replace

from tipcoder.errors import BadInput
from tipcoder.survey.column_facts import ColumnFacts, find_table_facts
from tipcoder.survey.column_roles import ColumnRoles, guess_roles
from tipcoder.survey.extent import measure_extent, sample_rows
from tipcoder.survey.mangled_ids import check_rounded_ids
from tipcoder.survey.spoken_languages import SpokenLanguages
from tipcoder.survey.study_text import format_study_text
from tipcoder.survey.survey_plan import SurveyPlan
from tipcoder.survey.table import SurveyTable
from tipcoder.survey.unwanted_rows import find_unwanted_rows


def propose_study(table: SurveyTable) -> str:
    """The text of a study.toml for this file, with the guesses explained.

    Raises BadInput where none can be made.
    """
    return write_study_text(plan_survey(table))


def plan_survey(table: SurveyTable) -> SurveyPlan:
    """What is made of the file where nobody says otherwise.

    Raises BadInput for a file of which nothing can be made. The plan may be without a question.
    """
    if not table.rows:
        raise BadInput(
            f"{table.source}: has no rows below the header.", "Export the survey with its answers."
        )
    if table.long_form:
        raise BadInput(
            f"{table.source}: has a line for each answer ({table.long_form}).",
            "With --long it is read as a row for each respondent.",
        )
    some = sample_rows(table)
    facts = find_table_facts(some)
    roles = guess_roles(some, facts)
    if roles.respondent is not None:
        check_rounded_ids(table.source, roles.respondent.name, roles.respondent.values)
    return SurveyPlan(
        table=table,
        looked_at=some,
        facts=facts,
        roles=roles,
        languages=SpokenLanguages(some, roles),
        extent=measure_extent(table, some, facts, roles),
        unwanted=tuple(find_unwanted_rows(table)),
    )


def write_study_text(plan: SurveyPlan) -> str:
    """The text of study.toml for a plan. Raises BadInput for one without a question."""
    if not plan.roles.open:
        raise BadInput(
            f"{plan.table.source}: no column looks like an open-ended question.",
            _propose_question(plan),
        )
    return format_study_text(plan)


def _propose_question(plan: SurveyPlan) -> str:
    """How to say which column is a question, by the column with the longest values."""
    kept = [column for column in plan.roles.closed if column.filled_count]
    if not kept:
        return "Export the survey with what people wrote."
    longest = max(kept, key=lambda column: column.median_length)
    choice = shlex.quote(f"{longest.name}=question")
    return f"If people wrote into a column, say so: --role {choice}"


def _tells_rows_apart(roles: ColumnRoles) -> tuple[ColumnFacts | None, ...]:
    """The columns by which rows belong to respondents, waves and cases."""
    return roles.respondent, roles.wave, *roles.case


def change_plan(plan: SurveyPlan, roles: ColumnRoles) -> SurveyPlan:
    """The plan with other roles, and with what follows from them."""
    before = plan.roles
    changed = replace(plan, roles=roles)
    if [one.facts for one in roles.open] != [one.facts for one in before.open]:
        changed = replace(changed, languages=SpokenLanguages(plan.looked_at, roles))
    if _tells_rows_apart(roles) != _tells_rows_apart(before):
        extent = measure_extent(plan.table, plan.looked_at, plan.facts, roles)
        changed = replace(changed, extent=extent)
    return changed
