"""Knows the two header rows of SurveyMonkey: questions that span columns, and their options.

A question over several columns stands above the first of them; the others have no header. Below it
stand the options, or a word that says how it was answered.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.survey.heads.header_form import Cells, HeaderForm

_ANSWERED_BY = frozenset(
    ("response", "open-ended response", "respuesta", "respuesta abierta", "réponse", "resposta")
)
"""What stands below a question that has one column, in small letters."""
_RESPONDENT = frozenset(("respondentid", "respondent id"))
_COLLECTOR = frozenset(("collectorid", "collector id"))
_BETWEEN = " - "


def find_surveymonkey_header(header: Cells, below: Sequence[Cells]) -> HeaderForm | None:
    """The row of options joined to the questions above; None if this is no such export."""
    if not below or not _is_row_of_options(header, below[0]):
        return None
    options = below[0]
    names = []
    question = ""
    for above, option in zip(header, options, strict=False):
        question = above.strip() or question
        names.append(_join_name(question, above.strip(), option.strip()))
    names += header[len(names) :]
    return HeaderForm("SurveyMonkey", (options,), names=tuple(names))


def _is_row_of_options(header: Cells, second: Cells) -> bool:
    words = {cell.strip().casefold() for cell in second}
    first_words = {cell.strip().casefold() for cell in header}
    known_ids = bool(first_words & _RESPONDENT)
    if not known_ids and not words & _ANSWERED_BY:
        return False
    # A respondent of this platform always has an ID; the row of options never has one.
    if second and second[0].strip():
        return False
    spanning = any(
        not above.strip() and option.strip() for above, option in zip(header, second, strict=False)
    )
    return bool(words & _ANSWERED_BY) or (spanning and bool(first_words & _COLLECTOR))


def _join_name(question: str, above: str, option: str) -> str:
    """The name of a column: its question, and the option where there are several."""
    if not option or option.casefold() in _ANSWERED_BY:
        return above or question
    return f"{question}{_BETWEEN}{option}" if question else option
