"""`tipcoder check`: is everything that was put in still there, and is the study fit to work in?"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tipcoder.analysis.unmatched import describe_unmatched
from tipcoder.codebook.checking import find_gaps
from tipcoder.codebook.reading import read_codebook
from tipcoder.errors import BadInput, TipcoderError, did_you_mean
from tipcoder.privacy.key_file import describe_key_risks, find_work_tree, key_path
from tipcoder.store import codings, counts, integrity, row_findings
from tipcoder.store.file_systems import explain_missing_locks, find_network_share
from tipcoder.workbench.codebook.file import find_dropped_codes, read_hand_edit, refuse_dropping
from tipcoder.workbench.opening import warn_of_copies
from tipcoder.workbench.statistics.unmatched_cells import find_unmatched_cells
from tipcoder.workbench.status.backup import has_keys_copy
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.survey.former_questions import find_former_questions, refuse_open_texts_elsewhere
from tipcoder.workbench.survey.importing import find_key_file_fault

MAX_LISTED = 50


@dataclass
class CheckReport:
    """Faults make the check fail; warnings are for a lead to weigh."""

    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    remedy: str = ""
    """What to do about faults of the store."""


def check_study(study: OpenStudy) -> CheckReport:
    """Store, frozen texts, spans, log, codebook and key file of a study."""
    report = CheckReport()
    report.faults += [f"{study.store.place}: {finding}" for finding in integrity.iterate_findings(study.store)]
    if report.faults:
        report.remedy = integrity.REMEDY
    _check_codebook(study, report)
    _check_questions(study, report)
    _check_place(study, report, explain_missing_locks)
    _check_keys(study, report)
    with study.store.read() as db:
        report.totals = counts.count_totals(db)
        stale = codings.load_stale_codings(db)
        unsealed = row_findings.find_unsealed_tables(db)
    if unsealed:
        report.warnings.append(
            f"{study.store.place}: was made by an earlier tipcoder, so that changes behind its back of "
            f"{', '.join(unsealed)} cannot be told; importing the survey again keeps what they hold from then on"
        )
    if not report.faults:
        report.warnings += describe_unmatched(find_unmatched_cells(study), MAX_LISTED)
    if stale:
        report.warnings.append(f"{len(stale)} coding(s) stand on a text that a later import replaced")
    return report


def check_study_quickly(study: OpenStudy) -> list[str]:
    """What a lead should see to, as far as it can be told without reading every answer."""
    report = CheckReport()
    _check_codebook(study, report)
    _check_questions(study, report)
    _check_place(study, report, _describe_network_share)
    _check_keys(study, report)
    return [*report.faults, *report.warnings]


def _check_codebook(study: OpenStudy, report: CheckReport) -> None:
    try:
        book = read_codebook(study.codebook_file)
    except TipcoderError as fault:
        report.faults.append(str(fault))
        return
    with study.store.read() as db:
        edited = read_hand_edit(study.codebook_file, db, count_older_as_edit=study.store.is_sqlite)
        dropped = [] if edited is None else find_dropped_codes(edited, db)
    try:
        refuse_dropping(study.codebook_file, dropped)
        if edited is not None:
            report.warnings.append(
                f"{study.codebook_file.name}: was edited; the next verb that reads codes takes it in"
            )
    except BadInput as fault:
        report.warnings.append(str(fault))
    columns = {question.column for question in study.definition.questions}
    for code in book.codes.values():
        for question in code.questions:
            if question not in columns:
                hint = did_you_mean(question, columns)
                sentence = f"{study.codebook_file.name}: [code.{code.key}] is meant for {question!r}, no open question"
                report.warnings.append(f"{sentence}. {hint}" if hint else sentence)
    found = find_gaps(book, study.definition.languages)
    if found:
        report.warnings.append(f"{study.codebook_file.name}: {len(found)} gap(s), see `tipcoder codebook check`")


def _describe_network_share(file: Path) -> str:
    """Why locks may not hold, without trying one."""
    kind = find_network_share(file)
    return f"it lies on a network share ({kind})" if kind else ""


def _check_place(study: OpenStudy, report: CheckReport, find_doubt: Callable[[Path], str]) -> None:
    """Where an SQLite store lies: what a sync program left beside it, and whether its locks hold."""
    if study.store.file is None:
        return
    report.warnings += warn_of_copies(study)
    why = find_doubt(study.store.file)
    if why:
        report.warnings.append(
            f"{study.store.place}: {why}, so that two programs may write over each other's acts; "
            "move the study to a disk of this machine, or use PostgreSQL for several people"
        )


def _check_questions(study: OpenStudy, report: CheckReport) -> None:
    with study.store.read() as db:
        former = find_former_questions(db, study.definition)
    report.warnings += [question.sentence for question in former]
    try:
        refuse_open_texts_elsewhere(former, study.definition)
    except BadInput as fault:
        report.faults.append(str(fault))


def _check_keys(study: OpenStudy, report: CheckReport) -> None:
    missing = find_key_file_fault(study)
    if missing:
        report.faults.append(missing)
    elif not has_keys_copy(study):
        report.warnings.append(
            "the key file has not been copied since it last changed; `tipcoder backup --keys FILE` does that"
        )
    report.warnings += describe_key_risks(key_path(study.read_uuid()))
    if find_work_tree(study.folder) is not None:
        report.warnings.append(
            f"{study.folder.name}: lies in a git work tree; what respondents wrote must not be committed with it"
        )
    if study.store.is_sqlite and sys.platform != "win32":
        mode = study.folder.stat().st_mode
        if mode & 0o077:
            report.warnings.append(f"{study.folder.name}: others on this machine can open the folder; chmod 700 it")
