"""Which columns may say who a respondent is, by their header, by how they ask, and by what stands
in them.

The guess errs towards privacy: a column that may name people is taken for one that does, and a
person takes it back.
"""

from __future__ import annotations

import re

from tipcoder.survey.column_facts import ColumnFacts

_SHORT_HEADER = 4
_PERSON = re.compile(
    r"\b(names?|nombres?|apellidos?|nom|prénom|имя|фамилия|фио|nachname|vorname|surname|contact|"
    r"respondent name)\b",
    re.I,
)
_BODY = re.compile(
    r"\b(organi[sz]ations?|institution|company|employer|agency|affiliation|organización|"
    r"organisation|организация|ngo)\b",
    re.I,
)
_REACH = re.compile(
    r"e-?mail|correo|почта|\b(tele)?phone|\bmobile\b|\btel\b|\bcelular\b|teléfono|телефон|"
    r"whats-?app|\bskype\b|\bfax\b|"
    r"\bip\b|ip-?address|\bstreet|\baddress|dirección|адрес|\bpostal|\bpost ?code|\bzip\b|"
    r"latitude|longitude|\bgps\b|"
    r"geo-?location|external ?(data ?)?reference|username|facebook|linkedin|passport|national id|"
    r"date of birth|\bdob\b|device ?id|sim ?serial|subscriber ?id|recipient ?(first|last|email)|"
    r"(first|last|full|given|family) ?name",
    re.I,
)
_PLACE = re.compile(
    r"countr(y|ies)|\bpa[ií]s\b|\bpays\b|страна|\bregion|\blanguage|\bstate\b|\bcity\b", re.I
)
"""Names too, but of what many share."""
_ASKS_WHO = re.compile(
    r"\b(your|full|first|last)( \w+)? names?\b|\bname of (your|the) (organi[sz]ation|institution|"
    r"company)|"
    r"\byour (e-?mail|(tele)?phone|address|contact)|\b(su|tu) nombre\b|ваше имя|\bvotre nom\b",
    re.I,
)
_CHOICES = 5
"""So few different values are options, such as consent to be contacted."""
_CROWD = 5
"""Among fewer respondents names cannot be told from other words by the way they are written."""


def is_identifying(column: ColumnFacts, respondents: int) -> bool:
    """Whether the column goes to the key file."""
    header = column.plain_name
    if column.email_share >= 0.5 or column.contact_share >= 0.5:
        return True
    if _PLACE.search(header) or (
        column.filled_count and column.distinct_count <= _CHOICES and column.variety <= 0.5
    ):
        return False
    if len(header.split()) <= _SHORT_HEADER:
        if _REACH.search(header) or _PERSON.search(header) or _BODY.search(header):
            return True
    elif _ASKS_WHO.search(header):
        return True
    return bool(_ASKS_WHO.search(column.wording)) or (
        column.distinct_count >= 0.8 * max(respondents, _CROWD) and has_names(column)
    )


def has_names(column: ColumnFacts) -> bool:
    """Whether its values are written like names of people or organisations."""
    return (
        column.filled_count > 0
        and column.is_text
        and column.median_words < 10
        and column.email_share < 0.5
        and column.name_share >= 0.7
    )
