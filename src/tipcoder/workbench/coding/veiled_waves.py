"""What a coder may not know in a drift round: from which wave of the survey an answer is.

Some of her answers are of an earlier wave and were coded before. Neither what is shown beside an
answer, nor a filter, nor an order may tell which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tipcoder.model.filters import AnswerFilter, AnswerOrder
from tipcoder.store.drift import hides_waves
from tipcoder.store.engine import Db


def list_shown_attributes(db: Db, attributes: Sequence[str], wave: str) -> tuple[str, ...]:
    """The names of attributes whose values may be shown now; an empty name instead of the wave."""
    is_blind = wave in attributes and hides_waves(db)
    return choose_shown_attributes(attributes, wave, is_blind=is_blind)


def choose_shown_attributes(
    attributes: Sequence[str], wave: str, *, is_blind: bool
) -> tuple[str, ...]:
    """The same, where it is known already whether waves are hidden."""
    if not is_blind:
        return tuple(attributes)
    return tuple("" if name == wave else name for name in attributes)


def leave_out_wave(
    db: Db, wave: str, where: AnswerFilter, order: AnswerOrder | None
) -> tuple[AnswerFilter, AnswerOrder | None]:
    """A filter and an order that do not ask for what may not be known now."""
    is_order = order is not None and order.by == wave
    if not (_tests_wave(where, wave) or is_order) or not hides_waves(db):
        return where, order
    return _drop_wave_tests(where, wave), None if is_order else order


def _tests_wave(where: AnswerFilter, wave: str) -> bool:
    if any(test.name == wave for test in where.attributes):
        return True
    return any(_tests_wave(inner, wave) for inner in where.list_inner_filters())


def _drop_wave_tests(where: AnswerFilter, wave: str) -> AnswerFilter:
    """The filter without tests of the wave; what consisted of them alone is left out."""
    kept = tuple(test for test in where.attributes if test.name != wave)
    return replace(
        where,
        attributes=kept,
        all_of=_drop_from_each(where.all_of, wave),
        any_of=tuple(_drop_from_each(alternatives, wave) for alternatives in where.any_of),
        none_of=_drop_from_each(where.none_of, wave),
    ).drop_empty_lists()


def _drop_from_each(filters: Sequence[AnswerFilter], wave: str) -> tuple[AnswerFilter, ...]:
    dropped = [_drop_wave_tests(one, wave) for one in filters]
    return tuple(one for one in dropped if one != AnswerFilter())


def list_known_names(db: Db, names: Sequence[str], wave: str) -> list[str]:
    """Those of these attributes that a filter may name now."""
    is_blind = hides_waves(db)
    return [name for name in names if not (is_blind and name == wave)]
