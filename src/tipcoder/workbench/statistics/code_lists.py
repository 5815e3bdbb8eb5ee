"""Codes as lists, `code1` to `codeN`, and the numbers that stand for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tipcoder.codebook.nets import find_code_of_name
from tipcoder.export.data_column import NOMINAL, DataColumn
from tipcoder.model.codes import Codebook
from tipcoder.workbench.statistics.labels import code_label
from tipcoder.workbench.study import OpenStudy


def number_codes(book: Codebook) -> dict[str, int]:
    """A number for each code that can be applied, in the order of the codebook.

    A code has the number that the codebook gives it, unless two codes share it; the others follow
    behind the greatest.
    """
    codes = [code for _, code in book.list_in_tree_order() if code.codable]
    shared = Counter(code.number for code in codes)
    own = {code.key: code.number for code in codes if code.number and shared[code.number] == 1}
    last = max((code.number for code in codes), default=0)
    numbers = {}
    for code in codes:
        if code.key not in own:
            last += 1
        numbers[code.key] = own.get(code.key, last)
    return numbers


def build_list_columns(
    study: OpenStudy,
    book: Codebook,
    listed: Sequence[Sequence[str]],
    stem: str,
    about: str,
    *,
    numbers: bool,
) -> list[DataColumn]:
    """As many columns as the longest list has names; at least one.

    `listed` has the names of codes for each row. With `numbers` they are labelled numbers, else
    keys.
    """
    number_of = number_codes(book)
    labels: dict[int, str] = {}
    if numbers:
        for key, number in number_of.items():
            labels[number] = code_label(study.definition, book, key)
    longest = max(map(len, listed), default=0)
    columns = []
    for place in range(max(longest, 1)):
        values: list[int | str | None] = []
        for names in listed:
            if place >= len(names):
                values.append(None)
                continue
            key = find_code_of_name(book, names[place])
            values.append(number_of[key] if numbers else key)
        label = f"{about}: code {place + 1} of those that apply"
        columns.append(DataColumn(f"{stem}{place + 1}", label, values, labels, measured=NOMINAL))
    return columns
