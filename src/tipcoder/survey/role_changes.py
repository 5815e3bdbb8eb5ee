"""Giving a column of a plan another role, so that the plan stays whole.

There is one column of IDs, a column has one role, and what follows from the IDs (which columns tell
rows apart, what was asked once) is found anew with them. The condition under which a question was
asked stays, whatever becomes of the column that it looks at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from tipcoder.errors import BadInput
from tipcoder.survey.column_facts import ColumnFacts
from tipcoder.survey.column_roles import ColumnRoles, is_asked_once, open_column
from tipcoder.survey.mangled_ids import check_rounded_ids
from tipcoder.survey.respondent_column import find_case_columns, group_rows_by_respondent
from tipcoder.survey.table import SurveyTable
from tipcoder.survey.variables_text import list_levels, list_truths


class ColumnRole(StrEnum):
    """What a column is for, in the word that a person reads."""

    QUESTION = "question"
    ID = "ID"
    CASE = "case"
    ATTRIBUTE = "attribute"
    NAME = "name"
    PRIVATE = "private"
    OUTCOME = "outcome"
    FACTOR = "factor"
    KEPT = "kept"
    IGNORED = "left out"


_CLOSED = (ColumnRole.KEPT, ColumnRole.ATTRIBUTE, ColumnRole.OUTCOME, ColumnRole.FACTOR)
"""Roles of columns that are kept beside the answers."""


def find_role(roles: ColumnRoles, column: ColumnFacts) -> ColumnRole:
    """The role of a column."""
    if column is roles.respondent:
        return ColumnRole.ID
    if column is roles.name:
        return ColumnRole.NAME
    if any(column is one.facts for one in roles.open):
        return ColumnRole.QUESTION
    groups = {
        ColumnRole.CASE: roles.case,
        ColumnRole.PRIVATE: roles.identity,
        ColumnRole.ATTRIBUTE: roles.attributes,
        ColumnRole.OUTCOME: roles.outcomes,
        ColumnRole.FACTOR: roles.factors,
        ColumnRole.IGNORED: roles.ignored,
    }
    return next((role for role, group in groups.items() if column in group), ColumnRole.KEPT)


def assign_role(
    table: SurveyTable, roles: ColumnRoles, column: ColumnFacts, role: ColumnRole
) -> ColumnRoles:
    """The roles with another one for a column. `table` has the rows that were looked at.

    Raises BadInput for a column that cannot have the role.
    """
    _check_role(table, roles, column, role)
    free = _take_out(roles, column)
    if role is ColumnRole.ID:
        return _take_as_id(table, free, column)
    if column is roles.respondent:
        # Without IDs every row is a respondent, so no column tells rows of one apart.
        free = replace(free, case=(), closed=_add(free.closed, *free.case))
    if role is ColumnRole.CASE:
        free = replace(free, case=_add(free.case, column))
    elif role is ColumnRole.QUESTION:
        opened = open_column(table, column, free.closed, _list_several(table, free))
        questions = sorted((*free.open, opened), key=lambda one: one.facts.column.position)
        free = replace(free, open=tuple(questions))
    elif role in (ColumnRole.NAME, ColumnRole.PRIVATE):
        name = column if role is ColumnRole.NAME else free.name
        free = replace(free, identity=_add(free.identity, column), name=name)
    elif role is ColumnRole.IGNORED:
        free = replace(free, ignored=_add(free.ignored, column))
    elif role in _CLOSED:
        free = _put_among_closed(free, column, role)
    is_settled = free.case == roles.case and free.respondent is roles.respondent
    return free if is_settled else _settle_rows(table, free)


def _check_role(
    table: SurveyTable, roles: ColumnRoles, column: ColumnFacts, role: ColumnRole
) -> None:
    if role is ColumnRole.ID:
        if not column.filled_count:
            raise BadInput(f"{column.name} is empty.", "Choose a column with IDs.")
        check_rounded_ids(table.source, column.name, column.values)
    elif role is ColumnRole.CASE and roles.respondent in (None, column):
        raise BadInput(
            "Without IDs every row is a respondent of its own.", "Choose the column of IDs first."
        )
    elif role is ColumnRole.OUTCOME:
        list_levels(column)
    elif role is ColumnRole.FACTOR:
        list_truths(column)


def _take_out(roles: ColumnRoles, column: ColumnFacts) -> ColumnRoles:
    """The roles of all other columns."""
    return replace(
        roles,
        respondent=None if column is roles.respondent else roles.respondent,
        name=None if column is roles.name else roles.name,
        case=_drop(roles.case, column),
        identity=_drop(roles.identity, column),
        open=tuple(one for one in roles.open if one.facts is not column),
        closed=_drop(roles.closed, column),
        attributes=_drop(roles.attributes, column),
        outcomes=_drop(roles.outcomes, column),
        factors=_drop(roles.factors, column),
        ignored=_drop(roles.ignored, column),
    )


def _take_as_id(table: SurveyTable, roles: ColumnRoles, column: ColumnFacts) -> ColumnRoles:
    """The column that had the IDs goes to the key file, as it did before."""
    before = () if roles.respondent is None else (roles.respondent,)
    closed = _add(roles.closed, *roles.case)
    chosen = {*roles.attributes, *roles.outcomes, *roles.factors}
    candidates = [one for one in closed if one not in chosen]
    rows = group_rows_by_respondent(table, column)
    case = find_case_columns(table, candidates, column, rows)
    changed = replace(
        roles,
        respondent=column,
        identity=_add(roles.identity, *before),
        case=case,
        closed=tuple(one for one in closed if one not in case),
    )
    return _settle_rows(table, changed)


def _put_among_closed(roles: ColumnRoles, column: ColumnFacts, role: ColumnRole) -> ColumnRoles:
    kept = replace(roles, closed=_add(roles.closed, column))
    if role is ColumnRole.ATTRIBUTE:
        return replace(kept, attributes=_add(kept.attributes, column))
    if role is ColumnRole.OUTCOME:
        return replace(kept, outcomes=_add(kept.outcomes, column))
    if role is ColumnRole.FACTOR:
        return replace(kept, factors=_add(kept.factors, column))
    return kept


def _settle_rows(table: SurveyTable, roles: ColumnRoles) -> ColumnRoles:
    """What follows from which rows are one respondent's, and from what tells these apart."""
    rows: Sequence[Sequence[int]] = ()
    if roles.respondent is not None:
        rows = group_rows_by_respondent(table, roles.respondent)
    several = [own for own in rows if len(own) > 1] if roles.case else []
    questions = [replace(one, once=is_asked_once(table, one.facts, several)) for one in roles.open]
    repeated = 0 if roles.case else sum(len(own) - 1 for own in rows)
    return replace(roles, open=tuple(questions), repeated=repeated)


def _list_several(table: SurveyTable, roles: ColumnRoles) -> list[list[int]]:
    """The rows of each respondent with more than one, where a column tells them apart."""
    if roles.respondent is None or not roles.case:
        return []
    rows = group_rows_by_respondent(table, roles.respondent)
    return [own for own in rows if len(own) > 1]


def _add(columns: Iterable[ColumnFacts], *more: ColumnFacts) -> tuple[ColumnFacts, ...]:
    """All of them in the order of the file."""
    return tuple(sorted((*columns, *more), key=lambda one: one.column.position))


def _drop(columns: Iterable[ColumnFacts], column: ColumnFacts) -> tuple[ColumnFacts, ...]:
    return tuple(one for one in columns if one is not column)
