"""A survey file into a study: the first time, and again for late and corrected rows.

A later import never clears a coding: a changed text becomes a new version, and the codings on the
old one are listed. Text that a later file no longer has stays, and its quotes are held back. What
was erased does not come back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tipcoder.analysis.unmatched import describe_unmatched
from tipcoder.analysis.value_checks import find_unmatched_values
from tipcoder.errors import BadInput
from tipcoder.model.answers import AnswerState
from tipcoder.model.codings import Coder
from tipcoder.privacy.key_file import key_path, save_keys
from tipcoder.progress import ImportProgress, ProgressCallback, ignore_progress
from tipcoder.store import coders, events, seals, survey_data
from tipcoder.study import STUDY_FILE, Study
from tipcoder.survey.freezing import check_columns, freeze_answers
from tipcoder.survey.frozen_case import FrozenCase
from tipcoder.survey.table import SurveyTable, read_survey_table
from tipcoder.survey.unwanted_rows import find_unwanted_rows
from tipcoder.survey.wave_names import WaveNames
from tipcoder.text import format_count, join_first
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.survey.answer_languages import AnswerLanguages, detect_answer_languages
from tipcoder.workbench.survey.former_questions import (
    FormerQuestion,
    find_former_questions,
    refuse_open_texts_elsewhere,
)
from tipcoder.workbench.survey.former_translations import (
    FormerTranslation,
    find_former_translations,
    remember_translations,
)
from tipcoder.workbench.survey.import_report import FrozenSurvey, ImportReport
from tipcoder.workbench.survey.respondent_keys import assign_response_ids
from tipcoder.workbench.survey.same_answers import refuse_same_answers
from tipcoder.workbench.survey.stored_waves import StoredWaves, find_known_waves
from tipcoder.workbench.survey.survey_writer import SurveyWriter
from tipcoder.workbench.survey.tally import tally_cases

MOST_IDENTIFYING = 2_000_000
"""Cells of a file that go to the key file, the survey's own IDs among them.

The key file is one document, read whole whenever it is needed. A million respondents with an ID
and a name each take most of a gigabyte.
"""
_REASONS_SHOWN = 3
_ABSENT_NAMED = 4
"""Columns that a later wave lacks, which the report names before it counts the rest."""
"""Refused rows that are named where a file has no other."""


@dataclass(frozen=True)
class ReadOptions:
    """How to read the file, where it cannot be told from the file."""

    encoding: str | None = None
    delimiter: str | None = None
    replace_errors: bool = False
    duplicates: str = "refuse"
    sheet: str | None = None
    repair_text: bool = False
    long: bool = False
    wave: str | None = None
    """The wave of the survey that the whole file is, where no column says it."""


class _DryRun(Exception):
    """Leaves the transaction without a trace."""


def read_survey(
    path: Path, options: ReadOptions, told: ProgressCallback = ignore_progress
) -> SurveyTable:
    """Read a survey file. Raises BadInput for one that cannot be used."""
    return read_survey_table(
        path,
        encoding=options.encoding,
        delimiter=options.delimiter,
        sheet=options.sheet,
        repair_text=options.repair_text,
        long=options.long,
        replace_errors=options.replace_errors,
        on_progress=told,
    )


def freeze_survey(
    table: SurveyTable,
    study: Study,
    options: ReadOptions,
    study_source: str = STUDY_FILE,
    former: Sequence[FormerQuestion | FormerTranslation] = (),
    *,
    known_waves: Iterable[str] = (),
    told: ProgressCallback = ignore_progress,
) -> FrozenSurvey:
    """Freeze a survey as the study says. Raises BadInput for a column that is not there.

    The columns of `former` questions and translations are not kept, and the report says so.
    """
    known_waves = tuple(known_waves)
    waves = WaveNames(known_waves, options.wave)
    others = {name for name in known_waves if name != waves.whole}
    absent = check_columns(
        table, study, study_source, waves.whole, is_later=bool(waves.whole and others)
    )
    set_aside = [one.column for one in former]
    cases, seen = freeze_answers(
        table,
        study,
        duplicates=options.duplicates,
        set_aside=set_aside,
        waves=waves,
        on_progress=told,
    )
    seen.notes += [one.sentence for one in former]
    if absent:
        seen.notes.append(
            f"no column {join_first(absent, _ABSENT_NAMED)}, which study.toml names: "
            f"nothing of that is known in wave {waves.whole}"
        )
    excluding = [spec.column for spec in study.exclude]
    for rows in find_unwanted_rows(table, excluding):
        seen.notes.append(f"{rows}; [[exclude]] in study.toml leaves them out")
    tally = tally_cases(cases, study.privacy.id_digits)
    report = ImportReport(
        source=table.source,
        sha256=table.sha256,
        encoding=table.encoding,
        delimiter=table.delimiter,
        rows=len(table.rows),
        columns=len(table.columns),
        respondents=len(tally.cases_of),
        cases=len(cases),
        waves=tally.waves,
        refused=seen.refused,
        dropped=seen.dropped,
        notes=[*_describe_unmatched_values(cases, study), *table.notes, *seen.notes],
        answers={state.value: seen.states.get(state, 0) for state in AnswerState},
        duplicates=tally.repeated,
    )
    return FrozenSurvey(table, cases, tally, report, waves)


def _describe_unmatched_values(cases: Sequence[FrozenCase], study: Study) -> list[str]:
    """Values of the file that match nothing the study spells.

    They are counted in one pass, because the cases of a long file are frozen anew in each.
    """
    counts: dict[str, Counter[str]] = {}

    def note_column(name: str) -> Sequence[str]:
        counts[name] = Counter()
        return ()

    def list_values(name: str) -> Sequence[str]:
        return list(counts[name].elements())

    # The first look only learns which columns the study spells values of.
    find_unmatched_values(study, note_column)
    if not counts:
        return []
    for case in cases:
        for name in counts.keys() & case.attributes.keys():
            counts[name][case.attributes[name]] += 1
    return describe_unmatched(find_unmatched_values(study, list_values))


def import_survey(
    study: OpenStudy,
    coder: Coder,
    path: Path,
    options: ReadOptions | None = None,
    *,
    dry_run: bool = False,
    is_part: bool = False,
    first_wave: str | None = None,
    watch: ImportProgress = ImportProgress(),  # noqa: B008 - frozen
) -> ImportReport:
    """Bring a survey file into the study; with `dry_run` say what would happen and write nothing.

    `first_wave` names the wave of cases that came in before there were several.

    Answers whose text the file no longer has were withdrawn: their quotes are held back until
    somebody decides. So are those of cases that a newer export of the same wave lacks, unless
    `is_part` says that the file is a part of it.

    Raises BadInput for a file, a column or a row that cannot be used.
    """
    options = options or ReadOptions()
    with study.store.read() as db:
        former = find_former_questions(db, study.definition)
        translations = find_former_translations(db, study.definition)
        known_waves = find_known_waves(db, study.definition, options.wave, first_wave)
    # Before the file is read, which may take minutes.
    refuse_open_texts_elsewhere(former, study.definition)
    table = read_survey(path, options, watch.reading)
    frozen = freeze_survey(
        table,
        study.definition,
        options,
        former=[*former, *translations],
        known_waves=known_waves,
        told=watch.freezing,
    )
    try:
        write_survey(
            study,
            coder,
            frozen,
            dry_run=dry_run,
            is_part=is_part,
            first_wave=first_wave,
            watch=watch,
        )
    except _DryRun:
        frozen.report.dry_run = True
    return frozen.report


def write_survey(
    study: OpenStudy,
    coder: Coder,
    frozen: FrozenSurvey,
    *,
    dry_run: bool = False,
    is_part: bool = False,
    first_wave: str | None = None,
    watch: ImportProgress = ImportProgress(),  # noqa: B008 - frozen
) -> None:
    """One transaction: either the whole file is in, or nothing of it."""
    _check_is_usable(frozen)
    _check_key_file_holds(frozen)
    definition = study.definition
    with study.store.read() as db:
        first = not survey_data.has_respondents(db)
        imports = survey_data.count_imports(db)
        stored = StoredWaves(db, definition, frozen, first_wave)
    keys, ids = assign_response_ids(study, frozen, first, stored)
    if not first:
        with study.store.read() as db:
            refuse_same_answers(db, frozen, ids, stored)
    stored.report_changes(ids)
    # What is not needed any more would be held until the last row is written.
    frozen.tally.forget_single_cases()
    languages = _detect_languages(study, frozen, ids, watch.detecting)

    source = frozen.table.source
    questions = [(question.column, question.text) for question in definition.questions]
    translated = [question.column for question in definition.questions if question.translation]
    with study.store.write() as db:
        if survey_data.count_imports(db) != imports:
            # Response IDs were drawn beside a key file that is no longer the newest.
            raise BadInput(
                f"{source}: somebody else imported at the same time.", "Import it again."
            )
        # In the same transaction: an answer without its question could not be read.
        survey_data.set_questions(db, questions)
        remember_translations(db, definition)
        person = coders.ensure_coder(db, coder)
        sentence = _describe_import(frozen)
        act = events.begin_act(db, person.id, "import", sentence, final=first)
        stored.write_waves(act)
        writer = SurveyWriter(
            act, frozen, ids, keys, languages, first, is_part=is_part, translated=translated
        )
        writer.write_all_cases(watch.writing)
        survey_data.record_batch(db, source, frozen.table.sha256, frozen.report.as_dict())
        if dry_run:
            raise _DryRun
        seals.seal_new_rows(act)
        events.finish_act(act, keep=True)
        if definition.privacy.response_ids == "random" or keys.identities:
            # Before the commit: a key too many does no harm, a respondent without one cannot be
            # found again.
            save_keys(key_path(keys.study), keys, study.folder)


def _describe_import(frozen: FrozenSurvey) -> str:
    """The sentence of the log."""
    cases = format_count(len(frozen.cases), "case")
    of_wave = f" of wave {frozen.waves.whole}" if frozen.waves.whole else ""
    return f"Imported {frozen.table.source}: {cases}{of_wave}"


def _check_is_usable(frozen: FrozenSurvey) -> None:
    if not frozen.cases:
        reasons = frozen.report.refused[:_REASONS_SHOWN]
        why = "; ".join(reasons) or "Export the survey with its answers"
        raise BadInput(f"{frozen.table.source}: has no usable row.", f"{why}.")


def _check_key_file_holds(frozen: FrozenSurvey) -> None:
    identifying = frozen.tally.identifying
    if identifying > MOST_IDENTIFYING:
        raise BadInput(
            f"{frozen.table.source}: {identifying:,} of its cells say who somebody is, and the key "
            f"file holds {MOST_IDENTIFYING:,}.",
            "Name fewer columns as `name` and `identity` in study.toml, and take the others out of "
            "the file.",
        )


def _detect_languages(
    study: OpenStudy, frozen: FrozenSurvey, ids: Mapping[str, str], told: ProgressCallback
) -> AnswerLanguages:
    """The language of each readable answer of the file, told beside the answers that are stored."""
    with study.store.read() as db:
        known = survey_data.iterate_known_texts(db)
        return detect_answer_languages(
            frozen.cases, frozen.tally.spoken, ids, study.definition.languages, known, told
        )
