"""Frozen cases against what is stored: the difference is written, within one act.

A changed text becomes a new version, and a text that returns is the old version again, with its
codings.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from tipcoder.language.detection import Detected
from tipcoder.model.answers import UNKNOWN_LANGUAGE, AnswerState
from tipcoder.privacy.key_file import Keys
from tipcoder.progress import ProgressCallback, ignore_progress
from tipcoder.store import codings, survey_data
from tipcoder.store.events import Act
from tipcoder.store.survey_data import CaseKey, StoredAnswer, StoredCase
from tipcoder.survey.frozen_case import FrozenAnswer, FrozenCase
from tipcoder.text import hash_text
from tipcoder.workbench.survey.erased_answers import ErasedAnswers
from tipcoder.workbench.survey.import_report import FrozenSurvey
from tipcoder.workbench.survey.stored_rows import (
    build_answer_row,
    build_case_row,
    format_case_label,
    format_json,
)
from tipcoder.workbench.survey.translation_writer import TranslationWriter
from tipcoder.workbench.survey.withdrawn_answers import WithdrawnAnswers

_NO_LANGUAGE = Detected(UNKNOWN_LANGUAGE, 0.0, "unknown")
BATCH = 2_000
"""Cases that are compared and written at once, so that neither the file nor the store is held."""


class SurveyWriter:
    """Compares frozen cases with what is stored and writes the difference."""

    def __init__(
        self,
        act: Act,
        frozen: FrozenSurvey,
        ids: Mapping[str, str],
        keys: Keys,
        languages: Iterable[Detected],
        first: bool,
        *,
        is_part: bool = False,
        translated: Iterable[str] = (),
    ) -> None:
        """`ids` are response IDs by the survey's own; `keys` gets the identities of the cases.

        `languages` are those of all answers with a text, in order. `first` says that the store has
        no cases yet, so that nothing has to be compared. `is_part` says that cases which the file
        lacks are elsewhere, and were not taken out. `translated` are the questions whose
        translations the file has.
        """
        self.act, self.db = act, act.db
        self.cases, self.report = frozen.cases, frozen.report
        self.ids, self.keys, self.first = ids, keys, first
        self.languages = iter(languages)
        self.questions = {q.column: q.id for q in survey_data.load_questions(self.db)}
        self.tally = frozen.tally
        self.columns = {column.name for column in frozen.table.columns}

        self.withdrawn = WithdrawnAnswers(act, frozen.report, None if is_part or first else set())
        self.erased = ErasedAnswers(self.db, frozen.report)
        self.translations = TranslationWriter(act, frozen.report, translated, first)

        # Of the batch that is written now.
        self.respondents: Mapping[str, int] = {}
        self.stored: Mapping[CaseKey, StoredCase] = {}
        self.answers: Mapping[tuple[int, int], StoredAnswer] = {}
        self.versions: Mapping[tuple[int, int], int] = {}
        self.retired: Mapping[tuple[int, int, str, str], int] = {}
        self.changed: set[CaseKey] = set()

    def write_all_cases(self, told: ProgressCallback = ignore_progress) -> None:
        """Write every case; `told` hears how many are done."""
        done = 0
        stream = iter(self.cases)
        while batch := list(islice(stream, BATCH)):
            self._write_batch(batch)
            # Events of a batch go out with it, or all of them would be held.
            self.act.write_events()
            done += len(batch)
            told(done, len(self.cases))
        if not self.first:
            self.withdrawn.note_missing_cases()
            self._relabel_cases()

    # --- a batch ----------------------------------------------------------------------------------

    def _write_batch(self, batch: Sequence[FrozenCase]) -> None:
        response_ids = list(dict.fromkeys(self.ids[case.source_id] for case in batch))
        self._write_respondents(response_ids)
        self.stored = self._load_cases(response_ids)
        self.changed = set()
        case_ids = self._write_cases(batch, response_ids)
        if not self.first:
            self.answers = survey_data.load_current_answers(self.db, case_ids)
            self.versions = survey_data.load_highest_versions(self.db, case_ids)
            self.retired = survey_data.load_earlier_versions(self.db, case_ids)
            self.withdrawn.start_batch(case_ids)

        rows: list[dict[str, Any]] = []
        for case, case_id in zip(batch, case_ids, strict=True):
            if case.identity and not self.erased.is_respondent(self.ids[case.source_id]):
                self.keys.add_identity(self.ids[case.source_id], case.identity)
            rows += self._iterate_new_answers(case, case_id)
            # Only now it is known whether an answer of the case has changed.
            self._count_case(self._case_key(case))
        if self.first:
            survey_data.insert_first_answers(self.db, rows)
        else:
            survey_data.insert_answers(self.act, rows)
            self.withdrawn.finish_batch()
        self.translations.write_batch(batch, case_ids)

    def _write_respondents(self, response_ids: Sequence[str]) -> None:
        known = survey_data.load_respondent_ids(self.db, response_ids)
        new = [response_id for response_id in response_ids if response_id not in known]
        survey_data.add_respondents(self.db, new)
        self.respondents = survey_data.load_respondent_ids(self.db, response_ids)

    def _load_cases(self, response_ids: Sequence[str], live: int = 1) -> dict[CaseKey, StoredCase]:
        if self.first:
            return {}
        return survey_data.load_cases_by_key(self.db, response_ids, live=live)

    def _case_key(self, case: FrozenCase) -> CaseKey:
        return CaseKey(self.ids[case.source_id], case.number, case.wave)

    def _count_case(self, key: CaseKey) -> None:
        if key not in self.stored:
            self.report.new += 1
        elif key in self.changed:
            self.report.changed += 1
        else:
            self.report.kept += 1

    # --- cases ------------------------------------------------------------------------------------

    def _write_cases(self, batch: Sequence[FrozenCase], response_ids: Sequence[str]) -> list[int]:
        """Row ids of the cases, in order of the batch."""
        hidden = self._load_cases(response_ids, live=0)
        if not self.first:
            self.erased.start_batch([each.id for each in (*self.stored.values(), *hidden.values())])
        ids: list[int | None] = []
        rows = []
        for case in batch:
            key = self._case_key(case)
            before = self.stored.get(key) or hidden.get(key)
            known_id = None if before is None else before.id
            case = self.erased.strip_case(case, key.response_id, known_id, self.questions)
            if before is None:
                waves, cases = self.tally.count_own_waves(case), self.tally.count_own_cases(case)
                label = format_case_label(key, waves=waves, cases=cases)
                rows.append(build_case_row(case, self.respondents[key.response_id], label))
                ids.append(None)
                continue
            # An undone import hides its cases; the same case comes back with its codings.
            if key in hidden:
                survey_data.revive_case(self.act, before.id)
            if not self.erased.is_respondent(key.response_id):
                self._change_attributes(case, before)
            ids.append(before.id)

        fresh = iter(self._insert_cases(rows))
        return [next(fresh) if case_id is None else case_id for case_id in ids]

    def _insert_cases(self, rows: Sequence[dict[str, Any]]) -> Sequence[int]:
        """Row ids of new cases. Those of a first import need no events of their own."""
        if self.first:
            return survey_data.insert_first_rows(self.db, "survey_case", rows)
        return survey_data.insert_cases(self.act, rows)

    def _change_attributes(self, case: FrozenCase, before: StoredCase) -> None:
        """Store what the file says of a case.

        A column that the file does not have keeps its value; one that it leaves empty loses it.
        """
        old = json.loads(before.attributes)
        # A later wave may bring only some of the columns.
        kept = {name: value for name, value in old.items() if name not in self.columns}
        new = kept | case.attributes
        if new != old:
            self.changed.add(before.key)
            survey_data.change_case(
                self.act,
                before.id,
                {"attributes": before.attributes},
                {"attributes": format_json(new)},
            )

    # --- answers ----------------------------------------------------------------------------------

    def _iterate_new_answers(self, case: FrozenCase, case_id: int) -> Iterator[dict[str, Any]]:
        """Rows of those answers of a case that the store does not have."""
        for answer in case.answers:
            # Taken for every answer with a text, also for one that is stored already: languages
            # have no other mark than their order.
            language = next(self.languages) if answer.text else _NO_LANGUAGE
            place = (case_id, self.questions[answer.question])
            response_id = self.ids[case.source_id]
            if self.erased.holds_out(place, response_id, answer.text):
                continue
            if not self._is_new_version(case, case_id, answer):
                continue
            if answer.text:
                spoken = self.report.languages
                spoken[language.language] = spoken.get(language.language, 0) + 1
            version = self.versions.get(place, 0) + 1
            yield build_answer_row(answer, place, version, language)

    def _is_new_version(self, case: FrozenCase, case_id: int, answer: FrozenAnswer) -> bool:
        """Whether an answer has to be written; the one that it replaces is retired."""
        question_id = self.questions[answer.question]
        state, text_hash = answer.state.value, hash_text(answer.text)
        before = self.answers.get((case_id, question_id))
        if before is not None:
            # Compared by hash, so that stored texts need not be read.
            if (before.state, before.text_hash) == (state, text_hash):
                self.withdrawn.note_text(before.id)
                return False
            place = f"{self.stored[self._case_key(case)].label} {answer.question}"
            # A text that somebody coded is not lost to an export that left it out.
            if before.state == AnswerState.ANSWERED and answer.state != AnswerState.ANSWERED:
                self.report.refused.append(
                    f"{place}: the file no longer has the text; the stored text stays"
                )
                self.withdrawn.note_withdrawal(before.id, state, place)
                return False
            self.withdrawn.note_text(before.id)
            self._note_version(place, before)
            survey_data.retire_answer(self.act, before.id)

        self.changed.add(self._case_key(case))
        retired = self.retired.get((case_id, question_id, state, text_hash))
        if retired is not None:
            survey_data.revive_answer(self.act, retired)
            return False
        return True

    def _note_version(self, place: str, before: StoredAnswer) -> None:
        sentence = f"{place}: a new version of the text"
        self.report.replaced += before.state == AnswerState.ANSWERED
        left = codings.count_codings_on_answer(self.db, before.id)
        if left:
            sentence = f"{sentence}; {left} coding(s) stay on the old one"
        self.report.new_versions.append(sentence)

    def _relabel_cases(self) -> None:
        """A late second case turns `1254` into `1254.1` beside `1254.2`; one in another wave turns
        it into `1254.2023` beside `1254.2025`.
        """
        wrong: list[tuple[int, str, str]] = []
        for case in survey_data.iterate_case_labels(self.db):
            label = format_case_label(case.key, waves=case.waves, cases=case.cases)
            if label != case.label:
                wrong.append((case.id, case.label, label))
        # Collected first, so that no row is changed while the rows are read.
        for case_id, old, label in wrong:
            survey_data.change_case(self.act, case_id, {"label": old}, {"label": label})
