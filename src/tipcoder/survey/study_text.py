"""Writes what was guessed about a survey as a study.toml that a person likes to correct.

Counts and column names only: no answer is quoted, because the file may travel further than the
survey.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tipcoder.survey.column_facts import ColumnFacts
from tipcoder.survey.column_roles import ColumnRoles, GuessedGate, OpenColumn
from tipcoder.survey.extent import FileExtent
from tipcoder.survey.statistics_text import find_first, format_statistics
from tipcoder.survey.survey_plan import SurveyPlan
from tipcoder.survey.toml_values import format_list, format_long_list, quote_toml
from tipcoder.survey.variables_text import format_variables
from tipcoder.survey.weight_column import find_weight_column
from tipcoder.text import format_count, make_excerpt

FEWEST_DIGITS, MOST_DIGITS = 4, 9
"""Of a response ID, as study.toml allows them."""
_NUMBERS_FOR_EACH = 5
"""Drawing asks for twice as many numbers as respondents and their own IDs together; waves to come
need some, too."""
_OPTIONS = 12
"""Different values of a closed column that stands as an example where none is proposed."""


def format_study_text(plan: SurveyPlan) -> str:
    """The whole file. There must be an open column in the plan."""
    parts = [
        _format_top(plan),
        _format_respondent(plan.roles, plan.extent),
        *_format_exclusions(plan),
        _format_privacy(plan.roles, plan.extent),
        _format_questions(plan.roles.open),
        format_variables(plan.roles, plan.facts.missing),
        format_statistics(plan.roles.closed),
    ]
    return "\n".join(part for part in parts if part)


def _format_top(plan: SurveyPlan) -> str:
    table, facts, extent = plan.table, plan.facts, plan.extent
    title = re.sub(r"\.\w{1,5}$", "", table.source).replace("_", " ").strip() or table.source
    size = f"{format_count(extent.rows, 'row')}, {format_count(len(table.columns), 'column')}"
    lines = [
        f"# How tipcoder reads {make_excerpt(table.source, 60)}: {size}.",
        _format_guess_basis(extent),
        "",
        f"title = {quote_toml(title)}",
        "",
        "# The main language first. Others are noticed on their own where an answer is long "
        "enough.",
        f"languages = {format_long_list(plan.languages.codes)}",
        "",
        '# Cells that hold nothing, in every column. "None" and "N/A" can be answers, '
        "so add them yourself.",
        f"missing = {format_long_list(['', *facts.missing])}",
    ]
    if facts.doubtful:
        seen = ", ".join(f"{sign} ({count})" for sign, count in facts.doubtful.most_common(8))
        lines.append(f"# Also seen, with the number of cells: {seen}")

    withheld = '# withheld = ["REDACTED"]'
    if facts.withheld:
        withheld = f"withheld = {format_long_list(facts.withheld)}"
    lines += [
        "",
        "# The text in a cell whose answer was written but is kept back.",
        withheld,
        "",
        "# The codebook that comes with tipcoder and starts the study; --codebook FILE takes "
        "another.",
        '# codebook = "starter"',
        "",
    ]
    return "\n".join(lines)


def _format_guess_basis(extent: FileExtent) -> str:
    compared = 'Cells match the values spelled here whatever their case and blanks; "1.0" is "1".'
    if extent.looked_at == extent.rows:
        return f"# Guessed from the file. {compared}"
    return (
        f"# Guessed from {extent.looked_at} rows taken from all over the file; answers are "
        f"counted in these.\n# {compared}"
    )


def _format_respondent(roles: ColumnRoles, extent: FileExtent) -> str:
    found = roles.respondent
    if found is None:
        return "\n".join(_format_row_respondents(roles))
    different = format_count(extent.respondents, "different value")
    lines = ["[respondent]", f"# {different} in {format_count(extent.rows, 'row')}."]
    if extent.with_id < extent.rows:
        without = format_count(extent.rows - extent.with_id, "row")
        lines.append(f"# {without} without one will be refused.")
    if found.date_share == 1:
        lines.append(
            "# Nothing better tells the respondents apart. A column of IDs would be safer."
        )
    lines.append(f"id = {quote_toml(found.name)}")

    if roles.name is not None:
        lines += [
            "# Names go to a private key file outside the study, and nowhere else.",
            f"name = {quote_toml(roles.name.name)}",
        ]
    lines += _format_case(roles, extent)
    lines += _format_wave(roles)
    lines += _format_attributes(roles)
    return "\n".join([*lines, ""])


def _format_row_respondents(roles: ColumnRoles) -> list[str]:
    """The table where each row is a respondent."""
    lines = [
        "[respondent]",
        "# No column tells the respondents apart, so every row is one of its own, and is known",
        '# again by all of its cells. Is there a column of IDs? Then write id = "..." instead.',
        "rows = true",
    ]
    if roles.name is not None:
        lines.append(f"name = {quote_toml(roles.name.name)}")
    return [*lines, *_format_wave(roles), *_format_attributes(roles), ""]


def _format_case(roles: ColumnRoles, extent: FileExtent) -> list[str]:
    if len(roles.case) == 1:
        return [
            "# Tells the rows of one respondent apart.",
            f"case = {quote_toml(roles.case[0].name)}",
        ]
    if roles.case:
        return [
            "# Together they tell the rows of one respondent apart.",
            f"case = {format_list([column.name for column in roles.case])}",
        ]
    if not extent.repeated:
        return []
    repeated = format_count(extent.repeated, "row")
    return [
        f"# {repeated} with an ID that is above already. Name a column that tells",
        "# the rows of a respondent apart, or say with --duplicates what becomes of them.",
        '# case = "..."',
    ]


def _format_wave(roles: ColumnRoles) -> list[str]:
    if roles.wave is None:
        return []
    lines = [
        "# Says in which wave of the survey a row was answered.",
        f"wave = {quote_toml(roles.wave.name)}",
    ]
    if roles.respondent is not None:
        lines += [
            "# Did each wave ask other people, who were numbered anew? Then remove the #.",
            "# panel = false",
        ]
    return lines


def _format_attributes(roles: ColumnRoles) -> list[str]:
    return [*_format_shown(roles), *_format_weight(roles), *_format_ignored(roles.ignored)]


def _format_weight(roles: ColumnRoles) -> list[str]:
    """A weight changes every figure, so a person has to say that this is one."""
    if roles.weight is not None:
        return [
            "# How many people a row stands for: statistics are weighted by it.",
            f"weight = {quote_toml(roles.weight.name)}",
            "# Were respondents drawn from strata apart? Then name their column, and remove the #.",
            '# strata = "..."',
        ]
    column = find_weight_column(roles.closed)
    if column is None:
        return []
    return [
        "# Is this a survey weight? Then remove the #, and statistics are weighted by it.",
        f"# weight = {quote_toml(column.name)}",
    ]


def _format_ignored(ignored: Sequence[ColumnFacts]) -> list[str]:
    if not ignored:
        return []
    names = [column.name for column in ignored]
    return ["# Columns of which nothing is kept.", f"ignore = {format_long_list(names)}"]


def _format_shown(roles: ColumnRoles) -> list[str]:
    explained = "# Closed columns that coders see beside an answer. All of them are kept."
    shown = [column.name for column in roles.attributes]
    if shown:
        return [explained, f"attributes = {format_long_list(shown)}"]

    # None is proposed, so the line is a comment with a column as an example.
    few = find_first(roles.closed, _has_few_options)
    return [explained, f"# attributes = {format_list([few.name if few else '...'])}"]


def _format_exclusions(plan: SurveyPlan) -> Iterator[str]:
    """Tables for rows that a person may want to leave out: in comments, unless she has chosen."""
    for rows in plan.unwanted:
        if rows in plan.excluded:
            column, values = quote_toml(rows.column), format_list(rows.values)
            yield f"# {rows}.\n[[exclude]]\ncolumn = {column}\nequals = {values}\n"
            continue
        lines = [
            f"# {rows}. Remove the # to leave them out.",
            "# [[exclude]]",
            f"# column = {quote_toml(rows.column)}",
            f"# equals = {format_list(rows.values)}",
            "",
        ]
        yield "\n".join(lines)


def _has_few_options(column: ColumnFacts) -> bool:
    return 1 < column.distinct_count <= _OPTIONS and column.variety < 0.5


def _format_privacy(roles: ColumnRoles, extent: FileExtent) -> str:
    identity = [column.name for column in roles.identity if column is not roles.name]
    lines = [
        "[privacy]",
        "# Columns that may say who somebody is: kept in the key file, never beside the answers.",
        "# Remove those that do not; add those that were missed.",
        f"identity = {format_long_list(identity)}",
        "# Names that may stay in quotes, because they say nothing about the respondent.",
        '# keep = ["United Nations"]',
    ]
    digits = count_digits_needed(extent.respondents)
    if digits > FEWEST_DIGITS:
        lines += [
            "# Digits of a response ID: there must be many more numbers than respondents.",
            f"id_digits = {digits}",
        ]
    return "\n".join([*lines, ""])


def count_digits_needed(respondents: int) -> int:
    """Digits of response IDs for so many respondents: a few times as many numbers as are needed."""
    digits = FEWEST_DIGITS
    while digits < MOST_DIGITS and 9 * 10 ** (digits - 1) < _NUMBERS_FOR_EACH * respondents:
        digits += 1
    return digits


def _format_questions(columns: Sequence[OpenColumn]) -> str:
    lines = [
        "# The open-ended questions, in the order in which they are coded. "
        "Remove columns that are not questions.",
        "",
    ]
    for column in columns:
        lines += _format_question(column)
    return "\n".join(lines)


def _format_question(column: OpenColumn) -> list[str]:
    facts = column.facts
    lines = ["[[question]]", f"column = {quote_toml(facts.name)}"]
    if facts.wording:
        lines.append(f"text = {quote_toml(facts.wording)}")
    elif " " not in facts.name.strip():
        # A header of several words is the question itself.
        lines.append('# text = "What was asked"')

    if column.translation is not None:
        lines.append(f"translation = {quote_toml(column.translation.name)}")
    if column.gate is not None:
        lines.append(_format_gate(column.gate))
    if column.once:
        lines.append('per = "respondent"  # the same on every row of a respondent')

    answers = format_count(facts.filled_count, "answer")
    length = f"about {facts.median_length:.0f} characters"
    lines += [f"# {answers}, {facts.distinct_count} different, {length}.", ""]
    return lines


def _format_gate(gate: GuessedGate) -> str:
    single = len(gate.equals) == 1
    equals = quote_toml(gate.equals[0]) if single else format_list(gate.equals)
    return f"asked_if = {{ column = {quote_toml(gate.column)}, equals = {equals} }}"
