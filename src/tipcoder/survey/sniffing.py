"""Plans a study for a survey file that nobody has described yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from tipcoder.errors import BadInput
from tipcoder.language.detection import Utterance, detect_languages
from tipcoder.model import UNKNOWN_LANGUAGE
from tipcoder.survey.column_facts import find_table_facts
from tipcoder.survey.column_roles import ColumnRoles, guess_roles
from tipcoder.survey.extent import measure_extent, sample_rows
from tipcoder.survey.mangled_ids import check_rounded_ids
from tipcoder.survey.study_text import format_study_text
from tipcoder.survey.survey_plan import SurveyPlan
from tipcoder.survey.table import SurveyTable
from tipcoder.survey.unwanted_rows import find_unwanted_rows

_ANSWERS_HEARD = 1500
"""Answers by which the languages of a survey are guessed."""
_SPOKEN_BY = 0.01
"""Share of the answers from which on a language is worth declaring."""


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
        languages=_guess_languages(some, roles),
        extent=measure_extent(table, some, facts, roles),
        unwanted=tuple(find_unwanted_rows(table)),
    )


def write_study_text(plan: SurveyPlan) -> str:
    """The text of study.toml for a plan. Raises BadInput for one without a question."""
    if not plan.roles.open:
        raise BadInput(
            f"{plan.table.source}: no column looks like an open-ended question.",
            "Name the open-ended ones in a study.toml and give it with --study-file.",
        )
    return format_study_text(plan)


def change_plan(plan: SurveyPlan, roles: ColumnRoles) -> SurveyPlan:
    """The plan with other roles, and with what follows from them."""
    before = plan.roles
    changed = replace(plan, roles=roles)
    if [one.facts for one in roles.open] != [one.facts for one in before.open]:
        changed = replace(changed, languages=_guess_languages(plan.looked_at, roles))
    if roles.respondent is not before.respondent or roles.case != before.case:
        extent = measure_extent(plan.table, plan.looked_at, plan.facts, roles)
        changed = replace(changed, extent=extent)
    return changed


def _guess_languages(table: SurveyTable, roles: ColumnRoles) -> tuple[str, ...]:
    """Languages of a sample of the answers, the most frequent first."""
    answers = list(_iterate_answers(table, roles))
    # Answers from all over the file, each wording of a respondent once.
    step = len(answers) // _ANSWERS_HEARD + 1
    heard = list(dict.fromkeys(answers[::step]))

    counts = Counter(found.language for found in detect_languages(heard, ["en"]))
    counts.pop(UNKNOWN_LANGUAGE, None)
    fewest = max(2, _SPOKEN_BY * len(heard))
    spoken = [language for language, count in counts.items() if count >= fewest]
    return tuple(sorted(spoken, key=lambda language: (-counts[language], language))) or ("en",)


def _iterate_answers(table: SurveyTable, roles: ColumnRoles) -> Iterator[Utterance]:
    respondent_at = roles.respondent.column.position if roles.respondent else None
    for row in table.rows:
        respondent = str(row.number) if respondent_at is None else row.cells[respondent_at]
        for column in roles.open:
            facts = column.facts
            text = row.cells[facts.column.position].strip()
            if text in facts.values:
                yield Utterance(text, respondent, facts.column.name)
