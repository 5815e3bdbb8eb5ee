"""Columns that once were translations, and that study.toml no longer names.

They never become attributes of cases: a table of cases would publish what respondents wrote.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from tipcoder.store import survey_data
from tipcoder.store.engine import Db
from tipcoder.study import STUDY_FILE, Study

TRANSLATED = "translations"
"""The name under which a store keeps the columns, each with its question."""


@dataclass(frozen=True)
class FormerTranslation:
    """A column that was imported as the translation of a question."""

    column: str
    question: str

    @property
    def sentence(self) -> str:
        """What a lead should know, with the remedy."""
        return (
            f"{STUDY_FILE}: no longer names {self.column!r} as the translation of "
            f"{self.question!r}; what is stored of it stays as it is, and its column never becomes "
            f'an attribute. Put translation = "{self.column}" back to go on with it.'
        )


def find_former_translations(db: Db, study: Study) -> list[FormerTranslation]:
    """Every one. A column that is named as anything else is meant to be that."""
    named = study.find_named_columns()
    kept = _load_columns(db)
    return [FormerTranslation(*pair) for pair in kept.items() if pair[0] not in named]


def remember_translations(db: Db, study: Study) -> None:
    """Keep which columns an import took for translations."""
    known = _load_columns(db)
    now = dict(known)
    for question in study.questions:
        if question.translation:
            now[question.translation] = question.column
    if now != known:
        survey_data.set_meta(db, TRANSLATED, json.dumps(now, ensure_ascii=False))


def _load_columns(db: Db) -> dict[str, str]:
    kept: dict[str, str] = json.loads(survey_data.get_meta(db, TRANSLATED) or "{}")
    return kept
