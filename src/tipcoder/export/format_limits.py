"""What Stata and SPSS have room for, and a table that is cut to it. Cuts are told by column."""

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
    # Half a pair of surrogates becomes a question mark, since UTF-8 has no bytes for it.
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
    # Cleaned first: what is taken out leaves room for letters that are seen.
    label = limits.cut(_clean_text(column.label), limits.label)
    value_labels = _fit_labels(column.value_labels, limits)
    values = _fit_values(column, limits)
    cut = replace(column, label=label, value_labels=value_labels, values=values)
    return FittedColumn(cut, tuple(_list_cuts(column, cut, limits)))


def _list_cuts(before: DataColumn, after: DataColumn, limits: FormatLimits) -> list[str]:
    """A phrase for everything that was cut of a column."""
    cuts = []
    if after.label != _clean_text(before.label):
        cuts.append(f"label (to {limits.label} {limits.unit})")
    shortened = 0
    for value, text in before.value_labels.items():
        # Compared after cleaning: a NUL that goes is no cut to tell of.
        shortened += after.value_labels[value] != _clean_text(text)
    if shortened:
        cuts.append(f"{shortened} of its value labels (to {limits.value_label} {limits.unit})")
    shortened = _count_shortened(before, after) if before.kind == "text" else 0
    if shortened:
        cuts.append(f"{shortened} of its texts (to {limits.text} {limits.unit})")
    return cuts


def _count_shortened(before: DataColumn, after: DataColumn) -> int:
    """The number of texts that lost something."""
    number = 0
    for text, kept in zip(before.values, after.values, strict=True):
        number += text is not None and _clean_text(str(text)) != kept
    return number


def _fit_values(column: DataColumn, limits: FormatLimits) -> Sequence[Any]:
    """The values, texts among them cut; numbers always fit."""
    if column.kind != "text":
        return column.values
    return [_fit_text(value, limits) for value in column.values]


def _fit_text(value: Any, limits: FormatLimits) -> str | None:
    """A text cut to its room; None stays missing."""
    return None if value is None else limits.cut(_clean_text(str(value)), limits.text)


def _clean_text(text: str) -> str:
    """Both programs end a text at a NUL, and no file holds half a surrogate pair."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _fit_labels(labels: Mapping[int, str], limits: FormatLimits) -> dict[int, str]:
    """Labels within their room, no two alike: programs that read words instead of numbers refuse
    twins.
    """
    taken: set[str] = set()
    found = {}
    for value, text in labels.items():
        name = limits.cut(_clean_text(text), limits.value_label)
        number = 1
        # A running number keeps cut labels apart, at the price of a few more letters.
        while name in taken:
            number += 1
            ending = f" ({number})"
            name = limits.cut(_clean_text(text), limits.value_label - len(ending)) + ending
        taken.add(name)
        found[value] = name
    return found


def describe_cuts(cuts: Sequence[Sequence[str]], limits: FormatLimits) -> str:
    """What to tell about a file of which something was cut; empty if nothing was."""
    # Counted in columns, because that is what somebody looks up in the dictionary.
    touched = sum(map(bool, cuts))
    if not touched:
        return ""
    where = "1 column was" if touched == 1 else f"{touched} columns were"
    return f"{where} cut to what {limits.program} has room for; the data dictionary says where."
