"""Rows of the store for a case and an answer, as an import writes them."""

from __future__ import annotations

import json
from typing import Any

from tipcoder.language.detection import Detected
from tipcoder.store.survey_data import CaseKey, write_case_number
from tipcoder.survey.frozen_case import FrozenAnswer, FrozenCase
from tipcoder.text import fold_text, hash_text, make_answer_key


def build_case_row(case: FrozenCase, respondent_id: int, label: str) -> dict[str, Any]:
    """A row of the table of cases; `respondent_id` is a row id of the store."""
    return {
        "respondent_id": respondent_id,
        "number": write_case_number(case.number, case.wave),
        "label": label,
        "source_row": case.row,
        "attributes": format_json(case.attributes),
        "wave": case.wave,
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


def format_case_label(key: CaseKey, *, waves: int, cases: int) -> str:
    """The response ID, with the wave where the respondent has cases in several, and with the number
    of the case where the respondent has several in its wave.

    `1254`, `1254.2`, `1254.2025` or `1254.2025.2`.
    """
    parts = [key.response_id]
    if waves > 1 and key.wave:
        parts.append(key.wave)
    if cases > 1:
        parts.append(key.number)
    return ".".join(parts)


def format_json(attributes: dict[str, str]) -> str:
    """Attributes as the store holds them: compact, and in the letters they were written in."""
    return json.dumps(attributes, ensure_ascii=False, separators=(",", ":"))
