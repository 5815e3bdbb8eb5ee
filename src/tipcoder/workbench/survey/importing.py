"""A survey file into a study: the first time, and again for late and corrected rows.

A later import never clears a coding: a changed text becomes a new version, and the codings on the old one are
listed. Text that a later file no longer has stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tipcoder.analysis.unmatched import describe_unmatched as sentences_of
from tipcoder.analysis.value_checks import find_unmatched_values
from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.model import AnswerState, Coder
from tipcoder.privacy.key_file import Keys, key_path, load_keys, save_keys
from tipcoder.privacy.response_ids import draw_response_ids, find_numbers
from tipcoder.progress import ImportProgress, ProgressCallback, ignore_progress
from tipcoder.store import coders, events, seals, survey_data
from tipcoder.study import STUDY_FILE, Study
from tipcoder.survey.freezing import FrozenCase, check_columns, freeze_answers
from tipcoder.survey.table import SurveyTable, read_survey_table
from tipcoder.text import format_count
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.survey.answer_languages import AnswerLanguages, detect_answer_languages
from tipcoder.workbench.survey.former_questions import (
    FormerQuestion,
    find_former_questions,
    refuse_open_texts_elsewhere,
)
from tipcoder.workbench.survey.import_report import FrozenSurvey
from tipcoder.workbench.survey.import_report import ImportReport as ImportReport  # the front ends know it from here
from tipcoder.workbench.survey.survey_writer import SurveyWriter
from tipcoder.workbench.survey.tally import tally_cases

MOST_IDENTIFYING = 2_000_000
"""Cells of a file that go to the key file, the survey's own IDs among them: it is one document, read whole whenever it
is needed. A million respondents with an ID and a name each take most of a gigabyte."""
_TOGETHER = 10_000
"""Response IDs that are asked for at once."""


@dataclass(frozen=True)
class ReadOptions:
    """How to read the file, where it cannot be told from the file."""

    encoding: str | None = None
    delimiter: str | None = None
    replace_errors: bool = False
    duplicates: str = "refuse"


class _DryRun(Exception):
    """Leaves the transaction without a trace."""


def read_survey(path: Path, options: ReadOptions, told: ProgressCallback = ignore_progress) -> SurveyTable:
    """Read a survey file. Raises BadInput for one that cannot be used."""
    return read_survey_table(
        path,
        encoding=options.encoding,
        delimiter=options.delimiter,
        replace_errors=options.replace_errors,
        on_progress=told,
    )


def freeze_survey(
    table: SurveyTable,
    study: Study,
    options: ReadOptions,
    study_source: str = STUDY_FILE,
    former: Sequence[FormerQuestion] = (),
    *,
    told: ProgressCallback = ignore_progress,
) -> FrozenSurvey:
    """Freeze a survey as the study says. Raises BadInput for a column that is not there.

    The columns of `former` questions are not kept, and the report says so.
    """
    check_columns(table, study, study_source)
    set_aside = [question.column for question in former]
    cases, seen = freeze_answers(table, study, duplicates=options.duplicates, set_aside=set_aside, on_progress=told)
    seen.notes += [question.sentence for question in former]
    found = tally_cases(cases, study.privacy.id_digits)
    report = ImportReport(
        source=table.source,
        sha256=table.sha256,
        encoding=table.encoding,
        delimiter=table.delimiter,
        rows=len(table.rows),
        columns=len(table.columns),
        respondents=len(found.cases_of),
        cases=len(cases),
        refused=seen.refused,
        notes=[*_describe_unmatched(cases, study), *table.notes, *seen.notes],
        answers={state.value: seen.states.get(state, 0) for state in AnswerState},
        duplicates=found.repeated,
    )
    return FrozenSurvey(table, cases, found, report)


def _describe_unmatched(cases: Sequence[FrozenCase], study: Study) -> list[str]:
    """Values of the file that match nothing the study spells.

    They are counted in one pass, because the cases of a long file are frozen anew in each.
    """
    counts: dict[str, Counter[str]] = {}

    def note_column(name: str) -> Sequence[str]:
        counts[name] = Counter()
        return ()

    find_unmatched_values(study, note_column)
    if not counts:
        return []
    for case in cases:
        for name in counts.keys() & case.attributes.keys():
            counts[name][case.attributes[name]] += 1
    return sentences_of(find_unmatched_values(study, lambda name: list(counts[name].elements())))


def import_survey(
    study: OpenStudy,
    coder: Coder,
    path: Path,
    options: ReadOptions | None = None,
    *,
    dry_run: bool = False,
    watch: ImportProgress = ImportProgress(),  # noqa: B008 - frozen
) -> ImportReport:
    """Bring a survey file into the study; with `dry_run` say what would happen and write nothing."""
    options = options or ReadOptions()
    with study.store.read() as db:
        former = find_former_questions(db, study.definition)
    refuse_open_texts_elsewhere(former, study.definition)
    table = read_survey(path, options, watch.reading)
    frozen = freeze_survey(table, study.definition, options, former=former, told=watch.freezing)
    try:
        write_survey(study, coder, frozen, dry_run=dry_run, watch=watch)
    except _DryRun:
        frozen.report.dry_run = True
    return frozen.report


def write_survey(
    study: OpenStudy,
    coder: Coder,
    frozen: FrozenSurvey,
    *,
    dry_run: bool = False,
    watch: ImportProgress = ImportProgress(),  # noqa: B008 - frozen
) -> None:
    """One transaction: either the whole file is in, or nothing of it."""
    if not frozen.cases:
        why = "; ".join(frozen.report.refused[:3]) or "Export the survey with its answers"
        raise BadInput(f"{frozen.table.source}: has no usable row.", f"{why}.")
    _check_key_file_holds(frozen)
    with study.store.read() as db:
        first = not survey_data.has_respondents(db)
        imports = survey_data.count_imports(db)
    keys, ids = _assign_response_ids(study, frozen, first)
    frozen.tally.forget_single_cases()
    languages = _detect_languages(study, frozen, ids, watch.detecting)
    sentence = f"Imported {frozen.table.source}: {format_count(len(frozen.cases), 'case')}"
    with study.store.write() as db:
        if survey_data.count_imports(db) != imports:
            # Response IDs were drawn beside a key file that is no longer the newest.
            raise BadInput(f"{frozen.table.source}: somebody else imported at the same time.", "Import it again.")
        survey_data.set_questions(db, [(q.column, q.text) for q in study.definition.questions])
        act = events.begin_act(db, coders.ensure_coder(db, coder).id, "import", sentence, final=first)
        SurveyWriter(act, frozen, ids, keys, languages, first).write_all_cases(watch.writing)
        survey_data.record_batch(db, frozen.table.source, frozen.table.sha256, frozen.report.as_dict())
        if dry_run:
            raise _DryRun
        seals.seal_new_rows(act)
        events.finish_act(act, keep=True)
        if study.definition.privacy.response_ids == "random" or keys.identities:
            # Before the commit: a key too many does no harm, a respondent without one cannot be found again.
            save_keys(key_path(keys.study), keys, study.folder)


def _assign_response_ids(study: OpenStudy, frozen: FrozenSurvey, first: bool) -> tuple[Keys, Mapping[str, str]]:
    """The keys as they will be, and the response ID of every respondent of the file, by the survey's own ID."""
    uuid = study.read_uuid()
    path = key_path(uuid)
    public = study.definition.privacy.response_ids == "from-column"
    sources = frozen.tally.cases_of
    keys = Keys(uuid)
    if not first and (path.exists() or not public):
        keys = _load_own_keys(study, path)
    if public:
        _check_public_ids(frozen)
        ids = {source: source for source in sources}
    else:
        fresh = [source for source in sources if source not in keys.source_ids]
        if fresh:
            taken = _find_taken_ids(study, frozen, keys)
            drawn = draw_response_ids(len(fresh), study.definition.privacy.id_digits, taken)
            keys.source_ids.update(zip(fresh, drawn, strict=True))
        ids = keys.source_ids
    frozen.report.new_respondents = _count_new(study, [ids[source] for source in sources])
    return keys, ids


def _count_new(study: OpenStudy, response_ids: Sequence[str]) -> int:
    """How many of these are not in the store yet."""
    known = 0
    with study.store.read() as db:
        for at in range(0, len(response_ids), _TOGETHER):
            known += len(survey_data.load_respondent_ids(db, response_ids[at : at + _TOGETHER]))
    return len(response_ids) - known


def _find_taken_ids(study: OpenStudy, frozen: FrozenSurvey, keys: Keys) -> set[str]:
    """Everything that no new response ID may be: those given, the survey's own, and numbers that answers name."""
    digits = study.definition.privacy.id_digits
    with study.store.read() as db:
        told = find_numbers((text for _, text, _ in survey_data.iterate_known_texts(db)), digits)
        stored = survey_data.load_respondent_ids(db)
    return {*stored, *keys.source_ids.values(), *frozen.tally.cases_of, *frozen.tally.numbers, *told}


def _check_key_file_holds(frozen: FrozenSurvey) -> None:
    if frozen.tally.identifying > MOST_IDENTIFYING:
        raise BadInput(
            f"{frozen.table.source}: {frozen.tally.identifying:,} of its cells say who somebody is, and the key file "
            f"holds {MOST_IDENTIFYING:,}.",
            "Name fewer columns as `name` and `identity` in study.toml, and take the others out of the file.",
        )


def _load_own_keys(study: OpenStudy, path: Path) -> Keys:
    keys = load_keys(path)
    if keys.study != study.read_uuid():
        raise EnvironmentFault(
            f"{path}: is the key file of another study.", f"Bring that of {study.definition.title!r} from a backup."
        )
    return keys


def _check_public_ids(frozen: FrozenSurvey) -> None:
    if frozen.tally.unshowable is not None:
        raise BadInput(
            f"{frozen.table.source}, line {frozen.tally.unshowable}: the respondent's ID cannot be shown as a "
            "response ID.",
            'Let tipcoder draw them: response_ids = "random" under [privacy].',
        )


def _detect_languages(
    study: OpenStudy, frozen: FrozenSurvey, ids: Mapping[str, str], told: ProgressCallback
) -> AnswerLanguages:
    """The language of each readable answer of the file, told beside the answers that are stored."""
    with study.store.read() as db:
        known = survey_data.iterate_known_texts(db)
        return detect_answer_languages(frozen.cases, frozen.tally.spoken, ids, study.definition.languages, known, told)


def find_key_file_fault(study: OpenStudy) -> str:
    """A sentence if the study's key file is not where it should be or not private, else an empty string."""
    path = key_path(study.read_uuid())
    if study.definition.privacy.response_ids == "from-column" and not path.exists():
        return ""
    try:
        keys = _load_own_keys(study, path)
    except EnvironmentFault as fault:
        return str(fault)
    if study.definition.privacy.response_ids == "random":
        with study.store.read() as db:
            unknown = set(survey_data.load_respondent_ids(db)).difference(keys.source_ids.values())
        if unknown:
            return f"{path}: does not say who is behind {len(unknown)} response ID(s). Restore it from a backup."
    return ""
