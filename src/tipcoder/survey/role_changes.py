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
from tipcoder.survey.column_roles import (
    ColumnRoles,
    OpenColumn,
    is_asked_once,
    list_several,
    open_column,
    split_by_wave,
)
from tipcoder.survey.mangled_ids import check_rounded_ids
from tipcoder.survey.multi_selects import MultiSelect, find_multi_selects
from tipcoder.survey.rating_columns import find_number_type
from tipcoder.survey.respondent_column import find_case_columns, group_rows_by_respondent
from tipcoder.survey.table import SurveyTable
from tipcoder.survey.translation_columns import find_translations
from tipcoder.survey.variables_text import check_factor, list_levels
from tipcoder.survey.wave_column import find_wave_column
from tipcoder.survey.wave_names import is_wave_name
from tipcoder.survey.weight_column import has_weights


class ColumnRole(StrEnum):
    """What a column is for, in the word that a person reads."""

    QUESTION = "question"
    TRANSLATION = "translation"
    ID = "ID"
    CASE = "case"
    WAVE = "wave"
    WEIGHT = "weight"
    ATTRIBUTE = "attribute"
    NAME = "name"
    PRIVATE = "private"
    OUTCOME = "outcome"
    FACTOR = "factor"
    KEPT = "kept"
    IGNORED = "left out"


_CLOSED = (
    ColumnRole.KEPT,
    ColumnRole.ATTRIBUTE,
    ColumnRole.OUTCOME,
    ColumnRole.FACTOR,
    ColumnRole.WEIGHT,
)
"""Roles of columns that are kept beside the answers."""


def find_role(roles: ColumnRoles, column: ColumnFacts) -> ColumnRole:
    """The role of a column."""
    if column is roles.respondent:
        return ColumnRole.ID
    if column is roles.name:
        return ColumnRole.NAME
    if column is roles.wave:
        return ColumnRole.WAVE
    if column is roles.weight:
        return ColumnRole.WEIGHT
    if any(column is one.facts for one in roles.open):
        return ColumnRole.QUESTION
    if find_translated(roles, column) is not None:
        return ColumnRole.TRANSLATION
    if find_multi_select(roles, column) is not None:
        return ColumnRole.FACTOR
    groups = {
        ColumnRole.CASE: roles.case,
        ColumnRole.PRIVATE: roles.identity,
        ColumnRole.ATTRIBUTE: roles.attributes,
        ColumnRole.OUTCOME: roles.outcomes,
        ColumnRole.FACTOR: roles.factors,
        ColumnRole.IGNORED: roles.ignored,
    }
    return next((role for role, group in groups.items() if column in group), ColumnRole.KEPT)


def find_translated(roles: ColumnRoles, column: ColumnFacts) -> OpenColumn | None:
    """The question that a column translates; None where it translates none."""
    return next((one for one in roles.open if one.translation is column), None)


def find_multi_select(roles: ColumnRoles, column: ColumnFacts) -> MultiSelect | None:
    """The question with several options that a column is part of; None where it is of none."""
    return next((one for one in roles.multi_selects if column in one.columns), None)


def assign_role(
    table: SurveyTable, roles: ColumnRoles, column: ColumnFacts, role: ColumnRole
) -> ColumnRoles:
    """The roles with another one for a column. `table` has the rows that were looked at.

    Raises BadInput for a column that cannot have the role.
    """
    _check_role(table, roles, column, role)
    if role is ColumnRole.TRANSLATION:
        return _take_as_translation(table, roles, column)
    free = _place_translation(roles, _take_out(roles, column), column, role)
    if role is ColumnRole.ID:
        return _take_as_id(table, free, column)
    if column is roles.respondent:
        # Without IDs every row is a respondent, so no column tells rows of one apart.
        free = replace(free, case=(), closed=_add(free.closed, *free.case))
    if role is ColumnRole.CASE:
        free = replace(free, case=_add(free.case, column))
    elif role is ColumnRole.WAVE:
        # One column has the waves: the one that had them is kept as any other.
        before = () if free.wave is None else (free.wave,)
        free = replace(free, wave=column, closed=_add(free.closed, *before))
    elif role is ColumnRole.QUESTION:
        free = _take_as_question(table, free, column)
    elif role in (ColumnRole.NAME, ColumnRole.PRIVATE):
        name = column if role is ColumnRole.NAME else free.name
        free = replace(free, identity=_add(free.identity, column), name=name)
    elif role is ColumnRole.IGNORED:
        free = replace(free, ignored=_add(free.ignored, column))
    elif role in _CLOSED:
        free = _put_among_closed(free, column, role)
    is_settled = (free.respondent, free.wave, *free.case) == (
        roles.respondent,
        roles.wave,
        *roles.case,
    )
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
    elif role is ColumnRole.WAVE:
        _check_says_waves(column)
    elif role is ColumnRole.WEIGHT:
        _check_says_weights(column)
    elif role is ColumnRole.TRANSLATION:
        _check_leads_nowhere(roles, column)
    elif role is ColumnRole.OUTCOME and not find_number_type(column):
        list_levels(column)
    elif role is ColumnRole.FACTOR and _find_regrouped(roles, column) is None:
        check_factor(column)


def _check_says_waves(column: ColumnFacts) -> None:
    """Raise BadInput for a column that cannot say of every row which wave it is of."""
    if column.filled_count < column.rows:
        raise BadInput(f"{column.name} is empty in some rows, so it does not say their wave.")
    if not all(map(is_wave_name, column.values)):
        raise BadInput(f"{column.name} has values that are too long for the name of a wave.")


def _check_leads_nowhere(roles: ColumnRoles, column: ColumnFacts) -> None:
    """Raise BadInput for a column that leads to a question."""
    if any(one.gate is not None and one.gate.column == column.name for one in roles.open):
        raise BadInput(f"{column.name} says who was asked, so it is no translation.")


def _check_says_weights(column: ColumnFacts) -> None:
    """Raise BadInput for a column with cells that are no weight."""
    if not has_weights(column):
        raise BadInput(f"{column.name} is no weight: that is a number of 0 or more in each row.")


def _take_out(roles: ColumnRoles, column: ColumnFacts) -> ColumnRoles:
    """The roles of all other columns."""
    return replace(
        roles,
        respondent=None if column is roles.respondent else roles.respondent,
        name=None if column is roles.name else roles.name,
        wave=None if column is roles.wave else roles.wave,
        weight=None if column is roles.weight else roles.weight,
        case=_drop(roles.case, column),
        identity=_drop(roles.identity, column),
        open=tuple(
            replace(one, translation=None) if one.translation is column else one
            for one in roles.open
            if one.facts is not column
        ),
        closed=_drop(roles.closed, column),
        attributes=_drop(roles.attributes, column),
        outcomes=_drop(roles.outcomes, column),
        factors=_drop(roles.factors, column),
        multi_selects=_leave_out(roles.multi_selects, column),
        ignored=_drop(roles.ignored, column),
    )


def _take_as_id(table: SurveyTable, roles: ColumnRoles, column: ColumnFacts) -> ColumnRoles:
    """The column that had the IDs goes to the key file, as it did before."""
    before = () if roles.respondent is None else (roles.respondent,)
    closed = _add(roles.closed, *roles.case)
    chosen = {*roles.attributes, *roles.outcomes, *roles.factors, roles.weight}
    candidates = [one for one in closed if one not in chosen]
    rows = split_by_wave(table, group_rows_by_respondent(table, column), roles.wave)
    found = find_case_columns(table, candidates, column, rows)
    # A wave that somebody chose stays; else what tells rows apart may be called one.
    wave = roles.wave or find_wave_column(candidates, found)
    case = tuple(one for one in found if one is not wave)
    changed = replace(
        roles,
        respondent=column,
        identity=_add(roles.identity, *before),
        case=case,
        wave=wave,
        closed=tuple(one for one in closed if one not in (wave, *case)),
    )
    return _settle_rows(table, changed)


def _take_as_question(table: SurveyTable, roles: ColumnRoles, column: ColumnFacts) -> ColumnRoles:
    """With its translation, if one is called so and has no other role."""
    chosen = {*roles.attributes, *roles.outcomes, *roles.factors, roles.weight}
    plain = [one for one in roles.closed if one not in chosen]
    translation = find_translations(table, [column], plain).get(column)
    closed = roles.closed if translation is None else _drop(roles.closed, translation)
    opened = open_column(table, column, closed, _list_several(table, roles))
    return replace(
        roles,
        open=_sort_questions(*roles.open, replace(opened, translation=translation)),
        closed=closed,
    )


def _take_as_translation(
    table: SurveyTable, roles: ColumnRoles, column: ColumnFacts
) -> ColumnRoles:
    """Of the question that its name tells, else of the one before it; a question that has a
    translation changes places with it.
    """
    own = next((one for one in roles.open if one.facts is column), None)
    free = _take_out(roles, column)
    if own is not None and own.translation is not None:
        opened = open_column(table, own.translation, free.closed, _list_several(table, free))
        return replace(free, open=_sort_questions(*free.open, replace(opened, translation=column)))

    question = _find_question_for(table, free, column)
    others = [one for one in free.open if one is not question]
    translated = replace(free, open=_sort_questions(*others, replace(question, translation=column)))
    if column not in (roles.respondent, roles.wave, *roles.case):
        return translated
    if column is roles.respondent:
        closed = _add(translated.closed, *translated.case)
        translated = replace(translated, case=(), closed=closed)
    return _settle_rows(table, translated)


def _find_question_for(table: SurveyTable, roles: ColumnRoles, column: ColumnFacts) -> OpenColumn:
    """The question that a column would translate. Raises BadInput where none is left."""
    waiting = [one for one in roles.open if one.translation is None]
    if not waiting:
        raise BadInput("No question is left without a translation.", "Choose the question first.")
    named = find_translations(table, [one.facts for one in waiting], [column])
    for one in waiting:
        if named.get(one.facts) is column:
            return one
    before = [one for one in waiting if one.facts.column.position < column.column.position]
    return before[-1] if before else waiting[0]


def _place_translation(
    roles: ColumnRoles, free: ColumnRoles, column: ColumnFacts, role: ColumnRole
) -> ColumnRoles:
    """The translation of a question that is none any more says the same, so it goes with it."""
    own = next((one for one in roles.open if one.facts is column), None)
    if own is None or own.translation is None:
        return free
    if role is ColumnRole.IGNORED:
        return replace(free, ignored=_add(free.ignored, own.translation))
    if role in _CLOSED:
        return replace(free, closed=_add(free.closed, own.translation))
    return replace(free, identity=_add(free.identity, own.translation))


def _sort_questions(*questions: OpenColumn) -> tuple[OpenColumn, ...]:
    """In the order of the file."""
    return tuple(sorted(questions, key=lambda one: one.facts.column.position))


def _put_among_closed(roles: ColumnRoles, column: ColumnFacts, role: ColumnRole) -> ColumnRoles:
    kept = replace(roles, closed=_add(roles.closed, column))
    if role is ColumnRole.ATTRIBUTE:
        return replace(kept, attributes=_add(kept.attributes, column))
    if role is ColumnRole.OUTCOME:
        return replace(kept, outcomes=_add(kept.outcomes, column))
    if role is ColumnRole.WEIGHT:
        return replace(kept, weight=column)
    if role is ColumnRole.FACTOR:
        whole = _find_regrouped(kept, column)
        if whole is None:
            return replace(kept, factors=_add(kept.factors, column))
        others = [one for one in kept.multi_selects if not {*one.columns} & {*whole.columns}]
        return replace(kept, multi_selects=(*others, whole))
    return kept


def _find_regrouped(roles: ColumnRoles, column: ColumnFacts) -> MultiSelect | None:
    """The question with several options that a column would belong to among those that are free."""
    busy = {*roles.attributes, *roles.outcomes, *roles.factors, roles.weight} - {column}
    free = [one for one in _add(_drop(roles.closed, column), column) if one not in busy]
    written = [one.facts for one in roles.open if one.facts is not column]
    found = find_multi_selects(free, written)
    return next((one for one in found if column in one.columns), None)


def _leave_out(questions: Iterable[MultiSelect], column: ColumnFacts) -> tuple[MultiSelect, ...]:
    """The questions without a column, whatever else it was in them."""
    left = [one.leave_out(column) for one in questions]
    return tuple(one for one in left if one is not None)


def _settle_rows(table: SurveyTable, roles: ColumnRoles) -> ColumnRoles:
    """What follows from which rows are one respondent's, and from what tells these apart."""
    rows: Sequence[Sequence[int]] = ()
    if roles.respondent is not None:
        rows = group_rows_by_respondent(table, roles.respondent)
    several = list_several(table, rows, roles.wave) if roles.case else []
    questions = [replace(one, once=is_asked_once(table, one.facts, several)) for one in roles.open]
    is_told_apart = roles.case or roles.wave is not None
    repeated = 0 if is_told_apart else sum(len(own) - 1 for own in rows)
    return replace(roles, open=tuple(questions), repeated=repeated)


def _list_several(table: SurveyTable, roles: ColumnRoles) -> list[list[int]]:
    """The rows of each respondent with more than one in a wave, where a column tells them apart."""
    if roles.respondent is None or not roles.case:
        return []
    return list_several(table, group_rows_by_respondent(table, roles.respondent), roles.wave)


def _add(columns: Iterable[ColumnFacts], *more: ColumnFacts) -> tuple[ColumnFacts, ...]:
    """All of them in the order of the file."""
    return tuple(sorted((*columns, *more), key=lambda one: one.column.position))


def _drop(columns: Iterable[ColumnFacts], column: ColumnFacts) -> tuple[ColumnFacts, ...]:
    return tuple(one for one in columns if one is not column)
