"""Frozen cases against what is stored: the difference is written, within one act.

A changed text becomes a new version, and a text that returns is the old version again, with its codings.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from tipcoder.language.detection import Detected
from tipcoder.model import UNKNOWN_LANGUAGE, AnswerState
from tipcoder.privacy.key_file import Keys
from tipcoder.progress import ProgressCallback, ignore_progress
from tipcoder.store import codings, survey_data
from tipcoder.store.events import Act
from tipcoder.store.survey_data import CaseKey, StoredAnswer, StoredCase
from tipcoder.survey.frozen_case import FrozenAnswer, FrozenCase
from tipcoder.text import fold_text, hash_text, make_answer_key
from tipcoder.workbench.survey.import_report import FrozenSurvey

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
    ) -> None:
        """`ids` are response IDs by the survey's own; `keys` gets the identities that the cases hold; `languages`
        are those of all answers with a text, in order."""
        self.act, self.db = act, act.db
        self.cases, self.report = frozen.cases, frozen.report
        self.ids, self.keys, self.first = ids, keys, first
        self.languages = iter(languages)
        self.questions = {q.column: q.id for q in survey_data.load_questions(self.db)}
        self.in_file = frozen.tally.cases_of
        self.columns = {column.name for column in frozen.table.columns}
        self.changed: set[CaseKey] = set()

    def write_all_cases(self, told: ProgressCallback = ignore_progress) -> None:
        """Write every case; `told` hears how many are done."""
        stream, done = iter(self.cases), 0
        while batch := list(islice(stream, BATCH)):
            self._write_batch(batch)
            self.act.write_events()
            done += len(batch)
            told(done, len(self.cases))
        if not self.first:
            self._relabel_cases()

    def _write_batch(self, batch: Sequence[FrozenCase]) -> None:
        response_ids = list(dict.fromkeys(self.ids[case.source_id] for case in batch))
        known = survey_data.load_respondent_ids(self.db, response_ids)
        survey_data.add_respondents(self.db, [i for i in response_ids if i not in known])
        self.respondents = survey_data.load_respondent_ids(self.db, response_ids)
        self.stored = {} if self.first else survey_data.load_cases_by_key(self.db, response_ids)
        self.changed = set()
        case_ids = self._write_cases(batch, response_ids)
        answers = {} if self.first else survey_data.load_current_answers(self.db, case_ids)
        self.versions = {} if self.first else survey_data.load_highest_versions(self.db, case_ids)
        self.retired = {} if self.first else survey_data.load_earlier_versions(self.db, case_ids)
        rows = []
        for case, case_id in zip(batch, case_ids, strict=True):
            if case.identity:
                self.keys.add_identity(self.ids[case.source_id], case.identity)
            for answer in case.answers:
                before = answers.get((case_id, self.questions[answer.question]))
                language = next(self.languages) if answer.text else _NO_LANGUAGE
                row = self._build_answer_row(case, case_id, answer, before, language)
                if row is not None:
                    rows.append(row)
            self._count_case(self._case_key(case))
        if self.first:
            survey_data.insert_first_answers(self.db, rows)
        else:
            survey_data.insert_answers(self.act, rows)

    def _case_key(self, case: FrozenCase) -> CaseKey:
        return CaseKey(self.ids[case.source_id], case.number)

    def _count_case(self, key: CaseKey) -> None:
        if key not in self.stored:
            self.report.new += 1
        elif key in self.changed:
            self.report.changed += 1
        else:
            self.report.kept += 1

    def _write_cases(self, batch: Sequence[FrozenCase], response_ids: Sequence[str]) -> list[int]:
        hidden = {} if self.first else survey_data.load_cases_by_key(self.db, response_ids, live=0)
        ids: list[int | None] = []
        rows = []
        for case in batch:
            key = self._case_key(case)
            before = self.stored.get(key) or hidden.get(key)
            if before is None:
                rows.append(self._build_case_row(case, self.respondents[key.response_id]))
            else:
                if key in hidden:
                    survey_data.revive_case(self.act, before.id)
                self._change_attributes(case, before)
            ids.append(before.id if before else None)
        new = survey_data.insert_first_rows(self.db, "survey_case", rows) if self.first else []
        fresh = iter(new if self.first else survey_data.insert_cases(self.act, rows))
        return [next(fresh) if case_id is None else case_id for case_id in ids]

    def _change_attributes(self, case: FrozenCase, before: StoredCase) -> None:
        """A column that the file does not have keeps its value; one that it leaves empty loses it."""
        old = json.loads(before.attributes)
        new = {name: value for name, value in old.items() if name not in self.columns} | case.attributes
        if new != old:
            self.changed.add(before.key)
            values = {"attributes": before.attributes}, {"attributes": _format_json(new)}
            survey_data.change_case(self.act, before.id, *values)

    def _build_case_row(self, case: FrozenCase, person: int) -> dict[str, Any]:
        return {
            "respondent_id": person,
            "number": case.number,
            "label": _format_label(self._case_key(case), self.in_file.get(case.source_id, 1)),
            "source_row": case.row,
            "attributes": _format_json(case.attributes),
        }

    def _build_answer_row(
        self,
        case: FrozenCase,
        case_id: int,
        answer: FrozenAnswer,
        before: StoredAnswer | None,
        language: Detected,
    ) -> dict[str, Any] | None:
        question_id = self.questions[answer.question]
        state, text_hash = answer.state.value, hash_text(answer.text)
        if before is not None:
            if (before.state, before.text_hash) == (state, text_hash):
                return None
            place = f"{self.stored[self._case_key(case)].label} {answer.question}"
            if before.state == AnswerState.ANSWERED and answer.state != AnswerState.ANSWERED:
                self.report.refused.append(f"{place}: the file no longer has the text; the stored text stays")
                return None
            self._note_version(place, before)
            survey_data.retire_answer(self.act, before.id)
        self.changed.add(self._case_key(case))
        retired = self.retired.get((case_id, question_id, state, text_hash))
        if retired is not None:
            survey_data.revive_answer(self.act, retired)
            return None
        version = self.versions.get((case_id, question_id), 0) + 1
        if answer.text:
            self.report.languages[language.language] = self.report.languages.get(language.language, 0) + 1
        return {
            "case_id": case_id,
            "question_id": question_id,
            "version": version,
            "state": state,
            "text": answer.text,
            "text_hash": text_hash,
            "search_key": fold_text(answer.text),
            "language": language.language,
            "language_confidence": language.confidence,
            "language_source": language.source,
            "duplicate_key": make_answer_key(answer.question, answer.text) if answer.text else "",
        }

    def _note_version(self, place: str, before: StoredAnswer) -> None:
        left = codings.count_codings_on_answer(self.db, before.id)
        text = f"{place}: a new version of the text"
        self.report.new_versions.append(f"{text}; {left} coding(s) stay on the old one" if left else text)

    def _relabel_cases(self) -> None:
        """A late second case turns `1254` into `1254.1` beside `1254.2`."""
        wrong: list[tuple[int, str, str]] = []
        for case_id, key, old, cases in survey_data.iterate_case_labels(self.db):
            label = _format_label(key, cases)
            if label != old:
                wrong.append((case_id, old, label))
        for case_id, old, label in wrong:
            survey_data.change_case(self.act, case_id, {"label": old}, {"label": label})


def _format_label(key: CaseKey, cases_of_respondent: int) -> str:
    return f"{key.response_id}.{key.number}" if cases_of_respondent > 1 else key.response_id


def _format_json(attributes: dict[str, str]) -> str:
    return json.dumps(attributes, ensure_ascii=False, separators=(",", ":"))
