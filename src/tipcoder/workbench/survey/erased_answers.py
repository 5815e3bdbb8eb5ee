"""Answers that were erased: a survey file that still has them does not bring them back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from tipcoder.privacy.passages import Passages
from tipcoder.store import erasures
from tipcoder.store.engine import Db
from tipcoder.store.erasures import AnswerPlace, ErasedPlace
from tipcoder.survey.frozen_case import FrozenCase
from tipcoder.workbench.survey.import_report import ImportReport

_DAY = 10
"""Characters of a time that are its day."""


class ErasedAnswers:
    """What may not come in, and how much of it the file has."""

    def __init__(self, db: Db, report: ImportReport) -> None:
        self._db = db
        self._report = report
        self._is_needed = erasures.has_erasures(db)
        self._respondents = erasures.load_erased_respondents(db)
        self._salt = erasures.find_salt(db)
        self._places: Mapping[AnswerPlace, ErasedPlace] = {}

    def start_batch(self, case_ids: Collection[int]) -> None:
        """Look up what was erased of these cases."""
        if self._is_needed:
            self._places = erasures.load_erased_places(self._db, case_ids)

    def is_respondent(self, response_id: str) -> bool:
        """Whether everything that names the respondent was erased."""
        return response_id in self._respondents

    def strip_case(
        self, case: FrozenCase, response_id: str, case_id: int | None, questions: Mapping[str, int]
    ) -> FrozenCase:
        """A case as it may come in: without columns that repeat words which were erased.

        `case_id` is None for a new case, and `questions` are row ids by column. Of a respondent
        who was erased nothing comes in.
        """
        if self.is_respondent(response_id):
            return replace(case, attributes={})
        erased = []
        for answer in case.answers if self._is_needed and case_id is not None else ():
            found = self._places.get((case_id or 0, questions[answer.question]))
            if found is not None and answer.text and self._is_erased(found, answer.text):
                erased.append(answer.text)
        if not erased:
            return case
        passages = Passages(erased, _hide_character, _stands_nowhere)
        told = {name for name, value in case.attributes.items() if passages.stands_in(value)}
        left = {name: value for name, value in case.attributes.items() if name not in told}
        return replace(case, attributes=left)

    def holds_out(self, place: AnswerPlace, response_id: str, text: str) -> bool:
        """Whether nothing may come in at a place, and a text that may not is counted.

        What the file leaves empty there is held out as well: the codes would no longer count.
        """
        at = self._respondents.get(response_id, "")
        erased = self._places.get(place)
        if not at and erased is not None and self._is_erased(erased, text):
            at = erased.at
        if not at:
            return False
        if text:
            day = at[:_DAY]
            self._report.erased[day] = self._report.erased.get(day, 0) + 1
        return True

    def _is_erased(self, erased: ErasedPlace, text: str) -> bool:
        if erased.is_closed or not erased.digests:
            return erased.is_closed
        # Only here, because a digest takes milliseconds.
        return erasures.digest_wording(self._salt, text) in erased.digests


def _hide_character(_char: str) -> str:
    return " "


def _stands_nowhere(_words: str) -> bool:
    """A column of the same case: whoever else wrote the words does not matter."""
    return False
