"""The spellings of a table's values made one, and questions about those that may be several.

A leading zero (`01`) and a zero at the end of a fraction (`1.10`) may be part of a code's name:
they are folded only where no column writes the same number both ways.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tipcoder.agreement.tables.values import (
    Key,
    fold_to_key,
    is_number,
    normalise_cell,
)
from tipcoder.errors import BadInput
from tipcoder.text import format_count, join_words

FOLDS = ("auto", "all", "none")
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+")
_SEVERAL_THOUSANDS = re.compile(r"[1-9]\d{0,2}(,\d{3}){2,}")
_SHOWN = 6
"""Values, and spellings of each, that a note names."""


@dataclass(frozen=True)
class FoldedValues:
    """What each spelling is called in the report."""

    labels: dict[str, str]
    note: str
    """Which spellings became one, as a sentence; empty where none did."""
    numbers: bool
    """Whether all values are numbers."""


def fold_values(
    columns: Sequence[Iterable[str]], source: str, how: str = "auto", *, measured: bool = False
) -> FoldedValues:
    """Fold the cells of all coders, one iterable a coder; without the empty ones.

    `measured` says that values are amounts, so that a number is one however it is written. Raises
    BadInput where two spellings of a number may be two values, or a comma may part thousands.
    """
    counts = [Counter(column) for column in columns]
    # A label is chosen by all coders together, and doubt is looked for in each alone.
    often: Counter[str] = sum(counts, Counter())
    # Every spelling is a value, so that nothing has to be asked.
    if how == "none":
        labels = {cell: cell for cell in often}
        return FoldedValues(labels, "", all(map(is_number, often)))

    _refuse_thousands(often, source)
    spellings_of = _group_spellings(often)
    # An amount of 1.0 is an amount of 1; a code 1.0 beside a code 1 may be two.
    if how == "auto" and not measured:
        _refuse_doubt(spellings_of, counts, source)

    labels = {}
    others_of: dict[str, list[str]] = {}
    for (kind, _), spellings in spellings_of.items():
        label = _find_commonest(spellings, often)
        # Words keep the spelling that most cells have; numbers lose what says nothing.
        if kind == "number":
            label = _label_number(label)
        labels |= dict.fromkeys(spellings, label)
        if len(spellings) > 1:
            others_of[label] = [cell for cell in spellings if cell != label]
    are_numbers = all(kind == "number" for kind, _ in spellings_of)
    return FoldedValues(labels, _describe_folded(others_of, often), are_numbers)


def _group_spellings(cells: Iterable[str]) -> dict[Key, list[str]]:
    """The spellings of each value, in order of appearance."""
    spellings_of: dict[Key, list[str]] = {}
    for cell in cells:
        spellings_of.setdefault(fold_to_key(cell), []).append(cell)
    return spellings_of


def _find_commonest(spellings: Sequence[str], often: Counter[str]) -> str:
    """The spelling that is written most often; of several the shortest, small letters first."""
    return min(spellings, key=lambda cell: (-often[cell], len(cell), cell.swapcase()))


def _label_number(usual: str) -> str:
    """The plain number; with a leading zero where most have one, as in codes like `01`."""
    # Codes like 01 are called so in the codebook too.
    if re.fullmatch(r"0\d+", usual):
        return usual
    return fold_to_key(usual)[1]


def _refuse_thousands(often: Counter[str], source: str) -> None:
    """Raises BadInput where commas may part thousands, and no other comma says that they do not."""
    with_comma = [cell for cell in often if "," in cell and is_number(cell)]
    sure = list(filter(_SEVERAL_THOUSANDS.fullmatch, often))
    possible = list(filter(_THOUSANDS.fullmatch, with_comma))
    # One comma that cannot part thousands says that all commas are before fractions.
    all_are_possible = possible and len(possible) == len(with_comma)
    if sure or all_are_possible:
        cell = (sure or possible)[0]
        raise BadInput(
            f"{source}: {cell!r} may be {cell.replace(',', '')} or {cell.replace(',', '.')}.",
            "Write numbers without a sign between thousands, and a point before a fraction.",
        )


def _refuse_doubt(
    spellings_of: Mapping[Key, list[str]], counts: Sequence[Counter[str]], source: str
) -> None:
    """Raises BadInput where one coder writes a number in two ways that may be two codes."""
    for (kind, _), spellings in spellings_of.items():
        if kind != "number" or len(spellings) < 2:
            continue
        for column in counts:
            both = sorted(cell for cell in spellings if cell in column)
            # Who writes both on purpose means two values; two people may just write differently.
            if len(set(map(_strip_insignificant, both))) > 1:
                raise BadInput(
                    f"{source}: one coder writes both {join_words(list(map(repr, both)))}; "
                    "they may be one value or several.",
                    "Say --fold all to take them for one, or --fold none to take every spelling "
                    "for itself.",
                )


def _strip_insignificant(cell: str) -> str:
    """A number as it would stand in a list of codes.

    `01` and `1.10` are not `1` and `1.1`, but `1.0` is `1`.
    """
    plain = normalise_cell(cell).replace(",", ".").lstrip("+")
    whole, _, fraction = plain.partition(".")
    whole = whole or "0"
    return f"{whole}.{fraction}" if fraction.strip("0") else whole


def _describe_folded(others_of: Mapping[str, list[str]], often: Counter[str]) -> str:
    """Which spellings are read as which label, the first few of each."""
    if not others_of:
        return ""
    parts = []
    for label, others in list(others_of.items())[:_SHOWN]:
        quoted = join_words([f"'{cell}'" for cell in others[:_SHOWN]])
        cells = sum(often[cell] for cell in others)
        parts.append(f"{quoted} as '{label}' ({format_count(cells, 'cell')})")
    # A table of free text folds hundreds, which no report can list.
    more = len(others_of) - _SHOWN
    rest = f"; and {more} more" if more > 0 else ""
    return f"Read as one value: {'; '.join(parts)}{rest}."
