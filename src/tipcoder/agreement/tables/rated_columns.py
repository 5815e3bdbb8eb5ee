"""Which columns of several coders' files hold ratings: those that coders share and differ on.

What came with the survey, as an answer or an age, says the same of a unit in every file. Columns
are called by their folded names.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.agreement.tables.coder_files import (
    CoderFile,
    have_one_each,
    held_by,
    how_often,
    sources_of,
)
from tipcoder.agreement.tables.columns import Looks
from tipcoder.agreement.tables.header_words import CODE, TOTAL, UNIT, extra, names_a_coder, says
from tipcoder.agreement.tables.label_lists import separators_of
from tipcoder.agreement.tables.mark_tables import COUNTS, are_counts
from tipcoder.agreement.tables.presence import are_marks, pair_of
from tipcoder.agreement.tables.reading import Asked, quoted
from tipcoder.agreement.tables.spread_codes import are_spread
from tipcoder.agreement.tables.values import key_of
from tipcoder.errors import BadInput
from tipcoder.text import fold


def rated_columns(files: Sequence[CoderFile], asked: Asked) -> list[str]:
    """The names of the columns with ratings, those asked for or those found.

    Raises BadInput where there are none, and where several may hold ratings.
    """
    return _asked_for(files, asked) if asked.values else _found(files, asked)


def reasons_for_others(files: Sequence[CoderFile], chosen: Sequence[str]) -> dict[str, str]:
    """Why each column that is not chosen holds no ratings."""
    out: dict[str, str] = {}
    for file in files:
        for name, column in file.columns.items():
            if name not in chosen:
                out[column.name] = column.reason()
    return out


def is_presence(files: Sequence[CoderFile], name: str) -> bool:
    """Whether the column says in every file that a code is there or not."""
    filled = [column.counts for column in held_by(files, name) if column.filled]
    return all(pair_of(counts) is not None or are_marks(counts) for counts in filled)


def _asked_for(files: Sequence[CoderFile], asked: Asked) -> list[str]:
    for file in files:
        for name in asked.values:
            # Raises BadInput for a column that the file does not have.
            at = file.sheet.position(name)
            if at in file.keys:
                raise BadInput(
                    f"{file.sheet.source}: {name!r} names the units, so it holds no ratings.",
                    "Give --values another column, or --units the one that names the units.",
                )
    return [fold(name) for name in asked.values]


def _found(files: Sequence[CoderFile], asked: Asked) -> list[str]:
    """The columns of marks, else of spread codes, of counts, or the one on which coders differ."""
    plain = _with_plain_names(files)
    marks = [name for name in plain if is_presence(files, name)]
    spread = [name for name in plain if says(name, CODE)]
    if not marks and are_spread(spread):
        return spread
    counts = [name for name in plain if _are_counted(files, name)]
    if asked.layout == "matrix" and counts:
        return counts
    if marks:
        return marks
    own_words = _not_given(files, plain)
    if len(own_words) > 1:
        raise _several_may_be_rated(files, own_words, counts)
    return own_words or _own_columns(files)


def _with_plain_names(files: Sequence[CoderFile]) -> list[str]:
    """Shared columns that may be rated; without those that the header calls something else.

    Where headers leave nothing, they say nothing.
    """
    often = how_often(files)
    shared = [name for name, times in often.items() if times > 1 and not names_a_coder(name)]
    likely = [name for name in shared if _may_be_rated_in_all(files, name)]
    return [name for name in likely if _is_rated(files, name)] or likely


def _may_be_rated_in_all(files: Sequence[CoderFile], name: str) -> bool:
    return all(_may_be_rated(column) for column in held_by(files, name))


def _may_be_rated(column: Looks) -> bool:
    if column.is_dates:
        return False
    return not column.is_text or bool(separators_of(column.filled))


def _is_rated(files: Sequence[CoderFile], name: str) -> bool:
    """Whether the header allows it; a code may have any name where coders differ on it."""
    if not (extra(name) or says(name, UNIT)):
        return True
    return is_presence(files, name) and _coders_differ(files, name)


def _are_counted(files: Sequence[CoderFile], name: str) -> bool:
    """Whether the column may say how often a code was applied; a sum over codes does not."""
    return are_counts(held_by(files, name)) and not says(name, TOTAL)


def _not_given(files: Sequence[CoderFile], names: Sequence[str]) -> list[str]:
    """Without columns that say the same in every file, which came with the survey.

    The only column stays: coders may agree on everything.
    """
    own = [name for name in names if _coders_differ(files, name)]
    if own:
        return own
    return list(names) if len(names) == 1 else []


def _coders_differ(files: Sequence[CoderFile], name: str) -> bool:
    first, *others = [file for file in files if name in file.columns]
    return any(_differ(first, other, name) for other in others)


def _differ(one: CoderFile, other: CoderFile, name: str) -> bool:
    """Whether two coders say different things of a unit in that column."""
    for unit in one.rows:
        if unit not in other.rows:
            continue
        here, there = one.cell(unit, name), other.cell(unit, name)
        if key_of(here or "") != key_of(there or ""):
            return True
    return False


def _own_columns(files: Sequence[CoderFile]) -> list[str]:
    """The one column that each file has for itself beside what all share.

    It is headed by the coder's name, say. Raises BadInput where a file has none or several.
    """
    often = how_often(files)
    own = []
    for file in files:
        for name, column in file.columns.items():
            if often[name] == 1 and _may_be_rated(column):
                own.append(name)
    if len(own) == len(files) and have_one_each(files, own):
        return own
    raise BadInput(
        f"{sources_of(files)} have no column of ratings in common.",
        "Give the same codes the same headers in every file, or say --values.",
    )


def _several_may_be_rated(
    files: Sequence[CoderFile],
    chosen: Sequence[str],
    counts: Sequence[str],
) -> BadInput:
    names = [held_by(files, name)[0].name for name in chosen]
    all_names = ",".join(names)
    of_counts = COUNTS if len(counts) > 1 else ""
    return BadInput(
        f"In {sources_of(files)} the columns {quoted(names)} may all hold ratings.",
        f"Say --values {names[0]!r} for one of them, or --values {all_names!r} for all{of_counts}.",
    )
