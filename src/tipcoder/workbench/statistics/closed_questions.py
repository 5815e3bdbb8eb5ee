"""What study.toml says about the survey's closed questions.

Their wording, their levels, and which of them are IDs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipcoder.study import Study
from tipcoder.study_variables import TableItem

# First words of a column's name that make it an ID, and last words that do.
_IDS = frozenset(("id", "ids", "uuid", "guid"))
_ID_WORDS = _IDS | frozenset(("ip", "token", "serial", "phone", "telephone"))
_ID_WORDS |= {"mobile", "fax", "zip", "zipcode", "postcode", "postal"}
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def map_question_texts(study: Study) -> dict[str, str]:
    """The wording of a question by its column, from wherever study.toml has one.

    The surest place comes first: the question itself, what is measured by it, a table that shows
    it.
    """
    found: dict[str, str] = {}
    for column, text in _iterate_texts(study):
        if text:
            found.setdefault(column, text)
    # A text that repeats the column's name says nothing.
    return {column: text for column, text in found.items() if text != column}


def _iterate_texts(study: Study) -> Iterator[tuple[str, str]]:
    for question in study.questions:
        yield question.column, question.text
    for _, spec in study.list_columned_specs():
        yield spec.column, spec.label
    for asked in study.multi_selects.values():
        if asked.column is not None:
            yield asked.column, asked.label
            continue
        for option in asked.options:
            yield option.column, asked.label_option(option)
    for table in study.tables:
        for item in table.items:
            # Last, because a table may word a question shorter than it was asked.
            yield from _iterate_item_texts(item)


def _iterate_item_texts(item: TableItem) -> Iterator[tuple[str, str]]:
    """One column, or one for each option that could be ticked."""
    if item.column is not None:
        yield item.column, item.text
    for column, option in item.options.items():
        yield column, f"{item.text}: {option}"


def map_outcome_levels(study: Study) -> dict[str, tuple[str, ...]]:
    """The levels of the outcomes by their column, in their order."""
    return {outcome.column: outcome.levels for outcome in study.outcomes.values()}


def is_called_an_id(column: str) -> bool:
    """Whether a column's name says that its numbers count nothing.

    That is an ID, a postcode, a phone number.
    """
    # `respondentID`, `respondent_id` and `ID` alike.
    words = [word.casefold() for word in _WORD.findall(column)]
    return bool(words) and (words[0] in _IDS or words[-1] in _ID_WORDS)
