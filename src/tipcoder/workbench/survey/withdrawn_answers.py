"""Answers whose text a later survey file no longer has, noted while the file is written."""

from __future__ import annotations

from collections.abc import Collection

from tipcoder.store import withdrawals
from tipcoder.store.events import Act
from tipcoder.store.withdrawals import GONE
from tipcoder.workbench.survey.import_report import ImportReport

_HELD = "its text and codes stay, its quotes are held back until somebody decides"


class WithdrawnAnswers:
    """What the file says of answers that are stored, as far as it is about their being there."""

    def __init__(self, act: Act, report: ImportReport, seen: set[int] | None) -> None:
        """`seen` gathers the cases of the file; None where no case counts as missing."""
        self._act = act
        self._report = report
        self._seen = seen
        self._waiting = {each.answer_id: each for each in withdrawals.load_withdrawals(act.db)}
        self._there: list[int] = []

    def start_batch(self, case_ids: Collection[int]) -> None:
        """These cases are in the file."""
        self._there = []
        if self._seen is not None:
            self._seen.update(case_ids)

    def note_text(self, answer_id: int) -> None:
        """The file has a text for an answer that is stored."""
        if answer_id in self._waiting:
            self._there.append(answer_id)

    def note_withdrawal(self, answer_id: int, how: str, place: str) -> None:
        """The file no longer has the text of an answer."""
        if withdrawals.add_withdrawal(self._act, answer_id, how):
            self._report.withdrawn.append(f"{place}: {how.replace('_', ' ')}; {_HELD}")

    def finish_batch(self) -> None:
        """Answers that have their text again are no longer withdrawn."""
        for answer_id in sorted(withdrawals.retract_withdrawals(self._act, self._there)):
            found = self._waiting[answer_id]
            place = f"{found.case} {found.question}"
            self._report.returned.append(f"{place}: the file has its text again")

    def note_missing_cases(self) -> None:
        """Cases that a newer export of the same wave lacks were taken out of the survey."""
        if self._seen is None:
            return
        for answer in withdrawals.load_answers_of_missing_cases(self._act.db, self._seen):
            if withdrawals.add_withdrawal(self._act, answer.answer_id, GONE):
                self._report.missing += 1
                self._report.withdrawn.append(
                    f"{answer.case} {answer.question}: the file has no such row; {_HELD}"
                )
