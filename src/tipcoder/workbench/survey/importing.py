"""A survey file into a study: the first time, and again for late and corrected rows.

A later import never clears a coding: a changed text becomes a new version, and the codings on the old one are
listed. Text that a later file no longer has stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tipcoder.analysis.unmatched import told, unmatched_values
from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.language.detection import Detected, Utterance, detect_languages
from tipcoder.model import AnswerState, Coder
from tipcoder.privacy.key_file import Keys, key_path, load_keys, save_keys
from tipcoder.privacy.response_ids import draw_response_ids, numbers_in
from tipcoder.store import coders, events, seals, survey_data
from tipcoder.study import STUDY_FILE, Study
from tipcoder.survey.freezing import FrozenCase, check_columns, freeze
from tipcoder.survey.table import SurveyTable, read_table
from tipcoder.text import counted, same_answer_key
from tipcoder.workbench.opening import OpenStudy
from tipcoder.workbench.survey.former_questions import (
    FormerQuestion,
    former_questions,
    refuse_open_texts_elsewhere,
)
from tipcoder.workbench.survey.import_report import FrozenSurvey
from tipcoder.workbench.survey.import_report import ImportReport as ImportReport  # the front ends know it from here
from tipcoder.workbench.survey.survey_writer import SurveyWriter

_ID_CHARACTERS = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-")


@dataclass(frozen=True)
class ReadOptions:
    """How to read the file, where it cannot be told from the file."""

    encoding: str | None = None
    delimiter: str | None = None
    replace_errors: bool = False
    duplicates: str = "refuse"


class _DryRun(Exception):
    """Leaves the transaction without a trace."""


def read_survey(path: Path, options: ReadOptions) -> SurveyTable:
    """Read a survey file. Raises BadInput for one that cannot be used."""
    return read_table(
        path, encoding=options.encoding, delimiter=options.delimiter, replace_errors=options.replace_errors
    )


def freeze_survey(
    table: SurveyTable,
    study: Study,
    options: ReadOptions,
    study_source: str = STUDY_FILE,
    former: Sequence[FormerQuestion] = (),
) -> FrozenSurvey:
    """Freeze a survey as the study says. Raises BadInput for a column that is not there.

    The columns of `former` questions are not kept, and the report says so.
    """
    check_columns(table, study, study_source)
    set_aside = [question.column for question in former]
    cases, seen = freeze(table, study, duplicates=options.duplicates, set_aside=set_aside)
    seen.notes += [question.sentence for question in former]
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
        notes=[*_unmatched(cases, study), *table.notes, *seen.notes],
        answers={state.value: seen.states.get(state, 0) for state in AnswerState},
    )
    keys = [same_answer_key(a.question, a.text) for case in cases for a in case.answers if a.text]
    report.duplicates = len(keys) - len(set(keys))
    return FrozenSurvey(table, cases, report)


def _unmatched(cases: Sequence[FrozenCase], study: Study) -> list[str]:
    """Values of the file that match nothing the study spells."""

    def column(name: str) -> list[str | None]:
        return [case.attributes.get(name) for case in cases]

    return told(unmatched_values(study, column))


def import_survey(
    here: OpenStudy, coder: Coder, path: Path, options: ReadOptions | None = None, *, dry_run: bool = False
) -> ImportReport:
    """Bring a survey file into the study; with `dry_run` say what would happen and write nothing."""
    options = options or ReadOptions()
    with here.store.read() as db:
        former = former_questions(db, here.study)
    refuse_open_texts_elsewhere(former, here.study)
    frozen = freeze_survey(read_survey(path, options), here.study, options, former=former)
    try:
        write_survey(here, coder, frozen, dry_run=dry_run)
    except _DryRun:
        frozen.report.dry_run = True
    return frozen.report


def write_survey(here: OpenStudy, coder: Coder, frozen: FrozenSurvey, *, dry_run: bool = False) -> None:
    """One transaction: either the whole file is in, or nothing of it."""
    if not frozen.cases:
        why = "; ".join(frozen.report.refused[:3]) or "Export the survey with its answers"
        raise BadInput(f"{frozen.table.source}: has no usable row.", f"{why}.")
    with here.store.read() as db:
        first = not survey_data.respondent_ids(db)
        known = survey_data.known_texts(db)
        imports = survey_data.imports(db)
    keys, ids = _response_ids(here, frozen, [text for _, text, _ in known])
    languages = _languages(here.study, frozen.cases, ids, known)
    sentence = f"Imported {frozen.table.source}: {counted(len(frozen.cases), 'case')}"
    with here.store.write() as db:
        if survey_data.imports(db) != imports:
            # Response IDs were drawn beside a key file that is no longer the newest.
            raise BadInput(f"{frozen.table.source}: somebody else imported at the same time.", "Import it again.")
        survey_data.put_questions(db, [(q.column, q.text) for q in here.study.questions])
        act = events.begin(db, coders.settled(db, coder).id, "import", sentence, final=first)
        SurveyWriter(act, frozen, ids, languages, first).write()
        survey_data.record_batch(db, frozen.table.source, frozen.table.sha256, frozen.report.as_dict())
        if dry_run:
            raise _DryRun
        seals.seal_new_rows(act)
        events.finish(act, keep=True)
        if keys is not None:
            # Before the commit: a key too many does no harm, a respondent without one cannot be found again.
            save_keys(key_path(keys.study), keys, here.folder)


def _response_ids(here: OpenStudy, frozen: FrozenSurvey, stored_texts: list[str]) -> tuple[Keys | None, dict[str, str]]:
    """The key file to write, and the response ID of every respondent of the file, by the survey's own ID."""
    uuid = here.uuid()
    path = key_path(uuid)
    public = here.study.privacy.response_ids == "from-column"
    sources = list(dict.fromkeys(case.source_id for case in frozen.cases))
    with here.store.read() as db:
        stored = survey_data.respondent_ids(db)
    keys = Keys(uuid)
    if stored and (path.exists() or not public):
        keys = _keys_of(here, path)
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


def _keys_of(here: OpenStudy, path: Path) -> Keys:
    keys = load_keys(path)
    if keys.study != here.uuid():
        raise EnvironmentFault(
            f"{path}: is the key file of another study.", f"Bring that of {here.study.title!r} from a backup."
        )
    return keys


def _check_public_ids(frozen: FrozenSurvey) -> None:
    for case in frozen.cases:
        if not _ID_CHARACTERS.issuperset(case.source_id):
            raise BadInput(
                f"{frozen.table.source}, line {case.line}: the respondent's ID cannot be shown as a response ID.",
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
    spoken = [Utterance(a.text, ids[case.source_id], a.question) for case in cases for a in case.answers if a.text]
    fresh = {(utterance.text, utterance.respondent) for utterance in spoken}
    context = [Utterance(text, respondent) for respondent, text, _ in known if (text, respondent) not in fresh]
    found = detect_languages([*spoken, *context], study.languages)
    return dict(zip(places, found, strict=False))


def missing_key_file(here: OpenStudy) -> str:
    """A sentence if the study's key file is not where it should be or not private, else an empty string."""
    path = key_path(here.uuid())
    if here.study.privacy.response_ids == "from-column" and not path.exists():
        return ""
    try:
        keys = _keys_of(here, path)
    except EnvironmentFault as fault:
        return str(fault)
    if here.study.privacy.response_ids == "random":
        with here.store.read() as db:
            unknown = set(survey_data.respondent_ids(db)).difference(keys.source_ids.values())
        if unknown:
            return f"{path}: does not say who is behind {len(unknown)} response ID(s). Restore it from a backup."
    return ""
