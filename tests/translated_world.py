"""A study with a translation beside one of its questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.coding.session import CodingSession

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

STUDY = """\
title = "A study in two languages"
languages = ["es", "en"]
[respondent]
id = "rid"
name = "org"
attributes = ["country"]
[[question]]
column = "role"
text = "¿Qué hace?"
translation = "role_en"
withheld = ["REDACTED"]
[[question]]
column = "how"
text = "How?"
"""
ORIGINALS = {
    "401": "Nos invitó la ministra y después nadie contestó.",
    "402": "La embajada pagó las mantas de Casa Zafiro.",
    "403": "They trained judges.",
}
TRANSLATIONS = {
    "401": "The minister invited us, and afterwards nobody replied.",
    "402": "The embassy paid for the blankets of Casa Zafiro.",
    "403": "",
}


def write_survey(
    translations: Mapping[str, str] = TRANSLATIONS, originals: Mapping[str, str] = ORIGINALS
) -> str:
    """The survey with these answers, by respondent."""
    lines = ["rid,org,country,role,role_en,how"]
    names = {"401": "Brindle House", "402": "Casa Zafiro", "403": "Quiet Place"}
    countries = {"401": "Peru", "402": "Peru", "403": "Kenya"}
    for rid, name in names.items():
        words = f'"{originals[rid]}","{translations.get(rid, "")}"'
        lines.append(f"{rid},{name},{countries[rid]},{words},Slowly {rid}.")
    return "\n".join([*lines, ""])


def find_answer(study: OpenStudy, words: str, coder: str = "lead") -> int:
    """The one answer with these words."""
    session = CodingSession(study, study.find_coder(coder))
    (answer_id,) = session.find_answer_ids(AnswerFilter(words=words))
    return answer_id


def find_case(study: OpenStudy, words: str) -> str:
    """The case of that answer."""
    answer = find_answer(study, words)
    return CodingSession(study, study.find_coder("lead")).read_answer(answer).case
