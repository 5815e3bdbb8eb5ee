"""What columns are for, as a person names it before the file is looked at: `Comment=question`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.survey.role_changes import ColumnRole
from tipcoder.workbench.survey.planning import StudyPlanning

ROLE_WORDS = {role.value.lower().replace(" ", "-"): role for role in ColumnRole}
"""Roles by the words in which they are given: `id`, `left-out`."""


class RoleChoice(NamedTuple):
    """A column and what it is for."""

    column: str
    role: ColumnRole


def parse_role_choice(text: str) -> RoleChoice:
    """`COLUMN=ROLE`. Raises ValueError with the reason in words.

    Questions hold `=` now and then, so the last one counts.
    """
    column, sign, word = text.rpartition("=")
    if not sign or not column.strip():
        raise ValueError(f"{text!r} is no COLUMN=ROLE, such as Comment=question")
    role = ROLE_WORDS.get(word.strip().lower())
    if role is None:
        raise ValueError(f"{word!r} is no role ({', '.join(ROLE_WORDS)})")
    return RoleChoice(column.strip(), role)


def apply_role_choices(planning: StudyPlanning, choices: Sequence[RoleChoice]) -> None:
    """Take columns for what a person said; what is so already stays.

    Raises BadInput for a column that the file lacks or that cannot be that.
    """
    places = {planning.find_name(place): place for place in range(len(planning))}
    for choice in choices:
        place = places.get(choice.column)
        if place is None:
            source = planning.plan.table.source
            raise BadInput(
                f"{source}: there is no column {choice.column!r}.",
                did_you_mean(choice.column, places) or "Write it as in the file's header.",
            )
        if planning.describe_column(place).role is not choice.role:
            planning.set_role(place, choice.role)
