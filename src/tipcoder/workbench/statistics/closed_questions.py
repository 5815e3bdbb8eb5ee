"""What study.toml says about the survey's closed questions: their wording, their levels, which of them are IDs."""

from __future__ import annotations

import re

from tipcoder.study import Study

_IDS = frozenset(("id", "ids", "uuid", "guid"))
_ID_WORDS = _IDS | frozenset(("ip", "token", "serial", "phone", "telephone"))
_ID_WORDS |= {"mobile", "fax", "zip", "zipcode", "postcode", "postal"}
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def map_question_texts(study: Study) -> dict[str, str]:
    """The wording of a question by its column, from wherever study.toml has one; the surest place first."""
    found = {question.column: question.text for question in study.questions}
    for outcome in study.outcomes.values():
        if outcome.label:
            found.setdefault(outcome.column, outcome.label)
    for factor in study.factors.values():
        if factor.label:
            found.setdefault(factor.column, factor.label)
    for table in study.tables:
        for item in table.items:
            if item.column is not None:
                found.setdefault(item.column, item.text)
            for column, option in item.options.items():
                found.setdefault(column, f"{item.text}: {option}")
    return {column: text for column, text in found.items() if text != column}


def map_outcome_levels(study: Study) -> dict[str, tuple[str, ...]]:
    """The levels of the outcomes by their column, in their order."""
    return {outcome.column: outcome.levels for outcome in study.outcomes.values()}


def is_called_an_id(column: str) -> bool:
    """Whether a column's name says that its numbers count nothing: an ID, a postcode, a phone number."""
    words = [word.casefold() for word in _WORD.findall(column)]
    return bool(words) and (words[0] in _IDS or words[-1] in _ID_WORDS)
