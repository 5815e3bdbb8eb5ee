"""A survey file into a study: the first time, and again for late and corrected rows.

A later import never clears a coding: a changed text becomes a new version, and the codings on the old one are
listed. Text that a later file no longer has stays.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.language.detection import Detected, Utterance, detect_languages
from tipcoder.model import UNKNOWN_LANGUAGE, AnswerState, Coder
from tipcoder.privacy.key_file import Keys, key_path, load_keys, save_keys
from tipcoder.privacy.response_ids import draw_response_ids, numbers_in
from tipcoder.store import codings, events, survey_data
from tipcoder.store.events import Act
from tipcoder.store.survey_data import CaseKey, StoredAnswer, StoredCase
from tipcoder.study import STUDY_FILE, Study
from tipcoder.survey.freezing import FrozenAnswer, FrozenCase, check_columns, freeze
from tipcoder.survey.table import SurveyTable, read_table
from tipcoder.text import digest, fold, same_answer_key
from tipcoder.workbench.opening import OpenStudy

_ID_CHARACTERS = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-")


@dataclass
class ImportReport:
    """What an import read and did. Counts are of cases unless the name says otherwise."""

    source: str = ""
    sha256: str = ""
    encoding: str = ""
    delimiter: str = ""
    rows: int = 0
    columns: int = 0
    respondents: int = 0
    cases: int = 0
    new_respondents: int = 0
    new: int = 0
    kept: int = 0
    changed: int = 0
    refused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)
    """Open cells of the file by state."""
    languages: dict[str, int] = field(default_factory=dict)
    """Readable answers that this import wrote, by language."""
    duplicates: int = 0
    """Readable answers of the file that repeat another one to the same question."""
    new_versions: list[str] = field(default_factory=list)
    """Answers whose text changed, with the codings left on the old text."""
    dry_run: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class ReadOptions:
    """How to read the file, where it cannot be told from the file."""

    encoding: str | None = None
    delimiter: str | None = None
    replace_errors: bool = False
    duplicates: str = "refuse"


class _DryRun(Exception):
    """Leaves the transaction without a trace."""


@dataclass
class _Frozen:
    """A survey file read as the study says, before anything is written."""

    table: SurveyTable
    cases: list[FrozenCase]
    report: ImportReport


def read_survey(path: Path, study: Study, options: ReadOptions, study_source: str = STUDY_FILE) -> _Frozen:
    """Read and freeze a survey file. Raises BadInput for a file or a column that cannot be used."""
    table = read_table(
        path, encoding=options.encoding, delimiter=options.delimiter, replace_errors=options.replace_errors
    )
    check_columns(table, study, study_source)
    cases, seen = freeze(table, study, duplicates=options.duplicates)
    report = ImportReport(
        source=table.source,
        sha256=table.sha256,
        encoding=table.encoding,
        delimiter=table.delimiter,
        rows=len(table.rows),
        columns=len(table.columns),
        respondents=len({case.source_id for case in cases}),
        cases=len(cases),
        refused=seen.refused,
        notes=[*table.notes, *seen.notes],
        answers={state.value: seen.states.get(state, 0) for state in AnswerState},
    )
    keys = [same_answer_key(a.question, a.text) for case in cases for a in case.answers if a.text]
    report.duplicates = len(keys) - len(set(keys))
    return _Frozen(table, cases, report)


def import_survey(
    here: OpenStudy, coder: Coder, path: Path, options: ReadOptions | None = None, *, dry_run: bool = False
) -> ImportReport:
    """Bring a survey file into the study; with `dry_run` say what would happen and write nothing."""
    frozen = read_survey(path, here.study, options or ReadOptions())
    try:
        write_survey(here, coder, frozen, dry_run=dry_run)
    except _DryRun:
        frozen.report.dry_run = True
    return frozen.report


def write_survey(here: OpenStudy, coder: Coder, frozen: _Frozen, *, dry_run: bool = False) -> None:
    """One transaction: either the whole file is in, or nothing of it."""
    if not frozen.cases:
        raise BadInput(f"{frozen.table.source}: has no usable row.", "; ".join(frozen.report.refused[:3]))
    with here.store.read() as db:
        first = not survey_data.respondent_ids(db)
        known = survey_data.known_texts(db)
    keys, ids = _response_ids(here, frozen, [text for _, text, _ in known])
    languages = _languages(here.study, frozen.cases, ids, known)
    sentence = f"Imported {frozen.table.source}: {len(frozen.cases)} cases"
    with here.store.write() as db:
        survey_data.put_questions(db, [(q.column, q.text) for q in here.study.questions])
        act = events.begin(db, coder.id, "import", sentence, final=first)
        _Writer(act, frozen, ids, languages, first).write()
        survey_data.record_batch(db, frozen.table.source, frozen.table.sha256, frozen.report.as_dict())
        if dry_run:
            raise _DryRun
        events.finish(act, keep=True)
        if keys is not None:
            # Before the commit: a key too many does no harm, a respondent without one cannot be found again.
            save_keys(key_path(keys.study), keys, here.folder)


def _response_ids(here: OpenStudy, frozen: _Frozen, stored_texts: list[str]) -> tuple[Keys | None, dict[str, str]]:
    """The key file to write, and the response ID of every respondent of the file, by the survey's own ID."""
    uuid = here.uuid()
    path = key_path(uuid)
    public = here.study.privacy.response_ids == "from-column"
    sources = list(dict.fromkeys(case.source_id for case in frozen.cases))
    with here.store.read() as db:
        stored = survey_data.respondent_ids(db)
    keys = Keys(uuid)
    if stored and (path.exists() or not public):
        keys = load_keys(path)
    if public:
        _check_public_ids(frozen)
        ids = {source: source for source in sources}
    else:
        ids = {source: keys.source_ids[source] for source in sources if source in keys.source_ids}
        fresh = [source for source in sources if source not in ids]
        texts = [a.text for case in frozen.cases for a in case.answers if a.text]
        digits = here.study.privacy.id_digits
        taken = {*stored, *keys.source_ids.values(), *sources, *numbers_in([*texts, *stored_texts], digits)}
        ids.update(zip(fresh, draw_response_ids(len(fresh), digits, taken), strict=True))
        keys.source_ids.update(ids)
    frozen.report.new_respondents = sum(1 for source in sources if ids[source] not in stored)
    for case in frozen.cases:
        if case.identity:
            keys.add_identity(ids[case.source_id], case.identity)
    return (None if public and not keys.identities else keys), ids


def _check_public_ids(frozen: _Frozen) -> None:
    for case in frozen.cases:
        if not _ID_CHARACTERS.issuperset(case.source_id):
            raise BadInput(
                f"{frozen.table.source}, line {case.line}: {case.source_id!r} cannot be shown as a response ID.",
                'Let tipcoder draw them: response_ids = "random" under [privacy].',
            )


def _languages(
    study: Study, cases: Sequence[FrozenCase], ids: dict[str, str], known: list[tuple[str, str, str]]
) -> dict[tuple[str, str, str], Detected]:
    """The language of each readable answer of the file, by source ID, case number and question.

    Answers already stored are heard as context, but keep the language they were frozen with.
    """
    places = [
        (case.source_id, case.number, answer.question) for case in cases for answer in case.answers if answer.text
    ]
    spoken = [Utterance(a.text, ids[case.source_id]) for case in cases for a in case.answers if a.text]
    fresh = set(spoken)
    context = [u for respondent, text, _ in known if (u := Utterance(text, respondent)) not in fresh]
    found = detect_languages([*spoken, *context], study.languages)
    return dict(zip(places, found, strict=False))


class _Writer:
    """Compares frozen cases with what is stored and writes the difference."""

    def __init__(
        self,
        act: Act,
        frozen: _Frozen,
        ids: dict[str, str],
        languages: dict[tuple[str, str, str], Detected],
        first: bool,
    ) -> None:
        self.act, self.db = act, act.db
        self.cases, self.report = frozen.cases, frozen.report
        self.ids, self.languages, self.first = ids, languages, first
        self.questions = {q.column: q.id for q in survey_data.all_questions(self.db)}
        self.in_file = Counter(case.source_id for case in self.cases)

    def write(self) -> None:
        known = survey_data.respondent_ids(self.db)
        fresh = dict.fromkeys(self.ids[case.source_id] for case in self.cases)
        survey_data.add_respondents(self.db, [i for i in fresh if i not in known])
        self.respondents = survey_data.respondent_ids(self.db)
        stored = {case.key: case for case in survey_data.all_cases(self.db)}
        answers = {} if self.first else survey_data.current_answers(self.db)
        self.versions = {} if self.first else survey_data.highest_versions(self.db)
        case_ids = self._write_cases(stored)
        rows = []
        for case, case_id in zip(self.cases, case_ids, strict=True):
            changed = False
            for answer in case.answers:
                before = answers.get((case_id, self.questions[answer.question]))
                row = self._answer(case, case_id, answer, before)
                if row is not None:
                    rows.append(row)
                    changed = True
            self._tally(case, stored, changed)
        if self.first:
            survey_data.insert_plain(self.db, "answer", rows)
        else:
            survey_data.insert_answers(self.act, rows)
            self._relabel_cases()

    def _key(self, case: FrozenCase) -> CaseKey:
        return CaseKey(self.ids[case.source_id], case.number)

    def _tally(self, case: FrozenCase, stored: dict[CaseKey, StoredCase], changed: bool) -> None:
        before = stored.get(self._key(case))
        if before is None:
            self.report.new += 1
        elif changed or before.attributes != _attributes(case):
            self.report.changed += 1
        else:
            self.report.kept += 1

    def _write_cases(self, stored: dict[CaseKey, StoredCase]) -> list[int]:
        ids: list[int | None] = []
        rows = []
        for case in self.cases:
            before = stored.get(self._key(case))
            person = self.respondents[self.ids[case.source_id]]
            if before is not None:
                if before.attributes != _attributes(case):
                    values = {"attributes": before.attributes}, {"attributes": _attributes(case)}
                    survey_data.change_case(self.act, before.id, *values)
                ids.append(before.id)
                continue
            hidden = None if self.first else survey_data.hidden_case(self.db, person, case.number)
            if hidden is not None:
                survey_data.revive_case(self.act, hidden)
            else:
                rows.append(self._case_row(case, person))
            ids.append(hidden)
        new = survey_data.insert_plain(self.db, "survey_case", rows) if self.first else []
        fresh = iter(new if self.first else survey_data.insert_cases(self.act, rows))
        return [next(fresh) if case_id is None else case_id for case_id in ids]

    def _case_row(self, case: FrozenCase, person: int) -> dict[str, Any]:
        return {
            "respondent_id": person,
            "number": case.number,
            "label": _label(self._key(case), self.in_file[case.source_id]),
            "source_row": case.row,
            "attributes": _attributes(case),
        }

    def _answer(
        self, case: FrozenCase, case_id: int, answer: FrozenAnswer, before: StoredAnswer | None
    ) -> dict[str, Any] | None:
        question_id = self.questions[answer.question]
        text_hash = digest(answer.text)
        if before is not None:
            if (before.state, before.text_hash) == (answer.state.value, text_hash):
                return None
            place = f"{self.ids[case.source_id]}.{case.number} {answer.question}"
            if before.state == AnswerState.ANSWERED and answer.state != AnswerState.ANSWERED:
                self.report.refused.append(f"{place}: the file no longer has the text; the stored text stays")
                return None
            self._note_version(place, before)
            survey_data.retire_answer(self.act, before.id)
        version = self.versions.get((case_id, question_id), 0) + 1
        found = self.languages.get((case.source_id, case.number, answer.question))
        language = found or Detected(UNKNOWN_LANGUAGE, 0.0, "unknown")
        if answer.text:
            self.report.languages[language.language] = self.report.languages.get(language.language, 0) + 1
        return {
            "case_id": case_id,
            "question_id": question_id,
            "version": version,
            "state": answer.state.value,
            "text": answer.text,
            "text_hash": text_hash,
            "search_key": fold(answer.text),
            "language": language.language,
            "language_confidence": language.confidence,
            "language_source": language.source,
            "duplicate_key": same_answer_key(answer.question, answer.text) if answer.text else "",
        }

    def _note_version(self, place: str, before: StoredAnswer) -> None:
        left = codings.count_on(self.db, before.id)
        text = f"{place}: a new version of the text"
        self.report.new_versions.append(f"{text}; {left} coding(s) stay on the old one" if left else text)

    def _relabel_cases(self) -> None:
        """A late second case turns `1254` into `1254.1` beside `1254.2`."""
        cases = survey_data.all_cases(self.db)
        several = Counter(case.key.response_id for case in cases)
        for case in cases:
            label = _label(case.key, several[case.key.response_id])
            if label != case.label:
                survey_data.change_case(self.act, case.id, {"label": case.label}, {"label": label})


def _label(key: CaseKey, cases_of_respondent: int) -> str:
    return f"{key.response_id}.{key.number}" if cases_of_respondent > 1 else key.response_id


def _attributes(case: FrozenCase) -> str:
    return json.dumps(case.attributes, ensure_ascii=False, separators=(",", ":"))


def missing_key_file(here: OpenStudy) -> str:
    """A sentence if the study's key file is not where it should be or not private, else an empty string."""
    path = key_path(here.uuid())
    if here.study.privacy.response_ids == "from-column" and not path.exists():
        return ""
    try:
        load_keys(path)
    except EnvironmentFault as fault:
        return str(fault)
    return ""
