"""Columns that a person has chosen as outcome or factor, as tables of study.toml."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from tipcoder.errors import BadInput
from tipcoder.survey.column_facts import MISSING_SIGNS, ColumnFacts
from tipcoder.survey.column_roles import ColumnRoles
from tipcoder.survey.multi_select_text import format_multi_select
from tipcoder.survey.number_bands import order_bands
from tipcoder.survey.rating_columns import (
    NPS,
    find_number_type,
    find_scale,
    list_missing_numbers,
)
from tipcoder.survey.statistics_text import NO_OPINION, drop_respellings
from tipcoder.survey.toml_values import format_list, quote_toml
from tipcoder.survey.worded_scales import order_answers
from tipcoder.text import format_count, make_excerpt, normalise_text
from tipcoder.values import Spellings, find_numbers, list_no_words, list_yes_words

MOST_VALUES = 12
"""Different values from which on a column is no scale, and no yes or no."""
_FEWEST_CHOICES, _MOST_CHOICES = 2, 30
"""Different answers of a question of which one is chosen."""
_LEAST_REPEATED = 0.5
"""Different answers by answers, above which people wrote in words of their own."""
_SCORE = "NPS"
"""What readers everywhere call the net promoter score."""
_LABEL_LENGTH = 60
"""Characters of what a variable is called in tables and pictures."""
_NAME_LENGTH = 40
"""Characters of the name of a table."""
_STEM_LENGTH = 20
"""The same where names of options follow it."""
_YES, _NO = Spellings(list_yes_words()), Spellings(list_no_words())


class Levels(NamedTuple):
    """Values of an outcome."""

    levels: list[str]
    missing: list[str]
    """Such as `Don't know`."""
    are_numbers: bool


class Truths(NamedTuple):
    """Values of a factor; those in neither list stay unknown."""

    true: list[str]
    false: list[str]


def list_levels(column: ColumnFacts) -> Levels:
    """Levels in the order that the file gives them, else that of a scale in words that is known or
    of bands of numbers, else in which they appear in it; numbers in their own.

    Raises BadInput for a column that has fewer than two, or too many.
    """
    values, missing = _split_values(column)
    if not 2 <= len(values) <= MOST_VALUES:
        raise BadInput(
            f"{column.name} has {format_count(len(values), 'different value')}; an outcome has 2 "
            f"to {MOST_VALUES}."
        )
    are_numbers = all(value.lstrip("-").isdecimal() for value in values)
    if are_numbers:
        values.sort(key=int)
    elif column.labels:
        values.sort(key=_place_among(column.labels))
    else:
        values = _order_levels(values) or values
    return Levels(values, missing, are_numbers)


def list_choices(column: ColumnFacts) -> Levels | None:
    """The answers of which one was chosen, none of which plainly means yes or no: a factor with
    levels. None for a column of numbers, or of few values or too many, or where hardly any answer
    comes again.
    """
    values, missing = _split_values(column)
    if not column.labels and column.variety > _LEAST_REPEATED:
        return None
    if not _FEWEST_CHOICES <= len(values) <= _MOST_CHOICES:
        return None
    if any(value in _YES or value in _NO for value in values):
        return None
    if not column.labels and all(find_numbers(value) for value in values):
        return None
    if column.labels:
        values.sort(key=_place_among(column.labels))
    else:
        values = order_bands(values) or values
    return Levels(values, missing, are_numbers=False)


def check_factor(column: ColumnFacts) -> None:
    """Raises BadInput for a column that is neither one answer of several nor yes or no."""
    if list_choices(column) is None:
        list_truths(column)


def list_truths(column: ColumnFacts) -> Truths:
    """Which values mean yes and no; without a plain yes the first of two means yes.

    Raises BadInput for a column that has no value, or too many.
    """
    values, _ = _split_values(column)
    true = [value for value in values if value in _YES]
    false = [value for value in values if value in _NO]
    if not true:
        others = [value for value in values if value not in false]
        true = others[:1] if len(values) <= 2 else []
    if not true or len(values) > MOST_VALUES:
        raise BadInput(
            f"{column.name} has no value that plainly means yes.",
            "Name it in study.toml as true_if.",
        )
    if not false and len(values) == 2:
        false = [value for value in values if value not in true]
    return Truths(true, false)


def format_variables(roles: ColumnRoles, missing: Collection[str] = ()) -> str:
    """`[outcome.NAME]` and `[factor.NAME]` for each column chosen; empty where none is.

    `missing` has what stands for nothing in every column.
    """
    taken: set[str] = set()
    lines: list[str] = []
    for column in roles.outcomes:
        # The wording of this question is long, and its answers have a name that everybody uses.
        header = NPS if find_number_type(column) == NPS else column.name
        lines += _format_outcome(column, _name_table(header, taken))
    for column in roles.factors:
        lines += _format_factor(column, _name_table(column.name, taken))
    for question in roles.multi_selects:
        lines += format_multi_select(question, _name_table(_shorten(question.stem), taken), missing)
    return "\n".join(lines)


def _format_outcome(column: ColumnFacts, name: str) -> Iterator[str]:
    kind = find_number_type(column)
    if kind:
        yield from _format_number(column, name, kind)
        return
    scale = find_scale(column)
    if scale:
        yield from _format_scale(column, name, scale)
        return
    levels, missing, are_numbers = list_levels(column)
    if not are_numbers and not column.labels and not _order_levels(levels):
        yield "# Levels as they appear in the file: bring them in order, the lowest first."
    yield from _head_table("outcome", name, column)
    yield f"levels = {format_list(levels)}"
    if missing:
        yield f"missing = {format_list(missing)}"
    yield ""


def _head_table(kind: str, name: str, column: ColumnFacts) -> Iterator[str]:
    """The name of a table, its column, and what readers are told instead of a name for programs."""
    yield f"[{kind}.{name}]"
    yield f"column = {quote_toml(column.name)}"
    is_score = find_number_type(column) == NPS
    is_short = 0 < len(column.wording) <= _LABEL_LENGTH
    label = _SCORE if is_score else column.wording if is_short else column.name
    if label != name and label.isprintable():
        yield f"label = {quote_toml(make_excerpt(label, _LABEL_LENGTH))}"


def _format_scale(column: ColumnFacts, name: str, scale: Sequence[int]) -> Iterator[str]:
    """Every point is a level, and counts what it says in means."""
    missing = list_missing_numbers(column)
    yield "# A scale by its numbers and header, with the highest as the most."
    yield "# Where it is the least, turn levels and scores round."
    yield from _head_table("outcome", name, column)
    yield f"levels = {format_list([str(point) for point in scale])}"
    yield f"scores = {{ {', '.join(f'{quote_toml(str(point))} = {point}' for point in scale)} }}"
    if missing:
        yield f"missing = {format_list(missing)}"
    yield ""


def _format_number(column: ColumnFacts, name: str, kind: str) -> Iterator[str]:
    missing = list_missing_numbers(column)
    yield from _head_table("outcome", name, column)
    yield f"type = {quote_toml(kind)}"
    if missing:
        yield f"missing = {format_list(missing)}"
    yield ""


def _format_factor(column: ColumnFacts, name: str) -> Iterator[str]:
    choices = list_choices(column)
    if choices is not None:
        yield from _head_table("factor", name, column)
        yield f"levels = {format_list(choices.levels)}"
        if choices.missing:
            yield f"missing = {format_list(choices.missing)}"
        if order_bands(choices.levels) == choices.levels:
            yield "ordered = true  # bands of numbers, the lowest first"
        else:
            yield "# ordered = true  # if they stand in their order, the lowest first"
        yield ""
        return
    true, false = list_truths(column)
    yield from _head_table("factor", name, column)
    yield f"true_if = {format_list(true)}"
    if false:
        yield f"false_if = {format_list(false)}"
    else:
        yield "# Only ticked boxes stand in the file, so an empty cell is a no."
        yield "else = false"
    yield ""


def _order_levels(values: Sequence[str]) -> list[str]:
    """Values from the lowest to the highest, where an order of them is known; else nothing."""
    return order_answers(values) or order_bands(values)


def _split_values(column: ColumnFacts) -> tuple[list[str], list[str]]:
    """Values that say something, and those that say nothing, each spelling once."""
    clean = [normalise_text(value).text for value in column.values]
    values: list[str] = []
    missing: list[str] = []
    for value in drop_respellings(clean):
        says_nothing = NO_OPINION.match(value) or value in MISSING_SIGNS
        (missing if says_nothing else values).append(value)
    return values, missing


def _place_among(labels: Sequence[str]) -> Callable[[str], int]:
    """A key by which values come in the order of their labels."""
    places = {normalise_text(label).text: place for place, label in enumerate(labels)}
    return lambda value: places.get(value, len(places))


def _shorten(stem: str) -> str:
    """The first words of a question: names of its options go on behind them, and programs for
    statistics cut long ones.
    """
    words = stem.split()
    while len(words) > 1 and len(" ".join(words)) > _STEM_LENGTH:
        words.pop()
    return " ".join(words)


def _cut_at_word(words: str) -> str:
    """As many whole words as there is room for; of one that is too long its beginning."""
    if len(words) <= _NAME_LENGTH:
        return words
    whole, _, _ = words[: _NAME_LENGTH + 1].rpartition("_")
    return (whole or words[:_NAME_LENGTH]).strip("_")


def _name_table(header: str, taken: set[str]) -> str:
    """A name that no other table has, from the header; quoted where TOML wants that."""
    words = re.sub(r"\W+", "_", header.casefold()).strip("_")
    plain = _cut_at_word(words) or "variable"
    name = plain
    number = 1
    while name in taken:
        number += 1
        name = f"{plain}_{number}"
    taken.add(name)
    return name if name.isascii() else quote_toml(name)
