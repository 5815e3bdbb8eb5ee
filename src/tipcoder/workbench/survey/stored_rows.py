"""Rows of the store for a case and an answer, as an import writes them."""

from __future__ import annotations

import json
from typing import Any

from tipcoder.language.detection import Detected
from tipcoder.store.survey_data import CaseKey
from tipcoder.survey.freezing import FrozenAnswer, FrozenCase
from tipcoder.text import fold_text, hash_text, make_answer_key


def build_case_row(case: FrozenCase, respondent_id: int, label: str) -> dict[str, Any]:
    """A row of the table of cases; `respondent_id` is a row id of the store."""
    return {
        "respondent_id": respondent_id,
        "number": case.number,
        "label": label,
        "source_row": case.row,
        "attributes": format_json(case.attributes),
    }


def build_answer_row(
    answer: FrozenAnswer, place: tuple[int, int], version: int, language: Detected
) -> dict[str, Any]:
    """A row of the table of answers; `place` are row ids of the case and the question.

    The text is stored with everything that would take long to compute when it is looked for.
    """
    case_id, question_id = place
    # An answer without a text repeats no other one.
    duplicate_key = make_answer_key(answer.question, answer.text) if answer.text else ""
    return {
        "case_id": case_id,
        "question_id": question_id,
        "version": version,
        "state": answer.state.value,
        "text": answer.text,
        "text_hash": hash_text(answer.text),
        "search_key": fold_text(answer.text),
        "language": language.language,
        "language_confidence": language.confidence,
        "language_source": language.source,
        "duplicate_key": duplicate_key,
    }


def format_case_label(key: CaseKey, cases_of_respondent: int) -> str:
    """The response ID, with the number of the case where the respondent has several."""
    if cases_of_respondent > 1:
        return f"{key.response_id}.{key.number}"
    return key.response_id


def format_json(attributes: dict[str, str]) -> str:
    """Attributes as the store holds them: compact, and in the letters they were written in."""
    return json.dumps(attributes, ensure_ascii=False, separators=(",", ":"))
