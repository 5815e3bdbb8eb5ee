"""`tipcoder check`: is everything that was put in still there, and is the study fit to work in?"""

from __future__ import annotations

from tipcoder.analysis.unmatched import describe_unmatched
from tipcoder.errors import BadInput
from tipcoder.store import codings, counts, integrity, row_findings, twins, waves
from tipcoder.store.file_systems import explain_missing_locks
from tipcoder.study import STUDY_FILE
from tipcoder.text import format_count, join_first
from tipcoder.workbench.codebook.file import read_codebook_in_force
from tipcoder.workbench.publishing.released_examples import find_raw_examples
from tipcoder.workbench.statistics.multi_selects import describe_options
from tipcoder.workbench.statistics.unmatched_cells import find_unmatched_cells
from tipcoder.workbench.status.check_report import CheckReport
from tipcoder.workbench.status.codebook_check import check_codebook
from tipcoder.workbench.status.place_check import check_keys, check_place, describe_network_share
from tipcoder.workbench.status.uneven_check import describe_uneven_texts
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.survey.former_questions import (
    find_former_questions,
    refuse_open_texts_elsewhere,
)
from tipcoder.workbench.survey.former_translations import find_former_translations
from tipcoder.workbench.withdrawal.answers import warn_of_withdrawals

_EXAMPLES_LISTED = 3
MAX_LISTED = 50
"""Values that match nothing in study.toml, of each place that has some."""


def check_study(study: OpenStudy) -> CheckReport:
    """Store, frozen texts, spans, log, codebook and key file of a study."""
    # Faults of the store come first: whatever is read after them may be wrong.
    report = CheckReport()
    for finding in integrity.iterate_findings(study.store):
        report.faults.append(f"{study.store.place}: {finding}")
    if report.faults:
        report.remedy = integrity.REMEDY

    check_codebook(study, report)
    _check_questions(study, report)
    _check_examples(study, report)
    check_place(study, report, explain_missing_locks)
    check_keys(study, report)
    _check_rows(study, report)
    return report


def check_study_quickly(study: OpenStudy) -> list[str]:
    """What a lead should see to, as far as it can be told without reading every answer."""
    report = CheckReport()
    check_codebook(study, report)
    _check_questions(study, report)
    check_place(study, report, describe_network_share)
    check_keys(study, report)
    return [*report.faults, *report.warnings]


def _check_rows(study: OpenStudy, report: CheckReport) -> None:
    """What can be told only by looking at every row."""
    with study.store.read() as db:
        report.totals = counts.count_totals(db)
        stale = codings.load_stale_codings(db)
        unsealed = row_findings.find_unsealed_tables(db)
        waiting = twins.count_waiting_twins(db)
        uneven = describe_uneven_texts(db)

    if unsealed:
        report.warnings.append(
            f"{study.store.place}: was made by an earlier tipcoder, so a change of "
            f"{', '.join(unsealed)} by another program would not be noticed; import the survey "
            "again to have later changes noticed"
        )
    # Cells of a store with faults may be anybody's: what they match says nothing.
    if not report.faults:
        report.warnings += describe_unmatched(find_unmatched_cells(study), MAX_LISTED)
        report.warnings += describe_options(study)
    withdrawn = warn_of_withdrawals(study)
    if withdrawn:
        report.warnings.append(withdrawn)
    if stale:
        report.warnings.append(
            f"{len(stale)} coding(s) are applied to a text that a later import replaced"
        )
    if waiting:
        say = "says" if waiting == 1 else "say"
        report.warnings.append(
            f"{format_count(waiting, 'untouched answer')} {say} what a settled one says: "
            "`tipcoder codings carry --dry-run` shows which codes would go there"
        )
    report.warnings += uneven


def _check_examples(study: OpenStudy, report: CheckReport) -> None:
    """Examples of the codebook that repeat words of answers which nobody has released."""
    # A store with faults may hold anything.
    if report.faults:
        return
    found = find_raw_examples(study, (read_codebook_in_force(study),))
    if found:
        places = join_first([each.place for each in found], _EXAMPLES_LISTED)
        report.warnings.append(
            f"{study.codebook_file.name}: {places}: repeats an answer that nobody has released, so "
            "the codebook cannot be published"
        )


def _check_questions(study: OpenStudy, report: CheckReport) -> None:
    """Questions that the store has and study.toml no longer names."""
    with study.store.read() as db:
        former = find_former_questions(db, study.definition)
        translations = find_former_translations(db, study.definition)
        nameless = waves.count_without_wave(db)
    report.warnings += [question.sentence for question in former]
    report.warnings += [translation.sentence for translation in translations]
    if nameless and study.definition.wave:
        cases = format_count(nameless, "case")
        report.warnings.append(
            f"{STUDY_FILE}: names the column of waves, and {cases} came in before that; import the "
            "survey again, and they get their waves"
        )
    try:
        refuse_open_texts_elsewhere(former, study.definition)
    except BadInput as fault:
        report.faults.append(str(fault))
