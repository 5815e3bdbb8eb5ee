"""Which columns of several coders' files hold ratings: those that coders share and differ on.

What came with the survey, as an answer or an age, says the same of a unit in every file. Columns
are called by their folded names.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.agreement.tables.coder_files import (
    CoderFile,
    count_columns,
    find_columns_named,
    format_sources,
    have_one_each,
    list_written_names,
)
from tipcoder.agreement.tables.header_words import (
    CODE,
    TOTAL,
    UNIT,
    describe_extra_column,
    has_header_word,
    names_a_coder,
)
from tipcoder.agreement.tables.label_separators import may_hold_codes
from tipcoder.agreement.tables.mark_tables import COUNTS, are_counts
from tipcoder.agreement.tables.reading import TableOptions, format_names
from tipcoder.agreement.tables.spread_codes import are_spread_codes
from tipcoder.agreement.tables.values import fold_to_key
from tipcoder.errors import BadInput
from tipcoder.text import fold_text


def find_rated_columns(files: Sequence[CoderFile], options: TableOptions) -> list[str]:
    """The names of the columns with ratings, those asked for or those found.

    Raises BadInput where there are none, and where several may hold ratings.
    """
    if options.values:
        return _find_asked_columns(files, options)
    return _choose_rated_columns(files, options)


def explain_other_columns(files: Sequence[CoderFile], chosen: Sequence[str]) -> dict[str, str]:
    """Why each column that is not chosen holds no ratings."""
    out: dict[str, str] = {}
    for file in files:
        for name, column in file.columns.items():
            if name not in chosen:
                out[column.name] = column.explain_exclusion()
    return out


def is_presence_column(files: Sequence[CoderFile], name: str) -> bool:
    """Whether the column says in every file that a code is there or not."""
    columns = find_columns_named(files, name)
    return all(column.is_presence for column in columns if column.filled)


def _find_asked_columns(files: Sequence[CoderFile], options: TableOptions) -> list[str]:
    """Raises BadInput for a column that a file does not have, or that names its units."""
    for file in files:
        for name in options.values:
            # Every file must have the column: what one coder lacks cannot be compared.
            at = file.sheet.require_column(name)
            if at in file.keys:
                raise BadInput(
                    f"{file.sheet.source}: {name!r} names the units, so it holds no ratings.",
                    "Give --values another column, or --units the one that names the units.",
                )
    return list(map(fold_text, options.values))


def _choose_rated_columns(files: Sequence[CoderFile], options: TableOptions) -> list[str]:
    """The columns of marks, else of spread codes, of counts, or the one on which coders differ."""
    plain = _with_plain_names(files)
    marks = [name for name in plain if is_presence_column(files, name)]
    spread = [name for name in plain if has_header_word(name, CODE)]
    counts = [name for name in plain if _are_counted(files, name)]
    if not marks and are_spread_codes(spread):
        return spread
    # Counts may be scores, so that they are taken for codes where asked only.
    if options.layout == "matrix" and counts:
        return counts
    return marks or _choose_by_difference(files, plain, counts)


def _choose_by_difference(
    files: Sequence[CoderFile], plain: Sequence[str], counts: Sequence[str]
) -> list[str]:
    """The one column on which coders differ, else the one that each file has for itself.

    Raises BadInput where coders differ on several.
    """
    own_words = _drop_survey_columns(files, plain)
    if len(own_words) > 1:
        raise _build_choice_error(files, own_words, counts)
    return own_words or _find_own_columns(files)


def _with_plain_names(files: Sequence[CoderFile]) -> list[str]:
    """Shared columns that may be rated; without those that the header calls something else.

    Where headers leave nothing, they say nothing.
    """
    likely = []
    for name, times in count_columns(files).items():
        # A column that one file has for itself cannot be compared.
        is_shared = times > 1 and not names_a_coder(name)
        if is_shared and all(map(may_hold_codes, find_columns_named(files, name))):
            likely.append(name)
    return [name for name in likely if _is_rated(files, name)] or likely


def _is_rated(files: Sequence[CoderFile], name: str) -> bool:
    """Whether the header allows it; a code may have any name where coders differ on it."""
    # An attribute, or a name of units, is not rated as a rule.
    if not (describe_extra_column(name) or has_header_word(name, UNIT)):
        return True
    return is_presence_column(files, name) and _coders_differ(files, name)


def _are_counted(files: Sequence[CoderFile], name: str) -> bool:
    """Whether the column may say how often a code was applied; a sum over codes does not."""
    return are_counts(find_columns_named(files, name)) and not has_header_word(name, TOTAL)


def _drop_survey_columns(files: Sequence[CoderFile], names: Sequence[str]) -> list[str]:
    """Without columns that say the same in every file, which came with the survey.

    The only column stays: coders may agree on everything.
    """
    # An answer or an age was copied into every file, and is the same in all.
    own = [name for name in names if _coders_differ(files, name)]
    if own:
        return own
    return list(names) if len(names) == 1 else []


def _coders_differ(files: Sequence[CoderFile], name: str) -> bool:
    # Each is compared with the first: coders who differ hardly all agree with one of them.
    first, *others = [file for file in files if name in file.columns]
    return any(_differ_on_column(first, other, name) for other in others)


def _differ_on_column(one: CoderFile, other: CoderFile, name: str) -> bool:
    """Whether two coders say different things of a unit in that column."""
    for unit in one.rows:
        # Only what both coders read tells whether they differ.
        if unit not in other.rows:
            continue
        mine = one.find_cell(unit, name) or ""
        theirs = other.find_cell(unit, name) or ""
        if fold_to_key(mine) != fold_to_key(theirs):
            return True
    return False


def _find_own_columns(files: Sequence[CoderFile]) -> list[str]:
    """The one column that each file has for itself beside what all share.

    It is headed by the coder's name, say. Raises BadInput where a file has none or several.
    """
    often = count_columns(files)
    own = []
    for file in files:
        for name, column in file.columns.items():
            if often[name] == 1 and may_hold_codes(column):
                own.append(name)
    # Each coder has headed the column of ratings with a name, for example.
    if len(own) == len(files) and have_one_each(files, own):
        return own
    raise BadInput(
        f"{format_sources(files)} have no column of ratings in common.",
        "Give the same codes the same headers in every file, or say --values.",
    )


def _build_choice_error(
    files: Sequence[CoderFile],
    chosen: Sequence[str],
    counts: Sequence[str],
) -> BadInput:
    names = list_written_names(files, chosen)
    all_names = ",".join(names)
    of_counts = COUNTS if len(counts) > 1 else ""
    return BadInput(
        f"In {format_sources(files)} the columns {format_names(names)} may all hold ratings.",
        f"Say --values {names[0]!r} for one of them, or --values {all_names!r} for all{of_counts}.",
    )
