"""Headers of columns that each stand for an option: which part is the question's, which the
option's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from tipcoder.survey.column_facts import ColumnFacts, count_shared_beginning
from tipcoder.table_words import MARK_CELLS, list_table_words
from tipcoder.values import Spellings, list_no_words, list_yes_words

_FORMS = (
    re.compile(r"(?P<stem>.+?)\s*\(choice=(?P<option>.+)\)"),  # REDCap, labels
    re.compile(r"(?P<stem>.+?)\s*\[(?P<option>[^\[\]]+)\]"),  # LimeSurvey
    re.compile(r"(?P<stem>.+?)___(?P<option>\w+)"),  # REDCap, raw
    re.compile(r"(?P<stem>.+)/(?P<option>[^/]+)"),  # KoboToolbox, ODK
    re.compile(r"(?P<stem>.+) - (?P<option>.+)"),  # SurveyMonkey
    re.compile(r"(?P<option>[^:?]+):\s*(?P<stem>.+\?.*)"),  # Alchemer
    re.compile(r"(?P<stem>.*\w)_(?P<option>SQ\d+|other|\d+)(?:_TEXT)?", re.I),  # Qualtrics, codes
)
"""How programs name the column of an option."""
_BETWEEN = re.compile(r"\s*[-–]\s*|:\s+")
_ENDS = " -–:"
_SELECTED = re.compile(r"\s*[-–]\s*selected choice$", re.I)
"""What Qualtrics writes between the question and its options."""


class OptionHeader(NamedTuple):
    """A header in its two parts."""

    stem: str
    option: str


def read_option_header(column: ColumnFacts) -> OptionHeader | None:
    """The parts of a column's header; None where it has one part only."""
    for form in _FORMS:
        found = form.fullmatch(column.name)
        if found is not None and found["stem"].strip() and found["option"].strip():
            return OptionHeader(found["stem"].strip(), found["option"].strip())
    return None


def name_by_wording(
    boxes: Sequence[tuple[ColumnFacts, OptionHeader]],
) -> tuple[str, tuple[str, ...]]:
    """The question's wording, and a label for each option.

    From the cells where the label stands there, else from the wording of the columns, else from
    their headers. The wording is empty where the file has none.
    """
    question, worded = _part_wordings([column.wording for column, _ in boxes])
    labels = []
    for (column, header), option in zip(boxes, worded, strict=True):
        labels.append(_find_own_text(column) or option or header.option)
    stem = boxes[0][1].stem
    if not question and " " in stem:
        question = stem
    return question, tuple(labels)


def _part_wordings(wordings: Sequence[str]) -> tuple[str, list[str]]:
    """`What do you do? - Selected Choice - Legal aid` in its two parts: what all begin with, and
    the rest of each. Without a common beginning all parts are empty.
    """
    # What the first and the last in the alphabet share, all share.
    first, last = min(wordings), max(wordings)
    common = first[: count_shared_beginning(first, last)]
    ends = [found.end() for found in _BETWEEN.finditer(common)]
    # Wordings that were too long end alike.
    if not ends or len(set(wordings)) < len(wordings) or first == common:
        return "", [""] * len(wordings)
    question = _SELECTED.sub("", common[: ends[-1]].rstrip(_ENDS))
    return question.rstrip(_ENDS), [wording[ends[-1] :] for wording in wordings]


def _find_own_text(column: ColumnFacts) -> str:
    """The only text in a column, where it is no mark: the option's label."""
    if column.distinct_count != 1:
        return ""
    value = next(iter(column.values))
    return "" if value in find_box_marks() else value


@cache
def find_box_marks() -> Spellings:
    """What stands in boxes that were ticked or left empty, in any words."""
    return Spellings((*list_yes_words(), *list_no_words(), *list_table_words(MARK_CELLS)))
