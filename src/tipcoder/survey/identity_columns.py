"""Which columns may say who a respondent is.

They are told by their header, by how they ask, and by what stands in them. The guess errs towards
privacy: a column that may name people is taken for one that does, and a person takes it back.
"""

from __future__ import annotations

import re

from tipcoder.survey.column_facts import ColumnFacts
from tipcoder.survey.listed_options import find_listed_options
from tipcoder.table_words import (
    BARE_COLUMNS,
    BODY_COLUMNS,
    MOMENT_COLUMNS,
    PERSON_COLUMNS,
    PLACE_COLUMNS,
    REACH_COLUMNS,
    WHO_COLUMNS,
    compile_columns,
)

_SHORT_HEADER = 4
"""Words of a header that is a name; a longer one is a question."""
_PERSON = compile_columns(PERSON_COLUMNS)
_BODY = compile_columns(BODY_COLUMNS)
_REACH = compile_columns(REACH_COLUMNS)
_BARE = compile_columns(BARE_COLUMNS)
"""Headers that say nothing but this, so that even a few values are no options."""
_PLACE = compile_columns(PLACE_COLUMNS)
"""Names too, but of what many share."""
_MOMENT = compile_columns(MOMENT_COLUMNS)
_MAP_POINT = re.compile(r"-?\d{1,2}\.\d+[ ,]+-?\d{1,3}\.\d+( -?\d+(\.\d+)?){0,2}")
"""Latitude and longitude, with height and accuracy behind them where a field form has them."""
_ASKS_WHO = compile_columns(WHO_COLUMNS)
_CHOICES = 5
"""So few different values are options, such as consent to be contacted."""
_LISTING = (";", "|", "\n")
"""Signs between the options of a cell that stand in no name."""
_OWN_TIMES = 0.5
"""Different times for each filled cell from which on they tell respondents apart."""
_CROWD = 5
"""Among fewer respondents names cannot be told from other words by the way they are written."""


def is_identifying(column: ColumnFacts, respondents: int) -> bool:
    """Whether the column goes to the key file."""
    return bool(find_identity_reason(column, respondents))


def find_identity_reason(column: ColumnFacts, respondents: int) -> str:
    """Why the column goes to the key file, as part of a sentence; empty where it does not."""
    by_values = _find_telling_values(column)
    if by_values:
        return by_values
    headers = [header for header in (column.plain_name, column.plain_wording) if header]
    if any(_BARE.fullmatch(header) for header in headers):
        return "its header says who somebody is"
    if _PLACE.search(column.plain_name) or _has_options(column):
        return ""
    if any(map(names_somebody, headers)):
        return "its header names a person, a body or a way to reach them"
    if _ASKS_WHO.search(column.wording):
        return "it asks who somebody is"

    # Without any hint in the header only values of nearly everybody's own are names.
    own = column.distinct_count >= 0.8 * max(respondents, _CROWD)
    if own and has_names(column):
        return "nearly everybody has another value, written like a name"
    return ""


def _find_telling_values(column: ColumnFacts) -> str:
    """Which of its values tell who somebody is, whatever the header says."""
    if column.email_share >= 0.5:
        return "holds e-mail addresses"
    if column.contact_share >= 0.5:
        return "holds phone numbers or network addresses"
    if column.handle_share >= 0.5:
        return "holds names on social networks, or addresses of pages"
    # The second in which somebody answered is theirs alone, and platforms know it too.
    if column.clock_share >= 0.9:
        if column.variety >= _OWN_TIMES:
            return "holds times of the day that nearly nobody shares"
        if _MOMENT.search(column.plain_name):
            return "says when somebody answered"
    if column.share_passing(_MAP_POINT.fullmatch) >= 0.5:
        return "holds places on a map"
    return ""


def _has_options(column: ColumnFacts) -> bool:
    few = column.distinct_count <= _CHOICES and column.variety <= 0.5
    if few:
        return bool(column.filled_count)
    # `Email; Phone` under "contact" is how somebody wants to be reached. With a comma it could be
    # a name: `Smith, Anna`.
    listed = find_listed_options(column)
    return listed is not None and listed.separator in _LISTING


def names_somebody(header: str) -> bool:
    """Whether a header names a contact, a person or a body, or a question asks for one."""
    if len(header.split()) > _SHORT_HEADER:
        return _ASKS_WHO.search(header) is not None
    return any(pattern.search(header) for pattern in (_REACH, _PERSON, _BODY))


def has_names(column: ColumnFacts) -> bool:
    """Whether its values are written like names of people or organisations."""
    if not column.filled_count or not column.is_text or column.median_words >= 10:
        return False
    return column.email_share < 0.5 and column.name_share >= 0.7
