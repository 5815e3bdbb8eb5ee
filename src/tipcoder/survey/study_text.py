"""Writes what was guessed about a survey as a study.toml that a person likes to correct.

Counts and column names only: no answer is quoted, because the file may travel further than the
survey.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from tipcoder.survey.column_facts import ColumnFacts, TableFacts
from tipcoder.survey.column_roles import ColumnRoles, OpenColumn
from tipcoder.survey.extent import FileExtent
from tipcoder.survey.table import SurveyTable
from tipcoder.text import format_count, make_excerpt, normalise_text
from tipcoder.values import Spellings

_WIDTH = 110
FEWEST_DIGITS, MOST_DIGITS = 4, 9
"""Of a response ID, as study.toml allows them."""
_NUMBERS_FOR_EACH = 5
"""Drawing asks for twice as many numbers as respondents and their own IDs together; waves to come
need some, too."""
_ATTRIBUTES = 5
_OPTIONS = 12
_BACKGROUND = re.compile(
    r"countr|\bregion|gender|\bsex\b|\bage\b|\brole\b|\btype\b|method|language|\bpa[ií]s\b|"
    r"\bpays\b|страна|género|\bedad\b",
    re.I,
)
_COUNTRY = re.compile(r"countr|\bpa[ií]s\b|\bpays\b|страна", re.I)
_NO_OPINION = re.compile(
    r"don.t know|no opinion|not sure|unsure|refused|no answer|no s[eé]|не знаю|n/?a$", re.I
)
_YES = Spellings(("Yes", "1", "TRUE", "Sí", "Да", "Oui", "Ja"))
_STATISTICS = """\
# For statistics, when the coding is done. Take away the # and fill in.

# An ordered question that is to be explained; lowest level first, the rest is missing.
# [outcome.importance]
# column = {0}
# levels = {levels}
# missing = {unsure}

# A yes/no variable. `else` says what an empty cell means; without it that stays unknown. Values that are neither in
# true_if nor in false_if stay unknown and are named, unless any_other = false says that each of them is a no.
# [factor.funded]
# column = {1}
# true_if = {true}
# else = false

# A number: from a column of the survey, or from a file of countries and years.
# [indicator.funding]
# column = {2}
# transform = "log1p"

# [country]
# column = {3}
"""


def format_study_text(
    table: SurveyTable,
    facts: TableFacts,
    roles: ColumnRoles,
    languages: Sequence[str],
    extent: FileExtent,
) -> str:
    """The whole file. There must be an open column among the roles."""
    parts = [
        _format_top(table, facts, languages, extent),
        _format_respondent(roles, extent),
        _format_privacy(roles, extent),
        _format_questions(roles.open),
        _format_statistics(roles.closed),
    ]
    return "\n".join(parts)


def quote_toml(text: str) -> str:
    """The text as a TOML string, whatever is in it."""
    import tomlkit  # here, because most commands never write TOML

    return tomlkit.item(normalise_text(text).text).as_string()


def _format_top(
    table: SurveyTable, facts: TableFacts, languages: Sequence[str], extent: FileExtent
) -> str:
    title = re.sub(r"\.\w{1,5}$", "", table.source).replace("_", " ").strip() or table.source
    lines = [
        f"# How tipcoder reads {make_excerpt(table.source, 60)}: "
        f"{format_count(extent.rows, 'row')}, {format_count(len(table.columns), 'column')}.",
        _format_guess_basis(extent),
        "",
        f"title = {quote_toml(title)}",
        "",
        "# The main language first. Others are noticed on their own where an answer is long "
        "enough.",
        f"languages = {_format_long_list(languages)}",
        "",
        '# Cells that hold nothing, in every column. "None" and "N/A" can be answers, so add them yourself.',
        f"missing = {_format_long_list(['', *facts.missing])}",
    ]
    if facts.doubtful:
        seen = ", ".join(f"{sign} ({count})" for sign, count in facts.doubtful.most_common(8))
        lines.append(f"# Also seen, with the number of cells: {seen}")
    lines += ["", "# What stands where an answer was written but is kept back."]
    lines.append(
        f"withheld = {_format_long_list(facts.withheld)}"
        if facts.withheld
        else '# withheld = ["REDACTED"]'
    )
    lines += [
        "",
        "# The codebook that comes with tipcoder and starts the study; --codebook FILE takes "
        "another.",
    ]
    lines += ['# codebook = "starter"', ""]
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
    rows = format_count(extent.rows, "row")
    lines = ["[respondent]", f"# {format_count(extent.respondents, 'different value')} in {rows}."]
    if extent.with_id < extent.rows:
        lines.append(
            f"# {format_count(extent.rows - extent.with_id, 'row')} without one will be refused."
        )
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
    if roles.case is not None:
        lines += [
            "# Tells the rows of one respondent apart.",
            f"case = {quote_toml(roles.case.name)}",
        ]
    elif extent.repeated:
        lines += [
            f"# {format_count(extent.repeated, 'row')} with an ID that stands above already. Name "
            f"a column that tells",
            "# the rows of a respondent apart, or say with --duplicates what becomes of them.",
            '# case = "..."',
        ]
    shown = [
        c
        for c in roles.closed
        if _BACKGROUND.search(c.plain_name) and c.distinct_count > 1 and c.is_text
    ]
    lines.append("# Closed columns that coders see beside an answer. All of them are kept.")
    if shown:
        lines.append(f"attributes = {_format_long_list([c.name for c in shown[:_ATTRIBUTES]])}")
    else:
        few = _find_first(
            roles.closed, lambda c: 1 < c.distinct_count <= _OPTIONS and c.variety < 0.5
        )
        lines.append(f"# attributes = {_format_list([few.name if few else '...'])}")
    return "\n".join([*lines, ""])


def _format_privacy(roles: ColumnRoles, extent: FileExtent) -> str:
    identity = [column.name for column in roles.identity if column is not roles.name]
    lines = [
        "[privacy]",
        "# Columns that may say who somebody is: kept in the key file, never beside the answers.",
    ]
    lines.append("# Take out those that do not; add those that were missed.")
    lines.append(f"identity = {_format_long_list(identity)}")
    lines += [
        "# Names that may stay in quotes, because they say nothing about the respondent.",
        '# keep = ["United Nations"]',
    ]
    digits = count_digits_needed(extent.respondents)
    if digits > FEWEST_DIGITS:
        lines.append("# Digits of a response ID: there must be many more numbers than respondents.")
        lines.append(f"id_digits = {digits}")
    return "\n".join([*lines, ""])


def count_digits_needed(respondents: int) -> int:
    """Digits of response IDs for so many respondents: a few times as many numbers as are needed."""
    digits = FEWEST_DIGITS
    while digits < MOST_DIGITS and 9 * 10 ** (digits - 1) < _NUMBERS_FOR_EACH * respondents:
        digits += 1
    return digits


def _format_questions(columns: Sequence[OpenColumn]) -> str:
    lines = [
        "# The open-ended questions, in the order in which they are coded. Take out columns that "
        "are none.",
        "",
    ]
    for column in columns:
        facts = column.facts
        lines.append("[[question]]")
        lines.append(f"column = {quote_toml(facts.name)}")
        if facts.wording:
            lines.append(f"text = {quote_toml(facts.wording)}")
        elif " " not in facts.name.strip():
            lines.append('# text = "What was asked"')
        if column.gate is not None:
            gate = column.gate
            equals = (
                quote_toml(gate.equals[0]) if len(gate.equals) == 1 else _format_list(gate.equals)
            )
            lines.append(f"asked_if = {{ column = {quote_toml(gate.column)}, equals = {equals} }}")
        if column.once:
            lines.append('per = "respondent"  # the same on every row of a respondent')
        answers = format_count(facts.filled_count, "answer")
        lines.append(
            f"# {answers}, {facts.distinct_count} different, about {facts.median_length:.0f} "
            f"characters."
        )
        lines.append("")
    return "\n".join(lines)


def _format_statistics(closed: Sequence[ColumnFacts]) -> str:
    scale = _find_first(closed, _is_scale)
    tick = _find_first(
        closed,
        lambda c: c.filled_count > 1 and c.distinct_count <= 3 and any(v in _YES for v in c.values),
    )
    number = _find_first(closed, lambda c: c.number_share == 1 and c.distinct_count > 10)
    country = _find_first(
        closed, lambda c: bool(_COUNTRY.search(c.name)) and c.distinct_count > 1 and c.is_text
    )
    true = next((v for v in (tick.values if tick else ()) if v in _YES), "Yes")
    values = (
        _drop_respellings(scale.values) if scale else ["Not important", "Important", "Don't know"]
    )
    levels = [value for value in values if not _NO_OPINION.match(value)]
    unsure = [value for value in values if value not in levels]
    return _STATISTICS.format(
        *(
            quote_toml(column.name if column else "...")
            for column in (scale, tick, number, country)
        ),
        levels=_format_list(levels),
        unsure=_format_list(unsure),
        true=quote_toml(true),
    )


def _drop_respellings(values: Iterable[str]) -> list[str]:
    """Values in their order, without those that only spell an earlier one otherwise."""
    kept: list[str] = []
    for value in values:
        if value not in Spellings(kept):
            kept.append(value)
    return kept


def _is_scale(column: ColumnFacts) -> bool:
    choices = 3 <= column.distinct_count <= 7 and column.variety < 0.5
    return (
        choices
        and column.is_text
        and column.number_share == 0
        and not _BACKGROUND.search(column.plain_name)
    )


def _find_first(
    columns: Iterable[ColumnFacts], test: Callable[[ColumnFacts], bool]
) -> ColumnFacts | None:
    return next((column for column in columns if test(column)), None)


def _format_list(values: Sequence[str]) -> str:
    return f"[{', '.join(map(quote_toml, values))}]"


def _format_long_list(values: Sequence[str]) -> str:
    """On one line, or where that gets long, one value a line."""
    line = _format_list(values)
    if len(line) <= _WIDTH:
        return line
    return "[\n" + "".join(f"  {quote_toml(value)},\n" for value in values) + "]"
