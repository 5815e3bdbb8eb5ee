"""Which spellings are one value: `1` and `1.0`, `Yes`, `YES` and `yes `; and which need a question.

`1,5` is read as 1.5, and a fraction of zeros as none. A leading zero (`01`) and a zero at the end of a fraction
(`1.10`) may be part of a code's name: they are folded only where no column writes the same number both ways.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tipcoder.agreement.words import join_names
from tipcoder.errors import BadInput

Key = tuple[str, str]
"""What two spellings of one value have in common."""
FOLDS = ("auto", "all", "none")
_NUMBER = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d{1,3})?")
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+")
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u00a0": " ", "\u202f": " "})
_SHOWN = 6
_REMEMBERED = 50_000
"""Cells whose value is looked up rather than found again: ratings repeat."""


@lru_cache(_REMEMBERED)
def parse_number(text: str) -> Decimal | None:
    """The number that a cell is, with a point or a comma before its fraction; None where it is none."""
    plain = _normalise_text(text)
    if not _NUMBER.fullmatch(plain) or len(plain) > 40:
        return None
    return Decimal(plain.replace(",", "."))


@lru_cache(_REMEMBERED)
def fold_to_key(text: str) -> Key:
    """Equal for spellings of one value."""
    number = parse_number(text)
    if number is not None:
        return ("number", format(number.normalize(), "f") if number else "0")
    return ("word", _normalise_text(text))


def _normalise_text(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text.translate(_MINUS))
    return " ".join(composed.casefold().split())


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

    `measured` says that values are amounts, so that a number is one however it is written. Raises BadInput where two
    spellings of a number may be two values, or a comma may part thousands.
    """
    counts = [Counter(column) for column in columns]
    often: Counter[str] = sum(counts, Counter())
    if how == "none":
        return FoldedValues({cell: cell for cell in often}, "", all(parse_number(cell) is not None for cell in often))
    _refuse_thousands(often, source)
    groups: dict[Key, list[str]] = {}
    for cell in often:
        groups.setdefault(fold_to_key(cell), []).append(cell)
    if how == "auto" and not measured:
        _refuse_doubt(groups, counts, source)
    labels: dict[str, str] = {}
    merged = []
    for (kind, _), spellings in groups.items():
        label = _label_number(spellings, often) if kind == "number" else _find_commonest(spellings, often)
        labels |= dict.fromkeys(spellings, label)
        if len(spellings) > 1:
            merged.append((label, [cell for cell in spellings if cell != label], often))
    return FoldedValues(labels, _describe_folded(merged), all(kind == "number" for kind, _ in groups))


def _find_commonest(spellings: Sequence[str], often: Counter[str]) -> str:
    return min(spellings, key=lambda cell: (-often[cell], len(cell), cell.swapcase()))


def _label_number(spellings: Sequence[str], often: Counter[str]) -> str:
    """The plain number; with a leading zero where most have one, as in codes like `01`."""
    usual = _find_commonest(spellings, often)
    if re.fullmatch(r"0\d+", usual):
        return usual
    return fold_to_key(usual)[1]


def _refuse_thousands(often: Counter[str], source: str) -> None:
    commas = [cell for cell in often if "," in cell and parse_number(cell) is not None]
    several = [cell for cell in often if re.fullmatch(r"[1-9]\d{0,2}(,\d{3}){2,}", cell)]
    unclear = [cell for cell in commas if _THOUSANDS.fullmatch(cell)]
    if several or (unclear and len(unclear) == len(commas)):
        cell = (several or unclear)[0]
        raise BadInput(
            f"{source}: {cell!r} may be {cell.replace(',', '')} or {cell.replace(',', '.')}.",
            "Write numbers without a sign between thousands, and a point before a fraction.",
        )


def _refuse_doubt(groups: dict[Key, list[str]], counts: Sequence[Counter[str]], source: str) -> None:
    for (kind, _), spellings in groups.items():
        if kind != "number" or len(spellings) < 2:
            continue
        for column in counts:
            both = sorted(cell for cell in spellings if cell in column)
            parts = {_strip_insignificant(cell) for cell in both}
            if len(parts) > 1:
                raise BadInput(
                    f"{source}: one coder writes both {join_names([repr(cell) for cell in both])}; "
                    "they may be one value or several.",
                    "Say --fold all to take them for one, or --fold none to take every spelling for itself.",
                )


def _strip_insignificant(cell: str) -> str:
    """A number as it would stand in a list of codes: `01` and `1.10` are not `1` and `1.1`, but `1.0` is `1`."""
    plain = _normalise_text(cell).replace(",", ".").lstrip("+")
    whole, _, fraction = plain.partition(".")
    whole = whole or "0"
    return f"{whole}.{fraction}" if fraction.strip("0") else whole


def _describe_folded(merged: Sequence[tuple[str, list[str], Counter[str]]]) -> str:
    if not merged:
        return ""
    said = []
    for label, others, often in merged[:_SHOWN]:
        quoted = join_names([f"'{cell}'" for cell in others[:_SHOWN]])
        cells = sum(often[cell] for cell in others)
        said.append(f"{quoted} as '{label}' ({cells} {'cell' if cells == 1 else 'cells'})")
    more = f"; and {len(merged) - _SHOWN} more" if len(merged) > _SHOWN else ""
    return f"Read as one value: {'; '.join(said)}{more}."
