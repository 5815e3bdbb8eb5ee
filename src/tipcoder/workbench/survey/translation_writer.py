"""Translations of the file against what is stored: the difference is written.

A translation goes with the very text that it stands beside in the file. So nothing is written
beside a text that was erased, or that stays although the file no longer has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tipcoder.model.answers import AnswerState
from tipcoder.store import survey_data, translations
from tipcoder.store.events import Act
from tipcoder.store.translations import NewTranslation, StoredTranslation
from tipcoder.survey.frozen_case import FrozenAnswer, FrozenCase
from tipcoder.text import hash_text
from tipcoder.workbench.survey.import_report import ImportReport


class TranslationWriter:
    """Replaces translations, without a new version of their answers."""

    def __init__(
        self, act: Act, report: ImportReport, translated: Iterable[str], first: bool
    ) -> None:
        """`translated` are the questions that have a column of translations."""
        self._act = act
        self._report = report
        self._first = first
        self._translated = frozenset(translated)
        self._questions = {q.column: q.id for q in survey_data.load_questions(act.db)}

    def write_batch(self, cases: Sequence[FrozenCase], case_ids: Sequence[int]) -> None:
        """Write what the file has beside these cases; their answers must be written already."""
        if not self._translated:
            return
        wanted = self._find_wanted(cases, case_ids)
        stored = {}
        if not self._first:
            stored = translations.load_translations(self._act.db, wanted)
        new = []
        for answer_id, text in wanted.items():
            before = stored.get(answer_id)
            if text != ("" if before is None else before.text):
                self._replace(before, text)
                if text:
                    new.append(NewTranslation(answer_id, text))
        if self._first:
            translations.insert_first_translations(self._act.db, new)
        else:
            translations.add_translations(self._act, new)

    def _find_wanted(self, cases: Sequence[FrozenCase], case_ids: Sequence[int]) -> dict[int, str]:
        """Current answer -> what the file has as its translation."""
        current = survey_data.load_current_answers(self._act.db, case_ids)
        wanted = {}
        for case, case_id in zip(cases, case_ids, strict=True):
            for answer in case.answers:
                if answer.question not in self._translated:
                    continue
                stored = current.get((case_id, self._questions[answer.question]))
                if stored is not None and _is_same_text(stored, answer):
                    wanted[stored.id] = answer.translation
        return wanted

    def _replace(self, before: StoredTranslation | None, text: str) -> None:
        how = "new" if before is None else "replaced" if text else "removed"
        self._report.translations[how] = self._report.translations.get(how, 0) + 1
        if before is not None:
            # Its words are still in the study.
            self._report.replaced += 1
            translations.retire_translation(self._act, before.id)


def _is_same_text(stored: survey_data.StoredAnswer, answer: FrozenAnswer) -> bool:
    if answer.state != AnswerState.ANSWERED or stored.state != AnswerState.ANSWERED:
        return False
    return stored.text_hash == hash_text(answer.text)
