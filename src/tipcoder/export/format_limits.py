"""What Stata and SPSS have room for, and a table that is cut to it; what was cut is told by column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tipcoder.export.data_column import DataColumn


def cut_to_characters(text: str, room: int) -> str:
    """The first characters of a text."""
    return text[:room]


def cut_to_bytes(text: str, room: int) -> str:
    """As many first characters of a text as so many bytes of UTF-8 hold; none is cut in two."""
    encoded = text.encode("utf-8", "replace")
    if len(encoded) <= room:
        return encoded.decode("utf-8")
    return encoded[:room].decode("utf-8", "ignore")


@dataclass(frozen=True)
class FormatLimits:
    """Room for what stands in a file, in the unit in which `cut` counts."""

    program: str
    unit: str
    cut: Callable[[str, int], str]
    title: int
    label: int
    value_label: int
    text: int


STATA = FormatLimits("Stata", "characters", cut_to_characters, 80, 80, 32_000, 2_000_000_000)
"""Texts beyond 2,045 bytes become long ones (strL), so that none is cut."""
SPSS = FormatLimits("SPSS", "bytes", cut_to_bytes, 64, 256, 120, 32_767)


@dataclass(frozen=True, eq=False)
class FittedColumn:
    """A column as a format takes it, and a phrase for everything that was cut."""

    column: DataColumn
    cuts: tuple[str, ...]


def fit_column(column: DataColumn, limits: FormatLimits) -> FittedColumn:
    """Cut label, labels of values and texts to their room."""
    cuts = []
    label = limits.cut(_drop_unstorable(column.label), limits.label)
    if label != _drop_unstorable(column.label):
        cuts.append(f"label (to {limits.label} {limits.unit})")
    value_labels = _fit_labels(column.value_labels, limits)
    shortened = sum(value_labels[value] != _drop_unstorable(text) for value, text in column.value_labels.items())
    if shortened:
        cuts.append(f"{shortened} of its value labels (to {limits.value_label} {limits.unit})")
    values = column.values
    if column.kind == "text":
        values = [_fit_text(value, limits) for value in column.values]
        pairs = zip(column.values, values, strict=True)
        shortened = sum(before is not None and _drop_unstorable(str(before)) != after for before, after in pairs)
        if shortened:
            cuts.append(f"{shortened} of its texts (to {limits.text} {limits.unit})")
    return FittedColumn(replace(column, label=label, value_labels=value_labels, values=values), tuple(cuts))


def _fit_text(value: Any, limits: FormatLimits) -> str | None:
    return None if value is None else limits.cut(_drop_unstorable(str(value)), limits.text)


def _drop_unstorable(text: str) -> str:
    """Both programs end a text at a NUL, and no file holds half a surrogate pair."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _fit_labels(labels: Mapping[int, str], limits: FormatLimits) -> dict[int, str]:
    """Labels within their room, no two alike: programs that read words instead of numbers refuse twins."""
    taken: set[str] = set()
    found = {}
    for value, text in labels.items():
        name = limits.cut(_drop_unstorable(text), limits.value_label)
        number = 1
        while name in taken:
            number += 1
            ending = f" ({number})"
            name = limits.cut(_drop_unstorable(text), limits.value_label - len(ending)) + ending
        taken.add(name)
        found[value] = name
    return found


def describe_cuts(cuts: Sequence[Sequence[str]], limits: FormatLimits) -> str:
    """What to tell about a file of which something was cut; empty if nothing was."""
    touched = sum(bool(phrases) for phrases in cuts)
    if not touched:
        return ""
    where = "1 column was" if touched == 1 else f"{touched} columns were"
    return f"{where} cut to what {limits.program} has room for; the data dictionary says where."
