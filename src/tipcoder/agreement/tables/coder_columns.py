"""Which columns of a table hold ratings: those that share their values with each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise

from tipcoder.agreement.tables.columns import Looks
from tipcoder.agreement.tables.header_words import UNIT, extra, names_a_coder, says
from tipcoder.agreement.tables.label_lists import keys_of
from tipcoder.agreement.tables.presence import pair_of
from tipcoder.agreement.tables.reading import Asked, quoted
from tipcoder.agreement.tables.sheets import Sheet
from tipcoder.agreement.tables.two_columns import corrected_agreement, correlation_of
from tipcoder.agreement.tables.values import Key
from tipcoder.errors import BadInput

_SHARED = 0.5
"""The share of each of two coders' ratings that must be values of the other."""
_AT_LEAST = 0.2
"""The same for one of them where the other uses only some of its values."""
_UNRELATED, _RELATED = 0.3, 0.6
"""Correlations of a column that is no coder's, and of those that are."""
_AGREES_WITH_NONE, _AGREE = 0.1, 0.5
"""The same for agreement corrected for chance."""
_MOST_COMPARED = 12
_RUN = 6
"""Whole numbers in a row from which they number the lines, rather than rate by chance."""
Values = Mapping[int, Counter[Key]]
"""By column how often each value stands; of lists of codes each code."""


def coder_columns(sheet: Sheet, looks: Sequence[Looks], asked: Asked, signs: str) -> list[int]:
    """The positions of the columns with one coder's ratings each, those asked for or those found.

    `signs` part the codes in a cell. Raises BadInput where it is doubtful, with the choices.
    """
    if asked.coders:
        return _asked_for(sheet, asked)
    likely = [column for column in looks if _may_hold_ratings(column)]
    likely = [column for column in likely if not _is_key(column, sheet, asked)]
    called = [column for column in likely if names_a_coder(column.name)]
    if len(called) > 1:
        return [column.at for column in called]
    _refuse_first_scores(sheet, looks, asked)
    return [column.at for column in _found(sheet, likely, asked, signs)]


def _asked_for(sheet: Sheet, asked: Asked) -> list[int]:
    named = [sheet.position(name) for name in asked.coders]
    each_once = list(dict.fromkeys(named))
    if len(each_once) < 2:
        raise BadInput(
            "Agreement needs two coders or more.",
            "Name their columns with --coders, with commas.",
        )
    return each_once


def _found(
    sheet: Sheet,
    likely: Sequence[Looks],
    asked: Asked,
    signs: str,
) -> Sequence[Looks]:
    """The columns that share their values; else those that say yes and no in words of their own.

    Columns whose header calls them something else count only where there are no others.
    """
    values = {column.at: _values(column, signs) for column in likely}
    plain = [column for column in likely if not extra(column.name)]
    for some in (plain, likely):
        groups = _groups(some, values, asked.level)
        if len(groups) > 1:
            raise _several_groups(sheet, groups)
        if groups:
            (group,) = groups
            _refuse_odd_columns(sheet, group, some, values, signs)
            return group
    answered = [column for column in plain if _is_yes_and_no(column.counts)]
    if len(answered) > 1:
        return answered
    raise _no_coders(sheet, likely)


def _refuse_odd_columns(
    sheet: Sheet,
    group: Sequence[Looks],
    columns: Sequence[Looks],
    values: Values,
    signs: str,
) -> None:
    """Raises BadInput where a column may belong to the group or not."""
    _refuse_half_alike(sheet, group, columns, values)
    _refuse_strange_scores(sheet, group)
    if not signs:
        _refuse_stranger(sheet, group)


def _is_yes_and_no(values: Counter[Key]) -> bool:
    return len(values) == 2 and pair_of(values) is not None


def _may_hold_ratings(column: Looks) -> bool:
    """Whether the cells can be ratings by their look. Long names of categories look like sentences."""
    return bool(column.filled) and not column.is_dates


def _values(column: Looks, signs: str) -> Counter[Key]:
    if not signs:
        return column.counts
    found: Counter[Key] = Counter()
    for cell in column.filled:
        found.update(keys_of(cell, signs))
    return found


def _is_key(column: Looks, sheet: Sheet, asked: Asked) -> bool:
    """Whether the column tells lines apart, and rates nothing."""
    if sheet.names[column.at] in asked.units or any(sheet.find(name) == column.at for name in asked.units):
        return True
    if names_a_coder(column.name):
        return False
    if says(column.name, UNIT) and (column.at == 0 or column.variety > _SHARED):
        return True
    if not column.is_unique or asked.units:
        return False
    return column.at == 0 or is_running(column)


def is_running(column: Looks) -> bool:
    """Whether the cells are whole numbers that go up by one."""
    numbers = column.numbers
    if not column.numeric or len(numbers) < _RUN:
        return False
    return all(later - earlier == 1 for earlier, later in pairwise(numbers))


def _refuse_first_scores(sheet: Sheet, looks: Sequence[Looks], asked: Asked) -> None:
    """A first column of scores that all differ may be a coder's, and not the name of the unit."""
    first, *others = looks
    if asked.units or says(first.name, UNIT) or not (first.is_unique and first.has_scores):
        return
    rising = first.numbers == sorted(first.numbers)
    if not rising and any(column.has_scores and _same_range(first, column) for column in others):
        raise BadInput(
            f"{sheet.source}: the first column, {first.name!r}, may name the units or hold one coder's scores.",
            f"Say --units {first.name!r}, or name the coders with --coders.",
        )


def _groups(columns: Sequence[Looks], values: Values, level: str) -> list[list[Looks]]:
    """Columns that share their values, in groups of two or more.

    A column that is like one of a group joins it, and joins two groups where it is like both.
    """
    groups: list[list[Looks]] = []
    for column in columns:
        joined = [column]
        apart = []
        for group in groups:
            if _is_like_one_of(group, column, values, level):
                joined += group
            else:
                apart.append(group)
        groups = [*apart, joined]
    several = [group for group in groups if len(group) > 1]
    for group in several:
        group.sort(key=_position)
    return sorted(several, key=lambda group: group[0].at)


def _position(column: Looks) -> int:
    return column.at


def _is_like_one_of(group: Sequence[Looks], column: Looks, values: Values, level: str) -> bool:
    return any(_alike(column, other, values, level) for other in group)


def _alike(one: Looks, other: Looks, values: Values, level: str) -> bool:
    """Whether both may be coders' columns of the same thing."""
    a, b = values[one.at], values[other.at]
    if not a or not b:
        return False
    if pair_of([*a, *b]) is not None:
        return True
    if _is_yes_and_no(a) or _is_yes_and_no(b):
        # The one says 0 and 1 or the like, and the other much else.
        return False
    are_scores = level != "nominal" and one.numeric and other.numeric
    if are_scores and _same_range(one, other):
        return True
    there, back = _share(a, b), _share(b, a)
    if min(there, back) >= _SHARED:
        return True
    return max(there, back) == 1 and min(there, back) >= _AT_LEAST


def _share(a: Counter[Key], b: Counter[Key]) -> float:
    """Of the cells with values of the one, the share whose value the other has too."""
    return sum(times for key, times in a.items() if key in b) / a.total()


def _same_range(one: Looks, other: Looks) -> bool:
    low, high = max(min(one.numbers), min(other.numbers)), min(max(one.numbers), max(other.numbers))
    widths = [max(column.numbers) - min(column.numbers) for column in (one, other)]
    return high > low and high - low >= _SHARED * min(widths) and max(widths) <= 4 * min(widths)


def _refuse_half_alike(
    sheet: Sheet,
    group: Sequence[Looks],
    columns: Sequence[Looks],
    values: Values,
) -> None:
    """Raises BadInput for a column outside the group with half the values of one in it, or more."""
    inside = {column.at for column in group}
    outside = [column for column in columns if column.at not in inside and values[column.at]]
    for column in outside:
        own = values[column.at]
        shares = [
            *(_share(own, values[other.at]) for other in group),
            *(_share(values[other.at], own) for other in group),
        ]
        if max(shares) >= _SHARED:
            raise _half_alike(sheet, column, group)


def _half_alike(sheet: Sheet, column: Looks, group: Sequence[Looks]) -> BadInput:
    names = [other.name for other in group]
    sure = ",".join(names)
    of_scores = "; for scores say --level interval" if column.has_scores else ""
    return BadInput(
        f"{sheet.source}: the column {column.name!r} has some of the values of "
        f"{quoted(names)}, and may be another coder's or not.",
        f"Say --coders {sure!r}, or add {column.name!r} to them{of_scores}.",
    )


def _refuse_strange_scores(sheet: Sheet, group: Sequence[Looks]) -> None:
    """Raises BadInput for numbers of the size of the scores that have nothing to do with them.

    An age is an example.
    """
    if len(group) < 3 or not all(column.has_scores for column in group):
        return
    for column in group:
        others = [other for other in group if other is not column]
        with_others = [correlation_of(column.cells, other.cells) for other in others]
        among = [correlation_of(a.cells, b.cells) for a, b in combinations(others, 2)]
        if max(with_others) < _UNRELATED and min(among) >= _RELATED:
            names = [other.name for other in others]
            sure = ",".join(names)
            raise BadInput(
                f"{sheet.source}: the column {column.name!r} has numbers like those of "
                f"{quoted(names)}, and goes its own way; it may be a coder's or not.",
                f"Say --coders {sure!r}, or add {column.name!r} to them.",
            )


def _refuse_stranger(sheet: Sheet, group: Sequence[Looks]) -> None:
    """Raises BadInput for a column that agrees with no coder, while the coders agree.

    It has their values: it may be a poor coder, or something else that happens to have the same
    values, like a yes/no of the survey.
    """
    if not 3 <= len(group) <= _MOST_COMPARED:
        return
    if all(_is_numbered_rater(column.name) for column in group):
        return
    agreement = _agreement_by_pair(group)
    for column in group:
        others = [other for other in group if other is not column]
        with_others = max(agreement[_pair(column, other)] for other in others)
        among_others = min(agreement[_pair(a, b)] for a, b in combinations(others, 2))
        # Who always says the same thing has no way of her own.
        varies = len(column.counts) > 1
        if varies and with_others < _AGREES_WITH_NONE and among_others >= _AGREE:
            raise _stranger(sheet, column, others)


def _agreement_by_pair(group: Sequence[Looks]) -> dict[frozenset[int], float]:
    """Agreement corrected for chance; 0 where it cannot be computed."""
    found = {}
    for a, b in combinations(group, 2):
        found[_pair(a, b)] = corrected_agreement(a.cells, b.cells) or 0.0
    return found


def _pair(a: Looks, b: Looks) -> frozenset[int]:
    return frozenset((a.at, b.at))


def _stranger(sheet: Sheet, column: Looks, others: Sequence[Looks]) -> BadInput:
    names = [other.name for other in others]
    sure = ",".join(names)
    return BadInput(
        f"{sheet.source}: the column {column.name!r} has the values of {quoted(names)}, "
        "and agrees with none of them; it may be a coder's or not.",
        f"Say --coders {sure!r}, or add {column.name!r} to them.",
    )


def _is_numbered_rater(name: str) -> bool:
    return bool(re.fullmatch(r"[rR] ?\d+", name))


def _several_groups(sheet: Sheet, groups: Sequence[Sequence[Looks]]) -> BadInput:
    said = "; ".join(quoted([column.name for column in group]) for group in groups)
    named = [",".join(column.name for column in group) for group in groups]
    choices = " or ".join(f"--coders {names!r}" for names in named)
    return BadInput(f"{sheet.source}: {len(groups)} groups of columns share their values: {said}.", f"Say {choices}.")


def _no_coders(sheet: Sheet, likely: Sequence[Looks]) -> BadInput:
    if len(likely) < 2:
        return BadInput(
            f"{sheet.source}: has {len(likely)} column{'' if len(likely) == 1 else 's'} that may hold ratings, and "
            "agreement needs two coders or more.",
            "Give each coder a column, or each coder a file: --ratings anna.csv --ratings boris.csv. Long tables and "
            "tables with coders as lines are known too: see --layout.",
        )
    different = len(set().union(*(column.counts for column in likely)))
    names = quoted([column.name for column in likely])
    return BadInput(
        f"{sheet.source}: no two columns share their values ({names}: {different} different values).",
        "Name the coders' columns with --coders A,B; for scores say --level interval; in a long table "
        "(a line a rating) call the column with coders coder, or name them with --coders.",
    )
