"""A fictional survey of shelters, made twice: in 2023 and in 2025."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipcoder.model.filters import AnswerFilter
from tipcoder.store import survey_data
from tipcoder.workbench.coding.session import CodingSession

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

STUDY = """\
title = "Shelters, asked twice"
languages = ["en"]
[respondent]
id = "rid"
name = "org"
attributes = ["country"]
[[question]]
column = "need"
text = "What does your shelter need most?"
"""
WITH_COLUMN = STUDY.replace('attributes = ["country"]', 'wave = "year"\nattributes = ["country"]')

FIRST = """\
rid,org,country,need
501,Brindle House,Peru,More beds for families.
502,Casa Zafiro,Peru,no
503,Quiet Place,Kenya,Lawyers who answer the phone.
504,Fern Court,Kenya,no
"""
SECOND = """\
rid,org,country,need
501,Brindle House,Peru,A second night nurse.
502,Casa Zafiro,Peru,no
503,Quiet Place,Kenya,lawyers who  answer the phone.
601,Lantern Hall,Peru,More beds for families.
"""
"""Three of the four shelters of the first wave, and a new one."""


def join_waves(first: str = FIRST, second: str = SECOND) -> str:
    """Both waves in one file, with the column `year`."""
    header, *rows_2023 = first.splitlines()
    _, *rows_2025 = second.splitlines()
    lines = [f"year,{header}"]
    lines += [f"2023,{row}" for row in rows_2023]
    lines += [f"2025,{row}" for row in rows_2025]
    return "\n".join([*lines, ""])


def list_labels(study: OpenStudy) -> list[str]:
    """Labels of all cases, in order of the store."""
    with study.store.read() as db:
        return [case.label for case in survey_data.load_cases(db)]


def list_waves_of_cases(study: OpenStudy) -> list[str]:
    """The wave of each case, in the same order."""
    with study.store.read() as db:
        return [case.key.wave for case in survey_data.load_cases(db)]


def find_answers(study: OpenStudy, words: str, coder: str = "lead") -> list[int]:
    """Ids of all current answers with these words, in reading order."""
    session = CodingSession(study, study.find_coder(coder))
    return list(session.find_answer_ids(AnswerFilter(words=words)))
