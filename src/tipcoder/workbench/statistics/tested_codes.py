"""Codes of a test: which are looked for, how far evidence reaches, and where it comes from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from tipcoder.codebook.nets import (
    find_code_of_name,
    find_keys_of_name,
    find_own_name,
    list_net_names,
)
from tipcoder.model.codes import Codebook
from tipcoder.results.tests import Coverage
from tipcoder.store import suggestions
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.statistics.families import AdjustmentFamily, list_family_codes
from tipcoder.workbench.statistics.presence import Presence
from tipcoder.workbench.study import OpenStudy


def list_tested_codes(
    study: OpenStudy, family: AdjustmentFamily, codes: Sequence[str], *, all_codes: bool
) -> list[str]:
    """Every code of the family, every code asked for, and each parent without its net.

    In order of the codebook. Raises BadInput for a name that the codebook does not have.
    """
    with study.store.read() as db:
        book = read_current_codebook(db)
    nets = list_net_names(book)
    names = [*list_family_codes(family, book), *codes]
    if all_codes:
        names += filter(book.codes.__contains__, nets)
    return _order_names(book, nets, names)


def _order_names(book: Codebook, nets: Sequence[str], names: Sequence[str]) -> list[str]:
    # A misspelt name is refused here, and not found absent everywhere.
    for name in names:
        find_code_of_name(book, name)

    own = {find_own_name(book, name) for name in names if name in book.codes}
    ordered = [name for name in nets if name in names or name in own]
    # A folder without codes has no net, and is told to be empty where it is asked for.
    ordered += [name for name in dict.fromkeys(names) if name not in ordered]
    return ordered


def list_coverage(found: Presence, shown: Collection[str]) -> tuple[Coverage, ...]:
    """Of the codes shown, and of each parent among them without its net."""
    book = found.book
    own = {find_own_name(book, code) for code in shown if code in book.codes}
    coverage = []
    for name, code in found.codes.items():
        if name in shown or name in own:
            coverage.append(code.coverage)
    return tuple(coverage)


def warn_of_suggestions(study: OpenStudy, found: Presence, shown: Collection[str]) -> Iterator[str]:
    """A sentence where codings of these codes, or of codes below them, came by suggestions."""
    with study.store.read() as db:
        counts = suggestions.count_suggested_codings(db)

    counted: set[str] = set()
    for code in shown:
        counted |= find_keys_of_name(found.book, code)
    suggested = every = 0
    for key in counted & counts.keys():
        suggested += counts[key][0]
        every += counts[key][1]
    if suggested:
        yield (
            f"{suggested} of {every} codings of these codes came by suggestions; "
            "`tipcoder suggest bias` tests whether errors of suggestions are spread evenly."
        )
